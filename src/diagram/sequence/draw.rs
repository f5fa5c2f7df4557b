//! Draws a parsed sequence diagram from top to bottom.

use super::columns::{BAR, Columns, LOOP};
use super::frame::Frame;
use super::{Activation, Message, Place, Script, Step};
use crate::diagram::canvas::Canvas;
use crate::diagram::edge::draw_line;
use crate::diagram::geometry::{Path, Rect, point};
use crate::diagram::label::{Label, draw_rect};
use crate::diagram::note;
use crate::diagram::svg::Element;

/// The radius of the circle around a message's number.
const NUMBER: f64 = 9.0;

struct Drawing<'a> {
    script: &'a Script,
    columns: &'a Columns,
    canvas: &'a mut Canvas,
    /// Where the next step begins.
    y: f64,
    frames: Vec<Frame>,
    /// How many frames have been begun.
    begun: usize,
    /// Where each participant's activations began, the innermost last.
    active: Vec<Vec<f64>>,
    /// Where each lifeline begins, and where it ends if it is destroyed.
    lives: Vec<(f64, Option<f64>)>,
    number: Option<(u32, u32)>,
    drawn_frames: Vec<(usize, Element)>,
    /// With the depth of their nesting: inner bars lie on outer ones.
    bars: Vec<(usize, Element)>,
    heads: Vec<Element>,
    steps: Vec<Element>,
}

/// Draws `script` with its lifelines in `columns`.
pub(super) fn draw(script: &Script, columns: &Columns, canvas: &mut Canvas) {
    let count = script.participants.len();
    let mut drawing = Drawing {
        script,
        columns,
        canvas,
        y: columns.head + 12.0,
        frames: Vec::new(),
        begun: 0,
        active: vec![Vec::new(); count],
        lives: vec![(columns.head, None); count],
        number: None,
        drawn_frames: Vec::new(),
        bars: Vec::new(),
        heads: Vec::new(),
        steps: Vec::new(),
    };
    let mut is_created = vec![false; count];
    for step in &script.steps {
        if let Step::Message(message) = step
            && message.is_creation
        {
            is_created[message.to] = true;
        }
    }
    for participant in (0..count).filter(|&participant| !is_created[participant]) {
        drawing.head(participant, columns.head / 2.0);
    }
    for step in &script.steps {
        drawing.step(step);
    }
    drawing.finish();
}

