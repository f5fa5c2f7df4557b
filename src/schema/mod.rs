//! Layer 1: the keys of `book.toml` and of front matter, in one table each.
//!
//! The tables serve three readers: `check` (what is refused, and the remedy), "did you mean", and
//! the JSON Schema for editors. To add a key, add a line to `book` or `front_matter`.

use serde_json::Value;

pub mod book;
pub mod check;
pub mod form;
pub mod front_matter;
mod json;
mod limits;
mod remedy;
pub mod tree;
mod unknown;

use self::form::Form;

/// One key of a table.
#[derive(Debug)]
pub struct Key {
    /// As written by the author.
    pub name: &'static str,
    /// What a value must look like.
    pub shape: Shape,
    /// One or two sentences for editors.
    pub about: &'static str,
    /// True if a table without this key is an error.
    pub is_required: bool,
}

/// What a value must look like.
#[derive(Debug)]
pub enum Shape {
    /// A string of a certain form.
    Text(&'static Form),
    /// True or false.
    Flag,
    /// An integer within limits, both included.
    Whole(i64, i64),
    /// One of these words.
    Choice(&'static [&'static str]),
    /// A Python version; YAML reads `3.14` as a number, so this takes numbers as they are written.
    Version,
    /// Any number of values of one shape.
    List(&'static Shape),
    /// A table with these keys.
    Table(&'static [Key]),
    /// `[[name]]`: any number of tables with these keys.
    Tables(&'static [Key]),
    /// Limits on one unit of an anatomy section; sound ones become a list of tables.
    Limits,
    /// `[checks]`: rule names and levels.
    Levels,
    /// A table whose keys and values are strings of these forms.
    Texts(&'static Form, &'static Form),
    /// A table of anything.
    Free,
}

/// A file format known to another tool, and what our name for it is.
pub(crate) type Foreign = (&'static str, &'static str);

impl Key {
    /// Returns a key that may be absent.
    const fn new(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self { name, shape, about, is_required: false }
    }

    /// Returns a key that may not be absent.
    const fn required(name: &'static str, shape: Shape, about: &'static str) -> Self {
        Self { name, shape, about, is_required: true }
    }
}

/// Returns the JSON Schema of `book.toml`.
pub fn book() -> Value {
    json::document("book.toml", "Configuration of a crib book", book::KEYS)
}

/// Returns the JSON Schema of a topic's front matter.
pub fn front_matter() -> Value {
    json::document("front matter", "Front matter of a crib topic", front_matter::KEYS)
}
