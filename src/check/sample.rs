//! Rules about the samples of a page among one another: `unknown-sample` (`after=` and set-ups that
//! name none, and circles of `after=`), and `duplicate-id` for `id=`.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::span::Spanned;
use crate::base::suggest;
use crate::check::survey::Survey;
use crate::model::doc::Sample;
use crate::rules;

/// Sample ids are unique in a page; what names one means the page's own.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let mut page = Samples { file: &survey.page.topic.file, by_id: BTreeMap::new() };
    let mut found = Vec::new();
    for (code, _) in &survey.code {
        found.extend(page.add(&code.sample));
    }
    let setups = survey.setups.iter().map(|setup| (&setup.sample, "this set-up"));
    let after = survey.code.iter().filter_map(|(code, _)| code.sample.after.as_ref());
    for (name, what) in setups.chain(after.clone().map(|name| (name, "`after`"))) {
        found.extend(page.unknown(name, what));
    }
    found.extend(page.circles(after));
    found
}

/// The samples of one page that have ids.
struct Samples<'a> {
    file: &'a FilePath,
    by_id: BTreeMap<&'a str, (&'a Spanned<String>, &'a Sample)>,
}

impl<'a> Samples<'a> {
    /// Adds a sample; returns a finding if its id is taken.
    fn add(&mut self, sample: &'a Sample) -> Option<Diagnostic> {
        let id = sample.id.as_ref()?;
        let Some((first, _)) = self.by_id.get(id.value.as_str()) else {
            self.by_id.insert(&id.value, (id, sample));
            return None;
        };
        let message = format!("another sample of this page has the id `{}` already", id.value);
        let diagnostic = Diagnostic::at(&rules::DUPLICATE_ID, self.file, id.span, message)
            .label(self.file, first.span, "it is this one")
            .help("choose another: results are recorded under the page and the id");
        Some(diagnostic)
    }

    fn unknown(&self, name: &Spanned<String>, what: &str) -> Option<Diagnostic> {
        if self.by_id.contains_key(name.value.as_str()) {
            return None;
        }
        let message = format!("{what} names no sample of this page: `{}`", name.value);
        let help = suggest::did_you_mean(&name.value, self.by_id.keys().copied())
            .unwrap_or_else(|| format!("give the sample that is meant `id={}`", name.value));
        Some(Diagnostic::at(&rules::UNKNOWN_SAMPLE, self.file, name.span, message).help(help))
    }

    /// Returns one finding for each circle of samples that come after one another.
    fn circles(&self, after: impl Iterator<Item = &'a Spanned<String>>) -> Vec<Diagnostic> {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        let mut found = Vec::new();
        for start in after {
            let mut path: Vec<&Spanned<String>> = Vec::new();
            let mut next = Some(start);
            while let Some(name) = next.filter(|name| seen.insert(&name.value)) {
                path.push(name);
                next =
                    self.by_id.get(name.value.as_str()).and_then(|(_, after)| after.after.as_ref());
            }
            let circle =
                next.and_then(|last| path.iter().position(|name| name.value == last.value));
            if let Some(at) = circle {
                found.push(self.circle(&path[at..]));
            }
        }
        found
    }

    /// Reported at the `after` that stands first.
    fn circle(&self, names: &[&Spanned<String>]) -> Diagnostic {
        let span = names.iter().map(|name| name.span).min().unwrap_or_default();
        let message = if let [name] = names {
            format!("the sample `{}` continues itself", name.value)
        } else {
            let names: Vec<&str> = names.iter().map(|name| name.value.as_str()).collect();
            format!("these samples continue one another in a circle: `{}`", names.join("`, `"))
        };
        let help = "let one of them stand on its own: remove its `after`";
        Diagnostic::at(&rules::UNKNOWN_SAMPLE, self.file, span, message).help(help)
    }
}
