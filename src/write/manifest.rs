//! `OUTPUT/.crib.json`: read with distrust, written sorted.

use std::io;
use std::path::Path;

use serde::{Deserialize, Serialize};

use crate::base::error::Error;
use crate::base::path::OutputPath;
use crate::model::output::Manifest;

/// The manifest's name in the output folder.
pub(super) const NAME: &str = ".crib.json";

const VERSION: u32 = 1;

#[derive(Deserialize, Serialize)]
struct Format {
    version: u32,
    files: Vec<String>,
}

/// Reads the manifest in `to`; `None` if there is none.
///
/// One that we cannot have written is an error: without it nobody knows which files are ours.
#[expect(clippy::disallowed_methods, reason = "this is the stage that writes")]
pub(super) fn read(to: &Path) -> Result<Option<Manifest>, Error> {
    let path = to.join(NAME);
    match std::fs::read(&path) {
        Ok(bytes) => decode(&bytes).map(Some).map_err(|reason| {
            let path = path.display();
            Error::Usage(format!(
                "`{path}` is not a manifest of this version of crib: {reason}\n\
                 help: if nothing but generated files is in its folder, delete the folder and build again"
            ))
        }),
        Err(error) if is_absent(&error) => Ok(None),
        Err(error) => Err(Error::read(path)(error)),
    }
}

/// Returns the manifest as it is written: one file a line.
pub(super) fn encode(manifest: &Manifest) -> Vec<u8> {
    let files = manifest.files.iter().map(|path| path.as_str().to_owned()).collect();
    let json = serde_json::to_string_pretty(&Format { version: VERSION, files })
        .expect("strings and numbers are always JSON");
    (json + "\n").into_bytes()
}

fn decode(bytes: &[u8]) -> Result<Manifest, String> {
    let format: Format = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
    if format.version != VERSION {
        return Err(format!("its version is {}, not {VERSION}", format.version));
    }
    match format.files.iter().find(|path| !stays_inside(path)) {
        Some(path) => Err(format!("`{path}` is no path in the output folder")),
        None => Ok(Manifest { files: format.files.iter().map(OutputPath::new).collect() }),
    }
}

/// True for a plain relative path: `clean` removes what the manifest lists, so nothing else may do.
fn stays_inside(path: &str) -> bool {
    !path.contains(['\\', '\0'])
        && path.split('/').all(|part| !matches!(part, "" | "." | ".."))
        && Path::new(path).is_relative()
        && Path::new(path).components().all(|part| matches!(part, std::path::Component::Normal(_)))
}

fn is_absent(error: &io::Error) -> bool {
    matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory)
}
