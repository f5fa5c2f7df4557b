//! Tables.

use pulldown_cmark::{Event, Tag, TagEnd};

use crate::model::doc::{Alignment, Inline, Node, Table};
use crate::parse::markdown::Parser;
use crate::parse::tags::Setting;

impl Parser<'_, '_, '_> {
    /// Reads a table, whose start was consumed.
    pub(super) fn table(&mut self, alignments: &[pulldown_cmark::Alignment]) -> Table {
        let alignments: Vec<Alignment> = alignments
            .iter()
            .map(|alignment| match alignment {
                pulldown_cmark::Alignment::None => Alignment::None,
                pulldown_cmark::Alignment::Left => Alignment::Left,
                pulldown_cmark::Alignment::Center => Alignment::Center,
                pulldown_cmark::Alignment::Right => Alignment::Right,
            })
            .collect();
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.row(alignments.len()),
                Event::Start(Tag::TableRow) => rows.push(self.row(alignments.len())),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Table { alignments, head, rows }
    }

    fn row(&mut self, n_columns: usize) -> Vec<Vec<Node<Inline>>> {
        let mut cells = Vec::with_capacity(n_columns);
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.block_content(Setting::Flow)),
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => break,
                _ => {}
            }
        }
        cells.resize(n_columns, Vec::new());
        cells
    }
}
