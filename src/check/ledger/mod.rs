//! `content/card-ids.txt`: every id ever published, and the rules that compare it with the book.
//!
//! Entry points: `check`, and `updated`, the text that `crib check --update` writes. Ids of drafts
//! are not published, but an id that only a draft has now has not vanished either.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::slug::is_kebab_case;
use crate::base::span::Span;
use crate::check::book::{Book, StudyItem};
use crate::check::survey::studies;
use crate::model::inputs::{Inputs, TextFile};
use crate::model::site::Site;
use crate::rules;

mod parse;

use parse::{Entry, Ledger};

/// Compares the ledger with the book.
pub(super) fn check(book: &Book<'_>) -> Vec<Diagnostic> {
    let Some(file) = &book.inputs.ledger else {
        return published(book).map(unlisted).collect();
    };
    let ledger = Ledger::parse(&file.text);
    let mut found: Vec<Diagnostic> =
        ledger.flaws.iter().map(|flaw| flaw.report(&file.file)).collect();
    found.extend(published(book).filter_map(|item| {
        match ledger.entries.get(item.study.id.value.as_str()) {
            None => Some(unlisted(item)),
            Some(entry) => entry.is_retired.then(|| reused(item, &file.file, entry.span)),
        }
    }));
    let drafts = draft_ids(book.site);
    let vanished = ledger.entries.iter().filter(|(id, entry)| {
        !entry.is_retired && !book.first.contains_key(*id) && !drafts.contains(*id)
    });
    found.extend(vanished.map(|(id, entry)| report_vanished(id, entry, file)));
    found
}

/// Returns the ledger's text with the missing ids added and in order, or `None` if it is up to
/// date. A ledger with a line that is no id is left to its author.
pub fn updated(inputs: &Inputs, site: &Site) -> Option<String> {
    let old = inputs.ledger.as_ref().map_or("", |file| &file.text);
    let ledger = Ledger::parse(old);
    if !ledger.is_mendable() {
        return None;
    }
    let mut lines: BTreeMap<&str, bool> =
        ledger.entries.iter().map(|(id, entry)| (*id, entry.is_retired)).collect();
    let published = site.pages.iter().filter(|page| !page.topic.meta.is_draft);
    let studies = published.flat_map(|page| studies(&page.topic));
    let n_listed = lines.len();
    for study in studies.filter(|study| is_kebab_case(&study.id.value)) {
        lines.entry(&study.id.value).or_insert(false);
    }
    if lines.len() == n_listed && ledger.flaws.is_empty() {
        return None;
    }
    let line =
        |(id, is_retired): (&str, bool)| format!("{}{id}\n", if is_retired { "-" } else { "" });
    Some(lines.into_iter().map(line).collect())
}

/// Returns the items that the ledger is to list, each id once.
fn published<'b>(book: &'b Book<'_>) -> impl Iterator<Item = &'b StudyItem<'b>> {
    let mut seen = BTreeSet::new();
    book.items.iter().filter(move |item| {
        let id = item.study.id.value.as_str();
        !item.page.topic.meta.is_draft && is_kebab_case(id) && seen.insert(id)
    })
}

fn draft_ids(site: &Site) -> BTreeSet<&str> {
    let studies = site.drafts.iter().flat_map(|topic| studies(topic));
    studies.map(|study| study.id.value.as_str()).collect()
}

fn unlisted(item: &StudyItem<'_>) -> Diagnostic {
    let message = format!("{} is not in the ledger of published ids", item.title());
    let help = "run `crib check --update`, and commit `card-ids.txt`";
    item.report(&rules::UNLISTED_CARD, message).help(help)
}

fn reused(item: &StudyItem<'_>, ledger: &FilePath, retired: Span) -> Diagnostic {
    let message = format!("the id `{}` was retired, and cannot be used again", item.study.id.value);
    let help = "choose a new id; or, if this is the same card again, remove the `-` in the ledger";
    item.report(&rules::REUSED_CARD_ID, message)
        .label(ledger, retired, "it was retired here")
        .help(help)
}

fn report_vanished(id: &str, entry: &Entry, ledger: &TextFile) -> Diagnostic {
    let message = format!("`{id}` was published, and is nowhere in the book");
    let help = format!("bring it back under its old id, or retire it: `-{id}`");
    Diagnostic::at(&rules::VANISHED_CARD, &ledger.file, entry.span, message).help(help)
}
