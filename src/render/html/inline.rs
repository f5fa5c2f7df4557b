//! Inline content → HTML.

use crate::base::html::{attribute_into, escape_text_into};
use crate::base::path::encode;
use crate::model::doc::{Inline, Node};
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
                self.footnote_reference(*index, *occurrence);
            }
            Inline::Element(element) => self.inline_element(element),
            Inline::SoftBreak => self.out.push('\n'),
            Inline::HardBreak => self.out.push_str("<br>\n"),
        }
    }

    fn footnote_reference(&mut self, index: usize, occurrence: usize) {
        let place = self.scope.place;
        let number = (index + 1).to_string();
        let id = place.id(&footnotes::reference_id(index, occurrence));
        self.references.insert((index, occurrence));
        if self.is_linked {
            self.out.push_str("<sup");
            attribute_into(&mut self.out, "id", &id);
            return self.push(&[">", &number, "</sup>"]);
        }
        let note = encode(&place.id(&["fn:", &*number].concat()));
        self.push(&["<sup><a class=\"fnref\" href=\"#", &note, "\""]);
        attribute_into(&mut self.out, "id", &id);
        let label = self.scope.text.fill("footnote", &number);
        attribute_into(&mut self.out, "aria-label", &label);
        self.push(&[">", &number, "</a></sup>"]);
    }
}
