//! The content folder: what is read, what is left out, and what is said of the rest.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use cribsheet::base::diagnostic::Checked;
use cribsheet::base::path::FilePath;
use cribsheet::load;
use cribsheet::model::inputs::Inputs;
use proptest::prelude::*;

use crate::findings::{assert_in_bounds, show};
use crate::support::Book;

const PNG: &[u8] = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\x01\x40\0\0\0\xf0\x08\x06\0\0\0";

#[track_caller]
fn load(book: &Book) -> Checked<Inputs> {
    load::load(book.root()).unwrap()
}

/// Returns `FILE: finding` a line.
fn findings(loaded: &Checked<Inputs>) -> String {
    let mut all = String::new();
    for finding in &loaded.diagnostics {
        let file = finding.place.as_ref().map(|place| place.file.clone()).unwrap();
        let text = loaded.value.texts.get(&file).cloned().unwrap_or_default();
        all.push_str(&file.to_string());
        all.push_str(": ");
        all.push_str(&show(&text, std::slice::from_ref(finding)));
    }
    all
}

/// Returns all paths that a build would know, in order.
fn paths(inputs: &Inputs) -> Vec<String> {
    let sources = inputs.sources.iter().map(|source| source.path.to_string());
    sources.chain(inputs.assets.iter().map(|asset| format!("({})", asset.path))).collect()
}

#[test]
fn files_are_sorted_by_path_and_known_by_name() {
    let book = Book::new(
        "//- /b/a.md
//- /b.md
//- /b-a.md
//- /a.markdown
//- /Z.md
//- /b/data.csv
//- /card-ids.txt
one
//- /verified.json
{\"version\": 1, \"samples\": {}}
//- /requirements.txt
flask
//- /b/requirements.txt
//- /b/card-ids.txt
//- /.hidden.md
//- /.git/x.md
//- /b/.cache/x.md
//- /NOTES.MD
",
    );
    let loaded = load(&book);
    assert_eq!(findings(&loaded), "");
    assert_eq!(
        paths(&loaded.value),
        [
            "Z.md",
            "a.markdown",
            "b-a.md",
            "b.md",
            "b/a.md",
            "(NOTES.MD)",
            "(b/card-ids.txt)",
            "(b/data.csv)",
            "(b/requirements.txt)"
        ]
    );
    let ledger = loaded.value.ledger.unwrap();
    assert_eq!((ledger.file.as_str(), &*ledger.text), ("content/card-ids.txt", "one\n"));
    let source = &loaded.value.sources[4];
    assert_eq!([source.file.as_str(), source.path.as_str()], ["content/b/a.md", "b/a.md"]);
    let texts: Vec<&str> = loaded.value.texts.keys().map(FilePath::as_str).collect();
    assert_eq!(
        texts.into_iter().filter(|path| !path.starts_with("themes/")).collect::<Vec<_>>(),
        [
            "book.toml",
            "content/Z.md",
            "content/a.markdown",
            "content/b-a.md",
            "content/b.md",
            "content/b/a.md",
            "content/card-ids.txt",
            "content/requirements.txt",
            "content/verified.json"
        ]
    );
}

#[test]
fn a_book_without_a_content_folder_of_its_own_leaves_out_what_is_around_it() {
    let book = Book::new(
        "//- /book.toml
[build]
content = \".\"
output = \"docs/site\"
//- ./index.md
//- ./docs/a.md
//- ./docs/site/a.html
//- ./docs/target/b.md
//- ./target/c.md
//- ./node_modules/d.md
//- /themes/mine/e.md
//- ./.crib/f.md
//- ./card-ids.txt
",
    );
    let loaded = load(&book);
    assert_eq!(findings(&loaded), "");
    assert_eq!(paths(&loaded.value), ["docs/a.md", "docs/target/b.md", "index.md"]);
    assert_eq!(loaded.value.sources[0].file.as_str(), "docs/a.md");
    assert!(loaded.value.ledger.is_some());
}

#[test]
fn a_missing_content_folder_is_reported_at_its_key() {
    for (config, message) in [
        ("", "book.toml: 1:1-1:1 invalid-config: there is no content folder `content`\n"),
        (
            "[build]\ncontent = \"text\"\n",
            "book.toml: 2:11-2:17 invalid-config: there is no content folder `text`\n",
        ),
        (
            "[build]\ncontent = \"book.toml\"\n",
            "book.toml: 2:11-2:22 invalid-config: the content folder `book.toml` is a file\n",
        ),
        (
            "build.content = \"text\"\nx = \n",
            "book.toml: 1:17-1:23 invalid-config: there is no content folder `text`\n",
        ),
    ] {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("book.toml"), config).unwrap();
        let loaded = load::load(folder.path()).unwrap();
        let expected =
            format!("{message}  help: make the folder, or name another in `[build] content`\n");
        assert!(findings(&loaded).ends_with(&expected), "{}", findings(&loaded));
    }
    // A value that was refused is reported once.
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("book.toml"), "[build]\ncontent = \"../x\"\n").unwrap();
    let loaded = load::load(folder.path()).unwrap();
    assert_eq!(loaded.diagnostics.len(), 1, "{}", findings(&loaded));
}

