//! Commands in the folders of `PATH`, which the caller names.

use std::path::{Path, PathBuf};

/// Returns the file of a command in the first folder that has it.
pub fn on_path(command: impl AsRef<Path>, path: &[PathBuf]) -> Option<PathBuf> {
    let endings: &[&str] = if cfg!(windows) { &[".exe", ".cmd", ""] } else { &[""] };
    let command = command.as_ref();
    let file = |folder: &PathBuf, ending: &str| {
        let mut file = folder.join(command).into_os_string();
        file.push(ending);
        PathBuf::from(file)
    };
    path.iter()
        .flat_map(|folder| endings.iter().map(move |ending| file(folder, ending)))
        .find(|file| file.is_file())
}
