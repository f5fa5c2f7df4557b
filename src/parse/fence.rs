//! The info string of a fenced code block: its language and its items.
//!
//! ```text
//! info  = lang { SP item } ;  item = flag | key "=" value | "{" ranges "}"
//! value = bare | '"' chars '"' ; bare has no space, quote or "{" ; \" and \\ are the escapes
//! ```
//!
//! Entry point: `parse`. Forms of other tools give their language, and are reported once a file.

use std::ops::RangeInclusive;

use crate::base::slug::is_kebab_case;
use crate::base::span::{Span, Spanned};
use crate::base::suggest;
use crate::model::doc::{CodeBlock, SampleMode};
use crate::model::sample::Runner;
use crate::parse::context::Context;
use crate::rules;

mod item;

use item::Item;

const FLAGS: [&str; 6] = ["run", "norun", "nondet", "starter", "numbers", "diff"];
const KEYS: [&str; 13] = [
    "title", "numbers", "file", "tab", "id", "after", "raises", "reason", "since", "until",
    "needs", "service", "timeout",
];
const SERVICES: [&str; 3] = ["postgres", "redis", "rabbitmq"];
/// Keys and flags of mdBook, Hugo, Pygments, Docusaurus, Expressive Code and `VitePress`.
const FOREIGN: [&str; 40] = [
    "linenos",
    "linenostart",
    "hl_lines",
    "linenums",
    "lineNumbers",
    "line-numbers",
    "showLineNumbers",
    "startLineNumber",
    "frame",
    "ins",
    "del",
    "mark",
    "collapse",
    "wrap",
    "anchorlinenos",
    "lineanchors",
    "linenumbers",
    "noCopy",
    "nocopy",
    "copy",
    "filename",
    "live",
    "noInline",
    "editable",
    "ignore",
    "no_run",
    "should_panic",
    "compile_fail",
    "noplayground",
    "noplaypen",
    "mdbook-runnable",
    "edition2015",
    "edition2018",
    "edition2021",
    "edition2024",
    "name",
    "label",
    "caption",
    "startFrom",
    "hideCode",
];

/// Reads an info string, given with its place, into a block without text, and whether the block is
/// a `diff`.
pub(super) fn parse(info: &str, offset: usize, context: &mut Context<'_>) -> (CodeBlock, bool) {
    let mut block = CodeBlock::default();
    let (language, rest_at) = language(info, offset, context);
    block.language = language;
    let mut seen: Vec<String> = Vec::new();
    let mut is_diff = false;
    let is_foreign = info.starts_with('{') && block.language.is_some();
    for item in item::items(&info[rest_at..], offset + rest_at) {
        if let Some(key) = item.name() {
            if seen.iter().any(|earlier| earlier == key) {
                let message = format!("`{key}` is given twice");
                context.report(&rules::INVALID_ATTRIBUTE, item.span(), message, "keep one of them");
                continue;
            }
            seen.push(key.to_owned());
        }
        if is_foreign && !item.is_known() {
            context.foreign_attribute(item.span(), &info[rest_at..]);
            continue;
        }
        apply(&item, &mut block, &mut is_diff, context);
    }
    validate(&block, Span::new(offset..offset + info.len()), context);
    (block, is_diff)
}

/// Takes the language off the front of the info string; returns where the items begin.
fn language(
    info: &str,
    offset: usize,
    context: &mut Context<'_>,
) -> (Option<Spanned<String>>, usize) {
    if let Some(inner) = info.strip_prefix('{') {
        if inner.starts_with(|first: char| first.is_ascii_digit()) {
            return (None, 0);
        }
        let (inner, end) = match inner.split_once('}') {
            Some((inner, _)) => (inner, inner.len() + 2),
            None => (inner, info.len()),
        };
        context.foreign_attribute(Span::new(offset..offset + end), &info[..end]);
        let word = inner.split_whitespace().next().unwrap_or_default();
        let name = word.trim_start_matches('.');
        let at = offset + 1 + (inner.len() - inner.trim_start().len()) + (word.len() - name.len());
        let is_name = !name.is_empty() && !name.contains(['=', '#']);
        let span = Span::new(at..at + name.len());
        return (is_name.then(|| Spanned::new(name.to_owned(), span)), end);
    }
    let end =
        info.find(|letter: char| letter.is_whitespace() || letter == '{').unwrap_or(info.len());
    let word = &info[..end];
    let name = word.split(',').next().unwrap_or(word);
    // `diff` alone is a language, in which everyone writes patches.
    if name.contains('=') || (FLAGS.contains(&name) && name != "diff") {
        return (None, 0);
    }
    if name.len() < word.len() {
        context
            .foreign_attribute(Span::new(offset + name.len()..offset + end), &word[name.len()..]);
    }
    let span = Span::new(offset..offset + name.len());
    ((!name.is_empty()).then(|| Spanned::new(name.to_owned(), span)), end)
}

