//! A box with a title and rows beneath it, as classes and entities have.

use super::edge::draw_line;
use super::geometry::{Rect, point};
use super::label::{LINE_HEIGHT, Label, draw_rect, text_width};
use super::svg::Element;

const PADDING: f64 = 10.0;
/// Space above and below the rows of a compartment.
const INSET: f64 = 6.0;

/// One line of a compartment, in columns.
#[derive(Debug, Clone, Default)]
pub(crate) struct Row {
    pub(crate) cells: Vec<String>,
    /// Sets the row apart (`dg-static`, `dg-abstract`); may be empty.
    pub(crate) class: &'static str,
}

/// A titled box; a compartment without rows is not drawn.
#[derive(Debug, Clone, Default)]
pub(crate) struct Block {
    pub(crate) title: Vec<Label>,
    pub(crate) compartments: Vec<Vec<Row>>,
    /// Of its corners.
    pub(crate) radius: f64,
}

impl Block {
    pub(crate) fn size(&self) -> (f64, f64) {
        let title = self.title.iter().map(Label::width).fold(0.0, f64::max);
        let rows: f64 = self
            .compartments
            .iter()
            .map(|rows| columns(rows).iter().sum::<f64>())
            .fold(0.0, f64::max);
        let height = self.compartments.iter().map(|rows| compartment_height(rows)).sum::<f64>();
        (f64::max(title, rows).max(40.0) + 2.0 * PADDING, self.title_height() + height)
    }

    /// Draws the box into `rect`, which has at least its size.
    pub(crate) fn draw(&self, rect: Rect, class: &str) -> Element {
        let center = rect.center();
        let mut group =
            Element::new("g").class(class).child(draw_rect(rect, self.radius, "dg-box"));
        // Without rows, the box may be taller than its title needs.
        let is_bare = self.compartments.iter().all(Vec::is_empty);
        let slack = if is_bare { (rect.height - self.title_height()) / 2.0 } else { 0.0 };
        let mut y = rect.top + INSET + 1.0 + slack;
        for label in &self.title {
            group = group.child(label.draw(point(center.x, y + label.height() / 2.0), "dg-label"));
            y += label.height();
        }
        y = rect.top + self.title_height();
        for rows in self.compartments.iter().filter(|rows| !rows.is_empty()) {
            group = group.child(draw_line(point(rect.left, y), point(rect.right(), y), "dg-rule"));
            group = group.children(draw_rows(rows, rect.left + PADDING, y + INSET));
            y += compartment_height(rows);
        }
        group
    }

    fn title_height(&self) -> f64 {
        self.title.iter().map(Label::height).sum::<f64>() + 2.0 * INSET + 2.0
    }
}

fn compartment_height(rows: &[Row]) -> f64 {
    if rows.is_empty() { 0.0 } else { rows.iter().map(|_| LINE_HEIGHT).sum::<f64>() + 2.0 * INSET }
}

/// Returns the width of each column, with the space behind it.
fn columns(rows: &[Row]) -> Vec<f64> {
    let count = rows.iter().map(|row| row.cells.len()).max().unwrap_or(0);
    let widest = |column: usize| {
        rows.iter()
            .filter_map(|row| row.cells.get(column))
            .map(|cell| text_width(cell))
            .fold(0.0, f64::max)
    };
    let mut widths: Vec<f64> =
        (0..count).map(widest).map(|width| if width > 0.0 { width + 14.0 } else { 0.0 }).collect();
    if let Some(last) = widths.last_mut() {
        *last = f64::max(*last - 14.0, 0.0);
    }
    widths
}

fn draw_rows(rows: &[Row], left: f64, top: f64) -> Vec<Element> {
    let widths = columns(rows);
    let mut elements = Vec::new();
    let mut y = top + LINE_HEIGHT / 2.0;
    for row in rows {
        let mut x = left;
        for (index, (cell, width)) in row.cells.iter().zip(&widths).enumerate() {
            let column =
                if row.cells.len() > 1 && index != 1 { "dg-label dg-minor" } else { "dg-label" };
            let class = if row.class.is_empty() {
                column.to_owned()
            } else {
                format!("{column} {}", row.class)
            };
            if !cell.is_empty() {
                elements.push(Label::plain(cell).draw_left(point(x, y), &class));
            }
            x += width;
        }
        y += LINE_HEIGHT;
    }
    elements
}
