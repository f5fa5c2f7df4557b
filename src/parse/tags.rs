//! Raw tags within inline content: held to the policy, and balanced within their container.

use pulldown_cmark::Event;

use crate::base::span::Span;
use crate::model::config::RawHtml;
use crate::model::doc::{Element, Inline, Node};
use crate::parse::html::policy::{self, Class};
use crate::parse::html::token::{self, OpenTag, Token};
use crate::parse::inline::is_inline;
use crate::parse::markdown::{MAX_DEPTH, Parser};
use crate::parse::marker;
use crate::rules;

/// What may stand in a container of inline content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Setting {
    /// Text and what may stand in it.
    Phrasing,
    /// Elements such as lists too: in a paragraph they make a division of it, in a table's cell they
    /// are the only way to a list.
    Flow,
}

/// Raw tags within raw tags; deeper ones are left out, their content stays.
const MAX_OPEN: usize = 16;

/// Inline content as it is read, with the raw tags that are open in it.
pub(super) struct Inlines {
    content: Vec<Node<Inline>>,
    /// Outermost first.
    open: Vec<Open>,
    /// Start tags that were left out, so that their end tags are no surprise.
    left_out: Vec<String>,
    setting: Setting,
}

struct Open {
    element: Element<Inline>,
    /// As its end tag will name it.
    tag: String,
    span: Span,
}

impl Inlines {
    pub(super) fn new(setting: Setting) -> Self {
        Self { content: Vec::new(), open: Vec::new(), left_out: Vec::new(), setting }
    }

    /// Returns how many raw tags are open.
    pub(super) fn n_open(&self) -> usize {
        self.open.len()
    }

    /// Adds a node if there is one.
    pub(super) fn extend(&mut self, kind: Option<Inline>, span: Span) {
        if let Some(kind) = kind {
            self.push(Node { kind, span });
        }
    }

    /// Adds a node; text joins text before it.
    pub(super) fn push(&mut self, node: Node<Inline>) {
        let siblings = match self.open.last_mut() {
            Some(top) => &mut top.element.children,
            None => &mut self.content,
        };
        if let Inline::Text(text) = &node.kind
            && let Some(Node { kind: Inline::Text(before), span }) = siblings.last_mut()
        {
            before.push_str(text);
            span.end = node.span.end;
            return;
        }
        siblings.push(node);
    }

    fn text(&mut self, text: &str, span: Span) {
        self.push(Node { kind: Inline::Text(text.to_owned()), span });
    }

    fn close_top(&mut self) {
        if let Some(Open { element, mut span, .. }) = self.open.pop() {
            if let Some(last) = element.children.last() {
                span.end = span.end.max(last.span.end);
            }
            self.push(Node { kind: Inline::Element(element), span });
        }
    }

    fn may_hold_flow(&self) -> bool {
        let all_do = self.open.iter().all(|open| policy::holds_flow(&open.element.name));
        self.setting == Setting::Flow && all_do
    }

    /// Ends an open `<p>` that only phrasing elements have been opened in since.
    fn end_paragraph(&mut self) {
        let found = self
            .open
            .iter()
            .rposition(|open| open.element.name == "p" || policy::holds_flow(&open.element.name));
        if let Some(found) = found.filter(|found| self.open[*found].element.name == "p") {
            self.close_down_to(found);
        }
    }

    /// Closes what stands between the top and the nearest of `parents`; false if there is none.
    fn close_to_parent(&mut self, parents: &[&str]) -> bool {
        let found = self.open.iter().rposition(|open| {
            let name = open.element.name.as_str();
            parents.contains(&name) || matches!(name, "ul" | "ol" | "dl")
        });
        match found.filter(|found| parents.contains(&self.open[*found].element.name.as_str())) {
            Some(found) => self.close_down_to(found + 1),
            None => return false,
        }
        true
    }

    fn close_down_to(&mut self, n_open: usize) {
        while self.open.len() > n_open {
            self.close_top();
        }
    }
}

