//! Layer 2: rules over the whole site, one file a rule, and the levels of `[checks]`.
//!
//! Entry points: `check`; `ledger::updated`, the card ledger's new text; `anatomy::outline`, the
//! sections of a new page. To add a rule about pages, add its function to `PAGE_RULES`; about the
//! book, to `BOOK_RULES`.

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::rule::Level;
use crate::model::config::Config;
use crate::model::inputs::Inputs;
use crate::model::site::Site;

pub mod anatomy;
mod book;
mod duplicate_id;
mod heading_skip;
pub mod ledger;
mod missing_alt;
mod missing_book_id;
mod orphan_page;
mod place;
mod remote_asset;
mod sample;
mod stale_sample;
mod survey;
mod unknown_language;
mod unpinned_package;
mod untested_sample;

use book::Book;
use survey::Survey;

/// Rules that look at one page.
const PAGE_RULES: [fn(&Survey<'_>) -> Vec<Diagnostic>; 8] = [
    heading_skip::check,
    missing_alt::check,
    remote_asset::check,
    sample::check,
    stale_sample::check,
    unknown_language::check,
    unpinned_package::check,
    untested_sample::check,
];

/// Rules that look at the book as a whole.
const BOOK_RULES: [fn(&Book<'_>) -> Vec<Diagnostic>; 5] = [
    duplicate_id::check,
    ledger::check,
    missing_book_id::check,
    orphan_page::check,
    stale_sample::check_record,
];

/// Runs every rule that looks at the site as a whole or at finished trees.
pub fn check(inputs: &Inputs, site: &Site) -> Vec<Diagnostic> {
    let anatomies = anatomy::Anatomies::new(&inputs.config);
    let check_page = |page| {
        let survey = Survey::new(inputs, page);
        let mut found: Vec<Diagnostic> = PAGE_RULES.iter().flat_map(|rule| rule(&survey)).collect();
        found.extend(anatomies.check(&survey));
        (found, survey.studies)
    };
    let pages: Vec<_> = site.pages.par_iter().map(check_page).collect();
    let mut diagnostics = Vec::new();
    let mut book = Book::new(inputs, site);
    for (page, (found, studies)) in site.pages.iter().zip(pages) {
        diagnostics.extend(found);
        book.add(page, studies);
    }
    diagnostics.extend(BOOK_RULES.iter().flat_map(|rule| rule(&book)));
    diagnostics
}

/// Gives each finding the level that `[checks]` sets, drops the allowed, and sorts by place.
pub fn apply_levels(config: &Config, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
    let level = |diagnostic: &Diagnostic| match config.checks.get(diagnostic.rule.name) {
        Some(level) if !diagnostic.rule.is_fixed && !diagnostic.has_own_level => *level,
        _ => diagnostic.level,
    };
    let mut kept: Vec<Diagnostic> = diagnostics
        .into_iter()
        .map(|diagnostic| Diagnostic { level: level(&diagnostic), ..diagnostic })
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
