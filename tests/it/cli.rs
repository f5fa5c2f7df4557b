//! The program as its users meet it: what it prints where, its exit codes, and what it writes.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

use crate::support::{Book, assert_same, files_below, repository};

const BOOK: &str = "//- /book.toml\n[book]\ntitle = \"T\"\n//- /index.md\n# Home\n\n[A](a.md)\n\
                    //- /a.md\n# A\n";

/// Returns the program, to be started in a folder.
pub(crate) fn crib(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_crib"));
    command.current_dir(folder).env_remove("CLICOLOR_FORCE").env("NO_COLOR", "1");
    command
}

/// A finished run, as text.
struct Run {
    code: Option<i32>,
    stdout: String,
    stderr: String,
}

impl From<Output> for Run {
    fn from(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).unwrap();
        Self {
            code: output.status.code(),
            stdout: text(output.stdout),
            stderr: text(output.stderr),
        }
    }
}

#[track_caller]
fn run(folder: &Path, arguments: &str) -> Run {
    crib(folder).args(arguments.split_whitespace()).output().unwrap().into()
}

/// Runs what must succeed.
#[track_caller]
fn succeed(folder: &Path, arguments: &str) -> Run {
    let run = run(folder, arguments);
    assert_eq!(run.code, Some(0), "crib {arguments}: {}", run.stderr);
    run
}

/// Returns every file below a folder with its bytes.
pub(crate) fn tree(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let name = |path: &Path| path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
    files_below(folder).iter().map(|path| (name(path), fs::read(path).unwrap())).collect()
}

/// True for the path of a page.
pub(crate) fn is_page(path: &str) -> bool {
    Path::new(path).extension().is_some_and(|extension| extension == "html")
}

fn names(folder: &Path) -> Vec<String> {
    tree(folder).into_keys().collect()
}

#[test]
fn transcripts() {
    trycmd::TestCases::new()
        .env("NO_COLOR", "1")
        .case(repository("tests/cmd/*.trycmd"))
        .case(repository("tests/cmd/*.toml"));
}

#[test]
fn a_new_book_builds_without_a_warning() {
    let place = tempfile::tempdir().unwrap();
    let init = succeed(place.path(), "init my-guide");
    assert_eq!(init.stdout, "");
    let book = place.path().join("my-guide");
    let expected = [
        ".github/workflows/pages.yml",
        ".gitignore",
        "README.md",
        "book.toml",
        "content/basics/index.md",
        "content/basics/names-and-values.md",
        "content/card-ids.txt",
        "content/index.md",
    ];
    assert_eq!(names(&book), expected);
    let config = fs::read_to_string(book.join("book.toml")).unwrap();
    assert!(config.contains("id = \"my-guide\"\ntitle = \"My guide\"\n"), "{config}");
    let built = succeed(place.path(), "--root my-guide build --deny-warnings --format json");
    assert!(built.stdout.starts_with("{\"pages\":3,"), "{}", built.stdout);
    // Its ledger is complete.
    let check = succeed(&book, "check --update --deny-warnings");
    assert!(!check.stderr.contains("Updated"), "{}", check.stderr);
}

#[test]
fn init_names_the_book_for_any_folder() {
    for (folder, id) in [("Ünïcode Guide_2", "n-code-guide-2"), ("日本", "book"), ("a/../b", "b")]
    {
        let place = tempfile::tempdir().unwrap();
        fs::create_dir(place.path().join("a")).unwrap();
        let made = crib(place.path()).args(["init", folder]).output().unwrap();
        assert!(made.status.success());
        let config = fs::read_to_string(place.path().join(folder).join("book.toml")).unwrap();
        assert!(config.contains(&format!("\nid = \"{id}\"\n")), "{folder}: {config}");
        succeed(&place.path().join(folder), "build --deny-warnings");
    }
}

#[test]
fn init_overwrites_nothing() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("content")).unwrap();
    fs::write(place.path().join("README.md"), "mine").unwrap();
    fs::write(place.path().join("content/index.md"), "mine").unwrap();
    let before = tree(place.path());
    let refused = run(place.path(), "init");
    assert_eq!(refused.code, Some(2));
    assert_same(
        "error: `README.md`, `content/index.md` exist, and nothing was written\n\
         help: choose an empty folder: `crib init DIR`\n",
        &refused.stderr,
    );
    assert_eq!(tree(place.path()), before);
}

