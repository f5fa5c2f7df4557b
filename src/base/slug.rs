//! Heading ids as GitHub makes them, so that anchors written for GitHub work here too; and the
//! form of ids that authors choose.

use std::collections::{BTreeMap, BTreeSet};

/// Returns GitHub's slug of a heading's text: lowercase, punctuation dropped, spaces to hyphens.
///
/// Letters, marks, digits, connecting punctuation and hyphens stay, as in the table-of-contents filter
/// of GitHub's `html-pipeline`.
pub fn slug(text: &str) -> String {
    text.chars()
        .flat_map(char::to_lowercase)
        .filter_map(|letter| match letter {
            ' ' => Some('-'),
            '-' => Some(letter),
            _ => is_word(letter).then_some(letter),
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

/// True for letters, marks, decimal digits and connecting punctuation: what Ruby's `\p{Word}` is.
fn is_word(letter: char) -> bool {
    if letter.is_ascii() {
        return letter.is_ascii_alphanumeric() || letter == '_';
    }
    letter.is_alphabetic()
        || (letter.is_numeric() && !is_other_number(letter))
        || is_mark_or_connector(letter)
}

/// True for numbers that are no decimal digits and no letters: `²`, `½`, `①`.
#[rustfmt::skip]
fn is_other_number(letter: char) -> bool {
    matches!(letter,
        '\u{b2}'..='\u{b3}' | '\u{b9}' | '\u{bc}'..='\u{be}' | '\u{9f4}'..='\u{9f9}'
        | '\u{b72}'..='\u{b77}' | '\u{bf0}'..='\u{bf2}' | '\u{c78}'..='\u{c7e}'
        | '\u{d58}'..='\u{d5e}' | '\u{d70}'..='\u{d78}' | '\u{f2a}'..='\u{f33}'
        | '\u{1369}'..='\u{137c}' | '\u{17f0}'..='\u{17f9}' | '\u{19da}' | '\u{2070}'
        | '\u{2074}'..='\u{2079}' | '\u{2080}'..='\u{2089}' | '\u{2150}'..='\u{215f}'
        | '\u{2189}' | '\u{2460}'..='\u{249b}' | '\u{24ea}'..='\u{24ff}'
        | '\u{2776}'..='\u{2793}' | '\u{2cfd}' | '\u{3192}'..='\u{3195}'
        | '\u{3220}'..='\u{3229}' | '\u{3248}'..='\u{324f}' | '\u{3251}'..='\u{325f}'
        | '\u{3280}'..='\u{3289}' | '\u{32b1}'..='\u{32bf}' | '\u{a830}'..='\u{a835}')
}

/// True for marks that are not alphabetic, and for connecting punctuation; of the rarer planes only
/// the variation selectors.
#[rustfmt::skip]
fn is_mark_or_connector(letter: char) -> bool {
    matches!(letter,
        '\u{300}'..='\u{344}' | '\u{346}'..='\u{362}' | '\u{483}'..='\u{489}'
        | '\u{591}'..='\u{5af}' | '\u{658}' | '\u{6df}'..='\u{6e0}' | '\u{6ea}'..='\u{6ec}'
        | '\u{740}'..='\u{74a}' | '\u{7eb}'..='\u{7f3}' | '\u{7fd}' | '\u{818}'..='\u{819}'
        | '\u{82d}' | '\u{859}'..='\u{85b}' | '\u{8d3}' | '\u{8e0}'..='\u{8e1}'
        | '\u{8ea}'..='\u{8ef}' | '\u{93c}' | '\u{94d}' | '\u{951}'..='\u{954}' | '\u{9bc}'
        | '\u{9cd}' | '\u{9fe}' | '\u{a3c}' | '\u{a4d}' | '\u{abc}' | '\u{acd}'
        | '\u{afd}'..='\u{aff}' | '\u{b3c}' | '\u{b4d}' | '\u{b55}' | '\u{bcd}' | '\u{c4d}'
        | '\u{cbc}' | '\u{ccd}' | '\u{d3b}'..='\u{d3c}' | '\u{d4d}' | '\u{dca}'
        | '\u{e47}'..='\u{e4c}' | '\u{e4e}' | '\u{eba}' | '\u{ec8}'..='\u{ecc}'
        | '\u{f18}'..='\u{f19}' | '\u{f35}' | '\u{f37}' | '\u{f39}' | '\u{f3e}'..='\u{f3f}'
        | '\u{f84}' | '\u{f86}'..='\u{f87}' | '\u{fc6}' | '\u{1037}' | '\u{1039}'..='\u{103a}'
        | '\u{135d}'..='\u{135f}' | '\u{1714}' | '\u{1734}' | '\u{17b4}'..='\u{17b5}'
        | '\u{17c9}'..='\u{17d3}' | '\u{17dd}' | '\u{180b}'..='\u{180d}'
        | '\u{1939}'..='\u{193b}' | '\u{1a60}' | '\u{1a75}'..='\u{1a7c}' | '\u{1a7f}'
        | '\u{1ab0}'..='\u{1abe}' | '\u{1b34}' | '\u{1b44}' | '\u{1b6b}'..='\u{1b73}'
        | '\u{1baa}'..='\u{1bab}' | '\u{1be6}' | '\u{1bf2}'..='\u{1bf3}' | '\u{1c37}'
        | '\u{1cd0}'..='\u{1cd2}' | '\u{1cd4}'..='\u{1ce8}' | '\u{1ced}' | '\u{1cf4}'
        | '\u{1cf7}'..='\u{1cf9}' | '\u{1dc0}'..='\u{1dd2}' | '\u{1df5}'..='\u{1df9}'
        | '\u{1dfb}'..='\u{1dff}' | '\u{203f}'..='\u{2040}' | '\u{2054}'
        | '\u{20d0}'..='\u{20f0}' | '\u{2cef}'..='\u{2cf1}' | '\u{2d7f}'
        | '\u{302a}'..='\u{302f}' | '\u{3099}'..='\u{309a}' | '\u{a66f}'..='\u{a672}'
        | '\u{a67c}'..='\u{a67d}' | '\u{a6f0}'..='\u{a6f1}' | '\u{a806}' | '\u{a82c}'
        | '\u{a8c4}' | '\u{a8e0}'..='\u{a8f1}' | '\u{a92b}'..='\u{a92d}' | '\u{a953}'
        | '\u{a9b3}' | '\u{a9c0}' | '\u{aabf}' | '\u{aac1}' | '\u{aaf6}'
        | '\u{abec}'..='\u{abed}' | '\u{fe00}'..='\u{fe0f}' | '\u{fe20}'..='\u{fe2f}'
        | '\u{fe33}'..='\u{fe34}' | '\u{fe4d}'..='\u{fe4f}' | '\u{ff3f}'
        | '\u{e0100}'..='\u{e01ef}')
}
