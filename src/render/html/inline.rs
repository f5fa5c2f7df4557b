//! Inline content → HTML.

use crate::base::html::{attribute_into, escape_text_into};
use crate::model::doc::{Inline, Link, Node};
use crate::render::html::{Writer, footnotes};

impl<'a> Writer<'a> {
    pub(super) fn inlines(&mut self, inlines: &'a [Node<Inline>]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, node: &'a Node<Inline>) {
        match &node.kind {
            Inline::Text(text) => escape_text_into(&mut self.out, text),
            Inline::Code(text) => {
                self.out.push_str("<code>");
                escape_text_into(&mut self.out, text);
                self.out.push_str("</code>");
            }
            Inline::Strong(content) => {
                self.wrapped("<strong>", "</strong>", |w| w.inlines(content));
            }
            Inline::Emphasis(content) => self.wrapped("<em>", "</em>", |w| w.inlines(content)),
            Inline::Strikethrough(content) => {
                self.wrapped("<del>", "</del>", |w| w.inlines(content));
            }
            Inline::Link(link) => self.link(link),
            Inline::Image(image) => self.image(image),
            Inline::Math { latex, is_display } => self.math(latex, *is_display, node.span),
            Inline::FootnoteReference { index, occurrence } => {
                let (number, id) = (index + 1, footnotes::reference_id(*index, *occurrence));
                let number = number.to_string();
                if self.is_linked {
                    return self.push(&["<sup id=\"", &id, "\">", &number, "</sup>"]);
                }
                self.push(&["<sup><a class=\"fnref\" href=\"#fn:", &number, "\" id=\"", &id]);
                let label = self.scope.text.fill("footnote", &number);
                self.out.push('"');
                attribute_into(&mut self.out, "aria-label", &label);
                self.push(&[">", &number, "</a></sup>"]);
            }
            Inline::Element(element) => self.inline_element(element),
            Inline::SoftBreak => self.out.push('\n'),
            Inline::HardBreak => self.out.push_str("<br>\n"),
        }
    }

    fn link(&mut self, link: &'a Link) {
        self.out.push_str("<a");
        if let Some(href) = self.href(&link.target) {
            attribute_into(&mut self.out, "href", &href);
        }
        if !link.title.is_empty() {
            attribute_into(&mut self.out, "title", &link.title);
        }
        let was_linked = std::mem::replace(&mut self.is_linked, true);
        self.wrapped(">", "</a>", |w| w.inlines(&link.content));
        self.is_linked = was_linked;
    }
}
