//! `stateDiagram-v2`: states, transitions, composite states, choices, forks and notes.

mod draw;
mod parse;

use super::DiagramError;
use super::canvas::Canvas;
use super::label::Label;
use super::layout::Direction;
use super::mark::Marks;
use super::source::Source;

/// A parsed state diagram.
#[derive(Debug, Default)]
struct Machine<'a> {
    direction: Direction,
    states: Vec<State<'a>>,
    transitions: Vec<Transition>,
    marks: Marks<'a>,
}

#[derive(Debug)]
struct State<'a> {
    kind: Kind,
    id: &'a str,
    /// The first is the title instead of the id, the others are lines below it.
    descriptions: Vec<&'a str>,
    parent: Option<usize>,
    direction: Option<Direction>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Kind {
    Plain,
    Composite,
    /// A part of a composite state, beside which others run.
    Region,
    Start,
    End,
    Choice,
    /// A fork or a join.
    Bar,
    Note(Label),
}

#[derive(Debug)]
struct Transition {
    from: usize,
    to: usize,
    label: Label,
    /// Ties a note to its state.
    is_tie: bool,
    line: usize,
}

/// Draws the diagram in `source`.
pub(super) fn draw(source: &Source<'_>, canvas: &mut Canvas) -> Result<(), DiagramError> {
    draw::draw(&parse::parse(source)?, canvas)
}
