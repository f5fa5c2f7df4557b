//! A scope of the plan as the layout library takes it.

use std::collections::BTreeMap;

use dugong::graphlib::{Graph as Dagre, GraphOptions};
use dugong::{EdgeLabel, GraphLabel, NodeLabel, RankDir};

use super::tree::{Tree, is_inside};
use super::{Direction, Link, Plan};

/// The size of a box, and of what is in it if it is a closed group.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Size {
    pub(super) width: f64,
    pub(super) height: f64,
    pub(super) content: f64,
}

pub(super) type Graph = Dagre<NodeLabel, EdgeLabel, GraphLabel>;

pub(super) fn name(item: usize) -> String {
    // A bare number would be ordered as JavaScript orders array indices.
    format!("n{item}")
}

pub(super) fn build(
    plan: &Plan,
    tree: &Tree,
    members: &[usize],
    sizes: &BTreeMap<usize, Size>,
    direction: Direction,
) -> Graph {
    let mut graph = Graph::new(GraphOptions { multigraph: true, compound: true, directed: true });
    graph.set_graph(GraphLabel {
        rankdir: match direction {
            Direction::Down => RankDir::TB,
            Direction::Up => RankDir::BT,
            Direction::Right => RankDir::LR,
            Direction::Left => RankDir::RL,
        },
        nodesep: plan.gap,
        ranksep: plan.layer_gap,
        edgesep: 20.0,
        ..GraphLabel::default()
    });
    for &item in members {
        let Size { width, height, .. } = sizes.get(&item).copied().unwrap_or_default();
        graph.set_node(name(item), NodeLabel { width, height, ..NodeLabel::default() });
    }
    for &item in members {
        if let Some(parent) = plan.items[item].parent
            && tree.scopes[parent] == tree.scopes[item]
        {
            graph.set_parent(name(item), name(parent));
        }
    }
    for (index, link) in scope_links(plan, tree, members) {
        let (from, to) = ends(plan, tree, link);
        let (width, height) = link.label.unwrap_or_default();
        let label = EdgeLabel {
            width,
            height,
            minlen: link.length.max(1),
            weight: 1.0,
            ..EdgeLabel::default()
        };
        graph.set_edge_named(name(from), name(to), Some(name(index)), Some(label));
    }
    graph
}

/// The links between items of this scope, with their indices.
pub(super) fn scope_links<'a>(
    plan: &'a Plan,
    tree: &'a Tree,
    members: &[usize],
) -> impl Iterator<Item = (usize, &'a Link)> {
    let scope = members.first().and_then(|&item| tree.scopes[item]);
    plan.links
        .iter()
        .enumerate()
        .filter(move |(_, link)| tree.scopes[link.from] == scope && tree.scopes[link.to] == scope)
}

/// The boxes between which a link is routed: those that it joins, or boxes inside them if they are
/// open groups.
pub(super) fn ends(plan: &Plan, tree: &Tree, link: &Link) -> (usize, usize) {
    let from = tree.anchor(link.from, &|leaf| {
        !plan.links.iter().any(|other| other.from == leaf && is_inside(plan, other.to, link.from))
    });
    let to = tree.anchor(link.to, &|leaf| {
        !plan.links.iter().any(|other| other.to == leaf && is_inside(plan, other.from, link.to))
    });
    (from, to)
}
