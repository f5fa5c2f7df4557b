//! A page → the sections that a search can find. The entry point is [`sections`].
//!
//! A section is what stands under a heading of level 2 or 3, what stands above the first of them, or a
//! card, question or exercise. Each has terms by field, and the text from which excerpts are taken.

use std::collections::BTreeMap;

use crate::model::doc::{Block, CodeBlock, Fold, Inline, Node, Study, StudyForm};
use crate::model::measure;
use crate::model::site::Page;
use crate::model::walk::{Visit, plain_text, walk_inlines};
use crate::search::token::{self, Kind};
use crate::search::{score, stop_words};

/// Characters of a section's text that are kept for excerpts.
const EXCERPT: usize = 1200;

/// Characters of a question that serve as its title.
const TITLE: usize = 110;

/// Where a term stands. The order is that of `score`'s table.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Field {
    /// The page's title, for the page's first section.
    Title,
    /// The page's title, for its other sections.
    Context,
    /// The section's heading, or the question on a card.
    Heading,
    /// Prose.
    Body,
    /// Code blocks.
    Code,
    /// Tags, for the page's first section.
    Tags,
}

/// How often something stands in each field.
pub(super) type Counts = [u16; 6];

/// Something that a search can find.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// The anchor; none for the top of the page.
    pub(super) anchor: Option<String>,
    /// The heading's text; empty for the top of the page.
    pub(super) title: String,
    /// The text for excerpts.
    pub(super) text: String,
    /// How often each term stands here.
    terms: BTreeMap<String, Counts>,
    /// How many terms each field has.
    pub(super) lengths: Counts,
    /// True for cards, questions and exercises.
    pub(super) is_study: bool,
}

impl Section {
    /// Returns each term and how much the section is about it, as `score` has it.
    pub(super) fn levels(&self) -> impl Iterator<Item = (&str, u8)> {
        self.terms.iter().map(|(term, counts)| (term.as_str(), score::level(self, counts)))
    }
}

/// Returns a page's sections, in the order in which they stand. `language` is the book's.
pub(super) fn sections(page: &Page, language: &str) -> Vec<Section> {
    let mut collector = Collector {
        page,
        stop_words: stop_words::of(language),
        sections: vec![Section::default()],
        at: 0,
    };
    let topic = &page.topic;
    if let Some(summary) = &topic.meta.summary {
        collector.terms(summary, Field::Body);
        collector.say(summary);
    }
    for tag in &topic.meta.tags {
        collector.terms(tag, Field::Tags);
    }
    collector.blocks(&topic.doc.blocks);
    for footnote in &topic.doc.footnotes {
        collector.blocks(&footnote.blocks);
    }
    for at in 0..collector.sections.len() {
        collector.at = at;
        collector.terms(&topic.title, if at == 0 { Field::Title } else { Field::Context });
    }
    collector.sections
}

struct Collector<'a> {
    page: &'a Page,
    stop_words: &'static [&'static str],
    sections: Vec<Section>,
    /// The section that text goes to.
    at: usize,
}

impl<'a> Collector<'a> {
    fn blocks(&mut self, blocks: &'a [Node<Block>]) {
        for block in blocks {
            self.block(&block.kind);
        }
    }

    fn block(&mut self, block: &'a Block) {
        match block {
            Block::Heading(heading) if matches!(heading.level, 2 | 3) && !heading.is_folded => {
                let title = plain_text(&heading.content);
                self.open(Some(heading.id.clone()), title, false);
                self.inlines(&heading.content, Field::Heading);
            }
            Block::Heading(heading) => self.inlines(&heading.content, Field::Heading),
            Block::Paragraph(content) | Block::Plain(content) => self.paragraph(content),
            Block::Code(code) => self.code(code),
            Block::Tabs(tabs) => tabs.iter().for_each(|tab| self.code(&tab.kind)),
            Block::List(list) => list.items.iter().for_each(|item| self.blocks(&item.kind.blocks)),
            Block::Definitions(definitions) => {
                for definition in definitions {
                    definition.terms.iter().for_each(|term| self.paragraph(term));
                    definition.details.iter().for_each(|detail| self.blocks(detail));
                }
            }
            Block::Table(table) => {
                let cells = table.head.iter().chain(table.rows.iter().flatten());
                cells.for_each(|cell| self.paragraph(cell));
            }
            Block::Quote(body) => self.blocks(body),
            Block::Callout(callout) => self.blocks(&callout.body),
            Block::Fold(fold) => self.fold(fold),
            Block::Study(study) => self.study(study),
            Block::Element(element) => self.blocks(&element.children),
            Block::Text(text) => {
                self.terms(text, Field::Body);
                self.say(text);
            }
            Block::Diagram(_) | Block::Math(_) | Block::Setup(_) | Block::Rule => {}
        }
    }

