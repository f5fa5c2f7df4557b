//! Builds that are killed at any moment, for real: the site stays whole, and the next build finishes.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;
use std::process::{Child, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

use crate::cli::{crib, is_page, tree};
use crate::support::Book;

const KILLS: u32 = 100;

/// Brings the book into one of two states that differ in texts, pages, folders and assets.
fn edit(book: &Book, state: u32) {
    let color = ["red", "blue"][state as usize];
    book.edit("themes/default/assets/style.css", format!("body {{ color: {color} }}\n"));
    book.edit(
        "content/picture.svg",
        format!("<svg xmlns=\"http://www.w3.org/2000/svg\"><title>{color}</title></svg>\n"),
    );
    let mut home = format!("# Home {color}\n\n![Picture](picture.svg)\n\n");
    for number in 0..40 {
        let folder = if number % 4 == 0 { color } else { "same" };
        let other = ["red", "blue"][1 - state as usize];
        drop(std::fs::remove_file(book.root().join(format!("content/{other}/p{number}.md"))));
        book.edit(
            &format!("content/{folder}/p{number}.md"),
            format!("# P{number}\n\nText {color}.\n"),
        );
        writeln!(home, "- [P{number}]({folder}/p{number}.md)").unwrap();
    }
    book.edit("content/index.md", home);
}

#[track_caller]
fn build(book: &Book, output: &Path) {
    let built = crib(book.root()).arg("build").arg("--output").arg(output).output().unwrap();
    assert!(built.status.success(), "{}", String::from_utf8_lossy(&built.stderr));
}

/// Every page is complete, and every asset that it names is there.
#[track_caller]
fn assert_whole(files: &BTreeMap<String, Vec<u8>>) {
    let pages = files.iter().filter(|(name, _)| is_page(name));
    for (name, bytes) in pages {
        let text = String::from_utf8(bytes.clone()).unwrap();
        assert!(text.trim_end().ends_with("</html>"), "{name} is torn");
        let folder = name.rsplit_once('/').map_or("", |(folder, _)| folder);
        for asset in references(&text).filter(|target| !is_page(target)) {
            let path = cribsheet::base::path::join(folder, asset).unwrap();
            assert!(files.contains_key(&path), "{name} lacks {path}");
        }
    }
}

/// Returns the relative URLs that a page names.
fn references(page: &str) -> impl Iterator<Item = &str> {
    let values = [" src=\"", " href=\""].into_iter().flat_map(|name| page.split(name).skip(1));
    values
        .filter_map(|rest| rest.split(['"', '#', '?']).next())
        .filter(|url| !url.is_empty() && !url.contains(':'))
}

#[test]
fn a_site_survives_a_hundred_kills() {
    let book = Book::new("//- /book.toml\n[book]\ntitle = \"T\"\n");
    let clean: Vec<_> = (0..2)
        .map(|state| {
            edit(&book, state);
            let folder = tempfile::tempdir().unwrap();
            build(&book, folder.path());
            tree(folder.path())
        })
        .collect();
    assert!(clean[0].keys().ne(clean[1].keys()));
    let public = book.root().join("public");
    let started = Instant::now();
    build(&book, &public);
    let whole = started.elapsed();
    let (mut random, mut n_killed, mut n_amid) = (1_u64, 0, 0);
    for number in 0..KILLS {
        let state = number / 2 % 2;
        edit(&book, state);
        random =
            random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let share = f64::from((random >> 33) as u32) / f64::from(1_u32 << 31);
        // Every other build is killed while it writes, which takes a small part of its time.
        n_killed += u32::from(if number % 2 == 0 {
            kill_after(&book, whole.mul_f64(share))
        } else {
            kill_once_it_writes(&book, &public, Duration::from_millis(4).mul_f64(share))
        });
        let files = tree(&public);
        assert_whole(&files);
        n_amid += u32::from(!clean.contains(&files));
        // Some kills are followed by a whole build, others by the next kill.
        if number % 4 == 3 {
            build(&book, &public);
            assert!(tree(&public) == clean[state as usize], "kill {number}: not as a clean build");
        }
    }
    assert!(n_killed > KILLS / 4, "only {n_killed} builds were killed before they ended");
    assert!(n_amid > 0, "no build was killed while it wrote");
}

/// Starts a build and kills it after a while; returns false if it had ended by itself.
fn kill_after(book: &Book, delay: Duration) -> bool {
    let child = start(book);
    kill(child, delay)
}

/// Starts a build and kills it a while after it has begun to write: the manifest comes first.
fn kill_once_it_writes(book: &Book, public: &Path, delay: Duration) -> bool {
    let manifest = || std::fs::read(public.join(".crib.json")).ok();
    let before = manifest();
    let mut child = start(book);
    while manifest() == before {
        if child.try_wait().unwrap().is_some() {
            return false;
        }
    }
    kill(child, delay)
}

fn start(book: &Book) -> Child {
    crib(book.root()).arg("build").stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

fn kill(mut child: Child, delay: Duration) -> bool {
    let (_sender, never) = mpsc::channel::<()>();
    never.recv_timeout(delay).unwrap_err();
    child.kill().unwrap();
    // Killed by a signal, a process has no exit code.
    child.wait().unwrap().code() != Some(0)
}
