//! A document before its keys are known: what TOML and YAML have in common, with places.

use serde_json::Value;

use crate::base::span::{Span, Spanned};

/// A table: its entries in the order in which they were written, no key twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// The entries.
    pub entries: Vec<Entry>,
}

/// A key with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key.
    pub key: Spanned<String>,
    /// The value.
    pub value: Node,
}

/// A value and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: Kind,
}

/// What a value is.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// A string.
    Text(String),
    /// An integer.
    Whole(i64),
    /// A number that is no integer.
    Number(f64),
    /// True or false.
    Flag(bool),
    /// A TOML date or time, as written.
    Date(String),
    /// A list.
    List(Vec<Node>),
    /// A table, or map.
    Table(Table),
    /// YAML's null: a key without a value.
    Empty,
    /// Something that no key takes; the words say what.
    Other(&'static str),
    /// A value that did not parse. It was reported, and counts as neither right nor wrong.
    Broken,
}

impl Table {
    /// Returns the value of a key.
    pub fn get(&self, name: &str) -> Option<&Node> {
        self.entries.iter().find(|entry| entry.key.value == name).map(|entry| &entry.value)
    }

    /// Returns a string.
    pub fn text(&self, name: &str) -> Option<String> {
        self.get(name).and_then(Node::text).map(|text| text.value)
    }

    /// Returns a string with its place.
    pub fn spanned(&self, name: &str) -> Option<Spanned<String>> {
        self.get(name).and_then(Node::text)
    }

    /// Returns the strings of a list, with their places.
    pub fn texts(&self, name: &str) -> Vec<Spanned<String>> {
        self.list(name).iter().filter_map(Node::text).collect()
    }

    /// Returns the items of a list.
    pub fn list(&self, name: &str) -> &[Node] {
        match self.get(name) {
            Some(Node { kind: Kind::List(items), .. }) => items,
            _ => &[],
        }
    }

    /// Returns an integer.
    pub fn whole(&self, name: &str) -> Option<i64> {
        match self.get(name)?.kind {
            Kind::Whole(number) => Some(number),
            _ => None,
        }
    }

    /// Returns a boolean.
    pub fn flag(&self, name: &str) -> Option<bool> {
        match self.get(name)?.kind {
            Kind::Flag(flag) => Some(flag),
            _ => None,
        }
    }

    /// Returns the entries of a table within; none if there is no such table.
    pub fn table(&self, name: &str) -> &[Entry] {
        match self.get(name) {
            Some(Node { kind: Kind::Table(table), .. }) => &table.entries,
            _ => &[],
        }
    }
}

impl Node {
    /// Returns the string with its place, if this is one.
    pub fn text(&self) -> Option<Spanned<String>> {
        match &self.kind {
            Kind::Text(text) => Some(Spanned::new(text.clone(), self.span)),
            _ => None,
        }
    }

    /// Returns the table, if this is one.
    pub fn table(&self) -> Option<&Table> {
        match &self.kind {
            Kind::Table(table) => Some(table),
            _ => None,
        }
    }

    /// Returns the value as JSON; what JSON lacks becomes a string or null.
    pub fn to_json(&self) -> Value {
        match &self.kind {
            Kind::Text(text) | Kind::Date(text) => Value::from(text.as_str()),
            Kind::Whole(number) => Value::from(*number),
            Kind::Number(number) => Value::from(*number),
            Kind::Flag(flag) => Value::from(*flag),
            Kind::List(items) => items.iter().map(Self::to_json).collect(),
            Kind::Table(table) => table
                .entries
                .iter()
                .map(|entry| (entry.key.value.clone(), entry.value.to_json()))
                .collect(),
            Kind::Empty | Kind::Other(_) | Kind::Broken => Value::Null,
        }
    }
}

impl Kind {
    /// Returns what this is, in words.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Text(_) => "a string",
            Self::Whole(_) => "an integer",
            Self::Number(_) => "a number",
            Self::Flag(_) => "a boolean",
            Self::Date(_) => "a date",
            Self::List(_) => "a list",
            Self::Table(_) => "a table",
            Self::Empty => "empty",
            Self::Other(words) => words,
            Self::Broken => "unreadable",
        }
    }
}
