//! What the parser of one file carries along: the text, the options and the findings so far.

use std::collections::BTreeSet;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::rule::Rule;
use crate::base::span::Span;
use crate::model::config::Markdown;
use crate::parse::html::token::OpenTag;
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
    reported_components: BTreeSet<String>,
}

impl<'a> Context<'a> {
    /// Returns the context of a file without findings.
    pub(super) fn new(file: &'a FilePath, text: &'a str, options: &'a Markdown) -> Self {
        Self {
            file,
            text,
            options,
            diagnostics: Vec::new(),
            has_foreign_attribute: false,
            reported_components: BTreeSet::new(),
        }
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

    /// Reports an element that HTML does not have, and that is shown as text.
    pub(super) fn unknown_element(&mut self, source: &str, span: Span) {
        let message = format!("`{source}` is no element of HTML, and is shown as text");
        let help = format!("write it as code, `` `{source}` ``, or escape it, `\\{source}`");
        self.report(&rules::MALFORMED_HTML, span, message, &help);
    }

    /// Reports the tag of another tool's component: once a file for each name.
    pub(super) fn unknown_component(&mut self, tag: &OpenTag, span: Span) {
        if !self.reported_components.insert(tag.name.clone()) {
            return;
        }
        let message =
            format!("`<{}>` is another tool's component; only its content is shown", tag.name);
        let help = "write plain Markdown, or HTML of running text, in its place";
        self.report(&rules::MALFORMED_HTML, span, message, help);
    }
}
