//! Folders and pages in reading order: by `order`, then by path; a folder's own page leads it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::index::output;
use crate::model::site::{Ancestor, Entry, Page, PageId, Section};
use crate::model::topic::Topic;

/// Returns the folder tree and the pages in reading order.
pub(super) fn arrange(topics: Vec<Arc<Topic>>) -> (Section, Vec<Page>) {
    let with_index: BTreeSet<String> = topics
        .iter()
        .filter(|topic| output::is_index(&topic.path))
        .map(|topic| topic.path.folder().to_owned())
        .collect();
    let mut top = Folder::default();
    for topic in topics {
        let is_section = output::is_section(&topic.path, &with_index);
        let folder = top.descend(topic.path.folder());
        if is_section && folder.own.is_none() {
            folder.own = Some(topic);
        } else {
            folder.topics.push(topic);
        }
    }
    let mut pages = Vec::new();
    let root = top.place("", &[], &mut pages);
    (root, pages)
}

#[derive(Default)]
struct Folder {
    own: Option<Arc<Topic>>,
    topics: Vec<Arc<Topic>>,
    folders: BTreeMap<String, Folder>,
}

impl Folder {
    fn descend(&mut self, folder: &str) -> &mut Self {
        folder
            .split('/')
            .filter(|name| !name.is_empty())
            .fold(self, |parent, name| parent.folders.entry(name.to_owned()).or_default())
    }

    fn order(&self) -> i64 {
        self.own.as_ref().and_then(|topic| topic.meta.order).unwrap_or(i64::MAX)
    }

    /// Places this folder's pages after those before, and returns the section that it is.
    fn place(self, folder: &str, above: &[Ancestor], pages: &mut Vec<Page>) -> Section {
        let name = folder.rsplit('/').next().unwrap_or_default();
        let title = self.own.as_ref().map_or_else(|| humanised(name), |topic| topic.title.clone());
        let page = self.own.map(|topic| push(topic, true, above, pages));
        let mut ancestors = above.to_vec();
        if !folder.is_empty() {
            ancestors.push(Ancestor { title: title.clone(), page });
        }
        let mut members: Vec<(i64, String, Member)> = Vec::new();
        for topic in self.topics {
            let order = topic.meta.order.unwrap_or(i64::MAX);
            members.push((order, topic.path.name().to_owned(), Member::Topic(topic)));
        }
        for (name, folder) in self.folders {
            members.push((folder.order(), name.clone(), Member::Folder(name, folder)));
        }
        members.sort_by(|left, right| (left.0, &left.1).cmp(&(right.0, &right.1)));
        let entries = members
            .into_iter()
            .map(|(_, _, member)| match member {
                Member::Topic(topic) => Entry::Page(push(topic, false, &ancestors, pages)),
                Member::Folder(name, below) => {
                    let path = if folder.is_empty() { name } else { format!("{folder}/{name}") };
                    Entry::Section(below.place(&path, &ancestors, pages))
                }
            })
            .collect();
        Section { folder: folder.to_owned(), title, page, entries }
    }
}

enum Member {
    Topic(Arc<Topic>),
    Folder(String, Folder),
}

fn push(
    topic: Arc<Topic>,
    is_section: bool,
    ancestors: &[Ancestor],
    pages: &mut Vec<Page>,
) -> PageId {
    pages.push(Page {
        output: output::of_topic(&topic, is_section),
        topic,
        is_section,
        ancestors: ancestors.to_vec(),
        links: BTreeMap::new(),
        includes: BTreeMap::new(),
        requires: Vec::new(),
        required_by: Vec::new(),
        linked_from: Vec::new(),
        samples: BTreeMap::new(),
    });
    pages.len() - 1
}

/// Returns a folder's name as a title: `data-model` becomes `Data model`.
fn humanised(name: &str) -> String {
    let spaced = name.replace(['-', '_'], " ");
    let mut letters = spaced.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
