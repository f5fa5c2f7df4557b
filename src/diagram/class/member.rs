//! Members of classes, and the `~` in which Mermaid writes generic types.

use crate::diagram::block::Row;

/// An attribute or a method.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Member {
    text: String,
    is_static: bool,
    is_abstract: bool,
    pub(super) is_method: bool,
}

impl Member {
    /// Reads `+name: str`, `-load(path)$ Base` or the like; `$` marks what is static, `*` what is
    /// abstract.
    pub(super) fn parse(text: &str) -> Self {
        let text = text.trim().trim_end_matches(';');
        let (visibility, rest) = match text.chars().next() {
            Some(c @ ('+' | '-' | '#' | '~')) => (&text[..c.len_utf8()], text[1..].trim_start()),
            _ => ("", text),
        };
        let close =
            rest.rfind(')').filter(|&close| rest.find('(').is_some_and(|open| open < close));
        let Some(close) = close else {
            let (rest, mark) = split_mark(rest);
            return Self::new(format!("{visibility}{}", generic(rest)), mark, false);
        };
        let (signature, result) = rest.split_at(close + 1);
        let result = result.trim();
        let (result, mark) = match result.chars().next() {
            Some(mark @ ('$' | '*')) => (result[1..].trim(), Some(mark)),
            _ => split_mark(result),
        };
        let result = generic(result.trim_start_matches(':').trim());
        let arrow = if result.is_empty() { "" } else { " : " };
        Self::new(format!("{visibility}{}{arrow}{result}", generic(signature)), mark, true)
    }

    pub(super) fn row(&self) -> Row {
        let class = match (self.is_static, self.is_abstract) {
            (true, _) => "dg-static",
            (_, true) => "dg-abstract",
            _ => "",
        };
        Row { cells: vec![self.text.clone()], class }
    }

    fn new(text: String, mark: Option<char>, is_method: bool) -> Self {
        Self { text, is_static: mark == Some('$'), is_abstract: mark == Some('*'), is_method }
    }
}

fn split_mark(text: &str) -> (&str, Option<char>) {
    match text.chars().last() {
        Some(mark @ ('$' | '*')) => (text[..text.len() - 1].trim_end(), Some(mark)),
        _ => (text, None),
    }
}

/// Turns `list~int~` into `list<int>`; a `~` without its partner stays.
pub(super) fn generic(text: &str) -> String {
    let characters: Vec<char> = text.chars().collect();
    let mut out = characters.clone();
    let mut open = Vec::new();
    for (index, _) in characters.iter().enumerate().filter(|&(_, &c)| c == '~') {
        let opens =
            characters.get(index + 1).is_some_and(|&c| c.is_alphanumeric() || "_\"'[(".contains(c));
        if opens {
            open.push(index);
        } else if let Some(start) = open.pop() {
            out[start] = '<';
            out[index] = '>';
        }
    }
    out.into_iter().collect()
}
