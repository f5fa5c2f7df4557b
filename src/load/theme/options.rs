//! `[theme]` of `book.toml`, checked against what the theme declares.

use std::collections::BTreeMap;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::span::{Span, Spanned};
use crate::base::suggest::did_you_mean;
use crate::load::theme::manifest::OptionDeclaration;
use crate::rules;

/// Returns the value of each declared option: as set in `text`, or else its default.
pub(super) fn resolve(
    declared: &BTreeMap<String, OptionDeclaration>,
    set: &BTreeMap<String, Spanned<toml::Value>>,
    text: &str,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, serde_json::Value> {
    let mut values: BTreeMap<String, serde_json::Value> = declared
        .iter()
        .map(|(name, declaration)| (name.clone(), to_json(&declaration.default)))
        .collect();
    let file = FilePath::new("book.toml");
    for (name, value) in set {
        let Some(declaration) = declared.get(name) else {
            let message = format!("the theme has no option `{name}`");
            let help = did_you_mean(name, declared.keys().map(String::as_str));
            let span = key_span(text, name, value.span);
            let found = Diagnostic::at(&rules::UNKNOWN_KEY, &file, span, message);
            diagnostics.push(found.maybe_help(help));
            continue;
        };
        match wrong(declaration, &value.value) {
            Some(expected) => {
                let message = format!("option `{name}` must be {expected}");
                diagnostics.push(Diagnostic::at(
                    &rules::INVALID_CONFIG,
                    &file,
                    value.span,
                    message,
                ));
            }
            None => {
                values.insert(name.clone(), to_json(&value.value));
            }
        }
    }
    values
}

/// Returns the place of a key, which stands before its value.
fn key_span(text: &str, key: &str, value: Span) -> Span {
    let before = text.get(..value.range().start).unwrap_or_default();
    before.rfind(key).map_or(value, |start| Span::new(start..start + key.len()))
}

/// Returns what the value should be if it is not.
fn wrong(declaration: &OptionDeclaration, value: &toml::Value) -> Option<String> {
    if !declaration.kind.admits(value) {
        return Some(declaration.kind.description().to_owned());
    }
    let choices = &declaration.choices;
    let is_chosen = value.as_str().is_none_or(|text| choices.iter().any(|choice| choice == text));
    (!choices.is_empty() && !is_chosen).then(|| format!("one of {}", choices.join(", ")))
}

fn to_json(value: &toml::Value) -> serde_json::Value {
    serde_json::to_value(value).unwrap_or(serde_json::Value::Null)
}
