//! `anatomy-limit`: more or less of something than a section or a page may have.

use crate::base::diagnostic::Diagnostic;
use crate::base::rule::Level;
use crate::base::span::Span;
use crate::check::anatomy::order::heading;
use crate::check::place::{first_line, lines, title};
use crate::check::survey::Survey;
use crate::model::anatomy::Section;
use crate::model::config::{AnatomySection, Limit, Unit};
use crate::model::count;
use crate::model::doc::{Block, Node, StudyForm};
use crate::model::measure::{code_lines, measure_with, shown};
use crate::model::walk::{Visit, walk_blocks};
use crate::rules;

/// Checks a section against its limits. `default` is the level of limits without one of their own.
pub(super) fn check(
    survey: &Survey<'_>,
    wanted: &AnatomySection,
    section: &Section<'_>,
    default: Level,
) -> Vec<Diagnostic> {
    let mut units: Vec<Unit> = wanted.limits.iter().map(|limit| limit.unit).collect();
    units.sort_unstable();
    units.dedup();
    let mut found = Vec::new();
    for unit in units {
        let limits: Vec<&Limit> = wanted.limits.iter().filter(|limit| limit.unit == unit).collect();
        for amount in amounts(survey, unit, section) {
            let is_breach = |limit: &&Limit| is_breach(limit, &amount, wanted, section);
            let breaches = limits.iter().copied().filter(is_breach);
            found.extend(worst(breaches, default).map(|limit| report(survey, limit, &amount)));
        }
    }
    found
}

/// Checks a page as a whole against the limits of its anatomy.
pub(super) fn check_page(
    survey: &Survey<'_>,
    limits: &[Limit],
    default: Level,
) -> Option<Diagnostic> {
    let topic = &survey.page.topic;
    let amount = Amount {
        subject: "this page".to_owned(),
        span: title(survey.text, topic),
        count: topic.minutes as usize,
    };
    let breaches =
        limits.iter().filter(|limit| is_short(limit, &amount) || is_long(limit, &amount));
    worst(breaches, default).map(|limit| report(survey, limit, &amount))
}

/// Returns the one that is reported, of "at most 40 (warn), at most 60 (deny)".
fn worst<'l>(breaches: impl Iterator<Item = &'l Limit>, default: Level) -> Option<&'l Limit> {
    breaches.max_by_key(|limit| limit.level.unwrap_or(default))
}

/// How much there is of a unit in one place.
struct Amount {
    /// "`Cheat card`", "the answer of `tuple-iadd`".
    subject: String,
    span: Span,
    count: usize,
}

fn amounts(survey: &Survey<'_>, unit: Unit, section: &Section<'_>) -> Vec<Amount> {
    let blocks = section.blocks;
    let includes = &survey.page.includes;
    let count = match unit {
        Unit::Words => measure_with(blocks, includes).words,
        Unit::Rows => count::rows(blocks),
        Unit::CodeLines => count::code_lines(blocks, includes),
        Unit::Items => count::headings(blocks, 3),
        Unit::Cards => count::studies(blocks, StudyForm::Card),
        Unit::Questions => count::studies(blocks, StudyForm::Question),
        Unit::Exercises => count::studies(blocks, StudyForm::Exercise),
        Unit::Samples => count::samples(blocks),
        Unit::Links => count::links(blocks),
        Unit::Diagrams => count::diagrams(blocks),
        Unit::BlockLines => {
            let block = |(code, span)| Amount {
                subject: "this block".to_owned(),
                span: first_line(survey.text, span),
                count: code_lines(code, includes),
            };
            return count::code_blocks(blocks).into_iter().map(block).collect();
        }
        Unit::LineWidth => return widths(survey, blocks),
        Unit::AnswerWords => return answers(survey, blocks),
        Unit::Minutes => return Vec::new(), // of the page, see `check_page`
    };
    vec![Amount { subject: format!("`{}`", section.title), span: heading(survey, section), count }]
}

/// Returns the characters of each line of code. Lines of an included file point at the fence.
fn widths(survey: &Survey<'_>, blocks: &[Node<Block>]) -> Vec<Amount> {
    let mut amounts = Vec::new();
    for (code, span) in count::code_blocks(blocks) {
        let fence = first_line(survey.text, span);
        let mut written = lines(survey.text, span).skip(1);
        for line in shown(code, &survey.page.includes).lines() {
            let here = written.next().filter(|_| code.include.is_none());
            amounts.push(Amount {
                subject: "this line".to_owned(),
                span: here.unwrap_or(fence),
                count: line.chars().count(),
            });
        }
    }
    amounts
}

