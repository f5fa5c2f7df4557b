//! `[[anatomy]]`: which level-2 sections a page must have, in which order, and how much of what.
//!
//! Entry points: `Anatomies::check` for a page, `outline` for the sections of a new one.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::ContentPath;
use crate::base::rule::Level;
use crate::base::suggest;
use crate::check::place;
use crate::check::survey::Survey;
use crate::model::config::{Anatomy, AnatomySection, Config, Limit};
use crate::rules;

mod limit;
mod order;
mod section;

use section::{Section, key, sections};

/// Returns the sections that a page at this path is to have, or `None` if it is free in form.
pub fn outline<'c>(config: &'c Config, path: &ContentPath) -> Option<Vec<&'c AnatomySection>> {
    let anatomies = Anatomies::new(config);
    Some(anatomies.find(path)?.sections.iter().collect())
}

/// The anatomies of a book, made ready for many pages.
pub(super) struct Anatomies<'c> {
    anatomies: Vec<Wanted<'c>>,
    /// The level of a limit that has none of its own.
    level: Level,
}

/// One anatomy.
struct Wanted<'c> {
    pages: GlobSet,
    except: GlobSet,
    limits: &'c [Limit],
    sections: &'c [AnatomySection],
    /// Of each section, what its heading is compared by.
    keys: Vec<String>,
}

/// Sections of a page that the anatomy knows: the index there, and the section.
type Present<'a, 'b> = Vec<(usize, &'b Section<'a>)>;

impl<'c> Anatomies<'c> {
    /// Compiles the globs. One that is not valid was reported when `book.toml` was read.
    pub(super) fn new(config: &'c Config) -> Self {
        let rule = &rules::ANATOMY_LIMIT;
        let level = config.checks.get(rule.name).copied().unwrap_or(rule.level);
        Self { anatomies: config.anatomy.iter().map(Wanted::new).collect(), level }
    }

    /// Checks a page against the first anatomy that matches it.
    pub(super) fn check(&self, survey: &Survey<'_>) -> Vec<Diagnostic> {
        let Some(wanted) = self.find(&survey.page.topic.path) else { return Vec::new() };
        let sections = sections(survey);
        let (present, mut found) = wanted.relate(survey, &sections);
        found.extend(missing(survey, wanted, &present));
        found.extend(order::check(survey, wanted.sections, &present));
        found.extend(limit::check_page(survey, wanted.limits, self.level));
        for (index, section) in &present {
            found.extend(limit::check(survey, &wanted.sections[*index], section, self.level));
        }
        found
    }

    fn find(&self, path: &ContentPath) -> Option<&Wanted<'c>> {
        self.anatomies.iter().find(|wanted| {
            wanted.pages.is_match(path.as_str()) && !wanted.except.is_match(path.as_str())
        })
    }
}

impl<'c> Wanted<'c> {
    fn new(anatomy: &'c Anatomy) -> Self {
        Self {
            pages: globs(&anatomy.pages),
            except: globs(&anatomy.except),
            limits: &anatomy.limits,
            sections: &anatomy.sections,
            keys: anatomy.sections.iter().map(|section| key(&section.heading)).collect(),
        }
    }

    /// Returns the sections that the anatomy knows, each once, and reports all others.
    fn relate<'a, 'b>(
        &self,
        survey: &Survey<'_>,
        sections: &'b [Section<'a>],
    ) -> (Present<'a, 'b>, Vec<Diagnostic>) {
        let mut present: Present<'a, 'b> = Vec::new();
        let mut found = Vec::new();
        for section in sections {
            let key = key(&section.title);
            let Some(index) = self.keys.iter().position(|wanted| *wanted == key) else {
                found.push(self.unknown(survey, section, &key));
                continue;
            };
            match present.iter().find(|(earlier, _)| *earlier == index) {
                Some((_, first)) => found.push(order::repeated(survey, section, first)),
                None => present.push((index, section)),
            }
        }
        (present, found)
    }

    fn unknown(&self, survey: &Survey<'_>, section: &Section<'_>, key: &str) -> Diagnostic {
        let near = suggest::nearest(key, self.keys.iter().map(String::as_str));
        let near = near.and_then(|near| self.keys.iter().position(|key| key == near));
        let help = match near {
            Some(near) => format!("did you mean `## {}`?", self.sections[near].heading),
            None => "make it a level-3 heading, or add it to `[[anatomy]]`".to_owned(),
        };
        let message = format!("no section of the anatomy is called `{}`", section.title);
        let file = &survey.page.topic.file;
        Diagnostic::at(&rules::ANATOMY_UNKNOWN, file, section.heading, message).help(help)
    }
}

fn missing(survey: &Survey<'_>, wanted: &Wanted<'_>, present: &Present<'_, '_>) -> Vec<Diagnostic> {
    let wanted = wanted.sections;
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

/// Compiles globs that mean folders as authors do: `*` stays in one, `**/*.md` is also at the top.
fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    let compiled = patterns
        .iter()
        .filter_map(|pattern| GlobBuilder::new(pattern).literal_separator(true).build().ok());
    for glob in compiled {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}