#[test]
fn a_new_topic_has_the_sections_of_the_anatomy() {
    let book = Book::new(
        "//- /book.toml\n[book]\nid = \"b\"\n[[anatomy]]\npages = [\"core/**\"]\nsections = [\n\
         { heading = \"In short\", words = [60, 90] },\n\
         { heading = \"Traps\", required = false, items = [1, 1], code_lines = { max = 12 } },\n\
         { heading = \"Notes\" },\n\
         { heading = \"Cards\", cards = { min = 6 }, answer_words = [{ max = 40, level = \"warn\" }, { max = 60 }] },\n]\n\
         //- /index.md\n# Home\n",
    );
    let made = succeed(book.root(), "new content/core/deep-copy.md");
    assert_same("     Created content/core/deep-copy.md\n", &made.stderr);
    let text = fs::read_to_string(book.root().join("content/core/deep-copy.md")).unwrap();
    assert_same(
        "---\ntitle: \"Deep copy\"\n---\n\n# Deep copy\n\n\
         ## In short\n\n<!-- 60 to 90 words. -->\n\n\
         ## Traps\n\n<!-- At most 12 lines of code; 1 level-3 heading; may be left out. -->\n\n\
         ## Notes\n\n<!-- To be written. -->\n\n\
         ## Cards\n\n<!-- At least 6 cards; at most 40 words in an answer. -->\n",
        &text,
    );
    let other = book.findings();
    assert!(other.lines().all(|line| line.contains("[anatomy-limit]")), "{other}");
    // Elsewhere a page is free in form, and a folder's page is its index.
    succeed(book.root(), "new start/");
    let text = fs::read_to_string(book.root().join("content/start/index.md")).unwrap();
    assert_same("---\ntitle: \"Start\"\n---\n\n# Start\n", &text);
}

#[test]
fn a_new_topic_takes_no_place_that_is_taken_or_outside() {
    let book = Book::new(BOOK);
    let before = tree(book.root());
    for (path, reason) in [
        ("a", "`content/a.md` exists"),
        ("content/a.md", "`content/a.md` exists"),
        ("../a", "`../a` is outside the book"),
        ("/a", "`/a` is no relative path"),
        ("content", "`content` is a folder"),
        (".hidden/a", "`.hidden/a` is hidden, and so no part of the book"),
    ] {
        let refused = run(book.root(), &format!("new {path}"));
        assert_eq!(refused.code, Some(2), "{path}: {}", refused.stderr);
        assert_eq!(refused.stderr.lines().next().unwrap(), format!("error: {reason}"));
    }
    assert_eq!(tree(book.root()), before);
}

#[test]
fn a_build_says_what_it_did() {
    let book = Book::new(BOOK);
    let built = succeed(book.root(), "build");
    assert_eq!(built.stdout, "");
    let (line, time) = without_time(&built.stderr);
    let n_files = names(&book.root().join("public")).len() - 1;
    assert_same(
        &format!("    Finished 2 pages in s ({n_files} written, 0 unchanged, 0 removed)\n"),
        &line,
    );
    assert!(time < 60.0);
    fs::remove_file(book.root().join("content/a.md")).unwrap();
    book.edit("content/index.md", "# Home\n");
    let built = succeed(book.root(), "build --format json");
    assert_eq!(built.stderr, "");
    let summary: Value = serde_json::from_str(&built.stdout).unwrap();
    // The page, three parts of the search index, and the stylesheet that had its title.
    assert_eq!((&summary["pages"], &summary["removed"]), (&Value::from(1), &Value::from(5)));
    let keys: Vec<&String> = summary.as_object().unwrap().keys().collect();
    assert_eq!(
        keys,
        ["pages", "written", "unchanged", "removed", "warnings", "errors", "ms"],
        "the order is that of the manual"
    );
}

/// Returns a closing line without its seconds, and them.
fn without_time(line: &str) -> (String, f64) {
    let (before, after) = line.split_once(" in ").unwrap();
    let (time, after) = after.split_once('s').unwrap();
    (format!("{before} in s{after}"), time.parse().unwrap())
}

