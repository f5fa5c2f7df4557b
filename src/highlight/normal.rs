//! Line ends: grammars read `\n` alone, authors may write `\r\n`.

use std::borrow::Cow;

use super::Token;

/// A text with `\n` for every `\r\n`, and the way back.
#[derive(Debug)]
pub(super) struct NormalText<'a> {
    text: Cow<'a, str>,
    /// The positions, in `text`, of the `\n` that lost their `\r`.
    shortened: Vec<usize>,
}

impl<'a> NormalText<'a> {
    /// Copies `text` only if there is something to replace.
    pub(super) fn new(text: &'a str) -> Self {
        if !text.contains("\r\n") {
            return Self { text: Cow::Borrowed(text), shortened: Vec::new() };
        }
        let mut normal = String::with_capacity(text.len());
        let mut shortened = Vec::new();
        for line in text.split_inclusive('\n') {
            match line.strip_suffix("\r\n") {
                Some(content) => {
                    normal.push_str(content);
                    shortened.push(normal.len());
                    normal.push('\n');
                }
                None => normal.push_str(line),
            }
        }
        Self { text: Cow::Owned(normal), shortened }
    }

    /// Returns the text to highlight.
    pub(super) fn text(&self) -> &str {
        &self.text
    }

    /// Moves tokens of [`Self::text`] to where they are in the original text.
    pub(super) fn restore(&self, mut tokens: Vec<Token>) -> Vec<Token> {
        let mut n_before = 0;
        let mut start = 0;
        for token in &mut tokens {
            while self.shortened.get(n_before).is_some_and(|&newline| newline < token.text.end) {
                n_before += 1;
            }
            token.text = start..token.text.end + n_before;
            start = token.text.end;
        }
        tokens
    }
}
