//! How much a section is about a term, as one number that is stored with each posting.
//!
//! The formula is BM25 by field, added up with a weight for each field (as `BM25F` is often simplified;
//! Robertson and Zaragoza, *The Probabilistic Relevance Framework*, 2009). Average lengths are constants,
//! so that a section's scores depend on nothing but itself, and an edit changes no other page's. How
//! rare a term is in the book is for `search.js` to count.

use crate::search::section::{Counts, Section};

/// Saturation of repeats.
const K: f32 = 1.4;

/// What a field is worth, how long it usually is in terms, and how far its length counts.
struct Weight {
    boost: f32,
    usual: f32,
    bias: f32,
}

/// In the order of `Field`.
const WEIGHTS: [Weight; 6] = [
    Weight { boost: 4.5, usual: 4.0, bias: 0.5 },
    Weight { boost: 0.8, usual: 4.0, bias: 0.3 },
    Weight { boost: 2.6, usual: 5.0, bias: 0.6 },
    Weight { boost: 1.0, usual: 90.0, bias: 0.6 },
    Weight { boost: 0.5, usual: 60.0, bias: 0.6 },
    Weight { boost: 1.2, usual: 3.0, bias: 0.0 },
];

/// Cards repeat what sections explain.
const STUDY: f32 = 0.75;

/// The highest level that a posting can carry.
const LEVELS: u8 = 91;

/// The score of the highest level.
const HIGHEST: f32 = 14.0;

/// Returns the level, 1 to [`LEVELS`], of a term with these counts by field.
pub(super) fn level(section: &Section, counts: &Counts) -> u8 {
    let fields = counts.iter().zip(&section.lengths).zip(&WEIGHTS);
    let sum: f32 = fields
        .map(|((count, length), weight)| {
            let count = f32::from(*count);
            let norm = 1.0 - weight.bias + weight.bias * f32::from(*length) / weight.usual;
            weight.boost * count * (K + 1.0) / (count + K * norm)
        })
        .sum();
    let score = if section.is_study { sum * STUDY } else { sum };
    let level = (score / HIGHEST * f32::from(LEVELS)).round().clamp(1.0, f32::from(LEVELS));
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "clamped to 1..=91 in the line above"
    )]
    let level = level as u8;
    level
}
