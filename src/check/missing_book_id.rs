//! `missing-book-id`: cards whose book has no name to store a reader's progress under.

use std::collections::BTreeSet;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::span::Span;
use crate::check::book::Book;
use crate::check::place::first_line;
use crate::model::doc::StudyForm;
use crate::rules;

/// Reported once, where the id is to be written.
pub(super) fn check(book: &Book<'_>) -> Vec<Diagnostic> {
    let Some(first) = book.items.first().filter(|_| book.inputs.config.book.id.is_none()) else {
        return Vec::new();
    };
    let file = FilePath::new("book.toml");
    let span = book.inputs.texts.get(&file).map_or(Span::at(0), |text| table(text));
    let message = format!("this book has {}, and no id", cards(book));
    let help = "write `id = \"…\"` in `[book]`: readers' progress is stored under it, so it must \
                never change afterwards";
    let label = "the first of them";
    let diagnostic = Diagnostic::at(&rules::MISSING_BOOK_ID, &file, span, message)
        .help(help)
        .label(&first.page.topic.file, first.study.id.span, label);
    vec![diagnostic]
}

/// Names what the book has: "a question", "3 cards", "5 cards, questions and exercises".
fn cards(book: &Book<'_>) -> String {
    let forms: BTreeSet<StudyForm> = book.items.iter().map(|item| item.study.form).collect();
    match (book.items.len(), forms.first()) {
        (1, Some(StudyForm::Exercise)) => "an exercise".to_owned(),
        (1, Some(form)) => format!("a {}", form.name()),
        (count, Some(form)) if forms.len() == 1 => format!("{count} {}s", form.name()),
        (count, _) => format!("{count} cards, questions and exercises"),
    }
}

/// Returns the place of `[book]`, or of the file's start.
fn table(text: &str) -> Span {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        if line.trim_start().starts_with("[book]") {
            return first_line(text, Span::new(at..text.len()));
        }
        at += line.len();
    }
    Span::at(0)
}
