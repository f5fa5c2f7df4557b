//! `book.toml` → `Config`.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::model::inputs::Inputs;

pub(super) fn load(
    _root: &Path,
    _inputs: &mut Inputs,
    _diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    Ok(())
}
