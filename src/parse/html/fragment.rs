//! Text taken from the file, of which every byte still knows its place there.

use std::ops::Range;

use crate::base::span::Span;

/// Text whose lines may stand apart in the file, since containers put something before them.
#[derive(Clone, Debug, Default)]
pub(in crate::parse) struct Fragment {
    /// The lines, joined.
    pub(in crate::parse) text: String,
    /// Where they stand.
    pub(in crate::parse) places: Places,
}

/// Where the bytes of a text stand in the file.
#[derive(Clone, Debug, Default)]
pub(in crate::parse) struct Places {
    /// Position in the text and offset in the file of each contiguous chunk, in order.
    chunks: Vec<(usize, usize)>,
}

impl Fragment {
    /// Appends a chunk that stands at `offset` in the file.
    pub(in crate::parse) fn push(&mut self, chunk: &str, offset: usize) {
        self.places.chunks.push((self.text.len(), offset));
        self.text.push_str(chunk);
    }

    /// Appends another fragment.
    pub(in crate::parse) fn append(&mut self, other: &Self) {
        self.places.append(self.text.len(), &other.places);
        self.text.push_str(&other.text);
    }

    /// Returns the part of it that a range of `text` is.
    pub(in crate::parse) fn part(&self, range: Range<usize>) -> Self {
        Self { text: self.text[range.clone()].to_owned(), places: self.places.from(range.start) }
    }

    /// Returns the part of it that a range of `text` is, without the blanks around that.
    pub(in crate::parse) fn trimmed(&self, range: Range<usize>) -> Self {
        let inside = &self.text[range.clone()];
        let start = range.start + (inside.len() - inside.trim_start().len());
        self.part(start..start + inside.trim().len())
    }

    /// Returns the place of a range of `text`.
    pub(in crate::parse) fn span(&self, range: Range<usize>) -> Span {
        self.places.span(&range)
    }
}

impl Places {
    /// The places of a text that stands at `offset` in one piece.
    pub(in crate::parse) fn at(offset: usize) -> Self {
        Self { chunks: vec![(0, offset)] }
    }

    /// Returns where a position of the text stands in the file.
    pub(in crate::parse) fn offset(&self, position: usize) -> usize {
        let after = self.chunks.partition_point(|(start, _)| *start <= position);
        let (start, offset) = self.chunks[..after].last().copied().unwrap_or((0, 0));
        offset + (position - start)
    }

    /// Returns the place of a range of the text.
    pub(in crate::parse) fn span(&self, range: &Range<usize>) -> Span {
        let first = self.offset(range.start);
        let last = if range.end > range.start { self.offset(range.end - 1) + 1 } else { first };
        Span::new(first..last.max(first))
    }

    /// Returns the places of the same text with `length` bytes before it that are nowhere.
    pub(in crate::parse) fn behind(&self, length: usize) -> Self {
        let mut places = Self::at(self.offset(0));
        places.append(length, self);
        places
    }

    /// Returns the places of the text from `position` on.
    fn from(&self, position: usize) -> Self {
        let mut places = Self::at(self.offset(position));
        let later = self.chunks.iter().filter(|(start, _)| *start > position);
        places.chunks.extend(later.map(|(start, offset)| (start - position, *offset)));
        places
    }

    fn append(&mut self, length: usize, other: &Self) {
        self.chunks.extend(other.chunks.iter().map(|(start, offset)| (start + length, *offset)));
    }
}
