//! Visiting every node of a document tree, in the order in which it reads.

use crate::model::doc::{Block, Doc, Fold, Inline, Node};

/// What a visitor is shown: each node before its children.
#[derive(Clone, Copy, Debug)]
pub enum Visit<'a> {
    /// A block.
    Block(&'a Node<Block>),
    /// Inline content.
    Inline(&'a Node<Inline>),
}

/// Visits a whole document, footnotes last.
pub fn walk<'a>(doc: &'a Doc, visit: &mut dyn FnMut(Visit<'a>)) {
    walk_blocks(&doc.blocks, visit);
    for footnote in &doc.footnotes {
        walk_blocks(&footnote.blocks, visit);
    }
}

/// Visits blocks and everything in them.
pub fn walk_blocks<'a>(blocks: &'a [Node<Block>], visit: &mut dyn FnMut(Visit<'a>)) {
    for block in blocks {
        visit(Visit::Block(block));
        match &block.kind {
            Block::Heading(heading) => walk_inlines(&heading.content, visit),
            Block::Paragraph(content) | Block::Plain(content) => walk_inlines(content, visit),
            Block::List(list) => {
                for item in &list.items {
                    walk_blocks(&item.kind.blocks, visit);
                }
            }
            Block::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| walk_inlines(term, visit));
                    definition.details.iter().for_each(|detail| walk_blocks(detail, visit));
                }
            }
            Block::Table(table) => {
                for cell in table.head.iter().chain(table.rows.iter().flatten()) {
                    walk_inlines(cell, visit);
                }
            }
            Block::Quote(body) => walk_blocks(body, visit),
            Block::Callout(callout) => walk_blocks(&callout.body, visit),
            Block::Fold(fold) => walk_fold(fold, visit),
            Block::Study(study) => {
                walk_blocks(&study.front, visit);
                walk_fold(&study.fold, visit);
            }
            Block::Element(element) => walk_blocks(&element.children, visit),
            Block::Code(_)
            | Block::Tabs(_)
            | Block::Diagram(_)
            | Block::Math(_)
            | Block::Setup(_)
            | Block::Text(_)
            | Block::Rule => {}
        }
    }
}

/// Visits inline content and everything in it.
pub fn walk_inlines<'a>(inlines: &'a [Node<Inline>], visit: &mut dyn FnMut(Visit<'a>)) {
    for inline in inlines {
        visit(Visit::Inline(inline));
        match &inline.kind {
            Inline::Strong(content)
            | Inline::Emphasis(content)
            | Inline::Strikethrough(content) => walk_inlines(content, visit),
            Inline::Link(link) => walk_inlines(&link.content, visit),
            Inline::Element(element) => walk_inlines(&element.children, visit),
            Inline::Text(_)
            | Inline::Code(_)
            | Inline::Image(_)
            | Inline::Math { .. }
            | Inline::FootnoteReference { .. }
            | Inline::SoftBreak
            | Inline::HardBreak => {}
        }
    }
}

/// Returns the plain text of inline content: what a reader would read aloud.
pub fn plain_text(inlines: &[Node<Inline>]) -> String {
    let mut text = String::new();
    walk_inlines(inlines, &mut |visit| {
        if let Visit::Inline(node) = visit {
            match &node.kind {
                Inline::Text(part) | Inline::Code(part) => text.push_str(part),
                Inline::Math { latex, .. } => text.push_str(latex),
                Inline::Image(image) => text.push_str(&image.alt),
                Inline::SoftBreak | Inline::HardBreak => text.push(' '),
                _ => {}
            }
        }
    });
    text
}

fn walk_fold<'a>(fold: &'a Fold, visit: &mut dyn FnMut(Visit<'a>)) {
    walk_inlines(&fold.summary, visit);
    walk_blocks(&fold.body, visit);
}
