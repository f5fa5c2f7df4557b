//! The index's files. Their form is a contract with `search.js`, and described in
//! `docs/content/themes/search.md`.
//!
//! Files end where a hash of what is in them says so, and not after so many bytes: then an edit moves
//! few borders, and most files keep their names.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::{Value, json};

use crate::base::hash::Hash;
use crate::base::path::{OutputPath, encode};
use crate::model::output::{Artifact, ArtifactKind};
use crate::model::site::{Page, Site};
use crate::search::Postings;
use crate::search::score::LEVELS;
use crate::search::section::Section;
use crate::search::stop_words;

/// How large files become: the least, and the most of a small book. In a large book files of sections
/// and of postings are larger, so that there are not too many of them.
struct Sizes {
    least: usize,
    most: usize,
    largest: usize,
}

const TERM_BYTES: Sizes = Sizes { least: 150_000, most: 190_000, largest: 190_000 };
const TEXT_BYTES: Sizes = Sizes { least: 4_096, most: 12_288, largest: 32_768 };
const POSTING_BYTES: Sizes = Sizes { least: 8_192, most: 16_384, largest: 65_536 };

/// About how many files of one kind a large book gets.
const N_FILES: usize = 512;

/// A digit of a number that goes on; one below ends it.
const BASE: u32 = 46;

/// Returns all files, `search/index.js` included.
pub(super) fn files(
    site: &Site,
    pages: &[Vec<Section>],
    postings: &Postings,
    language: &str,
) -> BTreeMap<OutputPath, Artifact> {
    let mut files = BTreeMap::new();
    let texts = texts(site, pages, &mut files);
    let (terms, lists) = terms(postings, &mut files);
    let n_sections: usize = pages.iter().map(Vec::len).sum();
    let mut sizes = String::new();
    pages.iter().for_each(|page| number_into(&mut sizes, u32::try_from(page.len()).unwrap_or(0)));
    let index = json!({
        "language": language.split('-').next(),
        "stop_words": stop_words::of(language),
        "sections": n_sections,
        "pages": sizes,
        "terms": terms,
        "postings": lists,
        "texts": texts,
    });
    let mut artifact = Artifact::asset(script("index", &index));
    // It leads to the others, so it is written after them.
    artifact.kind = ArtifactKind::Page;
    files.insert(OutputPath::new("search/index.js"), artifact);
    files
}

/// Writes the sections' places and texts; returns each file's name and first section.
fn texts(
    site: &Site,
    pages: &[Vec<Section>],
    files: &mut BTreeMap<OutputPath, Artifact>,
) -> Vec<Value> {
    let total = pages.iter().flatten().map(size).sum();
    let mut chunks = Chunks::new(TEXT_BYTES, total);
    let mut index = Vec::new();
    let mut content = Vec::new();
    let (mut first, mut next) = (0, 0);
    for (page, sections) in site.pages.iter().zip(pages) {
        let mut of_page = Vec::new();
        for section in sections {
            let anchor = section.anchor.as_deref().map(encode).unwrap_or_default();
            of_page.push(json!([anchor, section.title, section.text]));
            next += 1;
            if chunks.ends_after(&[page.output.as_str(), &anchor].concat(), size(section)) {
                content.push(place(page, std::mem::take(&mut of_page)));
                index.push(json!([write("d", index.len(), &content, files), first]));
                content.clear();
                first = next;
            }
        }
        if !of_page.is_empty() {
            content.push(place(page, of_page));
        }
    }
    if !content.is_empty() {
        index.push(json!([write("d", index.len(), &content, files), first]));
    }
    index
}

/// Returns about how many bytes a section takes.
fn size(section: &Section) -> usize {
    section.title.len() + section.text.len() + 50
}

fn place(page: &Page, sections: Vec<Value>) -> Value {
    let trail: Vec<&str> = page.ancestors.iter().map(|folder| folder.title.as_str()).collect();
    json!([encode(page.output.as_str()), page.topic.title, trail, sections])
}

