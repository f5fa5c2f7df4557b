//! Where findings point: one line of a block rather than all of it.

use crate::base::span::Span;
use crate::model::doc::Block;
use crate::model::topic::Topic;

/// Returns the first line of a span, without the blanks at its end.
pub(super) fn first_line(text: &str, span: Span) -> Span {
    lines(text, span).next().unwrap_or_else(|| Span::at(span.start as usize))
}

/// Returns the lines of a span, without the blanks at their ends.
pub(super) fn lines(text: &str, span: Span) -> impl Iterator<Item = Span> {
    let mut start = span.start as usize;
    text.get(span.range()).unwrap_or_default().split_inclusive('\n').map(move |line| {
        let place = Span::new(start..start + line.trim_end().len());
        start += line.len();
        place
    })
}

/// Returns where findings about a whole page point: its opening heading, or else its start.
pub(super) fn title(text: &str, topic: &Topic) -> Span {
    match topic.doc.blocks.first() {
        Some(block) if matches!(block.kind, Block::Heading(_)) => first_line(text, block.span),
        Some(block) => Span::at(block.span.start as usize),
        None => Span::at(0),
    }
}
