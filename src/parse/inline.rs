//! Inline events → inline nodes, raw tags balanced within their Markdown container.

use std::ops::Range;

use pulldown_cmark::{Event, LinkType, Tag};

use crate::base::span::Span;
use crate::model::config::RawHtml;
use crate::model::doc::{Element, Image, Inline, Link, Node};
use crate::model::walk::plain_text;
use crate::parse::html::policy::{self, Class, is_component};
use crate::parse::html::token::{self, OpenTag, Token};
use crate::parse::markdown::{MAX_DEPTH, Parser};
use crate::parse::marker;
use crate::rules;

/// Raw tags open within one Markdown container, outermost first.
type Open = Vec<(Element<Inline>, Span)>;

/// Raw tags within raw tags; deeper ones are dropped, their content stays.
const MAX_OPEN: usize = 16;

impl<'e> Parser<'e, '_, '_> {
    /// Reads the inline content of a container whose start was consumed, and its end.
    pub(super) fn inline_container(&mut self) -> Vec<Node<Inline>> {
        let content = self.inlines();
        self.at += 1;
        content
    }

    /// Reads inline content up to an event that is not inline, which is left alone.
    pub(super) fn inlines(&mut self) -> Vec<Node<Inline>> {
        let mut open: Open = Vec::new();
        let mut content: Vec<Node<Inline>> = Vec::new();
        while let Some((event, range)) = self.events.get(self.at) {
            let range = range.clone();
            let span = self.span(&range);
            let kind = match event {
                Event::Start(tag) if !is_inline_tag(tag) => break,
                Event::End(_) | Event::Html(_) | Event::Rule => break,
                Event::Start(_) if self.depth >= MAX_DEPTH => {
                    self.flatten(&range, &mut content);
                    continue;
                }
                _ => {
                    let Some((event, _)) = self.next() else { break };
                    match event {
                        Event::InlineHtml(html) => {
                            self.inline_html(&html, span, &mut open, &mut content);
                            continue;
                        }
                        event => self.inline(event),
                    }
                }
            };
            if let Some(kind) = kind {
                let siblings = open.last_mut().map_or(&mut content, |(top, _)| &mut top.children);
                push(siblings, Node { kind, span });
            }
        }
        while !open.is_empty() {
            self.report_unclosed(&open);
            close_top(&mut open, &mut content);
        }
        content
    }

