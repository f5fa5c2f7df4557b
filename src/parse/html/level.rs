//! An element of raw HTML while it is open, and what it becomes when it ends.

use crate::base::span::Span;
use crate::model::doc::{Block, Element, Fold, Heading, Inline, Node};
use crate::parse::html::policy;
use crate::parse::study::{Flaw, Part};

/// An open element and the parts that were found in it.
pub(super) struct Level {
    pub(super) opened: Opened,
    /// As its end tag will name it.
    pub(super) tag: String,
    pub(super) span: Span,
    pub(super) parts: Vec<Part>,
}

/// What kind of element is open.
pub(super) enum Opened {
    /// The container itself.
    Root,
    Element(Element<Block>),
    Fold(Fold, Option<Flaw>),
    /// A summary that reaches into the blocks after it.
    Summary,
    /// A forbidden element: what it holds is not kept.
    Dropped,
}

impl Level {
    pub(super) fn root() -> Self {
        Self::new(Opened::Root, "", Span::default())
    }

    pub(super) fn new(opened: Opened, tag: &str, span: Span) -> Self {
        Self { opened, tag: tag.to_owned(), span, parts: Vec::new() }
    }

    /// Returns the element's name, which need not be the one that was written.
    pub(super) fn name(&self) -> &str {
        match &self.opened {
            Opened::Element(element) => &element.name,
            Opened::Root | Opened::Fold(..) | Opened::Summary | Opened::Dropped => &self.tag,
        }
    }

    /// True for what ends nothing outside it.
    pub(super) fn is_boundary(&self) -> bool {
        matches!(self.opened, Opened::Root | Opened::Fold(..) | Opened::Dropped)
    }

    /// True for what may hold blocks.
    pub(super) fn holds_flow(&self) -> bool {
        self.is_boundary() || policy::holds_flow(self.name())
    }

    /// A `<p>` that holds blocks can only be a division.
    pub(super) fn hold_blocks(&mut self) {
        if let Opened::Element(element) = &mut self.opened
            && element.name == "p"
        {
            "div".clone_into(&mut element.name);
        }
    }
}

/// Takes away blanks that no reader sees: at both ends of a container, and beside blocks.
pub(super) fn without_blanks(parts: Vec<Part>) -> Vec<Part> {
    let is_blank: Vec<bool> = parts.iter().map(is_blank).collect();
    let is_inline: Vec<bool> = parts.iter().map(is_inline).collect();
    let last = parts.len().saturating_sub(1);
    let is_seen = |at: usize| {
        let is_within = at > 0 && at < last && is_inline[at - 1] && is_inline[at + 1];
        !is_blank[at] || is_within
    };
    parts.into_iter().enumerate().filter(|(at, _)| is_seen(*at)).map(|(_, part)| part).collect()
}

fn is_blank(part: &Part) -> bool {
    matches!(part, Part::Block(node)
        if matches!(&node.kind, Block::Text(text) if text.trim_ascii().is_empty()))
}

fn is_inline(part: &Part) -> bool {
    let Part::Block(node) = part else { return false };
    match &node.kind {
        Block::Text(_) => true,
        Block::Element(element) => policy::class(&element.name) == policy::Class::Phrasing,
        _ => false,
    }
}

/// Returns the block that an element with its children is: a heading is one of ours, so that it gets
/// an id and a place in the contents, and one that holds blocks can only be a division.
pub(super) fn finished(mut element: Element<Block>) -> Block {
    if !policy::is_heading(&element.name) {
        return Block::Element(element);
    }
    let is_plain = element.attributes.iter().all(|(key, _)| key == "id" || key == "class");
    match inlines(&element.children) {
        Some(content) if is_plain => return Block::Heading(heading(&element, content)),
        Some(_) => {}
        None => "div".clone_into(&mut element.name),
    }
    Block::Element(element)
}

fn heading(element: &Element<Block>, mut content: Vec<Node<Inline>>) -> Heading {
    let attribute = |name: &str| {
        let found = element.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.as_str()).unwrap_or_default()
    };
    if let Some(Node { kind: Inline::Text(text), .. }) = content.first_mut() {
        text.drain(..text.len() - text.trim_start().len());
    }
    if let Some(Node { kind: Inline::Text(text), .. }) = content.last_mut() {
        text.truncate(text.trim_end().len());
    }
    Heading {
        level: element.name.as_bytes()[1] - b'0',
        id: attribute("id").to_owned(),
        classes: attribute("class").split_whitespace().map(str::to_owned).collect(),
        content,
        is_folded: false,
    }
}

/// Returns blocks as inline content, if they are no more than that.
pub(super) fn inlines(blocks: &[Node<Block>]) -> Option<Vec<Node<Inline>>> {
    let mut content = Vec::new();
    for node in blocks {
        let kind = match &node.kind {
            Block::Text(text) => Inline::Text(text.clone()),
            Block::Element(element) if element.name == "br" => Inline::HardBreak,
            Block::Element(element) if policy::class(&element.name) == policy::Class::Phrasing => {
                Inline::Element(Element {
                    name: element.name.clone(),
                    attributes: element.attributes.clone(),
                    children: inlines(&element.children)?,
                })
            }
            Block::Plain(inside) | Block::Paragraph(inside) if is_phrasing(inside) => {
                content.extend(inside.iter().cloned());
                continue;
            }
            _ => return None,
        };
        content.push(Node { kind, span: node.span });
    }
    Some(content)
}

/// True if inline content holds no elements but those of running text.
fn is_phrasing(content: &[Node<Inline>]) -> bool {
    content.iter().all(|node| match &node.kind {
        Inline::Element(element) => {
            policy::class(&element.name) == policy::Class::Phrasing
                && is_phrasing(&element.children)
        }
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Strikethrough(content) => {
            is_phrasing(content)
        }
        Inline::Link(link) => is_phrasing(&link.content),
        _ => true,
    })
}
