//! What came of the samples: a table for people, a line for each sample for programs, and counts.

use std::path::Path;

use serde_json::json;

use crate::base::span::position;
use crate::cli::book;
use crate::cli::report::Tested;
use crate::model::doc::SampleMode;
use crate::model::record::key;
use crate::model::sample::Program;
use crate::model::site::PageId;
use crate::run::{Book, Outcome, Selection};

/// The outcomes of a run, and the samples that it left alone.
pub(super) struct Results<'a> {
    book: Book<'a>,
    outcomes: &'a [Outcome],
    /// Samples that were asked for, executed or not.
    samples: Vec<(PageId, &'a Program)>,
}

impl<'a> Results<'a> {
    pub(super) fn new(book: Book<'a>, selection: &Selection, outcomes: &'a [Outcome]) -> Self {
        let samples = book.site.pages.iter().enumerate().flat_map(|(id, page)| {
            let path = &page.topic.path;
            let wanted = move |program: &&Program| selection.has(path, &program.id);
            page.samples.values().filter(wanted).map(move |program| (id, program))
        });
        Self { book, outcomes, samples: samples.collect() }
    }

    pub(super) fn n_pages(&self) -> usize {
        self.pages().len()
    }

    pub(super) fn counts(&self) -> Tested {
        let of = |mode| self.samples.iter().filter(|(_, program)| program.mode == mode).count();
        let runs = || self.outcomes.iter().filter(|outcome| self.is_run(outcome));
        Tested {
            samples: of(SampleMode::Run),
            passed: runs().filter(|outcome| outcome.failures.is_empty()).count(),
            failed: self.outcomes.iter().filter(|outcome| !outcome.failures.is_empty()).count(),
            not_run: of(SampleMode::NoRun),
            starters: of(SampleMode::Starter),
        }
    }

    /// Returns a row for each page, and a column for each thing that samples ran on.
    pub(super) fn table(&self) -> String {
        let mut titles: Vec<&str> = Vec::new();
        for title in self.outcomes.iter().filter_map(|outcome| outcome.on.as_deref()) {
            if !titles.contains(&title) {
                titles.push(title);
            }
        }
        titles.sort_unstable();
        let mut rows = vec![vec!["page".to_owned()]];
        rows[0].extend(titles.iter().map(|title| (*title).to_owned()));
        rows[0].push("not run".to_owned());
        for id in self.pages() {
            rows.push(self.row(id, &titles));
        }
        if rows.len() == 1 { String::new() } else { aligned(&rows) }
    }

    /// Returns a line for each run, and for each sample that is not to be run.
    pub(super) fn json(&self, root: &Path) -> String {
        let mut lines = String::new();
        let mut add = |value: serde_json::Value| lines.push_str(&(value.to_string() + "\n"));
        for outcome in self
            .outcomes
            .iter()
            .filter(|outcome| self.is_run(outcome) || !outcome.failures.is_empty())
        {
            let Some(program) = outcome.program(self.book) else { continue };
            let (name, path, line) = self.place(outcome.page, program, root);
            let result = if outcome.failures.is_empty() { "passed" } else { "failed" };
            let ms = u64::try_from(outcome.time.as_millis()).unwrap_or(u64::MAX);
            let (on, with) = (&outcome.on, &outcome.with);
            add(
                json!({ "sample": name, "path": path, "line": line, "outcome": result, "on": on, "with": with, "ms": ms }),
            );
        }
        let left = self.samples.iter().filter(|(_, program)| program.mode == SampleMode::NoRun);
        for (page, program) in left {
            let (name, path, line) = self.place(*page, program, root);
            let reason = &program.reason;
            add(
                json!({ "sample": name, "path": path, "line": line, "outcome": "not-run", "reason": reason }),
            );
        }
        lines
    }

    fn place(&self, page: PageId, program: &Program, root: &Path) -> (String, String, usize) {
        let topic = &self.book.site.pages[page].topic;
        let text = self.book.inputs.texts.get(&topic.file).map_or("", |text| text);
        let line = position(text, program.span.start as usize).line;
        (key(topic.path.as_str(), &program.id), book::shown(root, &topic.file), line)
    }

    /// True for what was executed, and not only parsed.
    fn is_run(&self, outcome: &Outcome) -> bool {
        outcome.program(self.book).is_some_and(|program| program.mode == SampleMode::Run)
    }

    fn pages(&self) -> Vec<PageId> {
        let mut pages: Vec<PageId> = self
            .samples
            .iter()
            .filter(|(_, program)| program.mode != SampleMode::Starter)
            .map(|(page, _)| *page)
            .collect();
        pages.dedup();
        pages
    }

    fn row(&self, id: PageId, titles: &[&str]) -> Vec<String> {
        let mut row = vec![self.book.site.pages[id].topic.path.as_str().to_owned()];
        for title in titles {
            let on = |outcome: &&Outcome| {
                outcome.page == id && outcome.on.as_deref() == Some(*title) && self.is_run(outcome)
            };
            let all = self.outcomes.iter().filter(on).count();
            let failed =
                self.outcomes.iter().filter(on).filter(|it| !it.failures.is_empty()).count();
            row.push(match (all, failed) {
                (0, _) => "-".to_owned(),
                (_, 0) => all.to_string(),
                _ => format!("{failed} of {all} failed"),
            });
        }
        let left =
            self.samples.iter().filter(|(page, it)| *page == id && it.mode == SampleMode::NoRun);
        row.push(match left.count() {
            0 => "-".to_owned(),
            count => count.to_string(),
        });
        row
    }
}

/// Returns rows with columns of equal width, the first flush left and the others flush right.
fn aligned(rows: &[Vec<String>]) -> String {
    let n_columns = rows.first().map_or(0, Vec::len);
    let widths: Vec<usize> = (0..n_columns)
        .map(|column| rows.iter().map(|row| row[column].chars().count()).max().unwrap_or_default())
        .collect();
    let line = |row: &Vec<String>| {
        let mut line = format!("{:<width$}", row[0], width = widths[0]);
        for (cell, width) in row.iter().zip(&widths).skip(1) {
            line = format!("{line}  {cell:>width$}", width = *width);
        }
        line + "\n"
    };
    rows.iter().map(line).collect()
}
