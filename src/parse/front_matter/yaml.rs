//! A YAML block → a tree with places.
//!
//! The library gives values without places and stops at the first error. So the whole block is read
//! at once, and the places come from `pieces`; where that fails, each piece is read alone.

use std::borrow::Cow;
use std::ops::Range;

use serde_yaml::Value;

use super::explain::{self, Problem};
use super::pieces::{self, Piece};
use super::{clamped, scan};
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::path::FilePath;
use crate::base::rule::Rule;
use crate::base::span::{Span, Spanned};
use crate::rules;
use crate::schema::tree::{Entry, Kind, Node, Table};

/// So many bytes are read again at most, while the end of open values is looked for.
const BUDGET: usize = 1 << 20;

/// Brackets within brackets; the library's time grows with their square.
const DEEPEST: usize = 64;

/// Reads the block.
pub(super) fn read(file: &FilePath, text: &str, yaml: Range<usize>) -> Checked<Table> {
    let mut findings = Vec::new();
    let cleaned = without_controls(file, text, &yaml).drain_into(&mut findings);
    if let Some(place) = too_deep(&cleaned[yaml.clone()]) {
        let span = Span::new(yaml.start + place..yaml.start + place + 1);
        let message = "brackets are nested too deeply";
        findings.push(Diagnostic::at(&rules::INVALID_FRONT_MATTER, file, span, message));
        return Checked { value: Table::default(), diagnostics: findings };
    }
    let mut block = Block { file, text: &cleaned, budget: BUDGET, findings };
    let table = match serde_yaml::from_str(&cleaned[yaml.clone()]) {
        Ok(Value::Mapping(mapping)) => block.whole(&mapping, &yaml),
        Ok(Value::Null) => Table::default(),
        Ok(_) | Err(_) => block.by_piece(&yaml),
    };
    Checked { value: table, diagnostics: block.findings }
}

/// Reports the first character that YAML does not allow, and puts another for each.
fn without_controls<'t>(
    file: &FilePath,
    text: &'t str,
    yaml: &Range<usize>,
) -> Checked<Cow<'t, str>> {
    let is_foreign = |letter: char| {
        let is_space = matches!(letter, '\t' | '\n' | '\r' | '\u{85}');
        (letter.is_control() && !is_space) || matches!(letter, '\u{feff}' | '\u{fffe}' | '\u{ffff}')
    };
    let block = &text[yaml.clone()];
    let Some((place, letter)) = block.char_indices().find(|(_, letter)| is_foreign(*letter)) else {
        return Checked::clean(Cow::Borrowed(text));
    };
    // Of the same length, so that all places stay.
    let stand_in = |letter: char| match letter.len_utf8() {
        1 => ' ',
        2 => '\u{a0}',
        _ => char::REPLACEMENT_CHARACTER,
    };
    let clean: String = block
        .chars()
        .map(|letter| if is_foreign(letter) { stand_in(letter) } else { letter })
        .collect();
    let cleaned = [&text[..yaml.start], &clean, &text[yaml.end..]].concat();
    let start = yaml.start + place;
    let span = Span::new(start..start + letter.len_utf8());
    let message = format!("the character U+{:04X} may not stand in YAML", u32::from(letter));
    let finding = Diagnostic::at(&rules::INVALID_FRONT_MATTER, file, span, message);
    Checked { value: Cow::Owned(cleaned), diagnostics: vec![finding.help("remove it")] }
}

/// Returns where brackets are nested too deeply.
fn too_deep(block: &str) -> Option<usize> {
    let mut depth = 0_usize;
    block.bytes().position(|byte| {
        match byte {
            b'[' | b'{' => depth += 1,
            b']' | b'}' => depth = depth.saturating_sub(1),
            _ => {}
        }
        depth > DEEPEST
    })
}

struct Block<'a> {
    file: &'a FilePath,
    text: &'a str,
    budget: usize,
    findings: Vec<Diagnostic>,
}

