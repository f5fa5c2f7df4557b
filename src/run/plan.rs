//! Which programs run on what.

use crate::base::error::Error;
use crate::base::path::ContentPath;
use crate::model::doc::SampleMode;
use crate::model::sample::Program;
use crate::model::site::PageId;
use crate::run::Book;
use crate::run::interpreter::Interpreter;

/// Which pages and samples were asked for; all, if none.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Content paths of pages or folders, with `#ID` for one sample.
    wanted: Vec<(String, Option<String>)>,
}

/// A program that is to run, and on what.
#[derive(Clone, Copy, Debug)]
pub(super) struct Job<'a> {
    /// The page.
    pub(super) page: PageId,
    /// Which of the page's samples it is, from 0.
    pub(super) sample: usize,
    /// The program.
    pub(super) program: &'a Program,
    /// Index of the interpreter; `None` for what is no Python.
    pub(super) interpreter: Option<usize>,
}

impl Selection {
    /// Reads paths as they were given, relative to the content folder.
    pub fn new(paths: &[String]) -> Self {
        let wanted = paths.iter().map(|path| {
            let (path, id) =
                path.split_once('#').map_or((path.as_str(), None), |(p, i)| (p, Some(i)));
            let path = path.trim_start_matches("./").trim_end_matches('/');
            (path.to_owned(), id.map(str::to_owned))
        });
        Self { wanted: wanted.collect() }
    }

    /// True if everything was asked for.
    pub fn is_all(&self) -> bool {
        self.wanted.is_empty()
    }

    /// True if a sample of a page was asked for.
    pub fn has(&self, page: &ContentPath, id: &str) -> bool {
        self.is_all() || self.wanted.iter().any(|wanted| is_wanted(wanted, page, id))
    }

    /// Refuses what names nothing in the book.
    pub fn check(&self, book: Book<'_>) -> Result<(), Error> {
        for wanted in &self.wanted {
            let mut pages = book.site.pages.iter();
            let is_known = pages.any(|page| {
                let has = |program: &Program| is_wanted(wanted, &page.topic.path, &program.id);
                match wanted.1 {
                    None => is_wanted(wanted, &page.topic.path, ""),
                    Some(_) => page.samples.values().any(has),
                }
            });
            if !is_known {
                let (path, id) = wanted;
                let what = id.as_ref().map_or_else(
                    || format!("no page or folder `{path}` in the content folder"),
                    |id| format!("no sample `{id}` in `{path}`"),
                );
                return Err(Error::Usage(format!("there is {what}")));
            }
        }
        Ok(())
    }
}

fn is_wanted((path, id): &(String, Option<String>), page: &ContentPath, sample: &str) -> bool {
    let page = page.as_str();
    let is_below = page.strip_prefix(path.as_str()).is_some_and(|rest| rest.starts_with('/'));
    let is_page = path.is_empty() || page == path || page == format!("{path}.md") || is_below;
    is_page && id.as_ref().is_none_or(|id| id == sample)
}

/// Returns what is executed of the programs that were asked for.
pub(super) fn programs<'a>(
    book: Book<'a>,
    selection: &'a Selection,
) -> impl Iterator<Item = (PageId, usize, &'a Program)> {
    book.site.pages.iter().enumerate().flat_map(move |(id, page)| {
        let path = &page.topic.path;
        page.samples
            .values()
            .enumerate()
            .filter(|(_, program)| is_executed(program) && selection.has(path, &program.id))
            .map(move |(sample, program)| (id, sample, program))
    })
}

/// True for what runs, and for the starts of exercises, of which Python can tell whether they parse.
fn is_executed(program: &Program) -> bool {
    match program.mode {
        SampleMode::Run => true,
        SampleMode::Starter => program.runner.is_python(),
        SampleMode::NoRun | SampleMode::Unmarked => false,
    }
}

/// Returns the jobs of a program; none if no interpreter is within its limits.
pub(super) fn jobs<'a>(
    page: PageId,
    sample: usize,
    program: &'a Program,
    interpreters: &[Interpreter],
) -> Vec<Job<'a>> {
    if !program.runner.is_python() {
        return vec![Job { page, sample, program, interpreter: None }];
    }
    let (since, until) = (program.since.as_deref(), program.until.as_deref());
    let fitting = interpreters.iter().enumerate();
    fitting
        .filter(|(_, interpreter)| interpreter.is_between(since, until))
        .map(|(number, _)| Job { page, sample, program, interpreter: Some(number) })
        .collect()
}
