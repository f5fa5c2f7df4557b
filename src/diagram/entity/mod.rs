//! `erDiagram`: entities with attributes, and crow's-foot relationships.

mod parse;

use super::DiagramError;
use super::block::{Block, Row};
use super::canvas::Canvas;
use super::edge::{Edge, draw_edges};
use super::label::Label;
use super::layout::{Direction, Item, Link, Plan, place};
use super::mark::Marks;
use super::source::Source;

/// A parsed entity-relationship diagram.
#[derive(Debug, Default)]
struct Model<'a> {
    direction: Direction,
    entities: Vec<Entity<'a>>,
    relationships: Vec<Relationship>,
    marks: Marks<'a>,
}

#[derive(Debug)]
struct Entity<'a> {
    title: &'a str,
    /// Type, name, keys and comment of each attribute.
    attributes: Vec<[String; 4]>,
}

#[derive(Debug)]
struct Relationship {
    from: usize,
    to: usize,
    edge: Edge,
}

/// Draws the diagram in `source`.
pub(super) fn draw(source: &Source<'_>, canvas: &mut Canvas) -> Result<(), DiagramError> {
    let model = parse::parse(source)?;
    let blocks: Vec<Block> = model.entities.iter().map(block).collect();
    let items = blocks.iter().map(|block| {
        let (width, height) = block.size();
        Item { width: width.max(80.0), height: height.max(40.0), ..Item::default() }
    });
    let links: Vec<Link> = model
        .relationships
        .iter()
        .map(|relationship| {
            relationship.edge.link(relationship.from, relationship.to, 1, model.direction)
        })
        .collect();
    let plan = Plan {
        direction: model.direction,
        items: items.collect(),
        links,
        gap: 50.0,
        layer_gap: 44.0,
    };
    let layout = place(&plan)?;
    canvas.cover(layout.bounds);
    let classes = model.marks.classes(model.entities.len(), |_| "dg-node")?;
    let parts = blocks.iter().zip(&layout.boxes).zip(&classes);
    canvas.extend(parts.map(|((block, &rect), class)| block.draw(rect, class)));
    let outlines: Vec<_> = layout.boxes.iter().map(|rect| rect.corners()).collect();
    let edges: Vec<Edge> =
        model.relationships.into_iter().map(|relationship| relationship.edge).collect();
    draw_edges(canvas, &layout, &plan.links, &edges, &outlines);
    Ok(())
}

fn block(entity: &Entity<'_>) -> Block {
    let row = |cells: &[String; 4]| Row { cells: cells.to_vec(), class: "" };
    Block {
        title: vec![Label::new(entity.title).bold()],
        compartments: vec![entity.attributes.iter().map(row).collect()],
        radius: 3.0,
    }
}
