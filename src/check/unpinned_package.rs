//! `unpinned-package`: a sample needs a package of which `requirements.txt` gives no version.

use crate::base::diagnostic::Diagnostic;
use crate::base::suggest;
use crate::check::survey::Survey;
use crate::model::doc::SampleMode;
use crate::model::record::normal_name;
use crate::model::sample::mode;
use crate::rules;

pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let pins = survey.inputs.requirements.as_ref().map(|requirements| &requirements.pins);
    let mut found = Vec::new();
    let executed = survey.code.iter().filter(|(code, _)| mode(code) == SampleMode::Run);
    for (code, span) in executed {
        for name in code.sample.needs.iter().filter(|name| !name.trim().is_empty()) {
            let pin = pins.and_then(|pins| pins.get(&normal_name(name)));
            let message = match pin {
                Some(pin) if pin.version.is_some() => continue,
                Some(_) => format!("`requirements.txt` names `{name}` without a version"),
                None => format!("`requirements.txt` does not name the package `{name}`"),
            };
            let names = pins.into_iter().flat_map(|pins| pins.keys().map(String::as_str));
            let help = match pin {
                None => suggest::did_you_mean(name, names),
                Some(_) => None,
            };
            let help = help.unwrap_or_else(|| {
                format!("add a line `{name}==…` to `requirements.txt` in the content folder")
            });
            let span = code.language.as_ref().map_or(*span, |language| language.span);
            let file = &survey.page.topic.file;
            let finding = Diagnostic::at(&rules::UNPINNED_PACKAGE, file, span, message);
            found.push(finding.help(help));
        }
    }
    found
}
