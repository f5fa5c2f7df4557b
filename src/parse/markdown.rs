//! pulldown-cmark's events → blocks. Inline content is in `inline`, code in `code`.
//!
//! Entry point: `Parser::document`. Nesting is bounded, so that no input can exhaust the stack:
//! what lies deeper than `MAX_DEPTH` containers is kept, in the container above.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, BrokenLink, Event, Options, Tag};

use crate::base::span::Span;
use crate::model::config::Markdown;
use crate::model::doc::{Block, Callout, CalloutKind, Heading, Inline, Node};
use crate::parse::context::Context;
use crate::parse::footnote::Footnotes;
use crate::parse::html::assemble::{Piece, assemble};
use crate::parse::html::fragment::{Fragment, Places};
use crate::parse::html::token;
use crate::parse::inline::is_inline;
use crate::parse::source::Prepared;
use crate::parse::tags::Setting;
use crate::parse::{alert, code};
use crate::rules;

/// Containers within containers: quotes, lists, items, emphasis.
pub(super) const MAX_DEPTH: usize = 32;

/// Put before a summary, so that nothing in it begins a block.
const GUARD: &str = "x ";

/// The events of one text, and how far they have been read.
pub(super) struct Parser<'e, 'c, 't> {
    pub(super) events: Vec<(Event<'e>, Range<usize>)>,
    pub(super) at: usize,
    /// Where the text of the events stands in the file.
    pub(super) places: Places,
    pub(super) depth: usize,
    pub(super) context: &'c mut Context<'t>,
    pub(super) footnotes: &'c mut Footnotes,
    /// End tags met in inline content that no tag there opened: they may close an outer element.
    pub(super) end_tags: Fragment,
}

impl<'e, 'c, 't> Parser<'e, 'c, 't> {
    /// Reads the events of a text.
    pub(super) fn new(
        source: &'e Prepared<'_>,
        places: Places,
        context: &'c mut Context<'t>,
        footnotes: &'c mut Footnotes,
    ) -> Self {
        let options = options(context.options);
        let known = &context.references;
        let mut reference = |link: BrokenLink<'e>| {
            let (target, title) = known.get(&reference_key(&link.reference))?;
            Some((target.clone().into(), title.clone().into()))
        };
        let parser = pulldown_cmark::Parser::new_with_broken_link_callback(
            &source.text,
            options,
            Some(&mut reference),
        );
        let found = parser.reference_definitions().iter().map(|(label, definition)| {
            let title = definition.title.as_deref().unwrap_or_default().to_owned();
            (reference_key(label), (definition.dest.to_string(), title))
        });
        let found: Vec<(String, (String, String))> = found.collect();
        let events = parser.into_offset_iter();
        let events = events.map(|(event, range)| (source.restore(event), range)).collect();
        context.references.extend(found);
        let end_tags = Fragment::default();
        Self { events, at: 0, places, depth: 0, context, footnotes, end_tags }
    }

    /// Returns all blocks.
    pub(super) fn document(&mut self) -> Vec<Node<Block>> {
        let blocks = self.blocks();
        self.report_end_tags();
        blocks
    }

    /// Returns the place of an event's range.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        self.places.span(range)
    }

    /// Returns the place of a block, without the line end that belongs to its range.
    pub(super) fn block_span(&self, range: &Range<usize>) -> Span {
        let span = self.span(range);
        let written = self.context.text.get(span.range()).unwrap_or_default();
        Span::new(span.range().start..span.range().start + written.trim_ascii_end().len())
    }

    /// Returns the next event and moves on.
    pub(super) fn next(&mut self) -> Option<(Event<'e>, Range<usize>)> {
        let (event, range) = self.events.get_mut(self.at)?;
        self.at += 1;
        Some((std::mem::replace(event, Event::Rule), range.clone()))
    }

    /// Reads blocks up to the end of the container, which is consumed.
    fn blocks(&mut self) -> Vec<Node<Block>> {
        let mut pieces = Vec::new();
        let mut n_flattened = 0_usize;
        while let Some((event, _)) = self.events.get(self.at) {
            if is_inline(event) {
                let content = self.inlines(Setting::Flow);
                let content = self.trimmed(content);
                let Some(span) = content_span(&content) else { continue };
                pieces.push(Piece::Block(Node { kind: Block::Plain(content), span }));
                self.take_end_tags(&mut pieces);
                continue;
            }
            let Some((event, range)) = self.next() else { break };
            match event {
                Event::Start(tag) if self.depth >= MAX_DEPTH && is_container(&tag) => {
                    if n_flattened == 0 {
                        self.report_depth(&range);
                    }
                    n_flattened += 1;
                }
                Event::Start(tag) => {
                    self.block(tag, &range, &mut pieces);
                    self.take_end_tags(&mut pieces);
                }
                Event::End(_) if n_flattened > 0 => n_flattened -= 1,
                Event::End(_) => break,
                Event::Rule => {
                    let span = self.block_span(&range);
                    pieces.push(Piece::Block(Node { kind: Block::Rule, span }));
                }
                _ => {}
            }
        }
        self.assemble(pieces)
    }

    fn assemble(&mut self, pieces: Vec<Piece>) -> Vec<Node<Block>> {
        let footnotes = &mut *self.footnotes;
        let mut parse_inline = |summary: &Fragment, context: &mut Context<'_>| {
            inline_text(summary, context, footnotes)
        };
        let (blocks, end_tags) = assemble(pieces, self.depth, self.context, &mut parse_inline);
        self.end_tags.append(&end_tags);
        blocks
    }

    /// Lets end tags at the end of a paragraph act on the blocks around it, as in `text</b></details>`.
    fn take_end_tags(&mut self, pieces: &mut Vec<Piece>) {
        if !self.end_tags.text.is_empty() {
            pieces.push(Piece::Html(std::mem::take(&mut self.end_tags)));
        }
    }

    fn report_end_tags(&mut self) {
        let end_tags = std::mem::take(&mut self.end_tags);
        for token in token::tokens(&end_tags.text) {
            let tag = &end_tags.text[token.range()];
            let message = format!("`{tag}` closes nothing");
            let help = format!("remove it, or add the `<{}` that it closes", &tag[2..]);
            let span = end_tags.span(token.range());
            self.context.report(&rules::MALFORMED_HTML, span, message, &help);
        }
    }

    /// Reads one block, whose start was consumed.
    fn block(&mut self, tag: Tag<'e>, range: &Range<usize>, pieces: &mut Vec<Piece>) {
        let span = self.block_span(range);
        let kind = match tag {
            Tag::Paragraph => match self.block_content(Setting::Flow) {
                content if content.is_empty() => return,
                mut content if is_display_math(&content) => match content.remove(0).kind {
                    Inline::Math { latex, .. } => Block::Math(latex.trim().to_owned()),
                    other => Block::Paragraph(vec![Node { kind: other, span }]),
                },
                content => Block::Paragraph(content),
            },
            Tag::Heading { level, id, classes, .. } => Block::Heading(Heading {
                level: level as u8,
                id: id.map(String::from).unwrap_or_default(),
                classes: classes.into_iter().map(String::from).collect(),
                content: self.block_content(Setting::Phrasing),
                is_folded: false,
            }),
            Tag::BlockQuote(kind) => self.quote(kind),
            Tag::CodeBlock(kind) => code::block(self, &kind, range),
            Tag::HtmlBlock => {
                let fragment = self.fragment();
                pieces.push(Piece::Html(fragment));
                return;
            }
            Tag::List(start) => self.list(start),
            Tag::FootnoteDefinition(label) => {
                let body = self.nested_blocks();
                self.footnotes.define(&label, body, span);
                return;
            }
            Tag::DefinitionList => Block::Definitions(self.definitions()),
            Tag::Table(alignments) => Block::Table(self.table(&alignments)),
            // Never at the start of a block; their content is not lost.
            _ => Block::Plain(self.block_content(Setting::Flow)),
        };
        pieces.push(Piece::Block(Node { kind, span }));
    }

    pub(super) fn nested_blocks(&mut self) -> Vec<Node<Block>> {
        self.depth += 1;
        let blocks = self.blocks();
        self.depth -= 1;
        blocks
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>) -> Block {
        let body = self.nested_blocks();
        let kind = match kind {
            Some(BlockQuoteKind::Note) => CalloutKind::Note,
            Some(BlockQuoteKind::Tip) => CalloutKind::Tip,
            Some(BlockQuoteKind::Important) => CalloutKind::Important,
            Some(BlockQuoteKind::Warning) => CalloutKind::Warning,
            Some(BlockQuoteKind::Caution) => CalloutKind::Caution,
            None => return alert::quote(body, self.context),
        };
        Block::Callout(Callout { kind, body })
    }

    fn fragment(&mut self) -> Fragment {
        let mut fragment = Fragment::default();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Html(text) | Event::Text(text) => {
                    fragment.push(&text, self.span(&range).range());
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        fragment
    }

    /// Reports nesting beyond the limit.
    pub(super) fn report_depth(&mut self, range: &Range<usize>) {
        let span = self.span(&(range.start..range.start));
        self.context.report_depth(span);
    }
}

