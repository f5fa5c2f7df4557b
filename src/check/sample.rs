//! Rules about the samples of a page among one another: `unknown-sample` (`after=` and set-ups that
//! name none, `after=` that names one which does not run or is of another kind, and circles of `after=`),
//! and `duplicate-id` for `id=`.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::span::Spanned;
use crate::base::suggest;
use crate::check::survey::Survey;
use crate::model::doc::{CodeBlock, SampleMode};
use crate::model::sample::{Program, Runner, mode};
use crate::rules;

/// Sample ids are unique in a page; what names one means the page's own.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let mut page = Samples { file: &survey.page.topic.file, by_id: BTreeMap::new() };
    let mut found = Vec::new();
    for (code, _) in &survey.code {
        found.extend(page.add(code));
    }
    let setups = survey.setups.iter().map(|setup| (&setup.sample, "this set-up"));
    let after = survey.code.iter().filter_map(|(code, _)| code.sample.after.as_ref());
    for (name, what) in setups.chain(after.clone().map(|name| (name, "`after`"))) {
        found.extend(page.unknown(name, what));
    }
    found.extend(page.circles(after));
    found.extend(survey.code.iter().filter_map(|(code, _)| page.unfit(code)));
    found
        .extend(survey.page.samples.values().filter_map(|program| without_server(survey, program)));
    found
}

/// Reports SQL that is to run, and on no server that understands it.
fn without_server(survey: &Survey<'_>, program: &Program) -> Option<Diagnostic> {
    let is_sql = program.runner == Runner::Sql && program.mode == SampleMode::Run;
    if !is_sql || program.service.as_deref() == Some("postgres") {
        return None;
    }
    let code = survey.code.iter().find(|(_, span)| *span == program.span);
    let language = code.and_then(|(code, _)| code.language.as_ref());
    let span = language.map_or(program.span, |language| language.span);
    let file = &survey.page.topic.file;
    let message = "SQL needs a server to run";
    let finding = Diagnostic::at(&rules::INVALID_ATTRIBUTE, file, span, message);
    Some(finding.help("add `service=postgres`"))
}

/// The samples of one page that have ids.
struct Samples<'a> {
    file: &'a FilePath,
    by_id: BTreeMap<&'a str, (&'a Spanned<String>, &'a CodeBlock)>,
}

impl<'a> Samples<'a> {
    /// Adds a sample; returns a finding if its id is taken.
    fn add(&mut self, code: &'a CodeBlock) -> Option<Diagnostic> {
        let id = code.sample.id.as_ref()?;
        let Some((first, _)) = self.by_id.get(id.value.as_str()) else {
            self.by_id.insert(&id.value, (id, code));
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

    /// Returns a finding if a block continues one that nothing can continue, or not this.
    fn unfit(&self, code: &CodeBlock) -> Option<Diagnostic> {
        let after = code.sample.after.as_ref()?;
        let (id, earlier) = self.by_id.get(after.value.as_str())?;
        let kind = |code: &CodeBlock| {
            let runner = Runner::of(&code.language.as_ref()?.value)?;
            Some(if runner.is_python() { Runner::Python } else { runner })
        };
        let (message, help) = if mode(earlier) != SampleMode::Run {
            (format!("the sample `{}` does not run", id.value), "continue one that runs")
        } else if kind(earlier) != kind(code) {
            let message = format!("the sample `{}` is of another language", id.value);
            (message, "a sample continues one of its own language")
        } else {
            return None;
        };
        let finding = Diagnostic::at(&rules::UNKNOWN_SAMPLE, self.file, after.span, message);
        Some(finding.label(self.file, id.span, "it is this one").help(help))
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
                next = self
                    .by_id
                    .get(name.value.as_str())
                    .and_then(|(_, code)| code.sample.after.as_ref());
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
