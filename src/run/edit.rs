//! Rewriting what a page says that its samples print, and nothing else of the page. Pure.

use std::ops::Range;

use crate::base::span::Span;
use crate::run::mapping::Assembled;

/// A replacement in a page's text.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Edit {
    /// The bytes to replace.
    pub span: Span,
    /// What stands there instead.
    pub text: String,
}

/// Replaces lines of a sample: `old` counts them from 0, and is empty where new ones are to be put in
/// before that line. `None` for a sample whose code is in another file.
pub(super) fn own_lines(
    assembled: &Assembled<'_>,
    old: Range<usize>,
    new: &[String],
) -> Option<Edit> {
    let page = assembled.page();
    let fence = &page[assembled.fence().range()];
    if !assembled.is_in_page() || !new.iter().all(|line| fits(line, fence)) {
        return None;
    }
    if old.is_empty() {
        let above = assembled.own_span(old.start.checked_sub(1)?, old.start);
        let line = Line::around(page, above.start as usize);
        return Some(Edit { span: Span::at(above.end as usize), text: line.below(new) });
    }
    let span = assembled.own_span(old.start, old.end);
    let line = Line::around(page, span.start as usize);
    if new.is_empty() {
        let end = span.end as usize;
        let end = page[end..].find('\n').map_or(page.len(), |newline| end + newline + 1);
        return Some(Edit { span: Span::new(line.start..end), text: String::new() });
    }
    Some(Edit { span, text: line.below(new)[line.break_and_prefix().len()..].to_owned() })
}

/// Replaces the text of an `output` fence, or puts one after the sample at `sample`. `None` where the
/// text would end the fence.
pub(super) fn output(
    assembled: &Assembled<'_>,
    sample: Span,
    old: Option<Span>,
    new: &[String],
) -> Option<Edit> {
    let page = assembled.page();
    let fence = old.map_or("```", |old| &page[old.range()]);
    if !new.iter().all(|line| fits(line, fence)) {
        return None;
    }
    if let Some(old) = old {
        let inside = inside(page, old)?;
        let line = Line::around(page, old.start as usize);
        return Some(Edit { span: inside, text: line.below(new) });
    }
    let line = Line::around(page, sample.start as usize);
    let end = sample.start as usize + page[sample.range()].trim_end().len();
    let fence = ["```output".to_owned()];
    let lines: Vec<String> = [&[String::new()], &fence[..], new, &["```".to_owned()]].concat();
    Some(Edit { span: Span::at(end), text: line.below(&lines) })
}

/// Returns the place of a fence's text, from the end of its first line to the end of its last but one.
pub(super) fn inside(page: &str, fence: Span) -> Option<Span> {
    let block = page.get(fence.range())?.trim_end();
    let start = block.find('\n')?;
    let end = block.rfind('\n')?;
    let closing = block[end + 1..].trim_start_matches([' ', '>']);
    if !closing.starts_with(['`', '~']) {
        return None;
    }
    let without_return = |at: usize| if block[..at].ends_with('\r') { at - 1 } else { at };
    let offset = fence.start as usize;
    Some(Span::new(offset + without_return(start)..offset + without_return(end)))
}

/// Returns the lines from number `first`, from 0, to the last of a fence's text.
pub(super) fn lines_inside(page: &str, fence: Span, first: usize) -> Span {
    let Some(inside) = inside(page, fence) else { return fence };
    let text = &page[inside.range()];
    // It begins with the break before its first line.
    let start = text.match_indices('\n').nth(first).map_or(0, |(at, _)| at + 1);
    let start = start + (text[start..].len() - text[start..].trim_start_matches([' ', '>']).len());
    if text.is_empty() {
        fence
    } else {
        Span::new(inside.start as usize + start..inside.end as usize)
    }
}

/// True for a line that can stand in a fence, and will be read back as it is.
fn fits(line: &str, fence: &str) -> bool {
    let mark = fence.trim_start().chars().next().unwrap_or('`');
    let length =
        |text: &str| text.trim_start().chars().take_while(|letter| *letter == mark).count();
    let closes = length(line) >= length(fence).max(3);
    !closes && !line.chars().any(|letter| letter.is_control() && letter != '\t')
}

/// Applies edits to a text. Of several at one place the first counts.
pub fn apply(text: &str, edits: &[Edit]) -> String {
    let mut edits: Vec<&Edit> = edits.iter().collect();
    edits.sort_by_key(|edit| (edit.span, *edit));
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    let mut last: Option<Span> = None;
    for edit in edits {
        let Range { start, end } = edit.span.range();
        if start < at || last == Some(edit.span) {
            continue;
        }
        out.push_str(&text[at..start]);
        out.push_str(&edit.text);
        (at, last) = (end, Some(edit.span));
    }
    out + &text[at..]
}

/// A line of a page: what containers put before it, and how it ends.
struct Line<'a> {
    start: usize,
    prefix: String,
    newline: &'a str,
}

impl<'a> Line<'a> {
    fn around(page: &'a str, at: usize) -> Self {
        let start = page[..at].rfind('\n').map_or(0, |newline| newline + 1);
        let is_kept = |letter: char| letter.is_whitespace() || letter == '>';
        let prefix = page[start..at]
            .chars()
            .map(|letter| if is_kept(letter) { letter } else { ' ' })
            .collect();
        let end = page[at..].find('\n').map_or(page.len(), |newline| at + newline);
        let newline = if page[..end].ends_with('\r') { "\r\n" } else { "\n" };
        Self { start, prefix, newline }
    }

    fn break_and_prefix(&self) -> String {
        format!("{}{}", self.newline, self.prefix)
    }

    /// Returns lines as they stand below this one, which has no break at its end.
    fn below(&self, lines: &[String]) -> String {
        let before = self.break_and_prefix();
        let bare = format!("{}{}", self.newline, self.prefix.trim_end());
        lines
            .iter()
            .map(|line| if line.is_empty() { bare.clone() } else { before.clone() + line })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{Edit, apply, fits, inside, lines_inside};
    use crate::base::span::Span;

    #[test]
    fn edits_change_only_their_places() {
        let edit = |range: std::ops::Range<usize>, text: &str| Edit {
            span: Span::new(range),
            text: text.to_owned(),
        };
        let edits =
            [edit(4..5, "E"), edit(1..2, ""), edit(6..6, "!"), edit(4..5, "E"), edit(6..6, "!")];
        assert_eq!(apply("abcdef", &edits), "acdEf!");
        assert_eq!(apply("abc", &[]), "abc");
    }

    #[test]
    fn what_would_end_a_fence_does_not_fit() {
        assert!(fits("```", "````output") && fits("~~~", "```output") && fits("a\tb", "```"));
        assert!(!fits(" ```", "```output") && !fits("~~~~", "~~~output") && !fits("a\rb", "```"));
    }

    #[test]
    fn the_text_of_a_fence_is_found() {
        let page = "> ```output\r\n> a\r\n> ```\r\n";
        let found = inside(page, Span::new(2..page.len())).unwrap();
        assert_eq!(&page[found.range()], "\r\n> a");
        let two = "```output\na\nb\n```";
        assert_eq!(&two[lines_inside(two, Span::new(0..two.len()), 1).range()], "b");
        let empty = "```output\n```";
        assert_eq!(inside(empty, Span::new(0..empty.len())), Some(Span::at(9)));
        assert_eq!(inside("```output\nx", Span::new(0..11)), None);
    }
}
