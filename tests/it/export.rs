//! `crib export pdf`, with programs in place of a browser. What a real one makes is tested in
//! `tests/browser/print.mjs`.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use crate::cli::crib;
use crate::support::Book;

const BOOK: &str = "//- /book.toml\n[book]\nid = \"b\"\ntitle = \"T\"\n//- /index.md\n# Home\n\n[A](a.md)\n\
                    //- /a.md\n# A\n";

/// A finished run.
struct Run {
    code: Option<i32>,
    stderr: String,
}

/// Runs `crib export pdf` in the book's folder.
#[track_caller]
fn export(book: &Book, arguments: &[&str], path: &Path) -> Run {
    let mut command = crib(book.root());
    command.args(["export", "pdf"]).args(arguments);
    command.env_remove("CHROME_PATH").env("PATH", path);
    // So that the test sees what is left.
    let output = command.env("TMPDIR", book.root()).output().unwrap();
    Run { code: output.status.code(), stderr: String::from_utf8(output.stderr).unwrap() }
}

fn pdfs(book: &Book) -> Vec<PathBuf> {
    let files = std::fs::read_dir(book.root()).unwrap().map(|entry| entry.unwrap().path());
    let mut pdfs: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|it| it == "pdf")).collect();
    pdfs.sort();
    pdfs
}

#[test]
fn without_a_browser_it_says_what_to_install() {
    let book = Book::new(BOOK);
    let nowhere = book.root().join("nowhere");
    let run = export(&book, &["--browser", "no-such-browser"], &nowhere);
    assert_eq!(run.code, Some(2));
    for word in ["no browser `no-such-browser`", "`--browser`", "print.html"] {
        assert!(run.stderr.contains(word), "{}", run.stderr);
    }
    let mut command = crib(book.root());
    let output = command.args(["export", "pdf"]).env("CHROME_PATH", "gone").output().unwrap();
    let stderr = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr.contains("`gone`, which `CHROME_PATH` names"), "{stderr}");
    assert!(pdfs(&book).is_empty());
}

#[test]
fn a_folder_that_is_not_there_is_told_before_anything_is_printed() {
    let book = Book::new(BOOK);
    let run = export(&book, &["--browser", "no-such-browser", "-o", "gone/x.pdf"], book.root());
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("there is no folder `gone`"), "{}", run.stderr);
}

#[test]
fn a_browser_is_looked_for_everywhere() {
    use cribsheet::export::browser::{Browser, Places};
    let book = Book::new("//- ./one/msedge\n//- ./two/chromium\n//- ./two/mine\n");
    let folder = |name: &str| book.root().join(name);
    let ending = if cfg!(windows) { ".exe" } else { "" };
    let rename = |path: &str| {
        let to = format!("{path}{ending}");
        std::fs::rename(folder(path), folder(&to)).unwrap();
        folder(&to)
    };
    let (edge, chromium, mine) = (rename("one/msedge"), rename("two/chromium"), rename("two/mine"));
    let path = vec![folder("one"), folder("two")];
    let found = |places: Places| Browser::find(&places).unwrap().program;
    let places = || Places { path: path.clone(), ..Places::default() };
    assert_eq!(found(places()), chromium, "the order of names counts, not that of folders");
    assert_eq!(found(Places { path: vec![folder("one")], ..Places::default() }), edge);
    assert_eq!(found(Places { named: Some("mine".into()), ..places() }), mine);
    let asked = Places { asked: Some(edge.clone()), named: Some("mine".into()), ..places() };
    assert_eq!(found(asked), edge);
}

#[cfg(unix)]
mod with_a_program {
    use std::os::unix::fs::PermissionsExt as _;

    use cribsheet::build::{Options, build};
    use cribsheet::export::browser::Browser;
    use cribsheet::export::{Request, pdf};
    use cribsheet::render::Edition;
    use lopdf::{Dictionary, Document, Object, dictionary};

    use super::{BOOK, Book, Duration, Instant, Path, PathBuf, export, pdfs};

