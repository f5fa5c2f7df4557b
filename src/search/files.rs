//! The index's files: where they end, what they are called, and `search/index.js`, which lists them.
//!
//! Files end where a hash of what is in them says so, and not after so many bytes: then an edit moves
//! few borders, and most files keep their names.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::base::hash::Hash;
use crate::base::path::OutputPath;
use crate::model::output::{Artifact, ArtifactKind};
use crate::search::postings::TermFiles;
use crate::search::stop_words;
use crate::search::texts::TextFiles;

/// The files by path.
pub(super) type Files = BTreeMap<OutputPath, Artifact>;

/// What `search/index.js` holds.
#[derive(Serialize)]
pub(super) struct Index<'a> {
    language: &'a str,
    stop_words: &'static [&'static str],
    sections: usize,
    pages: String,
    terms: Vec<Value>,
    postings: Vec<Value>,
    texts: Vec<Value>,
}

impl<'a> Index<'a> {
    pub(super) fn new(language: &'a str, texts: TextFiles, terms: TermFiles) -> Self {
        Self {
            language: language.split('-').next().unwrap_or_default(),
            stop_words: stop_words::of(language),
            sections: texts.n_sections,
            pages: texts.sizes,
            terms: terms.terms,
            postings: terms.postings,
            texts: texts.files,
        }
    }

    pub(super) fn write(&self, files: &mut Files) {
        let mut artifact = Artifact::asset(script("index", self));
        // It leads to the others, so it is written after them.
        artifact.kind = ArtifactKind::Page;
        files.insert(OutputPath::new("search/index.js"), artifact);
    }
}

/// Decides where files end: after `least` bytes at one key in eight, after `most` at any.
pub(super) struct Border {
    least: usize,
    most: usize,
    size: usize,
}

impl Border {
    pub(super) fn new(least: usize, most: usize) -> Self {
        Self { least, most, size: 0 }
    }

    /// Says whether a file ends after what has this key and so many bytes.
    pub(super) fn is_after(&mut self, key: &str, size: usize) -> bool {
        self.size += size;
        let is_likely = || Hash::of(key.as_bytes()).short().starts_with(['0', '1']);
        let is_here = self.size >= self.most || self.size >= self.least && is_likely();
        if is_here {
            self.size = 0;
        }
        is_here
    }
}

/// Writes a file whose name has the hash of its content; returns the name without its ending.
pub(super) fn write(
    kind: &str,
    number: usize,
    content: &impl Serialize,
    files: &mut Files,
) -> String {
    let bytes = script(&format!("{kind}-{number}"), content);
    let name = format!("{kind}-{number}.{}", &Hash::of(&bytes).short()[..8]);
    files.insert(OutputPath::new(format!("search/{name}.js")), Artifact::asset(bytes));
    name
}

fn script(name: &str, content: &impl Serialize) -> Vec<u8> {
    let content = serde_json::to_string(content).expect("plain data is JSON");
    format!("crib.shard({},{content})\n", json!(name)).into_bytes()
}
