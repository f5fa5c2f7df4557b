//! Counting what an anatomy limits: rows, headings, samples, links. Folds are left out.

use crate::base::span::Span;
use crate::model::doc::{Block, CodeBlock, Inline, Node, SampleMode, StudyForm};
use crate::model::measure::{Includes, block_lines, contents, visible};
use crate::model::walk::{Visit, walk_blocks, walk_inlines};

/// Counts the body rows of tables outside folds.
pub fn rows(blocks: &[Node<Block>]) -> usize {
    let mut count = 0;
    visible(blocks, &mut |block| {
        if let Block::Table(table) = &block.kind {
            count += table.rows.len();
        }
    });
    count
}

/// Counts the lines of code blocks outside folds; of several tabs, those of the longest.
pub fn code_lines(blocks: &[Node<Block>], includes: &Includes) -> usize {
    let mut count = 0;
    visible(blocks, &mut |block| count += block_lines(&block.kind, includes));
    count
}

/// Counts the headings of a level outside folds.
pub fn headings(blocks: &[Node<Block>], level: u8) -> usize {
    let mut count = 0;
    visible(blocks, &mut |block| {
        if let Block::Heading(heading) = &block.kind {
            count += usize::from(heading.level == level);
        }
    });
    count
}

/// Counts the diagrams outside folds.
pub fn diagrams(blocks: &[Node<Block>]) -> usize {
    let mut count = 0;
    visible(blocks, &mut |block| count += usize::from(matches!(block.kind, Block::Diagram(_))));
    count
}

/// Counts the executed code blocks outside folds, each tab as one.
pub fn samples(blocks: &[Node<Block>]) -> usize {
    code_blocks(blocks).into_iter().filter(|(code, _)| is_executed(code)).count()
}

/// True for code that `crib test` executes.
pub fn is_executed(code: &CodeBlock) -> bool {
    match code.sample.mode {
        SampleMode::Run => true,
        SampleMode::Unmarked => code.language.as_ref().is_some_and(|name| name.value == "pycon"),
        SampleMode::NoRun | SampleMode::Starter => false,
    }
}

/// Returns the code blocks outside folds with their places, each tab as one.
pub fn code_blocks(blocks: &[Node<Block>]) -> Vec<(&CodeBlock, Span)> {
    let mut found = Vec::new();
    visible(blocks, &mut |block| match &block.kind {
        Block::Code(code) => found.push((&**code, block.span)),
        Block::Tabs(tabs) => found.extend(tabs.iter().map(|tab| (&tab.kind, tab.span))),
        _ => {}
    });
    found
}

/// Counts the cards, questions or exercises, wherever they stand.
pub fn studies(blocks: &[Node<Block>], form: StudyForm) -> usize {
    let mut count = 0;
    walk_blocks(blocks, &mut |visit| {
        if let Visit::Block(Node { kind: Block::Study(study), .. }) = visit {
            count += usize::from(study.form == form);
        }
    });
    count
}

/// Counts the links outside folds.
pub fn links(blocks: &[Node<Block>]) -> usize {
    let mut count = 0;
    visible(blocks, &mut |block| {
        if let Block::Element(element) = &block.kind {
            count += usize::from(is_raw_link(&element.name, &element.attributes));
        }
        contents(&block.kind, &mut |content| count += inline_links(content));
    });
    count
}

fn inline_links(content: &[Node<Inline>]) -> usize {
    let mut count = 0;
    walk_inlines(content, &mut |visit| {
        if let Visit::Inline(node) = visit {
            count += usize::from(match &node.kind {
                Inline::Link(_) => true,
                Inline::Element(element) => is_raw_link(&element.name, &element.attributes),
                _ => false,
            });
        }
    });
    count
}

fn is_raw_link(name: &str, attributes: &[(String, String)]) -> bool {
    name == "a" && attributes.iter().any(|(key, _)| key == "href")
}
