//! `theme.toml`: what a theme inherits from and which options it has.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Deserialize;
use toml::Spanned as TomlSpanned;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::span::{Span, Spanned};
use crate::base::suggest::did_you_mean;
use crate::load::theme::Files;
use crate::model::inputs::Inputs;
use crate::rules;

/// A theme's `theme.toml`; one without has the default's options and nothing of its own.
#[derive(Debug, Default)]
pub(super) struct Manifest {
    pub(super) inherits: Option<Spanned<String>>,
    pub(super) options: BTreeMap<String, OptionDeclaration>,
}

/// `[options.NAME]`
#[derive(Clone, Debug)]
pub(super) struct OptionDeclaration {
    pub(super) kind: OptionKind,
    pub(super) default: toml::Value,
    /// The only values allowed, if it is a string with `choices`.
    pub(super) choices: Vec<String>,
}

/// What an option's value may be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum OptionKind {
    Boolean,
    Integer,
    String,
    Strings,
}

impl OptionKind {
    const ALL: [(&'static str, Self); 4] = [
        ("boolean", Self::Boolean),
        ("integer", Self::Integer),
        ("string", Self::String),
        ("strings", Self::Strings),
    ];

    fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().find(|(known, _)| *known == name).map(|(_, kind)| *kind)
    }

    /// Returns what a wrong value is told to be.
    pub(super) fn description(self) -> &'static str {
        match self {
            Self::Boolean => "`true` or `false`",
            Self::Integer => "an integer",
            Self::String => "a string",
            Self::Strings => "a list of strings",
        }
    }

    pub(super) fn admits(self, value: &toml::Value) -> bool {
        match self {
            Self::Boolean => value.is_bool(),
            Self::Integer => value.is_integer(),
            Self::String => value.is_str(),
            Self::Strings => {
                value.as_array().is_some_and(|list| list.iter().all(toml::Value::is_str))
            }
        }
    }
}

type Table = BTreeMap<TomlSpanned<String>, TomlSpanned<toml::Value>>;

#[derive(Deserialize)]
struct Options {
    #[serde(default)]
    options: BTreeMap<TomlSpanned<String>, BTreeMap<String, TomlSpanned<toml::Value>>>,
}

/// Reads a theme's manifest from its files.
pub(super) fn read(
    files: &Files,
    file: &FilePath,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Manifest {
    let Some(bytes) = files.get("theme.toml") else { return Manifest::default() };
    let text: Arc<str> = Arc::from(String::from_utf8_lossy(bytes));
    inputs.texts.insert(file.clone(), text.clone());
    let mut reader = Reader { file, diagnostics, manifest: Manifest::default() };
    match toml::from_str::<Table>(&text) {
        Ok(table) => {
            reader.table(table);
            // Read again, since the places of what is in a table are only known if asked for.
            if let Ok(Options { options }) = toml::from_str(&text) {
                for (name, declaration) in options {
                    reader.option(&name, &declaration);
                }
            }
        }
        Err(error) => {
            let span = error.span().map_or_else(Span::default, Span::new);
            reader.report(span, error.message().trim());
        }
    }
    reader.manifest
}

/// Returns where `book.toml` names its theme.
pub(super) fn span_of_theme(text: &str) -> Option<Span> {
    #[derive(Deserialize)]
    struct Book {
        build: Build,
    }
    #[derive(Deserialize)]
    struct Build {
        theme: TomlSpanned<String>,
    }
    let book: Book = toml::from_str(text).ok()?;
    Some(Span::new(book.build.theme.span()))
}

struct Reader<'a> {
    file: &'a FilePath,
    diagnostics: &'a mut Vec<Diagnostic>,
    manifest: Manifest,
}

impl Reader<'_> {
    fn table(&mut self, table: Table) {
        for (key, value) in table {
            let span = Span::new(value.span());
            match (key.get_ref().as_str(), value.into_inner()) {
                ("name" | "description", toml::Value::String(_))
                | ("options", toml::Value::Table(_)) => {}
                ("inherits", toml::Value::String(name)) => {
                    self.manifest.inherits = Some(Spanned::new(name, span));
                }
                ("name" | "description" | "inherits" | "options", _) => {
                    let message = format!("`{}` has the wrong type", key.get_ref());
                    self.report(span, message);
                }
                (name, _) => {
                    let known = ["name", "description", "inherits", "options"];
                    let message = format!("unknown key `{name}`");
                    let span = Span::new(key.span());
                    let found = Diagnostic::at(&rules::UNKNOWN_KEY, self.file, span, message);
                    self.diagnostics.push(found.maybe_help(did_you_mean(name, known)));
                }
            }
        }
    }

    fn option(
        &mut self,
        name: &TomlSpanned<String>,
        declaration: &BTreeMap<String, TomlSpanned<toml::Value>>,
    ) {
        let place = |key: &str| declaration.get(key).map_or(name.span(), TomlSpanned::span);
        let field = |key: &str| declaration.get(key).map(TomlSpanned::get_ref);
        let name = name.get_ref();
        let named = field("type").and_then(|kind| OptionKind::from_name(kind.as_str()?));
        let Some(kind) = named else {
            let known: Vec<&str> = OptionKind::ALL.iter().map(|(name, _)| *name).collect();
            let message = format!("option `{name}` needs a `type`: one of {}", known.join(", "));
            return self.report(Span::new(place("type")), message);
        };
        let Some(default) = field("default").filter(|value| kind.admits(value)) else {
            let message = format!("option `{name}` needs a `default`: {}", kind.description());
            return self.report(Span::new(place("default")), message);
        };
        let choices = field("choices").and_then(|choices| choices.clone().try_into().ok());
        let choices: Vec<String> = choices.unwrap_or_default();
        let declaration = OptionDeclaration { kind, default: default.clone(), choices };
        self.manifest.options.insert(name.clone(), declaration);
    }

    fn report(&mut self, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::at(&rules::INVALID_THEME, self.file, span, message));
    }
}
