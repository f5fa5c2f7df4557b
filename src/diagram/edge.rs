//! Edges between placed boxes: what they look like, and their labels.

use super::canvas::{Canvas, Marker};
use super::geometry::{Path, Point, Rect, clip_start, point, smooth, straighten_start};
use super::label::Label;
use super::layout::{Direction, LOOP, Layout, Link, Route};
use super::svg::Element;

/// How the line of an edge is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Stroke {
    #[default]
    Solid,
    Dotted,
    Thick,
    /// Only keeps its ends apart.
    Invisible,
}

/// An edge's looks, apart from its way.
#[derive(Debug, Clone, Default)]
pub(crate) struct Edge {
    pub(crate) stroke: Stroke,
    pub(crate) start: Option<Marker>,
    pub(crate) end: Option<Marker>,
    pub(crate) label: Label,
    /// Short texts beside the two ends.
    pub(crate) notes: [Label; 2],
}

impl Edge {
    /// Returns the link to lay out for this edge, with enough space for its texts.
    pub(crate) fn link(&self, from: usize, to: usize, length: usize, direction: Direction) -> Link {
        let mut size = (0.0, 0.0);
        if !self.label.is_empty() {
            size = (self.label.width() + 12.0, self.label.height() + 6.0);
        }
        for note in self.notes.iter().filter(|note| !note.is_empty()) {
            if direction.is_vertical() {
                size = (f64::max(size.0, note.width() * 2.0 + 24.0), size.1 + note.height());
            } else {
                size = (size.0 + note.width() + 10.0, f64::max(size.1, note.height() * 2.0 + 12.0));
            }
        }
        // Markers have a length that the space between layers was not made for.
        let markers: f64 =
            [self.start, self.end].into_iter().flatten().map(|marker| marker.size().0 - 11.0).sum();
        if direction.is_vertical() {
            size.1 += markers.max(0.0);
        } else {
            size.0 += markers.max(0.0);
        }
        if from == to && size != (0.0, 0.0) {
            size = (size.0 + LOOP, size.1 + LOOP);
        }
        Link { from, to, label: (size != (0.0, 0.0)).then_some(size), length }
    }
}

/// Draws all edges, then their labels on top. `outlines` are those of the boxes.
pub(crate) fn draw_edges(
    canvas: &mut Canvas,
    layout: &Layout,
    links: &[Link],
    edges: &[Edge],
    outlines: &[Vec<Point>],
) {
    let mut labels = Vec::new();
    for ((route, link), edge) in layout.routes.iter().zip(links).zip(edges) {
        if edge.stroke == Stroke::Invisible {
            continue;
        }
        let points = clip(route, edge, &outlines[link.from], &outlines[link.to]);
        let path = Element::new("path").class(edge.stroke.class()).attribute("d", smooth(&points));
        let path = canvas.mark(path, "marker-start", edge.start);
        let path = canvas.mark(path, "marker-end", edge.end);
        canvas.add(path);
        for &at in &points {
            canvas.cover(Rect::centered(at, 4.0, 4.0));
        }
        if !edge.label.is_empty() {
            labels.extend(edge.label.draw_on_backdrop(route.label));
            canvas.cover(Rect::centered(
                route.label,
                edge.label.width() + 6.0,
                edge.label.height(),
            ));
        }
        let reversed: Vec<Point> = points.iter().rev().copied().collect();
        for (note, (way, marker)) in
            edge.notes.iter().zip([(&points, edge.start), (&reversed, edge.end)])
        {
            if !note.is_empty() {
                let center = beside(way, note, marker);
                canvas.cover(Rect::centered(center, note.width(), note.height()));
                labels.push(note.draw(center, "dg-label"));
            }
        }
    }
    canvas.extend(labels);
}

impl Stroke {
    pub(crate) fn class(self) -> &'static str {
        match self {
            Self::Solid | Self::Invisible => "dg-edge",
            Self::Dotted => "dg-edge dg-dotted",
            Self::Thick => "dg-edge dg-thick",
        }
    }
}

/// Returns the way of an edge from outline to outline, ready for its markers.
fn clip(route: &Route, edge: &Edge, from: &[Point], to: &[Point]) -> Vec<Point> {
    let mut points = route.points.clone();
    for (outline, marker) in [(from, edge.start), (to, edge.end)] {
        clip_start(&mut points, outline);
        if let Some((length, _)) = marker.map(Marker::size).filter(|&(length, _)| length > 12.0) {
            straighten_start(&mut points, outline, length);
        }
        points.reverse();
    }
    points
}

/// Returns the center of a short text beside the start of `way`, clear of the marker there.
fn beside(way: &[Point], note: &Label, marker: Option<Marker>) -> Point {
    let (Some(&start), Some(&next)) = (way.first(), way.get(1)) else { return Point::default() };
    let (dx, dy) = (next.x - start.x, next.y - start.y);
    let length = dx.hypot(dy).max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    let clear = marker.map_or(4.0, |marker| marker.size().0) + 2.0;
    // The text's extent along the edge, and across it.
    let along = f64::midpoint(dx.abs() * note.width(), dy.abs() * note.height());
    let across = f64::midpoint(dy.abs() * note.width(), dx.abs() * note.height()) + 3.0;
    let (along, side) =
        (clear + along, if dx.abs() > dy.abs() { -dx.signum() } else { dy.signum() });
    point(start.x + dx * along + dy * across * side, start.y + dy * along + dx * across * side)
}

/// Draws a straight dotted or solid line.
pub(crate) fn draw_line(from: Point, to: Point, class: &str) -> Element {
    Element::new("path").class(class).attribute("d", Path::start(from).line(to).end())
}
