//! The theme: its own files over those of what it inherits, over the embedded default.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use walkdir::WalkDir;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::base::suggest::did_you_mean;
use crate::model::inputs::Inputs;
use crate::rules;

mod assemble;
mod css;
mod embedded;
mod manifest;
mod options;
mod script;

use manifest::Manifest;

/// The theme that every other ends in.
const DEFAULT: &str = "default";

/// A theme's files by path within it.
type Files = BTreeMap<String, Arc<[u8]>>;

/// One theme's own files and what its `theme.toml` says.
struct Layer {
    name: String,
    files: Files,
    manifest: Manifest,
}

pub(super) fn load(
    root: &Path,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let layers = chain(root, inputs, diagnostics)?;
    assemble::assemble(&layers, inputs, diagnostics);
    Ok(())
}

/// Reads the theme and what it inherits from, most derived first, the default last.
fn chain(
    root: &Path,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<Layer>, Error> {
    let mut layers: Vec<Layer> = Vec::new();
    let mut next = inputs.config.build.theme.clone();
    while next != DEFAULT {
        let Some(files) = read(root, &next)? else {
            diagnostics.push(missing(root, inputs, &next, layers.last())?);
            break;
        };
        let file = file_path(&next, "theme.toml");
        let manifest = manifest::read(&files, &file, inputs, diagnostics);
        layers.push(Layer { name: next, files, manifest });
        let inherits = layers.last().and_then(|layer| layer.manifest.inherits.clone());
        next = inherits.as_ref().map_or_else(|| DEFAULT.to_owned(), |name| name.value.clone());
        if let Some(name) = inherits.filter(|_| layers.iter().any(|layer| layer.name == next)) {
            let message = format!("theme `{next}` inherits from itself");
            diagnostics.push(Diagnostic::at(&rules::INVALID_THEME, &file, name.span, message));
            break;
        }
    }
    let mut files = embedded::files();
    // A book's own `themes/default` overrides the embedded one file by file.
    files.extend(read(root, DEFAULT)?.unwrap_or_default());
    let file = file_path(DEFAULT, "theme.toml");
    let manifest = manifest::read(&files, &file, inputs, diagnostics);
    layers.push(Layer { name: DEFAULT.to_owned(), files, manifest });
    Ok(layers)
}

/// Reads a theme's folder; `None` if there is none.
#[expect(clippy::disallowed_methods, reason = "this is the stage that reads")]
fn read(root: &Path, name: &str) -> Result<Option<Files>, Error> {
    let folder = root.join("themes").join(name);
    if !is_name(name) || !folder.is_dir() {
        return Ok(None);
    }
    let mut files = Files::new();
    for entry in WalkDir::new(&folder).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::read(&folder)(error.into()))?;
        let path = entry.path().strip_prefix(&folder).unwrap_or(entry.path());
        let path = path.to_string_lossy().replace('\\', "/");
        let is_hidden = path.split('/').any(|segment| segment.starts_with('.'));
        if entry.file_type().is_file() && !is_hidden {
            let bytes = std::fs::read(entry.path()).map_err(Error::read(entry.path()))?;
            files.insert(path, Arc::from(bytes));
        }
    }
    Ok(Some(files))
}

/// True for a name that is one folder's and no way out of `themes/`.
fn is_name(name: &str) -> bool {
    !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\'])
}

/// Reports a theme that does not exist, where it is named.
fn missing(
    root: &Path,
    inputs: &Inputs,
    name: &str,
    heir: Option<&Layer>,
) -> Result<Diagnostic, Error> {
    let known = known_themes(root)?;
    let help = did_you_mean(name, known.iter().map(String::as_str)).unwrap_or_else(|| {
        let known: Vec<&str> = known.iter().map(String::as_str).collect();
        format!("themes are folders in `themes/`; known: {}", known.join(", "))
    });
    let message = format!("there is no theme `{name}`");
    let diagnostic = if let Some(heir) = heir {
        let span = heir.manifest.inherits.as_ref().map(|inherits| inherits.span);
        let file = file_path(&heir.name, "theme.toml");
        Diagnostic::at(&rules::INVALID_THEME, &file, span.unwrap_or_default(), message)
    } else {
        let file = FilePath::new("book.toml");
        let text = inputs.texts.get(&file);
        match text.and_then(|text| manifest::span_of_theme(text)) {
            Some(span) => Diagnostic::at(&rules::INVALID_CONFIG, &file, span, message),
            None => Diagnostic::new(&rules::INVALID_CONFIG, message),
        }
    };
    Ok(diagnostic.help(help))
}

#[expect(clippy::disallowed_methods, reason = "this is the stage that reads")]
fn known_themes(root: &Path) -> Result<BTreeSet<String>, Error> {
    let mut names = BTreeSet::from([DEFAULT.to_owned()]);
    let folder = root.join("themes");
    if folder.is_dir() {
        for entry in std::fs::read_dir(&folder).map_err(Error::read(&folder))? {
            let entry = entry.map_err(Error::read(&folder))?;
            if entry.path().is_dir() {
                names.insert(entry.file_name().to_string_lossy().into_owned());
            }
        }
    }
    Ok(names)
}

/// Returns a theme's file as diagnostics name it.
fn file_path(theme: &str, path: &str) -> FilePath {
    FilePath::new(["themes/", theme, "/", path].concat())
}
