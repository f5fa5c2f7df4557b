//! The shapes of nodes: their brackets, their sizes and their outlines.

use crate::diagram::geometry::{Path, Point, Rect, ellipse, point};
use crate::diagram::label::{Label, draw_rect};
use crate::diagram::svg::Element;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Shape {
    #[default]
    Rect,
    Rounded,
    Stadium,
    Subroutine,
    Cylinder,
    Circle,
    DoubleCircle,
    Flag,
    Diamond,
    Hexagon,
    LeanRight,
    LeanLeft,
    Trapezoid,
    InvertedTrapezoid,
    Subgraph,
}

/// Opening and closing brackets, longest opening first.
pub(super) const BRACKETS: [(&str, &str, Shape); 14] = [
    ("(((", ")))", Shape::DoubleCircle),
    ("((", "))", Shape::Circle),
    ("([", "])", Shape::Stadium),
    ("(", ")", Shape::Rounded),
    ("[[", "]]", Shape::Subroutine),
    ("[(", ")]", Shape::Cylinder),
    ("[/", "/]", Shape::LeanRight),
    ("[/", "\\]", Shape::Trapezoid),
    ("[\\", "\\]", Shape::LeanLeft),
    ("[\\", "/]", Shape::InvertedTrapezoid),
    ("[", "]", Shape::Rect),
    ("{{", "}}", Shape::Hexagon),
    ("{", "}", Shape::Diamond),
    (">", "]", Shape::Flag),
];

/// The height of the curved top of a cylinder.
const CAP: f64 = 8.0;
/// How far the point of a flag goes in.
const NOTCH: f64 = 14.0;

impl Shape {
    /// Returns the width and height of a node with this text.
    pub(super) fn size(self, label: &Label) -> (f64, f64) {
        let (width, height) = (label.width(), label.height());
        match self {
            Self::Rect | Self::Rounded => (width + 28.0, height + 18.0),
            Self::Subroutine => (width + 40.0, height + 18.0),
            Self::Stadium => (width + height + 20.0, height + 18.0),
            Self::Cylinder => (width + 24.0, height + 14.0 + 3.0 * CAP),
            Self::Circle => circle(width, height, 10.0),
            Self::DoubleCircle => circle(width, height, 20.0),
            Self::Flag => (width + 26.0 + NOTCH, height + 18.0),
            Self::Diamond => {
                // The text fits if its width and height, as parts of the diamond's, add up to one
                // at most.
                let extra = (width * height).sqrt().max(height) * 1.15;
                (width + extra + 8.0, height * (width + extra) / extra + 8.0)
            }
            Self::Hexagon => (width + 24.0 + height, height + 18.0),
            Self::LeanRight | Self::LeanLeft | Self::Trapezoid | Self::InvertedTrapezoid => {
                (width + 20.0 + 2.0 * height, height + 18.0)
            }
            // The title only: the frame grows around its nodes. Below the title there is space.
            Self::Subgraph => (width, height + 2.0),
        }
    }

    /// Returns the corners of the shape in `rect`, where edges end.
    pub(super) fn outline(self, rect: Rect) -> Vec<Point> {
        let (left, top, right, bottom) = (rect.left, rect.top, rect.right(), rect.bottom());
        let middle = rect.center();
        let slant = (rect.height - 18.0).max(0.0) * 0.6;
        let corners = |corners: &[(f64, f64)]| corners.iter().map(|&(x, y)| point(x, y)).collect();
        match self {
            Self::Rect
            | Self::Rounded
            | Self::Subroutine
            | Self::Stadium
            | Self::Cylinder
            | Self::Subgraph => rect.corners(),
            Self::Circle | Self::DoubleCircle => ellipse(rect),
            Self::Flag => corners(&[
                (left, top),
                (right, top),
                (right, bottom),
                (left, bottom),
                (left + NOTCH, middle.y),
            ]),
            Self::Diamond => {
                corners(&[(middle.x, top), (right, middle.y), (middle.x, bottom), (left, middle.y)])
            }
            Self::Hexagon => {
                let inset = rect.height / 3.0;
                corners(&[
                    (left, middle.y),
                    (left + inset, top),
                    (right - inset, top),
                    (right, middle.y),
                    (right - inset, bottom),
                    (left + inset, bottom),
                ])
            }
            Self::LeanRight => corners(&[
                (left + slant, top),
                (right, top),
                (right - slant, bottom),
                (left, bottom),
            ]),
            Self::LeanLeft => corners(&[
                (left, top),
                (right - slant, top),
                (right, bottom),
                (left + slant, bottom),
            ]),
            Self::Trapezoid => corners(&[
                (left + slant, top),
                (right - slant, top),
                (right, bottom),
                (left, bottom),
            ]),
            Self::InvertedTrapezoid => corners(&[
                (left, top),
                (right, top),
                (right - slant, bottom),
                (left + slant, bottom),
            ]),
        }
    }

