//! Documents that hold many pages, for paper: `print.html`, the whole book, and `cheatsheet.html`,
//! what one reads in the last hour.
//!
//! Entry points: `site`, which makes them as pages of the site, and `detached`, which makes one that
//! goes without the site, as PDF does. `whole` and `cheat` gather what the templates receive,
//! `heads` makes a stylesheet for each: the paper, and what stands at the head of its pages.

use std::collections::BTreeMap;

use crate::base::hash::Hash;
use crate::base::path::OutputPath;
use crate::model::inputs::Inputs;
use crate::model::output::{Artifact, Output};
use crate::model::site::Site;
use crate::render::engine::Problem;
use crate::render::files;
use crate::render::pages::{Book, Made};
use crate::render::urls::{Links, Printed, Urls};

mod cheat;
mod heads;
mod whole;

/// Up to this many pages a book has a print edition unless `book.toml` says otherwise.
const MANY: usize = 500;

/// One of the two documents.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// The whole book.
    Book,
    /// The sections whose role is `cheat-card`.
    CheatSheet,
}

/// The number of the sheet on which each id of a document stands.
pub type PageNumbers = BTreeMap<String, u32>;

/// A document without its site.
#[derive(Clone, Debug, Default)]
pub struct Detached {
    /// It and what it loads.
    pub output: Output,
    /// The ids that its contents list, in order.
    pub listed: Vec<String>,
}

/// What is made of an edition.
struct Document {
    html: String,
    heads: (OutputPath, Artifact),
    listed: Vec<String>,
}

/// How an edition is made.
#[derive(Clone, Copy, Debug)]
struct Printing<'a> {
    urls: &'a Urls,
    numbers: &'a PageNumbers,
}

impl Edition {
    /// Returns where the edition is in the site.
    pub fn output(self) -> OutputPath {
        OutputPath::new(match self {
            Self::Book => "print.html",
            Self::CheatSheet => "cheatsheet.html",
        })
    }

    /// True if the site has it.
    fn is_in_site(self, inputs: &Inputs, site: &Site) -> bool {
        match self {
            Self::Book => {
                let asked = inputs.config.print.edition;
                asked.unwrap_or(site.pages.len() <= MANY)
            }
            Self::CheatSheet => self.has_content(inputs, site),
        }
    }

    fn has_content(self, inputs: &Inputs, site: &Site) -> bool {
        match self {
            Self::Book => !site.pages.is_empty(),
            Self::CheatSheet => cheat::is_any(inputs, site),
        }
    }
}

/// Returns the editions that are part of the site.
pub(crate) fn of_site(inputs: &Inputs, site: &Site) -> Vec<Edition> {
    let editions = [Edition::Book, Edition::CheatSheet].into_iter();
    editions.filter(|edition| edition.is_in_site(inputs, site)).collect()
}

/// Makes the editions that are part of the site.
pub(crate) fn site(book: &Book<'_>) -> Vec<Made> {
    book.editions
        .iter()
        .flat_map(|edition| {
            let edition = *edition;
            let output = edition.output();
            let numbers = PageNumbers::new();
            let urls = urls(edition, Links::Relative);
            let printing = Printing { urls: &urls, numbers: &numbers };
            let mut problems = Vec::new();
            let made = document(book, edition, printing);
            let (file, heads) = match made {
                Ok(Document { html, heads, .. }) => (Some(Artifact::page(html)), Some(heads)),
                Err(problem) => {
                    problems.push(problem);
                    (None, None)
                }
            };
            let heads = heads.map(|(output, file)| Made::new(output, Some(file), Vec::new()));
            [Some(Made::new(output, file, problems)), heads].into_iter().flatten()
        })
        .collect()
}

/// Makes an edition that goes without the site; `None` for a book that has nothing for it.
pub(crate) fn detached(
    book: &Book<'_>,
    edition: Edition,
    numbers: &PageNumbers,
) -> Result<Option<Detached>, Problem> {
    if !edition.has_content(book.inputs, book.site) {
        return Ok(None);
    }
    let base_url = book.inputs.config.site.base_url.clone();
    let urls = urls(edition, base_url.map_or(Links::Dropped, Links::Absolute));
    let made = document(book, edition, Printing { urls: &urls, numbers })?;
    let mut output = Output::default();
    files::add(book.inputs, book.site, &mut output);
    output.files.insert(made.heads.0, made.heads.1);
    output.files.insert(edition.output(), Artifact::page(made.html));
    Ok(Some(Detached { output, listed: made.listed }))
}

fn urls(edition: Edition, links: Links) -> Urls {
    let is_whole = edition == Edition::Book;
    Urls::Printed(Printed { output: edition.output(), is_whole, links })
}

fn document(
    book: &Book<'_>,
    edition: Edition,
    printing: Printing<'_>,
) -> Result<Document, Problem> {
    match edition {
        Edition::Book => whole::document(book, printing),
        Edition::CheatSheet => cheat::document(book, printing),
    }
}

/// Returns a stylesheet as a file of the site.
fn stylesheet(name: &str, css: String) -> (OutputPath, Artifact) {
    let hash = Hash::of(css.as_bytes()).short();
    let output = OutputPath::new(["assets/", name, ".", &*hash, ".css"].concat());
    (output, Artifact::asset(css.into_bytes()))
}
