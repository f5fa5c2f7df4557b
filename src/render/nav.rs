//! The sidebar. All pages of a folder share one, rendered once; each page only has its own entry
//! marked, so that a book of n pages does not take n² work.
//!
//! A book of up to 200 pages is shown whole. In a larger one, folders are open only along the way
//! to the page, and of a folder with very many entries only the part around the page is shown.

use std::collections::BTreeMap;

use crate::model::site::{Entry, Page, PageId, Section, Site};
use crate::render::text::Text;
use crate::render::urls::Urls;
use crate::render::view::Html;
use crate::render::view::page::{NavEntry, NavInput};

/// Up to this many pages the sidebar shows the whole book.
const WHOLE_BOOK: usize = 200;

/// In larger books, a folder with more entries than this is shown in part.
const MANY: usize = 40;

/// At most this many entries are in one part.
const WINDOW: usize = 20;

/// Stands before and after a page's id where its mark goes; no text contains these.
const MARK: (char, char) = ('\u{1}', '\u{2}');

/// The positions of entries that lead from the top to a page.
pub(crate) type Trail = Vec<usize>;

/// What the sidebars of two pages have in common if they are equal but for the mark.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct NavKey {
    /// Output folder: URLs are relative to it.
    folder: String,
    /// Which part of each folder on the way is shown.
    windows: Vec<usize>,
}

/// A rendered sidebar, cut where marks go.
#[derive(Debug)]
pub(crate) struct Sidebar {
    /// HTML, and the page whose mark follows it.
    pieces: Vec<(String, Option<PageId>)>,
}

/// Returns the trail of every page, by page.
pub(crate) fn trails(site: &Site) -> Vec<Trail> {
    let mut trails = vec![Trail::new(); site.pages.len()];
    let mut trail = Trail::new();
    walk(&site.root, &mut trail, &mut trails);
    trails
}

fn walk(section: &Section, trail: &mut Trail, trails: &mut [Trail]) {
    if let Some(page) = section.page {
        trails[page].clone_from(trail);
    }
    for (position, entry) in section.entries.iter().enumerate() {
        trail.push(position);
        match entry {
            Entry::Page(page) => trails[*page].clone_from(trail),
            Entry::Section(section) => walk(section, trail, trails),
        }
        trail.pop();
    }
}

/// Returns the key of a page's sidebar.
pub(crate) fn key(site: &Site, page: &Page, trail: &Trail) -> NavKey {
    let windows = if is_whole(site) {
        Vec::new()
    } else {
        let mut windows = Vec::with_capacity(trail.len());
        let mut entries = Some(&site.root.entries);
        for position in trail {
            let Some(here) = entries else { break };
            windows.push(window(*position, here.len()));
            entries = match here.get(*position) {
                Some(Entry::Section(section)) => Some(&section.entries),
                _ => None,
            };
        }
        windows
    };
    NavKey { folder: page.output.folder().to_owned(), windows }
}

/// Returns what `nav.html` receives for a page and all that share its key.
pub(crate) fn input<'a>(
    site: &'a Site,
    trail: &Trail,
    urls: &Urls,
    home_url: &'a str,
    text: Text<'a>,
) -> NavInput<'a> {
    let tree = Tree { site, urls, text, is_whole: is_whole(site) };
    NavInput {
        home_url,
        home_mark: site.root.page.map_or_else(|| Html::new(""), mark),
        entries: tree.entries(&site.root, Some(trail)),
    }
}

/// Returns which of the equal parts of a folder an entry is in.
fn window(position: usize, n_entries: usize) -> usize {
    let is_in = |window: &usize| bound(*window, n_entries) <= position;
    (0..n_windows(n_entries)).rev().find(is_in).unwrap_or(0)
}

/// Returns where a part begins.
fn bound(window: usize, n_entries: usize) -> usize {
    window * n_entries / n_windows(n_entries)
}

fn n_windows(n_entries: usize) -> usize {
    if n_entries <= MANY { 1 } else { n_entries.div_ceil(WINDOW) }
}

fn is_whole(site: &Site) -> bool {
    site.pages.len() <= WHOLE_BOOK
}

struct Tree<'a, 'u> {
    site: &'a Site,
    urls: &'u Urls,
    text: Text<'a>,
    is_whole: bool,
}