#[test]
fn a_build_with_errors_writes_nothing() {
    let book = Book::new(BOOK);
    succeed(book.root(), "build");
    let before = tree(&book.root().join("public"));
    book.edit("content/a.md", "# A\n\n[x](nope.md) and [y](nope2.md)\n");
    let failed = run(book.root(), "build");
    assert_eq!((failed.code, &*failed.stdout), (Some(1), ""));
    let last = failed.stderr.lines().last().unwrap();
    assert_eq!(last, "error: build failed with 2 errors; nothing was written");
    let failed = run(book.root(), "build --format json");
    assert_eq!((failed.code, &*failed.stderr), (Some(1), ""));
    let lines: Vec<Value> =
        failed.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 3);
    assert_eq!(lines[0]["path"], "content/a.md");
    assert_eq!(lines[2]["errors"], 2);
    assert_eq!(lines[2]["written"], 0);
    assert_eq!(tree(&book.root().join("public")), before);
}

#[test]
fn warnings_fail_where_they_are_denied() {
    let book = Book::new(BOOK);
    book.edit("content/a.md", "# A\n\n### Skipped\n");
    let built = succeed(book.root(), "build");
    assert!(built.stderr.contains("warning[heading-skip]"), "{}", built.stderr);
    assert!(built.stderr.ends_with("removed); 1 warning\n"), "{}", built.stderr);
    let denied = run(book.root(), "check --deny-warnings");
    assert_eq!(denied.code, Some(1));
    let last = denied.stderr.lines().last().unwrap();
    assert_eq!(last, "error: check failed with 1 warning, denied by `--deny-warnings`");
}

#[test]
fn check_writes_nothing() {
    let book = Book::new(BOOK);
    let before = tree(book.root());
    let checked = succeed(book.root(), "check --format json");
    assert_eq!(tree(book.root()), before);
    let summary: Value = serde_json::from_str(&checked.stdout).unwrap();
    let keys: Vec<&String> = summary.as_object().unwrap().keys().collect();
    assert_eq!(keys, ["pages", "warnings", "errors", "ms"]);
}

#[test]
fn check_update_adds_to_the_ledger() {
    let card = "\n<!-- card: new-card -->\n\n<details><summary>Q</summary>\n\nA\n\n</details>\n";
    let book = Book::new(BOOK);
    book.edit("book.toml", "[book]\nid = \"b\"\n");
    book.edit("content/a.md", format!("# A\n{card}"));
    book.edit("content/card-ids.txt", "-old-card\n");
    let warned = succeed(book.root(), "check");
    assert!(warned.stderr.contains("warning[unlisted-card]"), "{}", warned.stderr);
    let updated = succeed(book.root(), "check --update --deny-warnings");
    let first = updated.stderr.lines().next().unwrap();
    assert_eq!(first, "     Updated content/card-ids.txt");
    let ledger = fs::read_to_string(book.root().join("content/card-ids.txt")).unwrap();
    assert_same("new-card\n-old-card\n", &ledger);
}

#[test]
fn paths_are_as_the_user_would_type_them() {
    let book = Book::new(BOOK);
    book.edit("content/core/a.md", "# A\n\n[x](nope.md)\n");
    let from = |folder: &str, arguments: &str| {
        let failed = run(&book.root().join(folder), arguments);
        assert_eq!(failed.code, Some(1), "{}", failed.stderr);
        let arrow = failed.stderr.lines().find(|line| line.contains("-->")).unwrap().to_owned();
        arrow.trim().trim_start_matches("--> ").to_owned()
    };
    assert_eq!(from("", "check"), "content/core/a.md:3:1");
    assert_eq!(from("content/core", "check"), "../../content/core/a.md:3:1");
    assert_eq!(from("content", "check --root .."), "../content/core/a.md:3:1");
    assert_eq!(from("content", "--root ./../ check"), "./../content/core/a.md:3:1");
}

#[test]
fn without_a_book_there_is_a_remedy() {
    // The one folder that has none above it.
    let top = Path::new("/");
    let lost = run(top, "build");
    assert_eq!(lost.code, Some(2));
    assert_same(
        "error: there is no `book.toml` in this folder or above it\n\
         help: `crib init` makes a new book here; `--root DIR` names one elsewhere\n",
        &lost.stderr,
    );
    let lost = run(top, "build --format json --root x");
    assert_eq!((lost.code, &*lost.stderr), (Some(2), ""));
    let lines: Vec<Value> =
        lost.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines[0]["rule"], Value::Null);
    assert_eq!(lines[0]["message"], "there is no `x/book.toml`");
    assert_eq!(lines[0]["help"], "`crib init x` makes a new book there");
    assert_eq!(lines[1]["errors"], 1);
}