impl Drawing<'_> {
    fn step(&mut self, step: &Step) {
        match step {
            Step::Message(message) => self.message(message),
            Step::Note { place, label } => self.note(*place, label),
            Step::Activate(participant) => self.active[*participant].push(self.y),
            Step::Deactivate(participant) => self.deactivate(*participant, self.y + 2.0),
            Step::Open(kind, label) => {
                let frame = Frame::new(*kind, label.clone(), self.y + 4.0, self.begun);
                self.begun += 1;
                self.y += 4.0 + frame.head();
                self.frames.push(frame);
            }
            Step::Divide(label) => {
                if let Some(frame) = self.frames.last_mut() {
                    self.y = frame.divide(label.clone(), self.y + 8.0);
                }
            }
            Step::Close => self.close(),
            Step::Number(number) => self.number = *number,
        }
    }

    fn close(&mut self) {
        let Some(frame) = self.frames.pop() else { return };
        self.y += 10.0;
        let centers = &self.columns.centers;
        let whole =
            (centers.first().copied().unwrap_or(0.0), centers.last().copied().unwrap_or(0.0));
        let (element, (left, right)) = frame.draw(self.y, whole, self.canvas);
        self.drawn_frames.push((frame.order, element));
        if let Some(outer) = self.frames.last_mut() {
            outer.cover(left, right);
        }
        self.y += 6.0;
    }

    /// Sees to it that the sheet and the open frame contain `rect`.
    fn cover(&mut self, rect: Rect) {
        self.canvas.cover(rect);
        if let Some(frame) = self.frames.last_mut() {
            frame.cover(rect.left, rect.right());
        }
    }

    fn message(&mut self, message: &Message) {
        if message.from == message.to {
            self.message_to_self(message);
        } else {
            self.message_between(message);
        }
        if let Some(participant) = message.destroys {
            let at = point(self.columns.centers[participant], self.y - 8.0);
            let cross =
                Path::start(point(at.x - 8.0, at.y - 8.0)).line(point(at.x + 8.0, at.y + 8.0));
            let other =
                Path::start(point(at.x + 8.0, at.y - 8.0)).line(point(at.x - 8.0, at.y + 8.0));
            for path in [cross, other] {
                self.steps.push(
                    Element::new("path").class("dg-edge dg-thick").attribute("d", path.end()),
                );
            }
            while !self.active[participant].is_empty() {
                self.deactivate(participant, at.y);
            }
            self.lives[participant].1 = Some(at.y);
            self.y += 8.0;
        }
    }

    fn message_between(&mut self, message: &Message) {
        let centers = &self.columns.centers;
        let (x1, x2) = (centers[message.from], centers[message.to]);
        let side = if x2 > x1 { 1.0 } else { -1.0 };
        self.y += message.label.height() + 8.0;
        if message.is_creation {
            self.y = self.y.max(self.y - 10.0 + self.columns.head / 2.0);
        }
        let y = self.y;
        if message.activation == Activation::Begins {
            self.active[message.to].push(y);
        }
        let start = x1 + self.reach(message.from, side);
        let end = if message.is_creation {
            self.head(message.to, y);
            self.lives[message.to].0 = y + self.columns.head / 2.0;
            self.y += self.columns.head / 2.0 - 4.0;
            x2 - side * self.columns.widths[message.to] / 2.0
        } else if message.destroys == Some(message.to) {
            x2 - side * 10.0
        } else {
            x2 + self.reach(message.to, -side)
        };
        let middle = point(f64::midpoint(x1, x2), y - 4.0 - message.label.height() / 2.0);
        let line = draw_line(point(start, y), point(end, y), class(message));
        self.push_line(line, message);
        self.steps.push(message.label.draw(middle, "dg-label"));
        self.cover(Rect::centered(middle, message.label.width(), message.label.height()));
        let (left, right) = (start.min(end), start.max(end));
        self.cover(Rect { left, top: y, width: right - left, height: 8.0 });
        self.draw_number(start, y);
        if message.activation == Activation::Ends {
            self.deactivate(message.from, y);
        }
        self.y += 8.0;
    }

    fn message_to_self(&mut self, message: &Message) {
        let x = self.columns.centers[message.from];
        let height = message.label.height().max(22.0);
        let (top, bottom) = (self.y + 8.0, self.y + 8.0 + height);
        let start = x + self.reach(message.from, 1.0);
        if message.activation == Activation::Begins {
            self.active[message.to].push(bottom);
        }
        let end = x + self.reach(message.to, 1.0);
        let right = start.max(end) + LOOP;
        let d = Path::start(point(start, top))
            .line(point(right - 6.0, top))
            .curve(point(right, top), point(right, top), point(right, top + 6.0))
            .line(point(right, bottom - 6.0))
            .curve(point(right, bottom), point(right, bottom), point(right - 6.0, bottom))
            .line(point(end, bottom))
            .end();
        let path = Element::new("path").class(class(message)).attribute("d", d);
        self.push_line(path, message);
        let at = point(right + 6.0, f64::midpoint(top, bottom));
        self.steps.push(message.label.draw_left(at, "dg-label"));
        let width = right + 6.0 + message.label.width() - x;
        self.cover(Rect { left: x, top, width, height: bottom - top });
        self.draw_number(start, top);
        if message.activation == Activation::Ends {
            self.deactivate(message.from, bottom);
        }
        self.y = bottom + 8.0;
    }

    fn push_line(&mut self, line: Element, message: &Message) {
        let line = self.canvas.mark(line, "marker-start", message.start);
        let line = self.canvas.mark(line, "marker-end", message.end);
        self.steps.push(line);
    }

    fn draw_number(&mut self, x: f64, y: f64) {
        let Some((number, step)) = self.number else { return };
        self.number = Some((number.saturating_add(step), step));
        let text = Label::plain(&number.to_string());
        let rect =
            Rect::centered(point(x, y), (text.width() + 6.0).max(2.0 * NUMBER), 2.0 * NUMBER);
        self.steps.push(draw_rect(rect, NUMBER, "dg-head"));
        self.steps.push(text.draw(point(x, y - 1.0), "dg-invert"));
        self.cover(rect);
    }

    fn note(&mut self, place: Place, label: &Label) {
        let (width, height) = note::size(label);
        let centers = &self.columns.centers;
        let top = self.y + 6.0;
        let rect = match place {
            Place::LeftOf(participant) => {
                let left = centers[participant] + self.reach(participant, -1.0) - 6.0 - width;
                Rect { left, top, width, height }
            }
            Place::RightOf(participant) => {
                let left = centers[participant] + self.reach(participant, 1.0) + 6.0;
                Rect { left, top, width, height }
            }
            Place::Over(first, last) => {
                let span = centers[last] - centers[first];
                let width = if first == last { width } else { width.max(span + 40.0) };
                let center = point(centers[first] + span / 2.0, top + height / 2.0);
                Rect::centered(center, width, height)
            }
        };
        self.steps.push(note::draw(label, rect));
        self.cover(rect);
        self.y = rect.bottom() + 4.0;
    }

    /// How far the bars of a participant reach to the right (1) or left (-1) of its lifeline.
    fn reach(&self, participant: usize, side: f64) -> f64 {
        let nested = self.active[participant].iter().skip(1).map(|_| BAR).sum::<f64>();
        match (self.active[participant].is_empty(), side > 0.0) {
            (true, _) => 0.0,
            (false, true) => BAR + nested,
            (false, false) => -BAR,
        }
    }

    fn deactivate(&mut self, participant: usize, bottom: f64) {
        let Some(top) = self.active[participant].pop() else { return };
        let nested = self.active[participant].iter().map(|_| BAR).sum::<f64>();
        let left = self.columns.centers[participant] - BAR + nested;
        let height = (bottom - top).max(6.0);
        let rect = Rect { left, top, width: 2.0 * BAR, height };
        let depth = self.active[participant].len();
        self.bars.push((depth, draw_rect(rect, 0.0, "dg-box")));
        self.canvas.cover(rect);
    }

    /// Draws a participant's name around `y`.
    fn head(&mut self, participant: usize, y: f64) {
        let x = self.columns.centers[participant];
        let rect = Rect::centered(point(x, y), self.columns.widths[participant], self.columns.head);
        let label = &self.script.participants[participant].label;
        self.canvas.cover(rect);
        let group = Element::new("g").class("dg-node");
        if !self.script.participants[participant].is_actor {
            let text = label.draw(rect.center(), "dg-label");
            self.heads.push(group.child(draw_rect(rect, 4.0, "dg-box")).child(text));
            return;
        }
        let text = label.draw(point(x, rect.bottom() - label.height() / 2.0), "dg-label");
        let top = rect.bottom() - label.height() - 38.0;
        let limbs = Path::start(point(x, top + 14.0)).line(point(x, top + 25.0));
        let arms = Path::start(point(x - 12.0, top + 18.0)).line(point(x + 12.0, top + 18.0));
        let legs = Path::start(point(x - 9.0, top + 36.0))
            .line(point(x, top + 25.0))
            .line(point(x + 9.0, top + 36.0));
        let circle = Element::new("circle")
            .class("dg-box")
            .number("cx", x)
            .number("cy", top + 7.0)
            .number("r", 7.0);
        let lines = [limbs, arms, legs]
            .map(|path| Element::new("path").class("dg-rule").attribute("d", path.end()));
        self.heads.push(group.child(circle).children(lines).child(text));
    }

    fn finish(mut self) {
        let bottom = self.y + 12.0;
        for participant in 0..self.active.len() {
            while !self.active[participant].is_empty() {
                self.deactivate(participant, bottom - 6.0);
            }
        }
        let boxes = self.script.boxes.iter().map(|(title, first, last)| {
            let half = |participant: usize| self.columns.widths[participant] / 2.0 + 10.0;
            let left = self.columns.centers[*first] - half(*first);
            let right = self.columns.centers[*last] + half(*last);
            let middle = f64::midpoint(left, right);
            let width = (right - left).max(title.width() + 20.0);
            let top = -12.0 - title.height();
            let rect = Rect { left: middle - width / 2.0, top, width, height: bottom - top };
            let text = title.draw(point(middle, top + 4.0 + title.height() / 2.0), "dg-label");
            let group = Element::new("g").class("dg-cluster").child(draw_rect(rect, 6.0, "dg-box"));
            (rect, if title.is_empty() { group } else { group.child(text) })
        });
        for (rect, element) in boxes {
            self.canvas.cover(rect);
            self.canvas.add(element);
        }
        self.drawn_frames.sort_by_key(|&(order, _)| order);
        let (shades, frames): (Vec<_>, Vec<_>) = self
            .drawn_frames
            .into_iter()
            .map(|(_, frame)| frame)
            .partition(|frame| frame.name() == "rect");
        self.canvas.extend(shades);
        for (participant, (top, end)) in self.lives.iter().enumerate() {
            let x = self.columns.centers[participant];
            let end = end.unwrap_or(bottom);
            self.canvas.add(draw_line(point(x, *top), point(x, end), "dg-lifeline"));
            self.canvas.cover(Rect { left: x, top: *top, width: 0.0, height: end - top });
        }
        self.bars.sort_by_key(|&(depth, _)| depth);
        self.canvas.extend(self.bars.into_iter().map(|(_, bar)| bar));
        self.canvas.extend(frames);
        self.canvas.extend(self.heads);
        self.canvas.extend(self.steps);
    }
}

fn class(message: &Message) -> &'static str {
    if message.is_dotted { "dg-edge dg-dotted" } else { "dg-edge" }
}
