//! Lines of Python code that begin with `#>`: what the statement above them prints. They are shown as output,
//! and not at all where that is what a card asks for.

use std::ops::Range;

use crate::highlight::{self, Token, TokenClass};
use crate::model::doc::CodeBlock;
use crate::model::sample::{self, MARK, Runner};

/// Gives comments that begin a line with `#>` the class of output.
pub(super) fn marked(text: &str, tokens: Vec<Token>) -> Vec<Token> {
    let mut marked: Vec<Token> = Vec::with_capacity(tokens.len());
    for token in tokens {
        if token.class != Some(TokenClass::Comment) {
            marked.push(token);
            continue;
        }
        let mut start = token.text.start;
        for line in text[token.text.clone()].split_inclusive('\n') {
            let part = start..start + line.len();
            let begins_line = start == 0 || text.as_bytes()[start - 1] == b'\n';
            let is_output = begins_line && line.starts_with(MARK);
            let class = if is_output { TokenClass::Output } else { TokenClass::Comment };
            match marked.last_mut() {
                Some(last) if last.class == Some(class) && last.text.end == part.start => {
                    last.text.end = part.end;
                }
                _ => marked.push(Token { class: Some(class), text: part }),
            }
            start += line.len();
        }
    }
    marked
}

/// Returns the places of whole lines that `marked` found.
pub(super) fn lines(text: &str, tokens: &[Token]) -> Vec<Range<usize>> {
    let outputs = tokens.iter().filter(|token| token.class == Some(TokenClass::Output));
    let whole = |token: &Token| {
        let end = token.text.end;
        let has_break = text[end..].starts_with('\n') && !text[..end].ends_with('\n');
        token.text.start..end + usize::from(has_break)
    };
    outputs.map(whole).collect()
}

/// Returns what is left of a range without the hidden ones, which are in order.
pub(super) fn without(range: Range<usize>, hidden: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut left = Vec::new();
    let mut start = range.start;
    for hole in hidden.iter().filter(|hole| hole.start < range.end && hole.end > range.start) {
        if hole.start > start {
            left.push(start..hole.start);
        }
        start = start.max(hole.end);
    }
    if start < range.end {
        left.push(start..range.end);
    }
    left
}

/// Returns what a block's `#>` lines say, if it has any.
pub(super) fn said(code: &CodeBlock) -> Option<String> {
    let language = &code.language.as_ref()?.value;
    if Runner::of(language) != Some(Runner::Python) || !code.text.contains(MARK) {
        return None;
    }
    let tokens = highlight::highlight(highlight::find_language(language)?, &code.text);
    let tokens = marked(&code.text, tokens);
    let mut said = String::new();
    for line in lines(&code.text, &tokens).into_iter().flat_map(|place| code.text[place].lines()) {
        said.push_str(sample::said(line));
        said.push('\n');
    }
    (!said.is_empty()).then_some(said)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_comments_at_the_margin_are_outputs() {
        let code = |text: &str| {
            let language = crate::base::span::Spanned::new(
                "python".to_owned(),
                crate::base::span::Span::at(0),
            );
            said(&CodeBlock {
                language: Some(language),
                text: text.to_owned(),
                ..CodeBlock::default()
            })
        };
        assert_eq!(code("print(1)\n#> 1\n#>\n# no\nx = 2  #> 3\n").as_deref(), Some("1\n\n"));
        assert_eq!(code("x = \"\"\"\n#> 1\n\"\"\"\n  #> 2\n"), None);
    }

    #[test]
    fn hidden_ranges_are_cut_out() {
        assert_eq!(without(0..10, &[2..4, 8..12]), [0..2, 4..8]);
        assert_eq!(without(3..9, &[2..5, 6..7]), [5..6, 7..9]);
        assert!(without(3..4, &[2..5, 6..7]).is_empty());
    }
}
