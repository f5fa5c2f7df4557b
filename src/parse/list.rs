//! Lists with their tasks, and definition lists.

use pulldown_cmark::{Event, Tag};

use crate::model::doc::{Block, Definition, Inline, Item, List, Node};
use crate::parse::markdown::Parser;
use crate::parse::tags::Setting;

impl Parser<'_, '_, '_> {
    /// Reads a list, whose start was consumed.
    pub(super) fn list(&mut self, start: Option<u64>) -> Block {
        let mut items = Vec::new();
        self.depth += 1;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let task = self.task_marker();
                    let item = Item { task, blocks: self.nested_blocks() };
                    items.push(Node { kind: item, span: self.block_span(&range) });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        self.depth -= 1;
        Block::List(List { start, items })
    }

    /// Takes a task's box, which stands first in the item, perhaps in its first paragraph.
    fn task_marker(&mut self) -> Option<bool> {
        let in_paragraph =
            matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)));
        let at = self.at + usize::from(in_paragraph);
        let Some((Event::TaskListMarker(is_done), _)) = self.events.get(at) else { return None };
        let is_done = *is_done;
        self.events.swap(self.at, at);
        self.at += 1;
        Some(is_done)
    }

    /// Reads a definition list, whose start was consumed.
    pub(super) fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        self.depth += 1;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    // Each line is a term.
                    let content = self.block_content(Setting::Phrasing);
                    let terms = content.split(|node| node.kind == Inline::SoftBreak);
                    let terms = terms.map(<[_]>::to_vec);
                    match definitions.last_mut().filter(|last| last.details.is_empty()) {
                        Some(last) => last.terms.extend(terms),
                        None => definitions
                            .push(Definition { terms: terms.collect(), details: Vec::new() }),
                    }
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let detail = self.nested_blocks();
                    match definitions.last_mut() {
                        Some(last) => last.details.push(detail),
                        None => definitions
                            .push(Definition { terms: Vec::new(), details: vec![detail] }),
                    }
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        self.depth -= 1;
        definitions
    }
}
