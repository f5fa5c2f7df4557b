//! Reads a sequence diagram, line by line.

use std::collections::BTreeMap;

use super::statement::{Arrow, split_arrow, split_statements};
use super::{Activation, FrameKind, Message, Participant, Place, Script, Step};
use crate::diagram::DiagramError;
use crate::diagram::label::Label;
use crate::diagram::note;
use crate::diagram::scan::Scanner;
use crate::diagram::source::Source;

/// Messages wider than this are broken into lines.
const MESSAGE_WIDTH: f64 = 260.0;
/// Names of participants wider than this are broken into lines.
const NAME_WIDTH: f64 = 150.0;
/// More steps than this are refused: nobody can read them.
const MAX_STEPS: usize = 500;

#[derive(Default)]
struct Parser<'a> {
    script: Script,
    ids: BTreeMap<&'a str, usize>,
    /// How many activations of each participant are open.
    active: Vec<usize>,
    /// The frames that are open, and the lines on which they were opened.
    open: Vec<(FrameKind, usize)>,
    /// The open `box`: its title, first participant and line.
    open_box: Option<(Label, usize, usize)>,
    /// The participants that the next message has to create or destroy, and the lines that say so.
    created: Option<(usize, usize)>,
    destroyed: Option<(usize, usize)>,
}

/// Reads all of `source`.
pub(super) fn parse(source: &Source<'_>) -> Result<Script, DiagramError> {
    source.expect_bare_header()?;
    let mut parser = Parser::default();
    for line in source.lines.iter().flat_map(|&line| split_statements(line)) {
        parser.statement(&mut Scanner::new(line))?;
        if parser.script.steps.len() > MAX_STEPS {
            return Err(DiagramError::at(
                line.number,
                format!("the diagram has more than {MAX_STEPS} steps"),
            ));
        }
    }
    if let Some(&(kind, line)) = parser.open.last() {
        let keyword = kind.keyword();
        return Err(DiagramError::at(line, format!("`{keyword}` is not closed: `end` is missing")));
    }
    if let Some((_, _, line)) = parser.open_box {
        return Err(DiagramError::at(line, "`box` is not closed: `end` is missing"));
    }
    if let Some((_, line)) = parser.created.or(parser.destroyed) {
        return Err(DiagramError::at(line, "a message to or from this participant has to follow"));
    }
    if parser.script.participants.is_empty() {
        return Err(DiagramError::at(source.header.line, "the diagram has no participants"));
    }
    Ok(parser.script)
}

impl<'a> Parser<'a> {
    fn statement(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        if split_arrow(scanner.rest()).is_none() {
            for (keyword, is_actor) in [("participant", false), ("actor", true)] {
                if scanner.eat_word(keyword) {
                    return self.participant(scanner, is_actor).map(|_| ());
                }
            }
            if scanner.eat_word("create") {
                return self.create(scanner);
            }
            if scanner.eat_word("destroy") {
                let participant = self.known(scanner)?;
                self.destroyed = Some((participant, scanner.line()));
                return Ok(());
            }
            for (keyword, is_start) in [("activate", true), ("deactivate", false)] {
                if scanner.eat_word(keyword) {
                    let participant = self.known(scanner)?;
                    let step = if is_start { Step::Activate } else { Step::Deactivate };
                    self.script.steps.push(step(participant));
                    return self.change(scanner, participant, is_start);
                }
            }
            if scanner.eat_word("box") {
                return self.open_box(scanner);
            }
            if scanner.eat_word("autonumber") {
                return self.autonumber(scanner);
            }
            if ["links", "link", "properties", "details"].iter().any(|word| scanner.eat_word(word))
            {
                return Err(scanner.fail("links and properties of participants are not supported"));
            }
        }
        if scanner.eat_word("Note") || scanner.eat_word("note") {
            return self.note(scanner);
        }
        if self.frame(scanner)? {
            return Ok(());
        }
        self.message(scanner)
    }

    /// Reads `A as Alice`.
    fn participant(
        &mut self,
        scanner: &mut Scanner<'a>,
        is_actor: bool,
    ) -> Result<usize, DiagramError> {
        let text = scanner.take_rest();
        if text.contains("@{") {
            return Err(scanner.fail("`@{ … }` is not supported: use `participant` or `actor`"));
        }
        let (id, label) = match text.split_once(" as ") {
            Some((id, label)) => (id.trim(), label.trim().trim_matches('"')),
            None => (text, text.trim_matches('"')),
        };
        let participant = self.get(id, scanner)?;
        let label = Label::new(label).wrapped(NAME_WIDTH);
        self.script.participants[participant] = Participant { label, is_actor };
        Ok(participant)
    }

