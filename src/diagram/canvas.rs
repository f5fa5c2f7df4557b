//! The sheet that a diagram is drawn on: collects elements and the markers they use, and makes the
//! `<svg>`.

use std::collections::BTreeSet;

use super::Diagram;
use super::geometry::{Rect, point};
use super::label::{FONT_SIZE, LINE_HEIGHT, Label};
use super::source::Source;
use super::svg::{Element, number};

/// Space around the drawing, in pixels.
const MARGIN: f64 = 8.0;

/// What an edge ends in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Marker {
    Arrow,
    OpenArrow,
    Cross,
    Dot,
    Triangle,
    Diamond,
    HollowDiamond,
    One,
    ZeroOrOne,
    OneOrMore,
    ZeroOrMore,
}

/// A drawing in progress.
#[derive(Debug)]
pub(crate) struct Canvas {
    prefix: String,
    markers: BTreeSet<Marker>,
    body: Vec<Element>,
    bounds: Option<Rect>,
}

impl Canvas {
    pub(crate) fn new(id_prefix: &str) -> Self {
        let safe =
            |c: char| if c.is_ascii_alphanumeric() || matches!(c, '_' | ':') { c } else { '-' };
        let prefix: String = id_prefix.chars().map(safe).collect();
        let prefix = if prefix.starts_with(|c: char| c.is_ascii_alphabetic()) {
            prefix
        } else {
            format!("d{prefix}")
        };
        Self { prefix, markers: BTreeSet::new(), body: Vec::new(), bounds: None }
    }

    pub(crate) fn add(&mut self, element: Element) {
        self.body.push(element);
    }

    pub(crate) fn extend(&mut self, elements: impl IntoIterator<Item = Element>) {
        self.body.extend(elements);
    }

    /// Sees to it that `rect` is on the sheet.
    pub(crate) fn cover(&mut self, rect: Rect) {
        self.bounds = Some(self.bounds.map_or(rect, |bounds| bounds.union(rect)));
    }

    /// Gives `path` a marker at its end (`marker-end`) or start (`marker-start`).
    pub(crate) fn mark(
        &mut self,
        path: Element,
        place: &'static str,
        marker: Option<Marker>,
    ) -> Element {
        let Some(marker) = marker else { return path };
        self.markers.insert(marker);
        path.attribute(place, format!("url(#{}-{})", self.prefix, marker.name()))
    }

    /// Makes the finished `<svg>`.
    pub(crate) fn finish(mut self, source: &Source<'_>) -> Diagram {
        self.draw_heading(source.heading.as_deref());
        let bounds = self.bounds.unwrap_or_default();
        let (width, height) =
            (whole(bounds.width + 2.0 * MARGIN), whole(bounds.height + 2.0 * MARGIN));
        let origin = point((bounds.left - MARGIN).floor(), (bounds.top - MARGIN).floor());
        let view_box = format!("{} {} {width} {height}", number(origin.x), number(origin.y));
        let mut svg = Element::new("svg")
            .attribute("xmlns", "http://www.w3.org/2000/svg")
            .class("dg")
            .attribute("viewBox", view_box)
            .attribute("width", width.to_string())
            .attribute("height", height.to_string())
            .number("font-size", FONT_SIZE);
        let title = source
            .title
            .clone()
            .or_else(|| source.heading.clone())
            .filter(|title| !title.is_empty());
        let description = source.description.clone().filter(|text| !text.is_empty());
        let parts =
            [("title", "aria-labelledby", &title), ("desc", "aria-describedby", &description)];
        if title.is_some() {
            svg = svg.attribute("role", "img");
        }
        for (name, attribute, _) in parts.iter().filter(|(_, _, text)| text.is_some()) {
            svg = svg.attribute(attribute, format!("{}-{name}", self.prefix));
        }
        for (name, _, text) in parts {
            if let Some(text) = text {
                svg = svg.child(
                    Element::new(name)
                        .attribute("id", format!("{}-{name}", self.prefix))
                        .text(text),
                );
            }
        }
        if !self.markers.is_empty() {
            svg = svg.child(
                Element::new("defs")
                    .children(self.markers.iter().map(|marker| marker.draw(&self.prefix))),
            );
        }
        let mut out = String::new();
        svg.children(self.body).write(&mut out);
        Diagram { svg: out, width, height, title, description }
    }

