//! Draws a parsed state diagram.

use super::{Kind, Machine, State};
use crate::diagram::DiagramError;
use crate::diagram::block::{Block, Row};
use crate::diagram::canvas::{Canvas, Marker};
use crate::diagram::edge::{Edge, Stroke, draw_edges};
use crate::diagram::geometry::{Path, Point, Rect, ellipse, point};
use crate::diagram::label::{Label, draw_rect, draw_title};
use crate::diagram::layout::{Direction, Item, Link, Plan, place};
use crate::diagram::note;
use crate::diagram::svg::Element;

/// State names wider than this are broken into lines.
const MAX_WIDTH: f64 = 220.0;

pub(super) fn draw(machine: &Machine<'_>, canvas: &mut Canvas) -> Result<(), DiagramError> {
    let edges: Vec<Edge> = machine.transitions.iter().map(edge).collect();
    let items = machine.states.iter().map(|state| {
        let around = state.parent.and_then(|parent| machine.states[parent].direction);
        let (width, height) = size(state, around.unwrap_or(machine.direction));
        Item { width, height, parent: state.parent, direction: state.direction }
    });
    let links: Vec<Link> = machine
        .transitions
        .iter()
        .zip(&edges)
        .map(|(transition, edge)| edge.link(transition.from, transition.to, 1, machine.direction))
        .collect();
    let plan = Plan {
        direction: machine.direction,
        items: items.collect(),
        links,
        gap: 40.0,
        layer_gap: 40.0,
    };
    let layout = place(&plan)?;
    canvas.cover(layout.bounds);
    let classes =
        machine.marks.classes(machine.states.len(), |index| class(&machine.states[index].kind))?;
    let mut frames: Vec<(usize, Element)> = Vec::new();
    let (mut states, mut titles) = (Vec::new(), Vec::new());
    for ((state, &rect), class) in machine.states.iter().zip(&layout.boxes).zip(&classes) {
        let drawing = draw_state(state, rect, class);
        if matches!(state.kind, Kind::Composite | Kind::Region) {
            let parents =
                std::iter::successors(state.parent, |&parent| machine.states[parent].parent);
            frames.push((parents.count(), drawing));
            if state.kind == Kind::Composite {
                titles.push(draw_title(&title(state), rect));
            }
        } else {
            states.push(drawing);
        }
    }
    frames.sort_by_key(|&(depth, _)| depth);
    canvas.extend(frames.into_iter().map(|(_, frame)| frame).chain(states));
    let outlines: Vec<_> = machine
        .states
        .iter()
        .zip(&layout.boxes)
        .map(|(state, &rect)| outline(&state.kind, rect))
        .collect();
    draw_edges(canvas, &layout, &plan.links, &edges, &outlines);
    canvas.extend(titles);
    Ok(())
}

fn edge(transition: &super::Transition) -> Edge {
    let label = transition.label.clone();
    if transition.is_tie {
        Edge { stroke: Stroke::Dotted, label, ..Edge::default() }
    } else {
        Edge { end: Some(Marker::Arrow), label, ..Edge::default() }
    }
}

fn class(kind: &Kind) -> &'static str {
    match kind {
        Kind::Composite => "dg-cluster",
        Kind::Region => "dg-cluster dg-region",
        Kind::Start | Kind::End | Kind::Bar => "dg-dot",
        Kind::Plain | Kind::Choice | Kind::Note(_) => "dg-node",
    }
}

fn title(state: &State<'_>) -> Label {
    let text = state.descriptions.first().unwrap_or(&state.id);
    let label = Label::new(&text.replace("\\n", "<br>")).wrapped(MAX_WIDTH);
    if state.kind == Kind::Composite { label.bold() } else { label }
}

/// A state with lines below its name.
fn block(state: &State<'_>) -> Block {
    let lines = state
        .descriptions
        .iter()
        .skip(1)
        .flat_map(|text| Label::new(text).wrapped(MAX_WIDTH).lines);
    let rows = lines.map(|line| Row { cells: vec![line], class: "" });
    Block { title: vec![title(state)], compartments: vec![rows.collect()], radius: 8.0 }
}

fn size(state: &State<'_>, around: Direction) -> (f64, f64) {
    match &state.kind {
        Kind::Plain => {
            let (width, height) = block(state).size();
            (width + 8.0, height)
        }
        Kind::Composite => {
            let title = title(state);
            (title.width(), title.height() + 2.0)
        }
        Kind::Region => (0.0, 0.0),
        Kind::Start => (16.0, 16.0),
        Kind::End => (20.0, 20.0),
        Kind::Choice => (30.0, 30.0),
        Kind::Bar if around.is_vertical() => (80.0, 8.0),
        Kind::Bar => (8.0, 80.0),
        Kind::Note(label) => note::size(label),
    }
}

fn outline(kind: &Kind, rect: Rect) -> Vec<Point> {
    match kind {
        Kind::Start | Kind::End => ellipse(rect),
        Kind::Choice => {
            let center = rect.center();
            vec![
                point(center.x, rect.top),
                point(rect.right(), center.y),
                point(center.x, rect.bottom()),
                point(rect.left, center.y),
            ]
        }
        _ => rect.corners(),
    }
}

fn draw_state(state: &State<'_>, rect: Rect, class: &str) -> Element {
    let group = Element::new("g").class(class);
    let circle = |class: &str, radius: f64| {
        let center = rect.center();
        let circle = Element::new("circle").class(class).number("cx", center.x);
        circle.number("cy", center.y).number("r", radius)
    };
    match &state.kind {
        Kind::Plain => block(state).draw(rect, class),
        Kind::Composite => group.child(draw_rect(rect, 8.0, "dg-box")),
        Kind::Region => group.child(draw_rect(rect, 4.0, "dg-box dg-dotted")),
        Kind::Start => group.child(circle("dg-head", rect.width / 2.0)),
        Kind::End => {
            group.child(circle("dg-hollow", rect.width / 2.0 - 1.0)).child(circle("dg-head", 5.0))
        }
        Kind::Choice => {
            let mut corners = outline(&state.kind, rect).into_iter();
            let path = corners.next().map(Path::start).unwrap_or_default();
            let d = corners.fold(path, Path::line).close();
            group.child(Element::new("path").class("dg-box").attribute("d", d))
        }
        Kind::Bar => group.child(draw_rect(rect, 2.0, "dg-head")),
        Kind::Note(label) => note::draw(label, rect),
    }
}
