//! The siblings of one container, raw HTML among them → blocks, with every element balanced.
//!
//! An element may open in one HTML block and close in another, with Markdown between. Folds and
//! markers are found on the way; `study` then joins them to cards.

use crate::base::span::Span;
use crate::model::config::RawHtml;
use crate::model::doc::{Block, Element, Fold, Inline, Node};
use crate::parse::context::Context;
use crate::parse::html::fragment::Fragment;
use crate::parse::html::policy::{self, Class};
use crate::parse::html::token::{self, OpenTag, Token};
use crate::parse::marker::{self, Marker};
use crate::parse::study::{self, Flaw, Part};
use crate::rules;

/// One sibling before assembly.
pub(in crate::parse) enum Piece {
    /// A block made of Markdown.
    Block(Node<Block>),
    /// An HTML block.
    Html(Fragment),
}

/// Parses a summary's inline Markdown, which stands at an offset of the file.
pub(in crate::parse) type ParseInline<'f> =
    dyn FnMut(&str, usize, &mut Context<'_>) -> Vec<Node<Inline>> + 'f;

/// Elements nested deeper than this are flattened: browsers do likewise, at 512.
const MAX_LEVELS: usize = 32;

/// Balances the siblings of one container. End tags that close nothing here are returned, for they
/// may close what a container further out has opened: a list takes in the line after it.
pub(in crate::parse) fn assemble(
    pieces: Vec<Piece>,
    context: &mut Context<'_>,
    parse_inline: &mut ParseInline<'_>,
) -> (Vec<Node<Block>>, Fragment) {
    let mut assembler = Assembler {
        unmatched: Fragment::default(),
        levels: vec![Level::new(Opened::Root, Span::default())],
        context,
        parse_inline,
    };
    for piece in pieces {
        match piece {
            Piece::Block(block) => assembler.push_markdown(block),
            Piece::Html(fragment) => assembler.fragment(&fragment),
        }
    }
    while assembler.levels.len() > 1 {
        assembler.report_unclosed();
        assembler.close_top();
    }
    let parts = assembler.levels.pop().map(|level| level.parts).unwrap_or_default();
    let unmatched = assembler.unmatched;
    (study::group(parts, context), unmatched)
}

struct Assembler<'a, 'c, 'f> {
    unmatched: Fragment,
    levels: Vec<Level>,
    context: &'a mut Context<'c>,
    parse_inline: &'a mut ParseInline<'f>,
}

struct Level {
    opened: Opened,
    span: Span,
    parts: Vec<Part>,
}

enum Opened {
    Root,
    Element(Element<Block>),
    Fold(Fold, Option<Flaw>),
    /// A forbidden element: what it holds is not kept.
    Dropped(String),
}

impl Level {
    fn new(opened: Opened, span: Span) -> Self {
        Self { opened, span, parts: Vec::new() }
    }

    fn name(&self) -> &str {
        match &self.opened {
            Opened::Root => "",
            Opened::Element(element) => &element.name,
            Opened::Fold(..) => "details",
            Opened::Dropped(name) => name,
        }
    }

    fn is_boundary(&self) -> bool {
        matches!(self.opened, Opened::Root | Opened::Fold(..) | Opened::Dropped(_))
    }
}

