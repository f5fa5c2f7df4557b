//! `missing-alt`: an image that says nothing to those who do not see it.

use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::check::survey::Survey;
use crate::rules;

/// Markdown has no way to call an image decorative, raw HTML has: `alt=""`.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let report = |span: Span, name: &str, help: &str| {
        let file = &survey.page.topic.file;
        let message = format!("the image `{name}` has no text in its stead");
        Diagnostic::at(&rules::MISSING_ALT, file, span, message).help(help)
    };
    let images = survey
        .images
        .iter()
        .filter(|(image, _)| image.alt.trim().is_empty())
        .map(|(image, span)| report(*span, &image.target, "say what it shows: `![…](…)`"));
    let elements = survey
        .media
        .iter()
        .filter(|media| media.name == "img" && value(media.attributes, "alt").is_none())
        .map(|media| {
            let help =
                "add `alt=\"…\"` that says what it shows, or `alt=\"\"` if it only decorates";
            report(media.span, value(media.attributes, "src").unwrap_or_default(), help)
        });
    images.chain(elements).collect()
}

/// Returns the value of an attribute.
fn value<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
