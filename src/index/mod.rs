//! Layer 2: topics → site. Output paths, order, links, includes, prerequisites. Pure.
//!
//! Entry points: `included_files`, so that `load` can read what fences include, then `index`.
//! Everything is related anew at each build: it is cheap, and so it cannot go stale.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::path::FilePath;
use crate::model::inputs::Inputs;
use crate::model::record::Pins;
use crate::model::site::{PageId, Site, SiteFile, Target};
use crate::model::topic::Topic;

mod anchor;
mod include;
mod link;
mod output;
mod redirect;
mod requires;
mod sample;
mod tree;

/// Text of included files; `Err` says in the user's words why a file has none.
pub type Included = BTreeMap<FilePath, Result<Arc<str>, String>>;

/// Returns the files that the topics' fences include and that lie inside the book.
pub fn included_files(topics: &[Arc<Topic>]) -> BTreeSet<FilePath> {
    topics.iter().flat_map(|topic| include::files(topic)).collect()
}

/// Relates the topics to one another. `included` holds what `included_files` asked for.
pub fn index(
    inputs: &Inputs,
    topics: Vec<Arc<Topic>>,
    included: &Included,
    with_drafts: bool,
) -> Checked<Site> {
    let mut diagnostics = Vec::new();
    let (topics, drafts) =
        topics.into_iter().partition(|topic| with_drafts || !topic.meta.is_draft);
    let (root, pages) = tree::arrange(topics);
    let mut site = Site { pages, drafts, root, ..Site::default() };
    for asset in &inputs.assets {
        let output = output::of_file(&asset.path);
        site.files.insert(asset.path.clone(), SiteFile { output, size: asset.size });
    }
    let lookup = link::Lookup::new(&site);
    let pins = inputs.requirements.as_ref().map(|requirements| &requirements.pins);
    resolve_pages(&mut site, &lookup, included, pins, &mut diagnostics);
    requires::resolve(&mut site, &lookup, &mut diagnostics);
    redirect::resolve(inputs, &mut site, &lookup, &mut diagnostics);
    output::check(inputs, &site, &mut diagnostics);
    add_backlinks(&mut site);
    add_tags(&mut site);
    Checked { value: site, diagnostics }
}

/// Resolves each page's links, includes and samples, in parallel.
fn resolve_pages(
    site: &mut Site,
    lookup: &link::Lookup,
    included: &Included,
    pins: Option<&Pins>,
    diagnostics: &mut Vec<Diagnostic>,
) {
    let resolved: Vec<_> = (0..site.pages.len())
        .into_par_iter()
        .map(|page| {
            let mut found = Vec::new();
            let links = link::resolve(site, lookup, page, &mut found);
            let includes = include::resolve(&site.pages[page].topic, included, &mut found);
            let samples = sample::resolve(&site.pages[page].topic, &includes, pins);
            (links, includes, samples, found)
        })
        .collect();
    for (page, (links, includes, samples, found)) in site.pages.iter_mut().zip(resolved) {
        page.links = links;
        page.includes = includes;
        page.samples = samples;
        diagnostics.extend(found);
    }
}

fn add_backlinks(site: &mut Site) {
    let mut backlinks: Vec<BTreeSet<PageId>> = vec![BTreeSet::new(); site.pages.len()];
    for (from, page) in site.pages.iter().enumerate() {
        for target in page.links.values() {
            if let Target::Page(to, _) = target
                && *to != from
            {
                backlinks[*to].insert(from);
            }
        }
    }
    for (page, linked_from) in site.pages.iter_mut().zip(backlinks) {
        page.linked_from = linked_from.into_iter().collect();
    }
}

fn add_tags(site: &mut Site) {
    for (id, page) in site.pages.iter().enumerate() {
        for tag in &page.topic.meta.tags {
            site.tags.entry(tag.clone()).or_default().push(id);
        }
    }
}
