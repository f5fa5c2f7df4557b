//! `classDiagram`: classes with members, relations, namespaces and notes.

mod member;
mod parse;
mod relation;

use super::DiagramError;
use super::block::Block;
use super::canvas::Canvas;
use super::edge::{Edge, draw_edges};
use super::label::{Label, draw_rect, draw_title};
use super::layout::{Direction, Item, Link, Plan, place};
use super::mark::Marks;
use super::note;
use super::source::Source;
use super::svg::Element;
use member::Member;

/// A parsed class diagram.
#[derive(Debug, Default)]
struct Model<'a> {
    direction: Direction,
    boxes: Vec<ClassBox>,
    relations: Vec<Relation>,
    marks: Marks<'a>,
}

#[derive(Debug)]
struct ClassBox {
    content: Content,
    namespace: Option<usize>,
}

#[derive(Debug)]
enum Content {
    Class(Class),
    Namespace(String),
    Note(Label),
}

#[derive(Debug, Default)]
struct Class {
    title: String,
    annotation: String,
    attributes: Vec<Member>,
    methods: Vec<Member>,
}

#[derive(Debug)]
struct Relation {
    from: usize,
    to: usize,
    edge: Edge,
}

/// Draws the diagram in `source`.
pub(super) fn draw(source: &Source<'_>, canvas: &mut Canvas) -> Result<(), DiagramError> {
    let model = parse::parse(source)?;
    let blocks: Vec<Option<Block>> =
        model.boxes.iter().map(|class_box| block(&class_box.content)).collect();
    let items = model.boxes.iter().zip(&blocks).map(|(class_box, block)| {
        let (width, height) = match (&class_box.content, block) {
            (Content::Note(label), _) => note::size(label),
            (Content::Namespace(title), _) => {
                let label = Label::new(title).bold();
                (label.width(), label.height() + 2.0)
            }
            (Content::Class(_), block) => block.as_ref().map(Block::size).unwrap_or_default(),
        };
        Item { width, height, parent: class_box.namespace, direction: None }
    });
    let links: Vec<Link> = model
        .relations
        .iter()
        .map(|relation| relation.edge.link(relation.from, relation.to, 1, model.direction))
        .collect();
    let plan = Plan {
        direction: model.direction,
        items: items.collect(),
        links,
        gap: 44.0,
        layer_gap: 48.0,
    };
    let layout = place(&plan)?;
    canvas.cover(layout.bounds);
    let classes = model.marks.classes(model.boxes.len(), |_| "dg-node")?;
    let (mut namespaces, mut boxes, mut titles) = (Vec::new(), Vec::new(), Vec::new());
    let parts = model.boxes.iter().zip(&blocks).zip(layout.boxes.iter().zip(&classes));
    for ((class_box, block), (&rect, class)) in parts {
        match (&class_box.content, block) {
            (Content::Note(label), _) => boxes.push(note::draw(label, rect)),
            (Content::Namespace(title), _) => {
                let frame = draw_rect(rect, 6.0, "dg-box");
                namespaces.push(Element::new("g").class("dg-cluster").child(frame));
                titles.push(draw_title(&Label::new(title).bold(), rect));
            }
            (Content::Class(_), block) => {
                boxes.extend(block.as_ref().map(|block| block.draw(rect, class)));
            }
        }
    }
    canvas.extend(namespaces.into_iter().chain(boxes));
    let outlines: Vec<_> = layout.boxes.iter().map(|rect| rect.corners()).collect();
    let edges: Vec<Edge> = model.relations.into_iter().map(|relation| relation.edge).collect();
    draw_edges(canvas, &layout, &plan.links, &edges, &outlines);
    canvas.extend(titles);
    Ok(())
}

fn block(content: &Content) -> Option<Block> {
    let Content::Class(class) = content else { return None };
    let mut title = vec![Label::new(&class.title).bold()];
    if !class.annotation.is_empty() {
        title.insert(0, Label::plain(&format!("«{}»", class.annotation)));
    }
    let rows = |members: &[Member]| members.iter().map(Member::row).collect();
    let compartments = vec![rows(&class.attributes), rows(&class.methods)];
    Some(Block { title, compartments, radius: 3.0 })
}
