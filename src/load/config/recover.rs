//! A `book.toml` that is no TOML, read statement by statement: a mistake spoils its own statement.
//!
//! A statement is a line, or as many lines as it takes to close its brackets and quotes. One that
//! never closes ends where a line looks like a header or the start of `key = value`.

use std::collections::BTreeMap;
use std::ops::Range;

use toml::de::DeTable;

use super::document;
use super::syntax::{self, Problem};
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::path::FilePath;
use crate::base::span::{Span, Spanned};
use crate::rules;
use crate::schema::Shape;
use crate::schema::book::KEYS;
use crate::schema::tree::{Entry, Kind, Node, Table};

/// So many bytes are read again at most, while the end of open statements is looked for.
const BUDGET: usize = 1 << 24;

/// Reads what can be read, and reports every statement that cannot.
pub(super) fn read(file: &FilePath, text: &str) -> Checked<Table> {
    let mut book = Book {
        file,
        root: Table::default(),
        header: None,
        headers: BTreeMap::new(),
        findings: Vec::new(),
    };
    let mut start = 0;
    let mut budget = BUDGET;
    while start < text.len() {
        let end = start + statement(&text[start..], &mut budget);
        book.statement(text, start..end);
        start = end;
    }
    Checked { value: book.root, diagnostics: book.findings }
}

/// The tree so far.
struct Book<'a> {
    file: &'a FilePath,
    root: Table,
    /// The header that the next statements stand below.
    header: Option<Vec<Spanned<String>>>,
    /// The headers of tables seen so far, by dotted path.
    headers: BTreeMap<String, Span>,
    findings: Vec<Diagnostic>,
}

impl Book<'_> {
    fn statement(&mut self, text: &str, range: Range<usize>) {
        let piece = &text[range.clone()];
        let (parsed, errors) = DeTable::parse_recoverable(piece);
        let parsed = document::table(parsed.get_ref(), range.start);
        let errors = syntax::problems(piece, &errors);
        for problem in errors.iter().filter(|problem| problem.message.is_some()) {
            self.report(problem, range.start);
        }
        self.duplicates_within(&errors, &parsed, range.start);
        if piece.trim_start().starts_with('[') {
            self.open(text, &range, &parsed, errors.is_empty());
            return;
        }
        let is_broken = errors.iter().any(|problem| problem.is_structural);
        let entries = match (is_broken, parsed.entries.is_empty()) {
            (true, true) => {
                syntax::bare_key(piece).map(|key| broken(key, range.start)).into_iter().collect()
            }
            (true, false) => parsed.entries.into_iter().take(1).map(without_value).collect(),
            (false, _) => parsed.entries,
        };
        let header = self.header.clone().unwrap_or_default();
        let Some(table) = descend(&mut self.root, &header) else { return };
        let mut doubles = Vec::new();
        merge(table, entries, &mut doubles);
        for (key, first) in doubles {
            self.report_double(&key, first);
        }
    }

    /// Starts the table or list item that a header names, even where a bracket is missing.
    fn open(&mut self, text: &str, range: &Range<usize>, parsed: &Table, is_sound: bool) {
        let piece = &text[range.clone()];
        let start = range.start + (piece.len() - piece.trim_start().len());
        let line = text[start..range.end].lines().next().unwrap_or_default();
        let span = Span::new(start..start + line.trim_end().len());
        let path = path_of(parsed);
        let is_item = if is_sound { line.starts_with("[[") } else { is_meant_as_item(&path) };
        let Some((last, parents)) = path.split_last() else {
            self.header = None;
            return;
        };
        self.header = Some(path.clone());
        let name = dotted(&path);
        let Some(parent) = descend(&mut self.root, parents) else { return };
        let place = parent.entries.iter().position(|entry| entry.key.value == last.value);
        let fresh = Node { span, kind: Kind::Table(Table::default()) };
        let value = if is_item {
            Node { span, kind: Kind::List(vec![fresh.clone()]) }
        } else {
            fresh.clone()
        };
        match place.map(|place| &mut parent.entries[place]) {
            None => parent.entries.push(Entry { key: last.clone(), value }),
            Some(entry) => match &mut entry.value.kind {
                Kind::List(items) if is_item => items.push(fresh),
                // Keys of `[a]` are read below an earlier `[a.b]` or `[a]` alike.
                Kind::Table(_) if !is_item => {
                    if let Some(first) = self.headers.get(&name).copied() {
                        self.report_table(&name, last.span, first);
                    }
                }
                _ => {
                    let first = entry.key.span;
                    self.report_double(&last.clone(), first);
                    self.header = None;
                }
            },
        }
        if is_item {
            let below = format!("{name}.");
            self.headers.retain(|header, _| !header.starts_with(&below));
        } else {
            self.headers.entry(name).or_insert(last.span);
        }
    }

    /// Reports keys that are given twice within one inline table.
    fn duplicates_within(&mut self, errors: &[Problem], parsed: &Table, offset: usize) {
        for problem in errors.iter().filter(|problem| problem.message.is_none()) {
            let span = problem.span.shifted(offset);
            let mut keys = Vec::new();
            collect_keys(parsed, &mut keys);
            let second = Spanned::new(problem.text.clone(), span);
            let first = keys
                .into_iter()
                .filter(|key| key.value == second.value && key.span.start < span.start)
                .max_by_key(|key| key.span.start);
            self.report_double(&second, first.map_or(span, |key| key.span));
        }
    }

    fn report(&mut self, problem: &Problem, offset: usize) {
        let message = problem.message.clone().unwrap_or_default();
        let span = problem.span.shifted(offset);
        let finding = Diagnostic::at(&rules::INVALID_CONFIG, self.file, span, message);
        self.findings.push(finding.maybe_help(problem.help.clone()));
    }

    fn report_double(&mut self, key: &Spanned<String>, first: Span) {
        let message = format!("`{}` is given twice", key.value);
        let finding = Diagnostic::at(&rules::DUPLICATE_KEY, self.file, key.span, message)
            .label(self.file, first, "first given here")
            .help("remove one of them");
        self.findings.push(finding);
    }

    fn report_table(&mut self, name: &str, span: Span, first: Span) {
        let message = format!("the table `[{name}]` is opened twice");
        let finding = Diagnostic::at(&rules::DUPLICATE_KEY, self.file, span, message)
            .label(self.file, first, "first opened here")
            .help("move its keys to the first one");
        self.findings.push(finding);
    }
}

