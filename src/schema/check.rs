//! Checks a document against its keys. What is wrong is reported and left out; the rest is sound.

use std::fmt;

use super::form::{Form, VERSION};
use super::tree::{Entry, Kind, Node, Table};
use super::{Foreign, Key, Shape, book, limits, remedy, unknown};
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::path::FilePath;
use crate::base::rule::{Level, Rule};
use crate::base::span::Span;
use crate::base::suggest;
use crate::rules;

/// The language a document is written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Notation {
    /// `book.toml`
    Toml,
    /// Front matter
    Yaml,
}

/// A document and what may be in it.
#[derive(Clone, Copy, Debug)]
pub struct Document<'a> {
    /// Its file.
    pub file: &'a FilePath,
    /// The file's text, which all spans are in.
    pub text: &'a str,
    /// Its language.
    pub notation: Notation,
    /// The keys that it may have.
    pub keys: &'static [Key],
    /// What other tools call them, by dotted path.
    pub(crate) foreign: &'static [Foreign],
}

/// Returns the entries that are right, and a finding for each that is not.
pub fn check(document: Document<'_>, table: Table) -> Checked<Table> {
    let mut checker = Checker { document, findings: Vec::new() };
    let sound = checker.table(document.keys, table, &Where::top(), Span::at(0));
    Checked { value: sound, diagnostics: checker.findings }
}

/// Where in a document a value is: shown as its dotted path in backticks.
#[derive(Clone, Debug)]
pub(super) struct Where {
    /// Keys joined by dots; empty at the top.
    pub(super) path: String,
    /// True for an item of the list that the path leads to.
    pub(super) is_item: bool,
}

impl Where {
    pub(super) fn top() -> Self {
        Self { path: String::new(), is_item: false }
    }

    pub(super) fn key(&self, name: &str) -> Self {
        let dot = if self.path.is_empty() { "" } else { "." };
        Self { path: format!("{}{dot}{name}", self.path), is_item: false }
    }

    fn item(&self) -> Self {
        Self { path: self.path.clone(), is_item: true }
    }

    /// Returns the last key.
    pub(super) fn name(&self) -> &str {
        self.path.rsplit('.').next().unwrap_or_default()
    }
}

impl fmt::Display for Where {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let item = if self.is_item { "an item of " } else { "" };
        write!(formatter, "{item}`{}`", self.path)
    }
}

/// The document under check and what was found in it so far.
pub(super) struct Checker<'a> {
    pub(super) document: Document<'a>,
    pub(super) findings: Vec<Diagnostic>,
}

