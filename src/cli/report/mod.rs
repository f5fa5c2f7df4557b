//! Findings and the closing summary, in the form that was asked for.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::base::rule::Level;
use crate::base::span::{Position, position};
use crate::cli::args::Format;
use crate::cli::{book, terminal};

mod github;
pub(super) mod human;
mod json;
mod summary;

pub(super) use summary::{Summary, Tested, Work};

/// The text of every file that a finding may point into.
pub(super) type Texts = BTreeMap<FilePath, Arc<str>>;

/// Reports in one form on the book in one folder.
#[derive(Clone, Copy, Debug)]
pub(super) struct Reporter<'a> {
    /// The form.
    pub(super) format: Format,
    /// The book's folder, for paths.
    pub(super) root: &'a Path,
}

impl Reporter<'_> {
    /// Reports findings.
    pub(super) fn findings(&self, found: &[Diagnostic], texts: &Texts) -> Result<(), Error> {
        match self.format {
            Format::Human => {
                terminal::stderr(&human::styled(found, texts, self.root));
                Ok(())
            }
            Format::Json => terminal::stdout(&json::findings(found, texts, self.root)),
            Format::Github => terminal::stdout(&github::findings(found, texts, self.root)),
        }
    }

    /// Reports how it ended. Always the last that is printed.
    pub(super) fn summary(&self, summary: &Summary) -> Result<(), Error> {
        if self.format == Format::Json {
            return terminal::stdout(&(summary.json() + "\n"));
        }
        match summary.line() {
            Ok(line) => terminal::status("Finished", &line),
            Err(line) => terminal::error(&line),
        }
        Ok(())
    }

    /// Reports that the world stopped the command; for machines on stdout, as all else.
    pub(super) fn failure(&self, error: &Error, summary: &Summary) -> Result<(), Error> {
        let message = terminal::describe(error);
        match self.format {
            Format::Human => {
                terminal::failure(error);
                Ok(())
            }
            Format::Json => {
                terminal::stdout(&(json::failure(&message) + "\n"))?;
                terminal::stdout(&(summary.json() + "\n"))
            }
            Format::Github => {
                terminal::stdout(&(github::failure(&message) + "\n"))?;
                terminal::failure(error);
                Ok(())
            }
        }
    }
}

/// Returns how many findings are warnings and how many are errors.
pub(super) fn count(found: &[Diagnostic]) -> (usize, usize) {
    let errors = found.iter().filter(|finding| finding.level == Level::Deny).count();
    (found.len() - errors, errors)
}

/// A place for people and editors.
struct Shown {
    path: String,
    range: Option<(Position, Position)>,
}

fn show(place: &Place, texts: &Texts, root: &Path) -> Shown {
    let range = texts.get(&place.file).map(|text| {
        let span = place.span.range();
        (visible(text, span.start), visible(text, span.end))
    });
    Shown { path: book::shown(root, &place.file), range }
}

/// Returns the position as an editor counts it, which does not show a byte order mark.
fn visible(text: &str, offset: usize) -> Position {
    let found = position(text, offset);
    let is_shifted = found.line == 1 && found.column > 1 && text.starts_with('\u{feff}');
    Position { column: found.column - usize::from(is_shifted), ..found }
}
