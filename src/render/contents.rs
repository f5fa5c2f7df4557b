//! A page's contents: its headings, nested.

use crate::base::path::encode;
use crate::model::doc::{Block, Doc, Heading, Node};
use crate::model::walk::{Visit, plain_text, walk_blocks};
use crate::render::html::split_heading;
use crate::render::view::page::TocEntry;

/// Returns the headings under the page's own, those in folds left out.
pub(crate) fn contents(doc: &Doc) -> Vec<TocEntry> {
    let mut headings = Vec::new();
    let (_, blocks) = split_heading(doc);
    walk_blocks(blocks, &mut |visit| {
        if let Visit::Block(Node { kind: Block::Heading(heading), .. }) = visit
            && !heading.is_folded
        {
            headings.push(heading);
        }
    });
    nest(&mut headings.into_iter().peekable(), 0)
}

/// Takes headings deeper than `parent`; a skipped level makes no empty entry.
fn nest<'a>(
    headings: &mut std::iter::Peekable<impl Iterator<Item = &'a Heading>>,
    parent: u8,
) -> Vec<TocEntry> {
    let mut entries = Vec::new();
    while let Some(heading) = headings.next_if(|heading| level(heading) > parent) {
        let entries_below = nest(headings, level(heading));
        entries.push(TocEntry {
            title: plain_text(&heading.content),
            url: ["#", &encode(&heading.id)].concat(),
            level: level(heading),
            entries: entries_below,
        });
    }
    entries
}

/// A second level-1 heading is shown as one of level 2.
fn level(heading: &Heading) -> u8 {
    heading.level.clamp(2, 6)
}