    /// Draws the shape without its text.
    pub(super) fn draw(self, rect: Rect) -> Vec<Element> {
        match self {
            Self::Rect => vec![draw_rect(rect, 0.0, "dg-box")],
            Self::Rounded => vec![draw_rect(rect, 8.0, "dg-box")],
            Self::Subgraph => vec![draw_rect(rect, 6.0, "dg-box")],
            Self::Stadium => vec![draw_rect(rect, rect.height / 2.0, "dg-box")],
            Self::Subroutine => {
                let bar = |x: f64| {
                    let path = Path::start(point(x, rect.top)).line(point(x, rect.bottom()));
                    Element::new("path").class("dg-rule").attribute("d", path.end())
                };
                vec![draw_rect(rect, 0.0, "dg-box"), bar(rect.left + 8.0), bar(rect.right() - 8.0)]
            }
            Self::Cylinder => draw_cylinder(rect),
            Self::Circle => vec![draw_circle(rect, 0.0)],
            Self::DoubleCircle => vec![draw_circle(rect, 0.0), draw_circle(rect, 5.0)],
            Self::Flag | Self::Diamond | Self::Hexagon => vec![self.draw_polygon(rect)],
            Self::LeanRight | Self::LeanLeft | Self::Trapezoid | Self::InvertedTrapezoid => {
                vec![self.draw_polygon(rect)]
            }
        }
    }

    /// Where the middle of the text goes.
    pub(super) fn text_center(self, rect: Rect) -> Point {
        let center = rect.center();
        match self {
            Self::Cylinder => point(center.x, center.y + CAP / 2.0 + 1.0),
            Self::Flag => point(center.x + NOTCH / 2.0, center.y),
            _ => center,
        }
    }

    fn draw_polygon(self, rect: Rect) -> Element {
        let mut corners = self.outline(rect).into_iter();
        let path = corners.next().map(Path::start).unwrap_or_default();
        Element::new("path").class("dg-box").attribute("d", corners.fold(path, Path::line).close())
    }
}

fn circle(width: f64, height: f64, padding: f64) -> (f64, f64) {
    let diameter = width.hypot(height) + padding;
    (diameter, diameter)
}

fn draw_circle(rect: Rect, inset: f64) -> Element {
    let center = rect.center();
    Element::new("circle")
        .class("dg-box")
        .number("cx", center.x)
        .number("cy", center.y)
        .number("r", rect.width / 2.0 - inset)
}

fn draw_cylinder(rect: Rect) -> Vec<Element> {
    let radius = point(rect.width / 2.0, CAP);
    let (top, bottom) = (rect.top + CAP, rect.bottom() - CAP);
    let (left, right) = (rect.left, rect.right());
    let body = Path::start(point(left, top))
        .arc(radius, 1, point(right, top))
        .line(point(right, bottom))
        .arc(radius, 1, point(left, bottom))
        .close();
    let rim = Path::start(point(left, top)).arc(radius, 0, point(right, top)).end();
    vec![
        Element::new("path").class("dg-box").attribute("d", body),
        Element::new("path").class("dg-rule").attribute("d", rim),
    ]
}
