//! Books from one string, built in a temporary folder, and what a build says as text.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use cribsheet::base::diagnostic::{Checked, Diagnostic, Place};
use cribsheet::base::span::position;
use cribsheet::build::{self, Built, Options};
use cribsheet::model::inputs::Inputs;
use tempfile::TempDir;

/// What may stand behind a path; anything else is part of it.
const FLAGS: [&str; 4] = ["crlf", "bom", "no-newline", "escaped"];

/// A book in a folder that vanishes with it.
pub(crate) struct Book {
    folder: TempDir,
}

/// One file of a book.
pub(crate) struct File<'t> {
    /// Relative to the root, as in `content/a.md`.
    pub(crate) path: String,
    /// What stands behind the path: `crlf bom no-newline escaped`.
    pub(crate) flags: Vec<&'t str>,
    /// The lines below.
    pub(crate) lines: Vec<&'t str>,
}

impl Book {
    /// Makes a book of `//- /path` sections.
    #[track_caller]
    pub(crate) fn new(text: &str) -> Self {
        let book = Self { folder: tempfile::tempdir().unwrap() };
        for file in files(text) {
            book.edit(&file.path, file.bytes());
        }
        fs::create_dir_all(book.root().join("content")).unwrap();
        book
    }

    /// Returns the folder of `book.toml`.
    pub(crate) fn root(&self) -> &Path {
        self.folder.path()
    }

    /// Writes a file, given relative to the root.
    #[track_caller]
    pub(crate) fn edit(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let file = self.root().join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, bytes).unwrap();
    }

    /// Builds the book in memory.
    #[track_caller]
    pub(crate) fn build(&self) -> Checked<Built> {
        build::build(self.root(), Options::default()).unwrap()
    }

    /// Returns the findings of a build, one a line, with their files.
    #[track_caller]
    pub(crate) fn findings(&self) -> String {
        let built = self.build();
        let lines = built.diagnostics.iter().map(|finding| {
            let file = finding.place.as_ref().map(|place| format!("{}:", place.file));
            let line = finding_text(finding, &built.value.inputs);
            line.replacen("] ", &format!("] {}", file.unwrap_or_default()), 1)
        });
        lines.fold(String::new(), |all, line| all + &line + "\n")
    }
}

impl<'t> File<'t> {
    /// Reads the line `//- /path flags`, without what is below it; `None` for any other line.
    pub(crate) fn header(line: &'t str) -> Option<Self> {
        let mut path = line.strip_prefix("//- ")?.trim();
        let mut flags = Vec::new();
        while let Some((before, word)) = path.rsplit_once(' ').filter(|(_, it)| FLAGS.contains(it))
        {
            flags.insert(0, word);
            path = before;
        }
        Some(Self { path: root_path(path)?, flags, lines: Vec::new() })
    }

    /// Returns what is written to disk. Blank lines at the end are the case's, not the file's.
    pub(crate) fn bytes(&self) -> Vec<u8> {
        let mut text = self.lines.join("\n");
        text.truncate(text.trim_end_matches('\n').len());
        if !text.is_empty() {
            text.push('\n');
        }
        for flag in &self.flags {
            match *flag {
                "crlf" => text = text.replace('\n', "\r\n"),
                "bom" => text.insert(0, '\u{feff}'),
                "no-newline" => text.truncate(text.trim_end_matches(['\r', '\n']).len()),
                _ => return unescape(&text),
            }
        }
        text.into_bytes()
    }
}

/// Splits text into its `//- /path` sections; what stands before the first is passed over.
pub(crate) fn files(text: &str) -> Vec<File<'_>> {
    let mut files: Vec<File<'_>> = Vec::new();
    for line in text.lines() {
        match (File::header(line), files.last_mut()) {
            (Some(file), _) => files.push(file),
            (None, Some(file)) => file.lines.push(line),
            (None, None) => {}
        }
    }
    files
}

/// Returns a finding as tests write it: `error[rule] 1:5-1:18: message (did you mean `x`?)`.
///
/// Only help that depends on the content is shown. Labels follow, each behind ` | `.
pub(crate) fn finding_text(finding: &Diagnostic, inputs: &Inputs) -> String {
    let mut text = format!("{}[{}] ", finding.level, finding.rule.name);
    if let Some(place) = &finding.place {
        write!(text, "{}: ", place_text(place, inputs)).unwrap();
    }
    text.push_str(&finding.message);
    if let Some(help) = finding.help.as_ref().filter(|help| help.starts_with("did you mean")) {
        write!(text, " ({help})").unwrap();
    }
    for label in &finding.labels {
        let place = place_text(&label.place, inputs);
        write!(text, " | {}:{place}: {}", label.place.file, label.text).unwrap();
    }
    text
}

