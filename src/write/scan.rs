//! What stands in the output folder, as plain data: the ground on which `plan` decides.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{FileType, Metadata};
use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::base::error::Error;
use crate::base::path::OutputPath;
use crate::model::output::{Artifact, Manifest, Output};
use crate::write::disk::TEMPORARY;

/// The part of the output folder that a build has to do with.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Everything in folders that hold, held or will hold a file of ours, by path.
    pub(super) entries: BTreeMap<OutputPath, Entry>,
    /// Files of the output that are there with the same bytes.
    pub(super) same: BTreeSet<OutputPath>,
    /// Temp files of a build that was killed.
    pub(super) leftovers: Vec<OutputPath>,
}

/// One thing on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Entry {
    /// What it is.
    pub(super) kind: Kind,
    /// True if the file system finds it by a name that it does not list: `a.html` where the folder
    /// has `A.html`, on a file system that ignores case.
    pub(super) is_respelled: bool,
}

/// Kinds of things on disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A regular file.
    File,
    /// A folder.
    Folder,
    /// A symbolic link or something stranger: never ours.
    Other,
}

impl Seen {
    /// Returns what stands at a path.
    pub(super) fn kind(&self, path: &str) -> Option<Kind> {
        self.entries.get(path).map(|entry| entry.kind)
    }
}

/// Looks at every path that the output has or the manifest lists.
pub(super) fn scan(to: &Path, output: &Output, old: Option<&Manifest>) -> Result<Seen, Error> {
    let mut seen = Seen::default();
    match std::fs::metadata(to) {
        Ok(found) if found.is_dir() => {}
        Ok(_) => {
            let path = to.display();
            return Err(Error::Usage(format!(
                "`{path}` is not a folder, so nothing can be built into it\n\
                 help: move it, or name another folder with `--output`"
            )));
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(seen),
        Err(error) => return Err(Error::read(to)(error)),
    }
    let listed = old.iter().flat_map(|manifest| &manifest.files);
    let mut folders = BTreeSet::new();
    for path in output.files.keys().chain(listed) {
        folders.extend(ancestors(path.as_str()));
    }
    // Parents sort before what is in them.
    for folder in folders {
        list(to, folder, &mut seen)?;
    }
    compare(to, output, &mut seen)?;
    Ok(seen)
}

/// Returns the folders above a path, innermost first, ending with `""`, the output folder itself.
pub(super) fn ancestors(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |path| (!path.is_empty()).then(|| folder(path))).skip(1)
}

fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

#[expect(clippy::disallowed_methods, reason = "this is the stage that writes")]
fn list(to: &Path, folder: &str, seen: &mut Seen) -> Result<(), Error> {
    let Some(Entry { kind: Kind::Folder, is_respelled }) = look(to, folder, seen)? else {
        return Ok(());
    };
    let path = to.join(folder);
    for entry in std::fs::read_dir(&path).map_err(Error::read(&path))? {
        let entry = entry.map_err(Error::read(&path))?;
        // A name that is not UTF-8 is none that we could have to do with.
        let Ok(name) = entry.file_name().into_string() else { continue };
        let kind = kind(entry.file_type().map_err(Error::read(entry.path()))?);
        let inner = OutputPath::new(if folder.is_empty() {
            name.clone()
        } else {
            format!("{folder}/{name}")
        });
        if kind == Kind::File && name.starts_with(TEMPORARY) {
            seen.leftovers.push(inner);
        } else {
            seen.entries.insert(inner, Entry { kind, is_respelled });
        }
    }
    Ok(())
}

/// Returns what stands at a folder's path, however the folder above spells it.
fn look(to: &Path, folder: &str, seen: &mut Seen) -> Result<Option<Entry>, Error> {
    if folder.is_empty() {
        return Ok(Some(Entry { kind: Kind::Folder, is_respelled: false }));
    }
    if let Some(entry) = seen.entries.get(folder) {
        return Ok(Some(*entry));
    }
    let path = OutputPath::new(folder);
    if !is_reachable(&path, seen) {
        return Ok(None);
    }
    let found = stat(to, folder)?;
    let entry = found.map(|found| Entry { kind: kind(found.file_type()), is_respelled: true });
    seen.entries.extend(entry.map(|entry| (path, entry)));
    Ok(entry)
}

/// False beneath what is absent, and beneath a link, which leads out of the output folder.
fn is_reachable(path: &OutputPath, seen: &Seen) -> bool {
    path.folder().is_empty() || seen.kind(path.folder()) == Some(Kind::Folder)
}

fn stat(to: &Path, path: &str) -> Result<Option<Metadata>, Error> {
    use io::ErrorKind::{InvalidFilename, NotADirectory, NotFound};
    let path = to.join(path);
    match std::fs::symlink_metadata(&path) {
        Ok(found) => Ok(Some(found)),
        Err(error) if matches!(error.kind(), InvalidFilename | NotADirectory | NotFound) => {
            Ok(None)
        }
        Err(error) => Err(Error::read(path)(error)),
    }
}

/// Notes which files of the output are on disk with the same bytes, and which under another name.
fn compare(to: &Path, output: &Output, seen: &mut Seen) -> Result<(), Error> {
    let found: Vec<_> = output
        .files
        .par_iter()
        .filter(|(path, _)| is_reachable(path, seen))
        .map(|(path, artifact)| {
            let found = stat(to, path.as_str())?;
            Ok(found.map(|found| {
                let kind = kind(found.file_type());
                let is_same = kind == Kind::File
                    && found.len() == artifact.bytes.len() as u64
                    && has_bytes(&to.join(path.as_str()), artifact);
                (path, kind, is_same)
            }))
        })
        .collect::<Result<_, Error>>()?;
    for (path, kind, is_same) in found.into_iter().flatten() {
        seen.entries.entry(path.clone()).or_insert(Entry { kind, is_respelled: true });
        if is_same {
            seen.same.insert(path.clone());
        }
    }
    Ok(())
}

/// False for a file that cannot be read: writing it anew will succeed or say why not.
#[expect(clippy::disallowed_methods, reason = "this is the stage that writes")]
fn has_bytes(file: &Path, artifact: &Artifact) -> bool {
    std::fs::read(file).is_ok_and(|bytes| *bytes == *artifact.bytes)
}

fn kind(found: FileType) -> Kind {
    if found.is_file() {
        Kind::File
    } else if found.is_dir() {
        Kind::Folder
    } else {
        Kind::Other
    }
}
