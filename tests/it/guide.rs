//! What must hold of the guide itself, beside what `crib check` finds.

use cribsheet::build::{Options, relate};
use cribsheet::model::doc::SampleMode;

use crate::support::repository;

#[test]
fn nearly_every_sample_is_executed() {
    let site = relate(&repository(""), Options::default()).unwrap().value.site;
    let programs = || site.pages.iter().flat_map(|page| page.samples.values());
    let count = |mode| programs().filter(|program| program.mode == mode).count();
    let (run, left) = (count(SampleMode::Run), count(SampleMode::NoRun));
    assert!(run > 100, "{run} samples run");
    assert!(left * 100 < 8 * (run + left), "{left} samples do not run, and {run} do");
    assert!(programs().all(|it| it.mode != SampleMode::NoRun || it.reason.is_some()));
}
