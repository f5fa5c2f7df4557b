//! Layer 2: site + theme → output files. Pure; pages are rendered in parallel.
//!
//! `html` turns a document tree into HTML, `view` is what templates receive, `pages` puts the two
//! together, `nav` makes sidebars that a whole folder shares.

use std::collections::BTreeMap;

use crate::base::diagnostic::Checked;
use crate::base::slug::slug;
use crate::model::inputs::Inputs;
use crate::model::output::Output;
use crate::model::site::Site;
use crate::render::engine::{Engine, Problem};
use crate::render::pages::Book;
use crate::render::text::Text;

mod contents;
mod engine;
mod extra;
mod files;
mod html;
mod map;
mod nav;
mod pages;
mod print;
mod schema;
mod search;
mod text;
mod urls;
mod view;

pub use print::{Detached, Edition, PageNumbers};
pub use schema::template_schemas;

/// Renders every file of the site.
pub fn render(inputs: &Inputs, site: &Site) -> Checked<Output> {
    let mut problems = Vec::new();
    let mut diagnostics = Vec::new();
    let mut output = Output::default();
    let engine = engine(inputs, site, &mut problems);
    let book = book(inputs, site, &engine);
    files::add(inputs, site, &mut output);
    let mut made = pages::render(&book, &mut problems);
    made.extend(extra::render(&book));
    made.extend(print::site(&book));
    for page in made {
        diagnostics.extend(page.diagnostics);
        problems.extend(page.problems);
        if let Some(file) = page.file {
            output.files.insert(page.output, file);
        }
    }
    diagnostics.extend(Problem::once_each(problems).map(Problem::into_diagnostic));
    Checked { value: output, diagnostics }
}

/// Renders a document that goes without the site, as PDF does, with the page numbers that are known;
/// `None` for a book that has nothing for it. What is wrong with the book is told by `render`.
pub fn detached(
    inputs: &Inputs,
    site: &Site,
    edition: Edition,
    numbers: &PageNumbers,
) -> Checked<Option<Detached>> {
    let mut problems = Vec::new();
    let engine = engine(inputs, site, &mut problems);
    let made = print::detached(&book(inputs, site, &engine), edition, numbers);
    let value = made.unwrap_or_else(|problem| {
        problems.push(problem);
        None
    });
    let diagnostics = Problem::once_each(problems).map(Problem::into_diagnostic).collect();
    Checked { value, diagnostics }
}

fn book<'a>(inputs: &'a Inputs, site: &'a Site, engine: &'a Engine<'a>) -> Book<'a> {
    let text = Text(&inputs.theme.strings);
    Book {
        inputs,
        site,
        engine,
        text,
        title: title(inputs, site),
        direction: direction(&inputs.config.book.language),
        editions: print::of_site(inputs, site),
        no_extra: BTreeMap::new(),
    }
}

/// Returns the book's title: as configured, or else its home page's, or else a general word.
fn title<'a>(inputs: &'a Inputs, site: &'a Site) -> &'a str {
    let of_home = || site.root.page.map(|id| site.pages[id].topic.title.as_str());
    inputs
        .config
        .book
        .title
        .as_deref()
        .or_else(of_home)
        .unwrap_or_else(|| Text(&inputs.theme.strings).get("nav"))
}

/// Returns what names the book: its id, or else its title as an id has it.
pub fn book_id(inputs: &Inputs, site: &Site) -> String {
    inputs.config.book.id.clone().unwrap_or_else(|| slug(title(inputs, site)))
}

/// Compiles the theme's templates and gives them what all of them see.
fn engine<'a>(inputs: &'a Inputs, site: &Site, problems: &mut Vec<Problem>) -> Engine<'a> {
    let config = &inputs.config;
    let title = title(inputs, site);
    let language = config.book.language.clone();
    let book = view::page::Book {
        id: book_id(inputs, site),
        title: title.to_owned(),
        description: config.book.description.clone(),
        authors: config.book.authors.clone(),
        direction: direction(&language).to_owned(),
        language,
        repository: config.site.repository.clone(),
        n_pages: site.pages.len(),
    };
    let text = inputs.theme.strings.clone();
    let options = inputs.theme.options.clone();
    let mut engine = Engine::new(&inputs.theme, problems);
    engine.share(&view::page::Shared { book, text, options });
    engine
}

/// Returns where a language is read to.
fn direction(language: &str) -> &'static str {
    match language.split('-').next().unwrap_or_default() {
        "ar" | "dv" | "fa" | "he" | "ku" | "ps" | "sd" | "ug" | "ur" | "yi" => "rtl",
        _ => "ltr",
    }
}
