//! Layer 2: topics → site. Output paths, order, links, includes, prerequisites. Pure.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::base::diagnostic::Checked;
use crate::base::path::{FilePath, OutputPath};
use crate::model::inputs::Inputs;
use crate::model::site::{Page, Site};
use crate::model::topic::Topic;

/// Returns the files that the topics' fences include, so that `load` can read them.
pub fn included_files(_topics: &[Arc<Topic>]) -> BTreeSet<FilePath> {
    BTreeSet::new()
}

/// Relates the topics to one another. `included` holds what `included_files` asked for.
pub fn index(
    _inputs: &Inputs,
    topics: Vec<Arc<Topic>>,
    _included: &BTreeMap<FilePath, Result<Arc<str>, String>>,
) -> Checked<Site> {
    let pages = topics
        .into_iter()
        .map(|topic| Page {
            output: OutputPath::new(topic.path.as_str().replace(".md", ".html")),
            topic,
            is_section: false,
            ancestors: Vec::new(),
            links: BTreeMap::new(),
            includes: BTreeMap::new(),
            requires: Vec::new(),
            required_by: Vec::new(),
            linked_from: Vec::new(),
        })
        .collect();
    Checked::clean(Site { pages, ..Site::default() })
}
