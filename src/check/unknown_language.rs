//! `unknown-language`: a fence whose language cannot be highlighted.

use crate::base::diagnostic::Diagnostic;
use crate::base::suggest;
use crate::check::survey::Survey;
use crate::highlight;
use crate::rules;

/// Words after the fence that are no languages to highlight.
const OWN: [&str; 4] = ["math", "mermaid", "output", "text"];

/// A block of an unknown language is shown as plain text.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let languages = survey.code.iter().filter_map(|(code, _)| code.language.as_ref());
    languages
        .filter(|language| !is_known(&language.value))
        .map(|language| {
            let help = suggest::did_you_mean(&language.value.to_lowercase(), names())
                .unwrap_or_else(|| "for plain text write `text`".to_owned());
            let message = format!("unknown language `{}`", language.value);
            let file = &survey.page.topic.file;
            Diagnostic::at(&rules::UNKNOWN_LANGUAGE, file, language.span, message).help(help)
        })
        .collect()
}

fn is_known(name: &str) -> bool {
    OWN.contains(&name.to_lowercase().as_str()) || highlight::find_language(name).is_some()
}

fn names() -> impl Iterator<Item = &'static str> {
    OWN.into_iter().chain(highlight::language_names())
}