    fn draw_heading(&mut self, text: Option<&str>) {
        let (Some(text), Some(bounds)) = (text, self.bounds) else { return };
        let label = Label::new(text).bold();
        let center =
            point(bounds.center().x, bounds.top - LINE_HEIGHT - label.height() / 2.0 + 6.0);
        self.cover(Rect::centered(center, label.width(), label.height()));
        self.add(label.draw(center, "dg-label"));
    }
}

impl Marker {
    fn name(self) -> &'static str {
        match self {
            Self::Arrow => "arrow",
            Self::OpenArrow => "open-arrow",
            Self::Cross => "cross",
            Self::Dot => "dot",
            Self::Triangle => "triangle",
            Self::Diamond => "diamond",
            Self::HollowDiamond => "hollow-diamond",
            Self::One => "one",
            Self::ZeroOrOne => "zero-or-one",
            Self::OneOrMore => "one-or-more",
            Self::ZeroOrMore => "zero-or-more",
        }
    }

    /// Draws the marker's definition; its tip, the right edge of the view box, lies on the end of
    /// the edge.
    fn draw(self, prefix: &str) -> Element {
        let (width, height) = self.size();
        let path = |class: &str, d: &str| Element::new("path").class(class).attribute("d", d);
        let circle = |class: &str, x: f64, y: f64, radius: f64| {
            Element::new("circle").class(class).number("cx", x).number("cy", y).number("r", radius)
        };
        let shapes = match self {
            Self::Arrow => vec![path("dg-head", "M0 0L10 5L0 10Z")],
            Self::OpenArrow => vec![path("dg-tip", "M1 1L10 6L1 11")],
            Self::Cross => vec![path("dg-tip", "M1 1L11 11M11 1L1 11")],
            Self::Dot => vec![circle("dg-head", 5.0, 5.0, 4.0)],
            Self::Triangle => vec![path("dg-hollow", "M1 1L15 8L1 15Z")],
            Self::Diamond => vec![path("dg-head", "M0 6L9 0L18 6L9 12Z")],
            Self::HollowDiamond => vec![path("dg-hollow", "M1 6L9 1L17 6L9 11Z")],
            Self::One => vec![path("dg-tip", "M12 1V15M18 1V15")],
            Self::ZeroOrOne => vec![circle("dg-hollow", 8.0, 8.0, 6.0), path("dg-tip", "M18 1V15")],
            Self::OneOrMore => vec![path("dg-tip", "M10 1V15M26 1L14 8L26 15")],
            Self::ZeroOrMore => {
                vec![circle("dg-hollow", 8.0, 8.0, 6.0), path("dg-tip", "M26 1L14 8L26 15")]
            }
        };
        Element::new("marker")
            .attribute("id", format!("{prefix}-{}", self.name()))
            .attribute("viewBox", format!("0 0 {} {}", number(width), number(height)))
            .number("refX", if self == Self::Cross { width / 2.0 } else { width })
            .number("refY", height / 2.0)
            .number("markerWidth", width)
            .number("markerHeight", height)
            .attribute("markerUnits", "userSpaceOnUse")
            .attribute("orient", "auto-start-reverse")
            .children(shapes)
    }

    /// The width along the edge and the height across it.
    pub(crate) fn size(self) -> (f64, f64) {
        match self {
            Self::Arrow | Self::Dot => (10.0, 10.0),
            Self::OpenArrow => (11.0, 12.0),
            Self::Cross => (12.0, 12.0),
            Self::Triangle => (16.0, 16.0),
            Self::Diamond | Self::HollowDiamond => (18.0, 12.0),
            Self::One | Self::ZeroOrOne | Self::OneOrMore | Self::ZeroOrMore => (26.0, 16.0),
        }
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the value is clamped to the type's range"
)]
fn whole(value: f64) -> u32 {
    value.ceil().clamp(0.0, f64::from(u32::MAX)) as u32
}