#[test]
fn bytes_that_are_no_utf8_are_reported_and_replaced() {
    let book = Book::new(
        r"//- /a.md escaped
# Caf\xe9
b\xff\xfe\xc3
//- /b.md bom crlf
# B
//- /d.md escaped
\xff\xfe#\x00\s\x00D\x00
",
    );
    book.edit("content/e.bin", b"\xff\xfe");
    let loaded = load(&book);
    assert_eq!(
        findings(&loaded),
        "content/a.md: 1:6-1:7 invalid-utf8: the byte `0xe9` is not UTF-8, nor are 3 others
  help: save the file as UTF-8
content/d.md: 1:1-1:1 invalid-utf8: the file is UTF-16
  help: save it as UTF-8
"
    );
    let texts: Vec<&str> = loaded.value.sources.iter().map(|source| &*source.text).collect();
    assert_eq!(texts, ["# Caf\u{fffd}\nb\u{fffd}\u{fffd}\u{fffd}\n", "# B\r\n", "# D\n"]);
    assert_eq!(&*loaded.value.assets[0].bytes, b"\xff\xfe");
}

#[test]
fn book_toml_may_be_in_another_encoding() {
    let book = Book::new("//- /a.md\n");
    book.edit("book.toml", b"\xef\xbb\xbf[book]\r\ntitle = \"Caf\xe9\"\r\nid = 3\r\n");
    let loaded = load(&book);
    assert_eq!(
        findings(&loaded),
        "book.toml: 2:13-2:14 invalid-utf8: the byte `0xe9` is not UTF-8
  help: save the file as UTF-8
book.toml: 3:6-3:7 invalid-config: `book.id` must be kebab-case: lowercase letters and digits of ASCII, joined by single hyphens, not an integer
  help: put it in quotes: `\"3\"`
"
    );
}

#[test]
fn images_have_sizes() {
    let book = Book::new("//- /a.md\n");
    let turned = b"\xff\xd8\xff\xe1\0\x22Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0\xff\xd9";
    let upright: &[u8] = b"\xff\xd8\xff\xc0\0\x0b\x08\0\x10\0\x20\x01\x01\x11\0\xff\xd9";
    for (name, bytes, size) in [
        ("a.png", PNG, Some((320, 240))),
        ("A.PNG", PNG, Some((320, 240))),
        ("a.gif", b"GIF89a\x10\0\x08\0\0\0\0", Some((16, 8))),
        ("upright.jpg", upright, Some((32, 16))),
        ("turned.jpg", turned, Some((16, 32))),
        ("a.svg", b"<svg width='10' height=\"2in\"/>", Some((10, 192))),
        ("b.svg", b"<?xml version='1.0'?><!-- <svg> --><!DOCTYPE svg [<!ENTITY a 'b'>]>\n<svg:svg\nviewBox='0 0 30.4,20'>", Some((30, 20))),
        ("c.svg", b"<svg data-x='>' width='100%' viewBox=\"0 0 7 8\">", Some((7, 8))),
        ("d.svg", b"<svg width='10em' height='4'>", None),
        ("e.svg", b"\xef\xbb\xbf<svg width='20px' viewBox='0 0 2 1'>", Some((20, 10))),
        ("f.svg", b"<svg>", None),
        ("g.svg", b"<svg viewBox='0 0 0 1' width='-1'>", None),
        ("png", b"", None),
        ("a.txt", PNG, None),
    ] {
        let path = format!("content/{name}");
        book.edit(&path, bytes);
        let loaded = load(&book);
        assert_eq!(findings(&loaded), "", "{name}");
        let asset = loaded.value.assets.iter().find(|asset| asset.path.as_str() == name).unwrap();
        assert_eq!(asset.size, size, "{name}");
        fs::remove_file(book.root().join(&path)).unwrap();
    }
}

#[test]
fn images_that_cannot_be_read_are_reported_and_kept() {
    let book = Book::new("//- /a.md\n");
    for (name, bytes) in [
        ("a.png", b"" as &[u8]),
        ("b.png", b"plain text, not pixels"),
        ("c.png", &PNG[..18]),
        ("d.svg", b"<html></html>"),
        ("e.gif", b"GIF89a\0\0\x08\0\0\0\0"),
    ] {
        book.edit(&format!("content/{name}"), bytes);
    }
    let loaded = load(&book);
    assert_eq!(
        findings(&loaded).replace("\n  help: export it again, or remove it", ""),
        "content/a.png: 1:1-1:1 invalid-image: the image cannot be read: the file is empty
content/b.png: 1:1-1:1 invalid-image: the image cannot be read: it is in no format that browsers show
content/c.png: 1:1-1:1 invalid-image: the image cannot be read: the file ends within its header
content/d.svg: 1:1-1:1 invalid-image: the image cannot be read: it has no `<svg>` element at its top
content/e.gif: 1:1-1:1 invalid-image: the image cannot be read: its width or height is zero
"
    );
    assert_eq!(loaded.value.assets.len(), 5);
}

