//! Forms of single words: names, language tags, dates, versions.

use crate::base::slug;

use super::require;

pub(super) fn kebab(text: &str) -> Result<(), Option<String>> {
    let is_part = |part: &str| {
        let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
        !part.is_empty() && part.chars().all(is_letter)
    };
    require(text.split('-').all(is_part), || suggestion(&kebab_of(text)))
}

pub(super) fn slug(text: &str) -> Result<(), Option<String>> {
    let is_letter = |letter: char| match letter {
        '-' | '_' => true,
        _ => letter.is_alphanumeric() && letter.to_lowercase().eq([letter]),
    };
    require(!text.is_empty() && text.chars().all(is_letter), || {
        let segment = text.trim_matches('/').rsplit('/').next().unwrap_or_default();
        let segment = segment.trim_end_matches(".html").trim_end_matches(".md");
        let folder_hint = text.trim_matches('/').contains('/');
        let hint = suggestion(slug::slug(segment).trim_matches('-'))?;
        Some(if folder_hint { format!("{hint}; folders come from the file's place") } else { hint })
    })
}

pub(super) fn date(text: &str) -> Result<(), Option<String>> {
    require(is_date(text), || text.get(..10).filter(|start| is_date(start)).and_then(suggestion))
}

pub(super) fn version(text: &str) -> Result<(), Option<String>> {
    require(is_version(text), || {
        let bare = text.trim_matches(|letter: char| !letter.is_ascii_digit());
        let hint = is_version(bare).then(|| suggestion(bare)).flatten();
        hint.or_else(|| Some("write the lowest version that the page holds for".to_owned()))
    })
}

/// Follows the grammar of RFC 5646, without its list of grandfathered tags.
pub(super) fn language(text: &str) -> Result<(), Option<String>> {
    require(is_language(text), || {
        let hyphens = text.replace('_', "-");
        let hyphens = hyphens.split('.').next().unwrap_or_default();
        is_language(hyphens).then(|| suggestion(hyphens)).flatten()
    })
}

fn is_date(text: &str) -> bool {
    let bytes = text.as_bytes();
    let is_shaped = bytes.len() == 10
        && bytes.iter().enumerate().all(|(place, byte)| match place {
            4 | 7 => *byte == b'-',
            _ => byte.is_ascii_digit(),
        });
    if !is_shaped {
        return false;
    }
    let number = |range| text.get(range).and_then(|digits: &str| digits.parse().ok()).unwrap_or(0);
    let (year, month, day): (u32, u32, u32) = (number(0..4), number(5..7), number(8..10));
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    let days = match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    let is_number = |part: &&str| {
        (1..=3).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    matches!(parts[0], "2" | "3") && (2..=3).contains(&parts.len()) && parts.iter().all(is_number)
}

fn is_language(text: &str) -> bool {
    let is_word = |part: &str, lengths: std::ops::RangeInclusive<usize>| {
        lengths.contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
    };
    let is_alpha = |part: &str, length: usize| {
        part.len() == length && part.bytes().all(|byte| byte.is_ascii_alphabetic())
    };
    let mut parts = text.split('-').peekable();
    if !parts.next().is_some_and(|part| is_alpha(part, 2) || is_alpha(part, 3)) {
        return false;
    }
    for _ in 0..3 {
        parts.next_if(|part| is_alpha(part, 3));
    }
    parts.next_if(|part| is_alpha(part, 4));
    parts.next_if(|part| is_alpha(part, 2) || (part.len() == 3 && is_number(part)));
    let is_variant = |part: &str| {
        is_word(part, 5..=8) || (is_word(part, 4..=4) && part.as_bytes()[0].is_ascii_digit())
    };
    while parts.next_if(|part| is_variant(part)).is_some() {}
    while let Some(singleton) = parts.next_if(|part| is_word(part, 1..=1)) {
        let shortest = if singleton.eq_ignore_ascii_case("x") { 1 } else { 2 };
        if parts.next_if(|part| is_word(part, shortest..=8)).is_none() {
            return false;
        }
        while parts.next_if(|part| is_word(part, shortest..=8)).is_some() {}
    }
    parts.next().is_none()
}

fn is_number(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Returns the words of a text in kebab-case.
fn kebab_of(text: &str) -> String {
    let lower = text.to_ascii_lowercase();
    let is_letter = |letter: char| letter.is_ascii_lowercase() || letter.is_ascii_digit();
    let parts: Vec<&str> =
        lower.split(|letter| !is_letter(letter)).filter(|part| !part.is_empty()).collect();
    parts.join("-")
}

fn suggestion(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| format!("write `{text}`"))
}
