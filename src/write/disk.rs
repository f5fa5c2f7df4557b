//! Doing what was planned. The only code that changes the output folder.

use std::io;
use std::path::Path;

use rayon::prelude::*;

use crate::base::error::Error;
use crate::base::hash::Hash;
use crate::write::manifest;
use crate::write::plan::Step;

/// How the names of temp files begin. A build removes those that a killed one left behind.
pub(super) const TEMPORARY: &str = ".crib-tmp-";

/// Does the steps, phase by phase. Stops after the first phase in which one fails.
pub(super) fn run(phases: &[Vec<Step<'_>>], to: &Path) -> Result<(), Error> {
    if !phases.is_empty() {
        std::fs::create_dir_all(to).map_err(Error::write(to))?;
    }
    phases.iter().try_for_each(|steps| {
        // The same error whatever the threads did.
        let failed = steps.par_iter().map(|step| take(step, to)).find_map_first(Result::err);
        failed.map_or(Ok(()), Err)
    })
}

/// Does one step.
#[expect(clippy::disallowed_methods, reason = "this is the stage that writes")]
pub(super) fn take(step: &Step<'_>, to: &Path) -> Result<(), Error> {
    match step {
        Step::Manifest(files) => replace_file(&to.join(manifest::NAME), &manifest::encode(files)),
        Step::CreateFolder(folder) => {
            let folder = to.join(folder);
            std::fs::create_dir_all(&folder).map_err(Error::write(folder))
        }
        Step::Write(path, bytes) => replace_file(&to.join(path.as_str()), bytes),
        Step::Remove(path) => {
            let path = to.join(path.as_str());
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() != io::ErrorKind::NotFound => {
                    Err(Error::write(path)(error))
                }
                _ => Ok(()),
            }
        }
        Step::RemoveFolder(folder) => {
            let folder = to.join(folder);
            match std::fs::remove_dir(&folder) {
                Err(error) if !leaves_folder(&error) => Err(Error::write(folder)(error)),
                _ => Ok(()),
            }
        }
    }
}

/// Writes a file whose folder exists, in one step for whoever looks on: a temp file is renamed.
#[expect(clippy::disallowed_methods, reason = "this is the stage that writes")]
pub fn replace_file(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let name = path.file_name().unwrap_or_default().as_encoded_bytes();
    // Of this process and this file: no other thread or build writes to it.
    let temporary = format!("{TEMPORARY}{}-{}", std::process::id(), Hash::of(name).short());
    let temporary = path.with_file_name(temporary);
    let written = std::fs::write(&temporary, bytes);
    written.and_then(|()| std::fs::rename(&temporary, path)).map_err(|error| {
        // It may not even exist; if it stays behind, the next build removes it.
        drop(std::fs::remove_file(&temporary));
        Error::write(path)(error)
    })
}

/// A folder that is not empty, or gone already, or no folder any more: nothing to do.
fn leaves_folder(error: &io::Error) -> bool {
    matches!(
        error.kind(),
        io::ErrorKind::DirectoryNotEmpty | io::ErrorKind::NotFound | io::ErrorKind::NotADirectory
    )
}
