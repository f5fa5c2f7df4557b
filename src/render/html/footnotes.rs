//! The footnotes at a page's end, with links back to where they are referred to.

use crate::base::html::attribute_into;
use crate::base::path::encode;
use crate::model::doc::{Block, Doc, Footnote};
use crate::render::html::{Writer, element};

impl<'a> Writer<'a> {
    pub(super) fn footnotes(&mut self, doc: &'a Doc) {
        if doc.footnotes.is_empty() {
            return;
        }
        let place = self.scope.place;
        if place.is_part && self.references.is_empty() {
            return;
        }
        let title = self.scope.text.get("footnotes");
        self.out.push_str("<section class=\"footnotes\"");
        if !place.is_printed {
            // Of several regions, no two may have one name.
            attribute_into(&mut self.out, "aria-label", title);
        }
        self.out.push_str(">\n<ol>\n");
        for (index, footnote) in doc.footnotes.iter().enumerate() {
            let number = (index + 1).to_string();
            let is_referred_to = self.references.iter().any(|(footnote, _)| *footnote == index);
            if place.is_part && !is_referred_to {
                continue;
            }
            self.out.push_str("<li");
            attribute_into(&mut self.out, "id", &place.id(&["fn:", &*number].concat()));
            if place.is_part {
                attribute_into(&mut self.out, "value", &number);
            }
            self.out.push('>');
            self.footnote(index, footnote);
        }
        self.out.push_str("</ol>\n</section>\n");
    }

    /// Writes the content, with the links back in its last paragraph.
    fn footnote(&mut self, index: usize, footnote: &'a Footnote) {
        if let Some((last, rest)) = footnote.blocks.split_last()
            && let Block::Paragraph(content) | Block::Plain(content) = &last.kind
            && !element::has_flow(content)
        {
            self.blocks(rest);
            self.out.push_str("<p>");
            self.inlines(content);
            self.back_references(index, footnote);
            self.out.push_str("</p>\n");
        } else {
            self.blocks(&footnote.blocks);
            self.wrapped("<p>", "</p>\n", |writer| writer.back_references(index, footnote));
        }
    }

    fn back_references(&mut self, index: usize, footnote: &Footnote) {
        let place = self.scope.place;
        for occurrence in 0..footnote.n_references {
            if place.is_part && !self.references.contains(&(index, occurrence)) {
                continue;
            }
            let label = self.scope.text.fill("footnote_back", &(index + 1).to_string());
            let id = encode(&place.id(&reference_id(index, occurrence)));
            self.push(&[" <a class=\"fnback\" href=\"#", &id, "\""]);
            attribute_into(&mut self.out, "aria-label", &label);
            self.out.push_str(">↩</a>");
        }
    }
}

/// Returns the id of a reference. No heading has such an id, since slugs have no colon.
pub(super) fn reference_id(index: usize, occurrence: usize) -> String {
    let mut id = format!("fnref:{}", index + 1);
    if occurrence > 0 {
        id.push(':');
        id.push_str(&(occurrence + 1).to_string());
    }
    id
}
