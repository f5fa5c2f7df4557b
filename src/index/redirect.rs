//! `aliases` of pages and `[redirects]` of the book → outputs that lead elsewhere.

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{FilePath, OutputPath};
use crate::index::link::{Lookup, resolve_one};
use crate::model::inputs::Inputs;
use crate::model::site::{Site, Target};

/// Adds the book's redirects to the site.
pub(super) fn resolve(
    inputs: &Inputs,
    site: &mut Site,
    lookup: &Lookup,
    diagnostics: &mut Vec<Diagnostic>,
) {
    for (id, page) in site.pages.iter().enumerate() {
        for alias in &page.topic.meta.aliases {
            site.redirects.insert(output(&alias.value), Target::Page(id, None));
        }
    }
    for redirect in &inputs.config.redirects {
        let (target, problem) = resolve_one(lookup, "", &redirect.to.value);
        if let Some(problem) = problem {
            let file = FilePath::new("book.toml");
            let span = redirect.to.span;
            let diagnostic = Diagnostic::at(problem.rule, &file, span, problem.message);
            diagnostics.push(diagnostic.maybe_help(problem.help));
        }
        if !matches!(target, Target::Broken(_)) {
            site.redirects.insert(output(&redirect.from.value), target);
        }
    }
}

/// Returns the output path that an old URL means: `old/`, `old/page`, `old/page.md`, `/old/page.html`.
pub(super) fn output(written: &str) -> OutputPath {
    let path = written.trim_start_matches('/');
    let path = match path.strip_suffix(".md") {
        Some(stem) => format!("{stem}.html"),
        None if path.is_empty() || path.ends_with('/') => format!("{path}index.html"),
        None if path.rsplit('/').next().is_some_and(|name| name.contains('.')) => path.to_owned(),
        None => format!("{path}.html"),
    };
    OutputPath::new(path)
}
