//! Tera, and what goes wrong in a theme's templates, as `invalid-theme`.

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use tera::{Context, ErrorKind, ReportError, Tera, Value};

use crate::base::diagnostic::Diagnostic;
use crate::base::html;
use crate::base::path::FilePath;
use crate::base::span::Span;
use crate::model::inputs::{TemplateSource, Theme};
use crate::rules;

/// The theme's templates, ready to render.
pub(crate) struct Engine<'a> {
    tera: Tera,
    templates: &'a BTreeMap<String, TemplateSource>,
}

/// A failure of a template, in the template's own file. Ordered by place, so that one that shows
/// on every page is reported once.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Problem {
    file: Option<FilePath>,
    span: Span,
    message: String,
}

impl<'a> Engine<'a> {
    /// Compiles the templates. A broken one is replaced by an empty one, so that everything else
    /// can still be checked; the build fails anyway.
    pub(crate) fn new(theme: &'a Theme, problems: &mut Vec<Problem>) -> Self {
        let mut engine = Self { tera: Tera::new(), templates: &theme.templates };
        let mut sources: BTreeMap<&str, &str> =
            theme.templates.iter().map(|(name, source)| (name.as_str(), &*source.text)).collect();
        for name in engine.syntax_errors(problems) {
            sources.insert(name, "");
        }
        // Each round blanks at least one template, so there are at most as many rounds.
        while let Err(error) = engine.load(theme, &sources) {
            let found = engine.problems(&error);
            let broken = sources.iter_mut().filter(|(name, text)| {
                let file = &theme.templates[**name].file;
                !text.is_empty() && found.iter().any(|problem| problem.file.as_ref() == Some(file))
            });
            let n_blanked = broken.map(|(_, text)| *text = "").count();
            problems.extend(found);
            if n_blanked == 0 {
                break;
            }
        }
        engine
    }

    /// Makes the fields of a struct visible to every template.
    pub(crate) fn share<T: Serialize>(&mut self, shared: &T) {
        if let Ok(context) = Context::from_serialize(shared) {
            self.tera.global_context().extend(context);
        }
    }

    /// Renders a template with the fields of a struct.
    pub(crate) fn render<T: Serialize>(&self, name: &str, input: &T) -> Result<String, Problem> {
        let context = Context::from_serialize(input).map_err(|error| self.first(&error))?;
        self.tera.render(name, &context).map_err(|error| self.first(&error))
    }

    /// Renders a block's template with a struct under one name.
    pub(crate) fn render_block<T: Serialize>(
        &self,
        template: &str,
        name: &'static str,
        input: &T,
    ) -> Result<String, Problem> {
        let mut context = Context::new();
        let value = Value::try_from_serializable(input).map_err(|error| self.first(&error))?;
        context.insert_value(name, value);
        self.tera.render(template, &context).map_err(|error| self.first(&error))
    }