fn apply(item: &Item, block: &mut CodeBlock, is_diff: &mut bool, context: &mut Context<'_>) {
    match item {
        Item::Flag { name, span } => match name.as_str() {
            "run" => set_mode(block, SampleMode::Run, *span, context),
            "norun" => set_mode(block, SampleMode::NoRun, *span, context),
            "starter" => set_mode(block, SampleMode::Starter, *span, context),
            "nondet" => block.sample.is_nondeterministic = true,
            "numbers" => block.numbers = Some(1),
            "diff" => *is_diff = true,
            _ => unknown(name, *span, context),
        },
        Item::Pair { key, value, span, value_span } => {
            apply_pair(key, value, *span, *value_span, block, context);
        }
        Item::Ranges { text, span } => match ranges(text) {
            Ok(marked) => block.marked.extend(marked),
            Err(_) if text.contains('=') || text.starts_with(['.', '#']) => {
                context.foreign_attribute(*span, &format!("{{{text}}}"));
            }
            Err(reason) => {
                context.report(
                    &rules::INVALID_ATTRIBUTE,
                    *span,
                    reason,
                    "write lines as `{2,4-6}`",
                );
            }
        },
        Item::Malformed { text, span } => {
            let message = format!("`{text}` is no flag, `key=value` or `{{lines}}`");
            let help = "put values with spaces in double quotes, as in `title=\"app.py\"`";
            context.report(&rules::INVALID_ATTRIBUTE, *span, message, help);
        }
    }
}

fn set_mode(block: &mut CodeBlock, mode: SampleMode, span: Span, context: &mut Context<'_>) {
    if block.sample.mode == SampleMode::Unmarked {
        block.sample.mode = mode;
    } else {
        let message = "only one of `run`, `norun` and `starter` can be given";
        context.report(&rules::INVALID_ATTRIBUTE, span, message, "keep the one that is meant");
    }
}

fn apply_pair(
    key: &str,
    value: &str,
    span: Span,
    value_span: Span,
    block: &mut CodeBlock,
    context: &mut Context<'_>,
) {
    let spanned = || Some(Spanned::new(value.to_owned(), value_span));
    let mut invalid = |message: String, help: &str| {
        context.report(&rules::INVALID_ATTRIBUTE, value_span, message, help);
    };
    let sample = &mut block.sample;
    if value.trim().is_empty() && KEYS.contains(&key) && key != "reason" {
        return invalid(format!("`{key}` has no value"), "give it one, or leave it out");
    }
    match key {
        "title" => block.title = Some(value.to_owned()),
        "tab" => block.tab = Some(value.to_owned()),
        "file" => block.include = spanned(),
        "raises" => sample.raises = Some(value.to_owned()),
        "reason" => sample.reason = Some(value.to_owned()),
        "needs" => {
            sample.needs = value.split(',').map(str::to_owned).collect();
            if sample.needs.iter().any(|name| name.trim().is_empty() || name.contains(' ')) {
                invalid(format!("`{value}` is no list of packages"), "write `needs=flask,redis`");
            }
        }
        "numbers" => match value.parse() {
            Ok(first) => block.numbers = Some(first),
            Err(_) => invalid(format!("`{value}` is no line number"), "write `numbers=10`"),
        },
        "timeout" => match value.parse() {
            Ok(seconds @ 1..=600) => sample.timeout = Some(seconds),
            _ => invalid(format!("`{value}` is no time limit"), "write seconds from 1 to 600"),
        },
        "id" | "after" if !is_kebab_case(value) => {
            invalid(format!("`{value}` is no id"), "ids are kebab-case: `tuple-iadd`");
        }
        "id" => sample.id = spanned(),
        "after" => sample.after = spanned(),
        "since" | "until" if !super::marker::is_version(value) => {
            invalid(format!("`{value}` is no Python version"), "write `3.14` or `3.14.4`");
        }
        "since" => sample.since = Some(value.to_owned()),
        "until" => sample.until = Some(value.to_owned()),
        "service" if SERVICES.contains(&value) => sample.service = Some(value.to_owned()),
        "service" => {
            let help = suggest::did_you_mean(value, SERVICES)
                .unwrap_or_else(|| format!("services are `{}`", SERVICES.join("`, `")));
            invalid(format!("unknown service `{value}`"), &help);
        }
        _ => unknown(key, span, context),
    }
}

