//! `duplicate-id` among cards, questions and exercises, whose ids share one namespace. Those of
//! samples are in `sample`, those of headings in the parser.

use crate::base::diagnostic::Diagnostic;
use crate::check::book::{Book, StudyItem};
use crate::rules;

/// The first item keeps its id; later ones are reported.
pub(super) fn check(book: &Book<'_>) -> Vec<Diagnostic> {
    book.items.iter().filter_map(|item| duplicate(book, item)).collect()
}

fn duplicate(book: &Book<'_>, item: &StudyItem<'_>) -> Option<Diagnostic> {
    let id = &item.study.id;
    let first = book.first.get(id.value.as_str())?;
    if std::ptr::eq(first.study, item.study) {
        return None;
    }
    let message = format!("the id `{}` is taken already", id.value);
    let label = format!("{} has it", first.title());
    let help = "ids are unique in the whole book, for readers' progress is stored under them";
    let diagnostic = item
        .report(&rules::DUPLICATE_ID, message)
        .label(&first.page.topic.file, first.study.id.span, label)
        .help(help);
    Some(diagnostic)
}
