//! Heading ids as GitHub makes them, so that anchors written for GitHub work here too; and the
//! form of ids that authors choose.

use std::collections::{BTreeMap, BTreeSet};

/// Returns GitHub's slug of a heading's text: lowercase, punctuation dropped, spaces to hyphens.
///
/// Letters, marks, numbers, connector punctuation and hyphens stay (html-pipeline's table-of-contents filter).
pub fn slug(text: &str) -> String {
    text.trim()
        .chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' | '_' => Some(letter),
            _ if letter.is_alphanumeric() || is_mark(letter) => Some(letter),
            _ => None,
        })
        .collect()
}

/// True for `a-b-1`: lowercase letters and digits in groups joined by single hyphens.
pub fn is_kebab_case(text: &str) -> bool {
    text.split('-').all(|group| {
        !group.is_empty()
            && group.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
    })
}

/// Hands out the ids of one page: the second `setup` becomes `setup-1`.
#[derive(Debug, Default)]
pub struct Slugger {
    used: BTreeSet<String>,
    repeats: BTreeMap<String, usize>,
}

impl Slugger {
    /// Returns an id not handed out before, for a heading's text.
    pub fn id(&mut self, text: &str) -> String {
        let base = slug(text);
        let base = if base.is_empty() { "section".to_owned() } else { base };
        let mut id = base.clone();
        while self.used.contains(&id) {
            let repeat = self.repeats.entry(base.clone()).or_default();
            *repeat += 1;
            id = format!("{base}-{repeat}");
        }
        self.used.insert(id.clone());
        id
    }

    /// Takes an id that the author chose; returns false if it was taken already.
    pub fn claim(&mut self, id: &str) -> bool {
        self.used.insert(id.to_owned())
    }
}

/// True for combining marks of the blocks that occur in running text, and the zero-width joiner.
fn is_mark(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{591}'..='\u{5bd}'
        | '\u{610}'..='\u{61a}' | '\u{64b}'..='\u{65f}' | '\u{900}'..='\u{903}' | '\u{93a}'..='\u{94f}'
        | '\u{e31}' | '\u{e34}'..='\u{e3a}' | '\u{e47}'..='\u{e4e}' | '\u{200d}' | '\u{fe0f}')
}
