//! `print.html`: cover, contents, and every page on a new sheet.

use rayon::prelude::*;

use crate::base::html;
use crate::model::site::{Entry, PageId, Section};
use crate::render::engine::Problem;
use crate::render::extra;
use crate::render::html::{self as document, Place, anchor_id, folder_id, page_id};
use crate::render::pages::Book;
use crate::render::print::heads::{self, Head};
use crate::render::print::{Document, PageNumbers, Printing, stylesheet};
use crate::render::urls::fragment;
use crate::render::view::Html;
use crate::render::view::page::PageInput;
use crate::render::view::print::{Article, ContentsEntry, FolderTitle, PrintInput};

/// The level of a page at the top of the book: the cover has the one of level 1.
const TOP: u8 = 2;

/// A page in its place.
struct Placed<'a> {
    id: PageId,
    level: u8,
    folders: Vec<FolderTitle<'a>>,
}

/// The book in the order in which it is printed.
struct Order<'a, 'b> {
    book: &'b Book<'a>,
    numbers: &'b PageNumbers,
    pages: Vec<Placed<'a>>,
    listed: Vec<String>,
    /// Folders without a page of their own that no page has followed yet.
    waiting: Vec<FolderTitle<'a>>,
}

pub(super) fn document(book: &Book<'_>, printing: Printing<'_>) -> Result<Document, Problem> {
    let mut order = Order {
        book,
        numbers: printing.numbers,
        pages: Vec::new(),
        listed: Vec::new(),
        waiting: Vec::new(),
    };
    let root = &book.site.root;
    let mut contents: Vec<ContentsEntry> = Vec::new();
    contents.extend(root.page.map(|id| order.page(id, TOP)));
    contents.extend(order.entries(root, TOP));
    let Order { pages, listed, .. } = order;
    let names: Vec<String> = pages.iter().map(|page| format!("sheet-{}", page.id)).collect();
    let mut all = vec![Head { name: "contents".to_owned(), title: book.text.get("contents") }];
    let title = |page: &Placed<'_>| title(book, page.id);
    all.extend(names.into_iter().zip(&pages).map(|(name, page)| Head { name, title: title(page) }));
    let sheet = stylesheet("print-heads", heads::css(book, &all));
    let articles = pages.into_par_iter().map(|page| article(book, printing, page)).collect();
    let heads_url = printing.urls.to(&sheet.0);
    let html = extra::blank(book, printing.urls, |input| {
        let page = extra::view(book, "print", book.title);
        let page = PageInput { page, ..input };
        let input = PrintInput { page, heads_url, contents, articles };
        book.engine.render("print.html", &input)
    })?;
    Ok(Document { html, heads: sheet, listed })
}

/// Returns a page's title. A home page often has the book's, which is on the cover.
fn title<'a>(book: &Book<'a>, id: PageId) -> &'a str {
    let title = &book.site.pages[id].topic.title;
    let is_home = book.site.root.page == Some(id);
    if is_home && title == book.title { book.text.get("about") } else { title }
}

impl<'a> Order<'a, '_> {
    fn entries(&mut self, section: &'a Section, level: u8) -> Vec<ContentsEntry> {
        let mut entries = Vec::new();
        for entry in &section.entries {
            entries.push(match entry {
                Entry::Page(id) => self.page(*id, level),
                Entry::Section(section) => self.section(section, level),
            });
        }
        entries
    }

    fn page(&mut self, id: PageId, level: u8) -> ContentsEntry {
        let folders = std::mem::take(&mut self.waiting);
        self.pages.push(Placed { id, level, folders });
        self.listed(title(self.book, id), page_id(&self.book.site.pages[id].output))
    }

    fn section(&mut self, section: &'a Section, level: u8) -> ContentsEntry {
        let entry = if let Some(id) = section.page {
            self.page(id, level)
        } else {
            let id = folder_id(&section.folder);
            let title = &section.title;
            self.waiting.push(FolderTitle { id: id.clone(), level: level.min(6), title });
            self.listed(title, id)
        };
        let entries = self.entries(section, level.saturating_add(1));
        ContentsEntry { is_section: true, entries, ..entry }
    }

    fn listed(&mut self, title: &str, id: String) -> ContentsEntry {
        let entry = ContentsEntry {
            title: title.to_owned(),
            url: fragment(&id),
            page_number: self.numbers.get(&id).copied(),
            is_section: false,
            entries: Vec::new(),
        };
        self.listed.push(id);
        entry
    }
}

fn article<'a>(book: &Book<'a>, printing: Printing<'_>, placed: Placed<'a>) -> Article<'a> {
    let Placed { id, level, folders } = placed;
    let page = &book.site.pages[id];
    let place = Place::printed(id, &page.output, level);
    let (own_heading, _) = document::split_heading(&page.topic.doc);
    // What is wrong with it is told of the page itself.
    let rendered = document::render(book.scope(page, printing.urls, &place));
    let title = title(book, id);
    let heading = rendered.heading.filter(|_| title == page.topic.title);
    let meta = &page.topic.meta;
    Article {
        id: page_id(&page.output),
        class: format!("sheet-{id}"),
        folders,
        heading_level: place.level,
        heading: Html::new(&heading.unwrap_or_else(|| html::escape(title))),
        heading_id: own_heading.map(|heading| anchor_id(&page.output, &heading.id)),
        summary: meta.summary.as_deref(),
        priority: meta.priority,
        level_label: meta.level.as_deref().map(|level| book.text.label("level", level)),
        minutes: page.topic.minutes,
        body: Html::new(&rendered.body),
    }
}
