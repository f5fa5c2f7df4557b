//! What the suite cannot say of the check stage: the ledger's new text, the outline of a new page,
//! and that every rule is explained.

use std::sync::Arc;

use cribsheet::base::path::ContentPath;
use cribsheet::base::rule::{Level, Rule};
use cribsheet::check::{anatomy, ledger};
use cribsheet::model::inputs::Inputs;
use cribsheet::model::site::Site;
use cribsheet::{index, load, parse, rules};

use crate::support::Book;

const CARDS: &str = r#"
//- /book.toml
[book]
id = "ledger"
//- /a.md
# A

<!-- card: b-two -->

<details><summary>What?</summary>

That.

</details>

<!-- question: a-one freq=often -->

<details><summary>What?</summary>

That.

</details>

<!-- card: Not_An_Id -->

<details><summary>What?</summary>

That.

</details>
//- /draft.md
---
draft: true
---
# Draft

<!-- card: c-draft -->

<details><summary>What?</summary>

That.

</details>
"#;

/// Reads and relates a book, as a build does.
fn read(text: &str, with_drafts: bool) -> (Inputs, Site) {
    let book = Book::new(text);
    let inputs = load::load(book.root()).unwrap().value;
    let parse_one = |source| Arc::new(parse::parse(source, &inputs.config.markdown).value);
    let topics: Vec<_> = inputs.sources.iter().map(parse_one).collect();
    let included = load::included(book.root(), &index::included_files(&topics));
    let site = index::index(&inputs, topics, &included, with_drafts).value;
    (inputs, site)
}

#[track_caller]
fn check_ledger(lines: &str, expected: Option<&str>) {
    let (inputs, site) = read(&format!("{CARDS}//- /card-ids.txt\n{lines}\n"), false);
    assert_eq!(ledger::updated(&inputs, &site).as_deref(), expected);
}

#[test]
fn a_first_ledger_lists_every_published_id() {
    let (inputs, site) = read(CARDS, false);
    assert_eq!(ledger::updated(&inputs, &site).as_deref(), Some("a-one\nb-two\n"));
}

#[test]
fn an_update_adds_what_is_missing_and_keeps_what_is_retired_or_gone() {
    check_ledger("-a-gone\nb-two\nlost", Some("-a-gone\na-one\nb-two\nlost\n"));
}

#[test]
fn an_update_sorts_and_drops_repeats() {
    check_ledger("b-two\na-one\nb-two", Some("a-one\nb-two\n"));
}

#[test]
fn a_ledger_that_is_up_to_date_stays_as_it_is() {
    check_ledger("a-one\nb-two", None);
    check_ledger("-z\na-one\nb-two", None);
}

#[test]
fn an_update_leaves_retired_ids_retired() {
    check_ledger("-a-one\nb-two", None);
}

#[test]
fn a_ledger_that_needs_an_author_is_left_alone() {
    check_ledger("<<<<<<< HEAD\na-one", None);
    check_ledger("-a-one\na-one", None);
}

#[test]
fn drafts_are_not_published_even_where_they_are_built() {
    let (inputs, site) = read(CARDS, true);
    assert_eq!(ledger::updated(&inputs, &site).as_deref(), Some("a-one\nb-two\n"));
}

#[test]
fn an_outline_is_that_of_the_first_anatomy_that_matches() {
    let (inputs, _) = read(
        r#"
//- /book.toml
[[anatomy]]
pages = ["core/**"]
except = ["**/index.md"]
sections = [{ heading = "One" }, { heading = "Two", required = false }]

[[anatomy]]
pages = ["**/a.md"]
sections = [{ heading = "Three" }]
"#,
        false,
    );
    let outline = |path: &str| {
        let sections = anatomy::outline(&inputs.config, &ContentPath::new(path))?;
        Some(sections.into_iter().map(|section| section.heading.clone()).collect::<Vec<_>>())
    };
    let named = |names: &[&str]| Some(names.iter().map(|name| (*name).to_owned()).collect());
    assert_eq!(outline("core/deep/a.md"), named(&["One", "Two"]));
    assert_eq!(outline("a.md"), named(&["Three"]));
    assert_eq!(outline("core/index.md"), None);
    assert_eq!(outline("b.md"), None);
}

#[test]
fn every_rule_is_explained() {
    for rule in rules::ALL {
        let name = rule.name;
        let lines: Vec<&str> = rule.explanation.lines().collect();
        assert!(!rule.explanation.contains("TODO"), "{name}.md is a placeholder");
        assert!(lines.len() >= 5, "{name}.md says little");
        assert!(!lines[0].trim().is_empty() && !lines[0].starts_with('#'), "{name}.md: summary");
        assert!(!lines[0].ends_with('.'), "{name}.md: a summary has no full stop");
        assert!(lines[1].is_empty(), "{name}.md: a blank line after the summary");
    }
}

#[test]
fn rules_are_sorted_by_name() {
    assert!(rules::ALL.is_sorted_by_key(|rule| rule.name));
}

#[test]
fn the_manual_lists_every_rule() {
    let level = |level: Level| match level {
        Level::Allow => "allow",
        Level::Warn => "warn",
        Level::Deny => "deny",
    };
    let row =
        |rule: &&Rule| format!("| `{}` | {} | {} |", rule.name, level(rule.level), rule.summary());
    let expected: Vec<String> = rules::ALL.iter().map(row).collect();
    let manual = std::fs::read_to_string("docs/content/reference/rules.md").unwrap();
    let is_rule = |line: &&str| line.starts_with("| `");
    let listed: Vec<&str> = manual.lines().filter(is_rule).take(expected.len()).collect();
    assert_eq!(listed, expected);
}
