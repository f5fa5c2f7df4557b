//! Folds, cards, questions and exercises.

use crate::model::doc::{Block, CodeBlock, Fold, Node, Study, StudyForm};
use crate::model::walk::{Visit, walk_blocks};
use crate::render::html::Writer;
use crate::render::view::{Html, block};

impl<'a> Writer<'a> {
    pub(super) fn fold(&mut self, fold: &'a Fold) {
        self.out.push_str(if fold.is_open { "<details open>" } else { "<details>" });
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
            anchor: [form, ":", &study.id.value].concat(),
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
            outcomes: outcomes(study),
            answer: Html::new(&answer),
            is_open: study.fold.is_open,
        };
        let template = match study.form {
            StudyForm::Card => "blocks/card.html",
            StudyForm::Question => "blocks/question.html",
            StudyForm::Exercise => "blocks/exercise.html",
        };
        self.template(template, form, &view);
    }
}

/// Returns what the samples of the front do when run.
fn outcomes(study: &Study) -> Vec<block::Outcome<'_>> {
    let mut outcomes = Vec::new();
    walk_blocks(&study.front, &mut |visit| match visit {
        Visit::Block(Node { kind: Block::Code(code), .. }) => outcomes.extend(outcome(code)),
        Visit::Block(Node { kind: Block::Tabs(tabs), .. }) => {
            outcomes.extend(tabs.iter().filter_map(|tab| outcome(&tab.kind)));
        }
        _ => {}
    });
    outcomes
}

fn outcome(code: &CodeBlock) -> Option<block::Outcome<'_>> {
    let raises = code.sample.raises.as_deref();
    let output = code.output.as_ref().map(|output| output.value.as_str());
    (raises.is_some() || output.is_some()).then_some(block::Outcome { raises, output })
}
