//! What `[build]` says of folders, taken together: no folder may be written to and read from.

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{self, FilePath};
use crate::base::span::Spanned;
use crate::model::config::Build;
use crate::rules;
use crate::schema::tree::Table;

/// Folders that belong to crib or to git, where neither topics nor the site can be.
const TAKEN: [&str; 3] = ["themes", ".crib", ".git"];

/// Reads `[build]`. A folder that cannot be has its default.
pub(super) fn build(file: &FilePath, table: &Table, findings: &mut Vec<Diagnostic>) -> Build {
    let default = Build::default();
    let content = table.spanned("content");
    let output = table.spanned("output");
    let folder = |written: &Option<Spanned<String>>, default: &str| {
        let written = written.as_ref().map(|written| written.value.as_str());
        written.and_then(|written| path::join("", written)).unwrap_or(default.to_owned())
    };
    let (content_folder, output_folder) =
        (folder(&content, &default.content), folder(&output, &default.output));
    let trouble = of_content(&content_folder)
        .map(|(message, help)| (&content, message, help))
        .or_else(|| {
            let (message, help) = of_output(&content_folder, &output_folder)?;
            Some((if output.is_some() { &output } else { &content }, message, help))
        });
    let theme = table.text("theme").unwrap_or(default.theme.clone());
    let Some((place, message, help)) = trouble else {
        return Build { content: dotted(content_folder), output: output_folder, theme };
    };
    let span = place.as_ref().map(|place| place.span).unwrap_or_default();
    findings.push(Diagnostic::at(&rules::INVALID_CONFIG, file, span, message).help(help));
    Build { theme, ..default }
}

fn of_content(content: &str) -> Option<(String, String)> {
    let taken = taken(content)?;
    let help = "choose a folder of its own, such as `content`".to_owned();
    Some((format!("the content folder cannot be in `{taken}`"), help))
}

fn of_output(content: &str, output: &str) -> Option<(String, String)> {
    let help = "choose a folder of its own, such as `public`".to_owned();
    let message = if output.is_empty() {
        "the output folder cannot be the book's own folder".to_owned()
    } else if let Some(taken) = taken(output) {
        format!("the output folder cannot be in `{taken}`")
    } else if output == content {
        "the output folder cannot be the content folder".to_owned()
    } else if is_inside(content, output) {
        format!("the output folder cannot contain the content folder, `{content}`")
    } else {
        return None;
    };
    Some((message, help))
}

fn taken(folder: &str) -> Option<&'static str> {
    TAKEN.into_iter().find(|taken| folder == *taken || is_inside(folder, taken))
}

fn is_inside(folder: &str, outer: &str) -> bool {
    folder.strip_prefix(outer).is_some_and(|rest| rest.starts_with('/'))
}

/// Names the book's own folder.
fn dotted(folder: String) -> String {
    if folder.is_empty() { ".".to_owned() } else { folder }
}
