//! What the page templates receive. Parts that many pages share are made once, as `tera::Value`s.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::view::Html;

/// What every template sees, blocks included.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Shared {
    /// `[book]` and `[site]` of `book.toml`.
    pub(crate) book: Book,
    /// Interface strings in the book's language: `text.next`.
    pub(crate) text: BTreeMap<String, String>,
    /// The theme's options, declared in its `theme.toml` and set in `[theme]` of `book.toml`.
    pub(crate) options: BTreeMap<String, serde_json::Value>,
}

/// The book as a whole.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Book {
    /// Names the book in stored progress: scripts prefix their keys with it.
    pub(crate) id: String,
    /// Title.
    pub(crate) title: String,
    /// One sentence about the book.
    pub(crate) description: Option<String>,
    /// Authors.
    pub(crate) authors: Vec<String>,
    /// BCP 47 language tag.
    pub(crate) language: String,
    /// `rtl` for languages written from right to left, else `ltr`.
    pub(crate) direction: String,
    /// The repository's URL.
    pub(crate) repository: Option<String>,
    /// How many pages the book has.
    pub(crate) n_pages: usize,
}

/// What every page template sees; all that `page.html` and `404.html` see.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PageInput<'a> {
    /// URL of each theme asset by its path in the theme: `assets["style.css"]`.
    #[schemars(with = "BTreeMap<String, String>")]
    pub(crate) assets: tera::Value,
    /// URL of the home page.
    pub(crate) home_url: &'a str,
    /// URL of `search.html`.
    pub(crate) search_url: String,
    /// The sidebar, rendered by `nav.html`.
    pub(crate) nav: Html,
    /// The page itself.
    pub(crate) page: PageView<'a>,
    /// The folders above the page, outermost first, without the home page.
    pub(crate) breadcrumbs: Vec<Crumb<'a>>,
    /// The page's headings; those in folds are left out.
    pub(crate) toc: Vec<TocEntry>,
    /// The page's tags, each with its place in the index of tags.
    pub(crate) tags: Vec<PageLink<'a>>,
    /// Pages to read before this one.
    pub(crate) requires: Vec<PageLink<'a>>,
    /// Pages that build on this one.
    pub(crate) required_by: Vec<PageLink<'a>>,
    /// The page before, in reading order.
    pub(crate) previous: Option<PageLink<'a>>,
    /// The page after, in reading order.
    pub(crate) next: Option<PageLink<'a>>,
    /// URL of `print.html`, the whole book for paper, if the site has it.
    pub(crate) print_url: Option<String>,
    /// URL of `cheatsheet.html`, if the site has it.
    pub(crate) cheatsheet_url: Option<String>,
    /// The content without its opening level-1 heading.
    pub(crate) body: Html,
}

/// `section.html`: a folder's own page.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SectionInput<'a> {
    /// All that `page.html` sees.
    #[serde(flatten)]
    pub(crate) page: PageInput<'a>,
    /// What the folder holds, in order.
    pub(crate) entries: Vec<MapEntry<'a>>,
}

/// `home.html`: the first page of the site.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct HomeInput<'a> {
    /// All that `page.html` sees.
    #[serde(flatten)]
    pub(crate) page: PageInput<'a>,
    /// The whole book: what the content folder holds, in order.
    pub(crate) map: Vec<MapEntry<'a>>,
    /// What to read with how much time left; empty in a book without priorities.
    pub(crate) plans: Vec<Plan>,
}

/// What to read with a given time left: the pages of one priority and of those before it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Plan {
    /// 1 to 3.
    pub(crate) priority: u8,
    /// How many pages the plan has; the home page is in none.
    pub(crate) n_pages: usize,
    /// Minutes to read them.
    pub(crate) minutes: u32,
    /// True if these are all pages of the book.
    pub(crate) is_all: bool,
}

/// `search.html`: the search, and what there is for who has no JavaScript.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct SearchInput<'a> {
    /// All that `page.html` sees, `tags` aside.
    #[serde(flatten)]
    pub(crate) page: PageInput<'a>,
    /// All pages in reading order; none in a book of more than 500 pages.
    pub(crate) pages: Vec<PageLink<'a>>,
    /// The book's tags in order.
    pub(crate) tag_index: Vec<TagEntry<'a>>,
}

/// A tag and the pages that have it.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TagEntry<'a> {
    /// The tag.
    pub(crate) name: &'a str,
    /// Its id in `search.html`.
    pub(crate) anchor: String,
    /// Pages in reading order.
    pub(crate) pages: Vec<PageLink<'a>>,
}