/// Writes the terms and where they stand. Returns of each file of terms the name, the first term and
/// its number, and of each file of postings the name and the number of its first term.
fn terms(
    postings: &Postings,
    files: &mut BTreeMap<OutputPath, Artifact>,
) -> (Vec<Value>, Vec<Value>) {
    let lists: Vec<String> = postings.values().map(|list| encoded(list)).collect();
    let total: usize = lists.iter().map(String::len).sum();
    let mut list_chunks = Chunks::new(POSTING_BYTES, total);
    let mut term_chunks = Chunks::new(TERM_BYTES, 0);
    let (mut term_index, mut list_index) = (Vec::new(), Vec::new());
    let mut terms = Front::default();
    let mut content: Vec<&str> = Vec::new();
    let (mut first_of_terms, mut first_of_lists) = (0, 0);
    for (number, (term, list)) in postings.keys().zip(&lists).enumerate() {
        let is_last = number + 1 == lists.len();
        let size = terms.push(term);
        if term_chunks.ends_after(term, size) || is_last {
            let done = std::mem::take(&mut terms);
            let name = write("terms", term_index.len(), &done.text, files);
            term_index.push(json!([name, done.first, first_of_terms]));
            first_of_terms = number + 1;
        }
        content.push(list);
        if list_chunks.ends_after(term, list.len() + 3) || is_last {
            list_index.push(json!([write("t", list_index.len(), &content, files), first_of_lists]));
            content.clear();
            first_of_lists = number + 1;
        }
    }
    (term_index, list_index)
}

/// Terms in order, each as how many characters it shares with the one before, and the rest.
#[derive(Default)]
struct Front {
    first: String,
    last: String,
    text: String,
}

impl Front {
    /// Appends a term; returns how many bytes that took.
    fn push(&mut self, term: &str) -> usize {
        let before = self.text.len();
        if self.text.is_empty() {
            term.clone_into(&mut self.first);
        } else {
            self.text.push('\n');
        }
        let pairs = self.last.chars().zip(term.chars());
        let n_shared = pairs.take_while(|(left, right)| left == right).count();
        self.text.push(digit(u32::try_from(n_shared).unwrap_or(0)));
        self.text.extend(term.chars().skip(n_shared));
        term.clone_into(&mut self.last);
        self.text.len() - before
    }
}

/// Decides where files end: after `least` bytes at one key in eight, after `most` at any.
struct Chunks {
    least: usize,
    most: usize,
    size: usize,
}

impl Chunks {
    /// `total` is how much all files will hold.
    fn new(sizes: Sizes, total: usize) -> Self {
        let fair = (total / N_FILES).next_power_of_two().min(sizes.largest);
        Self { least: sizes.least.max(fair / 2), most: sizes.most.max(fair), size: 0 }
    }

    fn ends_after(&mut self, key: &str, size: usize) -> bool {
        self.size += size;
        let is_border = || Hash::of(key.as_bytes()).short().starts_with(['0', '1']);
        let ends = self.size >= self.most || self.size >= self.least && is_border();
        if ends {
            self.size = 0;
        }
        ends
    }
}

/// Returns a list of postings: for each the distance from the one before, and the level.
fn encoded(list: &[(u32, u8)]) -> String {
    let mut text = String::with_capacity(list.len() * 3);
    let mut next = 0;
    for (section, level) in list {
        number_into(&mut text, section - next);
        text.push(digit(u32::from((*level).min(LEVELS))));
        next = section + 1;
    }
    text
}

/// Appends a number as digits, the lowest first.
fn number_into(text: &mut String, mut number: u32) {
    while number >= BASE {
        text.push(digit(BASE + number % BASE));
        number /= BASE;
    }
    text.push(digit(number));
}

/// Returns one of the 92 printable characters that a string needs no escape for.
fn digit(value: u32) -> char {
    let code = 33 + value;
    let code = if code >= 34 { code + 1 } else { code };
    let code = if code >= 92 { code + 1 } else { code };
    char::from_u32(code).unwrap_or('~')
}

/// Writes a file whose name has the hash of its content; returns the name without its ending.
fn write(
    kind: &str,
    number: usize,
    content: &impl Serialize,
    files: &mut BTreeMap<OutputPath, Artifact>,
) -> String {
    let bytes = script(&format!("{kind}-{number}"), content);
    let name = format!("{kind}-{number}.{}", &Hash::of(&bytes).short()[..8]);
    files.insert(OutputPath::new(format!("search/{name}.js")), Artifact::asset(bytes));
    name
}

fn script(name: &str, content: &impl Serialize) -> Vec<u8> {
    format!("crib.shard({},{})\n", json!(name), json!(content)).into_bytes()
}
