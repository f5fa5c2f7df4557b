//! Text → terms. The entry point is [`terms`]; `themes/default/assets/search-text.js` cuts queries the
//! same way, and `tests/search/terms.tsv` holds both to the same examples.
//!
//! A term is lowercase and without diacritics. Beside words there are the things that programmers look
//! for and that word splitters lose: names with their sigil (`*args`, `@property`), operators (`:=`),
//! compounds (`dict.get`, `n+1`) and costs (`o(nlogn)`).

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization;

/// Longer words, compounds and the like are not looked for: they are data.
const LONGEST: usize = 32;

/// Longer code spans are found by the words in them.
const LONGEST_SPAN: usize = 16;

/// What may stand right before a name and belong to it.
const SIGILS: &str = "@*$%#.!&~-";

/// What may join words to a compound.
const JOINERS: &str = "+-./:#&";

/// What operators consist of.
const OPERATORS: &str = "+-*/%=<>!&|^~:@.?\\#$";

/// What kind of text is cut.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// Prose, headings and code spans.
    Prose,
    /// Code blocks: names, names with sigils and operators, but no parts, compounds and numbers.
    Code,
}

/// A maximal part of a chunk that is a word, or none.
#[derive(Clone, Copy, Debug)]
struct Run<'a> {
    text: &'a str,
    is_word: bool,
}

/// Returns the terms of a text, repeats included.
pub(super) fn terms(text: &str, kind: Kind) -> Vec<String> {
    let mut found = Vec::new();
    let text = strip(text);
    costs(&text, &mut found);
    for chunk in text.split_whitespace() {
        let runs = runs(chunk);
        for (at, run) in runs.iter().enumerate() {
            let sigil = sigil(&runs, at, kind);
            if let Some(sigil) = sigil {
                push_if_short([sigil, run.text].concat().to_lowercase(), &mut found);
            }
            if run.is_word {
                if !is_ending(&runs, at) {
                    word(run.text, kind, &mut found);
                }
            } else {
                operators(&runs, at, kind, &mut found);
            }
        }
        if kind == Kind::Prose {
            compounds(&runs, &mut found);
        }
    }
    found
}

/// Returns the term for a whole code span, if it is short and more than a word: `[::-1]`, `is none`.
pub(super) fn exact(code: &str) -> Option<String> {
    let stripped = strip(code);
    let term = stripped.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase();
    let is_more = term.chars().any(|letter| !is_word(letter));
    (is_more && term.chars().count() <= LONGEST_SPAN).then_some(term)
}

/// Takes diacritics off, and gives one form to what Unicode writes in several ways. Letters of
/// scripts without them come back as they were.
fn strip(text: &str) -> Cow<'_, str> {
    if text.is_ascii() {
        return Cow::Borrowed(text);
    }
    let marks = '\u{300}'..='\u{36f}';
    Cow::Owned(text.nfkd().filter(|letter| !marks.contains(letter)).nfc().collect())
}

fn runs(chunk: &str) -> Vec<Run<'_>> {
    let mut runs = Vec::new();
    let mut rest = chunk;
    while let Some(first) = rest.chars().next() {
        let is_word_run = is_word(first);
        let end = rest.find(|letter| is_word(letter) != is_word_run).unwrap_or(rest.len());
        let (text, tail) = rest.split_at(end);
        runs.push(Run { text, is_word: is_word_run });
        rest = tail;
    }
    runs
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

/// Finds a word, its core without underscores around it, and its parts.
fn word(written: &str, kind: Kind, found: &mut Vec<String>) {
    if written.chars().any(is_ideographic) {
        return ideographs(written, found);
    }
    let lower = written.to_lowercase();
    let core = lower.trim_matches('_');
    if kind == Kind::Code && (core.len() < 2 || core.bytes().all(|byte| byte.is_ascii_digit())) {
        return;
    }
    if kind == Kind::Prose {
        for part in parts(written.trim_matches('_')) {
            if part.chars().count() >= 2 && part != core {
                push_if_short(part, found);
            }
        }
    }
    if !core.is_empty() && core != lower {
        push_if_short(core.to_owned(), found);
    }
    push_if_short(lower, found);
}

/// Returns the lowercase parts of `snake_case` and `camelCase`.
fn parts(word: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut was_lower = false;
    for letter in word.chars() {
        if letter == '_' || was_lower && letter.is_uppercase() {
            parts.push(String::new());
        }
        was_lower = letter.is_lowercase() || letter.is_numeric();
        if letter != '_'
            && let Some(part) = parts.last_mut()
        {
            part.extend(letter.to_lowercase());
        }
    }
    parts
}

