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
    /// In order.
    chunks: Vec<Chunk>,
}

/// A part of the text that stands in the file in one piece.
#[derive(Clone, Debug)]
struct Chunk {
    /// Where it begins in the text.
    position: usize,
    /// Its bytes in the file; fewer than in the text, where a tab was expanded.
    place: Range<usize>,
}

impl Fragment {
    /// Appends a chunk with its place in the file.
    pub(in crate::parse) fn push(&mut self, chunk: &str, place: Range<usize>) {
        self.places.chunks.push(Chunk { position: self.text.len(), place });
        self.text.push_str(chunk);
    }

    /// Appends another fragment.
    pub(in crate::parse) fn append(&mut self, other: &Self) {
        self.places.append(self.text.len(), &other.places);
        self.text.push_str(&other.text);
    }

    /// Returns the part of it that a range of `text` is.
    pub(in crate::parse) fn part(&self, range: Range<usize>) -> Self {
        Self { text: self.text[range.clone()].to_owned(), places: self.places.within(&range) }
    }

    /// Returns the part of it that a range of `text` is, without the blanks around that.
    pub(in crate::parse) fn trimmed(&self, range: Range<usize>) -> Self {
        let inside = &self.text[range.clone()];
        let start = range.start + (inside.len() - inside.trim_start().len());
        self.part(start..start + inside.trim().len())
    }

    /// Returns the place of a range of `text`, without blanks at its end.
    pub(in crate::parse) fn span(&self, range: Range<usize>) -> Span {
        let length = self.text[range.clone()].trim_ascii_end().len();
        self.places.span(&(range.start..range.start + length))
    }
}

impl Places {
    /// The places of a text that stands at `offset` in one piece.
    pub(in crate::parse) fn at(offset: usize) -> Self {
        Self { chunks: vec![Chunk { position: 0, place: offset..usize::MAX }] }
    }

    /// Returns where a position of the text stands in the file.
    pub(in crate::parse) fn offset(&self, position: usize) -> usize {
        let Chunk { position: start, place } = self.chunk(position);
        (place.start + (position - start)).min(place.end)
    }

    /// Returns the place of a range of the text.
    pub(in crate::parse) fn span(&self, range: &Range<usize>) -> Span {
        let first = self.offset(range.start);
        if range.is_empty() {
            return Span::at(first);
        }
        let Chunk { position: start, place } = self.chunk(range.end - 1);
        let last = (place.start + (range.end - start)).min(place.end);
        Span::new(first..last.max(first))
    }

    /// Returns the places of the same text with `length` bytes before it that are nowhere.
    pub(in crate::parse) fn behind(&self, length: usize) -> Self {
        let start = self.offset(0);
        let mut places = Self { chunks: vec![Chunk { position: 0, place: start..start }] };
        places.append(length, self);
        places
    }

    /// Returns the places of a part of the text.
    fn within(&self, range: &Range<usize>) -> Self {
        let end = self.chunk(range.start).place.end;
        let first = Chunk { position: 0, place: self.offset(range.start)..end };
        let from = self.chunks.partition_point(|chunk| chunk.position <= range.start);
        let later = self.chunks[from..].iter().take_while(|chunk| chunk.position < range.end);
        let later = later.map(|chunk| Chunk {
            position: chunk.position - range.start,
            place: chunk.place.clone(),
        });
        Self { chunks: std::iter::once(first).chain(later).collect() }
    }

    fn append(&mut self, length: usize, other: &Self) {
        self.chunks.extend(
            other.chunks.iter().map(|chunk| Chunk {
                position: chunk.position + length,
                place: chunk.place.clone(),
            }),
        );
    }

    /// Returns the chunk that a position is in.
    fn chunk(&self, position: usize) -> Chunk {
        let after = self.chunks.partition_point(|chunk| chunk.position <= position);
        self.chunks[..after].last().cloned().unwrap_or(Chunk { position: 0, place: 0..0 })
    }
}