    /// Returns the names of templates that do not parse. Each is tried alone, since Tera stops at
    /// the first error of a batch.
    fn syntax_errors(&self, problems: &mut Vec<Problem>) -> Vec<&'a str> {
        let mut broken = Vec::new();
        for (name, source) in self.templates {
            let alone = Tera::new().add_raw_template(name, &source.text);
            if let Err(error) = alone
                && matches!(error.kind(), ErrorKind::SyntaxError(_))
            {
                problems.extend(self.problems(&error));
                broken.push(name.as_str());
            }
        }
        broken
    }

    fn load(&mut self, theme: &Theme, sources: &BTreeMap<&str, &str>) -> tera::TeraResult<()> {
        self.tera = Tera::new();
        self.tera.set_escape_fn(escape);
        let prefixes = theme.chain.iter().map(|name| [name, "/"].concat());
        self.tera.set_fallback_prefixes(prefixes)?;
        self.tera.add_raw_templates(sources)
    }

    fn first(&self, error: &tera::Error) -> Problem {
        self.problems(error).swap_remove(0)
    }

    /// Returns what an error says, at least one problem.
    fn problems(&self, error: &tera::Error) -> Vec<Problem> {
        let message = match error.kind() {
            ErrorKind::SyntaxError(report) | ErrorKind::RenderingError(report) => {
                return vec![self.reported(report)];
            }
            ErrorKind::Msg(message) => {
                let found: Vec<Problem> =
                    message.split("\n\n").filter_map(|report| self.printed(report)).collect();
                if !found.is_empty() {
                    return found;
                }
                message.clone()
            }
            ErrorKind::MissingParent { current, parent } => {
                let message = ["extends `", parent, "`, which does not exist"].concat();
                return vec![self.in_template(current, parent, message)];
            }
            ErrorKind::CircularExtend { tpl, .. } => {
                return vec![self.in_template(tpl, "", "extends itself".to_owned())];
            }
            ErrorKind::CircularInclude { tpl, .. } => {
                return vec![self.in_template(tpl, "", "includes itself".to_owned())];
            }
            kind => kind.to_string(),
        };
        vec![Problem { file: None, span: Span::default(), message: lowercase_first(&message) }]
    }

    fn reported(&self, report: &ReportError) -> Problem {
        let file = self.templates.get(report.filename()).map(|source| source.file.clone());
        let message = lowercase_first(report.message());
        Problem { file, span: Span::new(report.span().range.clone()), message }
    }

    /// Reads back a report that Tera gives only as text:
    /// `error: MESSAGE`, then ` --> TEMPLATE:LINE:COLUMN`, both counted from 1.
    fn printed(&self, report: &str) -> Option<Problem> {
        let (message, rest) = report.strip_prefix("error: ")?.split_once('\n')?;
        let place = rest.lines().next()?.trim_start().strip_prefix("--> ")?;
        let mut parts = place.rsplitn(3, ':');
        let column: usize = parts.next()?.parse().ok()?;
        let line: usize = parts.next()?.parse().ok()?;
        let source = self.templates.get(parts.next()?)?;
        let before: usize = source.text.split_inclusive('\n').take(line - 1).map(str::len).sum();
        let rest_of_line = &source.text[before..];
        let start = before + rest_of_line.char_indices().nth(column - 1).map_or(0, |(at, _)| at);
        let end =
            source.text[start..].find(|letter: char| !letter.is_alphanumeric() && letter != '_');
        let span = Span::new(start..start + end.unwrap_or(0));
        Some(Problem { file: Some(source.file.clone()), span, message: lowercase_first(message) })
    }

    fn in_template(&self, template: &str, needle: &str, message: String) -> Problem {
        let source = self.templates.get(template);
        let found = source.and_then(|source| source.text.find(needle));
        let span = found.map_or_else(Span::default, |at| Span::new(at..at + needle.len()));
        Problem { file: source.map(|source| source.file.clone()), span, message }
    }
}

impl Problem {
    pub(crate) fn into_diagnostic(self) -> Diagnostic {
        match self.file {
            Some(file) => Diagnostic::at(&rules::INVALID_THEME, &file, self.span, self.message),
            None => Diagnostic::new(&rules::INVALID_THEME, self.message),
        }
    }

    /// Returns one problem for each place, in order of place.
    pub(crate) fn once_each(problems: Vec<Self>) -> impl Iterator<Item = Self> {
        let mut by_place = BTreeMap::new();
        for problem in problems {
            let message_if_placeless = problem.file.is_none().then(|| problem.message.clone());
            let key = (problem.file.clone(), problem.span, message_if_placeless);
            by_place.entry(key).or_insert(problem);
        }
        by_place.into_values()
    }
}

/// Tera's messages begin with a capital and may end with a full stop; ours do neither.
fn lowercase_first(message: &str) -> String {
    let message = message.trim_end_matches('.');
    let mut letters = message.chars();
    let first = letters.next().map(|letter| letter.to_ascii_lowercase());
    first.into_iter().chain(letters).collect()
}

fn escape(text: &str, out: &mut dyn Write) -> io::Result<()> {
    out.write_all(html::escape(text).as_bytes())
}
