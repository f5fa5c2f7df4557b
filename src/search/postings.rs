//! In which sections terms stand: the files `terms-N` and `t-N`.

use std::collections::HashMap;

use serde_json::{Value, json};

use crate::search::digits::{digit, number_into};
use crate::search::files::{Border, Files, write};
use crate::search::section::Section;

/// Bytes of a file of terms.
const TERM_BYTES: (usize, usize) = (150_000, 190_000);

/// Least bytes of a file of postings in a small book, and in a large one.
const LIST_BYTES: (usize, usize) = (8_192, 65_536);

/// About how many files of postings a large book gets.
const N_FILES: usize = 512;

/// The lists of all terms so far.
#[derive(Default)]
pub(super) struct Postings {
    lists: HashMap<String, List>,
    n_sections: u32,
}

/// Where one term stands, for each section the distance from the one before and the level.
#[derive(Default)]
struct List {
    text: String,
    /// The section after the last.
    next: u32,
}

/// What `search/index.js` says of them.
#[derive(Default)]
pub(super) struct TermFiles {
    /// Name, first term and its number of each file of terms.
    pub(super) terms: Vec<Value>,
    /// Name and first term's number of each file of postings.
    pub(super) postings: Vec<Value>,
}

impl Postings {
    /// Adds the section that follows those before.
    pub(super) fn push(&mut self, section: &Section) {
        for (term, level) in section.levels() {
            let list = match self.lists.get_mut(term) {
                Some(list) => list,
                None => self.lists.entry(term.to_owned()).or_default(),
            };
            number_into(&mut list.text, self.n_sections - list.next);
            list.text.push(digit(u32::from(level)));
            list.next = self.n_sections + 1;
        }
        self.n_sections += 1;
    }

    pub(super) fn finish(self, files: &mut Files) -> TermFiles {
        let mut lists: Vec<(String, List)> = self.lists.into_iter().collect();
        lists.sort_unstable_by(|(left, _), (right, _)| left.cmp(right));
        let total: usize = lists.iter().map(|(_, list)| list.text.len()).sum();
        let fair = (total / N_FILES).next_power_of_two() / 2;
        let least = fair.clamp(LIST_BYTES.0, LIST_BYTES.1);
        TermFiles { terms: terms(&lists, files), postings: postings(&lists, least, files) }
    }
}

fn terms(lists: &[(String, List)], files: &mut Files) -> Vec<Value> {
    let mut border = Border::new(TERM_BYTES.0, TERM_BYTES.1);
    let mut index = Vec::new();
    let mut front = Front::default();
    for (number, (term, _)) in lists.iter().enumerate() {
        if front.text.is_empty() {
            index.push(json!([null, term, number]));
        }
        let size = front.push(term);
        if border.is_after(term, size) || number + 1 == lists.len() {
            let text = std::mem::take(&mut front).text;
            let at = index.len() - 1;
            index[at][0] = write("terms", at, &text, files).into();
        }
    }
    index
}

fn postings(lists: &[(String, List)], least: usize, files: &mut Files) -> Vec<Value> {
    let mut border = Border::new(least, least * 2);
    let mut index = Vec::new();
    let mut content: Vec<&str> = Vec::new();
    for (number, (term, list)) in lists.iter().enumerate() {
        content.push(&list.text);
        if border.is_after(term, list.text.len() + 3) || number + 1 == lists.len() {
            let name = write("t", index.len(), &content, files);
            index.push(json!([name, number + 1 - content.len()]));
            content.clear();
        }
    }
    index
}

/// Terms in order, each as how many characters it shares with the one before, and the rest.
#[derive(Default)]
struct Front {
    text: String,
    last: String,
}

impl Front {
    /// Appends a term; returns how many bytes that took.
    fn push(&mut self, term: &str) -> usize {
        let before = self.text.len();
        if !self.text.is_empty() {
            self.text.push('\n');
        }
        let pairs = self.last.chars().zip(term.chars());
        let n_shared = pairs.take_while(|(left, right)| left == right).count();
        self.text.push(digit(u32::try_from(n_shared).unwrap_or(u32::MAX)));
        self.text.extend(term.chars().skip(n_shared));
        term.clone_into(&mut self.last);
        self.text.len() - before
    }
}
