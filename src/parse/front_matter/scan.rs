//! Just enough of YAML's lexis to know where keys and values are. What they mean, the YAML library
//! says; a wrong guess here moves a caret and nothing else.

use std::ops::Range;

/// A key at the start of a line.
pub(super) struct KeyRange {
    /// With its quotes.
    pub(super) text: Range<usize>,
    /// After the colon.
    pub(super) value: usize,
}

/// Finds `key:` at the start of a line, after blanks.
pub(super) fn key(line: &str) -> Option<KeyRange> {
    let line = line.trim_end();
    let start = line.len() - line.trim_start().len();
    let rest = &line[start..];
    let first = rest.chars().next()?;
    let end = if matches!(first, '"' | '\'') {
        let end = start + quoted_end(rest)?;
        let colon = line[end..].trim_start();
        if !colon.starts_with(':') {
            return None;
        }
        line.len() - colon.len()
    } else {
        let is_entry = rest == "-" || rest.starts_with("- ");
        if is_entry || "?:,[]{}#&*!|>%@`".contains(first) {
            return None;
        }
        start
            + rest
                .match_indices(':')
                .map(|(place, _)| place)
                .find(|place| is_end(rest, place + 1))?
    };
    let text = start..start + line[start..end].trim_end().len();
    (is_end(line, end + 1) && !line[text.clone()].contains(" #"))
        .then_some(KeyRange { text, value: end + 1 })
}

/// Narrows the range of a value to what was written: no blanks, no comments around it.
pub(super) fn value(text: &str, range: Range<usize>) -> Range<usize> {
    let start = skip_blank(text, range.clone());
    let rest = &text[start..range.end];
    let end = match rest.chars().next() {
        None => return collapsed(text, &range),
        Some('"' | '\'') => quoted_end(rest).map(|end| start + end),
        Some('[' | '{') => flow_parts(text, start..range.end).map(|flow| flow.end),
        Some('|' | '>') => Some(start + rest.trim_end().len()),
        Some(_) => None,
    };
    start..end.unwrap_or_else(|| plain_end(text, start..range.end))
}

/// Returns the ranges of a sequence's items; none if this is no sequence that we can follow.
pub(super) fn items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    if text[range.clone()].starts_with('[') {
        return flow_parts(text, range).map(|flow| flow.parts).unwrap_or_default();
    }
    block_items(text, range)
}

/// A flow collection.
pub(super) struct Flow {
    /// What stands between the commas.
    pub(super) parts: Vec<Range<usize>>,
    /// After the closing bracket.
    pub(super) end: usize,
}

/// Splits `[a, b]` or `{a: b}` at its own commas; `None` if it is not closed.
pub(super) fn flow_parts(text: &str, range: Range<usize>) -> Option<Flow> {
    let mut parts = Vec::new();
    let mut depth = 0_usize;
    let mut part = range.start + 1;
    let mut is_token_start = true;
    let mut place = range.start;
    while place < range.end {
        let rest = &text[place..range.end];
        let letter = rest.chars().next()?;
        let after = place + letter.len_utf8();
        let before = text[..place].chars().next_back();
        place = match letter {
            '"' | '\'' if is_token_start => place + quoted_end(rest)?,
            '#' if before.is_none_or(char::is_whitespace) => {
                place + rest.find('\n').unwrap_or(rest.len())
            }
            _ => after,
        };
        match letter {
            '[' | '{' => depth += 1,
            ']' | '}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        let is_closed = depth == 0;
        if is_closed || (depth == 1 && letter == ',') {
            let item = value_in_flow(text, part..after - letter.len_utf8());
            if !item.is_empty() {
                parts.push(item);
            }
            part = after;
        }
        if is_closed {
            return Some(Flow { parts, end: place });
        }
        is_token_start = "[{,:".contains(letter) || (is_token_start && letter.is_whitespace());
    }
    None
}

/// Returns where a quoted scalar ends that the text starts with.
pub(super) fn quoted_end(text: &str) -> Option<usize> {
    let quote = text.chars().next()?;
    let mut letters = text.char_indices().skip(1).peekable();
    while let Some((place, letter)) = letters.next() {
        if letter == '\\' && quote == '"' {
            letters.next();
        } else if letter == quote {
            let is_doubled =
                quote == '\'' && letters.peek().is_some_and(|(_, next)| *next == quote);
            if !is_doubled {
                return Some(place + quote.len_utf8());
            }
            letters.next();
        }
    }
    None
}

/// Returns the number of bytes of blanks at a line's start.
pub(super) fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches([' ', '\t']).len()
}

/// True for lines without content.
pub(super) fn is_blank(line: &str) -> bool {
    let line = line.trim_start();
    line.is_empty() || line.starts_with('#')
}

fn block_items(text: &str, range: Range<usize>) -> Vec<Range<usize>> {
    let line_start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let column = range.start - line_start;
    let mut starts = Vec::new();
    let mut offset = line_start;
    for line in text[line_start..range.end].split_inclusive('\n') {
        let dash = offset + column;
        let is_item = (offset == line_start || indent(line) == column)
            && line.get(column..).is_some_and(|rest| rest.starts_with('-') && is_end(rest, 1));
        if is_item {
            starts.push(dash);
        }
        offset += line.len();
    }
    let ends = starts.iter().skip(1).copied().chain([range.end]);
    starts.iter().zip(ends).map(|(start, end)| value(text, start + 1..end)).collect()
}

fn value_in_flow(text: &str, range: Range<usize>) -> Range<usize> {
    let start = skip_blank(text, range.clone());
    start..plain_end(text, start..range.end)
}

/// Skips blanks, line ends and comments.
fn skip_blank(text: &str, range: Range<usize>) -> usize {
    let mut place = range.start;
    loop {
        let rest = &text[place..range.end];
        let blank = rest.len() - rest.trim_start().len();
        let is_comment = rest[blank..].starts_with('#')
            && (blank > 0 || text[..place].ends_with(char::is_whitespace));
        if !is_comment {
            return place + blank;
        }
        place += blank + rest[blank..].find('\n').unwrap_or(rest.len() - blank);
    }
}

/// Returns the end of the last line that says something, without its comment.
fn plain_end(text: &str, range: Range<usize>) -> usize {
    let mut end = range.start;
    let mut offset = range.start;
    for line in text[range].split_inclusive('\n') {
        let is_comment = line.trim_start().starts_with('#') && offset > end;
        let said = match line.find(" #").or_else(|| line.find("\t#")) {
            _ if is_comment => "",
            Some(comment) => &line[..comment],
            None => line,
        };
        if !said.trim().is_empty() {
            end = offset + said.trim_end().len();
        }
        offset += line.len();
    }
    end
}

/// The place of a value that is not there: after the colon.
fn collapsed(text: &str, range: &Range<usize>) -> Range<usize> {
    let start = range.start.min(text.len());
    start..start
}

/// True if a plain key or an item's dash may end here.
fn is_end(line: &str, place: usize) -> bool {
    line.get(place..)
        .is_some_and(|rest| rest.is_empty() || rest.starts_with([' ', '\t', '\n', '\r']))
}
