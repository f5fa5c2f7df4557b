//! The map of the book, for the home page, and of a folder, for its own page.

use crate::model::site::{Entry, Page, PageId, Section, Site};
use crate::render::text::Text;
use crate::render::urls::Urls;
use crate::render::view::page::{MapEntry, Plan};

/// Up to this many pages the home page lists every page; beyond, folders only.
const WHOLE_BOOK: usize = 500;

/// Makes map entries for one page.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Map<'a, 'u> {
    pub(crate) site: &'a Site,
    pub(crate) urls: &'u Urls,
    pub(crate) text: Text<'a>,
}

impl<'a> Map<'a, '_> {
    /// Returns the whole book.
    pub(crate) fn book(self) -> Vec<MapEntry<'a>> {
        let is_whole = self.site.pages.len() <= WHOLE_BOOK;
        self.entries(&self.site.root, if is_whole { usize::MAX } else { 0 })
    }

    /// Returns what a folder holds: its pages, and its folders with their pages.
    pub(crate) fn section(self, section: &'a Section) -> Vec<MapEntry<'a>> {
        self.entries(section, 1)
    }

    /// Returns how much there is to read in each plan: pages of its priority and of those before.
    pub(crate) fn plans(self) -> Vec<Plan> {
        let pages = self.site.pages.iter().enumerate();
        // Who reads of plans has read the home page.
        let pages = pages.filter(|(id, _)| Some(*id) != self.site.root.page);
        let pages: Vec<&Page> = pages.map(|(_, page)| page).collect();
        let plan = |priority| {
            let of = |page: &&&Page| page.topic.meta.priority.is_some_and(|own| own <= priority);
            let is_own = |page: &&Page| page.topic.meta.priority == Some(priority);
            let n_pages = pages.iter().filter(of).count();
            pages.iter().any(is_own).then(|| Plan {
                priority,
                n_pages,
                minutes: pages.iter().filter(of).map(|page| page.topic.minutes).sum(),
                is_all: n_pages == pages.len(),
            })
        };
        (1..=3).filter_map(plan).collect()
    }

    fn entries(self, section: &'a Section, depth: usize) -> Vec<MapEntry<'a>> {
        let of_entry = |entry: &'a Entry| match entry {
            Entry::Page(id) => self.page(*id),
            Entry::Section(section) => self.folder(section, depth),
        };
        section.entries.iter().map(of_entry).collect()
    }

    fn page(self, id: PageId) -> MapEntry<'a> {
        let page = &self.site.pages[id];
        let meta = &page.topic.meta;
        MapEntry {
            title: &page.topic.title,
            url: Some(self.urls.to(&page.output)),
            summary: meta.summary.as_deref(),
            is_section: false,
            priority: meta.priority,
            level: meta.level.as_deref(),
            level_label: meta.level.as_deref().map(|level| self.text.label("level", level)),
            minutes: page.topic.minutes,
            own_minutes: page.topic.minutes,
            n_pages: 1,
            entries: Vec::new(),
        }
    }

    fn folder(self, section: &'a Section, depth: usize) -> MapEntry<'a> {
        let (n_pages, minutes) = self.totals(section);
        let own = section.page.map(|id| &self.site.pages[id]);
        MapEntry {
            title: &section.title,
            url: own.map(|page| self.urls.to(&page.output)),
            summary: own.and_then(|page| page.topic.meta.summary.as_deref()),
            is_section: true,
            priority: own.and_then(|page| page.topic.meta.priority),
            level: None,
            level_label: None,
            minutes,
            own_minutes: own.map_or(0, |page| page.topic.minutes),
            n_pages,
            entries: match depth.checked_sub(1) {
                Some(depth) => self.entries(section, depth),
                None => Vec::new(),
            },
        }
    }

    /// Returns how many pages a folder has with its own, and the minutes of all.
    fn totals(self, section: &Section) -> (usize, u32) {
        let own = section.page.map_or((0, 0), |id| (1, self.site.pages[id].topic.minutes));
        section.entries.iter().fold(own, |(n_pages, minutes), entry| match entry {
            Entry::Page(id) => (n_pages + 1, minutes + self.site.pages[*id].topic.minutes),
            Entry::Section(section) => {
                let (n_more, more) = self.totals(section);
                (n_pages + n_more, minutes + more)
            }
        })
    }
}

/// Returns each folder's section by its own page.
pub(crate) fn sections_by_page(site: &Site) -> Vec<Option<&Section>> {
    let mut sections = vec![None; site.pages.len()];
    collect(&site.root, &mut sections);
    sections
}

fn collect<'a>(section: &'a Section, sections: &mut [Option<&'a Section>]) {
    if let Some(page) = section.page {
        sections[page] = Some(section);
    }
    for entry in &section.entries {
        if let Entry::Section(section) = entry {
            collect(section, sections);
        }
    }
}
