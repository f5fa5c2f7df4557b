//! `requires` of each page → page ids, as a graph without cycles.

use crate::base::diagnostic::Diagnostic;
use crate::index::link::{Lookup, resolve_one};
use crate::model::site::{PageId, Site, Target};
use crate::rules;

/// Resolves the prerequisites of all pages. What cannot be, or would close a cycle, is left out.
pub(super) fn resolve(site: &mut Site, lookup: &Lookup, diagnostics: &mut Vec<Diagnostic>) {
    let edges: Vec<Vec<(PageId, usize)>> =
        (0..site.pages.len()).map(|page| edges(site, lookup, page, diagnostics)).collect();
    let mut search = Search {
        site,
        edges: &edges,
        states: vec![State::New; edges.len()],
        path: Vec::new(),
        kept: vec![Vec::new(); edges.len()],
        diagnostics,
    };
    for page in 0..edges.len() {
        search.visit(page);
    }
    let kept = search.kept;
    for (page, requires) in kept.into_iter().enumerate() {
        for required in &requires {
            site.pages[*required].required_by.push(page);
        }
        site.pages[page].requires = requires;
    }
}

/// Returns the pages that a page requires, each with its place in the front matter's list.
fn edges(
    site: &Site,
    lookup: &Lookup,
    page: PageId,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<(PageId, usize)> {
    let topic = &site.pages[page].topic;
    let mut edges: Vec<(PageId, usize)> = Vec::new();
    for (position, written) in topic.meta.requires.iter().enumerate() {
        let mut report = |rule, message: String, help: Option<String>| {
            let diagnostic = Diagnostic::at(rule, &topic.file, written.span, message);
            diagnostics.push(diagnostic.maybe_help(help));
        };
        let (target, problem) = resolve_one(lookup, topic.path.as_str(), &written.value);
        if let Some(problem) = problem {
            report(problem.rule, problem.message, problem.help);
        }
        match target {
            Target::Page(required, _) => {
                if !edges.iter().any(|(earlier, _)| *earlier == required) {
                    edges.push((required, position));
                }
            }
            Target::Broken(_) => {}
            Target::File(..) | Target::External(_) => {
                let message = format!("`{}` is no page of this book", written.value);
                let help = "name a Markdown file, relative to this one".to_owned();
                report(&rules::BROKEN_LINK, message, Some(help));
            }
        }
    }
    edges
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    New,
    Open,
    Done,
}

/// A depth-first search in reading order, which finds each cycle at the edge that closes it.
struct Search<'a> {
    site: &'a Site,
    edges: &'a [Vec<(PageId, usize)>],
    states: Vec<State>,
    path: Vec<PageId>,
    kept: Vec<Vec<PageId>>,
    diagnostics: &'a mut Vec<Diagnostic>,
}

impl Search<'_> {
    /// Visits a page and all that it requires; with a stack of its own, since chains may be long.
    fn visit(&mut self, start: PageId) {
        if self.states[start] != State::New {
            return;
        }
        let mut stack = vec![(start, 0_usize)];
        self.open(start);
        while let Some((page, next)) = stack.last_mut() {
            let (page, position) = (*page, *next);
            *next += 1;
            let Some((required, written)) = self.edges[page].get(position).copied() else {
                self.states[page] = State::Done;
                self.path.pop();
                stack.pop();
                continue;
            };
            match self.states[required] {
                State::Open => self.report(page, required, written),
                State::Done => self.kept[page].push(required),
                State::New => {
                    self.kept[page].push(required);
                    self.open(required);
                    stack.push((required, 0));
                }
            }
        }
    }

    fn open(&mut self, page: PageId) {
        self.states[page] = State::Open;
        self.path.push(page);
    }

    fn report(&mut self, page: PageId, required: PageId, written: usize) {
        let from = self.path.iter().position(|open| *open == required).unwrap_or_default();
        let names: Vec<&str> = self.path[from..]
            .iter()
            .chain([&required])
            .map(|id| self.site.pages[*id].topic.path.as_str())
            .collect();
        let topic = &self.site.pages[page].topic;
        let span = topic.meta.requires[written].span;
        let message = format!("pages require each other: `{}`", names.join("` → `"));
        let diagnostic = Diagnostic::at(&rules::REQUIRES_CYCLE, &topic.file, span, message);
        self.diagnostics.push(diagnostic.help("remove one of these prerequisites"));
    }
}
