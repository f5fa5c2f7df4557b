//! Layer 2: one Markdown file → one topic. Sees no other file, reads nothing, never fails.
//!
//! Steps: the front matter is taken off (`front_matter`); pulldown-cmark's events become blocks
//! (`markdown`, `inline`, `code`); raw HTML is balanced and folds found (`html`); markers, fronts
//! and folds are joined (`study`); ids are given (`finish`). Entry point: `parse`.

use crate::base::diagnostic::Checked;
use crate::base::path::ContentPath;
use crate::model::config::Markdown;
use crate::model::doc::{Block, Doc};
use crate::model::inputs::Source;
use crate::model::measure::measure;
use crate::model::topic::Topic;
use crate::model::walk::{Visit, plain_text, walk};
use crate::parse::html::fragment::Places;
use crate::rules;

mod alert;
mod autolink;
mod code;
mod context;
mod fence;
mod finish;
mod footnote;
pub mod front_matter;
mod html;
mod inline;
mod list;
mod markdown;
mod marker;
mod source;
mod study;
mod table;
mod tags;

/// Parses one file.
pub fn parse(source: &Source, options: &Markdown) -> Checked<Topic> {
    let (meta, body_at) = front_matter::parse(source);
    let mut context = context::Context::new(&source.file, &source.text, options);
    let meta = meta.drain_into(&mut context.diagnostics);
    let mut footnotes = footnote::Footnotes::default();
    let prepared = source::Prepared::new(&source.text[body_at..]);
    let places = Places::at(body_at);
    let blocks = markdown::Parser::new(&prepared, places, &mut context, &mut footnotes).document();
    let doc = finish::finish(blocks, footnotes, &mut context);
    let title = meta.title.clone().or_else(|| first_heading(&doc));
    if title.is_none() {
        let message = "this page has neither `title` nor a heading";
        let help = "add `title: …` to its front matter, or begin it with `# …`";
        context.report(&rules::MISSING_TITLE, crate::base::span::Span::at(body_at), message, help);
    }
    let minutes = meta.minutes.unwrap_or_else(|| measure(&doc.blocks).minutes());
    let topic = Topic {
        file: source.file.clone(),
        path: source.path.clone(),
        title: title.unwrap_or_else(|| stem(&source.path).to_owned()),
        meta,
        doc,
        minutes,
    };
    Checked { value: topic, diagnostics: context.diagnostics }
}

/// Returns the text of the first level-1 heading, or else of the first heading.
fn first_heading(doc: &Doc) -> Option<String> {
    let mut first: Option<(bool, String)> = None;
    walk(doc, &mut |visit| {
        if let Visit::Block(node) = visit
            && let Block::Heading(heading) = &node.kind
            && !first.as_ref().is_some_and(|(is_top, _)| *is_top || heading.level > 1)
        {
            let text = plain_text(&heading.content).trim().to_owned();
            if !text.is_empty() {
                first = Some((heading.level == 1, text));
            }
        }
    });
    first.map(|(_, text)| text)
}

fn stem(path: &ContentPath) -> &str {
    path.name().rsplit_once('.').map_or(path.name(), |(stem, _)| stem)
}
