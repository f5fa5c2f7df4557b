//! Where lifelines stand: as close together as names, messages and notes allow.

use super::{Place, Script, Step};
use crate::diagram::note;

/// Half the width of an activation's bar.
pub(super) const BAR: f64 = 5.0;
/// How far a message to oneself goes to the right.
pub(super) const LOOP: f64 = 30.0;
/// The space between two participants' names.
const GAP: f64 = 30.0;

/// The columns of a sequence diagram.
#[derive(Debug)]
pub(super) struct Columns {
    /// The x of each lifeline.
    pub(super) centers: Vec<f64>,
    /// The width of each participant's head.
    pub(super) widths: Vec<f64>,
    /// The height of all heads.
    pub(super) head: f64,
}

/// Places the lifelines of `script` from left to right.
pub(super) fn place(script: &Script) -> Columns {
    let count = script.participants.len();
    let widths: Vec<f64> =
        script.participants.iter().map(|participant| participant.label.width() + 24.0).collect();
    let widths: Vec<f64> = widths.into_iter().map(|width| width.max(70.0)).collect();
    let mut demands: Vec<(usize, usize, f64)> = Vec::new();
    for right in 1..count {
        demands.push((right - 1, right, f64::midpoint(widths[right - 1], widths[right]) + GAP));
    }
    for step in &script.steps {
        demand(step, count, &widths, &mut demands);
    }
    for (_, first, last) in &script.boxes {
        // Space for the frames of neighbouring boxes.
        if *first > 0 {
            demands.push((
                first - 1,
                *first,
                f64::midpoint(widths[first - 1], widths[*first]) + GAP + 16.0,
            ));
        }
        if last + 1 < count {
            demands.push((
                *last,
                last + 1,
                f64::midpoint(widths[*last], widths[last + 1]) + GAP + 16.0,
            ));
        }
    }
    let mut centers = vec![0.0; count];
    for right in 1..count {
        let bounds = demands.iter().filter(|(_, to, _)| *to == right);
        centers[right] =
            bounds.map(|&(from, _, distance)| centers[from] + distance).fold(0.0, f64::max);
    }
    let height = |participant: &super::Participant| {
        participant.label.height() + if participant.is_actor { 40.0 } else { 18.0 }
    };
    let head = script.participants.iter().map(height).fold(0.0, f64::max);
    Columns { centers, widths, head }
}

/// Adds the distances between lifelines that `step` needs.
fn demand(step: &Step, count: usize, widths: &[f64], demands: &mut Vec<(usize, usize, f64)>) {
    match step {
        Step::Message(message) if message.from == message.to => {
            if message.from + 1 < count {
                let width = message.label.width() + LOOP + 4.0 * BAR + 12.0;
                demands.push((message.from, message.from + 1, width));
            }
        }
        Step::Message(message) => {
            let (left, right) = (message.from.min(message.to), message.from.max(message.to));
            let head = if message.is_creation { widths[message.to] / 2.0 } else { 0.0 };
            demands.push((left, right, message.label.width() + head + 4.0 * BAR + 24.0));
        }
        Step::Note { place, label } => {
            let width = note::size(label).0;
            match *place {
                Place::LeftOf(right) if right > 0 => {
                    demands.push((right - 1, right, width + 4.0 * BAR + 10.0));
                }
                Place::RightOf(left) if left + 1 < count => {
                    demands.push((left, left + 1, width + 4.0 * BAR + 10.0));
                }
                Place::Over(first, last) if first == last => {
                    if first > 0 {
                        demands.push((first - 1, first, width / 2.0 + 12.0));
                    }
                    if first + 1 < count {
                        demands.push((first, first + 1, width / 2.0 + 12.0));
                    }
                }
                Place::Over(first, last) => demands.push((first, last, width - 40.0)),
                Place::LeftOf(_) | Place::RightOf(_) => {}
            }
        }
        Step::Activate(_)
        | Step::Deactivate(_)
        | Step::Open(..)
        | Step::Divide(_)
        | Step::Close
        | Step::Number(_) => {}
    }
}
