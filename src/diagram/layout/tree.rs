//! The nesting of groups, and which of them are laid out on their own.

use super::Plan;

/// The nesting of the plan's groups.
pub(super) struct Tree {
    pub(super) children: Vec<Vec<usize>>,
    /// The nearest group around each item that is laid out on its own; `None` is the whole diagram.
    pub(super) scopes: Vec<Option<usize>>,
}

impl Tree {
    pub(super) fn new(plan: &Plan) -> Self {
        let mut children = vec![Vec::new(); plan.items.len()];
        for (index, item) in plan.items.iter().enumerate() {
            if let Some(parent) = item.parent {
                children[parent].push(index);
            }
        }
        let is_crossed: Vec<bool> = (0..plan.items.len())
            .map(|group| {
                plan.links.iter().any(|link| {
                    is_inside(plan, link.from, group) != is_inside(plan, link.to, group)
                })
            })
            .collect();
        let scopes = (0..plan.items.len())
            .map(|item| ancestors(plan, item).find(|&group| !is_crossed[group]))
            .collect();
        Self { children, scopes }
    }

    pub(super) fn is_group(&self, item: usize) -> bool {
        !self.children[item].is_empty()
    }

    /// Whether `item` is a group whose boxes are placed together with those around it.
    pub(super) fn is_open(&self, item: usize) -> bool {
        self.children[item].iter().any(|&child| self.scopes[child] == self.scopes[item])
    }

    /// Returns a box inside the open group `item` that an edge can be led to: the first for which
    /// `is_free` holds.
    pub(super) fn anchor(&self, item: usize, is_free: &impl Fn(usize) -> bool) -> usize {
        let mut leaves = Vec::new();
        self.leaves(item, &mut leaves);
        leaves
            .iter()
            .copied()
            .find(|&leaf| is_free(leaf))
            .or(leaves.first().copied())
            .unwrap_or(item)
    }

    fn leaves(&self, item: usize, leaves: &mut Vec<usize>) {
        if !self.is_open(item) {
            leaves.push(item);
            return;
        }
        for &child in &self.children[item] {
            self.leaves(child, leaves);
        }
    }
}

pub(super) fn ancestors(plan: &Plan, item: usize) -> impl Iterator<Item = usize> {
    std::iter::successors(plan.items[item].parent, |&parent| plan.items[parent].parent)
}

/// Whether `item` is somewhere inside `group`.
pub(super) fn is_inside(plan: &Plan, item: usize, group: usize) -> bool {
    ancestors(plan, item).any(|ancestor| ancestor == group)
}