#[test]
fn a_file_beyond_what_spans_can_count_is_refused() {
    let book = Book::new("//- /a.md\n");
    // A file with a hole takes no room on the disk.
    let file = fs::File::create(book.root().join("content/b.md")).unwrap();
    file.set_len(u64::from(u32::MAX) + 1).unwrap();
    let loaded = load(&book);
    assert!(
        findings(&loaded)
            .starts_with("content/b.md: 1:1-1:1 unusable-file: the file is larger than 4 GiB\n")
    );
    assert_eq!(paths(&loaded.value), ["a.md"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_inside_the_book_only() {
    use std::os::unix::fs::symlink;

    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret.md"), "# Secret\n").unwrap();
    let book = Book::new("//- /a.md\n//- /b/c.md\n//- ./examples/d.py\n//- ./examples/.e.py\n");
    let link = |target: &Path, name: &str| symlink(target, book.root().join(name)).unwrap();
    link(&book.root().join("examples"), "content/inside");
    link(Path::new("a.md"), "content/relative.md");
    link(outside.path(), "content/outside");
    link(&outside.path().join("secret.md"), "content/outside.md");
    link(Path::new(".."), "content/b/loop");
    link(Path::new("nowhere.md"), "content/nowhere.md");
    link(Path::new("self.md"), "content/self.md");
    link(Path::new("user@host.1"), "content/.#a.md");
    let loaded = load(&book);
    assert_eq!(
        paths(&loaded.value),
        ["a.md", "b/c.md", "relative.md", "(inside/d.py)"],
        "{}",
        findings(&loaded)
    );
    let mut found: Vec<String> = findings(&loaded)
        .lines()
        .filter(|line| !line.starts_with(' '))
        .map(str::to_owned)
        .collect();
    found.sort();
    assert_eq!(
        found,
        [
            "content/b/loop: 1:1-1:1 unusable-file: the link leads to a folder that it is in",
            "content/nowhere.md: 1:1-1:1 unusable-file: the link leads nowhere",
            "content/outside.md: 1:1-1:1 unusable-file: the link leads out of the book",
            "content/outside: 1:1-1:1 unusable-file: the link leads out of the book",
            "content/self.md: 1:1-1:1 unusable-file: the link leads nowhere",
        ]
    );
}

#[cfg(target_os = "linux")]
#[test]
fn names_that_are_no_utf8_are_reported() {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;

    let book = Book::new("//- /a.md\n");
    let folder = book.root().join("content").join(OsStr::from_bytes(b"caf\xe9"));
    fs::create_dir(&folder).unwrap();
    fs::write(folder.join("b.md"), "").unwrap();
    let loaded = load(&book);
    assert_eq!(
        findings(&loaded),
        "content/caf\u{fffd}: 1:1-1:1 invalid-utf8: the name is not UTF-8, so no URL can name it
  help: rename it
"
    );
    assert_eq!(paths(&loaded.value), ["a.md"]);
}

#[test]
fn what_is_included_is_inside_the_book() {
    let book =
        Book::new("//- /a.md\n//- ./examples/app.py bom\nx = 1\n//- ./bad.py escaped\n\\xe9\n");
    let outside = tempfile::tempdir().unwrap();
    fs::write(outside.path().join("secret"), "x").unwrap();
    #[cfg(unix)]
    std::os::unix::fs::symlink(outside.path(), book.root().join("link")).unwrap();
    let absolute = outside.path().join("secret");
    for (path, expected) in [
        ("examples/app.py", Ok("x = 1\n")),
        ("examples", Err("it is no file")),
        ("examples/nothing.py", Err("there is no such file")),
        ("../x", Err("it is outside the book")),
        ("examples/../../x", Err("it is outside the book")),
        (absolute.to_str().unwrap(), Err("it is outside the book")),
        ("bad.py", Err("the byte `0xe9` is not UTF-8")),
        #[cfg(unix)]
        ("link/secret", Err("it is outside the book")),
    ] {
        let file = FilePath::new(path);
        let included = load::included(book.root(), &BTreeSet::from([file.clone()]));
        let read = included[&file].as_deref().map_err(String::as_str);
        assert_eq!(read, expected, "{path}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read(bytes in any_bytes()) {
        let book = Book::new("");
        for path in ["book.toml", "content/a.md", "content/b.svg", "content/c.png", "content/d.jpg"] {
            book.edit(path, &bytes);
        }
        let loaded = load(&book);
        for finding in &loaded.diagnostics {
            let text = &loaded.value.texts.get(&finding.place.as_ref().unwrap().file);
            assert_in_bounds(text.map_or("", |text| text), std::slice::from_ref(finding));
        }
        prop_assert_eq!(loaded.value.sources.len(), 1);
    }
}

/// Bytes behind the starts of all kinds of files.
fn any_bytes() -> impl Strategy<Value = Vec<u8>> {
    let starts: [&[u8]; 7] = [
        b"",
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"[book]\nid = \"",
        b"<svg width='",
        PNG,
        b"\xff\xd8\xff\xe1",
    ];
    let rest = prop::collection::vec(any::<u8>(), 0..80);
    (prop::sample::select(starts.to_vec()), rest).prop_map(|(start, rest)| [start, &rest].concat())
}
