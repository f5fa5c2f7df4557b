//! Tables, whose columns are aligned by class: style attributes are forbidden.

use crate::model::doc::{Alignment, Inline, Node, Table};
use crate::render::html::Writer;
use crate::render::view::{Html, block};

impl<'a> Writer<'a> {
    pub(super) fn table(&mut self, table: &'a Table) {
        let html = self.capture(|writer| {
            writer.out.push_str("<table>\n<thead>\n");
            writer.row(table, &table.head, "th");
            writer.out.push_str("</thead>\n");
            if !table.rows.is_empty() {
                writer.out.push_str("<tbody>\n");
                for row in &table.rows {
                    writer.row(table, row, "td");
                }
                writer.out.push_str("</tbody>\n");
            }
            writer.out.push_str("</table>");
        });
        self.scroll_region(&html);
    }

    /// Writes a finished `<table>` so that it scrolls within itself.
    pub(super) fn scroll_region(&mut self, html: &str) {
        let label = self.scope.text.fill("table_label", &self.section);
        let view = block::Table { html: Html::new(html), label: &label };
        self.template("blocks/table.html", "table", &view);
    }

    fn row(&mut self, table: &Table, cells: &'a [Vec<Node<Inline>>], name: &str) {
        self.out.push_str("<tr>");
        for (position, cell) in cells.iter().enumerate() {
            let alignment = table.alignments.get(position).copied();
            // An empty header would be announced for every cell of its column.
            self.push(&["<", if cell.is_empty() { "td" } else { name }]);
            self.out.push_str(match alignment.unwrap_or(Alignment::None) {
                Alignment::None => ">",
                Alignment::Left => " class=\"al\">",
                Alignment::Center => " class=\"ac\">",
                Alignment::Right => " class=\"ar\">",
            });
            self.inlines(cell);
        }
        self.out.push('\n');
    }
}
