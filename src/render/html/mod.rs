//! Document tree → HTML, into one buffer. Blocks that are ours go through the theme's templates,
//! everything else is written here. End tags that HTML lets go (of list items and table cells) are
//! left out: readers pay for bytes.

use std::collections::BTreeSet;

use crate::base::diagnostic::Diagnostic;
use crate::base::html::{attribute_into, escape_text_into};
use crate::base::path::encode;
use crate::model::doc::{
    Block, Callout, CalloutKind, Definition, Doc, Heading, Inline, List, Node,
};
use crate::model::inputs::Inputs;
use crate::model::site::{Page, Site};
use crate::model::walk::plain_text;
use crate::render::engine::{Engine, Problem};
use crate::render::text::Text;
use crate::render::urls::Urls;
use crate::render::view::{Html, block};
use serde::Serialize;

mod code;
mod element;
mod expectation;
mod footnotes;
mod inline;
mod link;
mod media;
mod place;
mod study;
mod table;
mod verdict;

pub(crate) use place::{OWN_PAGE, Place, anchor_id, folder_id, page_id};

/// What the HTML of a page depends on beside its tree.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) site: &'a Site,
    pub(crate) page: &'a Page,
    pub(crate) urls: &'a Urls,
    pub(crate) engine: &'a Engine<'a>,
    pub(crate) text: Text<'a>,
    pub(crate) place: &'a Place,
}

/// A page's HTML.
#[derive(Debug, Default)]
pub(crate) struct Rendered {
    /// The opening level-1 heading's content, if there is one.
    pub(crate) heading: Option<String>,
    /// Everything else, footnotes included.
    pub(crate) body: String,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) problems: Vec<Problem>,
}

/// Renders a page's content.
pub(crate) fn render(scope: Scope<'_>) -> Rendered {
    let doc = &scope.page.topic.doc;
    let mut writer = Writer::new(scope);
    let (heading, blocks) = split_heading(doc);
    let heading = heading.map(|heading| writer.capture(|writer| writer.inlines(&heading.content)));
    writer.section.clone_from(&scope.page.topic.title);
    writer.blocks(blocks);
    writer.footnotes(doc);
    Rendered {
        heading,
        body: writer.out,
        diagnostics: writer.diagnostics,
        problems: writer.problems,
    }
}

/// Renders parts of a page's content, with the footnotes that they refer to after the last.
pub(crate) fn render_parts<'a>(
    scope: Scope<'a>,
    parts: impl Iterator<Item = &'a [Node<Block>]>,
) -> Vec<String> {
    let mut writer = Writer::new(scope);
    writer.section.clone_from(&scope.page.topic.title);
    let mut bodies: Vec<String> =
        parts.map(|blocks| writer.capture(|writer| writer.blocks(blocks))).collect();
    writer.footnotes(&scope.page.topic.doc);
    if let Some(last) = bodies.last_mut() {
        last.push_str(&writer.out);
    }
    bodies
}

/// Returns the opening level-1 heading, which the page template shows, and the other blocks.
pub(crate) fn split_heading(doc: &Doc) -> (Option<&Heading>, &[Node<Block>]) {
    match doc.blocks.split_first() {
        Some((Node { kind: Block::Heading(heading), .. }, rest)) if heading.level == 1 => {
            (Some(heading), rest)
        }
        _ => (None, &doc.blocks),
    }
}

pub(super) struct Writer<'a> {
    scope: Scope<'a>,
    out: String,
    diagnostics: Vec<Diagnostic>,
    problems: Vec<Problem>,
    /// Text of the heading above: names scroll regions.
    section: String,
    /// In the front of a card, question or exercise, where outcomes are not shown.
    is_front: bool,
    /// Within a link, where there can be no other.
    is_linked: bool,
    n_diagrams: usize,
    /// The references to footnotes so far: which footnote, and which of its references.
    references: BTreeSet<(usize, usize)>,
}

impl<'a> Writer<'a> {
    fn new(scope: Scope<'a>) -> Self {
        Self {
            scope,
            out: String::with_capacity(16 * 1024),
            diagnostics: Vec::new(),
            problems: Vec::new(),
            section: String::new(),
            is_front: false,
            is_linked: false,
            n_diagrams: 0,
            references: BTreeSet::new(),
        }
    }

    fn blocks(&mut self, blocks: &'a [Node<Block>]) {
        for block in blocks {
            self.block(block);
        }
    }

    fn block(&mut self, node: &'a Node<Block>) {
        match &node.kind {
            Block::Heading(heading) => self.heading(heading),
            Block::Paragraph(content) => {
                if element::has_flow(content) {
                    self.wrapped("<div class=\"p\">", "</div>\n", |w| w.inlines(content));
                } else {
                    self.wrapped("<p>", "</p>\n", |w| w.inlines(content));
                }
            }
            Block::Plain(content) => self.inlines(content),
            Block::Code(code) => self.code(code, node.span.start),
            Block::Tabs(tabs) => self.tabs(tabs),
            Block::Diagram(source) => self.diagram(source, node.span),
            Block::Math(latex) => {
                self.wrapped("<div class=\"math\">", "</div>\n", |w| {
                    w.math(latex, true, node.span);
                });
            }
            Block::List(list) => self.list(list),
            Block::Definitions(definitions) => self.definitions(definitions),
            Block::Table(table) => self.table(table),
            Block::Quote(body) => {
                self.wrapped("<blockquote>\n", "</blockquote>\n", |w| w.blocks(body));
            }
            Block::Callout(callout) => self.callout(callout),
            Block::Fold(fold) => self.fold(fold),
            Block::Study(study) => self.study(study),
            Block::Setup(_) => {}
            Block::Element(element) => self.block_element(element),
            Block::Text(text) => escape_text_into(&mut self.out, text),
            Block::Rule => self.out.push_str("<hr>\n"),
        }
    }