/// `redirect.html`: a page that has moved.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct RedirectInput<'a> {
    /// Where it is now.
    pub(crate) url: String,
    /// The same as an absolute URL, if the site has a `base_url`.
    pub(crate) canonical: Option<String>,
    /// The title of the page it leads to, or the URL.
    pub(crate) title: &'a str,
}

/// `nav.html`: the sidebar. It is rendered once for all pages of a folder, so it does not know the
/// page that it will be part of: `entry.mark` stands for that.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NavInput<'a> {
    /// URL of the home page.
    pub(crate) home_url: &'a str,
    /// Prints ` aria-current="page"` on the home page and nothing elsewhere.
    pub(crate) home_mark: Html,
    /// The top of the book.
    pub(crate) entries: Vec<NavEntry<'a>>,
}

/// A page or folder in the sidebar.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct NavEntry<'a> {
    /// Title.
    pub(crate) title: &'a str,
    /// URL; a folder without a page of its own has none, unless it is shown shut.
    pub(crate) url: Option<String>,
    /// Prints ` aria-current="page"` on the entry's own page and nothing elsewhere.
    pub(crate) mark: Html,
    /// True for folders.
    pub(crate) is_section: bool,
    /// True for a folder that holds the page.
    pub(crate) is_open: bool,
    /// True for the stand-in of entries that are left out, since the folder has very many.
    pub(crate) is_gap: bool,
    /// What the folder holds; empty where the sidebar does not show it.
    pub(crate) entries: Vec<NavEntry<'a>>,
}

/// A page.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PageView<'a> {
    /// Title for navigation and the browser's tab.
    pub(crate) title: &'a str,
    /// The page's level-1 heading: the content's own, or else the title.
    pub(crate) heading: Html,
    /// The heading's id, if it is the content's own.
    pub(crate) heading_id: Option<&'a str>,
    /// `home`, `section`, `page`, `search`, `404`, `print` or `cheatsheet`.
    pub(crate) kind: &'static str,
    /// The summary.
    pub(crate) summary: Option<&'a str>,
    /// The summary, or on the home page the book's description.
    pub(crate) description: Option<&'a str>,
    /// Tags.
    pub(crate) tags: &'a [String],
    /// 1 to 3: what to read with three days, two weeks, six weeks left.
    pub(crate) priority: Option<u8>,
    /// `junior`, `mid` or `senior`.
    pub(crate) level: Option<&'a str>,
    /// The level in the book's language.
    pub(crate) level_label: Option<&'a str>,
    /// Minutes to read; 0 for pages without content.
    pub(crate) minutes: u32,
    /// The lowest Python version that the page holds for.
    pub(crate) python: Option<&'a str>,
    /// ISO date of the last revision.
    pub(crate) updated: Option<&'a str>,
    /// Where to edit the page's source.
    pub(crate) edit_url: Option<String>,
    /// The page's absolute URL, if the site has a `base_url`.
    pub(crate) canonical: Option<String>,
    /// `extra` of the front matter.
    pub(crate) extra: &'a BTreeMap<String, serde_json::Value>,
}

/// A folder above the page.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Crumb<'a> {
    /// Title.
    pub(crate) title: &'a str,
    /// URL, if the folder has a page.
    pub(crate) url: Option<String>,
}

/// A link to another page.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct PageLink<'a> {
    /// Title.
    pub(crate) title: &'a str,
    /// URL.
    pub(crate) url: String,
    /// Summary.
    pub(crate) summary: Option<&'a str>,
}

/// A heading in the contents.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct TocEntry {
    /// The heading's text.
    pub(crate) title: String,
    /// Its URL within the page: `#id`.
    pub(crate) url: String,
    /// 2 to 6.
    pub(crate) level: u8,
    /// Headings under it.
    pub(crate) entries: Vec<TocEntry>,
}

/// A page or folder on the map of the book.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct MapEntry<'a> {
    /// Title.
    pub(crate) title: &'a str,
    /// URL; a folder without a page of its own has none.
    pub(crate) url: Option<String>,
    /// Summary.
    pub(crate) summary: Option<&'a str>,
    /// True for folders.
    pub(crate) is_section: bool,
    /// Priority of a page, or of a folder's own page.
    pub(crate) priority: Option<u8>,
    /// Level of a page, as written.
    pub(crate) level: Option<&'a str>,
    /// The level in the book's language.
    pub(crate) level_label: Option<&'a str>,
    /// Minutes to read: of a folder, all its pages.
    pub(crate) minutes: u32,
    /// Minutes to read the page itself, or a folder's own page; 0 if it has none.
    pub(crate) own_minutes: u32,
    /// How many pages: 1, or all of a folder with its own.
    pub(crate) n_pages: usize,
    /// What a folder holds; left out where the book is so large that the map shows folders only.
    pub(crate) entries: Vec<MapEntry<'a>>,
}
