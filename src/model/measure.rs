//! Counting what a reader reads: words of prose and lines of code.

use crate::model::doc::{Block, Node};
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

/// Measures blocks, leaving out what is folded away.
pub fn measure(blocks: &[Node<Block>]) -> Measure {
    let mut total = Measure::default();
    for block in blocks {
        add(&block.kind, &mut total);
    }
    total
}

/// Counts the words of a text: runs of non-blanks with a letter or digit in them.
pub fn words(text: &str) -> usize {
    text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count()
}

fn add(block: &Block, total: &mut Measure) {
    let mut nested = |blocks: &[Node<Block>]| {
        for block in blocks {
            add(&block.kind, total);
        }
    };
    match block {
        Block::Heading(heading) => total.words += words(&plain_text(&heading.content)),
        Block::Paragraph(content) | Block::Plain(content) => {
            total.words += words(&plain_text(content));
        }
        Block::Code(code) => total.code_lines += code.text.lines().count(),
        Block::Tabs(tabs) => {
            // One tab is read, the longest.
            let longest = tabs.iter().map(|tab| tab.kind.text.lines().count()).max();
            total.code_lines += longest.unwrap_or_default();
        }
        Block::List(list) => list.items.iter().for_each(|item| nested(&item.kind.blocks)),
        Block::Definitions(definitions) => {
            for definition in definitions {
                definition.details.iter().for_each(|detail| nested(detail));
            }
            let terms = definitions.iter().flat_map(|definition| &definition.terms);
            total.words += terms.map(|term| words(&plain_text(term))).sum::<usize>();
        }
        Block::Table(table) => {
            let cells = table.head.iter().chain(table.rows.iter().flatten());
            total.table_words += cells.map(|cell| words(&plain_text(cell))).sum::<usize>();
        }
        Block::Quote(body) => nested(body),
        Block::Callout(callout) => nested(&callout.body),
        Block::Element(element) => nested(&element.children),
        Block::Text(text) => total.words += words(text),
        Block::Fold(_)
        | Block::Study(_)
        | Block::Diagram(_)
        | Block::Math(_)
        | Block::Setup(_)
        | Block::Rule => {}
    }
}