/// Reads a text as inline content, whatever a line of it may look like.
fn inline_text(
    text: &Fragment,
    context: &mut Context<'_>,
    footnotes: &mut Footnotes,
) -> Vec<Node<Inline>> {
    if text.text.is_empty() {
        return Vec::new();
    }
    let guarded = format!("{GUARD}{}", text.text.replace(['\r', '\n'], " "));
    let source = Prepared::verbatim(&guarded);
    let places = text.places.behind(GUARD.len());
    let mut parser = Parser::new(&source, places, context, footnotes);
    // The first event begins the paragraph, the second is the guard with what follows it.
    parser.at = 1;
    if let Some((Event::Text(first), range)) = parser.events.get_mut(1) {
        *first = first.get(GUARD.len()..).unwrap_or_default().to_owned().into();
        range.start = GUARD.len();
        parser.at += usize::from(first.is_empty());
    }
    let content = parser.inlines(Setting::Phrasing);
    parser.report_end_tags();
    content
}

/// Labels of references mind neither case nor the number of blanks.
fn reference_key(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().collect();
    words.join(" ").to_lowercase()
}

fn options(markdown: &Markdown) -> Options {
    let mut options = Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST;
    options.set(Options::ENABLE_SMART_PUNCTUATION, markdown.smart_punctuation);
    options.set(Options::ENABLE_MATH, markdown.math);
    options
}

fn is_container(tag: &Tag<'_>) -> bool {
    matches!(
        tag,
        Tag::BlockQuote(_)
            | Tag::List(_)
            | Tag::Item
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
    )
}

fn is_display_math(content: &[Node<Inline>]) -> bool {
    matches!(content, [Node { kind: Inline::Math { is_display: true, .. }, .. }])
}

fn content_span(content: &[Node<Inline>]) -> Option<Span> {
    let (first, last) = (content.first()?, content.last()?);
    Some(Span { start: first.span.start, end: last.span.end.max(first.span.start) })
}
