//! Words that stand everywhere, and so say nothing about a section. Only code spans count them, since many
//! are keywords, and headings that have no others.

/// English words of grammar. The index hands them on to `search.js`, where they count for little.
const ENGLISH: &[&str] = &[
    "a", "about", "after", "all", "also", "an", "and", "any", "are", "as", "at", "be", "been",
    "between", "but", "by", "can", "do", "does", "each", "else", "for", "from", "had", "has",
    "have", "how", "i", "if", "in", "into", "is", "it", "its", "may", "more", "most", "no", "not",
    "of", "on", "one", "only", "or", "other", "so", "some", "such", "than", "that", "the", "their",
    "them", "then", "there", "these", "they", "this", "to", "too", "was", "were", "what", "when",
    "where", "which", "while", "who", "why", "will", "with", "would", "you", "your",
];

/// Returns the stop words of a language; none for languages other than English.
pub(super) fn of(language: &str) -> &'static [&'static str] {
    let primary = language.split('-').next().unwrap_or_default();
    if primary.eq_ignore_ascii_case("en") { ENGLISH } else { &[] }
}
