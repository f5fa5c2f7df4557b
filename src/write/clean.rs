//! `crib clean`: takes away what builds have made, and nothing else.

use std::collections::BTreeSet;
use std::io;
use std::path::Path;

use crate::base::error::Error;
use crate::base::path::OutputPath;
use crate::model::output::Output;
use crate::write::plan::Step;
use crate::write::scan::{Kind, ancestors};
use crate::write::{disk, manifest, scan};

/// What was taken away.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Cleaned {
    /// Files of the site.
    pub files: usize,
    /// True if there was a cache.
    pub had_cache: bool,
}

/// Removes the files that the manifest in `output` lists, the folders that this leaves empty, the
/// manifest itself, and the folder `cache`, all of which is ours. Everything else stays.
///
/// What the manifest lists is removed even if somebody has edited it since: the next build would
/// have overwritten it as well.
pub fn clean(output: &Path, cache: &Path) -> Result<Cleaned, Error> {
    let files = match manifest::read(output)? {
        None => 0,
        Some(old) => {
            let seen = scan::scan(output, &Output::default(), Some(&old))?;
            let listed: Vec<&OutputPath> = old
                .files
                .iter()
                .filter(|path| seen.kind(path.as_str()) == Some(Kind::File))
                .collect();
            let manifest = OutputPath::new(manifest::NAME);
            let folders: BTreeSet<&str> =
                old.files.iter().flat_map(|path| ancestors(path.as_str())).collect();
            let remove = |path| Step::Remove(path);
            let mut phases =
                vec![listed.iter().copied().chain(&seen.leftovers).map(remove).collect()];
            let inner =
                folders.into_iter().rev().filter(|folder| seen.kind(folder) == Some(Kind::Folder));
            phases.extend(inner.map(|folder| vec![Step::RemoveFolder(folder)]));
            // Last, so that a killed `clean` can be repeated.
            phases.push(vec![Step::Remove(&manifest)]);
            phases.push(vec![Step::RemoveFolder("")]);
            disk::run(&phases, output)?;
            listed.len()
        }
    };
    Ok(Cleaned { files, had_cache: remove_cache(cache)? })
}

#[expect(clippy::disallowed_methods, reason = "the cache's folder holds nothing but the cache")]
fn remove_cache(cache: &Path) -> Result<bool, Error> {
    match std::fs::remove_dir_all(cache) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(Error::write(cache)(error)),
    }
}
