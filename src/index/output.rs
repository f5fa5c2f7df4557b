//! Where each topic, file and redirect is written, and that no two claim the same place.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::{Diagnostic, Place};
use crate::base::path::{ContentPath, FilePath, OutputPath};
use crate::base::span::Span;
use crate::model::inputs::Inputs;
use crate::model::site::Site;
use crate::model::topic::Topic;
use crate::rules;

/// Top-level names that the generator uses itself, as pages or folders.
const RESERVED: [&str; 5] = ["print", "cheatsheet", "study", "search", "404"];

/// True for `index.md`.
pub(super) fn is_index(path: &ContentPath) -> bool {
    stem(path.name()).eq_ignore_ascii_case("index")
}

/// True for a folder's own page: `index.md`, or `README.md` where that is absent.
pub(super) fn is_section(path: &ContentPath, with_index: &BTreeSet<String>) -> bool {
    let is_readme = stem(path.name()).eq_ignore_ascii_case("readme");
    is_index(path) || is_readme && !with_index.contains(path.folder())
}

/// Returns where a topic is written: flat, with `slug` in place of the last segment.
pub(super) fn of_topic(topic: &Topic, is_section: bool) -> OutputPath {
    let name = match &topic.meta.slug {
        _ if is_section => "index",
        Some(slug) => &slug.value,
        None => stem(topic.path.name()),
    };
    match topic.path.folder() {
        "" => OutputPath::new(format!("{name}.html")),
        folder => OutputPath::new(format!("{folder}/{name}.html")),
    }
}

/// Returns where another file of the content is written: in the same place.
pub(super) fn of_file(path: &ContentPath) -> OutputPath {
    OutputPath::new(path.as_str())
}

/// Reports outputs that are reserved, or claimed twice. File systems that fold case count as one.
pub(super) fn check(inputs: &Inputs, site: &Site, diagnostics: &mut Vec<Diagnostic>) {
    let mut claims: BTreeMap<String, Place> = BTreeMap::new();
    for (output, place) in all_claims(inputs, site) {
        if is_reserved(&output) {
            let message = format!("`{output}` is reserved for a page that is generated");
            let diagnostic =
                Diagnostic::at(&rules::RESERVED_OUTPUT, &place.file, place.span, message);
            diagnostics.push(diagnostic.help("rename the file, or give the page a `slug`"));
            continue;
        }
        let key = output.as_str().to_lowercase();
        match claims.get(&key) {
            Some(first) => {
                let message = format!("`{output}` would be written twice");
                let diagnostic =
                    Diagnostic::at(&rules::DUPLICATE_OUTPUT, &place.file, place.span, message)
                        .label(&first.file, first.span, "this claims the same file");
                diagnostics.push(diagnostic.help("rename one, or give one page another `slug`"));
            }
            None => {
                claims.insert(key, place);
            }
        }
    }
}

/// Lists every output with the place that claims it: pages first, then files, then redirects.
fn all_claims(inputs: &Inputs, site: &Site) -> Vec<(OutputPath, Place)> {
    let mut claims = Vec::new();
    for page in &site.pages {
        let span = page.topic.meta.slug.as_ref().map_or(Span::default(), |slug| slug.span);
        claims.push((page.output.clone(), Place { file: page.topic.file.clone(), span }));
    }
    for (path, file) in &site.files {
        let source = inputs.config.build.file(path.as_str());
        claims.push((file.output.clone(), Place { file: source, span: Span::default() }));
    }
    for page in &site.pages {
        for alias in &page.topic.meta.aliases {
            let output = super::redirect::output(&alias.value);
            claims.push((output, Place { file: page.topic.file.clone(), span: alias.span }));
        }
    }
    for redirect in &inputs.config.redirects {
        let output = super::redirect::output(&redirect.from.value);
        claims.push((output, Place { file: FilePath::new("book.toml"), span: redirect.from.span }));
    }
    claims
}

fn is_reserved(output: &OutputPath) -> bool {
    let path = output.as_str().to_lowercase();
    RESERVED.iter().any(|name| {
        path.strip_prefix(name).is_some_and(|rest| rest == ".html" || rest.starts_with('/'))
    })
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}
