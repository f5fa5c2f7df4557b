//! `crib init`: a new book. Its files are in `book/`, as they are written but for three words.

use std::path::Path;

use crate::base::error::Error;
use crate::base::slug::slug;
use crate::cli::create::create;
use crate::cli::{Outcome, args, book, terminal};

/// Each file's path in the new book and its text.
const FILES: [(&str, &str); 8] = [
    (".github/workflows/pages.yml", include_str!("book/github/pages.yml")),
    (".gitignore", include_str!("book/gitignore")),
    ("README.md", include_str!("book/README.md")),
    ("book.toml", include_str!("book/book.toml")),
    ("content/basics/index.md", include_str!("book/content/basics/index.md")),
    ("content/basics/names-and-values.md", include_str!("book/content/basics/names-and-values.md")),
    ("content/card-ids.txt", include_str!("book/content/card-ids.txt")),
    ("content/index.md", include_str!("book/content/index.md")),
];

pub(super) fn run(options: &args::Init) -> Result<Outcome, Error> {
    let folder = &options.folder;
    refuse_to_overwrite(folder)?;
    let id = id(folder)?;
    let title = title(&id);
    for (path, text) in FILES {
        let text = text
            .replace("{{id}}", &id)
            .replace("{{title}}", &title)
            .replace("{{version}}", env!("CARGO_PKG_VERSION"));
        create(&book::within(folder, path), &text)?;
    }
    let book = book::within(folder, "book.toml");
    terminal::status("Created", &format!("{} and {} more files", book.display(), FILES.len() - 1));
    let is_here = folder == Path::new(".");
    let place = if is_here { String::new() } else { format!(" in `{}`", folder.display()) };
    terminal::status("Next", &format!("`crib serve --open`{place} shows the book"));
    Ok(Outcome::Clean)
}

fn refuse_to_overwrite(folder: &Path) -> Result<(), Error> {
    let is_there = |path: &&str| std::fs::symlink_metadata(folder.join(path)).is_ok();
    let there: Vec<String> = FILES
        .iter()
        .map(|(path, _)| *path)
        .filter(is_there)
        .map(|path| format!("`{}`", book::within(folder, path).display()))
        .collect();
    if there.is_empty() {
        return Ok(());
    }
    let (there, verb) = (there.join(", "), if there.len() == 1 { "exists" } else { "exist" });
    Err(Error::Usage(format!(
        "{there} {verb}, and nothing was written\n\
         help: choose an empty folder: `crib init DIR`"
    )))
}

/// Returns the folder's name in kebab case.
fn id(folder: &Path) -> Result<String, Error> {
    let folder = book::absolute(folder)?;
    let name = folder.file_name().unwrap_or_default().to_string_lossy();
    let words = slug(&name).replace(|letter: char| !letter.is_ascii_alphanumeric(), "-");
    let words: Vec<&str> = words.split('-').filter(|word| !word.is_empty()).collect();
    Ok(if words.is_empty() { "book".to_owned() } else { words.join("-") })
}

fn title(id: &str) -> String {
    let words = id.replace('-', " ");
    words[..1].to_uppercase() + &words[1..]
}