    fn inline(&mut self, event: Event<'e>) -> Option<Inline> {
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
                let (index, occurrence) = self.footnotes.refer(&label);
                Inline::FootnoteReference { index, occurrence }
            }
            Event::Start(tag) => {
                self.depth += 1;
                let content = self.inline_container();
                self.depth -= 1;
                container(tag, content)?
            }
            _ => return None,
        })
    }

    /// Reads a container that is nested too deep, keeping the text in it.
    fn flatten(&mut self, range: &Range<usize>, content: &mut Vec<Node<Inline>>) {
        self.report_depth(range);
        let mut depth = 0_usize;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(_) => depth += 1,
                Event::End(_) => depth = depth.saturating_sub(1),
                event => {
                    let span = self.span(&range);
                    if let Some(kind) = self.inline(event) {
                        push(content, Node { kind, span });
                    }
                }
            }
            if depth == 0 {
                break;
            }
        }
    }

    fn inline_html(
        &mut self,
        html: &str,
        span: Span,
        open: &mut Open,
        content: &mut Vec<Node<Inline>>,
    ) {
        let is_escaped = self.context.options.raw_html == RawHtml::Escape;
        let token = token::tokens(html).into_iter().next();
        match token {
            Some(Token::Comment { inside, .. }) => {
                if marker::is_marker(&html[inside]) {
                    let message = "a marker comment stands within a paragraph";
                    let help = "put it on a line of its own, with a blank line before and after";
                    self.context.report(&rules::MALFORMED_CARD, span, message, help);
                }
            }
            Some(Token::Open(tag)) if !is_escaped => self.open(&tag, html, span, open, content),
            Some(Token::Close { name, .. }) if !is_escaped => {
                self.close(&name, span, open, content);
            }
            Some(Token::RawText { name, .. }) if !is_escaped => {
                let message = format!("`<{name}>` is left out");
                let help = "pages carry no script and no style";
                self.context.report(&rules::UNSAFE_HTML, span, message, help);
            }
            _ => push_text(html, span, open, content),
        }
    }

    fn open(
        &mut self,
        tag: &OpenTag,
        source: &str,
        span: Span,
        open: &mut Open,
        content: &mut Vec<Node<Inline>>,
    ) {
        let name = policy::renamed(&tag.name);
        let is_ruby_part =
            matches!(name, "rt" | "rp") && open.iter().any(|(top, _)| top.name == "ruby");
        let is_media_part = matches!(name, "source" | "track")
            && open
                .last()
                .is_some_and(|(top, _)| matches!(top.name.as_str(), "picture" | "audio" | "video"));
        match policy::class(name) {
            Class::Unknown if is_component(tag) => {
                return self.context.unknown_component(tag, span);
            }
            Class::Unknown => {
                self.context.unknown_element(source, span);
                push_text(source, span, open, content);
                return;
            }
            Class::Forbidden => {
                let message = format!("`<{}>` is left out", tag.name);
                let help = "put a drawing into a file and show it as an image";
                self.context.report(&rules::UNSAFE_HTML, span, message, help);
                return;
            }
            Class::Flow if name == "p" => {
                let siblings = open.last_mut().map_or(&mut *content, |(top, _)| &mut top.children);
                push(siblings, Node { kind: Inline::HardBreak, span });
                return;
            }
            Class::Flow if matches!(name, "div" | "section" | "article" | "aside" | "address") => {}
            Class::Phrasing => {}
            Class::Within(_) if is_ruby_part || is_media_part => {}
            Class::Flow | Class::Within(_) | Class::Unwrapped => {
                let message =
                    format!("`<{}>` cannot stand within a paragraph, and is left out", tag.name);
                let help = "begin a line with it, after a blank line";
                self.context.report(&rules::MALFORMED_HTML, span, message, help);
                return;
            }
        }
        while open.last().is_some_and(|(top, _)| policy::ends_before(&top.name, name)) {
            close_top(open, content);
        }
        if name == "br" {
            let siblings = open.last_mut().map_or(content, |(top, _)| &mut top.children);
            push(siblings, Node { kind: Inline::HardBreak, span });
            return;
        }
        let element = policy::element(tag, span, self.context);
        if policy::is_void(name) {
            let siblings = open.last_mut().map_or(content, |(top, _)| &mut top.children);
            push(siblings, Node { kind: Inline::Element(element), span });
        } else if open.len() < MAX_OPEN && self.depth + open.len() < MAX_DEPTH {
            open.push((element, span));
        }
    }

    fn close(&mut self, name: &str, span: Span, open: &mut Open, content: &mut Vec<Node<Inline>>) {
        let name = policy::renamed(name);
        let Some(found) = open.iter().rposition(|(element, _)| element.name == name) else {
            match policy::class(name) {
                Class::Unknown if !name.contains('-') => {
                    push_text(&format!("</{name}>"), span, open, content);
                }
                Class::Unknown | Class::Unwrapped | Class::Forbidden => {}
                Class::Phrasing | Class::Flow | Class::Within(_) if policy::is_void(name) => {}
                Class::Phrasing | Class::Flow | Class::Within(_) => {
                    self.end_tags.push(&format!("</{name}>"), span.start as usize);
                }
            }
            return;
        };
        while open.len() > found + 1 {
            self.report_unclosed(open);
            close_top(open, content);
        }
        if let Some((_, top)) = open.last_mut() {
            top.end = span.end;
        }
        close_top(open, content);
    }

    fn report_unclosed(&mut self, open: &Open) {
        if let Some((element, span)) = open.last() {
            let message = format!("`<{}>` is never closed", element.name);
            let help = format!("add `</{}>` in the same paragraph", element.name);
            self.context.report(&rules::MALFORMED_HTML, *span, message, &help);
        }
    }
}

fn container(tag: Tag<'_>, content: Vec<Node<Inline>>) -> Option<Inline> {
    Some(match tag {
        Tag::Emphasis => Inline::Emphasis(content),
        Tag::Strong => Inline::Strong(content),
        Tag::Strikethrough => Inline::Strikethrough(content),
        Tag::Link { link_type, dest_url, title, .. } => {
            let mail = if link_type == LinkType::Email { "mailto:" } else { "" };
            Inline::Link(Link {
                target: format!("{mail}{dest_url}"),
                title: title.into_string(),
                content,
            })
        }
        Tag::Image { dest_url, title, .. } => Inline::Image(Image {
            target: dest_url.into_string(),
            title: title.into_string(),
            alt: plain_text(&content),
        }),
        _ => return None,
    })
}

fn is_inline_tag(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
    )
}

fn push_text(text: &str, span: Span, open: &mut Open, content: &mut Vec<Node<Inline>>) {
    let siblings = open.last_mut().map_or(content, |(top, _)| &mut top.children);
    push(siblings, Node { kind: Inline::Text(text.to_owned()), span });
}

/// Adds a node; text joins text before it.
fn push(siblings: &mut Vec<Node<Inline>>, node: Node<Inline>) {
    if let Inline::Text(text) = &node.kind
        && let Some(Node { kind: Inline::Text(before), span }) = siblings.last_mut()
    {
        before.push_str(text);
        span.end = node.span.end;
        return;
    }
    siblings.push(node);
}

fn close_top(open: &mut Open, content: &mut Vec<Node<Inline>>) {
    if let Some((element, mut span)) = open.pop() {
        if let Some(last) = element.children.last() {
            span.end = span.end.max(last.span.end);
        }
        let siblings = open.last_mut().map_or(content, |(top, _)| &mut top.children);
        push(siblings, Node { kind: Inline::Element(element), span });
    }
}
