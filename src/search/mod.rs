//! Layer 2: site → a search index that works from disk. The entry point is [`index`]; pure.
//!
//! The index is classic scripts that each only call `crib.shard(name, data)`, since pages opened from
//! disk can load nothing else. A search loads `search/index.js`, then of the rest what it needs:
//!
//! - `terms-N.HASH.js`: the terms in order, to complete and correct what is typed;
//! - `t-N.HASH.js`: for a range of terms, in which sections they stand;
//! - `d-N.HASH.js`: for a range of sections, where they are and their text.
//!
//! Only `search/index.js` has no hash in its name. Pages refer to nothing else of the index, so an edit
//! changes no page but its own. `section` says what can be found, `token` what a term is, `score` how
//! much a section is about it, `shard` what the files look like.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::path::OutputPath;
use crate::model::output::Artifact;
use crate::model::site::Site;
use crate::search::section::Section;

mod score;
mod section;
mod shard;
mod stop_words;
#[cfg(test)]
mod tests;
mod token;

/// In which sections each term stands and how much they are about it, sections in order.
type Postings = BTreeMap<String, Vec<(u32, u8)>>;

/// Returns the index's files. `language` is the book's.
pub fn index(site: &Site, language: &str) -> BTreeMap<OutputPath, Artifact> {
    let pages: Vec<Vec<Section>> =
        site.pages.par_iter().map(|page| section::sections(page, language)).collect();
    let mut postings = Postings::new();
    for (number, section) in (0..).zip(pages.iter().flatten()) {
        for (term, counts) in &section.counts {
            let level = score::level(section, counts);
            match postings.get_mut(term) {
                Some(list) => list.push((number, level)),
                None => {
                    postings.insert(term.clone(), vec![(number, level)]);
                }
            }
        }
    }
    shard::files(site, &pages, &postings, language)
}