    fn fold(&mut self, fold: &'a Fold) {
        self.paragraph(&fold.summary);
        self.blocks(&fold.body);
    }

    /// Makes a section of a card, question or exercise, then goes on with the one around it.
    fn study(&mut self, study: &'a Study) {
        let around = self.at;
        let anchor = [study.form.name(), ":", &study.id.value].concat();
        // The fold of an exercise is called "Solution" or the like: what it asks for stands before it.
        let question = match (study.form, study.front.first().map(|block| &block.kind)) {
            (StudyForm::Exercise, Some(Block::Paragraph(content))) => content,
            _ => &study.fold.summary,
        };
        self.open(Some(anchor), shortened(&plain_text(question), TITLE), true);
        self.inlines(question, Field::Heading);
        self.blocks(&study.front);
        self.blocks(&study.fold.body);
        self.at = around;
    }

    fn open(&mut self, anchor: Option<String>, title: String, is_study: bool) {
        self.sections.push(Section { anchor, title, is_study, ..Section::default() });
        self.at = self.sections.len() - 1;
    }

    fn paragraph(&mut self, content: &'a [Node<Inline>]) {
        self.inlines(content, Field::Body);
        self.say(&plain_text(content));
    }

    /// Counts the terms of inline content. Text is cut as a whole, since markup may stand within a
    /// word; code spans are cut once more, where nothing is a stop word.
    fn inlines(&mut self, content: &'a [Node<Inline>], field: Field) {
        self.terms(&plain_text(content), field);
        walk_inlines(content, &mut |visit| {
            if let Visit::Inline(Node { kind: Inline::Code(code), .. }) = visit {
                self.code_span(code, field);
            }
        });
    }

    fn code_span(&mut self, code: &str, field: Field) {
        if let Some(term) = token::exact(code) {
            self.count(term, field);
        } else if self.stop_words.contains(&&*code.to_lowercase()) {
            self.count(code.to_lowercase(), field);
        }
    }

    fn code(&mut self, code: &CodeBlock) {
        let text = measure::shown(code, &self.page.includes);
        let output = code.output.as_ref().map_or("", |output| &output.value);
        if let Some(title) = &code.title {
            self.terms(title, Field::Code);
        }
        for text in [text, output] {
            for term in token::terms(text, Kind::Code) {
                self.count(term, Field::Code);
            }
        }
    }

    /// Counts the terms of a text but those that stand everywhere; all where there are no others.
    fn terms(&mut self, text: &str, field: Field) {
        let mut found = token::terms(text, Kind::Prose);
        let is_telling = |term: &String| !self.stop_words.contains(&&**term);
        if field == Field::Body || found.iter().any(is_telling) {
            found.retain(is_telling);
        }
        for term in found {
            self.count(term, field);
        }
    }

    fn count(&mut self, term: String, field: Field) {
        let section = &mut self.sections[self.at];
        let length = &mut section.lengths[field as usize];
        *length = length.saturating_add(1);
        let count = &mut section.terms.entry(term).or_default()[field as usize];
        *count = count.saturating_add(1);
    }

    /// Appends to the text for excerpts, as long as there is room.
    fn say(&mut self, text: &str) {
        let said = &mut self.sections[self.at].text;
        let room = EXCERPT.saturating_sub(said.len());
        if room > 0 {
            if !said.is_empty() {
                said.push(' ');
            }
            said.push_str(&shortened(text, room));
        }
    }
}

/// Returns a text with single spaces, cut at a space before `limit` bytes if it is longer.
fn shortened(text: &str, limit: usize) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if text.len() <= limit {
        return text;
    }
    let end = text.char_indices().map(|(at, _)| at).take_while(|at| *at <= limit).last();
    let head = &text[..end.unwrap_or(0)];
    let cut = head.rfind(' ').unwrap_or(head.len());
    format!("{} …", &head[..cut])
}
