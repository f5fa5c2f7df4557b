//! The guide's own samples, changed: each change is caught, at its line.

use std::fs;
use std::sync::PoisonError;

use crate::book::{QUIET, Run, crib_test};
use crate::support::{Book, files_below, repository};

/// A change to one line of a page.
struct Mutation {
    page: String,
    line: usize,
    text: String,
}

/// Copies the guide, so that pages can be changed.
fn guide() -> Book {
    let book = Book::new("");
    for folder in ["content", "themes"] {
        for file in files_below(&repository(folder)) {
            let name = file.strip_prefix(repository("")).unwrap().to_str().unwrap();
            book.edit(name, fs::read(&file).unwrap());
        }
    }
    book.edit("book.toml", fs::read(repository("book.toml")).unwrap());
    book
}

/// Returns a change of every seventh expected line.
fn mutations() -> Vec<Mutation> {
    let mut mutations = Vec::new();
    let mut pages = files_below(&repository("content"));
    pages.retain(|path| path.extension().is_some_and(|it| it == "md"));
    for path in pages {
        let page = path.strip_prefix(repository("")).unwrap().to_str().unwrap().to_owned();
        let text = fs::read_to_string(&path).unwrap();
        for (number, line) in text.lines().enumerate().filter(|(_, line)| line.starts_with("#> ")) {
            if !line.contains("...") {
                mutations.push(Mutation {
                    page: page.clone(),
                    line: number + 1,
                    text: format!("{line}!"),
                });
            }
        }
    }
    assert!(mutations.len() > 100, "the guide has {} expected lines", mutations.len());
    mutations.into_iter().step_by(7).collect()
}

#[test]
fn every_change_of_an_expectation_is_caught_at_its_line() {
    let book = guide();
    let mutations = mutations();
    for mutation in &mutations {
        let path = book.root().join(&mutation.page);
        let text = fs::read_to_string(&path).unwrap();
        let line = |(number, line): (usize, &str)| {
            let line = if number + 1 == mutation.line { &mutation.text } else { line };
            format!("{line}\n")
        };
        fs::write(&path, text.lines().enumerate().map(line).collect::<String>()).unwrap();
    }
    let mut pages: Vec<&str> = mutations.iter().map(|mutation| mutation.page.as_str()).collect();
    pages.dedup();
    let mut command = crib_test(book.root());
    // On all versions, since some samples are for one of them only.
    command.args(["--format", "json"]).args(pages);
    let _quiet = QUIET.read().unwrap_or_else(PoisonError::into_inner);
    let run = Run::from(command.output().unwrap());
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    for mutation in &mutations {
        let is_caught = run.lines.iter().any(|line| {
            let number = |name: &str| line[name].as_u64().unwrap_or_default() as usize;
            line["rule"] == "failed-sample"
                && line["path"] == mutation.page.as_str()
                && (number("line")..=number("end_line")).contains(&mutation.line)
        });
        assert!(is_caught, "{}:{}: {} is not caught", mutation.page, mutation.line, mutation.text);
    }
}
