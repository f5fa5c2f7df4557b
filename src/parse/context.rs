//! What the parser of one file carries along: the text, the options and the findings so far.

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::rule::Rule;
use crate::base::span::Span;
use crate::model::config::Markdown;
use crate::rules;

/// The state of one file's parse.
pub(super) struct Context<'a> {
    /// For diagnostics.
    pub(super) file: &'a FilePath,
    /// The whole file, front matter included: spans are bytes of it.
    pub(super) text: &'a str,
    /// `[markdown]`
    pub(super) options: &'a Markdown,
    /// The findings.
    pub(super) diagnostics: Vec<Diagnostic>,
    has_foreign_attribute: bool,
}

impl<'a> Context<'a> {
    /// Returns the context of a file without findings.
    pub(super) fn new(file: &'a FilePath, text: &'a str, options: &'a Markdown) -> Self {
        Self { file, text, options, diagnostics: Vec::new(), has_foreign_attribute: false }
    }

    /// Reports a finding with its remedy.
    pub(super) fn report(
        &mut self,
        rule: &'static Rule,
        span: Span,
        message: impl Into<String>,
        help: &str,
    ) {
        self.diagnostics.push(Diagnostic::at(rule, self.file, span, message).help(help));
    }

    /// Reports an info string of another tool: once a file, since such files have hundreds.
    pub(super) fn foreign_attribute(&mut self, span: Span, text: &str) {
        if self.has_foreign_attribute {
            return;
        }
        self.has_foreign_attribute = true;
        let message =
            format!("`{}` is another tool's, and is passed over in this file", text.trim());
        let help =
            "ours are flags, `key=value` and `{2,4-6}` after the language, with spaces between";
        self.report(&rules::UNKNOWN_ATTRIBUTE, span, message, help);
    }
}
