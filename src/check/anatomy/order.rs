//! `anatomy-order`: sections that stand in another order than the anatomy's, or twice.

use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::check::anatomy::Present;
use crate::check::place::first_line;
use crate::check::survey::Survey;
use crate::model::anatomy::Section;
use crate::model::config::AnatomySection;
use crate::rules;

/// Reports as few sections as would have to move. One that comes too late is reported at the
/// section before which it belongs.
pub(super) fn check(
    survey: &Survey<'_>,
    wanted: &[AnatomySection],
    present: &Present<'_, '_>,
) -> Vec<Diagnostic> {
    let order: Vec<usize> = present.iter().map(|(index, _)| *index).collect();
    let kept = longest_rising(&order);
    let mut found = Vec::new();
    for at in (0..order.len()).filter(|at| !kept.contains(at)) {
        let name = |at: usize| &wanted[present[at].0].heading;
        let below = (at + 1..order.len()).filter(|other| order[*other] < order[at]);
        let (early, late, help) = if let Some(last) = below.max_by_key(|other| order[*other]) {
            (at, last, format!("move `## {}` below `## {}`", name(at), name(last)))
        } else if let Some(first) = (0..at).find(|other| order[*other] > order[at]) {
            (first, at, format!("move `## {}` above `## {}`", name(at), name(first)))
        } else {
            continue;
        };
        let file = &survey.page.topic.file;
        let message = format!("`{}` comes too early", name(early));
        let diagnostic =
            Diagnostic::at(&rules::ANATOMY_ORDER, file, heading(survey, present[early].1), message)
                .label(file, heading(survey, present[late].1), "it should follow this")
                .help(help);
        found.push(diagnostic);
    }
    found
}

/// Returns the finding about a section that the page has already.
pub(super) fn repeated(
    survey: &Survey<'_>,
    section: &Section<'_>,
    first: &Section<'_>,
) -> Diagnostic {
    let file = &survey.page.topic.file;
    let message = format!("`{}` is there already", section.title);
    Diagnostic::at(&rules::ANATOMY_ORDER, file, heading(survey, section), message)
        .label(file, heading(survey, first), "the section that counts")
        .help("join the two, or give this one another heading")
}

/// Returns the line of a section's heading.
pub(super) fn heading(survey: &Survey<'_>, section: &Section<'_>) -> Span {
    first_line(survey.text, section.span)
}

/// Returns the positions of a longest rising subsequence: the sections that can stay.
fn longest_rising(order: &[usize]) -> Vec<usize> {
    let mut best: Vec<Vec<usize>> = Vec::new();
    for (at, value) in order.iter().enumerate() {
        let before = (0..at).filter(|other| order[*other] < *value);
        // Of equally long ones, that of lower sections: so what is early moves, not what is late.
        let mut chain = before
            .max_by_key(|other| best[*other].len())
            .map_or(Vec::new(), |other| best[other].clone());
        chain.push(at);
        best.push(chain);
    }
    best.into_iter().max_by_key(Vec::len).unwrap_or_default()
}