/// Returns the length of the statement that a text starts with.
fn statement(text: &str, budget: &mut usize) -> usize {
    let line = text.find('\n').map_or(text.len(), |newline| newline + 1);
    let is_open =
        DeTable::parse(&text[..line]).is_err_and(|error| syntax::is_open(error.message()));
    if !is_open {
        return line;
    }
    let mut end = line;
    let mut next_start = None;
    for more in text[line..].split_inclusive('\n') {
        if next_start.is_none() && syntax::starts_statement(more) {
            next_start = Some(end);
        }
        end += more.len();
        *budget = budget.saturating_sub(end);
        if *budget == 0 {
            break;
        }
        if DeTable::parse(&text[..end]).is_ok() {
            return end;
        }
    }
    next_start.unwrap_or(end)
}

/// Tells what a header with a bracket too many or too few must be.
fn is_meant_as_item(path: &[Spanned<String>]) -> bool {
    let key = path.first().and_then(|first| KEYS.iter().find(|key| key.name == first.value));
    path.len() == 1 && key.is_some_and(|key| matches!(key.shape, Shape::Tables(_)))
}

/// Returns the table that a path leads to: the last item of lists, made where there is none.
fn descend<'a>(table: &'a mut Table, path: &[Spanned<String>]) -> Option<&'a mut Table> {
    let Some((key, rest)) = path.split_first() else { return Some(table) };
    let place = table.entries.iter().position(|entry| entry.key.value == key.value);
    let place = place.unwrap_or_else(|| {
        let value = Node { span: key.span, kind: Kind::Table(Table::default()) };
        table.entries.push(Entry { key: key.clone(), value });
        table.entries.len() - 1
    });
    let inner = match &mut table.entries[place].value.kind {
        Kind::Table(inner) => inner,
        Kind::List(items) => match &mut items.last_mut()?.kind {
            Kind::Table(inner) => inner,
            _ => return None,
        },
        _ => return None,
    };
    descend(inner, rest)
}

/// Adds entries to a table. A key that is there already goes to `doubles` with the first's place.
fn merge(table: &mut Table, entries: Vec<Entry>, doubles: &mut Vec<(Spanned<String>, Span)>) {
    for entry in entries {
        let Some(old) = table.entries.iter_mut().find(|old| old.key.value == entry.key.value)
        else {
            table.entries.push(entry);
            continue;
        };
        match (&mut old.value.kind, entry.value.kind) {
            // `a.b = 1` and `a.c = 2` both give `a`.
            (Kind::Table(old), Kind::Table(new)) => merge(old, new.entries, doubles),
            _ => doubles.push((entry.key, old.key.span)),
        }
    }
}

/// Returns the path of a header from what it parses to: tables in tables, one entry each.
fn path_of(parsed: &Table) -> Vec<Spanned<String>> {
    let Some(entry) = parsed.entries.first() else { return Vec::new() };
    let inner = match &entry.value.kind {
        Kind::Table(inner) => path_of(inner),
        Kind::List(items) => items.first().and_then(Node::table).map(path_of).unwrap_or_default(),
        _ => Vec::new(),
    };
    [vec![entry.key.clone()], inner].concat()
}

fn dotted(path: &[Spanned<String>]) -> String {
    let names: Vec<&str> = path.iter().map(|key| key.value.as_str()).collect();
    names.join(".")
}

fn broken(key: Spanned<String>, offset: usize) -> Entry {
    let span = key.span.shifted(offset);
    Entry { key: Spanned::new(key.value, span), value: Node { span, kind: Kind::Broken } }
}

/// Keeps the key of an entry whose value did not parse, inside dotted keys too.
fn without_value(entry: Entry) -> Entry {
    let span = entry.value.span;
    let kind = match entry.value.kind {
        Kind::Table(table) if table.entries.len() == 1 && entry.key.span == span => {
            let entries = table.entries.into_iter().map(without_value).collect();
            Kind::Table(Table { entries })
        }
        _ => Kind::Broken,
    };
    Entry { key: entry.key, value: Node { span, kind } }
}

fn collect_keys(table: &Table, keys: &mut Vec<Spanned<String>>) {
    for entry in &table.entries {
        keys.push(entry.key.clone());
        collect_keys_of(&entry.value, keys);
    }
}

fn collect_keys_of(node: &Node, keys: &mut Vec<Spanned<String>>) {
    match &node.kind {
        Kind::Table(table) => collect_keys(table, keys),
        Kind::List(items) => {
            for item in items {
                collect_keys_of(item, keys);
            }
        }
        _ => {}
    }
}
