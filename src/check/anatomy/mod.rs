//! `[[anatomy]]`: which level-2 sections a page must have, in which order, and how much of what.
//!
//! Entry points: `Anatomies::check` for a page, `outline` for the sections of a new one.

use crate::base::diagnostic::Diagnostic;
use crate::base::path::ContentPath;
use crate::base::rule::Level;
use crate::base::suggest;
use crate::check::place;
use crate::check::survey::Survey;
use crate::model::anatomy::{self, Section, Wanted, key, sections};
use crate::model::config::{AnatomySection, Config};
use crate::rules;

mod limit;
mod order;

/// Returns the sections that a page at this path is to have, or `None` if it is free in form.
pub fn outline<'c>(config: &'c Config, path: &ContentPath) -> Option<Vec<&'c AnatomySection>> {
    let anatomies = anatomy::Anatomies::new(config);
    Some(anatomies.find(path)?.anatomy.sections.iter().collect())
}

/// The anatomies of a book, and what a breach of them means.
pub(super) struct Anatomies<'c> {
    anatomies: anatomy::Anatomies<'c>,
    /// The level of a limit that has none of its own.
    level: Level,
}

/// Sections of a page that the anatomy knows: the index there, and the section.
type Present<'a, 'b> = Vec<(usize, &'b Section<'a>)>;

impl<'c> Anatomies<'c> {
    /// Makes the anatomies ready.
    pub(super) fn new(config: &'c Config) -> Self {
        let rule = &rules::ANATOMY_LIMIT;
        let level = config.checks.get(rule.name).copied().unwrap_or(rule.level);
        Self { anatomies: anatomy::Anatomies::new(config), level }
    }

    /// Checks a page against the first anatomy that matches it.
    pub(super) fn check(&self, survey: &Survey<'_>) -> Vec<Diagnostic> {
        let Some(wanted) = self.anatomies.find(&survey.page.topic.path) else {
            return Vec::new();
        };
        let sections = sections(&survey.page.topic.doc);
        let (present, mut found) = relate(survey, wanted, &sections);
        found.extend(missing(survey, wanted, &present));
        found.extend(order::check(survey, &wanted.anatomy.sections, &present));
        found.extend(limit::check_page(survey, &wanted.anatomy.limits, self.level));
        for (index, section) in &present {
            found.extend(limit::check(
                survey,
                &wanted.anatomy.sections[*index],
                section,
                self.level,
            ));
        }
        found
    }
}

/// Returns the sections that the anatomy knows, each once, and reports all others.
fn relate<'a, 'b>(
    survey: &Survey<'_>,
    wanted: &Wanted<'_>,
    sections: &'b [Section<'a>],
) -> (Present<'a, 'b>, Vec<Diagnostic>) {
    let mut present: Present<'a, 'b> = Vec::new();
    let mut found = Vec::new();
    for section in sections {
        let key = key(&section.title);
        let Some(index) = wanted.keys.iter().position(|wanted| *wanted == key) else {
            found.push(unknown(survey, wanted, section, &key));
            continue;
        };
        match present.iter().find(|(earlier, _)| *earlier == index) {
            Some((_, first)) => found.push(order::repeated(survey, section, first)),
            None => present.push((index, section)),
        }
    }
    (present, found)
}

fn unknown(
    survey: &Survey<'_>,
    wanted: &Wanted<'_>,
    section: &Section<'_>,
    key: &str,
) -> Diagnostic {
    let near = suggest::nearest(key, wanted.keys.iter().map(String::as_str));
    let near = near.and_then(|near| wanted.keys.iter().position(|key| key == near));
    let help = match near {
        Some(near) => format!("did you mean `## {}`?", wanted.anatomy.sections[near].heading),
        None => "make it a level-3 heading, or add it to `[[anatomy]]`".to_owned(),
    };
    let message = format!("no section of the anatomy is called `{}`", section.title);
    let file = &survey.page.topic.file;
    Diagnostic::at(&rules::ANATOMY_UNKNOWN, file, order::heading(survey, section), message)
        .help(help)
}

fn missing(survey: &Survey<'_>, wanted: &Wanted<'_>, present: &Present<'_, '_>) -> Vec<Diagnostic> {
    let wanted = &wanted.anatomy.sections;
    let topic = &survey.page.topic;
    let span = place::title(survey.text, topic);
    let is_present = |index: usize| present.iter().any(|(present, _)| *present == index);
    wanted
        .iter()
        .enumerate()
        .filter(|(index, section)| section.is_required && !is_present(*index))
        .map(|(index, section)| {
            let above = wanted[..index].iter().enumerate().rfind(|(above, _)| is_present(*above));
            let place = match above {
                Some((_, above)) => format!("after `## {}`", above.heading),
                None => "before the other sections".to_owned(),
            };
            let message = format!("this page has no section `{}`", section.heading);
            Diagnostic::at(&rules::ANATOMY_MISSING, &topic.file, span, message)
                .help(format!("add `## {}` {place}", section.heading))
        })
        .collect()
}
