//! The siblings of one container, raw HTML among them → blocks, with every element balanced.
//!
//! An element may open in one HTML block and close in another, with Markdown between. Folds and
//! markers are found on the way (`fold`); `study` then joins them to cards.

use crate::base::span::Span;
use crate::model::config::RawHtml;
use crate::model::doc::{Block, Element, Inline, Node};
use crate::parse::context::Context;
use crate::parse::html::fragment::Fragment;
use crate::parse::html::level::{self, Level, Opened};
use crate::parse::html::policy::{self, Class};
use crate::parse::html::token::{self, OpenTag, Token};
use crate::parse::study::{self, Part};
use crate::rules;

/// One sibling before assembly.
pub(in crate::parse) enum Piece {
    /// A block made of Markdown.
    Block(Node<Block>),
    /// An HTML block.
    Html(Fragment),
}

/// Parses a summary's inline Markdown.
pub(in crate::parse) type ParseInline<'f> =
    dyn FnMut(&Fragment, &mut Context<'_>) -> Vec<Node<Inline>> + 'f;

/// Balances the siblings of one container, which stands in `depth` others. End tags that close nothing
/// here are returned, for they may close what a container further out has opened: a list takes in the
/// line after it.
pub(in crate::parse) fn assemble(
    pieces: Vec<Piece>,
    depth: usize,
    context: &mut Context<'_>,
    parse_inline: &mut ParseInline<'_>,
) -> (Vec<Node<Block>>, Fragment) {
    let mut assembler = Assembler {
        unmatched: Fragment::default(),
        levels: vec![Level::root()],
        left_out: Vec::new(),
        // Together the containers must not exhaust the stack; browsers stop at 512 elements.
        max_levels: if depth < 2 { 32 } else { 6 },
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
    (study::group(level::without_blanks(parts), context), unmatched)
}

pub(super) struct Assembler<'a, 'c, 'f> {
    /// End tags that close nothing here.
    pub(super) unmatched: Fragment,
    /// Outermost first; the first is the container's own.
    pub(super) levels: Vec<Level>,
    /// Start tags that were left out, with the number of levels: their end tags are no surprise.
    left_out: Vec<(String, usize)>,
    max_levels: usize,
    pub(super) context: &'a mut Context<'c>,
    pub(super) parse_inline: &'a mut ParseInline<'f>,
}

impl Assembler<'_, '_, '_> {
    fn fragment(&mut self, fragment: &Fragment) {
        let tokens = token::tokens(&fragment.text);
        let is_escaped = self.context.options.raw_html == RawHtml::Escape;
        let mut escaped = Fragment::default();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            let range = token.range();
            let is_ours = matches!(token, Token::Comment { .. })
                || matches!(token, Token::Open(tag) if tag.name == "details")
                || matches!(token, Token::Close { name, .. } if name == "details");
            if is_escaped && !is_ours {
                escaped.append(&fragment.part(range));
                at += 1;
                continue;
            }
            self.escaped_text(&mut escaped);
            at = match token {
                Token::Open(tag) if tag.name == "details" => {
                    self.open_fold(tag, &tokens, at + 1, fragment)
                }
                Token::Open(tag) if tag.name == "summary" => {
                    self.late_summary(tag, &tokens, at + 1, fragment)
                }
                token => {
                    self.token(token, &tokens, at, fragment);
                    at + 1
                }
            };
        }
        self.escaped_text(&mut escaped);
    }

    pub(super) fn token(
        &mut self,
        token: &Token,
        tokens: &[Token],
        at: usize,
        fragment: &Fragment,
    ) {
        let span = fragment.span(token.range());
        match token {
            Token::Comment { inside, is_closed, .. } => {
                let is_alone = is_alone(tokens, at, fragment);
                self.comment(&fragment.part(inside.clone()), span, is_alone, *is_closed);
            }
            Token::Open(tag) => self.open(tag, &fragment.text, span),
            Token::Close { name, .. } if name == "details" => {
                let is_alone = is_alone(tokens, at, fragment);
                self.close_fold(span, is_alone, fragment.places.offset(0));
            }
            Token::Close { name, range } => self.close(name, &fragment.text[range.clone()], span),
            Token::RawText { tag, .. } => match policy::frame_link(tag, span, self.context) {
                Some((label, mut element)) => {
                    element.children = vec![Node { kind: Block::Text(label), span }];
                    self.push(Part::block(Block::Element(element), span));
                }
                None => self.context.forbidden_element(&tag.name, span),
            },
            Token::Text(range) => {
                let is_edge = at == 0 || at + 1 == tokens.len();
                self.text(&fragment.text[range.clone()], span, is_edge);
            }
        }
    }

    /// Shows raw HTML as a paragraph of text.
    fn escaped_text(&mut self, escaped: &mut Fragment) {
        let escaped = std::mem::take(escaped);
        let text = escaped.trimmed(0..escaped.text.len());
        if !text.text.is_empty() {
            let span = text.span(0..text.text.len());
            let text = Node { kind: Inline::Text(text.text), span };
            self.push(Part::block(Block::Paragraph(vec![text]), span));
        }
    }

    fn open(&mut self, tag: &OpenTag, text: &str, span: Span) {
        let name = policy::renamed(&tag.name);
        let source = &text[tag.range.clone()];
        match policy::class(name) {
            Class::Unknown if self.context.is_component(tag) => {
                return self.context.unknown_component(source, tag, span);
            }
            Class::Unknown => {
                self.context.unknown_element(source, span);
                return self.push(Part::block(Block::Text(source.to_owned()), span));
            }
            Class::Unwrapped => {
                let message = format!("`<{}>` is left out; its content stays", tag.name);
                let help = "only elements of running text can stand in a page";
                return self.context.report(&rules::MALFORMED_HTML, span, message, help);
            }
            Class::Forbidden => {
                self.context.forbidden_element(&tag.name, span);
                if !tag.is_self_closing && !policy::is_void(name) {
                    self.open_level(Level::new(Opened::Dropped, &tag.name, span));
                }
                return;
            }
            // Where it belongs, `late_summary` takes it.
            Class::Within(_) if name == "summary" => {
                let message = "this `<summary>` is not the first thing in a `<details>`";
                let help = "its tag is left out; put it right behind `<details>`";
                self.context.report(&rules::MALFORMED_HTML, span, message, help);
                return self.leave_out(&tag.name);
            }
            Class::Within(parents) => {
                if !self.close_to_parent(parents) {
                    let message =
                        format!("`<{name}>` stands outside `<{}>`", parents.join(">`, `<"));
                    let help = "its tag is left out; put it into its parent";
                    self.context.report(&rules::MALFORMED_HTML, span, message, help);
                    return self.leave_out(&tag.name);
                }
            }
            Class::Flow => self.end_through("p"),
            Class::Phrasing => {}
        }
        while self.levels.last().is_some_and(|top| policy::ends_before(top.name(), name)) {
            self.close_top();
        }
        if name == "a" {
            self.end_through("a");
        }
        self.open_element(tag, span);
    }

    fn open_element(&mut self, tag: &OpenTag, span: Span) {
        let Some(element) = policy::element::<Block>(tag, span, self.context) else { return };
        if policy::is_void(&element.name) {
            self.push(Part::block(Block::Element(element), span));
        } else if policy::closes_itself(tag) {
            self.context.self_closed(tag, span);
            self.push(Part::block(Block::Element(element), span));
        } else {
            self.open_level(Level::new(Opened::Element(element), &tag.name, span));
        }
    }

    pub(super) fn open_level(&mut self, level: Level) {
        if self.levels.len() < self.max_levels {
            self.levels.push(level);
        } else {
            self.context.report_depth(level.span);
            self.leave_out(&level.tag);
            if let Opened::Fold(fold, _) = level.opened
                && let (Some(first), Some(last)) = (fold.summary.first(), fold.summary.last())
            {
                let span = Span { start: first.span.start, end: last.span.end };
                self.push(Part::block(Block::Plain(fold.summary), span));
            }
        }
    }

    fn leave_out(&mut self, tag: &str) {
        self.left_out.push((tag.to_owned(), self.levels.len()));
    }

    /// True if an end tag belongs to a start tag that was left out.
    pub(super) fn ends_what_was_left_out(&mut self, name: &str) -> bool {
        let n_levels = self.levels.len();
        self.left_out.retain(|(_, depth)| *depth <= n_levels);
        let is_its = |(tag, depth): &(String, usize)| tag == name && *depth == n_levels;
        match self.left_out.iter().rposition(is_its) {
            Some(found) => {
                self.left_out.remove(found);
                true
            }
            None => false,
        }
    }

    fn close(&mut self, name: &str, source: &str, span: Span) {
        if self.ends_what_was_left_out(name) {
            return;
        }
        let boundary = self
            .levels
            .iter()
            .rposition(|level| matches!(level.opened, Opened::Root | Opened::Fold(..)));
        let found = self.levels.iter().rposition(|level| level.tag == name);
        if let Some(found) = found.filter(|found| *found > boundary.unwrap_or(0)) {
            return self.close_level(found, span);
        }
        match policy::class(name) {
            Class::Unknown if self.context.is_known_component(name) => {}
            Class::Unknown => {
                self.context.unknown_element(source, span);
                self.push(Part::block(Block::Text(source.to_owned()), span));
            }
            Class::Unwrapped | Class::Forbidden => {}
            _ if policy::is_void(name) => {}
            _ => self.unmatched.push(&format!("</{name}>"), span.range()),
        }
    }

    /// Closes a level, and first what is open in it.
    pub(super) fn close_level(&mut self, found: usize, span: Span) {
        while self.levels.len() > found + 1 {
            self.report_unclosed();
            self.close_top();
        }
        if let Some(level) = self.levels.last_mut() {
            level.span.end = level.span.end.max(span.end);
        }
        self.close_top_as(true);
    }

    fn text(&mut self, raw: &str, span: Span, is_edge: bool) {
        let is_preformatted = self.levels.iter().any(|level| level.name() == "pre");
        let text = html_escape::decode_html_entities(raw).into_owned();
        if text.trim().is_empty() && !is_preformatted {
            let top = self.levels.last().map_or("", Level::name);
            let is_structure = policy::is_table_structure(top) || matches!(top, "ul" | "ol" | "dl");
            if is_edge || is_structure {
                return;
            }
        }
        self.push(Part::block(Block::Text(text), span));
    }

    /// Puts a Markdown block into the open element.
    fn push_markdown(&mut self, mut block: Node<Block>) {
        if self.levels.last().is_some_and(|top| policy::is_heading(top.name())) {
            unwrap_paragraph(&mut block);
        }
        if !matches!(block.kind, Block::Plain(_)) {
            let around = self.levels.iter_mut().rev();
            around.take_while(|level| !level.holds_flow()).for_each(Level::hold_blocks);
        }
        self.push(Part::Block(Box::new(block)));
    }

    /// Adds to the open element, or before the table if that cannot hold it, as browsers do.
    pub(super) fn push(&mut self, part: Part) {
        let is_table_part = matches!(&part, Part::Block(node)
            if matches!(&node.kind, Block::Element(element)
                if matches!(policy::class(&element.name), Class::Within(_))));
        let target = self
            .levels
            .iter()
            .rposition(|level| is_table_part || !policy::is_table_structure(level.name()));
        let Some(target) = target else { return };
        if target + 1 < self.levels.len() {
            let message = "this stands in a table but in none of its cells; it is moved before it";
            let help = "put it into a `<td>`";
            self.context.report(&rules::MALFORMED_HTML, part.span(), message, help);
        }
        self.levels[target].parts.push(part);
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

    /// Ends an open element in which nothing has been opened since that could hold it.
    pub(super) fn end_through(&mut self, name: &str) {
        let found =
            self.levels.iter().rposition(|level| level.name() == name || level.holds_flow());
        if let Some(found) = found.filter(|found| self.levels[*found].name() == name) {
            while self.levels.len() > found {
                self.close_top();
            }
        }
    }

    fn close_top(&mut self) {
        self.close_top_as(false);
    }

    /// Closes the innermost level, perhaps since its end tag was met.
    fn close_top_as(&mut self, is_closed: bool) {
        let Some(Level { opened, tag, mut span, parts }) = self.levels.pop() else { return };
        if let Some(end) = parts.iter().map(|part| part.span().end).max() {
            span.end = span.end.max(end);
        }
        match opened {
            // The root is taken off by `assemble` itself.
            Opened::Root => self.levels.push(Level { opened, tag, span, parts }),
            Opened::Dropped => {}
            Opened::Summary => self.finish_summary(parts, is_closed),
            Opened::Element(element) => {
                let parts = match element.name.as_str() {
                    "pre" => parts,
                    name if policy::class(name) == Class::Phrasing => parts,
                    _ => level::without_blanks(parts),
                };
                let children = study::group(parts, self.context);
                let block = level::finished(Element { children, ..element });
                self.push(Part::block(block, span));
            }
            Opened::Fold(mut fold, flaw) => {
                if let Some(last) = fold.summary.last() {
                    span.end = span.end.max(last.span.end);
                }
                fold.body = study::group(level::without_blanks(parts), self.context);
                self.push(Part::Fold { fold: Box::new(fold), span, flaw });
            }
        }
    }

    fn report_unclosed(&mut self) {
        let Some(level) = self.levels.last_mut() else { return };
        if let Opened::Fold(_, flaw) = &mut level.opened {
            let unclosed = study::Flaw::unclosed(level.span);
            flaw.get_or_insert(unclosed);
        } else if !policy::has_optional_end(&level.tag) {
            let message = format!("`<{}>` is never closed", level.tag);
            let help = format!("add `</{}>`", level.tag);
            let span = level.span;
            self.context.report(&rules::MALFORMED_HTML, span, message, &help);
        }
    }
}

fn unwrap_paragraph(block: &mut Node<Block>) {
    if let Block::Paragraph(content) = &mut block.kind {
        block.kind = Block::Plain(std::mem::take(content));
    }
}

/// True if a fragment holds one token and nothing else.
fn is_alone(tokens: &[Token], at: usize, fragment: &Fragment) -> bool {
    tokens
        .iter()
        .enumerate()
        .all(|(other, token)| other == at || fragment.text[token.range()].trim().is_empty())
}
