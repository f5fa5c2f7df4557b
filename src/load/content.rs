//! The content folder: Markdown sources, the ledger, other files, and what fences include.
//!
//! Left out are names that start with a dot, the output folder, and what belongs to the repository
//! around the book: `book.toml`, `themes`, `target` and `node_modules` beside it. A link is
//! followed if it leads to a place inside the book; else it is reported and left out, since what
//! it leads to is no part of what is published. Everything is sorted by path with `/`.

use std::cell::RefCell;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use rayon::prelude::*;
use walkdir::{DirEntry, WalkDir};

use super::image::{self, Header};
use super::{config, record, text};
use crate::base::diagnostic::Diagnostic;
use crate::base::error::Error;
use crate::base::path::{self, ContentPath, FilePath};
use crate::base::span::Span;
use crate::model::inputs::{Asset, Inputs, Requirements, Source, TextFile};
use crate::model::record as verified;
use crate::rules;

/// The ledger of card ids, at the top of the content folder.
const LEDGER: &str = "card-ids.txt";

/// The packages that samples need, likewise.
const REQUIREMENTS: &str = "requirements.txt";

/// What stands beside `book.toml` and is no content even if the content folder is the book's own.
const BESIDE: [&str; 4] = [config::FILE, "themes", "target", "node_modules"];

/// Reads the content folder.
pub(super) fn load(
    root: &Path,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<(), Error> {
    let folder = inputs.config.build.content.clone();
    let top = if folder == "." { root.to_owned() } else { root.join(&folder) };
    if !top.is_dir() {
        report_missing(inputs, &folder, top.is_file(), diagnostics);
        return Ok(());
    }
    let found = walk(root, &top, inputs, diagnostics)?;
    let read: Result<Vec<Option<Item>>, Error> =
        found.into_par_iter().map(|(path, file)| read(&path, &file)).collect();
    for item in read?.into_iter().flatten() {
        keep(item, inputs, diagnostics);
    }
    Ok(())
}

/// Reads a file that a fence includes. `Err` completes "cannot include `x`: …".
pub(super) fn read_included(root: &Path, file: &FilePath) -> Result<Arc<str>, String> {
    let outside = || "it is outside the book".to_owned();
    let relative = path::join("", file.as_str()).ok_or_else(outside)?;
    if file.as_str().starts_with('/') || relative != file.as_str() {
        return Err(outside());
    }
    let path = root.join(&relative);
    let target = path.canonicalize().map_err(|error| reason(&error))?;
    if !root.canonicalize().is_ok_and(|root| target.starts_with(root)) {
        return Err(outside());
    }
    if !target.is_file() {
        return Err("it is no file".to_owned());
    }
    let bytes = text::read_sized(&target).map_err(|error| reason(&error))?;
    let bytes = bytes.ok_or_else(|| "it is larger than 4 GiB".to_owned())?;
    let decoded = text::decode(file, &bytes);
    match decoded.diagnostics.first() {
        None => Ok(Arc::from(decoded.value)),
        Some(finding) => Err(finding.message.clone()),
    }
}

/// A file of the content folder that has been read.
struct Item {
    path: ContentPath,
    /// `None` for a file that is too large.
    bytes: Option<Vec<u8>>,
    header: Header,
}

fn read(path: &Path, content: &ContentPath) -> Result<Option<Item>, Error> {
    match text::read_sized(path) {
        Ok(bytes) => {
            let header = image::header(content.name(), bytes.as_deref().unwrap_or_default());
            Ok(Some(Item { path: content.clone(), bytes, header }))
        }
        // An editor removed it since it was listed.
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(Error::read(path)(error)),
    }
}

/// Puts a file where it belongs in the inputs.
fn keep(item: Item, inputs: &mut Inputs, diagnostics: &mut Vec<Diagnostic>) {
    let Item { path, bytes, header } = item;
    let file = inputs.config.build.file(path.as_str());
    let Some(bytes) = bytes else {
        let help = "files of a book are smaller than 4 GiB: link to it elsewhere";
        diagnostics.push(unusable(&file, "the file is larger than 4 GiB").help(help));
        return;
    };
    let is_record = [LEDGER, verified::FILE, REQUIREMENTS].contains(&path.as_str());
    let is_source = matches!(path.name().rsplit_once('.'), Some((_, "md" | "markdown")));
    if is_source || is_record {
        let text: Arc<str> = text::decode(&file, &bytes).drain_into(diagnostics).into();
        inputs.texts.insert(file.clone(), text.clone());
        if is_source {
            inputs.sources.push(Source { file, path, text });
        } else {
            keep_record(TextFile { file, text }, &path, inputs, diagnostics);
        }
        return;
    }
    let size = match header {
        Header::Size(width, height) => Some((width, height)),
        Header::NoImage | Header::Sizeless => None,
        Header::Invalid(reason) => {
            let message = format!("the image cannot be read: {reason}");
            let help = "export it again, or remove it";
            let finding = Diagnostic::at(&rules::INVALID_IMAGE, &file, Span::at(0), message);
            diagnostics.push(finding.help(help));
            None
        }
    };
    inputs.assets.push(Asset { path, bytes: bytes.into(), size });
}

/// Keeps a file that crib reads and readers do not need.
fn keep_record(
    file: TextFile,
    path: &ContentPath,
    inputs: &mut Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) {
    match path.as_str() {
        verified::FILE => inputs.record = record::parse(&file).drain_into(diagnostics),
        REQUIREMENTS => {
            let pins = record::pins(&file.text);
            inputs.requirements = Some(Requirements { file, pins });
        }
        _ => inputs.ledger = Some(file),
    }
}

/// Lists the files of the content folder, sorted by path.
fn walk(
    root: &Path,
    top: &Path,
    inputs: &Inputs,
    diagnostics: &mut Vec<Diagnostic>,
) -> Result<Vec<(PathBuf, ContentPath)>, Error> {
    let real_root = root.canonicalize().map_err(Error::read(root))?;
    let output = &inputs.config.build.output;
    let findings = RefCell::new(Vec::new());
    let is_wanted = |entry: &DirEntry| {
        if entry.depth() == 0 {
            return true;
        }
        if is_left_out(root, entry.path(), output) {
            return false;
        }
        let trouble = trouble_with(&real_root, root, entry);
        let is_sound = trouble.is_none();
        findings.borrow_mut().extend(trouble);
        is_sound
    };
    let mut files = Vec::new();
    for entry in WalkDir::new(top).follow_links(true).into_iter().filter_entry(is_wanted) {
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => {
                if let Some(path) = relative(top, entry.path()) {
                    files.push((entry.into_path(), ContentPath::new(path)));
                }
            }
            Err(error) => match error.path() {
                Some(path) if is_left_out(root, path, output) => {}
                _ => findings.borrow_mut().push(walk_error(root, error)?),
            },
        }
    }
    files.sort_by(|left, right| left.1.cmp(&right.1));
    diagnostics.append(&mut findings.into_inner());
    Ok(files)
}

