//! What a build does to the output folder, and what it leaves alone.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use cribsheet::base::diagnostic::Checked;
use cribsheet::base::error::Error;
use cribsheet::base::path::OutputPath;
use cribsheet::model::output::{Artifact, Output};
use cribsheet::write::{Cleaned, Written, clean, write};
use tempfile::TempDir;

/// An output folder and what stands beside it.
struct Folder {
    top: TempDir,
}

impl Folder {
    fn new() -> Self {
        Self { top: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.top.path().join("public")
    }

    /// Puts a file there that no build wrote.
    fn with(self, name: &str, text: &str) -> Self {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
        self
    }

    #[track_caller]
    fn write(&self, output: &Output) -> Written {
        let Checked { value, diagnostics } = write(output, &self.path()).unwrap();
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        value
    }

    /// Returns the findings, in which the folder's own place is `OUT`.
    #[track_caller]
    fn refused(&self, output: &Output) -> Vec<String> {
        let before = self.files();
        let Checked { value, diagnostics } = write(output, &self.path()).unwrap();
        assert_eq!(value, Written::default());
        assert_eq!(self.files(), before, "a refused build changed something");
        let place = self.path().display().to_string();
        diagnostics
            .iter()
            .map(|found| format!("{}: {}", found.rule.name, found.message.replace(&place, "OUT")))
            .collect()
    }

    fn failed(&self, output: &Output) -> String {
        let error = write(output, &self.path()).unwrap_err();
        error.to_string().replace(&self.path().display().to_string(), "OUT")
    }

    fn clean(&self) -> Result<Cleaned, Error> {
        clean(&self.path(), &self.top.path().join(".crib"))
    }

    /// Returns every file with its text, the manifest apart; folders end with a slash.
    fn files(&self) -> BTreeMap<String, String> {
        let mut files = tree(&self.path());
        files.remove(".crib.json");
        files
    }
}

fn tree(folder: &Path) -> BTreeMap<String, String> {
    let entries = walkdir::WalkDir::new(folder).min_depth(1).into_iter().filter_map(Result::ok);
    entries
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            match fs::read_to_string(entry.path()) {
                Ok(text) => (name, text),
                Err(_) => (name + "/", String::new()),
            }
        })
        .collect()
}

fn output(files: &[(&str, &str)]) -> Output {
    let is_page = |name: &str| Path::new(name).extension().is_some_and(|it| it == "html");
    let artifact = |name: &str, text: &str| {
        if is_page(name) {
            Artifact::page(text.to_owned())
        } else {
            Artifact::asset(text.as_bytes())
        }
    };
    let files = files.iter().map(|(name, text)| (OutputPath::new(name), artifact(name, text)));
    Output { files: files.collect() }
}

fn texts(files: &[(&str, &str)]) -> BTreeMap<String, String> {
    files.iter().map(|(name, text)| ((*name).to_owned(), (*text).to_owned())).collect()
}

#[test]
fn only_what_changed_is_written() {
    let folder = Folder::new();
    let first = output(&[("a.html", "one"), ("core/b.html", "two"), ("s.css", "red")]);
    assert_eq!(folder.write(&first), Written { written: 3, unchanged: 0, removed: 0 });
    let time = |name: &str| fs::metadata(folder.path().join(name)).unwrap().modified().unwrap();
    let before = [time("a.html"), time("s.css"), time(".crib.json")];
    assert_eq!(folder.write(&first), Written { written: 0, unchanged: 3, removed: 0 });
    let second = output(&[("a.html", "one"), ("core/b.html", "2"), ("s.css", "red")]);
    assert_eq!(folder.write(&second), Written { written: 1, unchanged: 2, removed: 0 });
    assert_eq!([time("a.html"), time("s.css"), time(".crib.json")], before);
    assert_eq!(folder.files()["core/b.html"], "2");
}

