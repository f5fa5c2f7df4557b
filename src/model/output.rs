//! What a build makes: files in memory, and the manifest of what a build wrote before.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::path::OutputPath;

/// All files of a site.
#[derive(Clone, Debug, Default)]
pub struct Output {
    /// By output path.
    pub files: BTreeMap<OutputPath, Artifact>,
}

/// One file of a site.
#[derive(Clone, Debug)]
pub struct Artifact {
    /// The bytes.
    pub bytes: Arc<[u8]>,
    /// When it is written in relation to others.
    pub kind: ArtifactKind,
}

/// The order in which files are written: what a page needs exists before the page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum ArtifactKind {
    /// Stylesheets, scripts, images, downloads.
    Asset,
    /// What leads to assets: HTML pages, `search/index.js`.
    Page,
}

/// `OUTPUT/.crib.json`: which files in the output folder are ours.
///
/// Names only: whether a file is up to date is asked of the file, never of the manifest.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// Everything that builds wrote or were about to write.
    pub files: BTreeSet<OutputPath>,
}

impl Artifact {
    /// Returns an asset.
    pub fn asset(bytes: impl Into<Arc<[u8]>>) -> Self {
        Self { bytes: bytes.into(), kind: ArtifactKind::Asset }
    }

    /// Returns an HTML page.
    pub fn page(html: String) -> Self {
        Self { bytes: html.into_bytes().into(), kind: ArtifactKind::Page }
    }
}
