//! pulldown-cmark's events → blocks. Inline content is in `inline`, code in `code`.
//!
//! Entry point: `Parser::document`. Nesting is bounded, so that no input can exhaust the stack:
//! what lies deeper than `MAX_DEPTH` containers is kept, in the container above.

use std::ops::Range;

use pulldown_cmark::{BlockQuoteKind, Event, Options, Tag, TagEnd};

use crate::base::span::Span;
use crate::model::config::Markdown;
use crate::model::doc::{
    Alignment, Block, Callout, CalloutKind, Definition, Heading, Inline, Item, List, Node, Table,
};
use crate::parse::context::Context;
use crate::parse::footnote::Footnotes;
use crate::parse::html::assemble::{Piece, assemble};
use crate::parse::html::fragment::Fragment;
use crate::parse::html::token;
use crate::parse::{alert, code};
use crate::rules;

/// Containers within containers: quotes, lists, items, emphasis.
pub(super) const MAX_DEPTH: usize = 48;

/// The events of one text, and how far they have been read.
pub(super) struct Parser<'e, 'c, 't> {
    pub(super) events: Vec<(Event<'e>, Range<usize>)>,
    pub(super) at: usize,
    /// Where the text of the events begins in the file.
    pub(super) offset: usize,
    pub(super) depth: usize,
    pub(super) context: &'c mut Context<'t>,
    pub(super) footnotes: &'c mut Footnotes,
    /// End tags met in inline content that no tag there opened: they may close an outer element.
    pub(super) end_tags: Fragment,
}

impl<'e, 'c, 't> Parser<'e, 'c, 't> {
    /// Reads the events of `text`, which begins at `offset` in the file.
    pub(super) fn new(
        text: &'e str,
        offset: usize,
        context: &'c mut Context<'t>,
        footnotes: &'c mut Footnotes,
    ) -> Self {
        let options = options(context.options);
        let events = pulldown_cmark::Parser::new_ext(text, options).into_offset_iter().collect();
        let end_tags = Fragment::default();
        Self { events, at: 0, offset, depth: 0, context, footnotes, end_tags }
    }

    /// Returns all blocks.
    pub(super) fn document(&mut self) -> Vec<Node<Block>> {
        let blocks = self.blocks();
        self.report_end_tags();
        blocks
    }

