//! The lines of the ledger: one id each, `-id` for a retired one, in order.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::slug::is_kebab_case;
use crate::base::span::Span;
use crate::rules;

/// A ledger as read.
pub(super) struct Ledger<'t> {
    /// By id; of several lines the first.
    pub(super) entries: BTreeMap<&'t str, Entry>,
    /// What is wrong with it.
    pub(super) flaws: Vec<Flaw<'t>>,
}

/// A line of the ledger.
pub(super) struct Entry {
    /// Has a `-` before it.
    pub(super) is_retired: bool,
    /// The line.
    pub(super) span: Span,
}

/// A line that should not be as it is.
pub(super) enum Flaw<'t> {
    /// No id.
    NoId { line: &'t str, span: Span },
    /// The same line again, or the same id, here retired and there not.
    Again { id: &'t str, span: Span, first: Span, is_contradiction: bool },
    /// Comes after a line that it should come before.
    Unsorted { id: &'t str, before: &'t str, span: Span, first: Span },
}

impl<'t> Ledger<'t> {
    /// Reads a ledger's text. Blank lines are passed over.
    pub(super) fn parse(text: &'t str) -> Self {
        let mut ledger = Self { entries: BTreeMap::new(), flaws: Vec::new() };
        let mut order: Vec<(&str, &str, Span)> = Vec::new();
        for (line, span) in lines(text) {
            let id = line.strip_prefix('-').unwrap_or(line);
            if !is_kebab_case(id) {
                ledger.flaws.push(Flaw::NoId { line, span });
                continue;
            }
            let is_retired = id.len() < line.len();
            if let Some(first) = ledger.entries.get(id) {
                let is_contradiction = first.is_retired != is_retired;
                ledger.flaws.push(Flaw::Again { id, span, first: first.span, is_contradiction });
                continue;
            }
            ledger.entries.insert(id, Entry { is_retired, span });
            order.push((id, line, span));
        }
        ledger.flaws.extend(unsorted(&order));
        ledger
    }

    /// True if sorting and dropping what is there twice would mend all flaws.
    pub(super) fn is_mendable(&self) -> bool {
        self.flaws.iter().all(|flaw| match flaw {
            Flaw::NoId { .. } => false,
            Flaw::Again { is_contradiction, .. } => !is_contradiction,
            Flaw::Unsorted { .. } => true,
        })
    }
}

impl Flaw<'_> {
    /// Returns the flaw as a finding.
    pub(super) fn report(&self, file: &FilePath) -> Diagnostic {
        let mend = "run `crib check --update`, which sorts the ledger and drops repeats";
        let at = |span, message| Diagnostic::at(&rules::INVALID_LEDGER, file, span, message);
        match self {
            Self::NoId { line, span } => at(*span, format!("`{line}` is no id"))
                .help("write one id a line, in kebab-case, with `-` before it if it is retired"),
            Self::Again { id, span, first, is_contradiction: false } => {
                at(*span, format!("`{id}` is listed twice"))
                    .label(file, *first, "first here")
                    .help(mend)
            }
            Self::Again { id, span, first, is_contradiction: true } => {
                at(*span, format!("`{id}` is listed twice, as retired and as in use"))
                    .label(file, *first, "first here")
                    .help("keep the line that is true")
            }
            Self::Unsorted { id, before, span, first } => {
                at(*span, format!("`{id}` should come before `{before}`"))
                    .label(file, *first, "this comes later in the alphabet")
                    .help(mend)
            }
        }
    }
}

/// Returns the first line out of order. In order are lines by id, so that retiring an id moves no
/// line; what `LC_ALL=C sort` makes of them is as good.
fn unsorted<'t>(order: &[(&'t str, &'t str, Span)]) -> Option<Flaw<'t>> {
    if order.is_sorted_by_key(|(_, line, _)| line) {
        return None;
    }
    let pair = order.windows(2).find(|pair| pair[0].0 > pair[1].0)?;
    let [(before, _, first), (id, _, span)] = pair else { return None };
    Some(Flaw::Unsorted { id, before, span: *span, first: *first })
}

/// Returns the lines that are not blank, without what surrounds them, and their places.
fn lines(text: &str) -> impl Iterator<Item = (&str, Span)> {
    let mut at = 0;
    text.split_inclusive('\n').filter_map(move |whole| {
        let line =
            whole.trim_matches(|letter: char| letter.is_whitespace() || letter == '\u{feff}');
        let start = at + whole.find(line).unwrap_or_default();
        at += whole.len();
        (!line.is_empty()).then(|| (line, Span::new(start..start + line.len())))
    })
}
