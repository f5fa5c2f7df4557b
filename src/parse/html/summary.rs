//! Summaries that do not stand where a card's must: after a blank line, or over several blocks.

use crate::base::span::Span;
use crate::model::doc::{Block, Inline, List, Node};
use crate::parse::html::assemble::Assembler;
use crate::parse::html::fragment::Fragment;
use crate::parse::html::level::{self, Level, Opened};
use crate::parse::html::token::{OpenTag, Token};
use crate::parse::study::Part;

impl Assembler<'_, '_, '_> {
    /// Takes a summary that is not right behind its `<details>`; returns the index of the next token.
    pub(super) fn late_summary(
        &mut self,
        tag: &OpenTag,
        tokens: &[Token],
        next: usize,
        fragment: &Fragment,
    ) -> usize {
        match self.levels.last_mut() {
            Some(Level { opened: Opened::Fold(fold, _), .. }) if fold.summary.is_empty() => {
                let Some(end) = summary_end(tokens, next - 1) else {
                    let span = fragment.span(tag.range.clone());
                    self.open_level(Level::new(Opened::Summary, "summary", span));
                    return next;
                };
                let inside = fragment.trimmed(tag.range.end..tokens[end].range().start);
                fold.summary = (self.parse_inline)(&inside, self.context);
                end + 1
            }
            _ => {
                self.token(&tokens[next - 1], tokens, next - 1, fragment);
                next
            }
        }
    }

    /// Gives the open fold the blocks of its summary, as one inline content. Of a summary that was
    /// never closed only the first block is it.
    pub(super) fn finish_summary(&mut self, parts: Vec<Part>, is_closed: bool) {
        let n_parts = if is_closed { parts.len() } else { 1 };
        let mut summary = Vec::new();
        let mut rest = Vec::new();
        for (at, part) in level::without_blanks(parts).into_iter().enumerate() {
            match part {
                Part::Block(node) if at < n_parts => {
                    if !flatten(&node, &mut summary) {
                        rest.push(Part::Block(node));
                    }
                }
                part => rest.push(part),
            }
        }
        if let Some(Level { opened: Opened::Fold(fold, _), .. }) = self.levels.last_mut() {
            fold.summary = summary;
        }
        for part in rest {
            self.push(part);
        }
    }
}

/// Returns the index of the `</summary>` of the summary that opens at `at`.
pub(super) fn summary_end(tokens: &[Token], at: usize) -> Option<usize> {
    matches!(tokens.get(at), Some(Token::Open(tag)) if tag.name == "summary").then_some(())?;
    let is_end = |token: &Token| matches!(token, Token::Close { name, .. } if name == "summary");
    tokens[at..].iter().position(is_end).map(|found| at + found)
}

/// Appends a block to inline content, in lines of its own; false if it is too much for that.
fn flatten(node: &Node<Block>, into: &mut Vec<Node<Inline>>) -> bool {
    match &node.kind {
        Block::List(list) => flatten_list(list, into),
        _ => match level::inlines(std::slice::from_ref(node)) {
            Some(content) => {
                let is_line = matches!(node.kind, Block::Paragraph(_) | Block::Plain(_));
                break_line(is_line, node.span, into);
                into.extend(content.into_iter().map(on_one_line));
            }
            None => return false,
        },
    }
    true
}

fn flatten_list(list: &List, into: &mut Vec<Node<Inline>>) {
    for (number, item) in list.items.iter().enumerate() {
        let mark = match list.start {
            Some(start) => format!("{}. ", start.saturating_add(number as u64)),
            None => "• ".to_owned(),
        };
        let mut content = Vec::new();
        for block in &item.kind.blocks {
            flatten(block, &mut content);
        }
        break_line(true, item.span, into);
        match content.first_mut() {
            Some(Node { kind: Inline::Text(text), .. }) => text.insert_str(0, &mark),
            _ => into.push(Node { kind: Inline::Text(mark), span: item.span }),
        }
        into.extend(content);
    }
}

fn break_line(is_line: bool, span: Span, into: &mut Vec<Node<Inline>>) {
    if is_line && !into.is_empty() {
        into.push(Node { kind: Inline::HardBreak, span });
    }
}

fn on_one_line(mut node: Node<Inline>) -> Node<Inline> {
    if let Inline::Text(text) = &mut node.kind {
        *text = text.trim_matches('\n').replace('\n', " ");
    }
    node
}
