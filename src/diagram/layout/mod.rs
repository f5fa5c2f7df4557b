//! Places boxes, groups of boxes and the edges between them in layers (Sugiyama's method, in
//! `dugong`, a dagre port).
//!
//! A group that no edge crosses is laid out on its own, in its own direction, and placed as one
//! box. The boxes of a group that an edge does cross are placed with those outside it, in the
//! direction of the whole.

mod graph;
mod tree;

use std::collections::BTreeMap;

use graph::{Graph, Size, build, ends, name, scope_links};
use tree::{Tree, ancestors, is_inside};

use super::DiagramError;
use super::geometry::{Point, Rect, point};

/// More boxes and edges than this are refused: nobody can read them, and layout time is not linear.
const MAX_ITEMS: usize = 600;
/// Space between a group's frame and its boxes.
const PADDING: f64 = 14.0;
/// How much of the space for the label of a link from a box to itself is for the link.
pub(crate) const LOOP: f64 = 34.0;

/// The way edges run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Direction {
    #[default]
    Down,
    Up,
    Right,
    Left,
}

impl Direction {
    /// Reads `TD`, `TB`, `BT`, `LR` or `RL`.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        match text {
            "TD" | "TB" => Some(Self::Down),
            "BT" => Some(Self::Up),
            "LR" => Some(Self::Right),
            "RL" => Some(Self::Left),
            _ => None,
        }
    }

    pub(crate) fn is_vertical(self) -> bool {
        matches!(self, Self::Down | Self::Up)
    }
}

/// A box to place. A box that others name as `parent` is a group, and its size is that of its
/// title.
#[derive(Debug, Clone, Default)]
pub(crate) struct Item {
    pub(crate) width: f64,
    pub(crate) height: f64,
    pub(crate) parent: Option<usize>,
    /// Of the inside of a group; that of what is around it if `None`.
    pub(crate) direction: Option<Direction>,
}

/// An edge to route.
#[derive(Debug, Clone)]
pub(crate) struct Link {
    pub(crate) from: usize,
    pub(crate) to: usize,
    /// The space that its label needs.
    pub(crate) label: Option<(f64, f64)>,
    /// How many layers it spans at least.
    pub(crate) length: usize,
}

/// What is to be placed. Parents form a tree, and no link joins a group with something inside it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Plan {
    pub(crate) direction: Direction,
    pub(crate) items: Vec<Item>,
    pub(crate) links: Vec<Link>,
    /// Space between the boxes of a layer.
    pub(crate) gap: f64,
    /// Space between layers.
    pub(crate) layer_gap: f64,
}

/// The way of an edge, from the center of one box to the center of the other.
#[derive(Debug, Clone, Default)]
pub(crate) struct Route {
    pub(crate) points: Vec<Point>,
    /// The center of the label.
    pub(crate) label: Point,
}

/// Where everything is; the indices are those of the plan.
#[derive(Debug, Clone, Default)]
pub(crate) struct Layout {
    pub(crate) boxes: Vec<Rect>,
    pub(crate) routes: Vec<Route>,
    pub(crate) bounds: Rect,
}

/// Places `plan`.
pub(crate) fn place(plan: &Plan) -> Result<Layout, DiagramError> {
    if plan.items.len() + plan.links.len() > MAX_ITEMS {
        return Err(DiagramError::whole(format!(
            "the diagram has more than {MAX_ITEMS} boxes and edges"
        )));
    }
    let tree = Tree::new(plan);
    let mut layout = Layout {
        boxes: vec![Rect::default(); plan.items.len()],
        routes: vec![Route::default(); plan.links.len()],
        bounds: Rect::default(),
    };
    layout.bounds = place_scope(plan, &tree, None, plan.direction, &mut layout)?;
    Ok(layout)
}

/// Places the items of one scope with the top left corner at the origin, and returns its bounds.
fn place_scope(
    plan: &Plan,
    tree: &Tree,
    scope: Option<usize>,
    direction: Direction,
    layout: &mut Layout,
) -> Result<Rect, DiagramError> {
    let members: Vec<usize> =
        (0..plan.items.len()).filter(|&item| tree.scopes[item] == scope).collect();
    let mut sizes = BTreeMap::new();
    for &item in members.iter().filter(|&&item| !tree.is_open(item)) {
        let size = if tree.is_group(item) {
            let inner = plan.items[item].direction.unwrap_or(direction);
            let bounds = place_scope(plan, tree, Some(item), inner, layout)?;
            let width = bounds.width.max(plan.items[item].width) + 2.0 * PADDING;
            let height = bounds.height + plan.items[item].height + 2.0 * PADDING;
            Size { width, height, content: bounds.width }
        } else {
            Size { width: plan.items[item].width, height: plan.items[item].height, content: 0.0 }
        };
        sizes.insert(item, size);
    }
    let mut graph = build(plan, tree, &members, &sizes, direction);
    dugong::layout(&mut graph)
        .map_err(|error| DiagramError::whole(format!("the diagram cannot be laid out: {error}")))?;
    read_boxes(plan, tree, &members, &graph, layout);
    read_routes(plan, tree, &members, &graph, layout);
    let bounds = measure(plan, tree, &members, layout);
    shift(plan, tree, &members, layout, bounds);
    fill_groups(plan, &sizes, layout);
    Ok(Rect { left: 0.0, top: 0.0, ..bounds })
}

