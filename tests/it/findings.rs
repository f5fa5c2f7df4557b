//! Findings as text.

use std::fmt::Write as _;

use cribsheet::base::diagnostic::{Diagnostic, Place};
use cribsheet::base::span;

/// Returns `LINE:COLUMN-LINE:COLUMN rule: message` for each finding, with labels and help below.
pub(crate) fn show(text: &str, findings: &[Diagnostic]) -> String {
    let mut out = String::new();
    for finding in findings {
        let place = finding.place.as_ref().map_or("-".to_owned(), |place| position(text, place));
        writeln!(out, "{place} {}: {}", finding.rule.name, finding.message).unwrap();
        for label in &finding.labels {
            writeln!(out, "  {}: {}", position(text, &label.place), label.text).unwrap();
        }
        for help in &finding.help {
            writeln!(out, "  help: {help}").unwrap();
        }
    }
    out
}

fn position(text: &str, place: &Place) -> String {
    let range = place.span.range();
    let (start, end) = (span::position(text, range.start), span::position(text, range.end));
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}
