//! Joining markers, fronts and folds to cards, questions and exercises; outputs to their samples;
//! and tabs to groups. All of these are about neighbours in one container.

use crate::base::span::Span;
use crate::model::doc::{Block, CodeBlock, Fold, Node, SampleMode, Study};
use crate::parse::context::Context;
use crate::parse::marker::StudyMarker;
use crate::rules;

/// A sibling, raw HTML assembled.
pub(super) enum Part {
    Block(Box<Node<Block>>),
    Fold { fold: Box<Fold>, span: Span, flaw: Option<Flaw> },
    Marker(StudyMarker, Span),
}

/// Why a fold cannot serve a card.
#[derive(Debug)]
pub(super) struct Flaw {
    span: Span,
    message: &'static str,
    /// An ordinary fold must not have it either.
    is_grave: bool,
}

impl Flaw {
    /// Returns a flaw of a card's fold.
    pub(super) fn new(span: Span, message: &'static str) -> Self {
        Self { span, message, is_grave: false }
    }

    /// Returns the flaw of a fold without end, which begins at `span`.
    pub(super) fn unclosed(span: Span) -> Self {
        Self { span, message: "this `<details>` is never closed", is_grave: true }
    }
}

impl Part {
    pub(super) fn block(kind: Block, span: Span) -> Self {
        Self::Block(Box::new(Node { kind, span }))
    }

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
            Part::Fold { fold, span, flaw } => {
                if let Some(study) = open.take() {
                    blocks.push(study.close(*fold, span, flaw, context));
                    continue;
                }
                if let Some(flaw) = flaw.filter(|flaw| flaw.is_grave) {
                    let help = "add `</details>`";
                    context.report(&rules::MALFORMED_HTML, flaw.span, flaw.message, help);
                }
                blocks.push(Node { kind: Block::Fold(*fold), span });
            }
            Part::Block(node) => {
                if matches!(node.kind, Block::Heading(_)) {
                    give_up(open.take(), "before the next heading", &mut blocks, context);
                }
                match &mut open {
                    Some(study) => study.front.push(*node),
                    None => blocks.push(*node),
                }
            }
        }
    }
    give_up(open, "in the rest of its container", &mut blocks, context);
    join_code(blocks, context)
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
        let front = join_code(self.front, context);
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
fn join_code(blocks: Vec<Node<Block>>, context: &mut Context<'_>) -> Vec<Node<Block>> {
    let mut joined: Vec<Node<Block>> = Vec::with_capacity(blocks.len());
    for mut node in blocks {
        if let Block::Code(code) = &mut node.kind {
            let previous = joined.last_mut();
            if is_output(code)
                && let Some(Node { kind: Block::Code(sample), span }) = previous
                && sample.sample.mode == SampleMode::Run
                && sample.output.is_none()
            {
                report_items(code, node.span, context);
                let text = std::mem::take(&mut code.text);
                sample.output = Some(crate::base::span::Spanned::new(text, node.span));
                span.end = node.span.end;
                continue;
            }
        }
        joined.push(node);
    }
    join_tabs(joined, context.text)
}

fn is_output(code: &CodeBlock) -> bool {
    code.language.as_ref().is_some_and(|language| language.value == "output")
}

/// An output is text and no more.
fn report_items(output: &CodeBlock, span: Span, context: &mut Context<'_>) {
    let plain = CodeBlock {
        language: output.language.clone(),
        text: output.text.clone(),
        line_starts: output.line_starts.clone(),
        ..CodeBlock::default()
    };
    if *output != plain {
        let message = "the output of a sample has no items of its own";
        let help = "write ` ```output ` alone; what concerns the run goes to the sample";
        context.report(&rules::INVALID_ATTRIBUTE, span, message, help);
    }
}

/// Groups tabs with only blank lines between. A name that comes again begins the next group.
fn join_tabs(blocks: Vec<Node<Block>>, text: &str) -> Vec<Node<Block>> {
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
            Some(Node { kind: Block::Tabs(tabs), span: group })
                if is_blank(text, *group, span)
                    && tabs.iter().all(|other| other.kind.tab != tab.kind.tab) =>
            {
                group.end = span.end;
                tabs.push(tab);
            }
            _ => joined.push(Node { kind: Block::Tabs(vec![tab]), span }),
        }
    }
    joined
}

/// True if only blanks, and the marks of a quote, stand between two places.
fn is_blank(text: &str, before: Span, after: Span) -> bool {
    let between = text.get(before.end as usize..after.start as usize).unwrap_or_default();
    between.chars().all(|letter| letter.is_whitespace() || letter == '>')
}
