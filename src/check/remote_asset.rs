//! `remote-asset`: an image, sound or film on another host, which pages show as a link.

use crate::base::diagnostic::Diagnostic;
use crate::base::span::Span;
use crate::check::survey::Survey;
use crate::rules;

/// Attributes of raw HTML that load something.
const LOADING: [&str; 2] = ["src", "poster"];

/// Pages never ask another host for anything: not on loading, not for what they show.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let images = survey.images.iter().map(|(image, span)| (image.target.as_str(), *span));
    let media = survey.media.iter().flat_map(|media| {
        let loading = media.attributes.iter().filter(|(key, _)| LOADING.contains(&key.as_str()));
        loading.map(|(_, target)| (target.as_str(), media.span))
    });
    images
        .chain(media)
        .filter(|(target, _)| is_remote(target))
        .map(|(target, span)| report(survey, target, span))
        .collect()
}

fn report(survey: &Survey<'_>, target: &str, span: Span) -> Diagnostic {
    let message = format!("`{target}` is on another host, so the page shows a link to it");
    let help = "download it into the content folder, if its licence allows, and link to the copy";
    Diagnostic::at(&rules::REMOTE_ASSET, &survey.page.topic.file, span, message).help(help)
}

fn is_remote(target: &str) -> bool {
    let target = target.trim_start();
    target.starts_with("//")
        || target.split_once("://").is_some_and(|(scheme, _)| {
            !scheme.is_empty()
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        })
}