#[test]
fn an_edited_file_of_the_same_size_is_noticed() {
    let folder = Folder::new();
    let site = output(&[("a.html", "one")]);
    folder.write(&site);
    fs::write(folder.path().join("a.html"), "eno").unwrap();
    assert_eq!(folder.write(&site).written, 1);
    assert_eq!(folder.files(), texts(&[("a.html", "one")]));
}

#[test]
fn what_is_no_longer_part_of_the_site_goes_with_its_folder() {
    let folder = Folder::new().with("old/notes.txt", "mine");
    folder.write(&output(&[("a.html", "1"), ("old/b.html", "2"), ("old/deep/c.html", "3")]));
    let written = folder.write(&output(&[("a.html", "1")]));
    assert_eq!(written, Written { written: 0, unchanged: 1, removed: 2 });
    let left = texts(&[("a.html", "1"), ("old/", ""), ("old/notes.txt", "mine")]);
    assert_eq!(folder.files(), left);
}

#[test]
fn the_manifest_is_sorted_and_names_what_is_ours() {
    let folder = Folder::new().with("CNAME", "mine");
    folder.write(&output(&[("b.html", ""), ("a/c.html", ""), ("a.css", "")]));
    let manifest = fs::read_to_string(folder.path().join(".crib.json")).unwrap();
    let expected = r#"{
  "version": 1,
  "files": [
    "a.css",
    "a/c.html",
    "b.html"
  ]
}
"#;
    assert_eq!(manifest, expected);
}

#[test]
fn a_foreign_file_with_the_same_bytes_is_adopted() {
    let folder = Folder::new().with("a.html", "one");
    let site = output(&[("a.html", "one")]);
    assert_eq!(folder.write(&site), Written { written: 0, unchanged: 1, removed: 0 });
    assert_eq!(folder.write(&output(&[])).removed, 1);
}

#[test]
fn foreign_files_in_the_way_are_all_named_and_nothing_is_written() {
    let folder = Folder::new()
        .with("a.html", "mine")
        .with("core/b.html", "mine too")
        .with("folder.html/x", "")
        .with("deep", "");
    let site = output(&[
        ("a.html", "one"),
        ("core/b.html", "two"),
        ("core/c.html", "three"),
        ("deep/er/d.html", "four"),
        ("folder.html", "five"),
    ]);
    let expected = [
        "foreign-file: `OUT/a.html` is in the way, and no build wrote it",
        "foreign-file: `OUT/core/b.html` is in the way, and no build wrote it",
        "foreign-file: `OUT/folder.html` is a folder where the site has a file",
        "foreign-file: `OUT/deep` is a file where the site has a folder",
    ];
    assert_eq!(folder.refused(&site), expected);
}

#[test]
fn a_folder_of_ours_makes_room_for_a_file_only_if_all_in_it_is_ours() {
    let folder = Folder::new();
    folder.write(&output(&[("x/a.html", "1"), ("x/y/b.html", "2")]));
    let site = output(&[("x", "now a file")]);
    fs::write(folder.path().join("x/y/mine.txt"), "").unwrap();
    assert_eq!(
        folder.refused(&site),
        ["foreign-file: `OUT/x` is a folder where the site has a file"]
    );
    fs::remove_file(folder.path().join("x/y/mine.txt")).unwrap();
    assert_eq!(folder.write(&site), Written { written: 1, unchanged: 0, removed: 2 });
    folder.write(&output(&[("x/a.html", "1")]));
    assert_eq!(folder.files(), texts(&[("x/", ""), ("x/a.html", "1")]));
}

