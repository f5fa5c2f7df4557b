//! Findings as workflow commands, which GitHub shows beside the changed lines.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::rule::Level;
use crate::cli::report::{Texts, show};

/// Returns a command for each finding.
pub(super) fn findings(found: &[Diagnostic], texts: &Texts, root: &Path) -> String {
    found.iter().map(|finding| command(finding, texts, root) + "\n").collect()
}

/// Returns the command that tells of a failure of the world.
pub(super) fn failure(message: &str) -> String {
    format!("::error title=crib::{}", data(message))
}

fn command(finding: &Diagnostic, texts: &Texts, root: &Path) -> String {
    let level = if finding.level == Level::Deny { "error" } else { "warning" };
    let mut properties = Vec::new();
    if let Some(shown) = finding.place.as_ref().map(|place| show(place, texts, root)) {
        properties.push(format!("file={}", property(&shown.path)));
        if let Some((start, end)) = shown.range {
            properties.push(format!("line={},col={}", start.line, start.column));
            properties.push(format!("endLine={},endColumn={}", end.line, end.column));
        }
    }
    properties.push(format!("title={}", finding.rule.name));
    let mut message = finding.message.clone();
    if let Some(detail) = &finding.detail {
        message = message + "\n" + detail;
    }
    if let Some(help) = &finding.help {
        message = message + "\nhelp: " + help;
    }
    format!("::{level} {}::{}", properties.join(","), data(&message))
}

/// Escapes what follows the `::`.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes the value of a property.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
