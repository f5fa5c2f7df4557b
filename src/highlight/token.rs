//! Tokens, and the builder that keeps their promises: exact cover, in order, merged, none empty.

use std::ops::Range;

use super::TokenClass;

/// A stretch of text of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    /// What the text is; `None` for text that needs no colour.
    pub class: Option<TokenClass>,
    /// Where it is: a byte range in the text that was highlighted.
    pub text: Range<usize>,
}

/// Returns `text` as one token without a class.
pub(super) fn plain(text: &str) -> Vec<Token> {
    let mut builder = Builder::new(text);
    builder.push(None, text.len());
    builder.finish()
}

/// Collects tokens from left to right.
#[derive(Debug)]
pub(super) struct Builder<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    end: usize,
}

impl<'a> Builder<'a> {
    /// Starts at the beginning of `text`.
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, tokens: Vec::new(), end: 0 }
    }

    /// Returns where the last token ends.
    pub(super) fn end(&self) -> usize {
        self.end
    }

    /// Gives `class` to what lies between the last token and `end`.
    pub(super) fn push(&mut self, class: Option<TokenClass>, end: usize) {
        let start = self.end;
        if end <= start {
            return;
        }
        self.end = end;
        if let Some(last) = self.tokens.last_mut()
            && last.class == class
        {
            last.text.end = end;
        } else if self.joins_over_blank(class) {
            self.tokens.pop();
            if let Some(last) = self.tokens.last_mut() {
                last.text.end = end;
            }
        } else {
            self.tokens.push(Token { class, text: start..end });
        }
    }

    /// Returns the tokens; what is left of the text has no class.
    pub(super) fn finish(mut self) -> Vec<Token> {
        self.push(None, self.text.len());
        self.tokens
    }

    /// Tells whether only white space lies between the next token and one of the same class before it. Both then become
    /// one: blanks have no colour, and a comment of ten lines needs no ten spans. Other classes end with their line.
    fn joins_over_blank(&self, class: Option<TokenClass>) -> bool {
        let [.., before, gap] = self.tokens.as_slice() else {
            return false;
        };
        let is_blank = |byte| match byte {
            b' ' | b'\t' => class != Some(TokenClass::Prompt),
            b'\n' => matches!(
                class,
                Some(TokenClass::Comment | TokenClass::Inserted | TokenClass::Deleted)
            ),
            _ => false,
        };
        class.is_some()
            && before.class == class
            && gap.class.is_none()
            && self.text[gap.text.clone()].bytes().all(is_blank)
    }
}