#[test]
fn the_output_goes_nowhere_among_the_sources() {
    let book = Book::new(BOOK);
    let before = tree(book.root());
    for output in [".", "content", "content/out", "..", "themes", "x/../content"] {
        let refused = run(book.root(), &format!("build --output {output}"));
        assert_eq!(refused.code, Some(2), "{output}: {}", refused.stderr);
        let expected = format!("error: `{output}` cannot be the output folder: ");
        assert!(refused.stderr.starts_with(&expected), "{}", refused.stderr);
    }
    assert_eq!(tree(book.root()), before);
}

#[test]
fn a_foreign_file_stops_the_build() {
    let book = Book::new(BOOK);
    book.edit("public/index.html", "mine");
    let refused = run(book.root(), "build --format json");
    assert_eq!(refused.code, Some(1));
    let first: Value = serde_json::from_str(refused.stdout.lines().next().unwrap()).unwrap();
    assert_eq!(first["rule"], "foreign-file");
    let message = first["message"].as_str().unwrap();
    assert!(message.starts_with("`public/index.html` is in the way"), "{message}");
    assert_eq!(names(&book.root().join("public")), ["index.html"]);
}

#[test]
fn builds_are_equal_on_one_thread_and_in_another_folder() {
    let book = Book::new(BOOK);
    for number in 0..30 {
        book.edit(&format!("content/part-{}/p{number}.md", number % 3), format!("# P{number}\n"));
    }
    succeed(book.root(), "build");
    let elsewhere = tempfile::tempdir().unwrap();
    let to = elsewhere.path().to_str().unwrap();
    succeed(&book.root().join("content"), &format!("build --jobs 1 --output {to}"));
    assert_eq!(tree(&book.root().join("public")), tree(elsewhere.path()));
    assert_eq!(run(book.root(), "build --jobs 0").code, Some(2));
}

#[test]
fn drafts_are_built_on_demand() {
    let book = Book::new(BOOK);
    book.edit("content/d.md", "---\ndraft: true\n---\n# D\n");
    succeed(book.root(), "build");
    assert!(!book.root().join("public/d.html").is_file());
    succeed(book.root(), "build --drafts");
    assert!(book.root().join("public/d.html").is_file());
}

#[test]
fn clean_leaves_what_is_not_ours() {
    let book = Book::new(BOOK);
    let before = tree(book.root());
    succeed(book.root(), "build");
    book.edit("public/CNAME", "mine");
    book.edit(".crib/cache", "ours");
    let cleaned = succeed(book.root(), "clean");
    assert!(cleaned.stderr.ends_with(" files and the cache\n"), "{}", cleaned.stderr);
    assert_eq!(names(&book.root().join("public")), ["CNAME"]);
    fs::remove_file(book.root().join("public/CNAME")).unwrap();
    assert_eq!(tree(book.root()), before);
    assert_same("     Removed 0 files\n", &succeed(book.root(), "clean").stderr);
}

#[test]
fn a_reader_that_goes_away_is_no_failure() {
    let mut child = crib(&repository(""))
        .arg("rules")
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let run: Run = child.wait_with_output().unwrap().into();
    assert_eq!((run.code, &*run.stderr), (Some(0), ""));
}

#[test]
fn every_shell_has_completions() {
    for shell in ["bash", "elvish", "fish", "powershell", "zsh"] {
        let script = succeed(&repository(""), &format!("completions {shell}")).stdout;
        for word in ["build", "deny-warnings", "completions"] {
            assert!(script.contains(word), "{shell}: {word}");
        }
    }
}

#[test]
fn schemas_are_json() {
    for name in ["", "book", "front-matter", "theme"] {
        let schema = succeed(&repository(""), &format!("schema {name}")).stdout;
        let schema: Value = serde_json::from_str(&schema).unwrap();
        assert!(schema.as_object().is_some_and(|keys| !keys.is_empty()), "{name}");
    }
}

#[test]
fn every_rule_is_listed_and_explained() {
    let table = succeed(&repository(""), "rules").stdout;
    assert_eq!(table.lines().count(), cribsheet::rules::ALL.len());
    for rule in cribsheet::rules::ALL {
        let line = table.lines().find(|line| line.split(' ').next() == Some(rule.name)).unwrap();
        assert!(line.ends_with(rule.summary()), "{line}");
        let explanation = succeed(&repository(""), &format!("rules {}", rule.name)).stdout;
        assert!(explanation.contains(rule.explanation.trim_end()), "{explanation}");
    }
}
