//! All topics and how they relate: the result of `index`.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::path::{ContentPath, OutputPath};
use crate::model::sample::Program;
use crate::model::topic::Topic;

/// Index into `Site::pages`.
pub type PageId = usize;

/// The whole book, resolved.
#[derive(Clone, Debug, Default)]
pub struct Site {
    /// In reading order.
    pub pages: Vec<Page>,
    /// Topics with `draft: true` that are no pages of this build.
    pub drafts: Vec<Arc<Topic>>,
    /// The top of the folder tree.
    pub root: Section,
    /// Non-Markdown files, by content path.
    pub files: BTreeMap<ContentPath, SiteFile>,
    /// Redirecting outputs.
    pub redirects: BTreeMap<OutputPath, Target>,
    /// Tag to pages, in reading order.
    pub tags: BTreeMap<String, Vec<PageId>>,
}

/// One topic in its place.
#[derive(Clone, Debug)]
pub struct Page {
    /// The topic.
    pub topic: Arc<Topic>,
    /// Where it is written.
    pub output: OutputPath,
    /// True for a folder's own page.
    pub is_section: bool,
    /// The folders above it, outermost first, by content folder; without the top and without the
    /// folder whose own page this is.
    pub ancestors: Vec<Ancestor>,
    /// Link and image targets as written, resolved.
    pub links: BTreeMap<String, Target>,
    /// Included text by `file=` as written.
    pub includes: BTreeMap<String, Arc<str>>,
    /// Samples in the order in which they stand, by where their code block begins.
    pub samples: BTreeMap<u32, Program>,
    /// Prerequisites.
    pub requires: Vec<PageId>,
    /// Pages that name this one as a prerequisite.
    pub required_by: Vec<PageId>,
    /// Pages whose text links here, each once.
    pub linked_from: Vec<PageId>,
}

/// A folder above a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ancestor {
    /// Title of its page, or its name.
    pub title: String,
    /// Its page, if it has one.
    pub page: Option<PageId>,
}

/// A folder of the content.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// Content folder, empty at the top.
    pub folder: String,
    /// Title of its page, or its name.
    pub title: String,
    /// Its page, if it has one.
    pub page: Option<PageId>,
    /// Pages and folders, in order.
    pub entries: Vec<Entry>,
}

/// Something in a folder.
#[derive(Clone, Debug)]
pub enum Entry {
    /// A page that is no folder's own.
    Page(PageId),
    /// A folder within.
    Section(Section),
}

/// A file that is copied.
#[derive(Clone, Debug)]
pub struct SiteFile {
    /// Where it is written.
    pub output: OutputPath,
    /// Width and height of an image.
    pub size: Option<(u32, u32)>,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Target {
    /// To a page, perhaps to an anchor in it.
    Page(PageId, Option<String>),
    /// To a copied file, perhaps with a fragment.
    File(ContentPath, Option<String>),
    /// To another host, or any other scheme: as written.
    External(String),
    /// Nowhere; reported, and left as written.
    Broken(String),
}
