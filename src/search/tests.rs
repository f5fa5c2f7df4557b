//! Terms, from the examples that `search.js` is held to as well.

use crate::search::token::{self, Kind};

/// `text<TAB>term term …`: what prose is cut into, in no order. A blank within a term is `␣`.
const TERMS: &str = include_str!("../../tests/search/terms.tsv");

#[test]
fn prose_is_cut_as_the_examples_say() {
    let mut wrong = Vec::new();
    for line in TERMS.lines().filter(|line| !line.starts_with('#')) {
        let (text, expected) = line.split_once('\t').expect("a tab between text and terms");
        let mut found = token::terms(text, Kind::Prose);
        found.sort();
        found.dedup();
        let mut expected: Vec<&str> = expected.split(' ').filter(|term| !term.is_empty()).collect();
        expected.sort_unstable();
        if found != expected {
            wrong.push(format!("{text}\t{}", found.join(" ")));
        }
    }
    assert!(wrong.is_empty(), "what came out:\n{}", wrong.join("\n"));
}
