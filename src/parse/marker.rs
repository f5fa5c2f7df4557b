//! Marker comments: `<!-- card: ID key=value … -->`, and `<!-- setup: ID … -->` with code.
//!
//! Entry point: `parse`, given a comment's inside. Other comments are nobody's business.

use crate::base::slug::is_kebab_case;
use crate::base::span::{Span, Spanned};
use crate::base::suggest;
use crate::model::doc::{Setup, StudyForm};
use crate::parse::context::Context;
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
    let inside = inside.trim_start();
    let word = inside.split(':').next().unwrap_or_default();
    inside.len() > word.len() && (word == "setup" || FORMS.iter().any(|form| form.name() == word))
}

/// Reads the inside of a comment that stands at `offset`. `None` for other comments, and for
/// markers so wrong that they were reported and open nothing.
pub(super) fn parse(inside: &str, offset: usize, context: &mut Context<'_>) -> Option<Marker> {
    if !is_marker(inside) {
        return None;
    }
    let (word, rest) = inside.split_once(':')?;
    let rest_at = offset + word.len() + 1;
    if word.trim() == "setup" {
        return setup(rest, rest_at, context);
    }
    let form = FORMS.into_iter().find(|form| form.name() == word.trim())?;
    let mut words = words(rest, rest_at);
    let whole = Span::new(offset..offset + inside.len());
    let id = (!words.is_empty()).then(|| words.remove(0)).filter(|id| !id.value.contains('='));
    let Some(id) = id else {
        let message = format!("this {} has no id", form.name());
        let help = format!("write `<!-- {}: some-id … -->`", form.name());
        context.report(&rules::MALFORMED_CARD, whole, message, &help);
        return None;
    };
    if !is_kebab_case(&id.value) {
        let message = format!("`{}` is no id", id.value);
        let help = "ids are kebab-case, of `a-z`, `0-9` and single hyphens: `tuple-iadd`";
        context.report(&rules::MALFORMED_CARD, id.span, message, help);
    }
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
            let message = format!("unknown key `{key}` of a {}", marker.form.name());
            context.report(&rules::UNKNOWN_ATTRIBUTE, word.span, message, &help);
            return;
        }
    };
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
    }
    *field = Some(value.to_owned());
}

fn setup(rest: &str, offset: usize, context: &mut Context<'_>) -> Option<Marker> {
    let (head, code) = rest.split_once('\n').unwrap_or((rest, ""));
    let mut words = words(head, offset);
    if words.len() != 1 || !is_kebab_case(&words[0].value) {
        let message = "a set-up names one sample on its first line";
        let help = "write `<!-- setup: some-id`, then the code, then `-->`";
        let span = Span::new(offset..offset + head.len());
        context.report(&rules::MALFORMED_CARD, span, message, help);
        return None;
    }
    Some(Marker::Setup(Setup { sample: words.remove(0), text: code.to_owned() }))
}

/// Splits at white space, keeping places.
fn words(text: &str, offset: usize) -> Vec<Spanned<String>> {
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(skip) = text[at..].find(|letter: char| !letter.is_whitespace()) {
        at += skip;
        let length = text[at..].find(char::is_whitespace).unwrap_or(text.len() - at);
        let span = Span::new(offset + at..offset + at + length);
        words.push(Spanned::new(text[at..at + length].to_owned(), span));
        at += length;
    }
    words
}
