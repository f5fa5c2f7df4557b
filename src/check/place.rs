//! Where findings point: one line of a block rather than all of it.

use crate::base::span::Span;
use crate::model::doc::Block;
use crate::model::topic::Topic;

/// Returns the first line of a span, without the blanks at its end.
pub(super) fn first_line(text: &str, span: Span) -> Span {
    let line = text.get(span.range()).and_then(|text| text.lines().next()).unwrap_or_default();
    Span::new(span.start as usize..span.start as usize + line.trim_end().len())
}

/// Returns where findings about a whole page point: its opening heading, or else its start.
pub(super) fn title(text: &str, topic: &Topic) -> Span {
    match topic.doc.blocks.first() {
        Some(block) if matches!(block.kind, Block::Heading(_)) => first_line(text, block.span),
        Some(block) => Span::at(block.span.start as usize),
        None => Span::at(0),
    }
}