    fn create(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let is_actor = scanner.eat_word("actor");
        if !is_actor && !scanner.eat_word("participant") {
            return Err(scanner.fail("expected `create participant` or `create actor`"));
        }
        let count = self.script.participants.len();
        let participant = self.participant(scanner, is_actor)?;
        if participant < count {
            return Err(scanner.fail("the participant exists already"));
        }
        self.created = Some((participant, scanner.line()));
        Ok(())
    }

    /// Returns the participant of this name; it is made if it is new.
    fn get(&mut self, id: &'a str, scanner: &Scanner<'a>) -> Result<usize, DiagramError> {
        if id.is_empty() || id.contains([':', ',', '<', '>']) {
            return Err(scanner.fail(format!("`{id}` is not the name of a participant")));
        }
        Ok(*self.ids.entry(id).or_insert_with(|| {
            let label = Label::new(id.trim_matches('"')).wrapped(NAME_WIDTH);
            self.script.participants.push(Participant { label, is_actor: false });
            self.active.push(0);
            self.script.participants.len() - 1
        }))
    }

    /// Reads the name of a participant that must exist, to the end of the line.
    fn known(&self, scanner: &mut Scanner<'a>) -> Result<usize, DiagramError> {
        let id = scanner.take_rest();
        self.ids
            .get(id)
            .copied()
            .ok_or_else(|| scanner.fail(format!("there is no participant `{id}`")))
    }

    fn change(
        &mut self,
        scanner: &Scanner<'a>,
        participant: usize,
        is_start: bool,
    ) -> Result<(), DiagramError> {
        let active = &mut self.active[participant];
        *active = match (is_start, *active) {
            (true, count) => count + 1,
            (false, 0) => {
                return Err(
                    scanner.fail("this participant is not active, so it cannot be deactivated")
                );
            }
            (false, count) => count - 1,
        };
        Ok(())
    }

    fn message(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let found = scanner.found();
        let Some((sender, arrow, rest)) = split_arrow(scanner.take_rest()) else {
            return Err(scanner.fail(format!(
                "`{found}` is not understood: a message is written as in `A->>B: text`"
            )));
        };
        let Some((receiver, text)) = rest.split_once(':') else {
            return Err(scanner.fail("the message has no text: `: text` is missing"));
        };
        let Arrow { is_dotted, start, end, .. } = arrow;
        let activation = match receiver.chars().next() {
            Some('+') => Activation::Begins,
            Some('-') => Activation::Ends,
            _ => Activation::Unchanged,
        };
        let receiver = receiver.trim_start_matches(['+', '-']).trim();
        let (from, to) = (self.get(sender, scanner)?, self.get(receiver, scanner)?);
        match activation {
            Activation::Begins => self.change(scanner, to, true)?,
            Activation::Ends => self.change(scanner, from, false)?,
            Activation::Unchanged => {}
        }
        let created = self.created.take().map(|(participant, _)| participant);
        let destroys = self.destroyed.take().map(|(participant, _)| participant);
        if created.is_some_and(|created| created != to) {
            return Err(scanner.fail("the message after `create` has to go to the new participant"));
        }
        if destroys.is_some_and(|destroyed| destroyed != to && destroyed != from) {
            return Err(scanner
                .fail("the message after `destroy` has to go to or come from that participant"));
        }
        let text = text.trim();
        let text = text.strip_prefix("wrap:").or(text.strip_prefix("nowrap:")).unwrap_or(text);
        self.script.steps.push(Step::Message(Message {
            from,
            to,
            label: Label::new(text).wrapped(MESSAGE_WIDTH),
            is_dotted,
            start,
            end,
            is_creation: created.is_some(),
            destroys,
            activation,
        }));
        Ok(())
    }

