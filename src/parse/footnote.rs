//! Footnotes: references and definitions are gathered here, and put in order by `finish`.

use std::collections::BTreeMap;

use crate::base::span::Span;
use crate::model::doc::{Block, Footnote, Node};
use crate::parse::context::Context;
use crate::rules;

/// The references and definitions met so far. Labels do not mind case.
#[derive(Default)]
pub(super) struct Footnotes {
    /// By label, as it is compared.
    indices: BTreeMap<String, usize>,
    /// By index.
    entries: Vec<Entry>,
}

#[derive(Default)]
struct Entry {
    label: String,
    definition: Option<(Vec<Node<Block>>, Span)>,
    /// Its index among those that are shown.
    shown_as: Option<usize>,
}

/// The footnotes that the document shows, in the order of their first references.
#[derive(Default)]
pub(super) struct Order {
    pub(super) shown: Vec<Footnote>,
}

impl Footnotes {
    /// Returns the index of the footnote that is referred to.
    pub(super) fn refer(&mut self, label: &str) -> usize {
        self.index(label)
    }

    /// Keeps a definition; the first of a label wins.
    pub(super) fn define(&mut self, label: &str, blocks: Vec<Node<Block>>, span: Span) {
        let index = self.index(label);
        self.entries[index].definition.get_or_insert((blocks, span));
    }

    /// Counts a reference that the document shows: returns its footnote's index in `order`, and which
    /// reference to that footnote it is.
    pub(super) fn show(&mut self, index: usize, order: &mut Order) -> (usize, usize) {
        let entry = &mut self.entries[index];
        let shown_as = *entry.shown_as.get_or_insert_with(|| {
            let blocks = entry.definition.take().map(|(blocks, _)| blocks).unwrap_or_default();
            order.shown.push(Footnote { label: entry.label.clone(), blocks, n_references: 0 });
            order.shown.len() - 1
        });
        let footnote = &mut order.shown[shown_as];
        footnote.n_references += 1;
        (shown_as, footnote.n_references - 1)
    }

    /// Reports definitions that nothing shown refers to.
    pub(super) fn report_unused(self, context: &mut Context<'_>) {
        for Entry { label, definition, .. } in self.entries {
            let Some((_, span)) = definition else { continue };
            let message = format!("nothing refers to the footnote `{label}`, so it is not shown");
            let help = format!("refer to it as `[^{label}]`, or remove it");
            context.report(&rules::UNUSED_FOOTNOTE, span, message, &help);
        }
    }

    fn index(&mut self, label: &str) -> usize {
        let words: Vec<&str> = label.split_whitespace().collect();
        let key = words.join(" ").to_uppercase().to_lowercase();
        let next = self.entries.len();
        let index = *self.indices.entry(key).or_insert(next);
        if index == next {
            self.entries.push(Entry { label: label.to_owned(), ..Entry::default() });
        }
        index
    }
}