#[cfg(unix)]
#[test]
fn links_are_never_followed_nor_replaced() {
    use std::os::unix::fs::symlink;
    let folder = Folder::new();
    let elsewhere = tempfile::tempdir().unwrap();
    fs::write(elsewhere.path().join("a.html"), "one").unwrap();
    folder.write(&output(&[("core/a.html", "one"), ("b.html", "two")]));
    fs::remove_file(folder.path().join("core/a.html")).unwrap();
    fs::remove_dir(folder.path().join("core")).unwrap();
    symlink(elsewhere.path(), folder.path().join("core")).unwrap();
    fs::remove_file(folder.path().join("b.html")).unwrap();
    symlink(elsewhere.path().join("a.html"), folder.path().join("b.html")).unwrap();
    assert_eq!(
        folder.refused(&output(&[("core/a.html", "new"), ("b.html", "one")])),
        [
            "foreign-file: `OUT/b.html` is a link or a special file, and in the way",
            "foreign-file: `OUT/core` is a link or a special file, and in the way",
        ]
    );
    // Nor does a removal go through the link.
    folder.write(&output(&[("c.html", "")]));
    folder.clean().unwrap();
    assert_eq!(tree(elsewhere.path()), texts(&[("a.html", "one")]));
    assert!(fs::symlink_metadata(folder.path().join("b.html")).is_ok());
}

#[test]
fn leftovers_of_a_killed_build_are_removed() {
    let folder = Folder::new().with("core/.crib-tmp-1-0", "torn").with(".crib-tmp-1-1", "torn");
    let site = output(&[("core/a.html", "one")]);
    folder.write(&site);
    assert_eq!(folder.files(), texts(&[("core/", ""), ("core/a.html", "one")]));
}

#[test]
fn a_broken_manifest_stops_the_build() {
    for (text, reason) in [
        ("", "EOF while parsing a value at line 1 column 0"),
        (r#"{"version":2,"files":[]}"#, "its version is 2, not 1"),
        (
            r#"{"version":1,"files":["../book.toml"]}"#,
            "`../book.toml` is no path in the output folder",
        ),
        (
            r#"{"version":1,"files":["/etc/passwd"]}"#,
            "`/etc/passwd` is no path in the output folder",
        ),
        (r#"{"version":1,"files":["a//b"]}"#, "`a//b` is no path in the output folder"),
    ] {
        let folder = Folder::new().with(".crib.json", text);
        let expected =
            format!("`OUT/.crib.json` is not a manifest of this version of crib: {reason}");
        assert_eq!(folder.failed(&output(&[])).lines().next(), Some(&*expected));
        folder.clean().unwrap_err();
    }
}

#[test]
fn the_world_s_refusals_name_the_file() {
    let folder = Folder::new();
    fs::write(folder.path(), "").unwrap();
    let error = folder.failed(&output(&[("a.html", "")]));
    assert!(error.starts_with("`OUT` is not a folder, so nothing can be built into it"), "{error}");
    let folder = Folder::new();
    let name = "long".repeat(100);
    assert_eq!(folder.failed(&output(&[(&name, "")])), format!("cannot write `OUT/{name}`"));
    // The folder is there by now, and the manifest lists the file.
    assert_eq!(folder.failed(&output(&[(&name, "")])), format!("cannot write `OUT/{name}`"));
}

#[test]
fn clean_takes_what_is_ours_and_leaves_the_rest() {
    let folder = Folder::new().with("core/mine.txt", "mine");
    folder.write(&output(&[("a.html", "1"), ("core/b.html", "2"), ("x/y/c.html", "3")]));
    fs::create_dir_all(folder.top.path().join(".crib/deep")).unwrap();
    assert_eq!(folder.clean().unwrap(), Cleaned { files: 3, had_cache: true });
    assert_eq!(
        tree(folder.top.path()),
        texts(&[("public/", ""), ("public/core/", ""), ("public/core/mine.txt", "mine")])
    );
    assert_eq!(folder.clean().unwrap(), Cleaned::default());
}

#[test]
fn clean_removes_an_output_folder_that_is_all_ours() {
    let folder = Folder::new();
    folder.write(&output(&[("a.html", "1"), ("core/b.html", "2")]));
    folder.clean().unwrap();
    assert_eq!(tree(folder.top.path()), BTreeMap::new());
}
