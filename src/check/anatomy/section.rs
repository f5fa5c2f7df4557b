//! Cutting a page at its level-2 headings.

use crate::base::span::Span;
use crate::check::place::first_line;
use crate::check::survey::Survey;
use crate::model::doc::{Block, Node};
use crate::model::walk::plain_text;

/// A level-2 heading and what comes before the next.
pub(super) struct Section<'a> {
    /// The heading's text.
    pub(super) title: String,
    /// The heading's line.
    pub(super) heading: Span,
    /// What comes after it.
    pub(super) blocks: &'a [Node<Block>],
}

/// Returns the sections of a page. A level-1 heading ends a section too.
pub(super) fn sections<'a>(survey: &Survey<'a>) -> Vec<Section<'a>> {
    let blocks = &survey.page.topic.doc.blocks;
    let is_cut =
        |block: &Node<Block>| matches!(&block.kind, Block::Heading(heading) if heading.level <= 2);
    let mut sections = Vec::new();
    for (at, block) in blocks.iter().enumerate() {
        let Block::Heading(heading) = &block.kind else { continue };
        if heading.level == 2 {
            let rest = &blocks[at + 1..];
            let end = rest.iter().position(is_cut).unwrap_or(rest.len());
            sections.push(Section {
                title: plain_text(&heading.content).trim().to_owned(),
                heading: first_line(survey.text, block.span),
                blocks: &rest[..end],
            });
        }
    }
    sections
}

/// Returns a heading's text without what makes no difference: case, and how it is spaced.
pub(super) fn key(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}