impl<'a> Tree<'a, '_> {
    /// Returns a folder's entries; `trail` leads on to the page if that is within the folder.
    fn entries(&self, section: &'a Section, trail: Option<&[usize]>) -> Vec<NavEntry<'a>> {
        let all = &section.entries;
        if self.is_whole || all.len() <= MANY {
            return self.range(all, 0, trail);
        }
        let current = trail.and_then(|trail| trail.first()).copied().unwrap_or(0);
        let window = window(current, all.len());
        let (start, end) = (bound(window, all.len()), bound(window + 1, all.len()));
        let mut entries = Vec::with_capacity(WINDOW + 2);
        if start > 0 {
            entries.extend(self.gap(&all[start - 1]));
        }
        entries.extend(self.range(&all[start..end], start, trail));
        if end < all.len() {
            entries.extend(self.gap(&all[end]));
        }
        entries
    }

    fn range(
        &self,
        entries: &'a [Entry],
        start: usize,
        trail: Option<&[usize]>,
    ) -> Vec<NavEntry<'a>> {
        let with_trail = |(offset, entry)| {
            let rest = trail.and_then(|trail| trail.split_first());
            let rest = rest.and_then(|(at, rest)| (*at == start + offset).then_some(rest));
            self.entry(entry, rest)
        };
        entries.iter().enumerate().map(with_trail).collect()
    }

    fn entry(&self, entry: &'a Entry, trail: Option<&[usize]>) -> NavEntry<'a> {
        match entry {
            Entry::Page(id) => NavEntry {
                title: &self.site.pages[*id].topic.title,
                url: Some(self.urls.to(&self.site.pages[*id].output)),
                mark: mark(*id),
                is_section: false,
                is_open: false,
                is_gap: false,
                entries: Vec::new(),
            },
            Entry::Section(section) => self.section(section, trail),
        }
    }

    fn section(&self, section: &'a Section, trail: Option<&[usize]>) -> NavEntry<'a> {
        let is_shown = self.is_whole || trail.is_some();
        // A folder that is shown shut is entered by its first page if it has none of its own.
        let page = if is_shown { section.page } else { first_page(section) };
        NavEntry {
            title: &section.title,
            url: page.map(|id| self.urls.to(&self.site.pages[id].output)),
            mark: section.page.map_or_else(|| Html::new(""), mark),
            is_section: true,
            is_open: trail.is_some(),
            is_gap: false,
            entries: if is_shown { self.entries(section, trail) } else { Vec::new() },
        }
    }

    /// Returns the stand-in for left-out entries: a link to the nearest of them that has a page.
    fn gap(&self, nearest: &'a Entry) -> Option<NavEntry<'a>> {
        let page = match nearest {
            Entry::Page(id) => *id,
            Entry::Section(section) => first_page(section)?,
        };
        Some(NavEntry {
            title: self.text.get("more"),
            url: Some(self.urls.to(&self.site.pages[page].output)),
            mark: Html::new(""),
            is_section: false,
            is_open: false,
            is_gap: true,
            entries: Vec::new(),
        })
    }
}

fn first_page(section: &Section) -> Option<PageId> {
    section.page.or_else(|| {
        section.entries.iter().find_map(|entry| match entry {
            Entry::Page(id) => Some(*id),
            Entry::Section(section) => first_page(section),
        })
    })
}

fn mark(page: PageId) -> Html {
    let mut mark = String::from(MARK.0);
    mark.push_str(&page.to_string());
    mark.push(MARK.1);
    Html::new(&mark)
}

impl Sidebar {
    /// Returns the rendered sidebar, cut at its marks.
    pub(crate) fn new(html: &str) -> Self {
        let mut pieces = Vec::new();
        let mut rest = html;
        while let Some((piece, (id, tail))) = rest
            .split_once(MARK.0)
            .and_then(|(piece, tail)| tail.split_once(MARK.1).map(|parts| (piece, parts)))
        {
            pieces.push((piece.to_owned(), id.parse().ok()));
            rest = tail;
        }
        pieces.push((rest.to_owned(), None));
        Self { pieces }
    }

    /// Returns the sidebar for one page.
    pub(crate) fn html(&self, page: Option<PageId>) -> String {
        let length: usize = self.pieces.iter().map(|(piece, _)| piece.len()).sum();
        let mut html = String::with_capacity(length + 32);
        for (piece, id) in &self.pieces {
            html.push_str(piece);
            if id.is_some() && *id == page {
                html.push_str(" aria-current=\"page\"");
            }
        }
        html
    }
}

/// Sidebars by key.
pub(crate) type Sidebars = BTreeMap<NavKey, Sidebar>;
