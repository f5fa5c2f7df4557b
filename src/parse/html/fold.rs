//! Folds (`<details>` with its summary) and the marker comments before them.

use crate::base::span::Span;
use crate::model::doc::{Block, Fold};
use crate::parse::html::assemble::Assembler;
use crate::parse::html::fragment::Fragment;
use crate::parse::html::level::{Level, Opened};
use crate::parse::html::summary::summary_end;
use crate::parse::html::token::{OpenTag, Token};
use crate::parse::marker::{self, Marker};
use crate::parse::study::{Flaw, Part};
use crate::rules;

impl Assembler<'_, '_, '_> {
    /// Reads a comment, given its inside.
    pub(super) fn comment(
        &mut self,
        inside: &Fragment,
        span: Span,
        is_alone: bool,
        is_closed: bool,
    ) {
        let is_marker = marker::is_marker(&inside.text);
        if !is_closed {
            let rule = if is_marker { &rules::MALFORMED_CARD } else { &rules::MALFORMED_HTML };
            let start = Span { start: span.start, end: span.start + 4 };
            let message = "this comment is never closed, and hides what follows";
            return self.context.report(rule, start, message, "add `-->`");
        }
        if !is_marker {
            return;
        }
        if !is_alone {
            let message = "a marker comment shares its block with something else";
            let help = "put it on lines of its own, with a blank line before and after";
            self.context.report(&rules::MALFORMED_CARD, span, message, help);
        }
        match marker::parse(inside, self.context) {
            Some(Marker::Study(marker)) => self.push(Part::Marker(marker, span)),
            Some(Marker::Setup(setup)) => self.push(Part::block(Block::Setup(setup), span)),
            None => {}
        }
    }

    /// Opens a fold and takes its summary; returns the index of the next token.
    pub(super) fn open_fold(
        &mut self,
        tag: &OpenTag,
        tokens: &[Token],
        next: usize,
        fragment: &Fragment,
    ) -> usize {
        let text = &fragment.text;
        let span = fragment.span(tag.range.clone());
        self.end_through("p");
        let is_open = tag.attributes.iter().any(|(key, _)| key == "open");
        let mut fold = Fold { summary: Vec::new(), body: Vec::new(), is_open };
        let mut flaw = None;
        if !text[..tag.range.start].trim().is_empty() {
            flaw = Some(Flaw::new(span, "`<details>` does not begin its block"));
        }
        let is_blank = |token: &Token| text[token.range()].trim().is_empty();
        let mut at = next + usize::from(tokens.get(next).is_some_and(is_blank));
        if let (Some(Token::Open(open)), Some(end)) = (tokens.get(at), summary_end(tokens, at)) {
            let end_tag = tokens[end].range();
            let inside = fragment.trimmed(open.range.end..end_tag.start);
            fold.summary = (self.parse_inline)(&inside, self.context);
            at = end + 1;
            if fold.summary.is_empty() {
                flaw = flaw.or(Some(Flaw::new(span, "the `<summary>` is empty")));
            }
            let rest = text[end_tag.end..].trim_end();
            if !rest.trim().is_empty() {
                let rest_span = fragment.span(end_tag.end..end_tag.end + rest.len());
                let message = "no blank line follows `</summary>`";
                flaw = flaw.or(Some(Flaw::new(rest_span, message)));
            }
        } else {
            let message = "`<details>` has no `<summary>…</summary>` right after it";
            flaw = flaw.or(Some(Flaw::new(span, message)));
            at = next;
        }
        self.open_level(Level::new(Opened::Fold(fold, flaw), "details", span));
        at
    }

    /// Closes the innermost fold. `block` is where the tag's block begins in the file.
    pub(super) fn close_fold(&mut self, span: Span, is_alone: bool, block: usize) {
        if self.ends_what_was_left_out("details") {
            return;
        }
        let found = self.levels.iter().rposition(|level| matches!(level.opened, Opened::Fold(..)));
        let Some(found) = found else {
            self.unmatched.push("</details>", span.range());
            return;
        };
        let is_well_placed = is_alone && is_after_blank_line(self.context.text, block);
        if let Some(Level { opened: Opened::Fold(_, flaw), .. }) = self.levels.get_mut(found)
            && !is_well_placed
        {
            let message = "`</details>` does not stand on a line of its own after a blank line";
            flaw.get_or_insert(Flaw::new(span, message));
        }
        self.close_level(found, span);
    }
}

/// True if the line before that of `offset` is blank, quote marks aside.
fn is_after_blank_line(text: &str, offset: usize) -> bool {
    let quote_marks = [' ', '\t', '>'];
    let before = text[..offset].trim_end_matches(quote_marks);
    let Some(previous) = before.strip_suffix('\n') else {
        return before.is_empty();
    };
    let previous = previous.strip_suffix('\r').unwrap_or(previous).trim_end_matches(quote_marks);
    previous.is_empty() || previous.ends_with('\n')
}
