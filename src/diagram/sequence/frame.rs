//! Frames around steps: `loop`, `alt`, `par` and their kin.

use super::FrameKind;
use crate::diagram::canvas::Canvas;
use crate::diagram::edge::draw_line;
use crate::diagram::geometry::{Path, Rect, point};
use crate::diagram::label::{LINE_HEIGHT, Label, draw_rect};
use crate::diagram::svg::Element;

/// The space between a frame and what is in it.
const PADDING: f64 = 12.0;
/// The height of the tab with the frame's keyword.
const TAB: f64 = 22.0;

/// A frame whose end has not come yet.
#[derive(Debug)]
pub(super) struct Frame {
    kind: FrameKind,
    top: f64,
    /// Its sections' tops and conditions.
    sections: Vec<(f64, Label)>,
    /// The left and right end of what is in it.
    extent: Option<(f64, f64)>,
    /// How many frames were begun before it, which is the order in which they are drawn.
    pub(super) order: usize,
}

impl Frame {
    pub(super) fn new(kind: FrameKind, label: Label, top: f64, order: usize) -> Self {
        Self { kind, top, sections: vec![(top, label)], extent: None, order }
    }

    /// Begins a section, and returns where its steps begin.
    pub(super) fn divide(&mut self, label: Label, top: f64) -> f64 {
        let height = label.height().max(LINE_HEIGHT);
        self.sections.push((top, label));
        top + height + 6.0
    }

    /// The height of the frame's head.
    pub(super) fn head(&self) -> f64 {
        match self.kind {
            FrameKind::Rect => 6.0,
            _ => self.sections.first().map_or(0.0, |(_, label)| label.height()).max(TAB) + 4.0,
        }
    }

    /// Sees to it that what lies between `left` and `right` is inside.
    pub(super) fn cover(&mut self, left: f64, right: f64) {
        let (old_left, old_right) = self.extent.unwrap_or((left, right));
        self.extent = Some((old_left.min(left), old_right.max(right)));
    }

    /// Draws the frame down to `bottom`; `whole` is what to enclose if nothing is in it.
    pub(super) fn draw(
        &self,
        bottom: f64,
        whole: (f64, f64),
        canvas: &mut Canvas,
    ) -> (Element, (f64, f64)) {
        let (left, mut right) = self.extent.unwrap_or(whole);
        let left = left - PADDING;
        right += PADDING;
        if self.kind == FrameKind::Rect {
            let rect = Rect { left, top: self.top, width: right - left, height: bottom - self.top };
            canvas.cover(rect);
            return (draw_rect(rect, 4.0, "dg-shade"), (left, right));
        }
        let keyword = Label::plain(self.kind.keyword()).bold();
        let tab = keyword.width() + 20.0;
        for (index, (_, label)) in self.sections.iter().enumerate() {
            let indent = if index == 0 { tab } else { 0.0 };
            right = right.max(left + indent + text(label).width() + 20.0);
        }
        let rect = Rect { left, top: self.top, width: right - left, height: bottom - self.top };
        canvas.cover(rect);
        let corner = Path::start(point(left, self.top))
            .line(point(left + tab, self.top))
            .line(point(left + tab, self.top + TAB - 6.0))
            .line(point(left + tab - 6.0, self.top + TAB))
            .line(point(left, self.top + TAB))
            .close();
        let mut group = Element::new("g")
            .child(draw_rect(rect, 0.0, "dg-frame"))
            .child(Element::new("path").class("dg-box").attribute("d", corner))
            .child(keyword.draw(point(left + tab / 2.0, self.top + TAB / 2.0), "dg-label"));
        for (index, (top, label)) in self.sections.iter().enumerate() {
            if index > 0 {
                group = group.child(draw_line(
                    point(left, *top),
                    point(right, *top),
                    "dg-frame dg-dotted",
                ));
            }
            if !label.is_empty() {
                let indent = if index == 0 { tab } else { 0.0 };
                let label = text(label);
                let y = top + 2.0 + label.height() / 2.0;
                let center = point(left + indent + 10.0 + label.width() / 2.0, y);
                group = group.children(label.draw_on_backdrop(center));
            }
        }
        (group, (left, right))
    }
}

/// Puts a condition into brackets.
fn text(label: &Label) -> Label {
    let mut label = label.clone();
    if label.is_empty() {
        return label;
    }
    if let Some(first) = label.lines.first_mut() {
        first.insert(0, '[');
    }
    if let Some(last) = label.lines.last_mut() {
        last.push(']');
    }
    label
}
