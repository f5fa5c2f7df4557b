//! What no test of whole builds reaches: builds that stop anywhere, and other file systems.

#![expect(clippy::disallowed_methods, reason = "tests look at the disk")]

use std::collections::BTreeMap;
use std::path::Path;

use crate::base::hash::Hash;
use crate::base::path::OutputPath;
use crate::model::output::{Artifact, Manifest, Output};
use crate::write::plan::{self, Step};
use crate::write::scan::{Entry, Kind, Seen};
use crate::write::{disk, manifest, scan, write};

/// A site: pages by name, each showing the assets that are given with it.
fn site(pages: &[(&str, &[&str])]) -> Output {
    let mut output = Output::default();
    for (page, assets) in pages {
        let mut html = format!("<p>{page}\n");
        for text in *assets {
            let name = format!("assets/{}.js", Hash::of(text.as_bytes()).short());
            html += "needs ";
            html += &name;
            html += "\n";
            output.files.insert(OutputPath::new(name), Artifact::asset(text.as_bytes()));
        }
        output.files.insert(OutputPath::new(page), Artifact::page(html + "</html>"));
    }
    output
}

/// Sites that differ in every way: text, assets, pages, folders, and files that become folders.
fn sites() -> [Output; 4] {
    [
        site(&[
            ("index.html", &["one"]),
            ("core/a.html", &["one", "two"]),
            ("old/deep/b.html", &["six"]),
        ]),
        site(&[
            ("index.html", &["three"]),
            ("core/a.html", &["two"]),
            ("core/new.html", &["three"]),
        ]),
        site(&[("index.html", &["one", "four"]), ("core", &[]), ("old/deep", &[])]),
        site(&[("core/a.html/index.html", &["one"])]),
    ]
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    walkdir::WalkDir::new(folder)
        .into_iter()
        .map(Result::unwrap)
        .filter(|entry| !entry.file_type().is_dir())
        .map(|entry| {
            let name = entry.path().strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
            (name, std::fs::read(entry.path()).unwrap())
        })
        .collect()
}

fn folders(folder: &Path) -> Vec<std::path::PathBuf> {
    let entries = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().map(Result::unwrap);
    let folders = entries.filter(|entry| entry.file_type().is_dir());
    folders.map(|entry| entry.path().strip_prefix(folder).unwrap().to_owned()).collect()
}

/// Every page on disk is complete, and each asset it names is there with the bytes of its name.
#[track_caller]
fn assert_whole(folder: &Path) {
    let files = files(folder);
    for (name, bytes) in &files {
        if name.starts_with("assets/") {
            let hash = Hash::of(bytes).short();
            assert!(name.contains(&hash) || name.contains(disk::TEMPORARY), "{name} is torn");
        } else if !name.contains(".crib") {
            let text = String::from_utf8(bytes.clone()).unwrap();
            assert!(text.ends_with("</html>"), "{name} is torn: {text}");
            for asset in text.lines().filter_map(|line| line.strip_prefix("needs ")) {
                assert!(files.contains_key(asset), "{name} lacks {asset}");
            }
        }
    }
}

#[track_caller]
fn assert_like_clean_build(folder: &Path, output: &Output) {
    let fresh = tempfile::tempdir().unwrap();
    write(output, fresh.path()).unwrap();
    assert_eq!(files(folder), files(fresh.path()));
    assert_eq!(folders(folder), folders(fresh.path()));
}

