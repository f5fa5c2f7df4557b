//! Where a page's content is put: on a page of its own, or in a document that holds many pages.

use crate::base::path::OutputPath;
use crate::model::site::PageId;

/// What the place changes in the HTML.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    /// Stands before every id: nothing on a page of its own, `core/typing:` among others.
    prefix: String,
    /// Stands before a diagram's number in its ids.
    diagrams: String,
    /// The level of the page's own heading: that of others is as much higher.
    pub(crate) level: u8,
    /// The document is for paper: folds are open, and links say where they lead.
    pub(crate) is_printed: bool,
    /// The content is a part of its page, so of the footnotes only those of that part are shown.
    pub(crate) is_part: bool,
}

/// The deepest heading of HTML.
const DEEPEST: u8 = 6;

/// First words of ids that are no page's.
const TAKEN: [&str; 2] = ["page", "diagram"];

/// A page of its own.
pub(crate) static OWN_PAGE: Place = Place {
    prefix: String::new(),
    diagrams: String::new(),
    level: 1,
    is_printed: false,
    is_part: false,
};

impl Place {
    /// Returns the place of a page in a printed document, with a heading of that level.
    pub(crate) fn printed(id: PageId, output: &OutputPath, level: u8) -> Self {
        Self {
            prefix: prefix(output),
            diagrams: format!("{id}:"),
            level: level.min(DEEPEST),
            is_printed: true,
            is_part: false,
        }
    }

    /// Returns the id that stands for one of the page.
    pub(crate) fn id(&self, id: &str) -> String {
        [&*self.prefix, id].concat()
    }

    /// Returns ids in a row, as `headers` and `aria-labelledby` have them.
    pub(crate) fn ids(&self, ids: &str) -> String {
        let ids: Vec<String> = ids.split_whitespace().map(|id| self.id(id)).collect();
        ids.join(" ")
    }

    /// Returns what the ids of a diagram begin with.
    pub(crate) fn diagram(&self, number: usize) -> String {
        format!("diagram:{}{number}:", self.diagrams)
    }

    /// Returns the level at which a heading is shown. The page has one of level 1: its own.
    pub(crate) fn heading(&self, written: u8) -> u8 {
        (self.level + written.max(2) - 1).min(DEEPEST)
    }

    /// True if headings are at other levels than the author wrote.
    pub(crate) fn is_shifted(&self) -> bool {
        self.level > 1
    }
}

/// Returns the id of a page in a document that holds many.
pub(crate) fn page_id(output: &OutputPath) -> String {
    ["page:", &*key(output)].concat()
}

/// Returns the id of a folder in a document that holds many pages. No page has it.
pub(crate) fn folder_id(folder: &str) -> String {
    ["page:", &*escaped(folder), "/"].concat()
}

/// Returns the id of a page's anchor in a document that holds many.
pub(crate) fn anchor_id(output: &OutputPath, anchor: &str) -> String {
    // There is always a top, and it is not the document's.
    if anchor == "top" { page_id(output) } else { [&*prefix(output), anchor].concat() }
}

fn prefix(output: &OutputPath) -> String {
    let key = key(output);
    if TAKEN.contains(&&*key) { format!("./{key}:") } else { format!("{key}:") }
}

/// Returns the page's name in ids: no colon, which ends it, and no blank, which no id can have.
fn key(output: &OutputPath) -> String {
    escaped(output.as_str().strip_suffix(".html").unwrap_or(output.as_str()))
}

fn escaped(path: &str) -> String {
    let mut key = String::with_capacity(path.len());
    for letter in path.chars() {
        if letter.is_whitespace() || matches!(letter, ':' | '%') {
            key.push('%');
            key.extend(format!("{:X}", u32::from(letter)).chars());
        } else {
            key.push(letter);
        }
    }
    key
}

#[cfg(test)]
mod tests {
    use super::{anchor_id, page_id};
    use crate::base::path::OutputPath;

    #[test]
    fn ids_of_different_things_differ() {
        let page = |path: &str| page_id(&OutputPath::new(path));
        let anchor = |path: &str, id: &str| anchor_id(&OutputPath::new(path), id);
        assert_eq!(page("core/typing.html"), "page:core/typing");
        assert_eq!(anchor("core/typing.html", "card:a"), "core/typing:card:a");
        assert_eq!(anchor("a b.html", "c"), "a%20b:c");
        assert_ne!(anchor("page.html", "core"), page("core.html"));
        assert_ne!(anchor("a:b.html", "c"), anchor("a.html", "b:c"));
        assert_ne!(anchor("a%3Ab.html", "c"), anchor("a:b.html", "c"));
    }
}
