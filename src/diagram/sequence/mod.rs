//! `sequenceDiagram`: lifelines, messages, activations, notes and frames.

mod columns;
mod draw;
mod frame;
mod parse;
mod statement;

use super::DiagramError;
use super::canvas::{Canvas, Marker};
use super::label::Label;
use super::source::Source;

/// A parsed sequence diagram.
#[derive(Debug, Default)]
struct Script {
    participants: Vec<Participant>,
    /// Frames around participants' columns: a title and the first and the last of them.
    boxes: Vec<(Label, usize, usize)>,
    steps: Vec<Step>,
}

#[derive(Debug)]
struct Participant {
    label: Label,
    is_actor: bool,
}

/// What happens, from top to bottom.
#[derive(Debug)]
enum Step {
    Message(Message),
    Note {
        place: Place,
        label: Label,
    },
    Activate(usize),
    Deactivate(usize),
    Open(FrameKind, Label),
    /// `else`, `and` or `option`.
    Divide(Label),
    Close,
    /// The next number and the step to the one after; `None` stops the numbering.
    Number(Option<(u32, u32)>),
}

#[derive(Debug)]
struct Message {
    from: usize,
    to: usize,
    label: Label,
    is_dotted: bool,
    start: Option<Marker>,
    end: Option<Marker>,
    /// The message brings its receiver to life.
    is_creation: bool,
    /// Whose lifeline ends with the message.
    destroys: Option<usize>,
    activation: Activation,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Activation {
    Unchanged,
    /// The receiver becomes active.
    Begins,
    /// The sender is active no longer.
    Ends,
}

#[derive(Debug, Clone, Copy)]
enum Place {
    LeftOf(usize),
    RightOf(usize),
    /// The first and the last participant.
    Over(usize, usize),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum FrameKind {
    Loop,
    Alt,
    Opt,
    Par,
    Critical,
    Break,
    /// A plain background.
    Rect,
}

impl FrameKind {
    const ALL: [(&str, Self); 7] = [
        ("loop", Self::Loop),
        ("alt", Self::Alt),
        ("opt", Self::Opt),
        ("par", Self::Par),
        ("critical", Self::Critical),
        ("break", Self::Break),
        ("rect", Self::Rect),
    ];

    fn keyword(self) -> &'static str {
        Self::ALL.iter().find(|&&(_, kind)| kind == self).map_or("", |(keyword, _)| keyword)
    }

    /// The word that divides such a frame.
    fn divider(self) -> Option<&'static str> {
        match self {
            Self::Alt => Some("else"),
            Self::Par => Some("and"),
            Self::Critical => Some("option"),
            Self::Loop | Self::Opt | Self::Break | Self::Rect => None,
        }
    }
}

/// Draws the diagram in `source`.
pub(super) fn draw(source: &Source<'_>, canvas: &mut Canvas) -> Result<(), DiagramError> {
    let script = parse::parse(source)?;
    let columns = columns::place(&script);
    draw::draw(&script, &columns, canvas);
    Ok(())
}
