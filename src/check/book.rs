//! What rules about the whole book look at: the site, and its cards, questions and exercises.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::rule::Rule;
use crate::model::doc::Study;
use crate::model::inputs::Inputs;
use crate::model::site::{Page, Site};

/// The book and its cards.
pub(super) struct Book<'a> {
    /// What was read.
    pub(super) inputs: &'a Inputs,
    /// The site.
    pub(super) site: &'a Site,
    /// Cards, questions and exercises, in reading order.
    pub(super) items: Vec<StudyItem<'a>>,
    /// By id, the first that has it.
    pub(super) first: BTreeMap<&'a str, StudyItem<'a>>,
}

/// A card, question or exercise and its page.
#[derive(Clone, Copy)]
pub(super) struct StudyItem<'a> {
    /// The page.
    pub(super) page: &'a Page,
    /// The item.
    pub(super) study: &'a Study,
}

impl<'a> Book<'a> {
    /// Returns a book to which no cards were added yet.
    pub(super) fn new(inputs: &'a Inputs, site: &'a Site) -> Self {
        Self { inputs, site, items: Vec::new(), first: BTreeMap::new() }
    }

    /// Adds the cards of the next page.
    pub(super) fn add(&mut self, page: &'a Page, studies: Vec<&'a Study>) {
        for study in studies {
            let item = StudyItem { page, study };
            self.items.push(item);
            self.first.entry(&study.id.value).or_insert(item);
        }
    }
}

impl StudyItem<'_> {
    /// Returns the item as reports name it: "the card `tuple-iadd`".
    pub(super) fn title(&self) -> String {
        format!("the {} `{}`", self.study.form.name(), self.study.id.value)
    }

    /// Returns a finding at the item's marker.
    pub(super) fn report(&self, rule: &'static Rule, message: impl Into<String>) -> Diagnostic {
        Diagnostic::at(rule, &self.page.topic.file, self.study.id.span, message)
    }
}
