//! The map of the source, held to: imports point down, only some modules know the world, and every
//! test file runs.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use crate::support::{files_below, repository};

/// The modules of each layer, lowest first. A module imports from lower layers and from itself.
const LAYERS: &[&[&str]] = &[
    &["base"],
    &["model", "rules", "system"],
    &["schema"],
    &[
        "load",
        "parse",
        "index",
        "check",
        "highlight",
        "diagram",
        "math",
        "render",
        "search",
        "write",
    ],
    &["build", "export", "run", "serve"],
    &["cli"],
    &["main", "lib"],
];

/// Imports within a layer: stages that another stage is made of.
const BESIDE: &[(&str, &str)] = &[
    ("check", "highlight"),
    ("render", "diagram"),
    ("render", "highlight"),
    ("render", "math"),
    ("serve", "build"),
];

/// What depends on the machine or the moment, and so would make equal inputs give unequal outputs.
const WORLD: &[&[&str]] =
    &[&["std", "env"], &["std", "fs"], &["std", "process"], &["std", "time", "SystemTime"]];

/// The modules that deal with the world for all others.
const WORLDLY: &[&str] = &["load", "system", "write", "export", "run", "serve", "cli", "main"];

#[test]
fn imports_point_down() {
    let mut wrong = Vec::new();
    for source in sources() {
        for path in source.paths("crate").into_iter().chain(source.paths("cribsheet")) {
            let target = path.get(1).map_or("", String::as_str);
            if !may_import(source.module(), target) {
                wrong.push(format!("{}: `{}`", source.file, path.join("::")));
            }
        }
        for path in source.paths("super") {
            if path.iter().take_while(|part| *part == "super").count() >= source.depth() {
                wrong.push(format!("{}: `{}` leaves its module", source.file, path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "imports that point up or sideways:\n{}", wrong.join("\n"));
}

#[test]
fn only_some_modules_know_the_world() {
    let mut wrong = Vec::new();
    for source in sources().into_iter().filter(|source| !WORLDLY.contains(&source.module())) {
        for path in source.paths("std") {
            if WORLD
                .iter()
                .any(|world| path.iter().zip(*world).filter(|(a, b)| a == b).count() == world.len())
            {
                wrong.push(format!("{}: `{}`", source.file, path.join("::")));
            }
        }
    }
    assert!(wrong.is_empty(), "hidden inputs:\n{}", wrong.join("\n"));
}

#[test]
fn the_map_is_exact() {
    let sources = sources();
    let modules: BTreeSet<&str> = sources.iter().map(Source::module).collect();
    let known: BTreeSet<&str> = LAYERS.iter().flat_map(|layer| layer.iter().copied()).collect();
    assert_eq!(modules, known, "the modules of src/, and those with a layer in {}", file!());
    for (from, to) in BESIDE {
        let mut importers = sources.iter().filter(|source| source.module() == *from);
        let is_used = |source: &Source| {
            source.paths("crate").iter().any(|path| path.get(1).is_some_and(|name| name == to))
        };
        assert!(importers.any(is_used), "`{from}` does not import `{to}` any more");
    }
}

#[test]
fn every_test_file_runs() {
    let main = fs::read_to_string(repository("tests/it/main.rs")).unwrap();
    let declared: Vec<&str> = main
        .lines()
        .filter_map(|line| line.strip_prefix("mod ").and_then(|rest| rest.strip_suffix(';')))
        .collect();
    let mut files: Vec<String> = fs::read_dir(repository("tests/it"))
        .unwrap()
        .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
        .filter(|stem| stem != "main")
        .collect();
    files.sort();
    assert_eq!(declared, files, "the `mod` lines of main.rs, and what is in tests/it");
}

#[test]
fn paths_are_found() {
    let text = "use crate::{base::{self, span::Span}, model};\n// use crate::cli;\n\
                fn f() { crate::rules::find(\"crate::write\"); std::fs::read }\n\
                #[cfg(test)]\nmod tests { use crate::cli; }";
    let source = Source { file: "src/parse/mod.rs".to_owned(), code: code_of(text) };
    let found: Vec<String> = source.paths("crate").iter().map(|path| path.join("::")).collect();
    let expected =
        ["crate::base::self", "crate::base::span::Span", "crate::model", "crate::rules::find"];
    assert_eq!(found, expected);
    assert_eq!(source.paths("std"), [["std", "fs", "read"]]);
    assert!(!may_import("parse", "render") && !may_import("base", "model"));
    assert!(may_import("render", "math") && may_import("build", "load"));
}

/// A file of `src/`, without comments, strings and unit tests.
struct Source {
    file: String,
    code: String,
}

impl Source {
    /// The top-level module that it belongs to.
    fn module(&self) -> &str {
        let path = self.file.strip_prefix("src/").unwrap();
        path.split(['/', '.']).next().unwrap()
    }

    /// How many modules deep its code is.
    fn depth(&self) -> usize {
        let path = self.file.strip_prefix("src/").unwrap().trim_end_matches(".rs");
        path.trim_end_matches("/mod").split('/').count()
    }

    /// Returns every path that begins with `root`, groups in braces taken apart.
    fn paths(&self, root: &str) -> Vec<Vec<String>> {
        let mut paths = Vec::new();
        for (at, _) in self.code.match_indices(&format!("{root}::")) {
            let before = self.code[..at].chars().next_back();
            if !before.is_some_and(|letter| is_word(letter) || letter == ':') {
                expand(&self.code[at..], &[], &mut paths);
            }
        }
        paths
    }
}

/// Reads one path or group of paths; returns the bytes used.
fn expand(text: &str, prefix: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let mut path = prefix.to_vec();
    let mut at = 0;
    loop {
        let length = text[at..].find(|letter| !is_word(letter)).unwrap_or(text.len() - at);
        if length > 0 {
            path.push(text[at..at + length].to_owned());
        }
        at += length;
        if !text[at..].starts_with("::") {
            paths.push(path);
            return at;
        }
        at += 2;
        if text[at..].starts_with('{') {
            return at + expand_group(&text[at..], &path, paths);
        }
    }
}

fn expand_group(text: &str, prefix: &[String], paths: &mut Vec<Vec<String>>) -> usize {
    let mut at = 1;
    while let Some(letter) = text[at..].chars().next() {
        match letter {
            '}' => return at + 1,
            _ if is_word(letter) => at += expand(&text[at..], prefix, paths),
            _ => at += letter.len_utf8(),
        }
    }
    at
}

fn is_word(letter: char) -> bool {
    letter.is_alphanumeric() || letter == '_'
}

fn may_import(from: &str, to: &str) -> bool {
    let layer = |module: &str| LAYERS.iter().position(|layer| layer.contains(&module));
    from == to
        || BESIDE.contains(&(from, to))
        || matches!((layer(from), layer(to)), (Some(from), Some(to)) if to < from)
}

fn sources() -> Vec<Source> {
    let root = repository("");
    let files = files_below(&repository("src"));
    let is_rust = |path: &&std::path::PathBuf| path.extension().is_some_and(|it| it == "rs");
    // A file of unit tests is declared under `#[cfg(test)]`.
    let is_test = |path: &Path| path.file_stem().is_some_and(|stem| stem == "tests");
    files
        .iter()
        .filter(is_rust)
        .filter(|path| !is_test(path))
        .map(|path| Source {
            file: path.strip_prefix(&root).unwrap().to_str().unwrap().replace('\\', "/"),
            code: code_of(&fs::read_to_string(path).unwrap()),
        })
        .collect()
}

/// Takes comments, string literals and unit tests away.
fn code_of(text: &str) -> String {
    let text = text.split("#[cfg(test)]\nmod tests {").next().unwrap();
    let mut code = String::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        let mut is_string = false;
        let mut before = ' ';
        for letter in line.chars() {
            match letter {
                '"' if before != '\\' && before != '\'' => is_string = !is_string,
                _ if is_string => {}
                '/' if before == '/' => break,
                _ => code.push(letter),
            }
            before = if before == '\\' && letter == '\\' { ' ' } else { letter };
        }
        code.push('\n');
    }
    code
}
