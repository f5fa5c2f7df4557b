//! Code blocks: the info string is read from the source, where escapes are still as written.

use std::ops::Range;

use pulldown_cmark::{CodeBlockKind, Event};

use crate::model::doc::{Block, CodeBlock, DiffMark};
use crate::parse::fence;
use crate::parse::markdown::Parser;
use crate::rules;

/// Reads the block whose start was consumed. Mermaid and math fences become blocks of their own.
pub(super) fn block(
    parser: &mut Parser<'_, '_, '_>,
    kind: &CodeBlockKind<'_>,
    range: &Range<usize>,
) -> Block {
    let start = parser.places.offset(range.start);
    let (text, line_starts) = text(parser);
    let (mut code, is_diff) = match kind {
        CodeBlockKind::Indented => (CodeBlock::default(), false),
        CodeBlockKind::Fenced(_) => {
            let (info, at) = info(parser.context.text, start);
            fence::parse(info, at, parser.context)
        }
    };
    (code.text, code.line_starts) = (text, line_starts);
    if is_diff {
        strip_markers(&mut code, parser);
    }
    if code.include.is_some() && !code.text.trim().is_empty() {
        let span = parser.block_span(range);
        let message = "a block with `file=` has text of its own, which is not shown";
        parser.context.report(
            &rules::INVALID_ATTRIBUTE,
            span,
            message,
            "remove the text, or `file=`",
        );
    }
    match code.language.as_ref().map(|language| language.value.as_str()) {
        Some("mermaid") if code.include.is_none() => Block::Diagram(code.text),
        Some("math") if parser.context.options.math => Block::Math(code.text.trim().to_owned()),
        _ => Block::Code(Box::new(code)),
    }
}

/// Returns the info string of the fence at `start`, and where it stands.
fn info(text: &str, start: usize) -> (&str, usize) {
    let line = text[start..].lines().next().unwrap_or_default();
    let fence = line.trim_start();
    let mark = fence.chars().next().unwrap_or('`');
    let info = fence.trim_start_matches(mark).trim_start();
    (info.trim_end(), start + line.len() - info.len())
}

/// Joins the text events; each line's place is where it stands in the file.
fn text(parser: &mut Parser<'_, '_, '_>) -> (String, Vec<u32>) {
    let mut text = String::new();
    let mut line_starts = Vec::new();
    while let Some((event, range)) = parser.next() {
        match event {
            Event::Text(chunk) => {
                let mut at = parser.places.offset(range.start);
                for line in chunk.split_inclusive('\n') {
                    if text.is_empty() || text.ends_with('\n') {
                        line_starts.push(u32::try_from(at).unwrap_or(u32::MAX));
                    }
                    text.push_str(line);
                    at += line.len();
                }
            }
            Event::End(_) => break,
            _ => {}
        }
    }
    (text, line_starts)
}

/// Takes the first character of each line as its diff marker.
fn strip_markers(code: &mut CodeBlock, parser: &mut Parser<'_, '_, '_>) {
    let mut marks = Vec::new();
    let mut stripped = String::with_capacity(code.text.len());
    for (number, line) in code.text.split_inclusive('\n').enumerate() {
        let (mark, rest) = match line.as_bytes().first() {
            Some(b'+') => (DiffMark::Added, &line[1..]),
            Some(b'-') => (DiffMark::Removed, &line[1..]),
            Some(b' ') => (DiffMark::Same, &line[1..]),
            Some(b'\n' | b'\r') | None => (DiffMark::Same, line),
            Some(_) => {
                let start = code.line_starts.get(number).copied().unwrap_or_default() as usize;
                let span = crate::base::span::Span::new(start..start + line.trim_end().len());
                let message = "a line of a `diff` block begins with none of `+`, `-` and space";
                let help = "put the marker, or a space, before the line";
                parser.context.report(&rules::INVALID_ATTRIBUTE, span, message, help);
                (DiffMark::Same, line)
            }
        };
        marks.push(mark);
        stripped.push_str(rest);
    }
    code.text = stripped;
    code.diff = Some(marks);
}
