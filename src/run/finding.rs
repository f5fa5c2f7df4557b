//! Outcomes → findings of the rule `failed-sample`. What fails alike on several versions is told once.

use crate::base::diagnostic::Diagnostic;
use crate::rules;
use crate::run::Book;
use crate::run::compare::Failure;
use crate::run::execute::Outcome;

/// Returns what the outcomes have found, in the order of the book.
pub fn findings(book: Book<'_>, outcomes: &[Outcome]) -> Vec<Diagnostic> {
    outcomes.chunk_by(Outcome::is_of_same).flat_map(|outcomes| of_sample(book, outcomes)).collect()
}

/// `outcomes` are those of one sample.
fn of_sample(book: Book<'_>, outcomes: &[Outcome]) -> Vec<Diagnostic> {
    let Some(first) = outcomes.first() else { return Vec::new() };
    let page = &book.site.pages[first.page];
    let Some(program) = first.program(book) else { return Vec::new() };
    let mut failures: Vec<&Failure> = Vec::new();
    for failure in outcomes.iter().flat_map(|outcome| &outcome.failures) {
        if !failures.iter().any(|known| known.is_alike(failure)) {
            failures.push(failure);
        }
    }
    let has_passed = outcomes.iter().any(|outcome| outcome.failures.is_empty());
    let report = |failure: &Failure| {
        let on = outcomes
            .iter()
            .filter(|outcome| outcome.failures.iter().any(|it| it.is_alike(failure)));
        let on: Vec<&str> = on.filter_map(|outcome| outcome.on.as_deref()).collect();
        let (id, what) = (&program.id, &failure.message);
        let mut message = format!("the sample `{id}` {what}");
        if !on.is_empty() {
            message = format!("{message} on {}", list(&on));
        }

        let help = if has_passed && program.runner.is_python() {
            let help = "versions differ: mark the sample with `since=` or `until=`, and write one for each";
            Some(help.to_owned())
        } else {
            failure.help.clone()
        };
        Diagnostic::at(&rules::FAILED_SAMPLE, &page.topic.file, failure.span, message)
            .detail(failure.detail.clone())
            .maybe_help(help)
    };
    failures.iter().map(|failure| report(failure)).collect()
}

/// Joins `Python 3.14.10` and `Python 3.15.2` to `Python 3.14.10 and 3.15.2`.
fn list(titles: &[&str]) -> String {
    let mut text = String::new();
    for (number, title) in titles.iter().enumerate() {
        let short = title.strip_prefix("Python ").filter(|_| number > 0).unwrap_or(title);
        let joint = match number {
            0 => "",
            _ if number + 1 == titles.len() => " and ",
            _ => ", ",
        };
        text.push_str(joint);
        text.push_str(short);
    }
    text
}
