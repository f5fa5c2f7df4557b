//! The lines of a program and where they stand in the page.

use crate::base::span::Span;
use crate::model::sample::Program;

/// A program's text, and the origin of each line.
#[derive(Debug)]
pub(super) struct Assembled<'a> {
    /// The whole program.
    pub(super) text: String,
    /// By part: the number of its first line in the program, from 1.
    pub(super) first_lines: Vec<usize>,
    program: &'a Program,
    /// The page's text.
    page: &'a str,
}

impl<'a> Assembled<'a> {
    /// Joins a program's parts.
    pub(super) fn new(program: &'a Program, page: &'a str) -> Self {
        let mut text = String::new();
        let mut first_lines = Vec::new();
        let mut line = 1;
        for part in &program.parts {
            first_lines.push(line);
            line += part.text.lines().count();
            text.push_str(&part.text);
        }
        Self { text, first_lines, program, page }
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

    fn line_at(&self, start: usize) -> Span {
        let length =
            self.page.get(start..).and_then(|rest| rest.lines().next()).map_or(0, str::len);
        Span::new(start..start + length)
    }
}
