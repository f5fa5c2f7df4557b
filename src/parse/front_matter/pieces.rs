//! The block cut at its top-level keys, so that each can be read alone.

use std::ops::Range;

use super::scan;

/// Some lines: a key with its value, or lines that belong to no key.
#[derive(Clone, Debug)]
pub(super) struct Piece {
    /// All of it, from the start of its first line.
    pub(super) range: Range<usize>,
    /// The key, with its quotes; `None` for lines that belong to none.
    pub(super) key: Option<Range<usize>>,
    /// Where the value starts.
    pub(super) value: usize,
}

/// Cuts the block. Keys are the lines that are indented no deeper than the first.
pub(super) fn cut(text: &str, yaml: &Range<usize>) -> Vec<Piece> {
    let block = &text[yaml.clone()];
    let first = block.lines().find(|line| !scan::is_blank(line)).unwrap_or_default();
    let margin = scan::indent(first);
    let mut pieces: Vec<Piece> = Vec::new();
    let mut offset = yaml.start;
    for line in block.split_inclusive('\n') {
        let end = offset + line.len();
        match pieces.last_mut() {
            Some(last) if continues(line, margin, last) => last.range.end = end,
            None if scan::is_blank(line) => {}
            _ => {
                let key = scan::key(line);
                let value = key.as_ref().map_or(end, |key| offset + key.value);
                let key = key.map(|key| offset + key.text.start..offset + key.text.end);
                pieces.push(Piece { range: offset..end, key, value });
            }
        }
        offset = end;
    }
    pieces
}

fn continues(line: &str, margin: usize, last: &Piece) -> bool {
    let said = line.trim();
    let is_item = said == "-" || said.starts_with("- ");
    scan::is_blank(line)
        || scan::indent(line) > margin
        || (last.key.is_some() && (is_item || said.starts_with([']', '}'])))
}
