//! `cheatsheet.html`: the sections whose role is `cheat-card`, close together.

use rayon::prelude::*;

use crate::model::anatomy::{Anatomies, Section};
use crate::model::inputs::Inputs;
use crate::model::site::{Page, PageId, Site};
use crate::render::engine::Problem;
use crate::render::extra;
use crate::render::html::{self as document, Place, anchor_id};
use crate::render::pages::Book;
use crate::render::print::{Document, Printing, heads, stylesheet};
use crate::render::view::Html;
use crate::render::view::page::PageInput;
use crate::render::view::print::{CheatGroup, CheatPage, CheatSection, CheatSheetInput};

/// The role of sections that are part of the sheet.
const ROLE: &str = "cheat-card";

/// A page, and those of its sections that are part of the sheet.
type Found<'a> = (PageId, &'a Page, Vec<Section<'a>>);

/// True if the book has anything for the sheet.
pub(super) fn is_any(inputs: &Inputs, site: &Site) -> bool {
    let anatomies = Anatomies::new(&inputs.config);
    site.pages.iter().any(|page| !sections(&anatomies, page).is_empty())
}

pub(super) fn document(book: &Book<'_>, printing: Printing<'_>) -> Result<Document, Problem> {
    let anatomies = Anatomies::new(&book.inputs.config);
    let found: Vec<Found<'_>> = book
        .site
        .pages
        .iter()
        .enumerate()
        .map(|(id, page)| (id, page, sections(&anatomies, page)))
        .filter(|(_, _, sections)| !sections.is_empty())
        .collect();
    let pages: Vec<_> =
        found.into_par_iter().map(|found| cheat_page(book, printing, found)).collect();
    let mut groups: Vec<CheatGroup<'_>> = Vec::new();
    for (title, page) in pages {
        match groups.last_mut().filter(|group| group.title == title) {
            Some(group) => group.pages.push(page),
            None => groups.push(CheatGroup { title, pages: vec![page] }),
        }
    }
    let sheet = stylesheet("cheatsheet-heads", heads::css(book, &[]));
    let heads_url = printing.urls.to(&sheet.0);
    let html = extra::blank(book, printing.urls, |input| {
        let page = extra::view(book, "cheatsheet", book.text.get("cheatsheet"));
        let page = PageInput { page, ..input };
        let input = CheatSheetInput { page, heads_url, groups };
        book.engine.render("cheatsheet.html", &input)
    })?;
    Ok(Document { html, heads: sheet, listed: Vec::new() })
}

fn sections<'a>(anatomies: &Anatomies<'_>, page: &'a Page) -> Vec<Section<'a>> {
    let topic = &page.topic;
    let wanted = anatomies.find(&topic.path);
    wanted.map_or_else(Vec::new, |wanted| wanted.with_role(ROLE, &topic.doc))
}

/// Returns the cards of a page, with the title of its folder.
fn cheat_page<'a>(
    book: &Book<'a>,
    printing: Printing<'_>,
    (id, page, sections): Found<'a>,
) -> (Option<&'a str>, CheatPage<'a>) {
    let folder = page.ancestors.last().map(|folder| &*folder.title);
    let heading_level = if folder.is_some() { 3 } else { 2 };
    let mut place = Place::printed(id, &page.output, heading_level - 1);
    place.is_part = true;
    let scope = book.scope(page, printing.urls, &place);
    // What is wrong with them is told of the page itself.
    let bodies = document::render_parts(scope, sections.iter().map(|section| section.blocks));
    let cheat_section = |(section, body): (&Section<'_>, String)| CheatSection {
        title: section.title.clone(),
        id: anchor_id(&page.output, section.id),
        body: Html::new(&body),
    };
    let cheat_page = CheatPage {
        title: &page.topic.title,
        url: printing.urls.page(&page.output, None),
        heading_level,
        sections: sections.iter().zip(bodies).map(cheat_section).collect(),
    };
    (folder, cheat_page)
}
