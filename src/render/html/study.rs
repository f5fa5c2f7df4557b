//! Folds, cards, questions and exercises.

use crate::base::span::Span;
use crate::model::doc::{Block, CodeBlock, Fold, Node, Study, StudyForm};
use crate::model::walk::{Visit, walk_blocks};
use crate::render::html::verdict::Verdict;
use crate::render::html::{Writer, expectation};
use crate::render::view::{Html, block};

impl<'a> Writer<'a> {
    pub(super) fn fold(&mut self, fold: &'a Fold) {
        self.out.push_str(if self.is_unfolded(fold) { "<details open>" } else { "<details>" });
        self.wrapped("<summary>", "</summary>\n", |w| w.inlines(&fold.summary));
        self.wrapped("<div class=\"fold\">\n", "</div></details>\n", |w| w.blocks(&fold.body));
    }

    pub(super) fn study(&mut self, study: &'a Study) {
        let was_front = std::mem::replace(&mut self.is_front, true);
        let front = self.capture(|writer| writer.blocks(&study.front));
        self.is_front = was_front;
        let summary = self.capture(|writer| writer.inlines(&study.fold.summary));
        let answer = self.capture(|writer| writer.blocks(&study.fold.body));
        let form = study.form.name();
        let text = self.scope.text;
        let view = block::Study {
            id: &study.id.value,
            anchor: self.scope.place.id(&[form, ":", &study.id.value].concat()),
            kind: study.kind.as_deref(),
            kind_label: study.kind.as_deref().map(|kind| text.label("kind", kind)),
            frequency: study.frequency.as_deref(),
            frequency_label: study.frequency.as_deref().map(|word| text.label("frequency", word)),
            level: study.level.as_deref(),
            level_label: study.level.as_deref().map(|level| text.label("level", level)),
            since: study.since.as_deref(),
            until: study.until.as_deref(),
            front: Html::new(&front),
            summary: Html::new(&summary),
            outcomes: self.outcomes(study),
            answer: Html::new(&answer),
            is_open: self.is_unfolded(&study.fold),
        };
        let template = match study.form {
            StudyForm::Card => "blocks/card.html",
            StudyForm::Question => "blocks/question.html",
            StudyForm::Exercise => "blocks/exercise.html",
        };
        self.template(template, form, &view);
    }

    /// Paper cannot be unfolded.
    fn is_unfolded(&self, fold: &Fold) -> bool {
        fold.is_open || self.scope.place.is_printed
    }

    /// Returns what the samples of the front do when run.
    fn outcomes(&self, study: &Study) -> Vec<block::Outcome<'a>> {
        let mut outcomes = Vec::new();
        walk_blocks(&study.front, &mut |visit| match visit {
            Visit::Block(Node { kind: Block::Code(code), span }) => {
                outcomes.extend(self.outcome(code, *span));
            }
            Visit::Block(Node { kind: Block::Tabs(tabs), .. }) => {
                outcomes.extend(tabs.iter().filter_map(|tab| self.outcome(&tab.kind, tab.span)));
            }
            _ => {}
        });
        outcomes
    }

    fn outcome(&self, code: &CodeBlock, span: Span) -> Option<block::Outcome<'a>> {
        let program = self.scope.page.samples.get(&span.start);
        let verdict = program.and_then(|program| self.verdict(program));
        let raises = program.and_then(|program| program.raises.as_deref());
        let output = match &code.output {
            Some(output) => Some(output.value.clone()),
            None => expectation::said(code),
        };
        let ran = verdict.as_ref().and_then(Verdict::ran).map(str::to_owned);
        let is_stale = verdict == Some(Verdict::Stale);
        let is_told = raises.is_some() || output.is_some() || ran.is_some() || is_stale;
        is_told.then_some(block::Outcome { raises, output, ran, is_stale })
    }
}
