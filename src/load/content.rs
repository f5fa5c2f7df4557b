//! The content folder: Markdown sources, other files, and what fences include.

use std::path::Path;
use std::sync::Arc;

use walkdir::WalkDir;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::path::{ContentPath, FilePath};
use crate::model::inputs::{Inputs, Source};

#[expect(clippy::disallowed_methods, reason = "this is the stage that reads")]
pub(super) fn load(
    root: &Path,
    inputs: &mut Inputs,
    _diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let content = inputs.config.build.content.clone();
    for entry in WalkDir::new(root.join(&content)).sort_by_file_name() {
        let entry = entry.map_err(|error| Error::read(root)(error.into()))?;
        let path = entry.path().strip_prefix(root.join(&content)).unwrap_or(entry.path());
        let path = path.to_string_lossy().replace('\\', "/");
        if entry.file_type().is_file() && path.ends_with(".md") {
            let text = std::fs::read_to_string(entry.path()).map_err(Error::read(entry.path()))?;
            let text: Arc<str> = Arc::from(text);
            let file = FilePath::new(format!("{content}/{path}"));
            inputs.texts.insert(file.clone(), text.clone());
            inputs.sources.push(Source { file, path: ContentPath::new(path), text });
        }
    }
    Ok(())
}

#[expect(clippy::disallowed_methods, reason = "this is the stage that reads")]
pub(super) fn read_included(root: &Path, file: &FilePath) -> Result<Arc<str>, String> {
    std::fs::read_to_string(root.join(file.as_str()))
        .map(Arc::from)
        .map_err(|error| error.to_string())
}
