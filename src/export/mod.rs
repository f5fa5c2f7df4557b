//! Layer 3: the book in other forms than a site. So far there is one, PDF, which an installed
//! browser prints.
//!
//! Entry point: `pdf`. It knows neither the environment nor the terminal; what it needs of them is
//! in `Request`. Beside a temporary folder it writes nothing: what it makes it returns.

use std::path::PathBuf;
use std::time::Duration;

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::model::inputs::Inputs;
use crate::model::site::Site;
use crate::render::{self, Edition, PageNumbers};

pub mod browser;
mod destinations;
mod scratch;

use browser::Browser;
use scratch::Scratch;

/// So often a book is printed at most until its page numbers are right.
const PASSES: usize = 3;

/// What is asked for.
#[derive(Clone, Debug)]
pub struct Request {
    /// Which document.
    pub edition: Edition,
    /// What prints it.
    pub browser: Browser,
    /// For temporary files.
    pub temporary: PathBuf,
    /// How long one pass may take.
    pub limit: Duration,
}

/// A PDF.
#[derive(Clone, Debug, Default)]
pub struct Pdf {
    /// The file.
    pub bytes: Vec<u8>,
    /// How many sheets it has.
    pub n_sheets: usize,
    /// What is not as it should be.
    pub warning: Option<String>,
}

/// Prints a document of the book. The contents need numbers that only the print tells, so it is
/// printed again with what the one before told, until that is what it says itself.
///
/// There is no PDF if a template fails, which the diagnostics then tell.
pub fn pdf(
    inputs: &Inputs,
    site: &Site,
    request: &Request,
    observe: &dyn Fn(usize),
) -> Result<Checked<Option<Pdf>>, Error> {
    let scratch = Scratch::new(&request.temporary)?;
    let mut numbers = PageNumbers::new();
    let mut first = Pdf::default();
    for pass in 1..=PASSES {
        observe(pass);
        let Checked { value, diagnostics } =
            render::detached(inputs, site, request.edition, &numbers);
        let Some(document) = value else {
            if diagnostics.is_empty() {
                return Err(nothing(request.edition));
            }
            return Ok(Checked { value: None, diagnostics });
        };
        let bytes = scratch.print(request, &document.output)?;
        let found = destinations::read(&bytes, &document.listed);
        let found = found.map_err(|why| Error::Usage(format!("cannot read the PDF: {why}")))?;
        let pdf = Pdf { bytes, n_sheets: found.n_sheets, warning: None };
        if let Some(missing) = document.listed.iter().find(|id| !found.numbers.contains_key(*id)) {
            let warning = format!(
                "the contents have no page numbers: the browser's PDF does not tell where \
                 `{missing}` is"
            );
            return Ok(Checked::clean(Some(Pdf { warning: Some(warning), ..pdf })));
        }
        if found.numbers == numbers {
            return Ok(Checked::clean(Some(pdf)));
        }
        numbers = found.numbers;
        if pass == 1 {
            first = pdf;
        }
    }
    let warning = format!(
        "the contents have no page numbers: they were still moving when the book had been printed \
         {PASSES} times"
    );
    Ok(Checked::clean(Some(Pdf { warning: Some(warning), ..first })))
}

fn nothing(edition: Edition) -> Error {
    Error::Usage(match edition {
        Edition::Book => "there is nothing to print: the book has no pages".to_owned(),
        Edition::CheatSheet => "there is nothing to print: no page has a section of the cheat \
             sheet\nhelp: give a section of `[[anatomy]]` in `book.toml` the `role = \"cheat-card\"`"
            .to_owned(),
    })
}
