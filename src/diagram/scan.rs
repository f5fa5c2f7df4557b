//! A cursor over one line, shared by the parsers.

use super::DiagramError;
use super::source::Line;

/// A position in one line of the source.
#[derive(Debug, Clone)]
pub(crate) struct Scanner<'a> {
    rest: &'a str,
    line: usize,
}

impl<'a> Scanner<'a> {
    pub(crate) fn new(line: Line<'a>) -> Self {
        Self { rest: line.text, line: line.number }
    }

    /// What has not been read yet.
    pub(crate) fn rest(&self) -> &'a str {
        self.rest
    }

    pub(crate) fn line(&self) -> usize {
        self.line
    }

    pub(crate) fn is_done(&self) -> bool {
        self.rest.is_empty()
    }

    pub(crate) fn peek(&self) -> Option<char> {
        self.rest.chars().next()
    }

    pub(crate) fn skip_space(&mut self) {
        self.rest = self.rest.trim_start();
    }

    /// Reads `token` if it comes next.
    pub(crate) fn eat(&mut self, token: &str) -> bool {
        match self.rest.strip_prefix(token) {
            Some(rest) => {
                self.rest = rest;
                true
            }
            None => false,
        }
    }

    /// Reads `keyword` if it comes next and is a whole word, and the space behind it.
    pub(crate) fn eat_word(&mut self, keyword: &str) -> bool {
        let Some(rest) = self.rest.strip_prefix(keyword) else { return false };
        if rest.starts_with(|c: char| !c.is_whitespace()) {
            return false;
        }
        self.rest = rest.trim_start();
        true
    }

    pub(crate) fn take_while(&mut self, accept: impl Fn(char) -> bool) -> &'a str {
        let end = self.rest.find(|c| !accept(c)).unwrap_or(self.rest.len());
        self.take(end)
    }

    /// Reads up to `token` and over it; `None` leaves the cursor alone.
    pub(crate) fn take_until(&mut self, token: &str) -> Option<&'a str> {
        let end = self.rest.find(token)?;
        let text = self.take(end);
        self.rest = &self.rest[token.len()..];
        Some(text)
    }

    /// Reads `length` bytes, which must end on a character.
    pub(crate) fn take(&mut self, length: usize) -> &'a str {
        let (text, rest) = self.rest.split_at(length);
        self.rest = rest;
        text
    }

    /// Reads all that is left, without surrounding space.
    pub(crate) fn take_rest(&mut self) -> &'a str {
        std::mem::take(&mut self.rest).trim()
    }

    /// Reads a `"quoted"` text if one comes next.
    pub(crate) fn quoted(&mut self) -> Result<Option<&'a str>, DiagramError> {
        if !self.eat("\"") {
            return Ok(None);
        }
        let text = self
            .take_until("\"")
            .ok_or_else(|| self.fail("the quote is not closed: `\"` is missing"))?;
        if text.starts_with('`') {
            return Err(self.fail("markdown strings (\"`…`\") are not supported: write plain text"));
        }
        Ok(Some(text))
    }

    /// Reads an identifier: letters, digits and `_`, and `-`, `.` or `/` between them. May be
    /// empty.
    pub(crate) fn name(&mut self) -> &'a str {
        let mut end = 0;
        let mut characters = self.rest.char_indices().peekable();
        while let Some((index, c)) = characters.next() {
            let next = characters.peek().map(|&(_, next)| next);
            let is_joint = matches!(c, '-' | '.' | '/') && end > 0 && next.is_some_and(is_name);
            if !is_name(c) && !is_joint {
                break;
            }
            end = index + c.len_utf8();
        }
        self.take(end)
    }

    /// Succeeds at the end of the line (a final `;` is allowed).
    pub(crate) fn expect_end(&mut self) -> Result<(), DiagramError> {
        self.skip_space();
        if self.rest.is_empty() || self.rest == ";" {
            return Ok(());
        }
        Err(self.fail(format!("`{}` is not understood here", self.found())))
    }

    /// What comes next, cut to a length that fits into a message.
    pub(crate) fn found(&self) -> String {
        let text = self.rest.trim();
        if text.is_empty() {
            return "end of line".to_owned();
        }
        match text.char_indices().nth(40) {
            Some((end, _)) => format!("{}…", &text[..end]),
            None => text.to_owned(),
        }
    }

    pub(crate) fn fail(&self, message: impl Into<String>) -> DiagramError {
        DiagramError::at(self.line, message)
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}
