//! Layer 2, the only stage that reads: `book.toml`, the content folder and the theme.
//!
//! Entry points: `load` for the book, `included` for the files that fences include. Problems in
//! what is read are diagnostics; an `Err` means that the disk failed us.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::model::inputs::Inputs;

pub mod config;
mod content;
mod image;
mod record;
mod text;
mod theme;

/// Text of included files; `Err` says in the user's words why a file has none.
pub type Included = BTreeMap<FilePath, Result<Arc<str>, String>>;

/// Reads the book whose `book.toml` is in `root`.
pub fn load(root: &Path) -> Result<Checked<Inputs>, Error> {
    let Checked { value: mut inputs, mut diagnostics } = configuration(root)?;
    theme::load(root, &mut inputs, &mut diagnostics)?;
    content::load(root, &mut inputs, &mut diagnostics)?;
    Ok(Checked { value: inputs, diagnostics })
}

/// Reads only the `book.toml` in `root`: the inputs have no theme and no content.
pub fn configuration(root: &Path) -> Result<Checked<Inputs>, Error> {
    let mut inputs = Inputs::default();
    let mut diagnostics = Vec::new();
    config::load(root, &mut inputs, &mut diagnostics)?;
    Ok(Checked { value: inputs, diagnostics })
}

/// Reads the files that fences include; every path is inside the book.
pub fn included(root: &Path, files: &BTreeSet<FilePath>) -> Included {
    files.iter().map(|file| (file.clone(), content::read_included(root, file))).collect()
}
