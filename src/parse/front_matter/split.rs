//! Where front matter starts and ends. Only whole lines matter here, not what is in them.

use std::ops::Range;

use super::scan;
use crate::base::span::Span;

/// How a file starts.
pub(super) enum Start {
    /// With Markdown, at this offset.
    Body(usize),
    /// With YAML between two `---` lines.
    Yaml {
        /// The lines between.
        yaml: Range<usize>,
        /// Where the Markdown starts.
        body: usize,
    },
    /// With a `---` line and keys, without an end: all of the file is Markdown.
    Unclosed {
        /// The `---`.
        opening: Span,
        /// Where the Markdown starts.
        body: usize,
    },
    /// With TOML between two `+++` lines, as other tools have it.
    Toml {
        /// The first `+++`.
        opening: Span,
        /// Where the Markdown starts.
        body: usize,
    },
}

/// Tells how a file starts.
pub(super) fn start(text: &str) -> Start {
    let body = if text.starts_with('\u{feff}') { '\u{feff}'.len_utf8() } else { 0 };
    let first = text[body..].split_inclusive('\n').next().unwrap_or_default();
    let opening = Span::new(body..body + 3);
    let after = body + first.len();
    match first.trim_end() {
        "---" => match closing(text, after, &["---", "..."]) {
            Some(line) => Start::Yaml { yaml: after..line.start, body: line.end },
            None if looks_like_yaml(&text[after..]) => Start::Unclosed { opening, body },
            None => Start::Body(body),
        },
        "+++" => match closing(text, after, &["+++"]) {
            Some(line) => Start::Toml { opening, body: line.end },
            None => Start::Body(body),
        },
        _ => Start::Body(body),
    }
}

/// Returns the first line that is one of the marks, trailing blanks aside.
fn closing(text: &str, from: usize, marks: &[&str]) -> Option<Range<usize>> {
    let mut start = from;
    text[from..].split_inclusive('\n').find_map(|line| {
        let range = start..start + line.len();
        start = range.end;
        marks.contains(&line.trim_end()).then_some(range)
    })
}

/// True if the first line that says anything is `word:` or `word: value`.
fn looks_like_yaml(text: &str) -> bool {
    let says_something = |line: &&str| !line.trim().is_empty() && !line.starts_with('#');
    let line = text.lines().find(says_something).unwrap_or_default();
    let is_word = |key: &str| {
        key.chars().all(|letter| letter.is_alphanumeric() || matches!(letter, '_' | '-'))
    };
    scan::key(line).is_some_and(|key| is_word(&line[key.text]))
}
