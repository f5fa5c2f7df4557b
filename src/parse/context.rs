//! What the parser of one file carries along: the text, the options and the findings so far.

use std::collections::{BTreeMap, BTreeSet};

use crate::base::diagnostic::Diagnostic;
use crate::base::path::FilePath;
use crate::base::rule::Rule;
use crate::base::span::Span;
use crate::model::config::Markdown;
use crate::parse::html::token::{self, OpenTag};
use crate::rules;

/// Targets and titles of link references, by normalised label.
pub(super) type References = BTreeMap<String, (String, String)>;

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
    is_too_deep: bool,
    reported_components: BTreeSet<String>,
    /// Names of all end tags of the file, once one was asked for.
    end_tags: Option<BTreeSet<String>>,
    /// Link reference definitions, for the texts that are parsed on their own.
    pub(super) references: References,
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
            is_too_deep: false,
            reported_components: BTreeSet::new(),
            end_tags: None,
            references: References::new(),
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
        let source = source.split_whitespace().collect::<Vec<_>>().join(" ");
        let message = format!("`{source}` is no element of HTML, and is shown as text");
        let help = format!("write it as code, `` `{source}` ``, or escape it, `\\{source}`");
        self.report(&rules::MALFORMED_HTML, span, message, &help);
    }

    /// Reports nesting beyond the limit: once a file, since where there is one there are thousands.
    pub(super) fn report_depth(&mut self, span: Span) {
        if std::mem::replace(&mut self.is_too_deep, true) {
            return;
        }
        let message = "nested too deep; from here on, what is deeper is kept on this level";
        let help = "nest less";
        self.report(&rules::DEEP_NESTING, span, message, help);
    }

    /// Reports an element that pages cannot have.
    pub(super) fn forbidden_element(&mut self, name: &str, span: Span) {
        let message = format!("`<{name}>` is left out with its content");
        let help =
            "pages carry no script and no style; put a drawing into a file and show it as an image";
        self.report(&rules::UNSAFE_HTML, span, message, help);
    }

    /// Reports `<name/>`, which in HTML opens an element and does not close it.
    pub(super) fn self_closed(&mut self, tag: &OpenTag, span: Span) {
        let name = &tag.name;
        let message = format!("`<{name}/>` does not close itself in HTML; it is taken as empty");
        let help = format!("write `<{name}></{name}>`");
        self.report(&rules::MALFORMED_HTML, span, message, &help);
    }

    /// True for the components of other tools: their tags are dropped, their content stays. What has
    /// neither values nor an end is more likely text: a generic type's `<T>`, a `<name of yours>`.
    pub(super) fn is_component(&mut self, tag: &OpenTag) -> bool {
        let has_value = tag.attributes.iter().any(|(_, value)| !value.is_empty());
        has_value || tag.is_self_closing || self.has_end_tag(&tag.name)
    }

    /// True if a component of that name was reported.
    pub(super) fn is_known_component(&self, name: &str) -> bool {
        self.reported_components.contains(name)
    }

    /// Reports the tag of another tool's component: once a file for each name.
    pub(super) fn unknown_component(&mut self, source: &str, tag: &OpenTag, span: Span) {
        if !self.reported_components.insert(tag.name.clone()) {
            return;
        }
        let name = &source[1..=tag.name.len()];
        let message = format!("`<{name}>` is another tool's component; only its content is shown");
        let help = "write plain Markdown, or HTML of running text, in its place";
        self.report(&rules::MALFORMED_HTML, span, message, help);
    }

    fn has_end_tag(&mut self, name: &str) -> bool {
        let text = self.text;
        let names = self.end_tags.get_or_insert_with(|| token::end_tag_names(text));
        names.contains(name)
    }
}