/// Takes some steps of a phase, as a killed build does, and leaves a torn temp file behind.
fn take_some(steps: &[Step<'_>], to: &Path, mut choice: usize) {
    for step in steps {
        choice = choice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        if choice >> 62 & 1 == 1 {
            disk::take(step, to).unwrap();
        } else if let Step::Write(path, bytes) = step {
            let temporary = to.join(path.as_str()).with_file_name(".crib-tmp-1-torn");
            std::fs::write(temporary, &bytes[..bytes.len() / 2]).unwrap();
        }
    }
}

#[test]
fn each_step_of_a_phase_may_be_the_only_one_that_was_taken() {
    let sites = sites();
    for (from, to, _) in journeys() {
        for (phase, step) in (0..20).flat_map(|phase| (0..20).map(move |step| (phase, step))) {
            let folder = tempfile::tempdir().unwrap();
            write(&sites[from], folder.path()).unwrap();
            let old = manifest::read(folder.path()).unwrap();
            let seen = scan::scan(folder.path(), &sites[to], old.as_ref()).unwrap();
            let plan = plan::plan(&sites[to], old.as_ref(), &seen);
            let Some(steps) = plan.phases.get(phase) else { continue };
            let Some(step) = steps.get(step) else { continue };
            disk::run(&plan.phases[..phase], folder.path()).unwrap();
            disk::take(step, folder.path()).unwrap();
            assert_whole(folder.path());
        }
    }
}

#[test]
fn a_build_killed_anywhere_leaves_whole_files_and_the_next_one_finishes() {
    let sites = sites();
    let mut n_kills = 0;
    for (from, to, then) in journeys() {
        for phase in 0.. {
            let folder = tempfile::tempdir().unwrap();
            write(&sites[from], folder.path()).unwrap();
            let old = manifest::read(folder.path()).unwrap();
            let seen = scan::scan(folder.path(), &sites[to], old.as_ref()).unwrap();
            let plan = plan::plan(&sites[to], old.as_ref(), &seen);
            let Some(killed_in) = plan.phases.get(phase) else { break };
            disk::run(&plan.phases[..phase], folder.path()).unwrap();
            take_some(killed_in, folder.path(), n_kills);
            n_kills += 1;
            // Where a file has to make room for a folder, a page is missing for a moment.
            if to < 2 && from < 2 {
                assert_whole(folder.path());
            }
            let checked = write(&sites[then], folder.path()).unwrap();
            assert!(checked.diagnostics.is_empty(), "{:?}", checked.diagnostics);
            assert_like_clean_build(folder.path(), &sites[then]);
        }
    }
    assert!(n_kills > 150, "only {n_kills} kills");
}

/// From every site to every other, and then to the same or to a third.
fn journeys() -> impl Iterator<Item = (usize, usize, usize)> {
    let pairs = (0..16).map(|number| (number / 4, number % 4)).filter(|(from, to)| from != to);
    pairs.flat_map(|(from, to)| [(from, to, to), (from, to, (to + 1) % 4)])
}

/// A file system that ignores case: the folder lists `listed`, and finds it as `found` too.
fn case_blind(listed: &str, found: &str) -> Seen {
    let entry = |is_respelled| Entry { kind: Kind::File, is_respelled };
    let entries = [(OutputPath::new(listed), entry(false)), (OutputPath::new(found), entry(true))];
    Seen { entries: entries.into(), ..Seen::default() }
}

#[test]
fn a_page_respelled_survives_where_case_is_ignored() {
    let new = site(&[("Page.html", &[])]);
    let page = OutputPath::new("Page.html");
    let old_page = OutputPath::new("page.html");
    let old = Manifest { files: [old_page.clone()].into() };
    let seen = case_blind("page.html", "Page.html");
    let plan = plan::plan(&new, Some(&old), &seen);
    assert_eq!(plan.foreign, []);
    let steps: Vec<_> = plan.phases.concat();
    let removed = steps.iter().position(|step| *step == Step::Remove(&old_page));
    let written =
        steps.iter().position(|step| *step == Step::Write(&page, &new.files[&page].bytes));
    // The other way round, the removal would take the new page away.
    assert!(removed.unwrap() < written.unwrap(), "{steps:?}");
}

#[test]
fn a_page_respelled_is_not_removed_by_the_build_after_a_killed_one() {
    let new = site(&[("Page.html", &[])]);
    let old = Manifest { files: ["page.html", "Page.html"].map(OutputPath::new).into() };
    let seen = case_blind("Page.html", "page.html");
    let plan = plan::plan(&new, Some(&old), &seen);
    assert!(!plan.phases.concat().iter().any(|step| matches!(step, Step::Remove(_))));
}

#[test]
fn a_foreign_file_is_seen_by_any_name() {
    let new = site(&[("readme.html", &[])]);
    let plan_ = plan::plan(&new, None, &case_blind("README.html", "readme.html")).foreign;
    assert_eq!(plan_.len(), 1);
}