/// Finds every two neighbours: Chinese and Japanese put no spaces between words.
fn ideographs(written: &str, found: &mut Vec<String>) {
    let letters: Vec<char> = written.chars().collect();
    for group in letters.chunk_by(|left, right| is_ideographic(*left) == is_ideographic(*right)) {
        if group.len() == 1 || !is_ideographic(group[0]) {
            push_if_short(group.iter().collect::<String>().to_lowercase(), found);
        } else {
            group.windows(2).for_each(|pair| found.push(pair.iter().collect()));
        }
    }
}

fn is_ideographic(letter: char) -> bool {
    matches!(letter, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// Returns what belongs to the name at `at` and stands right before it.
fn sigil<'a>(runs: &[Run<'a>], at: usize, kind: Kind) -> Option<&'a str> {
    let before = runs[at.checked_sub(1)?].text;
    let is_sigil = |letter: char| SIGILS.contains(letter) && (kind == Kind::Prose || letter != '.');
    let bare = before.trim_end_matches(is_sigil);
    let sigil = &before[bare.len()..];
    let joins = bare.is_empty() && at >= 2;
    (runs[at].is_word && matches!(sigil.len(), 1..=3) && !joins).then_some(sigil)
}

/// Finds operators of two characters or more; not what is a name's sigil.
fn operators(runs: &[Run<'_>], at: usize, kind: Kind, found: &mut Vec<String>) {
    let next = (at + 1 < runs.len()).then(|| sigil(runs, at + 1, kind)).flatten();
    let text = runs[at].text;
    let text = &text[..text.len() - next.map_or(0, str::len)];
    for operator in text.split(|letter| !OPERATORS.contains(letter)) {
        if matches!(operator.len(), 2..=4) {
            found.push(operator.to_owned());
        }
    }
}

/// Finds words that are joined without a space, and `c++` and `c#`.
fn compounds(runs: &[Run<'_>], found: &mut Vec<String>) {
    let mut at = 0;
    while at < runs.len() {
        let start = at;
        while runs[at].is_word && at + 2 < runs.len() && joins(runs[at + 1].text) {
            at += 2;
        }
        if at > start {
            let parts: String = runs[start..=at].iter().map(|run| run.text).collect();
            push_if_short(parts.to_lowercase(), found);
        }
        if runs[at].is_word
            && let Some(after) = runs.get(at + 1)
            && let Some(ending) = ["++", "#"].into_iter().find(|it| after.text.starts_with(it))
        {
            push_if_short([runs[at].text, ending].concat().to_lowercase(), found);
        }
        at += 1;
    }
}

fn joins(text: &str) -> bool {
    text.len() <= 2 && text.chars().all(|letter| JOINERS.contains(letter))
}

/// True for the end of a word after an apostrophe: `s` of `it's`.
fn is_ending(runs: &[Run<'_>], at: usize) -> bool {
    at >= 2 && matches!(runs[at - 1].text, "'" | "\u{2019}") && runs[at].text.len() <= 2
}

/// Finds asymptotic costs without their blanks and signs: `O(n log n)` is `o(nlogn)`.
fn costs(text: &str, found: &mut Vec<String>) {
    for (at, _) in text.match_indices('(') {
        let before = &text[..at];
        let Some(letter) = before.chars().next_back() else { continue };
        let is_alone = !before[..at - letter.len_utf8()].ends_with(is_word);
        if is_alone
            && matches!(letter, 'o' | 'O' | 'Θ' | 'Ω')
            && let Some(inner) = balanced(&text[at..])
        {
            let is_kept =
                |letter: &char| !letter.is_whitespace() && !matches!(letter, '^' | '*' | '·' | '×');
            let cost: String = inner.chars().filter(is_kept).collect();
            push_if_short(format!("{letter}{cost}").to_lowercase(), found);
        }
    }
}

/// Returns the beginning of a text up to the bracket that closes its first.
fn balanced(text: &str) -> Option<&str> {
    let mut depth = 0;
    for (at, letter) in text.char_indices().take(LONGEST) {
        match letter {
            '(' => depth += 1,
            ')' => depth -= 1,
            _ => {}
        }
        if depth == 0 {
            return Some(&text[..=at]);
        }
    }
    None
}

fn push_if_short(term: String, found: &mut Vec<String>) {
    if term.chars().count() <= LONGEST {
        found.push(term);
    }
}
