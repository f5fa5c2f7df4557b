//! What the templates of printed documents receive.

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::view::Html;
use crate::render::view::page::PageInput;

/// `print.html`: the whole book in one page.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PrintInput<'a> {
    /// All that `page.html` sees.
    #[serde(flatten)]
    pub(crate) page: PageInput<'a>,
    /// URL of the stylesheet that is made for this page: the size of paper, and what stands at the
    /// head of each sheet.
    pub(crate) heads_url: String,
    /// The book's pages and folders, in order.
    pub(crate) contents: Vec<ContentsEntry>,
    /// The book's pages, in reading order.
    pub(crate) articles: Vec<Article<'a>>,
}

/// A page or folder in the contents.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct ContentsEntry {
    /// Title.
    pub(crate) title: String,
    /// URL within the document: `#page:core/typing`.
    pub(crate) url: String,
    /// The number of the sheet on which it begins; only in a PDF is it known.
    pub(crate) page_number: Option<u32>,
    /// True for folders.
    pub(crate) is_section: bool,
    /// What the folder holds.
    pub(crate) entries: Vec<ContentsEntry>,
}

/// A page of the book in a printed document.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Article<'a> {
    /// The element's id, to which links to the page lead.
    pub(crate) id: String,
    /// The class that gives its sheets their head.
    pub(crate) class: String,
    /// Titles of folders that begin with this page and have none of their own.
    pub(crate) folders: Vec<FolderTitle<'a>>,
    /// The level of the page's heading, 2 to 6.
    pub(crate) heading_level: u8,
    /// The page's heading.
    pub(crate) heading: Html,
    /// The heading's id, if it is the content's own.
    pub(crate) heading_id: Option<String>,
    /// The summary.
    pub(crate) summary: Option<&'a str>,
    /// 1 to 3: what to read with three days, two weeks, six weeks left.
    pub(crate) priority: Option<u8>,
    /// The level in the book's language.
    pub(crate) level_label: Option<&'a str>,
    /// Minutes to read; 0 for pages without content.
    pub(crate) minutes: u32,
    /// The content without its opening level-1 heading. Other headings are deeper than on the page
    /// itself; their classes `h2` to `h6` say what they are there.
    pub(crate) body: Html,
}

/// The title of a folder without a page of its own.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct FolderTitle<'a> {
    /// The heading's id.
    pub(crate) id: String,
    /// Its level, 2 to 6.
    pub(crate) level: u8,
    /// Title.
    pub(crate) title: &'a str,
}

/// `cheatsheet.html`: the sections with the role `cheat-card`.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheatSheetInput<'a> {
    /// All that `page.html` sees.
    #[serde(flatten)]
    pub(crate) page: PageInput<'a>,
    /// URL of the stylesheet that is made for this page: the size of paper, and what stands at the
    /// head of each sheet.
    pub(crate) heads_url: String,
    /// The folders that have such sections, in order.
    pub(crate) groups: Vec<CheatGroup<'a>>,
}

/// The cheat cards of a folder.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheatGroup<'a> {
    /// The folder's title; none at the top of the book.
    pub(crate) title: Option<&'a str>,
    /// The pages.
    pub(crate) pages: Vec<CheatPage<'a>>,
}

/// The cheat cards of a page.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheatPage<'a> {
    /// The page's title.
    pub(crate) title: &'a str,
    /// URL of the page; none in a PDF of a book that is published nowhere.
    pub(crate) url: Option<String>,
    /// The level of the title, 2 or 3.
    pub(crate) heading_level: u8,
    /// The sections, mostly one.
    pub(crate) sections: Vec<CheatSection>,
}

/// A cheat card.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct CheatSection {
    /// The text of the section's heading.
    pub(crate) title: String,
    /// The id that it has here.
    pub(crate) id: String,
    /// What comes after the heading.
    pub(crate) body: Html,
}
