//! Which book a command is about, and how its paths are shown.

use std::path::{Component, Path, PathBuf};

use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::model::config::Config;

/// Returns the folder of `book.toml`: the one asked for, or else the nearest from here upwards.
pub(super) fn find(asked: Option<&Path>) -> Result<PathBuf, Error> {
    match asked {
        Some(root) if has_book(root) => Ok(root.to_owned()),
        Some(root) => Err(Error::Usage(format!(
            "there is no `{}`\nhelp: `crib init {}` makes a new book there",
            root.join("book.toml").display(),
            root.display()
        ))),
        None => nearest().ok_or_else(|| {
            let reason = "there is no `book.toml` in this folder or above it";
            let help = "`crib init` makes a new book here; `--root DIR` names one elsewhere";
            Error::Usage(format!("{reason}\nhelp: {help}"))
        }),
    }
}

/// Returns a file of the book as the user would type it here.
pub(super) fn shown(root: &Path, file: &FilePath) -> String {
    within(root, file.as_str()).display().to_string().replace('\\', "/")
}

/// Returns a path in a folder, without a `./` that the user would not type.
pub(super) fn within(folder: &Path, path: &str) -> PathBuf {
    if folder == Path::new(".") { PathBuf::from(path) } else { folder.join(path) }
}

/// Returns the output folder: the one asked for, from here, or else the configured, from the root.
///
/// One that holds, or is held by, what the book is made of is refused: its files would be mixed.
pub(super) fn output_folder(
    root: &Path,
    asked: Option<&Path>,
    config: &Config,
) -> Result<PathBuf, Error> {
    let configured = || within(root, &config.build.output);
    let output = asked.map_or_else(configured, Path::to_owned);
    let place = absolute(&output)?;
    let book = absolute(root)?;
    let sources = [&config.build.content, "themes"].map(|folder| book.join(folder));
    let is_source = |source: &PathBuf| place.starts_with(source) || source.starts_with(&place);
    if book.starts_with(&place) || sources.iter().any(is_source) {
        let output = output.display();
        return Err(Error::Usage(format!(
            "`{output}` cannot be the output folder: what the book is made of is there\n\
             help: name a folder of its own, such as `public`"
        )));
    }
    Ok(output)
}

fn has_book(folder: &Path) -> bool {
    folder.join("book.toml").is_file()
}

/// Returns `.`, `..`, `../..` and so on, so that paths are shown as short as can be.
fn nearest() -> Option<PathBuf> {
    let here = std::env::current_dir().ok()?;
    let up = here.ancestors().position(has_book)?;
    if up == 0 {
        return Some(PathBuf::from("."));
    }
    Some(std::iter::repeat_n("..", up).collect())
}

/// Returns the path from the top of the disk, without `.` and `..`.
pub(super) fn absolute(path: &Path) -> Result<PathBuf, Error> {
    let path = std::path::absolute(path).map_err(Error::read(path))?;
    let mut plain = PathBuf::new();
    for component in path.components() {
        match component {
            Component::ParentDir => {
                plain.pop();
            }
            Component::CurDir => {}
            other => plain.push(other),
        }
    }
    Ok(plain)
}
