//! Reads a state diagram, line by line.

use std::collections::BTreeMap;

use super::{Kind, Machine, State, Transition};
use crate::diagram::DiagramError;
use crate::diagram::label::Label;
use crate::diagram::layout::Direction;
use crate::diagram::note;
use crate::diagram::scan::Scanner;
use crate::diagram::source::Source;

/// Transition labels wider than this are broken into lines.
const MAX_WIDTH: f64 = 200.0;
/// Composite states nest no deeper than this.
const MAX_DEPTH: usize = 12;

#[derive(Default)]
struct Parser<'a> {
    machine: Machine<'a>,
    ids: BTreeMap<&'a str, usize>,
    /// The composite states that are open, the innermost last.
    open: Vec<Open>,
    /// The start and the end of each scope, which `None` stands for in the outermost.
    ends: BTreeMap<(Option<usize>, bool), usize>,
    note: Option<OpenNote<'a>>,
    /// Names of states, the style they get, line.
    pending: Vec<(&'a str, Option<&'a str>, usize)>,
}

struct Open {
    state: usize,
    /// The region that is being filled, once there are any.
    region: Option<usize>,
    line: usize,
}

/// A note whose text is on lines of its own.
struct OpenNote<'a> {
    state: usize,
    is_left: bool,
    lines: Vec<&'a str>,
    line: usize,
}

/// Reads all of `source`.
pub(super) fn parse<'a>(source: &Source<'a>) -> Result<Machine<'a>, DiagramError> {
    source.expect_bare_header()?;
    let mut parser = Parser::default();
    for &line in &source.lines {
        if parser.continue_note(line.text) {
            continue;
        }
        parser.statement(&mut Scanner::new(line))?;
    }
    if let Some(note) = parser.note {
        return Err(DiagramError::at(note.line, "the note is not closed: `end note` is missing"));
    }
    if let Some(open) = parser.open.last() {
        return Err(DiagramError::at(
            open.line,
            "the composite state is not closed: `}` is missing",
        ));
    }
    parser.finish(source.header.line)
}

impl<'a> Parser<'a> {
    fn statement(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        if scanner.eat("}") {
            self.open.pop().ok_or_else(|| scanner.fail("`}` closes nothing"))?;
            return scanner.expect_end();
        }
        if scanner.rest().trim_end_matches('-').is_empty() && scanner.rest().len() >= 2 {
            return self.divide(scanner);
        }
        if scanner.eat_word("state") {
            return self.declaration(scanner);
        }
        if scanner.eat_word("note") {
            return self.note_statement(scanner);
        }
        if scanner.eat_word("direction") {
            return self.direction(scanner);
        }
        if scanner.eat_word("classDef") {
            return self.machine.marks.define(scanner);
        }
        if scanner.eat_word("class") || scanner.eat_word("style") {
            let ids = scanner.take_while(|c| !c.is_whitespace());
            let class = Some(scanner.take_rest()).filter(|style| !style.contains(':'));
            self.pending.extend(ids.split(',').map(|id| (id, class, scanner.line())));
            return Ok(());
        }
        if scanner.rest() == "hide empty description" {
            return Ok(());
        }
        if ["click", "scale"].iter().any(|keyword| scanner.eat_word(keyword)) {
            return Err(scanner.fail("`click` and `scale` are not supported"));
        }
        self.transition(scanner)
    }

    /// Reads `A --> B : label`, `A : description` or `A`.
    fn transition(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let from = self.endpoint(scanner, false)?;
        scanner.skip_space();
        if scanner.eat("-->") {
            scanner.skip_space();
            let to = self.endpoint(scanner, true)?;
            scanner.skip_space();
            let text = if scanner.eat(":") { scanner.take_rest() } else { "" };
            scanner.expect_end()?;
            let label = Label::new(&text.replace("\\n", "<br>")).wrapped(MAX_WIDTH);
            let line = scanner.line();
            self.machine.transitions.push(Transition { from, to, label, is_tie: false, line });
            return Ok(());
        }
        if scanner.eat(":") {
            let text = scanner.take_rest();
            if self.machine.states[from].kind == Kind::Start || text.is_empty() {
                return Err(
                    scanner.fail("a description needs a state and a text, as in `A : text`")
                );
            }
            self.machine.states[from].descriptions.push(text);
            return Ok(());
        }
        if self.machine.states[from].kind == Kind::Start || !scanner.is_done() {
            let found = scanner.found();
            return Err(scanner.fail(format!("expected `-->`, found `{found}`")));
        }
        Ok(())
    }

