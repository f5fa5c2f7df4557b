//! Draws a parsed flowchart.

use super::shape::Shape;
use super::{Flowchart, Node};
use crate::diagram::DiagramError;
use crate::diagram::canvas::Canvas;
use crate::diagram::edge::{Edge, draw_edges};
use crate::diagram::label::{Label, draw_title};
use crate::diagram::layout::{Item, Plan, place};
use crate::diagram::svg::Element;

/// Node texts wider than this are broken into lines.
const MAX_WIDTH: f64 = 230.0;

pub(super) fn draw(chart: &Flowchart<'_>, canvas: &mut Canvas) -> Result<(), DiagramError> {
    let labels: Vec<Label> = chart.nodes.iter().map(label).collect();
    let has_inside = |group: usize| chart.nodes.iter().any(|node| node.parent == Some(group));
    let items = chart.nodes.iter().zip(&labels).enumerate().map(|(index, (node, label))| {
        let is_empty_group = node.shape == Shape::Subgraph && !has_inside(index);
        let shape = if is_empty_group { Shape::Rect } else { node.shape };
        let (width, height) = shape.size(label);
        Item { width, height, parent: node.parent, direction: node.direction }
    });
    let links = chart
        .edges
        .iter()
        .map(|link| link.edge.link(link.from, link.to, link.length, chart.direction));
    let plan = Plan {
        direction: chart.direction,
        items: items.collect(),
        links: links.collect(),
        gap: 40.0,
        layer_gap: 44.0,
    };
    let layout = place(&plan)?;
    canvas.cover(layout.bounds);
    let base = |index: usize| {
        if chart.nodes[index].shape == Shape::Subgraph { "dg-cluster" } else { "dg-node" }
    };
    let classes = chart.marks.classes(chart.nodes.len(), base)?;
    let parts = chart.nodes.iter().zip(&layout.boxes).zip(labels.iter().zip(&classes));
    let mut groups: Vec<(usize, Element)> = Vec::new();
    let (mut nodes, mut titles) = (Vec::new(), Vec::new());
    for (index, ((node, &rect), (label, class))) in parts.enumerate() {
        let group = Element::new("g").class(class).children(node.shape.draw(rect));
        if node.shape == Shape::Subgraph && has_inside(index) {
            let depth =
                std::iter::successors(node.parent, |&parent| chart.nodes[parent].parent).count();
            groups.push((depth, group));
            titles.push(draw_title(label, rect));
        } else {
            nodes.push(group.child(label.draw(node.shape.text_center(rect), "dg-label")));
        }
    }
    groups.sort_by_key(|&(depth, _)| depth);
    canvas.extend(groups.into_iter().map(|(_, group)| group));
    let outlines: Vec<_> = chart
        .nodes
        .iter()
        .zip(&layout.boxes)
        .map(|(node, &rect)| node.shape.outline(rect))
        .collect();
    let edges: Vec<Edge> = chart.edges.iter().map(|link| link.edge.clone()).collect();
    canvas.extend(nodes);
    draw_edges(canvas, &layout, &plan.links, &edges, &outlines);
    canvas.extend(titles);
    Ok(())
}

fn label(node: &Node<'_>) -> Label {
    let label = Label::new(&node.text.replace("\\n", "<br>")).wrapped(MAX_WIDTH);
    if node.shape == Shape::Subgraph { label.bold() } else { label }
}
