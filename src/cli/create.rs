//! Making files for the author, never over one that exists.

use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

use crate::base::error::Error;

/// Makes a file and the folders above it.
pub(super) fn create(path: &Path, text: &str) -> Result<(), Error> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
    }
    let mut file = File::create_new(path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => {
            let path = path.display();
            Error::Usage(format!("`{path}` exists\nhelp: choose another name, or edit the file"))
        }
        _ => Error::write(path)(error),
    })?;
    file.write_all(text.as_bytes()).map_err(Error::write(path))
}
