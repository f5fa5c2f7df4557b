//! What must hold of the guide itself, beside what `crib check` finds.

use std::collections::BTreeSet;
use std::fs;

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

/// Who has three days reads the pages marked so, and finds them in the plan: no more and no fewer.
#[test]
fn the_plans_name_the_pages_of_their_priority() {
    let site = relate(&repository(""), Options::default()).unwrap().value.site;
    let plans = fs::read_to_string(repository("content/start/how-to-use.md")).unwrap();
    let mut earlier = BTreeSet::new();
    for (heading, priority) in [("Three days", 1), ("Two weeks", 2), ("Six weeks", 3)] {
        let named = &named_in(&plans, heading) - &earlier;
        let topics = site.pages.iter().map(|page| &page.topic);
        let marked: BTreeSet<String> = topics
            .filter(|topic| topic.meta.priority == Some(priority))
            .map(|topic| topic.path.as_str().to_owned())
            .filter(|path| is_in_plans(path))
            .collect();
        assert_eq!(named, marked, "## {heading}");
        earlier.extend(named);
    }
}

/// Returns the pages that a section of the plans links to.
fn named_in(plans: &str, heading: &str) -> BTreeSet<String> {
    let section = plans.split("\n## ").find(|section| section.starts_with(heading)).unwrap();
    let targets = section.split("](").skip(1).map(|rest| rest.split(')').next().unwrap());
    let paths = targets.map(|target| match target.strip_prefix("../") {
        Some(path) => path.to_owned(),
        None => format!("start/{target}"),
    });
    paths.filter(|path| is_in_plans(path)).collect()
}

/// True for topic pages but the plans' own: folders' pages are read as needed.
fn is_in_plans(path: &str) -> bool {
    !path.ends_with("index.md") && path != "start/how-to-use.md"
}