    /// Reads `right of A: text`, `left of A: text` or `over A,B: text`.
    fn note(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let help = "a note is written as in `Note right of A: text` or `Note over A,B: text`";
        let side = ["left", "right", "over"].into_iter().find(|side| scanner.eat_word(side));
        let Some(side) = side else { return Err(scanner.fail(help)) };
        if side != "over" && !scanner.eat_word("of") {
            return Err(scanner.fail(help));
        }
        let Some((names, text)) = scanner.take_rest().split_once(':') else {
            return Err(scanner.fail(help));
        };
        let (first, last) = names.split_once(',').unwrap_or((names, names));
        let (first, last) = (self.get(first.trim(), scanner)?, self.get(last.trim(), scanner)?);
        let place = match side {
            "over" => Place::Over(first.min(last), first.max(last)),
            _ if first != last => return Err(scanner.fail(help)),
            "left" => Place::LeftOf(first),
            _ => Place::RightOf(first),
        };
        self.script.steps.push(Step::Note { place, label: note::label(text.trim()) });
        Ok(())
    }

    /// Reads the beginning, a division or the end of a frame, if it is one.
    fn frame(&mut self, scanner: &mut Scanner<'a>) -> Result<bool, DiagramError> {
        if let Some((_, kind)) =
            FrameKind::ALL.into_iter().find(|(keyword, _)| scanner.eat_word(keyword))
        {
            self.open.push((kind, scanner.line()));
            let text = scanner.take_rest();
            let label = Label::new(if kind == FrameKind::Rect { "" } else { text });
            self.script.steps.push(Step::Open(kind, label.wrapped(MESSAGE_WIDTH)));
            return Ok(true);
        }
        if let Some(word) =
            ["else", "and", "option"].into_iter().find(|word| scanner.eat_word(word))
        {
            if self.open.last().and_then(|(kind, _)| kind.divider()) != Some(word) {
                return Err(scanner.fail(format!("`{word}` divides no open frame")));
            }
            self.script
                .steps
                .push(Step::Divide(Label::new(scanner.take_rest()).wrapped(MESSAGE_WIDTH)));
            return Ok(true);
        }
        if !scanner.eat_word("end") {
            return Ok(false);
        }
        if let Some((label, first, line)) = self.open_box.take() {
            let count = self.script.participants.len();
            if first == count {
                return Err(DiagramError::at(line, "the box has no participants"));
            }
            self.script.boxes.push((label, first, count - 1));
        } else if self.open.pop().is_some() {
            self.script.steps.push(Step::Close);
        } else {
            return Err(scanner.fail("`end` closes nothing"));
        }
        scanner.expect_end()?;
        Ok(true)
    }

    /// Reads `box [color] [title]`.
    fn open_box(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        if self.open_box.is_some() || !self.open.is_empty() {
            return Err(scanner.fail("boxes do not nest"));
        }
        let text = scanner.take_rest();
        let first = text.split_whitespace().next().unwrap_or_default();
        let title = if first.starts_with("rgb") || first.starts_with("hsl") {
            text.find(')').map_or("", |end| &text[end + 1..])
        } else if first.starts_with('#') || COLORS.contains(&first.to_ascii_lowercase().as_str()) {
            &text[first.len()..]
        } else {
            text
        };
        self.open_box =
            Some((Label::new(title).bold(), self.script.participants.len(), scanner.line()));
        Ok(())
    }

    fn autonumber(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let text = scanner.take_rest();
        let numbers: Result<Vec<u32>, _> = text.split_whitespace().map(str::parse).collect();
        let step = match (text, numbers.as_deref()) {
            ("off", _) => None,
            (_, Ok([])) => Some((1, 1)),
            (_, Ok([first])) => Some((*first, 1)),
            (_, Ok([first, step])) => Some((*first, *step)),
            _ => {
                return Err(
                    scanner.fail("expected `autonumber`, `autonumber 10 5` or `autonumber off`")
                );
            }
        };
        self.script.steps.push(Step::Number(step));
        Ok(())
    }
}

/// Names of colours that may come before a box's title.
const COLORS: [&str; 24] = [
    "aqua",
    "beige",
    "black",
    "blue",
    "cyan",
    "gold",
    "gray",
    "green",
    "grey",
    "lavender",
    "lightblue",
    "lightgreen",
    "lightgray",
    "lightgrey",
    "lightyellow",
    "orange",
    "pink",
    "purple",
    "red",
    "silver",
    "teal",
    "transparent",
    "white",
    "yellow",
];
