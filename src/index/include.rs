//! `file="PATH#NAME"` of fences → the text between two comments of a file of the book.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{FilePath, join};
use crate::base::span::Spanned;
use crate::base::suggest;
use crate::index::Included;
use crate::model::doc::Block;
use crate::model::topic::Topic;
use crate::model::walk::{Visit, walk};
use crate::rules;

/// Returns the files that a topic includes and that lie inside the book.
pub(super) fn files(topic: &Topic) -> Vec<FilePath> {
    written(topic).into_iter().filter_map(|include| file(topic, path(&include.value))).collect()
}

/// Returns the included text of each `file=`, keyed as written.
pub(super) fn resolve(
    topic: &Topic,
    included: &Included,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Arc<str>> {
    let mut includes = BTreeMap::new();
    for include in written(topic) {
        match text(topic, &include.value, included) {
            Ok(text) => {
                includes.insert(include.value.clone(), text);
            }
            Err((message, help)) => {
                let rule = &rules::BROKEN_INCLUDE;
                let diagnostic = Diagnostic::at(rule, &topic.file, include.span, message);
                diagnostics.push(diagnostic.maybe_help(help));
            }
        }
    }
    includes
}

fn text(
    topic: &Topic,
    written: &str,
    included: &Included,
) -> Result<Arc<str>, (String, Option<String>)> {
    let path = path(written);
    let Some(file) = file(topic, path) else {
        let help = "copy the file into the book: only files inside it can be included";
        return Err((format!("`{path}` leads out of the book"), Some(help.to_owned())));
    };
    let text = match included.get(&file) {
        Some(Ok(text)) => text,
        Some(Err(reason)) => return Err((format!("cannot include `{path}`: {reason}"), None)),
        None => return Err((format!("cannot include `{path}`"), None)),
    };
    match written.split_once('#') {
        None => Ok(without_marks(text.lines())),
        Some((_, name)) => region(text, name).ok_or_else(|| {
            let names: Vec<&str> = text.lines().filter_map(|line| mark(line, "anchor:")).collect();
            let help = if names.contains(&name) {
                Some(format!("put `# end: {name}` after the lines"))
            } else {
                suggest::did_you_mean(name, names)
            };
            let help = help.unwrap_or_else(|| {
                format!("put `# anchor: {name}` before the lines and `# end: {name}` after them")
            });
            (
                format!("`{path}` has no lines between `anchor: {name}` and `end: {name}`"),
                Some(help),
            )
        }),
    }
}

/// Returns the lines between `anchor: NAME` and `end: NAME`, without the common indentation.
fn region(text: &str, name: &str) -> Option<Arc<str>> {
    let lines: Vec<&str> = text.lines().collect();
    let start = lines.iter().position(|line| mark(line, "anchor:") == Some(name))?;
    let length = lines[start + 1..].iter().position(|line| mark(line, "end:") == Some(name))?;
    Some(without_marks(lines[start + 1..start + 1 + length].iter().copied()))
}

/// Joins lines, leaving out those that mark regions, and takes off the common indentation.
fn without_marks<'a>(lines: impl Iterator<Item = &'a str>) -> Arc<str> {
    let is_mark = |line: &str| mark(line, "anchor:").is_some() || mark(line, "end:").is_some();
    let lines: Vec<&str> = lines.filter(|line| !is_mark(line)).collect();
    let indent = |line: &&&str| line.len() - line.trim_start_matches([' ', '\t']).len();
    let blank = |line: &&&str| line.trim().is_empty();
    let common = lines.iter().filter(|line| !blank(line)).map(|line| indent(&line)).min();
    let mut text = String::new();
    for line in &lines {
        text.push_str(line.get(common.unwrap_or(0)..).unwrap_or_default());
        text.push('\n');
    }
    Arc::from(text)
}

/// Returns the name in a line that is nothing but a comment `anchor: NAME`, of whatever language.
fn mark<'a>(line: &'a str, word: &str) -> Option<&'a str> {
    let comment = line.trim().trim_start_matches(['#', '/', '-', ';', '*', '<', '!', '%', '(']);
    let name = comment.trim_start().strip_prefix(word)?;
    let name = name.trim().trim_end_matches(['*', '/', '-', '>', ')']).trim_end();
    let is_comment = comment.len() < line.trim().len();
    (is_comment && !name.is_empty() && !name.contains(char::is_whitespace)).then_some(name)
}

fn path(written: &str) -> &str {
    written.split('#').next().unwrap_or_default()
}

fn file(topic: &Topic, path: &str) -> Option<FilePath> {
    let is_relative = !path.is_empty() && !path.starts_with('/') && !path.contains('\\');
    is_relative.then(|| join(topic.file.folder(), path)).flatten().map(FilePath::new)
}

fn written(topic: &Topic) -> Vec<&Spanned<String>> {
    let mut includes = Vec::new();
    walk(&topic.doc, &mut |visit| {
        if let Visit::Block(node) = visit {
            match &node.kind {
                Block::Code(code) => includes.extend(&code.include),
                Block::Tabs(tabs) => {
                    includes.extend(tabs.iter().filter_map(|tab| tab.kind.include.as_ref()));
                }
                _ => {}
            }
        }
    });
    includes
}