impl Block<'_> {
    /// Takes the values of a sound block, and the places of the pieces with the same keys.
    fn whole(&mut self, mapping: &serde_yaml::Mapping, yaml: &Range<usize>) -> Table {
        let mut pieces = self.pieces(yaml);
        let everything = scan::value(self.text, yaml.clone());
        let entry = |(key, value): (&Value, &Value)| {
            let name = key_text(key);
            let place = pieces.iter().position(|piece| self.name(piece).as_ref() == Some(&name));
            let (key, range) = match place.map(|place| pieces.remove(place)) {
                Some(Piece { key: Some(key), value, range }) => {
                    (key, scan::value(self.text, value..range.end))
                }
                _ => (everything.clone(), everything.clone()),
            };
            let key = Spanned::new(name, Span::new(key));
            Entry { key, value: node(self.text, value, range) }
        };
        Table { entries: mapping.iter().map(entry).collect() }
    }

    /// Reads each key alone, and reports those that cannot be read.
    fn by_piece(&mut self, yaml: &Range<usize>) -> Table {
        let pieces = self.pieces(yaml);
        let mut table = Table::default();
        let mut next = 0;
        let mut is_in_prose = false;
        while let Some(piece) = pieces.get(next) {
            let last = self.last_of(&pieces[next..]);
            let piece =
                Piece { range: piece.range.start..pieces[next + last].range.end, ..piece.clone() };
            next += last + 1;
            let was_in_prose = is_in_prose;
            is_in_prose = piece.key.is_none();
            match self.entry(&piece) {
                Some(entry) => self.add(&mut table, entry),
                None if was_in_prose => {}
                None => {
                    let problem = explain::stray(self.text, &piece);
                    is_in_prose = !problem.is_key;
                    self.report(&rules::INVALID_FRONT_MATTER, problem.problem);
                }
            }
        }
        if self.findings.is_empty() {
            let range = scan::value(self.text, yaml.clone());
            let message = "the front matter is no list of `key: value` lines".to_owned();
            let problem = Problem { message, help: None, span: Span::new(range) };
            self.report(&rules::INVALID_FRONT_MATTER, problem);
        }
        table
    }

    /// Returns how many of the following pieces belong to the first.
    fn last_of(&mut self, pieces: &[Piece]) -> usize {
        let start = pieces[0].range.start;
        let text = self.text;
        let parse =
            |last: usize| serde_yaml::from_str::<Value>(&text[start..pieces[last].range.end]);
        if pieces[0].key.is_none() || !parse(0).is_err_and(|error| explain::is_open(&error)) {
            return 0;
        }
        for (last, piece) in pieces.iter().enumerate().skip(1) {
            self.budget = self.budget.saturating_sub(piece.range.end - start);
            if self.budget == 0 {
                break;
            }
            if parse(last).is_ok() {
                return last;
            }
        }
        0
    }

    /// Reads a piece; `None` if it is no key. One that does not parse is reported here.
    fn entry(&mut self, piece: &Piece) -> Option<Entry> {
        let key = piece.key.clone()?;
        let name = self.name(piece)?;
        let range = scan::value(self.text, piece.value..piece.range.end);
        let kind = match serde_yaml::from_str::<Value>(&self.text[piece.range.clone()]) {
            Ok(Value::Mapping(mapping)) if mapping.len() == 1 => {
                let value = mapping.values().next().unwrap_or(&Value::Null);
                node(self.text, value, range.clone()).kind
            }
            Ok(_) => return None,
            Err(error) => {
                self.explain(piece, &error);
                Kind::Broken
            }
        };
        let key = Spanned::new(name, Span::new(key));
        Some(Entry { key, value: Node { span: Span::new(range), kind } })
    }

    fn explain(&mut self, piece: &Piece, error: &serde_yaml::Error) {
        if explain::is_anchor_elsewhere(self.text, piece, error) {
            return;
        }
        let (rule, problem) = explain::problem(self.text, piece, error);
        self.report(rule, problem);
    }

    fn add(&mut self, table: &mut Table, entry: Entry) {
        let name = &entry.key.value;
        let Some(first) = table.entries.iter().find(|first| first.key.value == *name) else {
            table.entries.push(entry);
            return;
        };
        let message = format!("`{name}` is given twice");
        let finding = Diagnostic::at(&rules::DUPLICATE_KEY, self.file, entry.key.span, message)
            .label(self.file, first.key.span, "first given here")
            .help("remove one of them");
        self.findings.push(finding);
    }

    fn report(&mut self, rule: &'static Rule, problem: Problem) {
        let Problem { message, help, span } = problem;
        let span = clamped(self.text, span.range().start, span.range().end);
        self.findings.push(Diagnostic::at(rule, self.file, span, message).maybe_help(help));
    }

    /// Cuts the block at its keys, also where all of it is one `{key: value, …}`.
    fn pieces(&self, yaml: &Range<usize>) -> Vec<Piece> {
        let range = scan::value(self.text, yaml.clone());
        if !self.text[range.clone()].starts_with('{') {
            return pieces::cut(self.text, yaml);
        }
        let parts = scan::flow_parts(self.text, range).map(|flow| flow.parts).unwrap_or_default();
        let piece = |range: Range<usize>| {
            let key = scan::key(&self.text[range.clone()])?;
            let value = range.start + key.value;
            let key = range.start + key.text.start..range.start + key.text.end;
            Some(Piece { range, key: Some(key), value })
        };
        parts.into_iter().filter_map(piece).collect()
    }

    /// Returns the key that a piece gives, without quotes.
    fn name(&self, piece: &Piece) -> Option<String> {
        let written = &self.text[piece.key.clone()?];
        if written.starts_with(['"', '\'']) {
            return serde_yaml::from_str(written).ok();
        }
        Some(written.to_owned())
    }
}

