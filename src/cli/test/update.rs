//! `crib test --update`: what the samples print, into the pages; what passed where, into the record.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::cli::{book, terminal};
use crate::model::record;
use crate::run::{self, Book, Outcome, edit};
use crate::write;

/// Writes into the pages what came where something else was expected; returns whether there was any. Where
/// versions differ, the first one's output is written.
pub(super) fn pages(book: Book<'_>, outcomes: &[Outcome], root: &Path) -> Result<bool, Error> {
    let mut edits: BTreeMap<&FilePath, Vec<edit::Edit>> = BTreeMap::new();
    for outcomes in outcomes.chunk_by(Outcome::is_of_same) {
        if let Some(outcome) = outcomes.iter().find(|outcome| !outcome.edits.is_empty()) {
            let file = &book.site.pages[outcome.page].topic.file;
            edits.entry(file).or_default().extend(outcome.edits.iter().cloned());
        }
    }
    for (file, edits) in &edits {
        let text = book.inputs.texts.get(*file).map_or("", |text| text);
        let path = root.join(file.as_str());
        #[expect(clippy::disallowed_methods, reason = "compared with what was read before")]
        let bytes = std::fs::read(&path).map_err(Error::read(&path))?;
        let mark = if bytes.starts_with(b"\xef\xbb\xbf") { "\u{feff}" } else { "" };
        if bytes.get(mark.len()..) != Some(text.as_bytes()) {
            let shown = book::shown(root, file);
            let reason = "it is not UTF-8, or it changed while the samples ran";
            return Err(Error::Usage(format!("cannot update `{shown}`: {reason}")));
        }
        let new = format!("{mark}{}", edit::apply(text, edits));
        write::replace_file(&path, new.as_bytes())?;
        terminal::status("Updated", &book::shown(root, file));
    }
    Ok(!edits.is_empty())
}

/// Writes the record, if it is another than before.
pub(super) fn record(book: Book<'_>, outcomes: &[Outcome], root: &Path) -> Result<(), Error> {
    let new = run::record::record(book, outcomes);
    if book.inputs.record.as_ref() == Some(&new) {
        return Ok(());
    }
    let file = book.inputs.config.build.file(record::FILE);
    write::replace_file(&root.join(file.as_str()), run::record::text(&new).as_bytes())?;
    terminal::status("Updated", &book::shown(root, &file));
    Ok(())
}

/// Returns the outcomes of two runs, of the second where a sample was in both.
pub(super) fn merged(first: Vec<Outcome>, again: Vec<Outcome>) -> Vec<Outcome> {
    let renewed: BTreeSet<_> = again.iter().map(|outcome| (outcome.page, outcome.sample)).collect();
    let is_kept = |outcome: &Outcome| !renewed.contains(&(outcome.page, outcome.sample));
    let mut outcomes: Vec<Outcome> = first.into_iter().filter(is_kept).chain(again).collect();
    outcomes.sort_by_key(|outcome| (outcome.page, outcome.sample));
    outcomes
}
