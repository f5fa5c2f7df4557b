//! What an open page must do when the site changes: load anew, or only swap stylesheets.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use serde::Serialize;

use crate::base::path::OutputPath;
use crate::model::output::Output;

/// The difference between two sites.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Change {
    /// Whatever it is, a page that is loaded anew has it.
    Everything,
    /// Nothing but these stylesheets, and the names by which pages link to them.
    Styles(Vec<Style>),
}

/// A stylesheet that changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub(super) struct Style {
    /// Output path before.
    pub(super) old: String,
    /// Output path now: another one if the name has a hash in it.
    pub(super) new: String,
}

/// Returns what changed, or `None` if the sites are equal.
pub(super) fn between(old: &Output, new: &Output) -> Option<Change> {
    let bytes = |output: &'_ Output, path: &OutputPath| {
        output.files.get(path).map(|artifact| artifact.bytes.clone())
    };
    let paths: BTreeSet<&OutputPath> = old.files.keys().chain(new.files.keys()).collect();
    let (sheets, others): (Vec<&OutputPath>, Vec<&OutputPath>) = paths
        .into_iter()
        .filter(|path| bytes(old, path) != bytes(new, path))
        .partition(|path| is_stylesheet(path));
    if sheets.is_empty() && others.is_empty() {
        return None;
    }
    let is_renamed_within = |path: &OutputPath, styles: &[Style]| {
        let before = bytes(old, path).and_then(|bytes| String::from_utf8(bytes.to_vec()).ok());
        let renamed = before.map(|text| rename(text, styles));
        renamed.is_some_and(|text| bytes(new, path).is_some_and(|now| *now == *text.as_bytes()))
    };
    Some(match pair(&sheets, old, new) {
        Some(styles) if others.iter().all(|path| is_renamed_within(path, &styles)) => {
            Change::Styles(styles)
        }
        _ => Change::Everything,
    })
}

fn is_stylesheet(path: &OutputPath) -> bool {
    Path::new(path.as_str()).extension().is_some_and(|extension| extension == "css")
}

/// Returns each stylesheet with its successor; `None` if one has come or gone.
fn pair(sheets: &[&OutputPath], old: &Output, new: &Output) -> Option<Vec<Style>> {
    let mut pairs: BTreeMap<String, (Vec<&OutputPath>, Vec<&OutputPath>)> = BTreeMap::new();
    for path in sheets {
        let (before, after) = pairs.entry(without_hash(path)).or_default();
        before.extend(old.files.contains_key(*path).then_some(*path));
        after.extend(new.files.contains_key(*path).then_some(*path));
    }
    pairs
        .values()
        .map(|pair| match pair {
            (old, new) if old.len() == 1 && new.len() == 1 => {
                Some(Style { old: old[0].to_string(), new: new[0].to_string() })
            }
            _ => None,
        })
        .collect()
}

/// Returns `assets/style.css` for `assets/style.0123456789abcdef.css`.
fn without_hash(path: &OutputPath) -> String {
    let is_hash =
        |part: &&str| part.len() == 16 && part.bytes().all(|byte| byte.is_ascii_hexdigit());
    let parts: Vec<&str> = path.as_str().split('.').filter(|part| !is_hash(part)).collect();
    parts.join(".")
}

fn rename(text: String, styles: &[Style]) -> String {
    let name = |path: &str| path.rsplit('/').next().unwrap_or_default().to_owned();
    styles.iter().fold(text, |text, style| text.replace(&name(&style.old), &name(&style.new)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::output::Artifact;

    fn site(files: &[(&str, &str)]) -> Output {
        let artifact = |text: &str| Artifact::asset(text.as_bytes());
        Output {
            files: files
                .iter()
                .map(|(path, text)| (OutputPath::new(path), artifact(text)))
                .collect(),
        }
    }

    fn style(old: &str, new: &str) -> Style {
        Style { old: old.to_owned(), new: new.to_owned() }
    }

    const RED: &str = "assets/style.0123456789abcdef.css";
    const BLUE: &str = "assets/style.fedcba9876543210.css";

    #[test]
    fn equal_sites_have_no_difference() {
        assert_eq!(between(&site(&[("a.html", "a")]), &site(&[("a.html", "a")])), None);
    }

    #[test]
    fn a_stylesheet_of_another_hash_is_swapped() {
        let old =
            site(&[("a.html", "<link href=\"assets/style.0123456789abcdef.css\">"), (RED, "r")]);
        let new =
            site(&[("a.html", "<link href=\"assets/style.fedcba9876543210.css\">"), (BLUE, "b")]);
        assert_eq!(between(&old, &new), Some(Change::Styles(vec![style(RED, BLUE)])));
    }

    #[test]
    fn a_stylesheet_of_the_same_name_is_swapped() {
        let (old, new) =
            (site(&[("x.css", "r"), ("a.html", "")]), site(&[("x.css", "b"), ("a.html", "")]));
        assert_eq!(between(&old, &new), Some(Change::Styles(vec![style("x.css", "x.css")])));
    }

    #[test]
    fn whatever_else_changes_takes_a_reload() {
        let old = site(&[("a.html", "one style.0123456789abcdef.css"), (RED, "r")]);
        for new in [
            site(&[("a.html", "two style.fedcba9876543210.css"), (BLUE, "b")]),
            site(&[("a.html", "one style.0123456789abcdef.css"), (RED, "r"), (BLUE, "b")]),
            site(&[("a.html", "one style.0123456789abcdef.css")]),
            site(&[("a.html", "one style.fedcba9876543210.css"), (BLUE, "b"), ("b.html", "")]),
            site(&[("a.html", "one"), (RED, "r")]),
        ] {
            assert_eq!(between(&old, &new), Some(Change::Everything), "{new:?}");
        }
    }
}
