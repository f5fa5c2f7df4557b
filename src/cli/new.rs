//! `crib new`: a topic with the sections that the book's anatomy asks for.

use std::path::Path;

use crate::base::diagnostic::Checked;
use crate::base::error::Error;
use crate::base::path::{ContentPath, FilePath, join};
use crate::check::anatomy::outline;
use crate::cli::create::create;
use crate::cli::report::{Reporter, count};
use crate::cli::{Outcome, args, book, terminal};
use crate::model::config::{AnatomySection, Config, Unit};
use crate::{check, load};

pub(super) fn run(options: &args::New, root: &Path) -> Result<Outcome, Error> {
    let Checked { value: inputs, diagnostics } = load::configuration(root)?;
    // What a broken `book.toml` meant is not known, so neither is the anatomy.
    let found = check::apply_levels(&inputs.config, diagnostics);
    if count(&found).1 > 0 {
        let reporter = Reporter { format: args::Format::Human, root };
        reporter.findings(&found, &inputs.texts)?;
        return Ok(Outcome::Findings);
    }
    let path = content_path(&options.path, &inputs.config.build.content)?;
    let file = FilePath::new(join(&inputs.config.build.content, &path).unwrap_or_default());
    create(&book::within(root, file.as_str()), &text(&path, &inputs.config))?;
    terminal::status("Created", &book::shown(root, &file));
    Ok(Outcome::Clean)
}

/// Returns the path within the content folder of what the user named.
fn content_path(asked: &str, content: &str) -> Result<String, Error> {
    let refused = |reason: &str| {
        Err(Error::Usage(format!(
            "`{asked}` {reason}\nhelp: name a file of the content folder, such as `core/decorators`"
        )))
    };
    let path = asked.replace('\\', "/");
    if Path::new(&path).has_root() || Path::new(asked).is_absolute() {
        return refused("is no relative path");
    }
    let Some(plain) = join("", &path) else { return refused("is outside the book") };
    let inner = plain.strip_prefix(content).and_then(|rest| rest.strip_prefix('/'));
    let inner = inner.unwrap_or(&plain);
    if inner.is_empty() || inner == content {
        return refused("is a folder");
    }
    if inner.split('/').any(|part| part.starts_with('.')) {
        return refused("is hidden, and so no part of the book");
    }
    if path.ends_with('/') {
        return Ok(format!("{inner}/index.md"));
    }
    let stem = inner.strip_suffix(".md").unwrap_or(inner);
    Ok(format!("{stem}.md"))
}

/// Returns the new topic.
fn text(path: &str, config: &Config) -> String {
    let title = title(path);
    let mut text = format!("---\ntitle: {}\n---\n\n# {title}\n", serde_json::json!(title));
    let sections = outline(config, &ContentPath::new(path)).unwrap_or_default();
    for section in sections {
        let (heading, hint) = (&section.heading, hint(section));
        text += &["\n## ", heading, "\n\n<!-- ", &hint, " -->\n"].concat();
    }
    text
}

/// Returns the file's name, or that of an index's folder, as a title.
fn title(path: &str) -> String {
    let stem = path.strip_suffix("/index.md").or(path.strip_suffix(".md")).unwrap_or(path);
    let name = stem.rsplit('/').next().unwrap_or(stem).replace(['-', '_'], " ");
    capitalized(&name)
}

fn capitalized(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().collect::<String>());
    first.unwrap_or_default() + letters.as_str()
}

/// Returns what the section is to hold, on one line.
fn hint(section: &AnatomySection) -> String {
    let mut units: Vec<Unit> = section.limits.iter().map(|limit| limit.unit).collect();
    units.dedup();
    let mut parts: Vec<String> = units.into_iter().map(|unit| amount(section, unit)).collect();
    if parts.is_empty() {
        parts.push("to be written".to_owned());
    }
    if !section.is_required {
        parts.push("may be left out".to_owned());
    }
    capitalized(&parts.join("; ")) + "."
}

/// Returns "60 to 90 words": the narrowest of the limits on a unit.
fn amount(section: &AnatomySection, unit: Unit) -> String {
    let limits = || section.limits.iter().filter(|limit| limit.unit == unit);
    let min = limits().filter_map(|limit| limit.min).max().filter(|min| *min > 0);
    let max = limits().filter_map(|limit| limit.max).min();
    let (one, many) = name(unit);
    match (min, max) {
        (Some(1), Some(1)) => format!("1 {one}"),
        (Some(min), Some(max)) if min == max => format!("{min} {many}"),
        (Some(min), Some(max)) => format!("{min} to {max} {many}"),
        (Some(1), None) => format!("at least 1 {one}"),
        (Some(min), None) => format!("at least {min} {many}"),
        (None, Some(1)) => format!("at most 1 {one}"),
        (None, Some(max)) => format!("at most {max} {many}"),
        (None, None) => format!("any number of {many}"),
    }
}

fn name(unit: Unit) -> (&'static str, &'static str) {
    match unit {
        Unit::Words => ("word", "words"),
        Unit::Rows => ("table row", "table rows"),
        Unit::CodeLines => ("line of code", "lines of code"),
        Unit::BlockLines => ("line in a code block", "lines in a code block"),
        Unit::LineWidth => ("character in a line of code", "characters in a line of code"),
        Unit::Items => ("level-3 heading", "level-3 headings"),
        Unit::Cards => ("card", "cards"),
        Unit::Questions => ("question", "questions"),
        Unit::Exercises => ("exercise", "exercises"),
        Unit::Samples => ("sample", "samples"),
        Unit::Minutes => ("minute of reading", "minutes of reading"),
        Unit::Links => ("link", "links"),
        Unit::AnswerWords => ("word in an answer", "words in an answer"),
        Unit::Diagrams => ("diagram", "diagrams"),
    }
}
