//! The text of one HTML block, freed of what containers put before its lines.

use crate::base::span::Span;

/// Text whose lines may stand apart in the file, as in a block quote.
#[derive(Clone, Debug, Default)]
pub(in crate::parse) struct Fragment {
    /// The lines, joined.
    pub(in crate::parse) text: String,
    /// Position in `text` and offset in the file, for each chunk.
    chunks: Vec<(usize, usize)>,
}

impl Fragment {
    /// Appends a chunk that stands at `offset` in the file.
    pub(in crate::parse) fn push(&mut self, chunk: &str, offset: usize) {
        self.chunks.push((self.text.len(), offset));
        self.text.push_str(chunk);
    }

    /// Appends another fragment.
    pub(in crate::parse) fn append(&mut self, other: &Self) {
        let shift = self.text.len();
        self.chunks.extend(other.chunks.iter().map(|(start, offset)| (start + shift, *offset)));
        self.text.push_str(&other.text);
    }

    /// Returns where a position of `text` stands in the file.
    pub(in crate::parse) fn offset(&self, position: usize) -> usize {
        let after = self.chunks.partition_point(|(start, _)| *start <= position);
        let (start, offset) = self.chunks[..after].last().copied().unwrap_or((0, 0));
        offset + (position - start)
    }

    /// Returns the place of a range of `text`.
    pub(in crate::parse) fn span(&self, start: usize, end: usize) -> Span {
        let first = self.offset(start);
        let last = if end > start { self.offset(end - 1) + 1 } else { first };
        Span::new(first..last.max(first))
    }
}
