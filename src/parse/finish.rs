//! What needs the whole tree: ids of headings in order, headings within folds, links in text and
//! within links, and the order of footnotes.

use crate::base::slug::Slugger;
use crate::base::span::Span;
use crate::model::doc::{Block, Doc, Element, Fold, Heading, Inline, Node};
use crate::model::walk::{Visit, walk_inlines};
use crate::parse::autolink;
use crate::parse::context::Context;
use crate::parse::footnote::{Footnotes, Order};
use crate::rules;

/// Makes a document of its blocks.
pub(super) fn finish(
    mut blocks: Vec<Node<Block>>,
    footnotes: Footnotes,
    context: &mut Context<'_>,
) -> Doc {
    let mut finisher =
        Finisher { slugger: Slugger::default(), footnotes, order: Order::default(), context };
    finisher.blocks(&mut blocks, State::default());
    // A footnote may refer to others, which then come after those of the text.
    let mut at = 0;
    while at < finisher.order.shown.len() {
        let mut blocks = std::mem::take(&mut finisher.order.shown[at].blocks);
        finisher.blocks(&mut blocks, State { is_folded: true, ..State::default() });
        finisher.order.shown[at].blocks = blocks;
        at += 1;
    }
    finisher.footnotes.report_unused(finisher.context);
    Doc { blocks, footnotes: finisher.order.shown }
}

struct Finisher<'a, 'c> {
    slugger: Slugger,
    footnotes: Footnotes,
    order: Order,
    context: &'a mut Context<'c>,
}

/// What surrounds a node.
#[derive(Clone, Copy, Default)]
struct State {
    is_folded: bool,
    is_linked: bool,
}

impl Finisher<'_, '_> {
    fn blocks(&mut self, blocks: &mut [Node<Block>], state: State) {
        for node in blocks {
            match &mut node.kind {
                Block::Heading(heading) => {
                    heading.is_folded = state.is_folded;
                    self.inlines(&mut heading.content, state.is_linked);
                    self.heading_id(heading, node.span);
                }
                Block::Paragraph(content) | Block::Plain(content) => {
                    self.inlines(content, state.is_linked);
                }
                Block::List(list) => {
                    list.items
                        .iter_mut()
                        .for_each(|item| self.blocks(&mut item.kind.blocks, state));
                }
                Block::Definitions(definitions) => {
                    for definition in definitions {
                        definition
                            .terms
                            .iter_mut()
                            .for_each(|term| self.inlines(term, state.is_linked));
                        definition.details.iter_mut().for_each(|detail| self.blocks(detail, state));
                    }
                }
                Block::Table(table) => {
                    for cell in table.head.iter_mut().chain(table.rows.iter_mut().flatten()) {
                        self.inlines(cell, state.is_linked);
                    }
                }
                Block::Quote(body) => self.blocks(body, state),
                Block::Callout(callout) => self.blocks(&mut callout.body, state),
                Block::Fold(fold) => self.fold(fold, state),
                Block::Study(study) => {
                    self.blocks(&mut study.front, State { is_folded: true, ..state });
                    self.fold(&mut study.fold, state);
                }
                Block::Element(element) => {
                    let is_link = element.name == "a";
                    if is_link && state.is_linked {
                        "span".clone_into(&mut element.name);
                        element.attributes.retain(|(key, _)| key == "id" || key == "class");
                    }
                    self.claim_id(&mut element.attributes, node.span);
                    let is_linked = state.is_linked || is_link;
                    self.blocks(&mut element.children, State { is_linked, ..state });
                }
                Block::Code(_)
                | Block::Tabs(_)
                | Block::Diagram(_)
                | Block::Math(_)
                | Block::Setup(_)
                | Block::Text(_)
                | Block::Rule => {}
            }
        }
    }

    fn fold(&mut self, fold: &mut Fold, state: State) {
        self.inlines(&mut fold.summary, state.is_linked);
        self.blocks(&mut fold.body, State { is_folded: true, ..state });
    }

    /// A link within a link keeps its content only, for HTML has no such thing.
    fn inlines(&mut self, content: &mut Vec<Node<Inline>>, is_linked: bool) {
        if !is_linked {
            autolink::link(content, self.context.text);
        }
        for node in content {
            match &mut node.kind {
                Inline::Strong(content)
                | Inline::Emphasis(content)
                | Inline::Strikethrough(content) => self.inlines(content, is_linked),
                Inline::Link(link) => {
                    self.inlines(&mut link.content, true);
                    if is_linked {
                        let name = "span".to_owned();
                        let children = std::mem::take(&mut link.content);
                        let span = Element { name, attributes: Vec::new(), children };
                        node.kind = Inline::Element(span);
                    }
                }
                Inline::Element(element) => {
                    let is_link = element.name == "a";
                    if is_link && is_linked {
                        "span".clone_into(&mut element.name);
                        element.attributes.retain(|(key, _)| key == "id" || key == "class");
                    }
                    self.claim_id(&mut element.attributes, node.span);
                    self.inlines(&mut element.children, is_linked || is_link);
                }
                Inline::FootnoteReference { index, occurrence } => {
                    (*index, *occurrence) = self.footnotes.show(*index, &mut self.order);
                }
                _ => {}
            }
        }
    }

    fn heading_id(&mut self, heading: &mut Heading, span: Span) {
        let explicit = heading.id.split_whitespace().next().unwrap_or_default().to_owned();
        if explicit.is_empty() {
            heading.id = self.slugger.id(&slug_text(&heading.content, self.context));
        } else if self.slugger.claim(&explicit) {
            heading.id = explicit;
        } else {
            let message = format!("the id `{explicit}` is taken already on this page");
            self.context.report(&rules::DUPLICATE_ID, span, message, "choose another");
            heading.id = self.slugger.id(&explicit);
        }
    }

    fn claim_id(&mut self, attributes: &mut Vec<(String, String)>, span: Span) {
        let Some(at) = attributes.iter().position(|(key, _)| key == "id") else { return };
        if !self.slugger.claim(&attributes[at].1) {
            let message = format!("the id `{}` is taken already on this page", attributes[at].1);
            self.context.report(&rules::DUPLICATE_ID, span, message, "choose another");
            attributes.remove(at);
        }
    }
}

/// Returns the text that GitHub makes an anchor of: neither images nor line breaks are part of it, and
/// dashes are as they were written.
fn slug_text(content: &[Node<Inline>], context: &Context<'_>) -> String {
    let mut text = String::new();
    walk_inlines(content, &mut |visit| {
        let Visit::Inline(node) = visit else { return };
        match &node.kind {
            Inline::Code(part) | Inline::Math { latex: part, .. } => text.push_str(part),
            Inline::Text(part) if !context.options.smart_punctuation => text.push_str(part),
            Inline::Text(part) => {
                let written = context.text.get(node.span.range()).unwrap_or_default();
                let mut part = part.clone();
                for (dash, hyphens) in [("–", "--"), ("—", "---")] {
                    if !written.contains(dash) {
                        part = part.replace(dash, hyphens);
                    }
                }
                text.push_str(&part);
            }
            _ => {}
        }
    });
    text
}
