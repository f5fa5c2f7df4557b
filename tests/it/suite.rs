//! Runs `tests/suite/**/*.md`: small books with what is expected of them. `UPDATE=1` rewrites.
//!
//! Every case is built, and its text composed anew with what came out. It passes if that is the text
//! in the file: so nothing unexpected and nothing unmet can hide. `tests/README.md` has the format.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::panic;
use std::path::{Path, PathBuf};

use cribsheet::base::diagnostic::{Checked, Diagnostic};
use cribsheet::base::path::OutputPath;
use cribsheet::build::Built;
use cribsheet::model::output::Artifact;
use cribsheet::{parse, rules};
use rayon::prelude::*;

use crate::dump;
use crate::support::{self, Book, File};

/// Rules that a build in memory cannot break, and the tests that find them instead.
const ELSEWHERE: &[(&str, &str)] = &[
    ("failed-sample", "tests/samples/main.rs"),
    ("foreign-file", "tests/it/write.rs"),
    ("unusable-file", "tests/it/content.rs"),
];

/// The page's template where a case wants `--- html`: its body is all there is to see.
const BODY: &str = "{% block breadcrumbs %}{% endblock %}{% block meta %}{% endblock %}\
    {% block toc %}{% endblock %}{% block body %}{{ body }}{% endblock %}";

/// One `=== name`.
struct Case<'t> {
    /// The name and the prose below it, verbatim.
    head: Vec<&'t str>,
    /// Each file with its line `//- /path flags`.
    files: Vec<(&'t str, File<'t>)>,
    /// The lines `--- doc a.md` and so on.
    wanted: Vec<&'t str>,
    /// All its lines in the file.
    written: Vec<&'t str>,
    /// The number of its first line.
    line: usize,
}

#[test]
fn every_case_is_as_expected() {
    let wanted = std::env::var("SUITE").unwrap_or_default();
    let mut files = suite_files();
    files.retain(|path| path.to_string_lossy().contains(&wanted));
    let outcomes: Vec<(usize, String)> = files.par_iter().map(|path| run(path)).collect();
    let n_cases: usize = outcomes.iter().map(|(n_cases, _)| n_cases).sum();
    let failures: String = outcomes.into_iter().map(|(_, failures)| failures).collect();
    assert!(n_cases > 0, "no cases were found");
    assert!(failures.is_empty(), "\n{failures}\nUPDATE=1 accepts what is marked `+`");
}

#[test]
fn every_rule_has_a_case() {
    let mut found: BTreeSet<String> = BTreeSet::new();
    for path in suite_files() {
        let text = fs::read_to_string(path).unwrap();
        found.extend(text.lines().filter_map(finding_rule).map(str::to_owned));
    }
    let all = rules::ALL.iter().map(|rule| rule.name);
    let uncovered: Vec<&str> = all.filter(|name| !found.contains(*name)).collect();
    let elsewhere: Vec<&str> = ELSEWHERE.iter().map(|(name, _)| *name).collect();
    assert_eq!(uncovered, elsewhere, "rules without a case in tests/suite, and as listed");
    for (name, file) in ELSEWHERE {
        let text = fs::read_to_string(support::repository(file)).unwrap();
        assert!(text.contains(name), "{file} does not mention `{name}`");
    }
}

/// Runs a file's cases; returns their number and a report of those that failed.
fn run(path: &Path) -> (usize, String) {
    let text = fs::read_to_string(path).unwrap();
    let (intro, cases) = cases(&text);
    let name = path.strip_prefix(support::repository("")).unwrap().display();
    let book_toml = book_toml(path);
    let mut failures = String::new();
    let names: BTreeSet<&str> = cases.iter().map(|case| case.head[0]).collect();
    assert_eq!(names.len(), cases.len(), "{name}: two cases have one name");
    let mut rewritten = intro.join("\n");
    for case in &cases {
        let expected = trimmed(&case.written);
        let actual = match panic::catch_unwind(|| compose(case, &book_toml)) {
            Ok(actual) => actual,
            Err(_) => format!("{}\n// it panicked", case.head[0]),
        };
        if actual != expected {
            let diff = support::diff(&expected, &actual, case.line);
            writeln!(failures, "{name}:{}: {}\n{diff}", case.line, case.head[0]).unwrap();
        }
        write!(rewritten, "\n{actual}\n").unwrap();
    }
    assert!(!failures.contains("// it panicked"), "{failures}");
    if support::is_update() && !failures.is_empty() {
        fs::write(path, rewritten).unwrap();
        failures.clear();
    }
    (cases.len(), failures)
}

