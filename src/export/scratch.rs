//! A temporary folder with a document, and with what a browser makes of it.

use std::io;
use std::path::{Path, PathBuf};

use crate::base::error::Error;
use crate::base::path::encode;
use crate::export::Request;
use crate::model::output::Output;
use crate::system::folder::create_private;
use crate::write;

/// A folder of our own that goes when this does.
#[derive(Debug)]
pub(super) struct Scratch(PathBuf);

impl Scratch {
    /// Makes a folder in the folder for temporary files, which others can write to as well.
    pub(super) fn new(temporary: &Path) -> Result<Self, Error> {
        let temporary = std::path::absolute(temporary).map_err(Error::read(temporary))?;
        let mut attempt = 0;
        loop {
            let folder = temporary.join(format!("crib-export-{}-{attempt}", std::process::id()));
            match create_private(&folder) {
                Err(error) if error.kind() == io::ErrorKind::AlreadyExists && attempt < 100 => {
                    attempt += 1;
                }
                created => {
                    return created.map(|()| Self(folder.clone())).map_err(Error::write(folder));
                }
            }
        }
    }

    /// Writes a document with what it loads, and returns it as PDF.
    pub(super) fn print(&self, request: &Request, output: &Output) -> Result<Vec<u8>, Error> {
        let site = self.0.join("site");
        write::write(output, &site)?;
        let document = site.join(request.edition.output().as_str());
        let pdf = self.0.join("printed.pdf");
        request.browser.print(&url(&document), &pdf, &self.0, request.limit)?;
        #[expect(clippy::disallowed_methods, reason = "a file of our own")]
        std::fs::read(&pdf).map_err(Error::read(pdf))
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        #[expect(clippy::disallowed_methods, reason = "a folder of our own")]
        drop(std::fs::remove_dir_all(&self.0));
    }
}

/// Returns the URL of a file.
fn url(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    // A drive has no slash before it.
    let slash = if path.starts_with('/') { "" } else { "/" };
    let path: Vec<String> = path.split('/').map(encode).collect();
    format!("file://{slash}{}", path.join("/"))
}
