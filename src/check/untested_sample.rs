//! `untested-sample`: Python code that says nothing of its execution.

use crate::base::diagnostic::Diagnostic;
use crate::check::survey::Survey;
use crate::model::doc::SampleMode;
use crate::model::sample::{Runner, mode};
use crate::rules;

pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for (code, _) in &survey.code {
        let Some(language) = &code.language else { continue };
        let is_python = Runner::of(&language.value).is_some_and(Runner::is_python);
        if is_python && mode(code) == SampleMode::Unmarked {
            let message = "nothing says whether this sample runs";
            let help = "add `run`, `norun reason=\"…\"`, or `starter` for an exercise's start";
            let file = &survey.page.topic.file;
            let finding = Diagnostic::at(&rules::UNTESTED_SAMPLE, file, language.span, message);
            found.push(finding.help(help));
        }
    }
    found
}
