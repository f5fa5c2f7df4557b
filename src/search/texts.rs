//! Where sections are and what they say: the files `d-N`, written as pages come in.

use serde_json::{Value, json};

use crate::base::path::encode;
use crate::model::site::Page;
use crate::search::digits::number_into;
use crate::search::files::{Border, Files, write};
use crate::search::section::Section;

/// Bytes of a file in a small book: a search that shows a section loads no more.
const BYTES: usize = 4_096;

/// In a book of more pages than this, files are larger, so that there are not too many.
const SMALL_BOOK: usize = 2_500;

/// The files' writer.
pub(super) struct Texts {
    border: Border,
    /// Pages, or parts of them, of the file that is not full yet.
    content: Vec<Value>,
    first: usize,
    done: TextFiles,
}

/// What `search/index.js` says of them.
#[derive(Default)]
pub(super) struct TextFiles {
    /// Name and first section of each.
    pub(super) files: Vec<Value>,
    /// How many sections each page has, as digits.
    pub(super) sizes: String,
    pub(super) n_sections: usize,
}

impl Texts {
    pub(super) fn new(n_pages: usize) -> Self {
        let least = BYTES * (n_pages / SMALL_BOOK).clamp(1, 8);
        Self {
            border: Border::new(least, least * 3),
            content: Vec::new(),
            first: 0,
            done: TextFiles::default(),
        }
    }

    pub(super) fn push(&mut self, page: &Page, sections: &[Section], files: &mut Files) {
        let mut of_page = Vec::new();
        for section in sections {
            let anchor = section.anchor.as_deref().map(encode).unwrap_or_default();
            of_page.push(json!([anchor, section.title, section.text]));
            self.done.n_sections += 1;
            let key = [page.output.as_str(), &*anchor].concat();
            if self.border.is_after(&key, section.title.len() + section.text.len() + 50) {
                self.content.push(place(page, &of_page));
                of_page.clear();
                self.end(files);
            }
        }
        if !of_page.is_empty() {
            self.content.push(place(page, &of_page));
        }
        number_into(&mut self.done.sizes, u32::try_from(sections.len()).unwrap_or(u32::MAX));
    }

    pub(super) fn finish(mut self, files: &mut Files) -> TextFiles {
        if !self.content.is_empty() {
            self.end(files);
        }
        self.done
    }

    fn end(&mut self, files: &mut Files) {
        let name = write("d", self.done.files.len(), &self.content, files);
        self.done.files.push(json!([name, self.first]));
        self.content.clear();
        self.first = self.done.n_sections;
    }
}

fn place(page: &Page, sections: &[Value]) -> Value {
    let trail: Vec<&str> = page.ancestors.iter().map(|folder| folder.title.as_str()).collect();
    json!([encode(page.output.as_str()), page.topic.title, trail, sections])
}