    fn endpoint(&mut self, scanner: &mut Scanner<'a>, is_end: bool) -> Result<usize, DiagramError> {
        if scanner.eat("[*]") {
            let scope = self.scope();
            if let Some(&state) = self.ends.get(&(scope, is_end)) {
                return Ok(state);
            }
            let state = self.push(if is_end { Kind::End } else { Kind::Start }, "");
            self.ends.insert((scope, is_end), state);
            return Ok(state);
        }
        let id = scanner.name();
        if id.is_empty() {
            return Err(scanner.fail(format!("expected a state, found `{}`", scanner.found())));
        }
        let state = self.state(id);
        if scanner.eat(":::") {
            self.machine.marks.assign(state, scanner.name(), scanner.line());
        }
        Ok(state)
    }

    /// Reads what follows `state`.
    fn declaration(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let title = scanner.quoted()?;
        scanner.skip_space();
        if title.is_some() && !scanner.eat_word("as") {
            return Err(scanner.fail("expected `as` and a name, as in `state \"On hold\" as hold`"));
        }
        let state = self.endpoint(scanner, false)?;
        if self.machine.states[state].kind == Kind::Start {
            return Err(scanner.fail("`[*]` cannot be declared"));
        }
        if let Some(title) = title {
            self.machine.states[state].descriptions.insert(0, title);
        }
        scanner.skip_space();
        if scanner.eat("{") {
            return self.open(scanner, state);
        }
        let kinds =
            [("<<choice>>", Kind::Choice), ("<<fork>>", Kind::Bar), ("<<join>>", Kind::Bar)];
        if let Some((_, kind)) = kinds.into_iter().find(|(stereotype, _)| scanner.eat(stereotype)) {
            self.machine.states[state].kind = kind;
        }
        scanner.expect_end()
    }

    fn open(&mut self, scanner: &mut Scanner<'a>, state: usize) -> Result<(), DiagramError> {
        if self.open.len() == MAX_DEPTH {
            return Err(scanner.fail(format!("states nest deeper than {MAX_DEPTH} levels")));
        }
        if self.open.iter().any(|open| open.state == state) {
            return Err(scanner.fail("a state cannot be inside itself"));
        }
        self.machine.states[state].kind = Kind::Composite;
        scanner.skip_space();
        if scanner.eat("}") {
            return scanner.expect_end();
        }
        self.open.push(Open { state, region: None, line: scanner.line() });
        scanner.expect_end()
    }

    /// Begins a region that runs beside those above it.
    fn divide(&mut self, scanner: &Scanner<'a>) -> Result<(), DiagramError> {
        let Some(open) = self.open.last() else {
            return Err(
                scanner.fail("`--` divides a composite state: it belongs between `{` and `}`")
            );
        };
        let (composite, region) = (open.state, open.region);
        if region.is_none() {
            let inside: Vec<usize> = (0..self.machine.states.len())
                .filter(|&state| self.machine.states[state].parent == Some(composite))
                .collect();
            let first = self.push(Kind::Region, "");
            for state in inside {
                self.machine.states[state].parent = Some(first);
            }
            for is_end in [false, true] {
                if let Some(state) = self.ends.remove(&(Some(composite), is_end)) {
                    self.ends.insert((Some(first), is_end), state);
                }
            }
        }
        if let Some(open) = self.open.last_mut() {
            open.region = None;
        }
        let next = self.push(Kind::Region, "");
        if let Some(open) = self.open.last_mut() {
            open.region = Some(next);
        }
        Ok(())
    }

    fn direction(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let text = scanner.take_while(|c| c.is_ascii_alphabetic());
        let direction = Direction::parse(text).ok_or_else(|| {
            scanner.fail(format!("direction `{text}` is unknown: use TB, BT, LR or RL"))
        })?;
        match self.scope() {
            Some(scope) => self.machine.states[scope].direction = Some(direction),
            None => self.machine.direction = direction,
        }
        scanner.expect_end()
    }

