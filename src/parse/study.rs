//! Joining markers, fronts and folds to cards, questions and exercises; outputs to their samples;
//! and tabs to groups. All of these are about neighbours in one container.

use crate::base::span::Span;
use crate::model::doc::{Block, CodeBlock, Fold, Node, SampleMode, Study};
use crate::parse::context::Context;
use crate::parse::marker::StudyMarker;
use crate::rules;

/// A sibling, raw HTML assembled.
pub(super) enum Part {
    Block(Node<Block>),
    Fold { fold: Fold, span: Span, flaw: Option<Flaw> },
    Marker(StudyMarker, Span),
}

/// Why a fold cannot serve a card.
#[derive(Debug)]
pub(super) struct Flaw {
    span: Span,
    message: &'static str,
}

impl Flaw {
    pub(super) fn new(span: Span, message: &'static str) -> Self {
        Self { span, message }
    }
}

impl Part {
    pub(super) fn span(&self) -> Span {
        match self {
            Self::Block(node) => node.span,
            Self::Fold { span, .. } | Self::Marker(_, span) => *span,
        }
    }
}

/// Groups the siblings of one container.
pub(super) fn group(parts: Vec<Part>, context: &mut Context<'_>) -> Vec<Node<Block>> {
    let mut blocks = Vec::new();
    let mut open: Option<OpenStudy> = None;
    for part in parts {
        match part {
            Part::Marker(marker, span) => {
                give_up(open.take(), "before another marker", &mut blocks, context);
                open = Some(OpenStudy { marker, span, front: Vec::new() });
            }
            Part::Fold { fold, span, flaw } => match open.take() {
                Some(study) => blocks.push(study.close(fold, span, flaw, context)),
                None => blocks.push(Node { kind: Block::Fold(fold), span }),
            },
            Part::Block(node) => {
                if matches!(node.kind, Block::Heading(_)) {
                    give_up(open.take(), "before the next heading", &mut blocks, context);
                }
                match &mut open {
                    Some(study) => study.front.push(node),
                    None => blocks.push(node),
                }
            }
        }
    }
    give_up(open, "in the rest of its container", &mut blocks, context);
    join_code(blocks)
}

struct OpenStudy {
    marker: StudyMarker,
    span: Span,
    front: Vec<Node<Block>>,
}

impl OpenStudy {
    fn close(
        self,
        fold: Fold,
        span: Span,
        flaw: Option<Flaw>,
        context: &mut Context<'_>,
    ) -> Node<Block> {
        if let Some(flaw) = flaw {
            let help = "a fold is `<details><summary>…</summary>`, a blank line, the answer, \
                        a blank line, and `</details>` on its own line";
            context.report(&rules::MALFORMED_CARD, flaw.span, flaw.message, help);
        }
        let StudyMarker { form, id, kind, frequency, level, since, until } = self.marker;
        let front = join_code(self.front);
        let study = Study { form, id, kind, frequency, level, since, until, front, fold };
        let span = Span { start: self.span.start, end: span.end };
        Node { kind: Block::Study(Box::new(study)), span }
    }
}

/// Reports a marker that found no fold; its front stays in the page.
fn give_up(
    open: Option<OpenStudy>,
    before: &str,
    blocks: &mut Vec<Node<Block>>,
    context: &mut Context<'_>,
) {
    if let Some(study) = open {
        let name = study.marker.form.name();
        let message = format!("the {name} `{}` has no fold {before}", study.marker.id.value);
        let help = "add `<details><summary>…</summary>` with the answer after its front";
        context.report(&rules::MALFORMED_CARD, study.span, message, help);
        blocks.extend(study.front);
    }
}

/// Attaches `output` fences to the samples before them, then joins neighbours with `tab=`.
fn join_code(blocks: Vec<Node<Block>>) -> Vec<Node<Block>> {
    let mut joined: Vec<Node<Block>> = Vec::with_capacity(blocks.len());
    for mut node in blocks {
        if let Block::Code(code) = &mut node.kind {
            let previous = joined.last_mut();
            if is_output(code)
                && let Some(Node { kind: Block::Code(sample), span }) = previous
                && sample.sample.mode == SampleMode::Run
                && sample.output.is_none()
            {
                let text = std::mem::take(&mut code.text);
                sample.output = Some(crate::base::span::Spanned::new(text, node.span));
                span.end = node.span.end;
                continue;
            }
        }
        joined.push(node);
    }
    join_tabs(joined)
}

fn is_output(code: &CodeBlock) -> bool {
    code.language.as_ref().is_some_and(|language| language.value == "output")
}

fn join_tabs(blocks: Vec<Node<Block>>) -> Vec<Node<Block>> {
    let mut joined: Vec<Node<Block>> = Vec::with_capacity(blocks.len());
    for node in blocks {
        let Node { kind: Block::Code(code), span } = node else {
            joined.push(node);
            continue;
        };
        if code.tab.is_none() {
            joined.push(Node { kind: Block::Code(code), span });
            continue;
        }
        let tab = Node { kind: *code, span };
        match joined.last_mut() {
            Some(Node { kind: Block::Tabs(tabs), span: group }) => {
                group.end = span.end;
                tabs.push(tab);
            }
            _ => joined.push(Node { kind: Block::Tabs(vec![tab]), span }),
        }
    }
    joined
}
