//! Interface strings, for the places where the HTML is made here and not by a template.

use std::collections::BTreeMap;

/// The strings of the book's language.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Text<'a>(pub(crate) &'a BTreeMap<String, String>);

impl<'a> Text<'a> {
    /// Returns the string of that key, or the key where no language has it.
    pub(crate) fn get(self, key: &'a str) -> &'a str {
        self.0.get(key).map_or(key, String::as_str)
    }

    /// Returns the string `PREFIX_WORD`, or the word where no language has it.
    pub(crate) fn label(self, prefix: &str, word: &'a str) -> &'a str {
        self.0.get(&[prefix, "_", word].concat()).map_or(word, String::as_str)
    }

    /// Returns the string of that key with `{}` replaced.
    pub(crate) fn fill(self, key: &'a str, value: &str) -> String {
        self.get(key).replacen("{}", value, 1)
    }
}