/// Splits a file of the suite into what stands before its first case, and its cases.
fn cases(text: &str) -> (Vec<&str>, Vec<Case<'_>>) {
    let mut intro = Vec::new();
    let mut cases: Vec<Case<'_>> = Vec::new();
    for (number, line) in text.lines().enumerate() {
        if line.starts_with("=== ") {
            cases.push(Case {
                head: Vec::new(),
                files: Vec::new(),
                wanted: Vec::new(),
                written: Vec::new(),
                line: number + 1,
            });
        }
        let Some(case) = cases.last_mut() else {
            intro.push(line);
            continue;
        };
        case.written.push(line);
        let is_wanted =
            ["--- doc ", "--- html ", "--- outputs"].iter().any(|word| line.starts_with(word));
        if let Some(file) = File::header(line) {
            case.files.push((line, file));
        } else if is_wanted {
            case.wanted.push(line);
        } else if !case.wanted.is_empty() || finding_rule(line).is_some() {
            // An expectation: it is composed anew.
        } else if let Some((_, file)) = case.files.last_mut() {
            file.lines.push(line);
        } else {
            case.head.push(line);
        }
    }
    (intro, cases)
}

/// Builds a case, and writes it with the findings and trees that came out.
fn compose(case: &Case<'_>, book_toml: &str) -> String {
    let book = Book::new("");
    book.edit("book.toml", book_toml);
    for (_, file) in &case.files {
        book.edit(&file.path, file.bytes());
    }
    if case.wanted.iter().any(|wanted| wanted.starts_with("--- html ")) {
        book.edit("themes/default/templates/page.html", BODY);
    }
    let built = book.build();
    let mut text = trimmed(&case.head);
    let mut told = vec![false; built.diagnostics.len()];
    for (header, file) in &case.files {
        write!(text, "\n{header}").unwrap();
        let lines = trimmed(&file.lines);
        if !lines.is_empty() {
            write!(text, "\n{lines}").unwrap();
        }
        for (finding, is_told) in built.diagnostics.iter().zip(&mut told) {
            if finding.place.as_ref().is_some_and(|place| place.file.as_str() == file.path) {
                *is_told = true;
                write!(text, "\n// {}", support::finding_text(finding, &built.value.inputs))
                    .unwrap();
            }
        }
    }
    for (finding, _) in built.diagnostics.iter().zip(told).filter(|(_, is_told)| !is_told) {
        write!(text, "\n// {}", elsewhere(finding, &built)).unwrap();
    }
    for wanted in &case.wanted {
        write!(text, "\n{wanted}\n{}", section(wanted, &built.value)).unwrap();
        text.truncate(text.trim_end().len());
    }
    text
}

/// A finding in no file of the case.
fn elsewhere(finding: &Diagnostic, built: &Checked<Built>) -> String {
    let text = support::finding_text(finding, &built.value.inputs);
    match &finding.place {
        Some(place) => text.replacen("] ", &format!("] {} ", place.file), 1),
        None => text,
    }
}

/// Returns what the line `--- …` asks for.
fn section(wanted: &str, built: &Built) -> String {
    let mut words = wanted.split_whitespace().skip(1);
    match (words.next().unwrap(), words.next()) {
        ("outputs", None) => {
            // What every site has is left out.
            let paths = built.output.files.keys().map(OutputPath::as_str);
            let own = paths.filter(|path| {
                !path.starts_with("assets/")
                    && !path.starts_with("search/")
                    && !matches!(*path, ".nojekyll" | "404.html" | "search.html")
            });
            own.fold(String::new(), |all, path| all + path + "\n")
        }
        ("doc", Some(path)) => {
            let source = built.inputs.sources.iter().find(|source| source.path.as_str() == path);
            let source = source.unwrap_or_else(|| panic!("{wanted}: no such page"));
            dump::topic(&parse::parse(source, &built.inputs.config.markdown).value)
        }
        ("html", Some(path)) => {
            let output = path.replace(".md", ".html");
            let mut files = built.output.files.iter();
            let found = files.find(|(name, _)| name.as_str() == output);
            let (_, Artifact { bytes, .. }) =
                found.unwrap_or_else(|| panic!("{wanted}: no such page"));
            String::from_utf8(bytes.to_vec()).unwrap()
        }
        _ => panic!("`{wanted}` asks for nothing known"),
    }
}

/// Returns the rule of a line such as `// error[broken-link] 1:5-1:18: …`.
fn finding_rule(line: &str) -> Option<&str> {
    let rest = line.strip_prefix("// error[").or_else(|| line.strip_prefix("// warning["))?;
    rest.split_once(']').map(|(rule, _)| rule)
}

/// Returns the `book.toml` of the nearest folder that has one: the one of cases without their own.
fn book_toml(path: &Path) -> String {
    path.ancestors().find_map(|folder| fs::read_to_string(folder.join("book.toml")).ok()).unwrap()
}

fn suite_files() -> Vec<PathBuf> {
    let mut files = support::files_below(&support::repository("tests/suite"));
    files.retain(|path| path.extension().is_some_and(|extension| extension == "md"));
    files
}

fn trimmed(lines: &[&str]) -> String {
    lines.join("\n").trim_end_matches('\n').to_owned()
}
