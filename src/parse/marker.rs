//! Marker comments: `<!-- card: ID key=value … -->`, and `<!-- setup: ID … -->` with code.
//!
//! Entry point: `parse`, given a comment's inside. Other comments are nobody's business.

use std::ops::Range;

use crate::base::slug::is_kebab_case;
use crate::base::span::Spanned;
use crate::base::suggest;
use crate::model::doc::{Setup, StudyForm};
use crate::parse::context::Context;
use crate::parse::html::fragment::Fragment;
use crate::rules;

/// What a comment opens.
#[derive(Debug)]
pub(super) enum Marker {
    /// A card, question or exercise.
    Study(StudyMarker),
    /// Code for a sample.
    Setup(Setup),
}

/// The head of a card, question or exercise.
#[derive(Debug)]
pub(super) struct StudyMarker {
    pub(super) form: StudyForm,
    pub(super) id: Spanned<String>,
    pub(super) kind: Option<String>,
    pub(super) frequency: Option<String>,
    pub(super) level: Option<String>,
    pub(super) since: Option<String>,
    pub(super) until: Option<String>,
}

const FORMS: [StudyForm; 3] = [StudyForm::Card, StudyForm::Question, StudyForm::Exercise];
const LEVELS: &[&str] = &["junior", "mid", "senior"];

/// True if a comment's inside begins as a marker does.
pub(super) fn is_marker(inside: &str) -> bool {
    let word = inside.split_once(':').map(|(word, _)| word.trim());
    word.is_some_and(|word| word == "setup" || FORMS.iter().any(|form| form.name() == word))
}

/// Reads the inside of a comment. `None` for other comments, and for markers so wrong that they were
/// reported and open nothing.
pub(super) fn parse(inside: &Fragment, context: &mut Context<'_>) -> Option<Marker> {
    if !is_marker(&inside.text) {
        return None;
    }
    let colon = inside.text.find(':')?;
    let (word, rest_at) = (inside.text[..colon].trim(), colon + 1);
    if word == "setup" {
        return setup(inside, rest_at, context);
    }
    let form = FORMS.into_iter().find(|form| form.name() == word)?;
    let mut words = words(inside, rest_at..inside.text.len());
    let id = words.next().filter(|id| !id.value.contains('='));
    let Some(id) = id else {
        let message = format!("this {} has no id", form.name());
        let help = format!("write `<!-- {}: some-id … -->`", form.name());
        let end = inside.text.trim_end().len();
        context.report(&rules::MALFORMED_CARD, inside.span(0..end), message, &help);
        return None;
    };
    check_id(&id, context);
    let mut marker = StudyMarker {
        form,
        id,
        kind: None,
        frequency: None,
        level: None,
        since: None,
        until: None,
    };
    for word in words {
        apply(&word, &mut marker, context);
    }
    Some(Marker::Study(marker))
}

/// True for `3.14` and `3.14.4`.
pub(super) fn is_version(text: &str) -> bool {
    let parts: Vec<&str> = text.split('.').collect();
    matches!(parts.len(), 2 | 3)
        && parts
            .iter()
            .all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
}

fn apply(word: &Spanned<String>, marker: &mut StudyMarker, context: &mut Context<'_>) {
    let (key, value) = word.value.split_once('=').unwrap_or((&word.value, ""));
    let allowed: &[&str] = match (key, marker.form) {
        ("kind", StudyForm::Card) => &["recall", "why", "predict", "contrast", "fix"],
        ("kind", StudyForm::Exercise) => &["predict", "fix", "write"],
        ("freq", StudyForm::Question) => &["often", "sometimes", "rare"],
        ("level", _) => LEVELS,
        ("since" | "until", StudyForm::Card | StudyForm::Question) => &[],
        _ => {
            let keys: &[&str] = match marker.form {
                StudyForm::Card => &["kind", "level", "since", "until"],
                StudyForm::Question => &["freq", "level", "since", "until"],
                StudyForm::Exercise => &["kind", "level"],
            };
            let help = suggest::did_you_mean(key, keys.iter().copied())
                .unwrap_or_else(|| format!("keys are `{}`", keys.join("`, `")));
            let message = format!("unknown key `{key}` of this {}", marker.form.name());
            context.report(&rules::UNKNOWN_ATTRIBUTE, word.span, message, &help);
            return;
        }
    };
    if value.is_empty() {
        let message = format!("`{key}` has no value");
        let help = format!("write `{key}=…`, or leave it out");
        context.report(&rules::INVALID_ATTRIBUTE, word.span, message, &help);
        return;
    }
    let is_valid = match key {
        "since" | "until" => is_version(value),
        _ => allowed.contains(&value),
    };
    if !is_valid {
        let help = match allowed {
            [] => "write a Python version, such as `3.14`".to_owned(),
            _ => suggest::did_you_mean(value, allowed.iter().copied())
                .unwrap_or_else(|| format!("one of `{}`", allowed.join("`, `"))),
        };
        let message = format!("`{value}` is no value of `{key}`");
        context.report(&rules::INVALID_ATTRIBUTE, word.span, message, &help);
        return;
    }
    let field = match key {
        "kind" => &mut marker.kind,
        "freq" => &mut marker.frequency,
        "level" => &mut marker.level,
        "since" => &mut marker.since,
        _ => &mut marker.until,
    };
    if field.is_some() {
        let message = format!("`{key}` is given twice");
        context.report(&rules::INVALID_ATTRIBUTE, word.span, message, "keep one of them");
        return;
    }
    *field = Some(value.to_owned());
}

fn setup(inside: &Fragment, rest_at: usize, context: &mut Context<'_>) -> Option<Marker> {
    let rest = &inside.text[rest_at..];
    let (head, code) = rest.split_once('\n').unwrap_or((rest, ""));
    let mut words = words(inside, rest_at..rest_at + head.len());
    let (Some(sample), None) = (words.next(), words.next()) else {
        let message = "a set-up names one sample on its first line";
        let help = "write `<!-- setup: some-id`, then the code, then `-->`";
        let end = rest_at + head.trim_end().len();
        context.report(&rules::MALFORMED_CARD, inside.span(0..end), message, help);
        return None;
    };
    check_id(&sample, context);
    let line_starts = line_starts(inside, inside.text.len() - code.len());
    Some(Marker::Setup(Setup { sample, text: code.to_owned(), line_starts }))
}

/// Returns where the lines of a comment's text stand in the file, from a position of the text on.
fn line_starts(inside: &Fragment, from: usize) -> Vec<u32> {
    let mut at = from;
    let line = |line: &str| {
        let place = inside.places.offset(at);
        at += line.len();
        u32::try_from(place).unwrap_or(u32::MAX)
    };
    inside.text[from..].split_inclusive('\n').map(line).collect()
}

fn check_id(id: &Spanned<String>, context: &mut Context<'_>) {
    if !is_kebab_case(&id.value) {
        let message = format!("`{}` is no id", id.value);
        let help = "ids are kebab-case, of `a-z`, `0-9` and single hyphens: `tuple-iadd`";
        context.report(&rules::MALFORMED_CARD, id.span, message, help);
    }
}

/// Splits a range of a text at white space, keeping places.
fn words(inside: &Fragment, range: Range<usize>) -> impl Iterator<Item = Spanned<String>> {
    let mut at = range.start;
    std::iter::from_fn(move || {
        let rest = &inside.text[at..range.end];
        let word = rest.split_whitespace().next()?;
        let start = at + (rest.len() - rest.trim_start().len());
        at = start + word.len();
        Some(Spanned::new(word.to_owned(), inside.span(start..at)))
    })
}