impl Parser<'_, '_, '_> {
    /// Reads one raw tag or comment.
    pub(super) fn inline_html(&mut self, html: &str, span: Span, into: &mut Inlines) {
        let is_escaped = self.context.options.raw_html == RawHtml::Escape;
        match token::tokens(html).into_iter().next() {
            Some(Token::Comment { inside, .. }) => {
                if marker::is_marker(&html[inside]) {
                    let message = "a marker comment stands within a paragraph";
                    let help = "put it on a line of its own, with a blank line before and after";
                    self.context.report(&rules::MALFORMED_CARD, span, message, help);
                }
            }
            Some(Token::Open(tag)) if !is_escaped => self.open(&tag, html, span, into),
            Some(Token::Close { name, .. }) if !is_escaped => self.close(&name, html, span, into),
            Some(Token::RawText { tag, .. }) if !is_escaped => {
                if let Some(link) = policy::frame_link(&tag, span, self.context) {
                    let (label, element) = link;
                    let text = Node { kind: Inline::Text(label), span };
                    let element = Element { children: vec![text], ..element };
                    into.push(Node { kind: Inline::Element(element), span });
                } else {
                    self.context.forbidden_element(&tag.name, span);
                }
                self.skip_to_end_tag(&tag.name);
            }
            _ => into.text(html, span),
        }
    }

    /// Closes what is still open at the container's end, and returns its content.
    pub(super) fn finish_tags(&mut self, mut into: Inlines) -> Vec<Node<Inline>> {
        while !into.open.is_empty() {
            self.report_unclosed(&into);
            into.close_top();
        }
        into.content
    }

    fn open(&mut self, tag: &OpenTag, source: &str, span: Span, into: &mut Inlines) {
        let name = policy::renamed(&tag.name);
        match policy::class(name) {
            Class::Unknown if self.context.is_component(tag) => {
                return self.context.unknown_component(source, tag, span);
            }
            Class::Unknown => {
                self.context.unknown_element(source, span);
                return into.text(source, span);
            }
            Class::Forbidden => {
                self.context.forbidden_element(&tag.name, span);
                if !tag.is_self_closing && !policy::is_void(name) {
                    self.skip_to_end_tag(&tag.name);
                }
                return;
            }
            Class::Phrasing => {}
            Class::Flow if name != "table" => {
                into.end_paragraph();
                if !into.may_hold_flow() {
                    return self.leave_out(tag, span, into);
                }
            }
            Class::Within(parents) if into.close_to_parent(parents) => {}
            Class::Flow | Class::Within(_) | Class::Unwrapped => {
                return self.leave_out(tag, span, into);
            }
        }
        while into.open.last().is_some_and(|top| policy::ends_before(&top.element.name, name)) {
            into.close_top();
        }
        if name == "br" {
            return into.push(Node { kind: Inline::HardBreak, span });
        }
        let Some(element) = policy::element(tag, span, self.context) else { return };
        if policy::is_void(name) {
            into.push(Node { kind: Inline::Element(element), span });
        } else if policy::closes_itself(tag) {
            self.context.self_closed(tag, span);
            into.push(Node { kind: Inline::Element(element), span });
        } else if into.open.len() < MAX_OPEN && self.depth + into.open.len() < MAX_DEPTH {
            into.open.push(Open { element, tag: tag.name.clone(), span });
        } else {
            self.context.report_depth(span);
            into.left_out.push(tag.name.clone());
        }
    }

    fn leave_out(&mut self, tag: &OpenTag, span: Span, into: &mut Inlines) {
        into.left_out.push(tag.name.clone());
        let message =
            format!("`<{}>` cannot stand within a paragraph; its content stays", tag.name);
        let help = "begin a line with it, after a blank line";
        self.context.report(&rules::MALFORMED_HTML, span, message, help);
    }

    fn close(&mut self, name: &str, source: &str, span: Span, into: &mut Inlines) {
        if let Some(found) = into.left_out.iter().rposition(|left_out| left_out == name) {
            into.left_out.remove(found);
            return;
        }
        let Some(found) = into.open.iter().rposition(|open| open.tag == name) else {
            match policy::class(name) {
                Class::Unknown if self.context.is_known_component(name) => {}
                Class::Unknown => {
                    self.context.unknown_element(source, span);
                    into.text(source, span);
                }
                Class::Unwrapped | Class::Forbidden => {}
                _ if policy::is_void(name) => {}
                _ => self.end_tags.push(&format!("</{name}>"), span.range()),
            }
            return;
        };
        while into.open.len() > found + 1 {
            self.report_unclosed(into);
            into.close_top();
        }
        if let Some(top) = into.open.last_mut() {
            top.span.end = span.end;
        }
        into.close_top();
    }

    fn report_unclosed(&mut self, into: &Inlines) {
        if let Some(Open { tag, span, .. }) = into.open.last()
            && !policy::has_optional_end(tag)
        {
            let message = format!("`<{tag}>` is never closed");
            let help = format!("add `</{tag}>` in the same paragraph");
            self.context.report(&rules::MALFORMED_HTML, *span, message, &help);
        }
    }

    /// Passes over everything up to an end tag, or the end of the container.
    fn skip_to_end_tag(&mut self, name: &str) {
        let mut depth = 0_usize;
        while let Some((event, _)) = self.events.get(self.at) {
            match event {
                event if depth == 0 && !is_inline(event) => return,
                Event::Start(_) => depth += 1,
                Event::End(_) => depth -= 1,
                Event::InlineHtml(html) if depth == 0 && token::is_end_tag(html, name) => {
                    self.at += 1;
                    return;
                }
                _ => {}
            }
            self.at += 1;
        }
    }
}
