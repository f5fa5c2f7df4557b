//! `stale-sample`: what the record says of a sample was found with another program.

use std::collections::BTreeSet;

use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::check::book::Book;
use crate::check::survey::Survey;
use crate::model::doc::SampleMode;
use crate::model::record::{self, key};
use crate::rules;

const HELP: &str = "run `crib test --update`, and commit `verified.json`";

/// Compares a page's samples with the record.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let Some(record) = &survey.inputs.record else { return Vec::new() };
    let topic = &survey.page.topic;
    let executed = survey.page.samples.values().filter(|program| program.mode == SampleMode::Run);
    let mut found = Vec::new();
    for program in executed.filter(|_| !topic.meta.is_draft) {
        let verified = record.samples.get(&key(topic.path.as_str(), &program.id));
        let message = match verified {
            Some(verified) if verified.is_of(program) => continue,
            Some(_) => format!("the sample `{}` has changed since it last ran", program.id),
            None => format!("the sample `{}` is not in the record of those that ran", program.id),
        };
        let start = program.span.start as usize;
        let line =
            survey.text.get(start..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let span = Span::new(start..start + line.trim_end().len());
        let finding = Diagnostic::at(&rules::STALE_SAMPLE, &topic.file, span, message);
        found.push(finding.help(HELP));
    }
    found
}

/// Reports what the record lists and the book has no more.
pub(super) fn check_record(book: &Book<'_>) -> Vec<Diagnostic> {
    let Some(record) = &book.inputs.record else { return Vec::new() };
    let pages = book.site.pages.iter();
    let present: BTreeSet<String> = pages
        .flat_map(|page| {
            page.samples.values().map(|program| key(page.topic.path.as_str(), &program.id))
        })
        .collect();
    let drafts: Vec<String> =
        book.site.drafts.iter().map(|topic| format!("{}#", topic.path.as_str())).collect();
    let is_gone = |name: &&String| {
        !present.contains(*name) && !drafts.iter().any(|draft| name.starts_with(draft))
    };
    let file = book.inputs.config.build.file(record::FILE);
    let text = book.inputs.texts.get(&file).map_or("", |text| text);
    let report = |name: &String| {
        let quoted = format!("\"{name}\"");
        let start = text.find(&quoted).unwrap_or_default();
        let message = format!("the record lists `{name}`, and the book has no such sample");
        let span = Span::new(start..start + quoted.len().min(text.len()));
        Diagnostic::at(&rules::STALE_SAMPLE, &file, span, message).help(HELP)
    };
    record.samples.keys().filter(is_gone).map(report).collect()
}
