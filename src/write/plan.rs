//! What a build has to do to the output folder: a pure function of output, manifest and disk.

use std::collections::BTreeSet;

use crate::base::path::OutputPath;
use crate::model::output::{ArtifactKind, Manifest, Output};
use crate::write::Written;
use crate::write::foreign::{self, Foreign};
use crate::write::scan::{Entry, Kind, Seen, ancestors};

/// What to do. If anything foreign is in the way, that is nothing.
#[derive(Debug, Default)]
pub(super) struct Plan<'a> {
    /// One after the other; the steps of one phase in any order and side by side.
    pub(super) phases: Vec<Vec<Step<'a>>>,
    /// What there will be to tell.
    pub(super) written: Written,
    /// What is in the way.
    pub(super) foreign: Vec<Foreign>,
}

/// One change on disk. Each can be repeated without harm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Step<'a> {
    /// Writes the manifest.
    Manifest(Manifest),
    /// Makes a folder and those above it.
    CreateFolder(&'a str),
    /// Writes a file.
    Write(&'a OutputPath, &'a [u8]),
    /// Removes a file.
    Remove(&'a OutputPath),
    /// Removes a folder if it is empty.
    RemoveFolder(&'a str),
}

/// Output, manifest and disk together, and what follows from them.
pub(super) struct Paths<'a> {
    pub(super) output: &'a Output,
    pub(super) old: &'a Manifest,
    pub(super) seen: &'a Seen,
    /// Folders of the output.
    pub(super) new_folders: BTreeSet<&'a str>,
    /// Folders of the manifest's files.
    pub(super) old_folders: BTreeSet<&'a str>,
    /// Files of the manifest that another spelling in the output would overwrite.
    twins: BTreeSet<&'a OutputPath>,
}

/// Decides what brings the disk to the state of `output`. See `write` for the order.
pub(super) fn plan<'a>(output: &'a Output, old: Option<&'a Manifest>, seen: &'a Seen) -> Plan<'a> {
    static NONE: Manifest = Manifest { files: BTreeSet::new() };
    let paths = Paths::new(output, old.unwrap_or(&NONE), seen);
    let foreign = foreign::find(&paths);
    if !foreign.is_empty() {
        return Plan { foreign, ..Plan::default() };
    }
    let new = Manifest { files: output.files.keys().cloned().collect() };
    let both = Manifest { files: &new.files | &paths.old.files };
    let gone = paths.gone();
    // Some have to go before the new files can be written; the others stay until no page on disk
    // needs them.
    let (early, late): (Vec<_>, Vec<_>) =
        gone.iter().copied().partition(|path| paths.makes_room(path));
    let (removed_early, removed_late) = (paths.remove(&early), paths.remove(&late));
    // An old page must not outlive its assets.
    let (old_pages, old_assets): (Vec<_>, Vec<_>) = removed_late
        .into_iter()
        .partition(|step| matches!(step, Step::Remove(path) if is_page(path)));
    let (assets, pages) = (paths.changed(ArtifactKind::Asset), paths.changed(ArtifactKind::Page));
    let written = Written {
        written: assets.len() + pages.len(),
        unchanged: output.files.len() - assets.len() - pages.len(),
        removed: removed_early.len() + old_pages.len() + old_assets.len(),
    };
    let needs_both = old != Some(&both);
    let needs_new = new != both;
    let mut phases = vec![seen.leftovers.iter().map(Step::Remove).collect()];
    phases.extend(needs_both.then(|| vec![Step::Manifest(both)]));
    phases.push(removed_early);
    phases.extend(paths.emptied(&early));
    phases.push(paths.missing_folders().map(Step::CreateFolder).collect());
    phases.extend([assets, pages]);
    phases.extend([old_pages, old_assets]);
    phases.extend(paths.emptied(&gone));
    phases.extend(needs_new.then(|| vec![Step::Manifest(new)]));
    phases.retain(|phase| !phase.is_empty());
    Plan { phases, written, foreign }
}

