//! Layers of files → one `Theme`: the most derived version of each file wins, and each template
//! stays reachable under its own theme's name.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::hash::Hash;
use crate::base::path::FilePath;
use crate::base::span::Span;
use crate::load::theme::{Layer, css, embedded, file_path, options, script};
use crate::model::inputs::{Inputs, TemplateSource, Theme, ThemeAsset};
use crate::rules;

/// Fills `inputs.theme` from the layers, most derived first.
pub(super) fn assemble(layers: &[Layer], inputs: &mut Inputs, diagnostics: &mut Vec<Diagnostic>) {
    let mut theme = Theme {
        name: inputs.config.build.theme.clone(),
        chain: layers.iter().map(|layer| layer.name.clone()).collect(),
        ..Theme::default()
    };
    let mut declared = BTreeMap::new();
    for layer in layers.iter().rev() {
        declared.extend(layer.manifest.options.clone());
        for (path, bytes) in &layer.files {
            if let Some(name) = path.strip_prefix("templates/") {
                template(layer, path, name, &mut theme, inputs, diagnostics);
            } else if let Some(name) = path.strip_prefix("assets/") {
                let asset = ThemeAsset { bytes: bytes.clone(), hash: Hash::of(bytes) };
                theme.assets.insert(name.to_owned(), asset);
            }
        }
    }
    css::resolve(&mut theme.assets);
    for language in languages(&inputs.config.book.language) {
        // Strings lie over each other one by one, even those of a book's own `themes/default`.
        theme.strings.extend(embedded::strings(&language));
        for layer in layers.iter().rev() {
            strings(layer, &language, &mut theme, inputs, diagnostics);
        }
    }
    script::add(&theme.strings, &mut theme.assets);
    let text = inputs.texts.get(&FilePath::new("book.toml")).map_or("", |text| &**text);
    let set = &inputs.config.theme_options;
    theme.options = options::resolve(&declared, set, text, diagnostics);
    inputs.theme = theme;
}

/// Returns the languages whose strings are laid over each other: English, `pt`, `pt-BR`.
fn languages(tag: &str) -> Vec<String> {
    let mut languages = vec!["en".to_owned()];
    for (end, _) in tag.match_indices('-').chain([(tag.len(), "")]) {
        if !languages.iter().any(|language| *language == tag[..end]) {
            languages.push(tag[..end].to_owned());
        }
    }
    languages
}

fn template(
    layer: &Layer,
    path: &str,
    name: &str,
    theme: &mut Theme,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let Some(text) = text(layer, path, inputs, diagnostics) else { return };
    let source = TemplateSource { file: file_path(&layer.name, path), text };
    theme.templates.insert([&layer.name, "/", name].concat(), source);
}

fn strings(
    layer: &Layer,
    language: &str,
    theme: &mut Theme,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let path = ["i18n/", language, ".toml"].concat();
    if !layer.files.contains_key(&path) {
        return;
    }
    let Some(text) = text(layer, &path, inputs, diagnostics) else { return };
    match toml::from_str::<BTreeMap<String, String>>(&text) {
        Ok(strings) => theme.strings.extend(strings),
        Err(error) => {
            let file = file_path(&layer.name, &path);
            let span = error.span().map_or_else(Span::default, Span::new);
            let message = error.message().trim();
            diagnostics.push(Diagnostic::at(&rules::INVALID_THEME, &file, span, message));
        }
    }
}

/// Returns a file's text and keeps it for reports.
fn text(
    layer: &Layer,
    path: &str,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<Arc<str>> {
    let file = file_path(&layer.name, path);
    let Ok(text) = std::str::from_utf8(&layer.files[path]) else {
        let found = Diagnostic::at(&rules::INVALID_THEME, &file, Span::default(), "not UTF-8");
        diagnostics.push(found);
        return None;
    };
    let text: Arc<str> = Arc::from(text);
    inputs.texts.insert(file, Arc::clone(&text));
    Some(text)
}