impl Checker<'_> {
    /// Returns the sound entries of a table.
    pub(super) fn table(
        &mut self,
        keys: &'static [Key],
        table: Table,
        place: &Where,
        span: Span,
    ) -> Table {
        for key in keys.iter().filter(|key| key.is_required && table.get(key.name).is_none()) {
            let message = format!("{place} has no `{}`", key.name);
            self.report(self.value_rule(), span, message, Some(format!("add `{} = …`", key.name)));
        }
        let mut sound = Table::default();
        for entry in table.entries {
            match keys.iter().find(|key| key.name == entry.key.value) {
                Some(key) => {
                    let value = self.value(&key.shape, entry.value, &place.key(key.name));
                    sound.entries.extend(value.map(|value| Entry { key: entry.key, value }));
                }
                None => unknown::report(self, keys, &entry, place),
            }
        }
        sound
    }

    /// Reports a value at its place.
    pub(super) fn refuse(&mut self, node: &Node, message: String, help: Option<String>) {
        self.report(self.value_rule(), node.span, message, help);
    }

    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: String,
        help: Option<String>,
    ) {
        let finding = Diagnostic::at(rule, self.document.file, span, message).maybe_help(help);
        self.findings.push(finding);
    }

    /// Returns the characters that a value was written with.
    pub(super) fn raw(&self, node: &Node) -> &str {
        self.document.text.get(node.span.range()).unwrap_or_default()
    }

    fn value_rule(&self) -> &'static Rule {
        match self.document.notation {
            Notation::Toml => &rules::INVALID_CONFIG,
            Notation::Yaml => &rules::INVALID_VALUE,
        }
    }

    fn value(&mut self, shape: &'static Shape, node: Node, place: &Where) -> Option<Node> {
        let span = node.span;
        let sound = |kind| Some(Node { span, kind });
        match (shape, node.kind) {
            (_, Kind::Broken) => None,
            (Shape::Text(form), Kind::Text(text)) => self.form(form, text, span, place),
            (Shape::Version, kind) => self.version(&Node { span, kind }, place),
            (Shape::Flag, Kind::Flag(flag)) => sound(Kind::Flag(flag)),
            (Shape::Whole(min, max), Kind::Whole(number)) => {
                self.whole((*min, *max), number, span, place)
            }
            (Shape::Choice(words), Kind::Text(word)) => self.choice(words, word, span, place),
            (Shape::List(item), Kind::List(items)) => {
                let place = &place.item();
                let items = items.into_iter().filter_map(|node| self.value(item, node, place));
                sound(Kind::List(items.collect()))
            }
            (Shape::Table(keys), Kind::Table(table)) => {
                sound(Kind::Table(self.table(keys, table, place, span)))
            }
            (Shape::Tables(keys), Kind::List(items)) => {
                let place = &place.item();
                let items = items.into_iter().filter_map(|node| self.item(keys, node, place));
                sound(Kind::List(items.collect()))
            }
            (Shape::Limits, kind) if !matches!(kind, Kind::Empty) => {
                Some(limits::check(self, Node { span, kind }, place))
            }
            (Shape::Levels, Kind::Table(table)) => sound(Kind::Table(self.levels(table, place))),
            (Shape::Texts(key, value), Kind::Table(table)) => {
                sound(Kind::Table(self.texts(key, value, table, place)))
            }
            (Shape::Free, Kind::Table(table)) => sound(Kind::Table(table)),
            (_, kind) => self.wrong_type(shape, &Node { span, kind }, place),
        }
    }

    fn wrong_type(&mut self, shape: &Shape, node: &Node, place: &Where) -> Option<Node> {
        let message = match node.kind {
            Kind::Empty => format!("{place} has no value"),
            _ => format!("{place} must be {}, not {}", remedy::expected(shape), node.kind.name()),
        };
        let help = remedy::of_type(self, shape, node, place);
        self.refuse(node, message, help);
        None
    }

    fn item(&mut self, keys: &'static [Key], node: Node, place: &Where) -> Option<Node> {
        let span = node.span;
        match node.kind {
            Kind::Table(table) => {
                Some(Node { span, kind: Kind::Table(self.table(keys, table, place, span)) })
            }
            Kind::Broken => None,
            kind => self.wrong_type(&Shape::Table(keys), &Node { span, kind }, place),
        }
    }

    fn form(&mut self, form: &Form, text: String, span: Span, place: &Where) -> Option<Node> {
        let checked = (form.check)(&text);
        let node = Node { span, kind: Kind::Text(text) };
        let Err(help) = checked else { return Some(node) };
        let Kind::Text(text) = &node.kind else { return None };
        if text.trim().is_empty() {
            self.refuse(&node, format!("{place} is empty"), Some(remedy::of_nothing(place)));
        } else {
            let message =
                format!("{place} must be {}, not {}", form.expected, remedy::quoted(text));
            self.refuse(&node, message, help);
        }
        None
    }

    /// Takes a version as a string, or as a number in the characters that it was written with.
    fn version(&mut self, node: &Node, place: &Where) -> Option<Node> {
        let text = match &node.kind {
            Kind::Text(text) => text.clone(),
            Kind::Whole(_) | Kind::Number(_) => self.raw(node).to_owned(),
            _ => return self.wrong_type(&Shape::Version, node, place),
        };
        self.form(&VERSION, text, node.span, place)
    }

    fn whole(
        &mut self,
        (min, max): (i64, i64),
        number: i64,
        span: Span,
        place: &Where,
    ) -> Option<Node> {
        let node = Node { span, kind: Kind::Whole(number) };
        if (min..=max).contains(&number) {
            return Some(node);
        }
        let bounds = remedy::bounds(min, max);
        self.refuse(&node, format!("{place} must be {bounds}, not {number}"), None);
        None
    }

    fn choice(&mut self, words: &[&str], word: String, span: Span, place: &Where) -> Option<Node> {
        let is_known = words.contains(&word.as_str());
        let lower = word.to_lowercase();
        let node = Node { span, kind: Kind::Text(word) };
        if is_known {
            return Some(node);
        }
        let Kind::Text(word) = &node.kind else { return None };
        let expected = remedy::one_of(words);
        let message = format!("{place} must be {expected}, not {}", remedy::quoted(word));
        let help = remedy::synonym(words, &lower)
            .or_else(|| suggest::did_you_mean(&lower, words.iter().copied()));
        self.refuse(&node, message, help);
        None
    }

    /// Returns the levels of known rules. A rule that is always an error keeps its level.
    fn levels(&mut self, table: Table, place: &Where) -> Table {
        let mut sound = Table::default();
        for entry in table.entries {
            let name = &entry.key.value;
            let Some(rule) = rules::find(name) else {
                unknown::report_rule(self, &entry);
                continue;
            };
            let shape = &Shape::Choice(book::LEVELS);
            let Some(value) = self.value(shape, entry.value, &place.key(name)) else { continue };
            let level = value.text().and_then(|word| Level::from_name(&word.value));
            if rule.is_fixed && level != Some(rule.level) {
                let message = format!("`{name}` is always an error");
                self.refuse(&value, message, Some("remove this line".to_owned()));
            } else {
                sound.entries.push(Entry { key: entry.key, value });
            }
        }
        sound
    }

    fn texts(&mut self, key: &Form, value: &'static Form, table: Table, place: &Where) -> Table {
        let mut sound = Table::default();
        for entry in table.entries {
            let name = &entry.key.value;
            if let Err(help) = (key.check)(name) {
                let message = format!(
                    "a key of {place} must be {}, not {}",
                    key.expected,
                    remedy::quoted(name)
                );
                self.report(self.value_rule(), entry.key.span, message, help);
                continue;
            }
            let value = match entry.value {
                Node { span, kind: Kind::Text(text) } => {
                    self.form(value, text, span, &place.key(name))
                }
                Node { kind: Kind::Broken, .. } => None,
                node => {
                    let expected = value.expected;
                    let message =
                        format!("{} must be {expected}, not {}", place.key(name), node.kind.name());
                    self.refuse(&node, message, None);
                    None
                }
            };
            sound.entries.extend(value.map(|value| Entry { key: entry.key, value }));
        }
        sound
    }
}
