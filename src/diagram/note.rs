//! Notes beside boxes and lifelines.

use super::geometry::Rect;
use super::label::{Label, draw_rect};
use super::svg::Element;

/// Notes wider than this are broken into lines.
pub(crate) const MAX_WIDTH: f64 = 220.0;

/// Reads the text of a note.
pub(crate) fn label(text: &str) -> Label {
    Label::new(text).wrapped(MAX_WIDTH)
}

/// Returns the width and height of a note with this text.
pub(crate) fn size(label: &Label) -> (f64, f64) {
    (label.width() + 18.0, label.height() + 10.0)
}

pub(crate) fn draw(label: &Label, rect: Rect) -> Element {
    let text = label.draw(rect.center(), "dg-label");
    Element::new("g").class("dg-note").child(draw_rect(rect, 0.0, "dg-box")).child(text)
}
