//! Measuring what a reader reads: words of prose and lines of code. Other counts are in `count`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::model::doc::{Block, CodeBlock, Inline, Node};
use crate::model::walk::plain_text;

/// What a run of blocks amounts to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Measure {
    /// Words of prose, without code, tables, folds and study items.
    pub words: usize,
    /// Words within tables.
    pub table_words: usize,
    /// Lines of code blocks outside folds and study items.
    pub code_lines: usize,
}

/// Included text by `file=` as written, as in `Page::includes`.
pub type Includes = BTreeMap<String, Arc<str>>;

/// Words that an adult reads in a minute.
const WORDS_A_MINUTE: usize = 220;
/// Seconds that a line of code takes.
const SECONDS_A_LINE: usize = 2;

impl Measure {
    /// Returns the minutes that reading takes, at least one.
    pub fn minutes(self) -> u32 {
        let words = self.words + self.table_words;
        let seconds = words * 60 / WORDS_A_MINUTE + self.code_lines * SECONDS_A_LINE;
        u32::try_from(seconds.div_ceil(60).max(1)).unwrap_or(u32::MAX)
    }
}

/// Measures blocks, leaving out what is folded away and what fences include.
pub fn measure(blocks: &[Node<Block>]) -> Measure {
    measure_with(blocks, &Includes::new())
}

/// Measures blocks, leaving out what is folded away.
pub fn measure_with(blocks: &[Node<Block>], includes: &Includes) -> Measure {
    let mut total = Measure::default();
    visible(blocks, &mut |block| match &block.kind {
        Block::Code(_) | Block::Tabs(_) => total.code_lines += block_lines(&block.kind, includes),
        Block::Text(text) => total.words += words(text),
        kind => {
            let is_table = matches!(kind, Block::Table(_));
            let sum = if is_table { &mut total.table_words } else { &mut total.words };
            contents(kind, &mut |content| *sum += words(&plain_text(content)));
        }
    });
    total
}

/// Visits blocks and the blocks in them, without folds, cards, questions and exercises.
pub fn visible<'a>(blocks: &'a [Node<Block>], visit: &mut dyn FnMut(&'a Node<Block>)) {
    for block in blocks {
        if matches!(block.kind, Block::Fold(_) | Block::Study(_)) {
            continue;
        }
        visit(block);
        match &block.kind {
            Block::List(list) => {
                list.items.iter().for_each(|item| visible(&item.kind.blocks, visit));
            }
            Block::Definitions(definitions) => {
                let details = definitions.iter().flat_map(|definition| &definition.details);
                details.for_each(|detail| visible(detail, visit));
            }
            Block::Quote(body) => visible(body, visit),
            Block::Callout(callout) => visible(&callout.body, visit),
            Block::Element(element) => visible(&element.children, visit),
            _ => {}
        }
    }
}

/// Visits the inline content that a block itself has, not that of blocks in it.
pub fn contents<'a>(block: &'a Block, visit: &mut dyn FnMut(&'a [Node<Inline>])) {
    match block {
        Block::Heading(heading) => visit(&heading.content),
        Block::Paragraph(content) | Block::Plain(content) => visit(content),
        Block::Definitions(definitions) => {
            let terms = definitions.iter().flat_map(|definition| &definition.terms);
            terms.for_each(|term| visit(term));
        }
        Block::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            cells.for_each(|cell| visit(cell));
        }
        _ => {}
    }
}

/// Counts the words of a text: runs of non-blanks with a letter or digit in them.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

/// Counts the lines of code that a block shows at once, itself and not in blocks within it.
pub fn block_lines(block: &Block, includes: &Includes) -> usize {
    match block {
        Block::Code(code) => code_lines(code, includes),
        // One tab is read, the longest.
        Block::Tabs(tabs) => {
            tabs.iter().map(|tab| code_lines(&tab.kind, includes)).max().unwrap_or_default()
        }
        _ => 0,
    }
}

/// Counts the lines of a code block, or of what it includes.
pub fn code_lines(code: &CodeBlock, includes: &Includes) -> usize {
    shown(code, includes).lines().count()
}

/// Returns the text that a code block shows: its own, or what it includes.
pub fn shown<'a>(code: &'a CodeBlock, includes: &'a Includes) -> &'a str {
    let included = code.include.as_ref().and_then(|include| includes.get(&include.value));
    included.map_or(code.text.as_str(), |text| text)
}
