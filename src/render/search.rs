//! `search.html`: the search's own page, which is an index of pages and tags as well.

use crate::base::path::OutputPath;
use crate::render::pages::Book;
use crate::render::urls::Urls;
use crate::render::view::page::{PageInput, PageLink, SearchInput, TagEntry};

/// Where the page is written.
pub(crate) const PAGE: &str = "search.html";

/// Up to this many pages are listed.
const WHOLE_BOOK: usize = 500;

/// Returns the page's URL.
pub(crate) fn url(urls: &Urls) -> String {
    urls.to(&OutputPath::new(PAGE))
}

/// Returns the link from a page to one of its tags.
pub(crate) fn tag_link<'a>(tag: &'a str, urls: &Urls) -> PageLink<'a> {
    let url = urls.to_anchor(&OutputPath::new(PAGE), Some(&anchor(tag)));
    PageLink { title: tag, url, summary: None }
}

/// Returns what the template receives beside what every page has.
pub(crate) fn input<'a>(book: &'a Book<'_>, page: PageInput<'a>, urls: &Urls) -> SearchInput<'a> {
    let site = book.site;
    let link = |id| book.link(urls, id);
    let n_listed = if site.pages.len() <= WHOLE_BOOK { site.pages.len() } else { 0 };
    let tag = |(name, pages): (&'a String, &Vec<usize>)| TagEntry {
        name,
        anchor: anchor(name),
        pages: pages.iter().copied().map(link).collect(),
    };
    SearchInput {
        page,
        pages: (0..n_listed).map(link).collect(),
        tag_index: site.tags.iter().map(tag).collect(),
    }
}

/// Not a slug, which `C` and `C++` would share.
fn anchor(tag: &str) -> String {
    ["tag:", &tag.split_whitespace().collect::<Vec<_>>().join("_")].concat()
}