    /// Reads `right of A : text`, or `left of A` with the text on the lines that follow.
    fn note_statement(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let is_left = scanner.eat_word("left");
        if !is_left && !scanner.eat_word("right") || !scanner.eat_word("of") {
            return Err(scanner.fail("a note is written as in `note right of A : text`"));
        }
        let state = self.endpoint(scanner, false)?;
        scanner.skip_space();
        let note = OpenNote { state, is_left, lines: Vec::new(), line: scanner.line() };
        if scanner.eat(":") {
            self.add_note(&OpenNote { lines: vec![scanner.take_rest()], ..note });
            return Ok(());
        }
        self.note = Some(note);
        scanner.expect_end()
    }

    /// Takes `text` as a line of the open note, if there is one.
    fn continue_note(&mut self, text: &'a str) -> bool {
        let Some(mut note) = self.note.take() else { return false };
        if text == "end note" {
            self.add_note(&note);
        } else {
            note.lines.push(text);
            self.note = Some(note);
        }
        true
    }

    fn add_note(&mut self, open: &OpenNote<'a>) {
        let label = note::label(&open.lines.join("<br>").replace("\\n", "<br>"));
        let note = self.push(Kind::Note(label), "");
        self.machine.states[note].parent = self.machine.states[open.state].parent;
        let (from, to) = if open.is_left { (note, open.state) } else { (open.state, note) };
        let (label, line) = (Label::default(), open.line);
        self.machine.transitions.push(Transition { from, to, label, is_tie: true, line });
    }

    /// The composite state or region that is being filled.
    fn scope(&self) -> Option<usize> {
        self.open.last().map(|open| open.region.unwrap_or(open.state))
    }

    fn state(&mut self, id: &'a str) -> usize {
        let scope = self.scope();
        let Some(&state) = self.ids.get(id) else {
            let state = self.push(Kind::Plain, id);
            self.ids.insert(id, state);
            return state;
        };
        // A state that was named outside first moves into the composite state that names it.
        let is_around = scope.is_some_and(|scope| scope == state || self.is_inside(scope, state));
        let parent = self.machine.states[state].parent;
        let is_deeper =
            scope.is_some_and(|scope| parent.is_none_or(|parent| self.is_inside(scope, parent)));
        if is_deeper && !is_around {
            self.machine.states[state].parent = scope;
        }
        state
    }

    fn push(&mut self, kind: Kind, id: &'a str) -> usize {
        let parent = self.scope();
        self.machine.states.push(State {
            kind,
            id,
            descriptions: Vec::new(),
            parent,
            direction: None,
        });
        self.machine.states.len() - 1
    }

    fn is_inside(&self, state: usize, group: usize) -> bool {
        let states = &self.machine.states;
        std::iter::successors(states[state].parent, |&parent| states[parent].parent)
            .any(|parent| parent == group)
    }

    fn finish(mut self, header: usize) -> Result<Machine<'a>, DiagramError> {
        if self.machine.states.is_empty() {
            return Err(DiagramError::at(header, "the diagram has no states"));
        }
        for (id, class, line) in std::mem::take(&mut self.pending) {
            let state = *self
                .ids
                .get(id)
                .ok_or_else(|| DiagramError::at(line, format!("there is no state `{id}`")))?;
            match class {
                Some(class) => self.machine.marks.assign(state, class, line),
                None => self.machine.marks.style(state),
            }
        }
        for transition in &self.machine.transitions {
            let (from, to) = (transition.from, transition.to);
            let is_composite = self.machine.states[from].kind == Kind::Composite;
            if self.is_inside(from, to) || self.is_inside(to, from) || (from == to && is_composite)
            {
                return Err(DiagramError::at(
                    transition.line,
                    "a transition cannot join a composite state with itself or with its inside",
                ));
            }
        }
        // A composite state without anything inside is a plain one.
        for state in 0..self.machine.states.len() {
            let is_empty = !self.machine.states.iter().any(|other| other.parent == Some(state));
            if is_empty && self.machine.states[state].kind == Kind::Composite {
                self.machine.states[state].kind = Kind::Plain;
            }
        }
        Ok(self.machine)
    }
}
