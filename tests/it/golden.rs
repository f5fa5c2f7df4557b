//! Builds the books of `tests/sites/` and compares every output file with `expected/`.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use cribsheet::base::diagnostic::Checked;
use cribsheet::build::{self, Built, Options};

use crate::support::{self, files_below, finding_text, repository};

/// Stands for the hash in the name of a theme's asset, which changes with every touch of the theme.
const HASH: &str = "HASH";

#[test]
fn every_site_is_as_expected() {
    let mut failures = String::new();
    let mut sites: Vec<_> = fs::read_dir(repository("tests/sites"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    sites.sort();
    assert!(!sites.is_empty(), "no sites were found");
    for site in sites {
        let built = build::build(&site, Options::default()).unwrap();
        let actual = outputs(&built);
        let folder = site.join("expected");
        if support::is_update() {
            write(&folder, &actual);
        }
        compare(&folder, &actual, &mut failures);
    }
    assert!(failures.is_empty(), "\n{failures}\nUPDATE=1 accepts what is marked `+`");
}

/// Returns each output file, and the findings. Of a theme's assets only the names: they are copies.
fn outputs(built: &Checked<Built>) -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut assets = String::new();
    for (path, artifact) in &built.value.output.files {
        let path = without_hashes(path.as_str());
        if path.starts_with("assets/") {
            writeln!(assets, "{path}").unwrap();
            continue;
        }
        let text = String::from_utf8_lossy(&artifact.bytes);
        files.insert(path, without_hashes(&text));
    }
    files.insert("assets.txt".to_owned(), assets);
    let findings = built.diagnostics.iter();
    let findings = findings.fold(String::new(), |all, finding| {
        let file = finding.place.as_ref().map(|place| place.file.as_str());
        all + file.unwrap_or("-") + " " + &finding_text(finding, &built.value.inputs) + "\n"
    });
    files.insert("findings.txt".to_owned(), findings);
    files
}

fn compare(folder: &Path, actual: &BTreeMap<String, String>, failures: &mut String) {
    let mut unmet = files(folder);
    for (path, actual) in actual {
        match unmet.remove(path) {
            Some(expected) if expected == *actual => {}
            Some(expected) => {
                let diff = support::diff(&expected, actual, 1);
                let changed = diff.lines().filter(|line| !line[5..].starts_with("  "));
                let changed: String = changed.flat_map(|line| [line, "\n"]).collect();
                writeln!(failures, "{}\n{changed}", folder.join(path).display()).unwrap();
            }
            None => writeln!(failures, "{}: not expected", folder.join(path).display()).unwrap(),
        }
    }
    for path in unmet.keys() {
        writeln!(failures, "{}: expected, but not there", folder.join(path).display()).unwrap();
    }
}

fn write(folder: &Path, actual: &BTreeMap<String, String>) {
    for path in files(folder).keys().filter(|path| !actual.contains_key(*path)) {
        fs::remove_file(folder.join(path)).unwrap();
    }
    for (path, text) in actual {
        let file = folder.join(path);
        fs::create_dir_all(file.parent().unwrap()).unwrap();
        fs::write(file, text).unwrap();
    }
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    if !folder.is_dir() {
        return BTreeMap::new();
    }
    let read = |path: &std::path::PathBuf| {
        let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
        (name, fs::read_to_string(path).unwrap())
    };
    files_below(folder).iter().map(read).collect()
}

/// Writes `HASH` for the digits in `style.0123456789abcdef.css` and in `search/t-0.01234567.js`.
fn without_hashes(text: &str) -> String {
    let mut parts = text.split('.').map(|part| {
        let is_hash =
            matches!(part.len(), 8 | 16) && part.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_hash { HASH } else { part }
    });
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |all, part| all + "." + part)
}
