//! Inline events → inline nodes. Raw tags among them are `tags`' business.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use crate::base::span::Span;
use crate::model::doc::{Image, Inline, Link, Node};
use crate::model::walk::plain_text;
use crate::parse::html::policy;
use crate::parse::markdown::{MAX_DEPTH, Parser};
use crate::parse::tags::{Inlines, Setting};
use crate::rules;

impl<'e> Parser<'e, '_, '_> {
    /// Reads the inline content of a block whose start was consumed, and its end.
    pub(super) fn block_content(&mut self, setting: Setting) -> Vec<Node<Inline>> {
        let content = self.inlines(setting);
        self.at += 1;
        self.trimmed(content)
    }

    /// Takes away the blanks at the end of a block, where a tag or comment may have stood.
    pub(super) fn trimmed(&self, mut content: Vec<Node<Inline>>) -> Vec<Node<Inline>> {
        while content.last().is_some_and(|node| node.kind == Inline::SoftBreak) {
            content.pop();
        }
        if let Some(Node { kind: Inline::Text(text), span }) = content.last_mut() {
            text.truncate(text.trim_ascii_end().len());
            let range = span.range();
            let written = self.context.text.get(range.clone()).unwrap_or_default();
            *span = Span::new(range.start..range.start + written.trim_ascii_end().len());
            if text.is_empty() {
                content.pop();
            }
        }
        content
    }

    /// Reads inline content up to an event that is not inline, which is left alone.
    pub(super) fn inlines(&mut self, setting: Setting) -> Vec<Node<Inline>> {
        let mut into = Inlines::new(setting);
        while let Some((event, range)) = self.events.get(self.at).filter(|(it, _)| is_inline(it)) {
            let range = range.clone();
            let span = self.span(&range);
            let is_too_deep = self.depth + into.n_open() >= MAX_DEPTH;
            if is_too_deep && matches!(event, Event::Start(_)) {
                self.flatten(&range, &mut into);
            } else if let Some((event, _)) = self.next() {
                match event {
                    Event::InlineHtml(html) => self.inline_html(&html, span, &mut into),
                    Event::Start(tag) => {
                        let depth = self.depth;
                        self.depth += 1 + into.n_open();
                        let content = self.inlines(Setting::Phrasing);
                        self.at += 1;
                        self.depth = depth;
                        self.container(tag, content, span, &mut into);
                    }
                    event => into.extend(self.leaf(event), span),
                }
            }
        }
        self.finish_tags(into)
    }

    /// Returns what an event without content of its own stands for.
    fn leaf(&mut self, event: Event<'e>) -> Option<Inline> {
        Some(match event {
            Event::Text(text) => Inline::Text(text.into_string()),
            Event::Code(text) => Inline::Code(text.into_string()),
            Event::InlineMath(latex) => {
                Inline::Math { latex: latex.into_string(), is_display: false }
            }
            Event::DisplayMath(latex) => {
                Inline::Math { latex: latex.into_string(), is_display: true }
            }
            Event::SoftBreak => Inline::SoftBreak,
            Event::HardBreak => Inline::HardBreak,
            Event::FootnoteReference(label) => {
                // Which reference it is can only be known at the end.
                Inline::FootnoteReference { index: self.footnotes.refer(&label), occurrence: 0 }
            }
            _ => return None,
        })
    }

    fn container(
        &mut self,
        tag: Tag<'_>,
        content: Vec<Node<Inline>>,
        span: Span,
        into: &mut Inlines,
    ) {
        let inline = match tag {
            Tag::Emphasis => Inline::Emphasis(content),
            Tag::Strong => Inline::Strong(content),
            Tag::Strikethrough => Inline::Strikethrough(content),
            Tag::Link { dest_url, .. } if policy::is_script("href", &dest_url) => {
                let message = "a link to a script is left out; its text stays";
                let help = "pages carry no script";
                self.context.report(&rules::UNSAFE_HTML, span, message, help);
                return content.into_iter().for_each(|node| into.push(node));
            }
            Tag::Link { link_type, dest_url, title, .. } => {
                let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
                let target = format!("{mail}{dest_url}");
                Inline::Link(Link { target, title: title.into_string(), content })
            }
            Tag::Image { dest_url, title, .. } => Inline::Image(Image {
                target: dest_url.into_string(),
                title: title.into_string(),
                alt: plain_text(&content),
            }),
            _ => return,
        };
        into.push(Node { kind: inline, span });
    }

    /// Reads a container that is nested too deep, keeping the text in it.
    fn flatten(&mut self, range: &Range<usize>, into: &mut Inlines) {
        self.report_depth(range);
        let mut depth = 0_usize;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                event => {
                    let span = self.span(&range);
                    into.extend(self.leaf(event), span);
                }
            }
            if depth == 0 {
                break;
            }
        }
    }
}

/// True for events that may stand within a paragraph.
pub(super) fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::TaskListMarker(_) => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(_) | Event::Html(_) | Event::Rule => false,
    }
}