    fn heading(&mut self, heading: &'a Heading) {
        let place = self.scope.place;
        let level = &*place.heading(heading.level).to_string();
        let title = plain_text(&heading.content);
        let id = place.id(&heading.id);
        self.push(&["<h", level]);
        attribute_into(&mut self.out, "id", &id);
        let mut classes = heading.classes.clone();
        if place.is_shifted() {
            // It looks as it does on its own page.
            classes.push(format!("h{}", heading.level.max(2)));
        }
        if !classes.is_empty() {
            attribute_into(&mut self.out, "class", &classes.join(" "));
        }
        self.out.push('>');
        // The heading's own text is the link to it, unless there is another link in or around it.
        let anchor = ["<a class=\"anchor\" href=\"#", &*encode(&id), "\""];
        if self.is_linked {
            self.inlines(&heading.content);
        } else if has_interactive(&heading.content) {
            self.inlines(&heading.content);
            self.out.push(' ');
            self.push(&anchor);
            let label = self.scope.text.fill("anchor", &title);
            attribute_into(&mut self.out, "aria-label", &label);
            self.out.push('>');
        } else {
            self.push(&anchor);
            self.out.push('>');
            self.inlines(&heading.content);
        }
        self.push(&[if self.is_linked { "" } else { "</a>" }, "</h", level, ">\n"]);
        if !heading.is_folded {
            self.section = title;
        }
    }

    fn list(&mut self, list: &'a List) {
        let has_tasks = list.items.iter().any(|item| item.kind.task.is_some());
        self.out.push_str(if list.start.is_some() { "<ol" } else { "<ul" });
        if has_tasks {
            self.out.push_str(" class=\"tasks\"");
        }
        if let Some(start) = list.start.filter(|start| *start != 1) {
            attribute_into(&mut self.out, "start", &start.to_string());
        }
        self.out.push_str(">\n");
        for item in &list.items {
            self.out.push_str("<li>");
            if let Some(is_done) = item.kind.task {
                self.checkbox(is_done);
            }
            self.blocks(&item.kind.blocks);
            self.newline();
        }
        self.out.push_str(if list.start.is_some() { "</ol>\n" } else { "</ul>\n" });
    }

    fn checkbox(&mut self, is_done: bool) {
        let label = self.scope.text.get(if is_done { "task_done" } else { "task_open" });
        self.out.push_str("<input type=\"checkbox\" disabled");
        if is_done {
            self.out.push_str(" checked");
        }
        attribute_into(&mut self.out, "aria-label", label);
        self.out.push_str("> ");
    }

    fn definitions(&mut self, definitions: &'a [Definition]) {
        self.out.push_str("<dl>\n");
        for definition in definitions {
            for term in &definition.terms {
                self.wrapped("<dt>", "\n", |w| w.inlines(term));
            }
            for detail in &definition.details {
                self.wrapped("<dd>", "", |w| w.blocks(detail));
                self.newline();
            }
        }
        self.out.push_str("</dl>\n");
    }

    fn callout(&mut self, callout: &'a Callout) {
        let kind = callout_name(callout.kind);
        let body = self.capture(|writer| writer.blocks(&callout.body));
        let title = self.scope.text.label("callout", kind);
        let view = block::Callout { kind, title, body: Html::new(&body) };
        self.template("blocks/callout.html", "callout", &view);
    }

    /// Appends what a block's template makes of its input.
    fn template<T: Serialize>(&mut self, template: &str, name: &'static str, input: &T) {
        match self.scope.engine.render_block(template, name, input) {
            Ok(html) => self.out.push_str(&html),
            Err(problem) => self.problems.push(problem),
        }
    }

    /// Returns what `write` appends, without appending it.
    fn capture(&mut self, write: impl FnOnce(&mut Self)) -> String {
        let outer = std::mem::take(&mut self.out);
        write(self);
        std::mem::replace(&mut self.out, outer)
    }

    fn wrapped(&mut self, open: &str, close: &str, write: impl FnOnce(&mut Self)) {
        self.out.push_str(open);
        write(self);
        self.out.push_str(close);
    }

    /// Ends the line if it is not at its end.
    fn newline(&mut self) {
        if !self.out.ends_with('\n') {
            self.out.push('\n');
        }
    }

    fn push(&mut self, parts: &[&str]) {
        for part in parts {
            self.out.push_str(part);
        }
    }
}

/// Returns true if there is something among the inlines that may not stand in a link.
fn has_interactive(inlines: &[Node<Inline>]) -> bool {
    inlines.iter().any(|node| match &node.kind {
        // An image that is not part of the book is shown as a link.
        Inline::Link(_)
        | Inline::Image(_)
        | Inline::FootnoteReference { .. }
        | Inline::Element(_) => true,
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Strikethrough(content) => {
            has_interactive(content)
        }
        _ => false,
    })
}

fn callout_name(kind: CalloutKind) -> &'static str {
    match kind {
        CalloutKind::Note => "note",
        CalloutKind::Tip => "tip",
        CalloutKind::Important => "important",
        CalloutKind::Warning => "warning",
        CalloutKind::Caution => "caution",
        CalloutKind::Pitfall => "pitfall",
        CalloutKind::Scale => "scale",
    }
}
