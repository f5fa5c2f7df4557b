//! The lines of a program and where they stand in the page.

use std::path::Path;

use crate::base::path::FilePath;
use crate::base::span::Span;
use crate::model::inputs::Inputs;
use crate::model::sample::Program;

/// A program's text, and the origin of each line.
#[derive(Debug)]
pub(super) struct Assembled<'a> {
    /// The whole program.
    pub(super) text: String,
    /// By part: the number of its first line in the program, from 1.
    pub(super) first_lines: Vec<usize>,
    program: &'a Program,
    /// The page's file, as reports name it.
    file: &'a str,
    /// The page's text.
    page: &'a str,
}

impl<'a> Assembled<'a> {
    /// Joins the parts of a program whose page is `file`.
    pub(super) fn new(program: &'a Program, file: &'a FilePath, inputs: &'a Inputs) -> Self {
        let page = inputs.texts.get(file).map_or("", |text| text);
        let mut text = String::new();
        let mut first_lines = Vec::new();
        let mut line = 1;
        for part in &program.parts {
            first_lines.push(line);
            line += part.text.lines().count();
            text.push_str(&part.text);
        }
        Self { text, first_lines, program, file: file.as_str(), page }
    }

    /// Returns the page's text.
    pub(super) fn page(&self) -> &'a str {
        self.page
    }

    /// Returns the sample's own lines.
    pub(super) fn own_lines(&self) -> Vec<&'a str> {
        self.program.own().text.lines().collect()
    }

    /// Returns the number of the sample's own first line in the program.
    pub(super) fn own_first_line(&self) -> usize {
        self.first_lines.last().copied().unwrap_or(1)
    }

    /// True if the sample's own lines stand in the page, and not in another file.
    pub(super) fn is_in_page(&self) -> bool {
        let own = self.program.own();
        own.text.is_empty() || !own.line_starts.is_empty()
    }

    /// Returns where a line of the program stands in the page; the code block's first line for one that
    /// does not.
    pub(super) fn place(&self, line: usize) -> Span {
        let part = self.first_lines.iter().rposition(|first| *first <= line);
        let start = part.and_then(|part| {
            self.program.parts[part].line_starts.get(line - self.first_lines[part])
        });
        start.map_or_else(|| self.fence(), |start| self.line_at(*start as usize))
    }

    /// Returns the code block's first line.
    pub(super) fn fence(&self) -> Span {
        self.line_at(self.program.span.start as usize)
    }

    /// Returns where the sample's own lines `from..to` stand, counted from 0.
    pub(super) fn own_span(&self, from: usize, to: usize) -> Span {
        let first = self.place(self.own_first_line() + from);
        let last = self.place(self.own_first_line() + to.max(from + 1) - 1);
        Span { start: first.start, end: last.end.max(first.end) }
    }

    /// Returns a line of the program as the page's line number.
    pub(super) fn page_line(&self, line: usize) -> usize {
        let start = self.place(line).start as usize;
        self.page[..start].bytes().filter(|byte| *byte == b'\n').count() + 1
    }

    /// Replaces the program's files and lines in what it printed by the page's. `inside` is where the program
    /// had its files.
    pub(super) fn mapped(&self, printed: &str, inside: &Path) -> String {
        let name = |name: String| inside.join(name).display().to_string();
        let whole = [(name("program/main.py".to_owned()), 1)];
        let parts = self.first_lines.iter().enumerate().flat_map(|(number, first)| {
            ["sql", "sh"].map(|ending| (name(format!("program/{number}.{ending}")), *first))
        });
        let mut text = without_harness(printed, &name("harness.py".to_owned()));
        for (program, first) in whole.into_iter().chain(parts) {
            if text.contains(&program) {
                text = renumber(&text, &program, self.file, |line| {
                    self.page_line(first.saturating_add(line - 1))
                });
            }
        }
        text
    }

    /// Returns the line of the page that what was printed, and mapped, names last.
    pub(super) fn reported_line(&self, printed: &str) -> Option<Span> {
        let number = printed.lines().rev().find_map(|line| {
            let (_, behind) = line.split_once(self.file)?;
            let behind = behind.strip_prefix(": line ").or_else(|| behind.strip_prefix(':'))?;
            behind.split(|letter: char| !letter.is_ascii_digit()).next()?.parse::<usize>().ok()
        })?;
        let before = self.page.split_inclusive('\n').take(number.saturating_sub(1));
        Some(self.line_at(before.map(str::len).sum()))
    }

    fn line_at(&self, start: usize) -> Span {
        let length =
            self.page.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
        Span::new(start..start + length)
    }
}

/// Leaves out what a crash shows of our own calls.
fn without_harness(printed: &str, harness: &str) -> String {
    printed.split_inclusive('\n').filter(|line| !line.contains(harness)).collect()
}

/// Replaces a file's name, and the line number behind it (`", line 3`, `:3:`, `: line 3:`), if any.
fn renumber(text: &str, file: &str, page: &str, line: impl Fn(usize) -> usize) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(file) {
        out.push_str(&rest[..at]);
        out.push_str(page);
        rest = &rest[at + file.len()..];
        for lead in ["\", line ", ": line ", ":"] {
            let Some(behind) = rest.strip_prefix(lead) else { continue };
            let length =
                behind.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(behind.len());
            if let Ok(number) = behind[..length].parse::<usize>()
                && number > 0
            {
                out.push_str(lead);
                out.push_str(&line(number).to_string());
                rest = &behind[length..];
                break;
            }
        }
    }
    out + rest
}

#[cfg(test)]
mod tests {
    use super::renumber;

    #[test]
    fn lines_become_the_pages() {
        let text = "File \"/x/0.py\", line 3, in f\npsql:/x/0.py:12: ERROR\n/x/0.py: line 4: oops\n/x/0.py\n";
        let expected =
            "File \"a.md\", line 103, in f\npsql:a.md:112: ERROR\na.md: line 104: oops\na.md\n";
        assert_eq!(renumber(text, "/x/0.py", "a.md", |line| line + 100), expected);
    }
}
