//! `flowchart` and `graph`.

mod draw;
mod link;
mod parse;
mod shape;

use super::DiagramError;
use super::canvas::Canvas;
use super::edge::Edge;
use super::layout::Direction;
use super::mark::Marks;
use super::source::Source;
use shape::Shape;

/// A parsed flowchart.
#[derive(Debug, Default)]
struct Flowchart<'a> {
    direction: Direction,
    nodes: Vec<Node<'a>>,
    edges: Vec<Connection>,
    marks: Marks<'a>,
}

/// A node or a subgraph.
#[derive(Debug)]
struct Node<'a> {
    /// The text as written; the id if there is none.
    text: &'a str,
    shape: Shape,
    parent: Option<usize>,
    direction: Option<Direction>,
}

#[derive(Debug)]
struct Connection {
    from: usize,
    to: usize,
    length: usize,
    edge: Edge,
    line: usize,
}

/// Draws the flowchart in `source`.
pub(super) fn draw(source: &Source<'_>, canvas: &mut Canvas) -> Result<(), DiagramError> {
    draw::draw(&parse::parse(source)?, canvas)
}
