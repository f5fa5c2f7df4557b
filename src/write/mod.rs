//! Layer 2, the only stage that writes: what changed, by temp file and rename.
//!
//! `write` looks at what stands in the output folder (`scan`), decides what to do (`plan`, pure)
//! and does it (`disk`), in this order:
//!
//! 1. the manifest, with the names of old and new files together;
//! 2. assets, then pages;
//! 3. pages that are no longer part of the site, then other such files, then folders left empty;
//! 4. the manifest, with the names of the new files alone.
//!
//! Every file is written beside its place and renamed into it. So whenever a build is killed, each
//! file is complete, old or new; pages, old and new, have their assets; and each file that we made
//! or were about to make is in the manifest, so that the next build can finish the job. What no
//! manifest lists is foreign: never overwritten, never removed.

use std::path::Path;

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::model::output::Output;

mod clean;
mod disk;
mod foreign;
mod manifest;
mod plan;
mod scan;
#[cfg(test)]
mod tests;

pub use clean::{Cleaned, clean};
pub use disk::replace_file;

/// What a write did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// Files written.
    pub written: usize,
    /// Files that were there already with the same bytes.
    pub unchanged: usize,
    /// Files of an earlier build that are gone now.
    pub removed: usize,
}

/// Brings the folder `to` to the state of `output`; foreign files there are never touched.
///
/// If one is in the way, that is the finding `foreign-file`, and nothing is written.
pub fn write(output: &Output, to: &Path) -> Result<Checked<Written>, Error> {
    let old = manifest::read(to)?;
    let seen = scan::scan(to, output, old.as_ref())?;
    let plan = plan::plan(output, old.as_ref(), &seen);
    if !plan.foreign.is_empty() {
        let diagnostics = plan.foreign.iter().map(|foreign| foreign.report(to)).collect();
        return Ok(Checked { value: Written::default(), diagnostics });
    }
    disk::run(&plan.phases, to)?;
    Ok(Checked::clean(plan.written))
}