    /// Writes a script that finds the place of the PDF in `$to` and the document in `$from`.
    fn browser(book: &Book, script: &str) -> PathBuf {
        let start = "#!/bin/sh\nfor arg; do case $arg in\n--print-to-pdf=*) to=${arg#*=};;\n\
                     file://*) from=${arg#file://};;\nesac; done\n";
        book.edit("browser", [start, script, "\n"].concat());
        let file = book.root().join("browser");
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o755)).unwrap();
        file
    }

    /// Returns a PDF of four pages, with the pages on which each id is.
    fn document(places: &[(&str, usize)]) -> Vec<u8> {
        let mut document = Document::with_version("1.4");
        let tree = document.new_object_id();
        let page = |_| dictionary! { "Type" => "Page", "Parent" => tree };
        let pages: Vec<_> = (0..4).map(page).map(|page| document.add_object(page)).collect();
        let kids: Vec<Object> = pages.iter().map(|page| (*page).into()).collect();
        let count = dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 4 };
        document.objects.insert(tree, Object::Dictionary(count));
        let mut named = Dictionary::new();
        for (id, number) in places {
            named.set(*id, vec![pages[number - 1].into(), "Fit".into()]);
        }
        let catalog = dictionary! { "Type" => "Catalog", "Pages" => tree, "Dests" => named };
        let root = document.add_object(catalog);
        document.trailer.set("Root", root);
        let mut bytes = Vec::new();
        document.save_to(&mut bytes).unwrap();
        bytes
    }

    fn usual(book: &Book, script: &str, arguments: &[&str]) -> super::Run {
        let browser = browser(book, script);
        let browser = ["--browser", browser.to_str().unwrap()];
        export(book, &[&browser, arguments].concat(), Path::new("/usr/bin:/bin"))
    }

    /// The temporary folder is gone, and so is that of the write.
    fn assert_clean(book: &Book) {
        let names = std::fs::read_dir(book.root()).unwrap().map(|entry| entry.unwrap().file_name());
        let left: Vec<_> = names.filter(|name| name.to_str().unwrap().contains("crib-")).collect();
        assert!(left.is_empty(), "{left:?}");
    }

    #[test]
    fn the_contents_have_the_numbers_that_the_first_print_tells() {
        let book = Book::new(BOOK);
        book.edit("one.pdf", document(&[("page:index", 3), ("page:a", 4)]));
        let log = "echo pass >>log; cp \"$from\" last.html; cp one.pdf \"$to\"";
        let run = usual(&book, log, &["--output", "made.pdf"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        let read = |name: &str| std::fs::read_to_string(book.root().join(name)).unwrap();
        assert_eq!(read("log"), "pass\npass\n");
        let html = read("last.html");
        for number in ["Home</span> <b class=\"no\">3</b>", "A</span> <b class=\"no\">4</b>"] {
            assert!(html.contains(number), "{html}");
        }
        assert!(run.stderr.contains("Finished 2 pages in") && run.stderr.contains("(4 sheets)"));
        assert_eq!(
            std::fs::read(book.root().join("made.pdf")).unwrap(),
            document(&[("page:index", 3), ("page:a", 4)])
        );
        assert_clean(&book);
    }

    #[test]
    fn numbers_that_never_settle_are_left_out_and_told() {
        let book = Book::new(BOOK);
        for pass in 1..=3 {
            let bytes = document(&[("page:index", 3), ("page:a", pass + 1)]);
            book.edit(&format!("pass{pass}"), bytes);
        }
        let count = "echo pass >>log; cp pass$(grep -c pass log) \"$to\"";
        let run = usual(&book, count, &[]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(
            run.stderr.contains("warning: the contents have no page numbers"),
            "{}",
            run.stderr
        );
        let read = |name: &str| std::fs::read(book.root().join(name)).unwrap();
        assert_eq!(read("b.pdf"), read("pass1"), "the one that was printed without numbers");
        assert_eq!(read("log"), b"pass\npass\npass\n");
    }

    #[test]
    fn a_pdf_that_tells_no_places_is_written_with_a_warning() {
        let book = Book::new(BOOK);
        book.edit("one", document(&[("page:index", 3)]));
        let run = usual(&book, "cp one \"$to\"", &[]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert!(run.stderr.contains("does not tell where `page:a` is"), "{}", run.stderr);
        assert_eq!(pdfs(&book), [book.root().join("b.pdf")]);
    }

    #[test]
    fn a_browser_that_fails_is_told_with_what_it_said() {
        let book = Book::new(BOOK);
        book.edit("b.pdf", "old");
        for (script, expected) in [
            ("echo no display >&2; exit 3", "failed: exit status: 3\n  no display"),
            ("echo nothing to do >&2", "ended without printing\n  nothing to do"),
            ("echo no pdf >\"$to\"", "cannot read the PDF"),
        ] {
            let run = usual(&book, script, &[]);
            assert_eq!(run.code, Some(2), "{}", run.stderr);
            assert!(run.stderr.contains(expected), "{}", run.stderr);
            assert_eq!(std::fs::read(book.root().join("b.pdf")).unwrap(), b"old");
            assert_clean(&book);
        }
    }

    #[test]
    fn a_browser_that_hangs_is_ended_with_all_that_it_started() {
        let book = Book::new(BOOK);
        let program = browser(&book, "sleep 300 & echo $! >\"$(dirname \"$0\")/child\"; wait");
        let built = build(book.root(), Options::default()).unwrap().value;
        let request = Request {
            edition: Edition::Book,
            browser: Browser { program },
            temporary: book.root().to_owned(),
            limit: Duration::from_millis(300),
        };
        let started = Instant::now();
        let error = pdf(&built.inputs, &built.site, &request, &|_| {}).unwrap_err().to_string();
        assert!(error.contains("had not printed after"), "{error}");
        let child = std::fs::read_to_string(book.root().join("child")).unwrap();
        // What has ended but nobody has asked about has no command line either.
        let command = PathBuf::from("/proc").join(child.trim()).join("cmdline");
        let is_running = || std::fs::read(&command).is_ok_and(|line| !line.is_empty());
        while is_running() && started.elapsed() < Duration::from_mins(1) {
            std::thread::yield_now();
        }
        assert!(started.elapsed() < Duration::from_mins(1), "{child} still runs");
        assert_clean(&book);
    }

    #[test]
    fn an_error_in_the_content_writes_nothing() {
        let book = Book::new(BOOK);
        book.edit("content/a.md", "# A\n\n[B](b.md)\n");
        book.edit("b.pdf", "old");
        let run = usual(&book, "echo started >log", &[]);
        assert_eq!(run.code, Some(1), "{}", run.stderr);
        assert!(run.stderr.contains("export failed with 1 error; nothing was written"));
        assert_eq!(std::fs::read(book.root().join("b.pdf")).unwrap(), b"old");
        assert!(!book.root().join("log").exists(), "no browser was started");
    }

    #[test]
    fn a_book_without_cheat_cards_has_no_cheat_sheet_to_print() {
        let book = Book::new(BOOK);
        let run = usual(&book, "echo started >log", &["--cheatsheet"]);
        assert_eq!(run.code, Some(2), "{}", run.stderr);
        assert!(run.stderr.contains("role = \"cheat-card\""), "{}", run.stderr);
        assert!(pdfs(&book).is_empty());
    }

    #[test]
    fn the_cheat_sheet_is_printed_once_and_without_a_print_edition() {
        let book = Book::new(BOOK);
        let anatomy = "[[anatomy]]\npages = [\"a.md\"]\n\
                       sections = [{ heading = \"Card\", role = \"cheat-card\" }]\n";
        book.edit("book.toml", format!("[book]\nid = \"b\"\n[print]\nedition = false\n{anatomy}"));
        book.edit("content/a.md", "# A\n\n## Card\n\nText.\n");
        book.edit("one", document(&[]));
        let run = usual(&book, "echo pass >>log; cp one \"$to\"", &["--cheatsheet"]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(std::fs::read(book.root().join("log")).unwrap(), b"pass\n");
        assert_eq!(pdfs(&book), [book.root().join("b-cheatsheet.pdf")]);
        book.edit("whole", document(&[("page:index", 3), ("page:a", 4)]));
        let run = usual(&book, "cp whole \"$to\"", &[]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        assert_eq!(pdfs(&book).len(), 2, "the book can be printed all the same");
    }
}
