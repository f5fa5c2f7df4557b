//! Folders that nobody else enters.

use std::io;
use std::path::Path;

/// Makes a folder for this user alone, where there is none yet.
pub fn create_private(folder: &Path) -> io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
