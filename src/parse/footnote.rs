//! Footnotes, numbered by their first reference.

use std::collections::BTreeMap;

use crate::base::span::Span;
use crate::model::doc::{Block, Footnote, Node};
use crate::parse::context::Context;
use crate::rules;

/// The references and definitions met so far.
#[derive(Default)]
pub(super) struct Footnotes {
    indices: BTreeMap<String, usize>,
    counts: Vec<usize>,
    definitions: BTreeMap<String, (Vec<Node<Block>>, Span)>,
}

impl Footnotes {
    /// Counts a reference; returns the footnote's index and which reference to it this is.
    pub(super) fn refer(&mut self, label: &str) -> (usize, usize) {
        let next = self.indices.len();
        let index = *self.indices.entry(label.to_owned()).or_insert(next);
        if index == self.counts.len() {
            self.counts.push(0);
        }
        let occurrence = self.counts[index];
        self.counts[index] += 1;
        (index, occurrence)
    }

    /// Keeps a definition; the first of a label wins.
    pub(super) fn define(&mut self, label: &str, blocks: Vec<Node<Block>>, span: Span) {
        self.definitions.entry(label.to_owned()).or_insert((blocks, span));
    }

    /// Returns the footnotes in order, and reports definitions that nothing refers to.
    pub(super) fn finish(mut self, context: &mut Context<'_>) -> Vec<Footnote> {
        let mut labels: Vec<(usize, String)> =
            self.indices.into_iter().map(|(label, index)| (index, label)).collect();
        labels.sort_unstable();
        let footnotes = labels
            .into_iter()
            .map(|(index, label)| {
                let blocks = self.definitions.remove(&label).map(|(blocks, _)| blocks);
                Footnote {
                    label,
                    blocks: blocks.unwrap_or_default(),
                    n_references: self.counts[index],
                }
            })
            .collect();
        for (label, (_, span)) in self.definitions {
            let message = format!("nothing refers to the footnote `{label}`, so it is not shown");
            let help = format!("refer to it as `[^{label}]`, or remove it");
            context.report(&rules::UNUSED_FOOTNOTE, span, message, &help);
        }
        footnotes
    }
}