/// True for a page; a manifest has no more than names.
fn is_page(path: &OutputPath) -> bool {
    path.as_str().rsplit_once('.').is_some_and(|(_, ending)| ending == "html")
}

impl<'a> Paths<'a> {
    fn new(output: &'a Output, old: &'a Manifest, seen: &'a Seen) -> Self {
        let folders = |paths: &mut dyn Iterator<Item = &'a OutputPath>| -> BTreeSet<&'a str> {
            paths.flat_map(|path| ancestors(path.as_str())).collect()
        };
        let new_folders = folders(&mut output.files.keys());
        let old_folders = folders(&mut old.files.iter());
        // Only a file system that ignores case, or normalises names, finds what it does not list.
        let respelled: BTreeSet<String> = output
            .files
            .keys()
            .filter(|path| seen.entries.get(*path).is_some_and(|entry| entry.is_respelled))
            .map(|path| path.as_str().to_lowercase())
            .collect();
        let is_twin = |path: &&OutputPath| {
            !respelled.is_empty()
                && !output.files.contains_key(*path)
                && respelled.contains(&path.as_str().to_lowercase())
        };
        let twins = old.files.iter().filter(is_twin).collect();
        Self { output, old, seen, new_folders, old_folders, twins }
    }

    /// True if a file of that name in the output folder is ours.
    pub(super) fn is_ours(&self, path: &OutputPath) -> bool {
        self.old.files.contains(path) || self.seen.same.contains(path) || self.has_twin(path)
    }

    fn has_twin(&self, path: &OutputPath) -> bool {
        let is_twin =
            |twin: &&OutputPath| twin.as_str().to_lowercase() == path.as_str().to_lowercase();
        self.twins.iter().any(is_twin)
    }

    fn changed(&self, kind: ArtifactKind) -> Vec<Step<'a>> {
        let files = self.output.files.iter();
        files
            .filter(|(path, artifact)| {
                artifact.kind == kind && (!self.seen.same.contains(*path) || self.has_twin(path))
            })
            .map(|(path, artifact)| Step::Write(path, &artifact.bytes))
            .collect()
    }

    fn gone(&self) -> Vec<&'a OutputPath> {
        self.old.files.iter().filter(|path| !self.output.files.contains_key(*path)).collect()
    }

    /// True for a file without whose removal a new file cannot be written.
    fn makes_room(&self, gone: &OutputPath) -> bool {
        self.new_folders.contains(gone.as_str())
            || self.twins.contains(gone)
            || ancestors(gone.as_str()).any(|folder| self.output.files.contains_key(folder))
    }

    fn remove(&self, gone: &[&'a OutputPath]) -> Vec<Step<'a>> {
        // Under another spelling it may be the very file that the output has.
        let file = Entry { kind: Kind::File, is_respelled: false };
        let is_file = |path: &&OutputPath| self.seen.entries.get(*path) == Some(&file);
        gone.iter().copied().filter(is_file).map(Step::Remove).collect()
    }

    /// Returns phases that remove the folders of these files if nothing else is in them.
    fn emptied(&self, gone: &[&'a OutputPath]) -> Vec<Vec<Step<'a>>> {
        let is_folder = |folder: &&str| self.seen.kind(folder) == Some(Kind::Folder);
        let folders: BTreeSet<&str> =
            gone.iter().flat_map(|path| ancestors(path.as_str())).collect();
        let folders = folders.into_iter().filter(|folder| !self.new_folders.contains(folder));
        // What is in a folder sorts after it, and is to go before it.
        folders.rev().filter(is_folder).map(|folder| vec![Step::RemoveFolder(folder)]).collect()
    }

    fn missing_folders(&self) -> impl Iterator<Item = &'a str> {
        self.new_folders.iter().copied().filter(|folder| {
            let entry = self.seen.entries.get(*folder);
            entry.is_none_or(|entry| entry.kind != Kind::Folder || entry.is_respelled)
        })
    }
}