/// True for a path that is no content, without a word about it.
fn is_left_out(root: &Path, path: &Path, output: &str) -> bool {
    let is_hidden = path.file_name().is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
    let is_beside =
        relative(root, path).is_some_and(|path| path == output || BESIDE.contains(&path.as_str()));
    is_hidden || is_beside
}

/// Returns what keeps a file or folder out of the book.
fn trouble_with(real_root: &Path, root: &Path, entry: &DirEntry) -> Option<Diagnostic> {
    let Some(path) = relative(root, entry.path()) else {
        let lossy = entry.path().strip_prefix(root).unwrap_or(entry.path()).to_string_lossy();
        let file = FilePath::new(lossy.replace('\\', "/"));
        let message = "the name is not UTF-8, so no URL can name it";
        let finding = Diagnostic::at(&rules::INVALID_UTF8, &file, Span::at(0), message);
        return Some(finding.help("rename it"));
    };
    let file = FilePath::new(path);
    let is_inside =
        || entry.path().canonicalize().is_ok_and(|target| target.starts_with(real_root));
    if entry.path_is_symlink() && !is_inside() {
        let help = "copy what it leads to into the book";
        return Some(unusable(&file, "the link leads out of the book").help(help));
    }
    let kind = entry.file_type();
    (!kind.is_dir() && !kind.is_file()).then(|| {
        unusable(&file, "it is neither a file nor a folder")
            .help("move it out of the content folder")
    })
}

/// Turns links that lead nowhere or in circles into findings; other errors are the disk's.
fn walk_error(root: &Path, error: walkdir::Error) -> Result<Diagnostic, Error> {
    let path = error.path().unwrap_or(root).to_owned();
    let file = FilePath::new(relative(root, &path).unwrap_or_default());
    if error.loop_ancestor().is_some() {
        let message = "the link leads to a folder that it is in";
        return Ok(unusable(&file, message).help("remove the link"));
    }
    if path.is_symlink() {
        return Ok(unusable(&file, "the link leads nowhere").help("mend or remove the link"));
    }
    Err(Error::read(path)(error.into()))
}

fn unusable(file: &FilePath, message: &str) -> Diagnostic {
    Diagnostic::at(&rules::UNUSABLE_FILE, file, Span::at(0), message)
}

fn report_missing(inputs: &Inputs, folder: &str, is_file: bool, diagnostics: &mut Vec<Diagnostic>) {
    let place = config::place(inputs, "build.content");
    // A value that was refused has been reported, and the folder looked for is the default.
    if diagnostics.iter().any(|finding| finding.place.as_ref() == Some(&place)) {
        return;
    }
    let message = if is_file {
        format!("the content folder `{folder}` is a file")
    } else {
        format!("there is no content folder `{folder}`")
    };
    let help = "make the folder, or name another in `[build] content`";
    let finding = Diagnostic::at(&rules::INVALID_CONFIG, &place.file, place.span, message);
    diagnostics.push(finding.help(help));
}

/// Returns a path relative to a folder, with `/`; `None` if it is not UTF-8.
fn relative(folder: &Path, path: &Path) -> Option<String> {
    let path = path.strip_prefix(folder).unwrap_or(path);
    let parts: Option<Vec<&str>> = path.iter().map(|part| part.to_str()).collect();
    Some(parts?.join("/"))
}

fn reason(error: &io::Error) -> String {
    match error.kind() {
        io::ErrorKind::NotFound => "there is no such file".to_owned(),
        io::ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    }
}
