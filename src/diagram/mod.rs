//! Mermaid text to SVG, at build time and without a browser.
//!
//! [`render`] is the entry point. Each diagram type has its own folder or file that parses strictly
//! (what it does not understand is an error, never a guess) and draws; what has boxes and edges is
//! placed by `layout`, which is the only module that knows the layout library. Nothing here reads a
//! clock, a file or the environment, and no colour is written: shapes carry `dg-…` classes whose
//! colours the theme's style sheet gives.

mod block;
mod canvas;
mod class;
mod edge;
mod entity;
mod flowchart;
mod geometry;
mod label;
mod layout;
mod mark;
mod note;
mod scan;
mod sequence;
mod source;
mod state;
mod svg;

use source::Source;

/// A finished drawing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagram {
    /// A complete `<svg>` element for use inside HTML: classes only, no styles, scripts or
    /// references outside itself.
    pub svg: String,
    /// The width in CSS pixels.
    pub width: u32,
    /// The height in CSS pixels.
    pub height: u32,
    /// The accessible name from `accTitle` or a `title`; `None` if the caller has to give one.
    pub title: Option<String>,
    /// The accessible description from `accDescr`.
    pub description: Option<String>,
}

/// Why a diagram cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DiagramError {
    /// The line of the source, from 1; `None` if the diagram as a whole is at fault.
    pub line: Option<usize>,
    /// What is wrong, lowercase and without a final full stop.
    pub message: String,
}

impl DiagramError {
    fn at(line: usize, message: impl Into<String>) -> Self {
        Self { line: Some(line), message: message.into() }
    }

    fn whole(message: impl Into<String>) -> Self {
        Self { line: None, message: message.into() }
    }
}

impl std::fmt::Display for DiagramError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self.line {
            Some(line) => write!(formatter, "line {line}: {}", self.message),
            None => formatter.write_str(&self.message),
        }
    }
}

impl std::error::Error for DiagramError {}

/// Draws Mermaid `source`; every id in the SVG starts with `id_prefix`.
///
/// Characters that do not belong in an id are replaced in the prefix, so the caller only has to see
/// to it that each diagram of a page has its own.
pub fn render(source: &str, id_prefix: &str) -> Result<Diagram, DiagramError> {
    let source = Source::read(source)?;
    let draw = match source.header.keyword {
        "flowchart" | "graph" => flowchart::draw,
        "sequenceDiagram" => sequence::draw,
        "stateDiagram-v2" | "stateDiagram" => state::draw,
        "classDiagram" | "classDiagram-v2" => class::draw,
        "erDiagram" => entity::draw,
        other => return Err(source::unknown_type(other, source.header.line)),
    };
    let mut canvas = canvas::Canvas::new(id_prefix);
    draw(&source, &mut canvas)?;
    Ok(canvas.finish(&source))
}
