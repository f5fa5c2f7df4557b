//! Everything a build depends on, read before anything is computed.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::hash::Hash;
use crate::base::path::{ContentPath, FilePath};
use crate::model::config::Config;
use crate::model::record::{Pins, Record};

/// The whole book as read from disk.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// `book.toml`, validated.
    pub config: Config,
    /// Markdown files, sorted by path.
    pub sources: Vec<Source>,
    /// Other files of the content folder, sorted by path: images, data, downloads.
    pub assets: Vec<Asset>,
    /// `content/card-ids.txt`, if there is one.
    pub ledger: Option<TextFile>,
    /// `content/verified.json`, if there is one: which samples passed where.
    pub record: Option<Record>,
    /// `content/requirements.txt`, if there is one: the packages that samples may need.
    pub requirements: Option<Requirements>,
    /// The theme with everything it inherits.
    pub theme: Theme,
    /// The text of every file that a diagnostic may point into, for reports.
    pub texts: BTreeMap<FilePath, Arc<str>>,
}

/// One Markdown file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Relative to the root, for diagnostics.
    pub file: FilePath,
    /// Relative to the content folder.
    pub path: ContentPath,
    /// The text, without a byte-order mark; bytes that are not UTF-8 were reported and replaced.
    pub text: Arc<str>,
}

/// A file that is copied as it is.
#[derive(Clone, Debug)]
pub struct Asset {
    /// Relative to the content folder.
    pub path: ContentPath,
    /// The file's bytes.
    pub bytes: Arc<[u8]>,
    /// Width and height in CSS pixels, for images whose header says so.
    pub size: Option<(u32, u32)>,
}

/// A text file of the book that is neither topic nor asset.
#[derive(Clone, Debug)]
pub struct TextFile {
    /// Relative to the root.
    pub file: FilePath,
    /// Its text.
    pub text: Arc<str>,
}

/// The packages that samples may need.
#[derive(Clone, Debug)]
pub struct Requirements {
    /// `requirements.txt`.
    pub file: TextFile,
    /// What it pins.
    pub pins: Pins,
}

/// A theme, inheritance resolved.
#[derive(Clone, Debug, Default)]
pub struct Theme {
    /// Its name.
    pub name: String,
    /// Its name, then what it inherits from in turn; `default` at the end.
    pub chain: Vec<String>,
    /// Template name with its theme (`mine/page.html`, `default/blocks/card.html`) to its text.
    /// Without a theme, `page.html` means the first theme of the chain that has it; so an override
    /// can extend what it overrides.
    pub templates: BTreeMap<String, TemplateSource>,
    /// Asset path within the theme (`style.css`) to its bytes.
    pub assets: BTreeMap<String, ThemeAsset>,
    /// Interface strings of the book's language, with English for what a language lacks.
    pub strings: BTreeMap<String, String>,
    /// The theme's options: declared defaults, overridden by `[theme]`.
    pub options: BTreeMap<String, serde_json::Value>,
}

/// One template's text and where it came from.
#[derive(Clone, Debug)]
pub struct TemplateSource {
    /// For diagnostics; embedded templates are `themes/default/templates/…` too.
    pub file: FilePath,
    /// Tera source.
    pub text: Arc<str>,
}

/// One asset of a theme.
#[derive(Clone, Debug)]
pub struct ThemeAsset {
    /// Bytes as they are written.
    pub bytes: Arc<[u8]>,
    /// Their hash, which is part of the file's name in the output.
    pub hash: Hash,
}

impl ThemeAsset {
    /// Returns the name under which the asset `name` is written: `style.css` as
    /// `style.<hash>.css`, so that a browser may keep it for ever.
    pub fn output_name(&self, name: &str) -> String {
        let file_start = name.rfind('/').map_or(0, |slash| slash + 1);
        let dot = name[file_start..].rfind('.').map_or(name.len(), |dot| file_start + dot);
        [&name[..dot], ".", &self.hash.short(), &name[dot..]].concat()
    }
}
