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
//! much a section is about it; `texts`, `postings` and `files` write it down. The form of the files is a
//! contract with `search.js`, and described in `docs/content/themes/search.md`.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::path::OutputPath;
use crate::model::output::Artifact;
use crate::model::site::Site;
use crate::search::files::Index;
use crate::search::postings::Postings;
use crate::search::section::Section;
use crate::search::texts::Texts;

mod digits;
mod files;
mod postings;
mod score;
mod section;
mod stop_words;
#[cfg(test)]
mod tests;
mod texts;
mod token;

/// Pages whose sections are in memory at once, beside what has been written of others.
const BATCH: usize = 256;

/// Returns the index's files. `language` is the book's.
pub fn index(site: &Site, language: &str) -> BTreeMap<OutputPath, Artifact> {
    let mut files = BTreeMap::new();
    let mut postings = Postings::default();
    let mut texts = Texts::new(site.pages.len());
    for batch in site.pages.chunks(BATCH) {
        let sections: Vec<Vec<Section>> =
            batch.par_iter().map(|page| section::sections(page, language)).collect();
        for (page, sections) in batch.iter().zip(sections) {
            for section in &sections {
                postings.push(section);
            }
            texts.push(page, &sections, &mut files);
        }
    }
    let index = Index::new(language, texts.finish(&mut files), postings.finish(&mut files));
    index.write(&mut files);
    files
}
