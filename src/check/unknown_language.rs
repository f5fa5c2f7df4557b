//! `unknown-language`: a fence whose language cannot be highlighted.

use crate::base::diagnostic::Diagnostic;
use crate::base::suggest;
use crate::check::survey::Survey;
use crate::highlight::{find_language, language_names};
use crate::rules;

/// A block of an unknown language is shown as plain text.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let languages = survey.code.iter().filter_map(|(code, _)| code.language.as_ref());
    languages
        .filter(|language| !is_known(&language.value))
        .map(|language| {
            let help = suggest::did_you_mean(&language.value.to_lowercase(), language_names())
                .unwrap_or_else(|| "for plain text write `text`".to_owned());
            let message = format!("unknown language `{}`", language.value);
            let file = &survey.page.topic.file;
            Diagnostic::at(&rules::UNKNOWN_LANGUAGE, file, language.span, message).help(help)
        })
        .collect()
}

/// Diagrams and formulas are drawn, not highlighted; included ones are shown as they are written.
fn is_known(name: &str) -> bool {
    let is_drawn = ["math", "mermaid"].iter().any(|drawn| name.eq_ignore_ascii_case(drawn));
    is_drawn || find_language(name).is_some()
}
