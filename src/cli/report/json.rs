//! Findings for programs: one JSON object a line.

use std::path::Path;

use serde::Serialize;

use crate::base::diagnostic::Diagnostic;
use crate::base::rule::Level;
use crate::cli::report::{Texts, show};

/// Lines and columns count from 1, columns in characters; the end is the first place not meant.
#[derive(Default, Serialize)]
struct Record<'a> {
    rule: Option<&'a str>,
    level: String,
    message: &'a str,
    path: Option<String>,
    line: Option<usize>,
    column: Option<usize>,
    end_line: Option<usize>,
    end_column: Option<usize>,
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    detail: Option<&'a str>,
}

/// Returns a line for each finding.
pub(super) fn findings(found: &[Diagnostic], texts: &Texts, root: &Path) -> String {
    found.iter().map(|finding| record(finding, texts, root) + "\n").collect()
}

/// Returns the line that tells of a failure of the world: no rule, no place.
pub(super) fn failure(message: &str) -> String {
    let parts = message.split_once("\nhelp: ");
    let (message, help) = parts.map_or((message, None), |(message, help)| (message, Some(help)));
    encode(&Record { level: Level::Deny.to_string(), message, help, ..Record::default() })
}

fn record(finding: &Diagnostic, texts: &Texts, root: &Path) -> String {
    let shown = finding.place.as_ref().map(|place| show(place, texts, root));
    let (start, end) = shown.as_ref().and_then(|shown| shown.range).unzip();
    encode(&Record {
        rule: Some(finding.rule.name),
        level: finding.level.to_string(),
        message: &finding.message,
        line: start.map(|start| start.line),
        column: start.map(|start| start.column),
        end_line: end.map(|end| end.line),
        end_column: end.map(|end| end.column),
        path: shown.map(|shown| shown.path),
        help: finding.help.as_deref(),
        detail: finding.detail.as_deref(),
    })
}

fn encode(record: &Record<'_>) -> String {
    serde_json::to_string(record).expect("strings and numbers are always JSON")
}
