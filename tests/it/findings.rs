//! Findings with their remedies, as text.

use std::fmt::Write as _;

use cribsheet::base::diagnostic::{Diagnostic, Place};
use cribsheet::base::span::position;

/// Returns `LINE:COLUMN-LINE:COLUMN rule: message` for each finding, with labels and help below.
pub(crate) fn show(text: &str, findings: &[Diagnostic]) -> String {
    let mut out = String::new();
    for finding in findings {
        let place = finding.place.as_ref().map_or("-".to_owned(), |place| at(text, place));
        writeln!(out, "{place} {}: {}", finding.rule.name, finding.message).unwrap();
        for label in &finding.labels {
            writeln!(out, "  {} {}", at(text, &label.place), label.text).unwrap();
        }
        if let Some(help) = &finding.help {
            writeln!(out, "  help: {help}").unwrap();
        }
    }
    out
}

/// Fails unless every place is in the text, on boundaries of characters.
#[track_caller]
pub(crate) fn assert_in_bounds(text: &str, findings: &[Diagnostic]) {
    let places = findings.iter().filter_map(|finding| finding.place.as_ref());
    let labels = findings.iter().flat_map(|finding| &finding.labels).map(|label| &label.place);
    for place in places.chain(labels) {
        assert!(text.get(place.span.range()).is_some(), "{place:?} is not in {text:?}");
    }
}

fn at(text: &str, place: &Place) -> String {
    let range = place.span.range();
    let (start, end) = (position(text, range.start), position(text, range.end));
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}
