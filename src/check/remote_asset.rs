//! `remote-asset`: an image, sound or film on another host, which pages show as a link.

use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::check::survey::Survey;
use crate::model::site::Target;
use crate::rules;

/// Attributes of raw HTML that load something.
const LOADING: [&str; 2] = ["src", "poster"];

/// Pages never ask another host for anything: not on loading, not for what they show.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let images = survey.images.iter().map(|(image, span)| ("src", image.target.as_str(), *span));
    let media = survey.media.iter().flat_map(|media| {
        let loading = media.attributes.iter().filter(|(key, _)| LOADING.contains(&key.as_str()));
        loading.map(|(key, target)| (key.as_str(), target.as_str(), media.span))
    });
    images
        .chain(media)
        .filter(|(_, target, _)| {
            matches!(survey.page.links.get(*target), Some(Target::External(_)))
        })
        .map(|(key, target, span)| report(survey, key, target, span))
        .collect()
}

fn report(survey: &Survey<'_>, key: &str, target: &str, span: Span) -> Diagnostic {
    let (message, help) = if is_data(target) {
        let message = "a `data:` address is no file of the book, and is left out".to_owned();
        (message, "save it as a file in the content folder")
    } else {
        let outcome = if key == "poster" { "is left out" } else { "is shown as a link" };
        let message = format!("`{target}` is on another host, and {outcome}");
        (message, "copy it into the content folder, if its licence allows, and name the copy here")
    };
    Diagnostic::at(&rules::REMOTE_ASSET, &survey.page.topic.file, span, message).help(help)
}

fn is_data(target: &str) -> bool {
    target.get(..5).is_some_and(|scheme| scheme.eq_ignore_ascii_case("data:"))
}