impl Assembler<'_, '_, '_> {
    fn fragment(&mut self, fragment: &Fragment) {
        let tokens = token::tokens(&fragment.text);
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            let range = token.range();
            let span = fragment.span(range.start, range.end);
            match token {
                Token::Comment { inside, .. } => {
                    self.comment(
                        &fragment.text[inside.clone()],
                        fragment.offset(inside.start),
                        span,
                        tokens_alone(&tokens, fragment),
                    );
                }
                Token::Open(tag) if tag.name == "details" => {
                    at = self.open_fold(tag, &tokens, at, fragment);
                }
                Token::Close { name, .. } if name == "details" => self.close_fold(fragment, span),
                _ if self.context.options.raw_html == RawHtml::Escape => {
                    let text = fragment.text[range].trim();
                    if !text.is_empty() {
                        let text = Node { kind: Inline::Text(text.to_owned()), span };
                        self.push(Part::Block(Node { kind: Block::Paragraph(vec![text]), span }));
                    }
                }
                Token::Open(tag) => self.open(tag, &fragment.text, span),
                Token::Close { name, .. } => self.close(name, span),
                Token::RawText { name, .. } => self.report_forbidden(name, span),
                Token::Text(_) => {
                    let is_edge = at == 1 || at == tokens.len();
                    self.text(&fragment.text[range], span, is_edge);
                }
            }
        }
    }

    fn comment(&mut self, inside: &str, offset: usize, span: Span, is_alone: bool) {
        if !marker::is_marker(inside) {
            return;
        }
        if !is_alone {
            let message = "a marker comment shares its block with something else";
            let help = "put it on lines of its own, with a blank line before and after";
            self.context.report(&rules::MALFORMED_CARD, span, message, help);
        }
        match marker::parse(inside, offset, self.context) {
            Some(Marker::Study(marker)) => self.push(Part::Marker(marker, span)),
            Some(Marker::Setup(setup)) => {
                self.push(Part::Block(Node { kind: Block::Setup(setup), span }));
            }
            None => {}
        }
    }

    /// Opens a fold and takes its summary; returns the index of the next token.
    fn open_fold(
        &mut self,
        tag: &OpenTag,
        tokens: &[Token],
        next: usize,
        fragment: &Fragment,
    ) -> usize {
        let text = &fragment.text;
        let span = fragment.span(tag.range.start, tag.range.end);
        self.end_paragraph();
        let is_open = tag.attributes.iter().any(|(key, _)| key == "open");
        let mut fold = Fold { summary: Vec::new(), body: Vec::new(), is_open };
        let mut flaw = None;
        if !text[..tag.range.start].trim().is_empty() {
            flaw = Some(Flaw::new(span, "`<details>` does not begin its block"));
        }
        let blank = |token: &Token| matches!(token, Token::Text(range) if text[range.clone()].trim().is_empty());
        let mut at = next + usize::from(tokens.get(next).is_some_and(blank));
        let summary_end = summary_end(tokens, at);
        if let (Some(Token::Open(open)), Some(end)) = (tokens.get(at), summary_end) {
            let inside = open.range.end..tokens[end].range().start;
            let source = &text[inside.clone()];
            let lead = source.len() - source.trim_start().len();
            let offset = fragment.offset(inside.start + lead);
            fold.summary = (self.parse_inline)(source.trim(), offset, self.context);
            at = end + 1;
            if fold.summary.is_empty() {
                flaw = flaw.or(Some(Flaw::new(span, "the `<summary>` is empty")));
            }
            let rest = &text[tokens[end].range().end..];
            if !rest.trim().is_empty() {
                let start = tokens[end].range().end;
                let rest_span = fragment.span(start, start + rest.len());
                flaw = flaw.or(Some(Flaw::new(rest_span, "no blank line follows `</summary>`")));
            }
        } else {
            flaw = flaw.or(Some(Flaw::new(
                span,
                "`<details>` has no `<summary>…</summary>` right after it",
            )));
            at = next;
        }
        if self.levels.len() < MAX_LEVELS {
            self.levels.push(Level::new(Opened::Fold(fold, flaw), span));
        }
        at
    }

    fn close_fold(&mut self, fragment: &Fragment, span: Span) {
        let found = self.levels.iter().rposition(|level| matches!(level.opened, Opened::Fold(..)));
        let Some(found) = found else {
            self.unmatched.push("</details>", span.start as usize);
            return;
        };
        self.close_above(found);
        let is_alone = fragment.text.trim() == "</details>";
        if !is_alone || !is_after_blank_line(self.context.text, fragment.offset(0)) {
            if let Some(Level { opened: Opened::Fold(_, flaw), .. }) = self.levels.last_mut() {
                let message = "`</details>` does not stand on a line of its own after a blank line";
                flaw.get_or_insert(Flaw::new(span, message));
            }
        }
        if let Some(level) = self.levels.last_mut() {
            level.span.end = level.span.end.max(span.end);
        }
        self.close_top();
    }

    fn open(&mut self, tag: &OpenTag, text: &str, span: Span) {
        let name = policy::renamed(&tag.name);
        match policy::class(name) {
            Class::Unknown if policy::is_component(tag) => {
                return self.context.unknown_component(tag, span);
            }
            Class::Unknown => {
                let source = &text[tag.range.clone()];
                self.context.unknown_element(source, span);
                self.push(Part::Block(Node { kind: Block::Text(source.to_owned()), span }));
                return;
            }
            Class::Unwrapped => {
                let message = format!("`<{}>` is left out; its content stays", tag.name);
                let help = "only elements of running text can stand in a page";
                self.context.report(&rules::MALFORMED_HTML, span, message, help);
                return;
            }
            Class::Forbidden => {
                self.report_forbidden(&tag.name, span);
                self.open_level(Level::new(Opened::Dropped(name.to_owned()), span));
                return;
            }
            Class::Within(parents) => {
                if !self.close_to_parent(parents) {
                    let message =
                        format!("`<{name}>` stands outside `<{}>`", parents.join(">`, `<"));
                    let help = "its tag is left out; put it into its parent";
                    self.context.report(&rules::MALFORMED_HTML, span, message, help);
                    return;
                }
            }
            Class::Flow => self.end_paragraph(),
            Class::Phrasing => {}
        }
        while self.levels.last().is_some_and(|top| policy::ends_before(top.name(), name)) {
            self.close_top();
        }
        if name == "a" {
            self.end_through("a");
        }
        let element = policy::element(tag, span, self.context);
        if policy::is_void(name) {
            self.push(Part::Block(Node { kind: Block::Element(element), span }));
        } else {
            self.open_level(Level::new(Opened::Element(element), span));
        }
    }

    fn open_level(&mut self, level: Level) {
        if self.levels.len() < MAX_LEVELS {
            self.levels.push(level);
        }
    }

    fn close(&mut self, name: &str, span: Span) {
        let name = policy::renamed(name);
        let boundary = self
            .levels
            .iter()
            .rposition(|level| matches!(level.opened, Opened::Root | Opened::Fold(..)));
        let found = self.levels.iter().rposition(|level| level.name() == name);
        match found {
            Some(found) if found > boundary.unwrap_or(0) => {
                self.close_above(found);
                if let Some(level) = self.levels.last_mut() {
                    level.span.end = level.span.end.max(span.end);
                }
                self.close_top();
            }
            _ if policy::is_void(name)
                || matches!(
                    policy::class(name),
                    Class::Unwrapped | Class::Unknown | Class::Forbidden
                ) => {}
            _ => {
                self.unmatched.push(&format!("</{name}>"), span.start as usize);
            }
        }
    }

    fn text(&mut self, raw: &str, span: Span, is_edge: bool) {
        let is_preformatted = self.levels.iter().any(|level| level.name() == "pre");
        let text = html_escape::decode_html_entities(raw).into_owned();
        let top = self.levels.last().map_or("", Level::name);
        if text.trim().is_empty() && !is_preformatted {
            let is_structure = policy::is_table_structure(top) || matches!(top, "ul" | "ol" | "dl");
            if is_edge || is_structure {
                return;
            }
        }
        self.push(Part::Block(Node { kind: Block::Text(text), span }));
    }

    /// Puts a Markdown block into the open element; a `<p>` around blocks can only be a `<div>`.
    fn push_markdown(&mut self, mut block: Node<Block>) {
        if let Some(Level { opened: Opened::Element(element), .. }) = self.levels.last_mut() {
            match policy::class(&element.name) {
                _ if element.name == "p" => element.name = "div".to_owned(),
                Class::Flow if is_heading(&element.name) => unwrap_paragraph(&mut block),
                _ => {}
            }
        }
        self.push(Part::Block(block));
    }

    /// Adds to the open element, or before the table if that cannot hold it, as browsers do.
    fn push(&mut self, part: Part) {
        let is_table_part = matches!(&part, Part::Block(Node { kind: Block::Element(element), .. })
            if matches!(policy::class(&element.name), Class::Within(_)));
        let target = self
            .levels
            .iter()
            .rposition(|level| is_table_part || !policy::is_table_structure(level.name()));
        if let Some(level) = target.and_then(|target| self.levels.get_mut(target)) {
            level.parts.push(part);
        }
    }

    /// Closes what stands between the top and the nearest of `parents`; false if there is none.
    fn close_to_parent(&mut self, parents: &[&str]) -> bool {
        let found = self.levels.iter().rposition(|level| {
            parents.contains(&level.name())
                || level.is_boundary()
                || matches!(level.name(), "table" | "ul" | "ol" | "dl")
        });
        match found {
            Some(found) if parents.contains(&self.levels[found].name()) => {
                while self.levels.len() > found + 1 {
                    self.close_top();
                }
                true
            }
            _ => false,
        }
    }

    /// Ends an open `<p>` that only phrasing elements have been opened in since.
    fn end_paragraph(&mut self) {
        self.end_through("p");
    }

    fn end_through(&mut self, name: &str) {
        let found = self.levels.iter().rposition(|level| {
            level.name() == name || policy::class(level.name()) != Class::Phrasing
        });
        if let Some(found) = found.filter(|found| self.levels[*found].name() == name) {
            while self.levels.len() > found {
                self.close_top();
            }
        }
    }

    fn close_above(&mut self, found: usize) {
        while self.levels.len() > found + 1 {
            self.report_unclosed();
            self.close_top();
        }
    }

    fn close_top(&mut self) {
        let Some(level) = self.levels.pop() else { return };
        let mut span = level.span;
        if let Some(end) = level.parts.iter().map(|part| part.span().end).max() {
            span.end = span.end.max(end);
        }
        let parts = level.parts;
        match level.opened {
            // The root is taken off by `assemble` itself.
            Opened::Root => self.levels.push(Level { opened: Opened::Root, span, parts }),
            Opened::Dropped(_) => {}
            Opened::Element(mut element) => {
                element.children = study::group(parts, self.context);
                self.push(Part::Block(Node { kind: Block::Element(element), span }));
            }
            Opened::Fold(mut fold, flaw) => {
                fold.body = study::group(parts, self.context);
                self.push(Part::Fold { fold, span, flaw });
            }
        }
    }

    fn report_unclosed(&mut self) {
        let Some(level) = self.levels.last_mut() else { return };
        let name = level.name().to_owned();
        let message = format!("`<{name}>` is never closed");
        if let Opened::Fold(_, flaw) = &mut level.opened {
            flaw.get_or_insert(Flaw::new(level.span, "this `<details>` is never closed"));
        }
        let has_optional_end = matches!(policy::class(&name), Class::Within(_)) || name == "p";
        if !has_optional_end {
            let help = format!("add `</{name}>`");
            self.context.report(&rules::MALFORMED_HTML, level.span, message, &help);
        }
    }

    fn report_forbidden(&mut self, name: &str, span: Span) {
        let message = format!("`<{name}>` is left out with its content");
        let help =
            "pages carry no script and no style; put a drawing into a file and show it as an image";
        self.context.report(&rules::UNSAFE_HTML, span, message, help);
    }
}

fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

fn unwrap_paragraph(block: &mut Node<Block>) {
    if let Block::Paragraph(content) = &mut block.kind {
        block.kind = Block::Plain(std::mem::take(content));
    }
}

/// Returns the index of the `</summary>` of the summary that opens at `at`.
fn summary_end(tokens: &[Token], at: usize) -> Option<usize> {
    matches!(tokens.get(at), Some(Token::Open(tag)) if tag.name == "summary").then_some(())?;
    let is_end = |token: &Token| matches!(token, Token::Close { name, .. } if name == "summary");
    tokens[at..].iter().position(is_end).map(|found| at + found)
}

/// True if the fragment holds one comment and nothing else.
fn tokens_alone(tokens: &[Token], fragment: &Fragment) -> bool {
    tokens.iter().all(|token| match token {
        Token::Comment { .. } => true,
        Token::Text(range) => fragment.text[range.clone()].trim().is_empty(),
        _ => false,
    }) && tokens.iter().filter(|token| matches!(token, Token::Comment { .. })).count() == 1
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
