//! The YAML between `---` lines at a file's start → `FrontMatter`, and where the Markdown starts.
//!
//! `split` finds the block, `yaml` makes a tree with places of it, and the tree is checked against
//! the table of keys. A broken key is reported and hides no other.

use std::collections::BTreeMap;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::path::FilePath;
use crate::base::span::Span;
use crate::model::inputs::Source;
use crate::model::topic::FrontMatter;
use crate::rules;
use crate::schema::check::{self, Document, Notation};
use crate::schema::front_matter::{FOREIGN, KEYS};
use crate::schema::tree::Table;

use self::split::Start;

mod explain;
mod pieces;
mod scan;
mod split;
mod yaml;

/// Reads the front matter, and returns the offset at which the Markdown starts.
pub fn parse(source: &Source) -> (Checked<FrontMatter>, usize) {
    let Source { file, text, .. } = source;
    let invalid = |span, message: &str, help: &str| {
        let finding = Diagnostic::at(&rules::INVALID_FRONT_MATTER, file, span, message).help(help);
        Checked { value: FrontMatter::default(), diagnostics: vec![finding] }
    };
    match split::start(text) {
        Start::Body(body) => (Checked::clean(FrontMatter::default()), body),
        Start::Unclosed { opening, body } => {
            let help = "add a line `---` after the last key";
            (invalid(opening, "the front matter has no closing `---`", help), body)
        }
        Start::Toml { opening, body } => {
            let help = "write it as YAML: `---` lines around it, and `key: value` in it";
            (invalid(opening, "front matter between `+++` is TOML", help), body)
        }
        Start::Yaml { yaml, body } => {
            let mut diagnostics = Vec::new();
            let written = yaml::read(file, text, yaml).drain_into(&mut diagnostics);
            let value = meta(file, text, written).drain_into(&mut diagnostics);
            (Checked { value, diagnostics }, body)
        }
    }
}

/// Checks the keys and takes over what is sound.
fn meta(file: &FilePath, text: &str, written: Table) -> Checked<FrontMatter> {
    let document = Document { file, text, notation: Notation::Yaml, keys: KEYS, foreign: FOREIGN };
    let checked = check::check(document, written);
    let table = &checked.value;
    let narrow = |name| table.whole(name).and_then(|number| u32::try_from(number).ok());
    let extra: BTreeMap<_, _> = table
        .table("extra")
        .iter()
        .map(|entry| (entry.key.value.clone(), entry.value.to_json()))
        .collect();
    let value = FrontMatter {
        title: table.text("title"),
        summary: table.text("summary"),
        order: table.whole("order"),
        slug: table.spanned("slug"),
        aliases: table.texts("aliases"),
        tags: table.texts("tags").into_iter().map(|tag| tag.value).collect(),
        priority: table.whole("priority").and_then(|number| u8::try_from(number).ok()),
        level: table.text("level"),
        minutes: narrow("minutes"),
        requires: table.texts("requires"),
        python: table.text("python"),
        is_draft: table.flag("draft").unwrap_or(false),
        updated: table.text("updated"),
        extra,
    };
    Checked { value, diagnostics: checked.diagnostics }
}

/// Returns the span of a range that may reach into the middle of a character.
fn clamped(text: &str, start: usize, end: usize) -> Span {
    let start = text.floor_char_boundary(start);
    Span::new(start..text.ceil_char_boundary(end).max(start))
}
