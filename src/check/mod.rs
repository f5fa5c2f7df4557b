//! Layer 2: rules over the whole site, one file a rule, and the levels of `[checks]`.

use crate::base::diagnostic::Diagnostic;
use crate::base::rule::Level;
use crate::model::config::Config;
use crate::model::inputs::Inputs;
use crate::model::site::Site;

/// Runs every rule that looks at the site as a whole or at finished trees.
pub fn check(_inputs: &Inputs, _site: &Site) -> Vec<Diagnostic> {
    Vec::new()
}

/// Gives each finding the level that `[checks]` sets, drops the allowed, and sorts by place.
pub fn apply_levels(config: &Config, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .map(|diagnostic| match config.checks.get(diagnostic.rule.name) {
            Some(level) if !diagnostic.rule.is_fixed => Diagnostic { level: *level, ..diagnostic },
            _ => diagnostic,
        })
        .filter(|diagnostic| diagnostic.level != Level::Allow)
        .collect();
    kept.sort_by(|left, right| {
        (&left.place, left.rule.name, &left.message).cmp(&(
            &right.place,
            right.rule.name,
            &right.message,
        ))
    });
    kept
}
