//! One parsed Markdown file: its front matter and its document tree.

use std::collections::BTreeMap;

use crate::base::path::{ContentPath, FilePath};
use crate::base::span::Spanned;
use crate::model::doc::Doc;

/// A parsed topic. Nothing in it depends on any other file.
#[derive(Clone, Debug)]
pub struct Topic {
    /// Relative to the root, for diagnostics.
    pub file: FilePath,
    /// Relative to the content folder.
    pub path: ContentPath,
    /// The front matter.
    pub meta: FrontMatter,
    /// `title`, or else the first heading's text, or else the file's name.
    pub title: String,
    /// The content.
    pub doc: Doc,
    /// Minutes to read: `minutes`, or computed at 220 words a minute and 2 s a line of code.
    pub minutes: u32,
}

/// The front matter of a topic. Absent and invalid keys alike are `None` or empty.
#[derive(Clone, Debug, Default)]
pub struct FrontMatter {
    /// Title for navigation.
    pub title: Option<String>,
    /// One sentence.
    pub summary: Option<String>,
    /// Place among siblings; those without come after, by path.
    pub order: Option<i64>,
    /// Replaces the last segment of the output path.
    pub slug: Option<Spanned<String>>,
    /// Old output paths that redirect here.
    pub aliases: Vec<Spanned<String>>,
    /// Tags.
    pub tags: Vec<String>,
    /// 1 to 3: what to read with three days, two weeks, six weeks left.
    pub priority: Option<u8>,
    /// `junior`, `mid` or `senior`.
    pub level: Option<String>,
    /// Minutes to read, if the author knows better.
    pub minutes: Option<u32>,
    /// Prerequisites, as links are written.
    pub requires: Vec<Spanned<String>>,
    /// Lowest Python version that the page holds for.
    pub python: Option<String>,
    /// Left out of a build without `--drafts`.
    pub is_draft: bool,
    /// ISO date of the last revision.
    pub updated: Option<String>,
    /// Free data for themes.
    pub extra: BTreeMap<String, serde_json::Value>,
}
