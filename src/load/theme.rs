//! The theme: its own files over those of what it inherits, over the embedded default.

use std::path::Path;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::model::inputs::{Inputs, TemplateSource};

pub(super) fn load(
    _root: &Path,
    inputs: &mut Inputs,
    _diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    inputs.theme.templates.insert(
        "page.html".to_owned(),
        TemplateSource {
            file: FilePath::new("themes/default/templates/page.html"),
            text: Arc::from("<!doctype html><title>{{ title }}</title>{{ body | safe }}\n"),
        },
    );
    Ok(())
}
