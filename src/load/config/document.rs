//! The text of `book.toml` → a tree with places.

use toml::de::{DeArray, DeTable, DeValue};

use super::recover;
use crate::base::diagnostic::Checked;
use crate::base::path::FilePath;
use crate::base::span::{Span, Spanned};
use crate::schema::tree::{Entry, Kind, Node, Table};

/// Reads the text; a part that is no TOML is reported and the rest is read nevertheless.
pub(super) fn read(file: &FilePath, text: &str) -> Checked<Table> {
    match DeTable::parse(text) {
        Ok(parsed) => Checked::clean(table(parsed.get_ref(), 0)),
        Err(_) => recover::read(file, text),
    }
}

/// Returns a parsed table whose text starts `offset` bytes into the file.
pub(super) fn table(parsed: &DeTable<'_>, offset: usize) -> Table {
    let entry = |(key, value): (&toml::Spanned<_>, &toml::Spanned<_>)| Entry {
        key: key_of(key, offset),
        value: node(value, offset),
    };
    Table { entries: parsed.iter().map(entry).collect() }
}

fn key_of(key: &toml::Spanned<toml::de::DeString<'_>>, offset: usize) -> Spanned<String> {
    Spanned::new(key.get_ref().to_string(), Span::new(key.span()).shifted(offset))
}

fn node(value: &toml::Spanned<DeValue<'_>>, offset: usize) -> Node {
    let kind = match value.get_ref() {
        DeValue::String(text) => Kind::Text(text.to_string()),
        DeValue::Integer(integer) => i64::from_str_radix(integer.as_str(), integer.radix())
            .map_or(Kind::Other("an integer of more than 64 bits"), Kind::Whole),
        DeValue::Float(float) => {
            float.as_str().parse().map_or(Kind::Other("a number that cannot be read"), Kind::Number)
        }
        DeValue::Boolean(flag) => Kind::Flag(*flag),
        DeValue::Datetime(date) => Kind::Date(date.to_string()),
        DeValue::Array(array) => Kind::List(list(array, offset)),
        DeValue::Table(inner) => Kind::Table(table(inner, offset)),
    };
    Node { span: Span::new(value.span()).shifted(offset), kind }
}

fn list(array: &DeArray<'_>, offset: usize) -> Vec<Node> {
    array.iter().map(|item| node(item, offset)).collect()
}
