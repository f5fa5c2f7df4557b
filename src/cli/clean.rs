//! `crib clean`: removes what builds have written, and the cache.

use std::path::Path;

use crate::base::error::Error;
use crate::cli::{Outcome, book, terminal};
use crate::{load, write};

pub(super) fn run(root: &Path) -> Result<Outcome, Error> {
    // Where `book.toml` is broken, the folder is the default one, and there too only what builds
    // have made is removed.
    let config = load::configuration(root)?.value.config;
    let output = book::output_folder(root, None, &config)?;
    let cleaned = write::clean(&output, &root.join(".crib"))?;
    let files = if cleaned.files == 1 { "file" } else { "files" };
    let cache = if cleaned.had_cache { " and the cache" } else { "" };
    terminal::status("Removed", &format!("{} {files}{cache}", cleaned.files));
    Ok(Outcome::Clean)
}