fn answers(survey: &Survey<'_>, blocks: &[Node<Block>]) -> Vec<Amount> {
    let mut amounts = Vec::new();
    walk_blocks(blocks, &mut |visit| {
        if let Visit::Block(Node { kind: Block::Study(study), .. }) = visit {
            amounts.push(Amount {
                subject: format!("the answer of `{}`", study.id.value),
                span: study.id.span,
                count: measure_with(&study.fold.body, &survey.page.includes).words,
            });
        }
    });
    amounts
}

fn is_breach(
    limit: &Limit,
    amount: &Amount,
    wanted: &AnatomySection,
    section: &Section<'_>,
) -> bool {
    let is_excused = || amount.count == 0 && has_other_form(limit.unit, wanted, section);
    is_long(limit, amount) || (is_short(limit, amount) && !is_excused())
}

fn is_short(limit: &Limit, amount: &Amount) -> bool {
    limit.min.is_some_and(|min| amount.count < min)
}

fn is_long(limit: &Limit, amount: &Amount) -> bool {
    limit.max.is_some_and(|max| amount.count > max)
}

/// True if the section has code where a table is asked for, or a table where code is, and the
/// anatomy has limits for both: then either will do.
fn has_other_form(unit: Unit, wanted: &AnatomySection, section: &Section<'_>) -> bool {
    let other = match unit {
        Unit::Rows => Unit::CodeLines,
        Unit::CodeLines => Unit::Rows,
        _ => return false,
    };
    let n_other = match other {
        Unit::Rows => count::rows(section.blocks),
        _ => count::code_blocks(section.blocks).len(),
    };
    n_other > 0 && wanted.limits.iter().any(|limit| limit.unit == other)
}

fn report(survey: &Survey<'_>, limit: &Limit, amount: &Amount) -> Diagnostic {
    let count = amount.count;
    let message = format!(
        "{} has {}, where the anatomy asks for {}",
        amount.subject,
        quantity(limit.unit, count),
        range(limit),
    );
    let excess = limit.max.map_or(0, |max| count.saturating_sub(max));
    let help = match excess {
        0 => format!("add {}", quantity(limit.unit, limit.min.unwrap_or(count) - count)),
        _ => format!("{} {}", remedy(limit.unit), quantity(limit.unit, excess)),
    };
    Diagnostic::at(&rules::ANATOMY_LIMIT, &survey.page.topic.file, amount.span, message)
        .help(help)
        .own_level(limit.level)
}

fn range(limit: &Limit) -> String {
    match (limit.min.filter(|min| *min > 0), limit.max) {
        (Some(min), Some(max)) if min == max => format!("exactly {min}"),
        (Some(min), Some(max)) => format!("{min} to {max}"),
        (Some(min), None) => format!("at least {min}"),
        (None, Some(max)) => format!("at most {max}"),
        (None, None) => "any number".to_owned(),
    }
}

fn quantity(unit: Unit, count: usize) -> String {
    let (one, many) = match unit {
        Unit::Words | Unit::AnswerWords => ("word", "words"),
        Unit::Rows => ("table row", "table rows"),
        Unit::CodeLines | Unit::BlockLines => ("line of code", "lines of code"),
        Unit::LineWidth => ("character", "characters"),
        Unit::Items => ("level-3 heading", "level-3 headings"),
        Unit::Cards => ("card", "cards"),
        Unit::Questions => ("question", "questions"),
        Unit::Exercises => ("exercise", "exercises"),
        Unit::Samples => ("executed sample", "executed samples"),
        Unit::Links => ("link", "links"),
        Unit::Diagrams => ("diagram", "diagrams"),
        Unit::Minutes => ("minute of reading", "minutes of reading"),
    };
    format!("{count} {}", if count == 1 { one } else { many })
}

fn remedy(unit: Unit) -> &'static str {
    match unit {
        Unit::Words => "cut, or move into a fold or another section,",
        Unit::CodeLines | Unit::BlockLines => "cut, or show in a block elsewhere,",
        Unit::AnswerWords | Unit::Rows => "cut",
        Unit::LineWidth => "break it, or cut",
        Unit::Minutes => "cut, or move into folds or to another page,",
        _ => "drop, or move to another page,",
    }
}
