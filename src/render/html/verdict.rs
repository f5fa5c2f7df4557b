//! What the record says of a sample, in the book's language.

use crate::model::doc::SampleMode;
use crate::model::record::{Verified, key};
use crate::model::sample::Program;
use crate::render::html::Writer;

/// What the record says of a sample.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It passed as it is now; the words say on what.
    Ran(String),
    /// It is another now.
    Stale,
}

impl Verdict {
    pub(super) fn ran(&self) -> Option<&str> {
        match self {
            Self::Ran(words) => Some(words),
            Self::Stale => None,
        }
    }
}

impl Writer<'_> {
    /// Returns what the record says; `None` for a book without one, and for what is not executed.
    pub(super) fn verdict(&self, program: &Program) -> Option<Verdict> {
        let record = self.scope.inputs.record.as_ref()?;
        let topic = &self.scope.page.topic;
        if program.mode != SampleMode::Run || topic.meta.is_draft {
            return None;
        }
        match record.samples.get(&key(topic.path.as_str(), &program.id)) {
            Some(verified) if verified.is_of(program) => Some(Verdict::Ran(self.words(verified))),
            _ => Some(Verdict::Stale),
        }
    }

    fn words(&self, verified: &Verified) -> String {
        let text = self.scope.text;
        // Versions of Python stand alone in the record.
        let is_python = |title: &String| title.starts_with(|first: char| first.is_ascii_digit());
        let title = |title: &String| {
            if is_python(title) { format!("Python {title}") } else { title.clone() }
        };
        let titles = verified.passed.iter().enumerate();
        let titles: Vec<String> =
            titles.map(|(number, it)| if number == 0 { title(it) } else { it.clone() }).collect();
        let ran = text.fill("ran", &self.enumerated(&titles));
        let with: Vec<String> =
            verified.with.iter().map(|(name, version)| format!("{name} {version}")).collect();
        if with.is_empty() {
            ran
        } else {
            format!("{ran} {}", text.fill("ran_with", &self.enumerated(&with)))
        }
    }

    fn enumerated(&self, words: &[String]) -> String {
        let and = self.scope.text.get("and");
        match words {
            [] => String::new(),
            [only] => only.clone(),
            [first @ .., last] => format!("{} {and} {last}", first.join(", ")),
        }
    }
}
