//! `book.toml` → `Config`.
//!
//! The text becomes a tree with places (`document`, and `recover` where it is no TOML), the tree is
//! checked against the table of keys, and what is sound becomes the configuration (`settings`).
//! Nothing here stops at the first mistake.

use std::path::Path;
use std::sync::Arc;

use crate::base::diagnostic::{Checked, Diagnostic, Place};
use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::base::span::Span;
use crate::load::text;
use crate::model::config::Config;
use crate::model::inputs::Inputs;
use crate::schema::book;
use crate::schema::check::{self, Document, Notation};
use crate::schema::tree::{Kind, Table};

mod document;
mod folders;
mod recover;
mod settings;
mod syntax;

/// The file's name.
pub const FILE: &str = "book.toml";

/// Reads the text of a `book.toml`. An empty one is the configuration of a book.
pub fn parse(text: &str) -> Checked<Config> {
    let file = FilePath::new(FILE);
    let mut diagnostics = Vec::new();
    let written = document::read(&file, text).drain_into(&mut diagnostics);
    let n_syntax_errors = diagnostics.len();
    let document = Document {
        file: &file,
        text,
        notation: Notation::Toml,
        keys: book::KEYS,
        foreign: book::FOREIGN,
    };
    let sound = check::check(document, written).drain_into(&mut diagnostics);
    let config = settings::config(&file, &sound).drain_into(&mut diagnostics);
    let (syntax, others) = diagnostics.split_at(n_syntax_errors);
    let followed = |finding: &&Diagnostic| !syntax.iter().any(|error| overlaps(error, finding));
    let kept = syntax.iter().chain(others.iter().filter(followed)).cloned().collect();
    Checked { value: config, diagnostics: kept }
}

/// Reads `book.toml` in `root`. Where there is none, all is as if it were empty: who looks for a
/// book looks for the file.
pub(super) fn load(
    root: &Path,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let file = FilePath::new(FILE);
    let bytes = text::read_if_there(&root.join(FILE))?.unwrap_or_default();
    let text: Arc<str> = text::decode(&file, &bytes).drain_into(diagnostics).into();
    inputs.config = parse(&text).drain_into(diagnostics);
    inputs.texts.insert(file, text);
    Ok(())
}

/// Returns where a key's value (`build.theme`) stands in `book.toml`; the file's start if the key
/// is absent.
pub(super) fn place(inputs: &Inputs, path: &str) -> Place {
    let file = FilePath::new(FILE);
    let text = inputs.texts.get(&file).cloned().unwrap_or_default();
    let table = document::read(&file, &text).value;
    let span = find(&table, path).unwrap_or(Span::at(0));
    Place { file, span }
}

fn find(table: &Table, path: &str) -> Option<Span> {
    let (name, rest) = path.split_once('.').unwrap_or((path, ""));
    let node = table.get(name)?;
    match &node.kind {
        Kind::Table(inner) if !rest.is_empty() => find(inner, rest),
        _ => rest.is_empty().then_some(node.span),
    }
}

/// True if a finding only follows from a syntax error at the same place.
fn overlaps(error: &Diagnostic, finding: &Diagnostic) -> bool {
    let (Some(error), Some(finding)) = (&error.place, &finding.place) else { return false };
    let (error, finding) = (error.span, finding.span);
    finding == error || (finding.start < error.end && error.start < finding.end)
}
