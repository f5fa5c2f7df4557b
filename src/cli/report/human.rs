//! Findings for people: the source line with a caret, what is wrong, and the remedy.

use std::ops::Range;
use std::path::Path;

use annotate_snippets::{
    Annotation, AnnotationKind, Group, Level as Severity, Origin, Renderer, Snippet,
    normalize_untrusted_str,
};

use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::path::FilePath;
use crate::base::rule::Level;
use crate::base::span::Span;
use crate::cli::book;
use crate::cli::report::Texts;

/// Returns the report with colours, which the terminal may strip.
pub(super) fn styled(found: &[Diagnostic], texts: &Texts, root: &Path) -> String {
    draw_all(&Renderer::styled(), found, texts, root)
}

/// Returns the report as plain text.
pub(in crate::cli) fn plain(found: &[Diagnostic], texts: &Texts, root: &Path) -> String {
    draw_all(&Renderer::plain(), found, texts, root)
}

fn draw_all(renderer: &Renderer, found: &[Diagnostic], texts: &Texts, root: &Path) -> String {
    found.iter().map(|finding| draw(renderer, finding, texts, root) + "\n\n").collect()
}

fn draw(renderer: &Renderer, finding: &Diagnostic, texts: &Texts, root: &Path) -> String {
    let severity = match finding.level {
        Level::Deny => Severity::ERROR,
        Level::Warn | Level::Allow => Severity::WARNING,
    };
    let title = severity.primary_title(normalize_untrusted_str(&finding.message));
    let title = title.id(finding.rule.name);
    let mut group = Group::with_title(title);
    for file in files(finding) {
        let path = book::shown(root, file);
        group = match texts.get(file) {
            Some(text) => group.element(snippet(finding, file, text).path(path)),
            None => group.element(Origin::path(path)),
        };
    }
    if let Some(detail) = &finding.detail {
        let lines: Vec<_> = detail.lines().map(normalize_untrusted_str).collect();
        group = group.element(Severity::NOTE.message(lines.join("\n")));
    }
    if let Some(help) = &finding.help {
        group = group.element(Severity::HELP.message(normalize_untrusted_str(help)));
    }
    renderer.render(&[group])
}

/// Returns the files that a finding points into, its own place first.
fn files(finding: &Diagnostic) -> Vec<&FilePath> {
    let mut files: Vec<&FilePath> = Vec::new();
    for place in places(finding).map(|(place, _)| place) {
        if !files.contains(&&place.file) {
            files.push(&place.file);
        }
    }
    files
}

fn places(finding: &Diagnostic) -> impl Iterator<Item = (&Place, Option<&str>)> {
    let own = finding.place.iter().map(|place| (place, None));
    own.chain(finding.labels.iter().map(|label| (&label.place, Some(label.text.as_str()))))
}

/// Returns the marked lines of one file and those between them.
fn snippet<'a>(
    finding: &'a Diagnostic,
    file: &FilePath,
    text: &'a str,
) -> Snippet<'a, Annotation<'a>> {
    let marks: Vec<(Range<usize>, Option<&str>)> = places(finding)
        .filter(|(place, _)| place.file == *file)
        .map(|(place, label)| (marked(text, place.span), label))
        .collect();
    let first = marks.iter().map(|(range, _)| range.start).min().unwrap_or_default();
    let last = marks.iter().map(|(range, _)| range.end).max().unwrap_or_default();
    let lines = lines(text, first..last);
    let line = text[..lines.start].bytes().filter(|byte| *byte == b'\n').count() + 1;
    let annotations = marks.into_iter().map(|(range, label)| {
        let kind = if label.is_some() { AnnotationKind::Context } else { AnnotationKind::Primary };
        let range = range.start - lines.start..range.end - lines.start;
        kind.span(range).label(label.map(normalize_untrusted_str))
    });
    Snippet::source(&text[lines.clone()]).line_start(line).annotations(annotations)
}

/// Returns the bytes to mark: a span without the line break at its end, on character boundaries.
fn marked(text: &str, span: Span) -> Range<usize> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let range = span.range();
    let start = text.floor_char_boundary(range.start).max(bom);
    let end = text.floor_char_boundary(range.end).max(start);
    let end = start + text[start..end].trim_end_matches(['\r', '\n']).len();
    start..end
}

/// Returns the whole lines that hold a range, without the last line's break and a byte order mark.
fn lines(text: &str, range: Range<usize>) -> Range<usize> {
    let bom = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let start = text[..range.start].rfind('\n').map_or(bom, |newline| newline + 1);
    let end = text[range.end..].find('\n').map_or(text.len(), |newline| range.end + newline);
    let end = range.end + text[range.end..end].trim_end_matches('\r').len();
    start..end.max(start)
}