/// Compares texts and fails with a diff of their lines.
#[track_caller]
pub(crate) fn assert_same(expected: &str, actual: &str) {
    assert!(expected == actual, "not as expected (-), but (+):\n{}", diff(expected, actual, 1));
}

/// Returns a diff of lines with the numbers of the expected ones, the first being `first_line`.
pub(crate) fn diff(expected: &str, actual: &str, first_line: usize) -> String {
    let old: Vec<&str> = expected.split('\n').collect();
    let new: Vec<&str> = actual.split('\n').collect();
    let common = common_lengths(&old, &new);
    let (mut at, mut to, mut text) = (0, 0, String::new());
    while at < old.len() || to < new.len() {
        let (mark, line) = if at < old.len() && to < new.len() && old[at] == new[to] {
            (at, to) = (at + 1, to + 1);
            (' ', old[at - 1])
        } else if to == new.len() || (at < old.len() && common[at + 1][to] >= common[at][to + 1]) {
            at += 1;
            ('-', old[at - 1])
        } else {
            to += 1;
            ('+', new[to - 1])
        };
        let number = first_line + at - usize::from(mark != '+');
        writeln!(text, "{number:5} {mark}{line}").unwrap();
    }
    text
}

/// True if expectations are to be rewritten instead of compared.
pub(crate) fn is_update() -> bool {
    std::env::var("UPDATE").is_ok_and(|value| value == "1")
}

/// Returns every file below a folder, sorted.
pub(crate) fn files_below(folder: &Path) -> Vec<PathBuf> {
    walkdir::WalkDir::new(folder)
        .sort_by_file_name()
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| entry.file_type().is_file())
        .map(walkdir::DirEntry::into_path)
        .collect()
}

/// Returns a path of the repository.
pub(crate) fn repository(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn place_text(place: &Place, inputs: &Inputs) -> String {
    let text = inputs.texts.get(&place.file).map_or("", |text| text);
    let (start, end) = (place.span.start as usize, place.span.end as usize);
    assert!(start <= end && end <= text.len(), "{place:?} is outside its file");
    let (start, end) = (position(text, start), position(text, end));
    format!("{}:{}-{}:{}", start.line, start.column, end.line, end.column)
}

/// `/a.md` is in the content folder; `/content/…`, `/themes/…` and `/book.toml` name themselves, and
/// so does whatever begins with `./`.
fn root_path(written: &str) -> Option<String> {
    if let Some(path) = written.strip_prefix("./") {
        return Some(path.to_owned());
    }
    let path = written.strip_prefix('/')?;
    let is_named =
        path == "book.toml" || path.starts_with("content/") || path.starts_with("themes/");
    Some(if is_named { path.to_owned() } else { format!("content/{path}") })
}

fn unescape(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        if letter != '\\' {
            bytes.extend(letter.encode_utf8(&mut [0; 4]).as_bytes());
            continue;
        }
        match letters.next() {
            Some('t') => bytes.push(b'\t'),
            Some('s') => bytes.push(b' '),
            Some('r') => bytes.push(b'\r'),
            Some('n') => bytes.push(b'\n'),
            Some('\\') => bytes.push(b'\\'),
            Some('x') => {
                let digits: String = letters.by_ref().take(2).collect();
                bytes.push(u8::from_str_radix(&digits, 16).unwrap());
            }
            other => panic!("`\\{other:?}` is no escape of a test's file"),
        }
    }
    bytes
}

/// Returns the lengths of the longest common subsequences of all suffixes.
fn common_lengths(old: &[&str], new: &[&str]) -> Vec<Vec<usize>> {
    let mut lengths = vec![vec![0; new.len() + 1]; old.len() + 1];
    for at in (0..old.len()).rev() {
        for to in (0..new.len()).rev() {
            lengths[at][to] = if old[at] == new[to] {
                lengths[at + 1][to + 1] + 1
            } else {
                lengths[at + 1][to].max(lengths[at][to + 1])
            };
        }
    }
    lengths
}

#[test]
fn a_book_is_made_of_one_string() {
    let book =
        Book::new("//- /a.md crlf bom\n```python rnu\n```\n\n//- ./note.txt escaped\na\\tb\\xff\n");
    let written = |path: &str| fs::read(book.root().join(path)).unwrap();
    assert_eq!(written("content/a.md"), b"\xef\xbb\xbf```python rnu\r\n```\r\n");
    assert_eq!(written("note.txt"), b"a\tb\xff\n");
    let expected = "warning[unknown-attribute] content/a.md:1:11-1:14: unknown item `rnu`";
    assert!(book.findings().contains(expected), "{}", book.findings());
}

#[test]
fn a_diff_has_the_lines_of_both() {
    assert_same(&diff("a\nb\nc", "a\nx\nc", 7), "    7  a\n    8 -b\n    9 +x\n    9  c\n");
}