/// Returns a value with the places of list items.
fn node(text: &str, value: &Value, range: Range<usize>) -> Node {
    let span = Span::new(range.clone());
    let kind = match value {
        Value::Null => Kind::Empty,
        Value::Bool(flag) => Kind::Flag(*flag),
        Value::Number(number) => number
            .as_i64()
            .map(Kind::Whole)
            .or_else(|| number.as_f64().map(Kind::Number))
            .unwrap_or(Kind::Other("a number that cannot be read")),
        Value::String(string) => {
            plain_word(&text[range]).unwrap_or_else(|| Kind::Text(string.clone()))
        }
        Value::Sequence(items) => Kind::List(list(text, items, &range)),
        Value::Mapping(mapping) => {
            let entry = |(key, value): (&Value, &Value)| Entry {
                key: Spanned::new(key_text(key), span),
                value: node_within(value, span),
            };
            Kind::Table(Table { entries: mapping.iter().map(entry).collect() })
        }
        Value::Tagged(_) => Kind::Other("a value with a tag"),
    };
    Node { span, kind }
}

fn list(text: &str, items: &[Value], range: &Range<usize>) -> Vec<Node> {
    let ranges = scan::items(text, range.clone());
    let is_followed = ranges.len() == items.len();
    items
        .iter()
        .enumerate()
        .map(|(place, item)| {
            let range = if is_followed { ranges[place].clone() } else { range.clone() };
            node(text, item, range)
        })
        .collect()
}

/// Returns a value within a map, where places are not followed: no key but `extra` has any.
fn node_within(value: &Value, span: Span) -> Node {
    let mut node = node("", value, 0..0);
    place_at(&mut node, span);
    node
}

fn place_at(node: &mut Node, span: Span) {
    node.span = span;
    match &mut node.kind {
        Kind::List(items) => items.iter_mut().for_each(|item| place_at(item, span)),
        Kind::Table(table) => {
            for entry in &mut table.entries {
                entry.key.span = span;
                place_at(&mut entry.value, span);
            }
        }
        _ => {}
    }
}

/// Reads `yes`, `no`, `on` and `off` without quotes as booleans, as GitHub does.
fn plain_word(raw: &str) -> Option<Kind> {
    match raw.to_ascii_lowercase().as_str() {
        "yes" | "on" => Some(Kind::Flag(true)),
        "no" | "off" => Some(Kind::Flag(false)),
        _ => None,
    }
}

/// Returns a key as text, whatever YAML takes it for.
fn key_text(key: &Value) -> String {
    match key {
        Value::String(text) => text.clone(),
        other => serde_yaml::to_string(other).unwrap_or_default().trim_end().to_owned(),
    }
}
