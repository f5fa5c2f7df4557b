//! What must hold for the build of any book at all.

use std::fmt::Write as _;

use cribsheet::base::diagnostic::Checked;
use cribsheet::build::{self, Built, Memo, Options};
use proptest::collection::vec;
use proptest::prelude::*;

use crate::html::{elements, parse};
use crate::properties::markdown;
use crate::support::{Book, assert_same, finding_text};

const BOOK: &str =
    "//- /book.toml\n[book]\nid = \"any\"\ntitle = \"Any\"\n[markdown]\nmath = true\n";
/// Where pages may stand; some of them claim what is not theirs.
const PATHS: &[&str] =
    &["index.md", "a.md", "b.md", "c/index.md", "c/d.md", "c/a b.md", "404.md", "C.md"];

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_book_is_built_well(pages in vec(markdown(), 1..5)) {
        let book = book(&pages);
        let built = book.build();
        for (path, artifact) in &built.value.output.files {
            if path.as_str().ends_with("html") {
                check_page(path.as_str(), std::str::from_utf8(&artifact.bytes).unwrap());
            }
        }
    }

    #[test]
    fn threads_and_folders_leave_no_trace(pages in vec(markdown(), 1..8)) {
        let texts = [1, 4].map(|n_threads| {
            let book = book(&pages);
            let pool = rayon::ThreadPoolBuilder::new().num_threads(n_threads).build().unwrap();
            whole(&pool.install(|| book.build()))
        });
        assert_same(&texts[0], &texts[1]);
    }

    #[test]
    fn what_a_build_remembers_changes_nothing(
        pages in vec(markdown(), 1..5),
        edits in vec((any::<proptest::sample::Index>(), proptest::option::of(markdown())), 1..5),
    ) {
        let book = book(&pages);
        let mut memo = Memo::default();
        build::rebuild(book.root(), Options::default(), &mut memo).unwrap();
        for (index, text) in edits {
            let path = format!("content/{}", index.get(PATHS));
            match text {
                Some(text) => book.edit(&path, text),
                // It need not be there.
                None => drop(std::fs::remove_file(book.root().join(path))),
            }
            let remembered = build::rebuild(book.root(), Options::default(), &mut memo).unwrap();
            assert_same(&whole(&book.build()), &whole(&remembered));
        }
    }
}

fn book(pages: &[String]) -> Book {
    let book = Book::new(BOOK);
    for (path, text) in PATHS.iter().zip(pages) {
        book.edit(&format!("content/{path}"), text);
    }
    book
}

/// Returns every byte that a build makes, and every finding.
fn whole(built: &Checked<Built>) -> String {
    let mut text = String::new();
    for (path, artifact) in &built.value.output.files {
        writeln!(text, "== {path}\n{}", String::from_utf8_lossy(&artifact.bytes)).unwrap();
    }
    for finding in &built.diagnostics {
        let file = finding.place.as_ref().map(|place| place.file.as_str()).unwrap_or_default();
        writeln!(text, "{file} {}", finding_text(finding, &built.value.inputs)).unwrap();
    }
    text
}

/// A page is well-formed, and carries neither script nor style of its own.
fn check_page(path: &str, html: &str) {
    let dom = parse(html);
    let errors: Vec<_> = dom.errors.borrow().iter().map(ToString::to_string).collect();
    assert!(errors.is_empty(), "{path}: {errors:?} in\n{html}");
    for element in elements(html) {
        let what = || format!("{path}: <{}> {:?} in\n{html}", element.name, element.attributes);
        assert!(element.name != "style", "{}", what());
        assert!(element.name != "script" || element.get("src").is_some(), "{}", what());
        for (name, value) in &element.attributes {
            assert!(name != "style" && !name.starts_with("on"), "{}", what());
            assert!(!value.trim_start().to_lowercase().starts_with("javascript:"), "{}", what());
        }
    }
}