    /// Returns the place of an event's range.
    pub(super) fn span(&self, range: &Range<usize>) -> Span {
        Span::new(range.start + self.offset..range.end + self.offset)
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
                let content = self.inlines();
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
                    let span = self.span(&range);
                    pieces.push(Piece::Block(Node { kind: Block::Rule, span }));
                }
                _ => {}
            }
        }
        self.assemble(pieces)
    }

    fn assemble(&mut self, pieces: Vec<Piece>) -> Vec<Node<Block>> {
        let footnotes = &mut *self.footnotes;
        let (blocks, end_tags) = assemble(pieces, self.context, &mut |text, offset, context| {
            Parser::new(text, offset, context, &mut *footnotes).summary()
        });
        self.end_tags.append(&end_tags);
        blocks
    }

    /// Lets end tags at the end of a paragraph act on the blocks around it, as in `text</b></details>`.
    fn take_end_tags(&mut self, pieces: &mut Vec<Piece>) {
        if !self.end_tags.text.is_empty() {
            pieces.push(Piece::Html(std::mem::take(&mut self.end_tags)));
        }
    }

    /// Reads a text as the inline content of a summary: of several blocks, all that is inline.
    fn summary(&mut self) -> Vec<Node<Inline>> {
        let mut content = Vec::new();
        while self.at < self.events.len() {
            content.extend(self.inlines());
            self.at += 1;
        }
        self.report_end_tags();
        content
    }

    fn report_end_tags(&mut self) {
        let end_tags = std::mem::take(&mut self.end_tags);
        for token in token::tokens(&end_tags.text) {
            let range = token.range();
            let tag = &end_tags.text[range.clone()];
            let message = format!("`{tag}` closes nothing");
            let help = format!("remove it, or add the `<{}` that it closes", &tag[2..]);
            self.context.report(
                &rules::MALFORMED_HTML,
                end_tags.span(range.start, range.end),
                message,
                &help,
            );
        }
    }

    /// Reads one block, whose start was consumed.
    fn block(&mut self, tag: Tag<'e>, range: &Range<usize>, pieces: &mut Vec<Piece>) {
        let span = self.span(range);
        let kind = match tag {
            Tag::Paragraph => match self.inline_container() {
                mut content if is_display_math(&content) => match content.remove(0).kind {
                    Inline::Math { latex, .. } => Block::Math(latex),
                    other => Block::Paragraph(vec![Node { kind: other, span }]),
                },
                content => Block::Paragraph(content),
            },
            Tag::Heading { level, id, classes, .. } => Block::Heading(Heading {
                level: level as u8,
                id: id.map(String::from).unwrap_or_default(),
                classes: classes.into_iter().map(String::from).collect(),
                content: self.inline_container(),
                is_folded: false,
            }),
            Tag::BlockQuote(kind) => self.quote(kind, span),
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
            _ => Block::Plain(self.inline_container()),
        };
        pieces.push(Piece::Block(Node { kind, span }));
    }

    fn nested_blocks(&mut self) -> Vec<Node<Block>> {
        self.depth += 1;
        let blocks = self.blocks();
        self.depth -= 1;
        blocks
    }

    fn quote(&mut self, kind: Option<BlockQuoteKind>, span: Span) -> Block {
        let body = self.nested_blocks();
        let kind = match kind {
            Some(BlockQuoteKind::Note) => CalloutKind::Note,
            Some(BlockQuoteKind::Tip) => CalloutKind::Tip,
            Some(BlockQuoteKind::Important) => CalloutKind::Important,
            Some(BlockQuoteKind::Warning) => CalloutKind::Warning,
            Some(BlockQuoteKind::Caution) => CalloutKind::Caution,
            None => return alert::quote(body, span, self.context),
        };
        Block::Callout(Callout { kind, body })
    }

    fn list(&mut self, start: Option<u64>) -> Block {
        let mut items = Vec::new();
        self.depth += 1;
        while let Some((event, range)) = self.next() {
            match event {
                Event::Start(Tag::Item) => {
                    let task = self.task_marker();
                    let item = Item { task, blocks: self.nested_blocks() };
                    items.push(Node { kind: item, span: self.span(&range) });
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        self.depth -= 1;
        Block::List(List { start, items })
    }

    /// Takes a task's box, which stands first in the item, perhaps in its first paragraph.
    fn task_marker(&mut self) -> Option<bool> {
        let in_paragraph =
            matches!(self.events.get(self.at), Some((Event::Start(Tag::Paragraph), _)));
        let at = self.at + usize::from(in_paragraph);
        match self.events.get(at) {
            Some((Event::TaskListMarker(is_done), _)) => {
                let is_done = *is_done;
                self.events.remove(at);
                Some(is_done)
            }
            _ => None,
        }
    }

    fn definitions(&mut self) -> Vec<Definition> {
        let mut definitions: Vec<Definition> = Vec::new();
        self.depth += 1;
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::DefinitionListTitle) => {
                    let term = self.inline_container();
                    match definitions.last_mut() {
                        Some(last) if last.details.is_empty() => last.terms.push(term),
                        _ => {
                            definitions.push(Definition { terms: vec![term], details: Vec::new() })
                        }
                    }
                }
                Event::Start(Tag::DefinitionListDefinition) => {
                    let detail = self.nested_blocks();
                    match definitions.last_mut() {
                        Some(last) => last.details.push(detail),
                        None => definitions
                            .push(Definition { terms: Vec::new(), details: vec![detail] }),
                    }
                }
                Event::End(_) => break,
                _ => {}
            }
        }
        self.depth -= 1;
        definitions
    }

    fn table(&mut self, alignments: &[pulldown_cmark::Alignment]) -> Table {
        let alignments: Vec<Alignment> = alignments
            .iter()
            .map(|alignment| match alignment {
                pulldown_cmark::Alignment::None => Alignment::None,
                pulldown_cmark::Alignment::Left => Alignment::Left,
                pulldown_cmark::Alignment::Center => Alignment::Center,
                pulldown_cmark::Alignment::Right => Alignment::Right,
            })
            .collect();
        let mut head = Vec::new();
        let mut rows = Vec::new();
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableHead) => head = self.row(alignments.len()),
                Event::Start(Tag::TableRow) => rows.push(self.row(alignments.len())),
                Event::End(TagEnd::Table) => break,
                _ => {}
            }
        }
        Table { alignments, head, rows }
    }

    fn row(&mut self, n_columns: usize) -> Vec<Vec<Node<Inline>>> {
        let mut cells = Vec::with_capacity(n_columns);
        while let Some((event, _)) = self.next() {
            match event {
                Event::Start(Tag::TableCell) => cells.push(self.inline_container()),
                Event::End(TagEnd::TableHead | TagEnd::TableRow) => break,
                _ => {}
            }
        }
        cells.resize(n_columns, Vec::new());
        cells
    }

    fn fragment(&mut self) -> Fragment {
        let mut fragment = Fragment::default();
        while let Some((event, range)) = self.next() {
            match event {
                Event::Html(text) | Event::Text(text) => {
                    fragment.push(&text, range.start + self.offset);
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
        let message = format!("nested more than {MAX_DEPTH} deep");
        let help = "what is deeper is kept on this level; nest less";
        self.context.report(&rules::DEEP_NESTING, span, message, help);
    }
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

fn is_inline(event: &Event<'_>) -> bool {
    match event {
        Event::Text(_)
        | Event::Code(_)
        | Event::InlineMath(_)
        | Event::DisplayMath(_)
        | Event::InlineHtml(_)
        | Event::FootnoteReference(_)
        | Event::SoftBreak
        | Event::HardBreak
        | Event::TaskListMarker(_) => true,
        Event::Start(tag) => matches!(
            tag,
            Tag::Emphasis | Tag::Strong | Tag::Strikethrough | Tag::Link { .. } | Tag::Image { .. }
        ),
        Event::End(_) | Event::Html(_) | Event::Rule => false,
    }
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
