//! Problems in content, as plain data. Only `cli::report` draws them.

use crate::base::path::FilePath;
use crate::base::rule::{Level, Rule};
use crate::base::span::Span;

/// One finding of one rule.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that found it.
    pub rule: &'static Rule,
    /// The rule's default level until `check::apply_levels` has seen it.
    pub level: Level,
    /// True if the author gave this very finding its level, so that `[checks]` does not.
    pub has_own_level: bool,
    /// Lowercase, the user's text in backticks, no full stop at the end.
    pub message: String,
    /// Where; `None` only where no file can be named.
    pub place: Option<Place>,
    /// Other places that explain it ("first defined here").
    pub labels: Vec<Label>,
    /// Lines that show it at length: a diff, a traceback.
    pub detail: Option<String>,
    /// The remedy, where we know it.
    pub help: Option<String>,
}

/// A span in a named file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file, relative to the book's root.
    pub file: FilePath,
    /// The bytes meant.
    pub span: Span,
}

/// A second place with a remark.
#[derive(Clone, Debug)]
pub struct Label {
    /// Where.
    pub place: Place,
    /// The remark.
    pub text: String,
}

impl Diagnostic {
    /// Returns a finding without place, labels or help, at the rule's default level.
    pub fn new(rule: &'static Rule, message: impl Into<String>) -> Self {
        Self {
            rule,
            level: rule.level,
            has_own_level: false,
            message: message.into(),
            place: None,
            labels: Vec::new(),
            detail: None,
            help: None,
        }
    }

    /// Returns a finding at a place.
    pub fn at(
        rule: &'static Rule,
        file: &FilePath,
        span: Span,
        message: impl Into<String>,
    ) -> Self {
        let place = Some(Place { file: file.clone(), span });
        Self { place, ..Self::new(rule, message) }
    }

    /// Sets the level to one that the author gave this very finding, if there is one.
    #[must_use]
    pub fn own_level(self, level: Option<Level>) -> Self {
        let has_own_level = level.is_some();
        Self { level: level.unwrap_or(self.level), has_own_level, ..self }
    }

    /// Adds lines that show it at length, if there are any.
    #[must_use]
    pub fn detail(self, detail: Option<String>) -> Self {
        Self { detail, ..self }
    }

    /// Adds the remedy.
    #[must_use]
    pub fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }

    /// Adds the remedy if there is one.
    #[must_use]
    pub fn maybe_help(self, help: Option<String>) -> Self {
        Self { help, ..self }
    }

    /// Adds a second place.
    #[must_use]
    pub fn label(mut self, file: &FilePath, span: Span, text: impl Into<String>) -> Self {
        let place = Place { file: file.clone(), span };
        self.labels.push(Label { place, text: text.into() });
        self
    }
}

/// A value and what was noticed while making it.
#[derive(Clone, Debug)]
pub struct Checked<T> {
    /// The value; it always exists, if only as a best effort.
    pub value: T,
    /// The findings, in the order in which they were made.
    pub diagnostics: Vec<Diagnostic>,
}

impl<T> Checked<T> {
    /// Returns a value without findings.
    pub fn clean(value: T) -> Self {
        Self { value, diagnostics: Vec::new() }
    }

    /// Moves the findings into `sink` and returns the value.
    pub fn drain_into(self, sink: &mut Vec<Diagnostic>) -> T {
        sink.extend(self.diagnostics);
        self.value
    }
}