fn read_boxes(plan: &Plan, tree: &Tree, members: &[usize], graph: &Graph, layout: &mut Layout) {
    for &item in members {
        if let Some(node) = graph.node(&name(item)) {
            let center = point(node.x.unwrap_or_default(), node.y.unwrap_or_default());
            layout.boxes[item] = Rect::centered(center, node.width, node.height);
        }
    }
    // Open groups from the inside out, so that each frame encloses those in it with their titles.
    let mut groups: Vec<usize> =
        members.iter().copied().filter(|&item| tree.is_open(item)).collect();
    groups.sort_by_key(|&group| std::cmp::Reverse(ancestors(plan, group).count()));
    for group in groups {
        let inner =
            tree.children[group].iter().map(|&child| layout.boxes[child]).reduce(Rect::union);
        let Some(inner) = inner else { continue };
        let title = &plan.items[group];
        let width = (inner.width + 2.0 * PADDING).max(title.width + 2.0 * PADDING);
        layout.boxes[group] = Rect {
            left: inner.center().x - width / 2.0,
            top: inner.top - PADDING - title.height,
            width,
            height: inner.height + 2.0 * PADDING + title.height,
        };
    }
}

fn read_routes(plan: &Plan, tree: &Tree, members: &[usize], graph: &Graph, layout: &mut Layout) {
    for (index, link) in scope_links(plan, tree, members) {
        let (from, to) = ends(plan, tree, link);
        let Some(edge) = graph.edge(&name(from), &name(to), Some(&name(index))) else { continue };
        let (start, end) = (layout.boxes[from], layout.boxes[to]);
        let middle = edge.points.get(edge.points.len() / 2).copied();
        let label = point(
            edge.x.or(middle.map(|p| p.x)).unwrap_or_default(),
            edge.y.or(middle.map(|p| p.y)).unwrap_or_default(),
        );
        let (points, label) = if from == to {
            loop_around(start, label, link.label)
        } else {
            let inner = edge.points.len().saturating_sub(2);
            let way = edge.points.iter().skip(1).take(inner).map(|p| point(p.x, p.y));
            (std::iter::once(start.center()).chain(way).chain([end.center()]).collect(), label)
        };
        layout.routes[index] = Route { points, label };
    }
}

/// Returns a loop from a box to itself on the side where `space`, the space for it and its label,
/// is; and the center of the label, which lies behind the loop.
fn loop_around(rect: Rect, space: Point, size: Option<(f64, f64)>) -> (Vec<Point>, Point) {
    let center = rect.center();
    let is_beside = (space.x - center.x).abs() > (space.y - center.y).abs();
    let (width, height) = size.unwrap_or((LOOP, LOOP));
    let (out, across, label) = if is_beside {
        let tip = (space.x - width / 2.0 + LOOP).max(rect.right() + LOOP);
        let label = point(tip + (width - LOOP) / 2.0, center.y);
        (point(tip - center.x, 0.0), point(0.0, rect.height * 0.7), label)
    } else {
        let tip = (space.y - height / 2.0 + LOOP).max(rect.bottom() + LOOP);
        let label = point(center.x, tip + (height - LOOP) / 2.0);
        (point(0.0, tip - center.y), point(rect.width * 0.35, 0.0), label)
    };
    let at =
        |sign: f64| point(center.x + out.x + sign * across.x, center.y + out.y + sign * across.y);
    (vec![center, at(-1.0), at(1.0), center], label)
}

fn measure(plan: &Plan, tree: &Tree, members: &[usize], layout: &Layout) -> Rect {
    let boxes = members.iter().map(|&item| layout.boxes[item]);
    let routes = scope_links(plan, tree, members).flat_map(|(index, link)| {
        let route = &layout.routes[index];
        let label = link.label.map(|(width, height)| Rect::centered(route.label, width, height));
        let points = route.points.iter().map(|&at| Rect::centered(at, 0.0, 0.0));
        label.into_iter().chain(points)
    });
    boxes.chain(routes).reduce(Rect::union).unwrap_or_default()
}

/// Moves the scope to the origin.
fn shift(plan: &Plan, tree: &Tree, members: &[usize], layout: &mut Layout, bounds: Rect) {
    let by = point(-bounds.left, -bounds.top);
    for &item in members {
        layout.boxes[item] = layout.boxes[item].moved(by);
    }
    let links: Vec<usize> = scope_links(plan, tree, members).map(|(index, _)| index).collect();
    for index in links {
        layout.routes[index].shift(by);
    }
}

/// Moves what was placed inside closed groups to where those groups are now.
fn fill_groups(plan: &Plan, sizes: &BTreeMap<usize, Size>, layout: &mut Layout) {
    for (&group, size) in sizes {
        let frame = layout.boxes[group];
        let left = frame.left + (size.width - size.content) / 2.0;
        let to = point(left, frame.top + PADDING + plan.items[group].height);
        for item in (0..plan.items.len()).filter(|&item| is_inside(plan, item, group)) {
            layout.boxes[item] = layout.boxes[item].moved(to);
        }
        for (index, _) in
            plan.links.iter().enumerate().filter(|(_, link)| is_inside(plan, link.from, group))
        {
            layout.routes[index].shift(to);
        }
    }
}

impl Route {
    fn shift(&mut self, by: Point) {
        for at in self.points.iter_mut().chain([&mut self.label]) {
            *at = point(at.x + by.x, at.y + by.y);
        }
    }
}