fn unknown(name: &str, span: Span, context: &mut Context<'_>) {
    if FOREIGN.contains(&name) {
        context.foreign_attribute(span, name);
        return;
    }
    let message = match (KEYS.contains(&name), FLAGS.contains(&name)) {
        (true, _) => Some((format!("`{name}` has no value"), format!("write `{name}=…`"))),
        (_, true) => Some((format!("`{name}` takes no value"), format!("write `{name}` alone"))),
        _ => None,
    };
    if let Some((message, help)) = message {
        return context.report(&rules::INVALID_ATTRIBUTE, span, message, &help);
    }
    let candidates = FLAGS.into_iter().chain(KEYS);
    let help = suggest::did_you_mean(name, candidates)
        .unwrap_or_else(|| format!("items are `{}`, and `{{2,4-6}}`", names().join("`, `")));
    let message = format!("unknown item `{name}` in the info string");
    context.report(&rules::UNKNOWN_ATTRIBUTE, span, message, &help);
}

fn names() -> Vec<&'static str> {
    let mut names: Vec<&str> = FLAGS.into_iter().chain(KEYS).collect();
    names.sort_unstable();
    names.dedup();
    names
}

/// Checks what items require of each other.
fn validate(block: &CodeBlock, span: Span, context: &mut Context<'_>) {
    let sample = &block.sample;
    let has_reason = sample.reason.as_ref().is_some_and(|reason| !reason.trim().is_empty());
    if sample.mode == SampleMode::NoRun && !has_reason {
        let message = "`norun` has no reason";
        let help = "say why it is not executed: `norun reason=\"needs a cloud account\"`";
        context.report(&rules::INVALID_ATTRIBUTE, span, message, help);
    }
    if sample.mode != SampleMode::NoRun && sample.reason.is_some() {
        let message = "`reason` goes with `norun`";
        context.report(&rules::INVALID_ATTRIBUTE, span, message, "add `norun`, or drop `reason`");
    }
    let language = block.language.as_ref().map(|name| name.value.as_str());
    let is_runnable = language.is_some_and(|name| Runner::of(name).is_some() || name == "output");
    if sample.mode == SampleMode::Run && !is_runnable {
        let message = match language {
            Some(name) => format!("crib cannot run `{name}`"),
            None => "crib cannot run code whose language is not named".to_owned(),
        };
        let help =
            "it runs `python`, `pycon`, `sql` and `bash`; elsewhere write `norun` with a reason";
        context.report(&rules::INVALID_ATTRIBUTE, span, message, help);
    }
    let only_run = [
        ("raises", sample.raises.is_some()),
        ("after", sample.after.is_some()),
        ("timeout", sample.timeout.is_some()),
        ("nondet", sample.is_nondeterministic),
    ];
    let is_transcript = block.language.as_ref().is_some_and(|name| name.value == "pycon");
    for (name, _) in only_run.into_iter().filter(|(_, is_given)| *is_given) {
        if sample.mode != SampleMode::Run && !is_transcript {
            let message = format!("`{name}` needs `run`");
            context.report(&rules::INVALID_ATTRIBUTE, span, message, "add `run`");
        }
    }
}

/// Reads `2,4-6`.
fn ranges(text: &str) -> Result<Vec<RangeInclusive<usize>>, String> {
    text.split(',')
        .map(|part| {
            let (first, last) = part.split_once('-').unwrap_or((part, part));
            match (first.trim().parse::<usize>(), last.trim().parse::<usize>()) {
                (Ok(first), Ok(last)) if 1 <= first && first <= last => Ok(first..=last),
                _ if text.trim().is_empty() => Err("`{}` marks no line".to_owned()),
                _ => Err(format!("`{part}` is no line or range of lines")),
            }
        })
        .collect()
}
