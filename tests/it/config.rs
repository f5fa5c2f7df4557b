//! `book.toml`: what is accepted, and what is said of what is not.

use cribsheet::load::config;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::findings::show;

#[track_caller]
fn refused(text: &str, expected: impl snapbox::IntoData) {
    let checked = config::parse(text);
    assert_data_eq!(show(text, &checked.diagnostics), expected.into_data().raw());
}

#[test]
fn scratch() {
    for text in [
        "[book]\ntitel = \"x\"\nid = \"My Book\"\nlanguage = \"en_US\"\nauthors = \"A, B\"\ntitle = 3.14\n[build]\ncontent = \"public\"\n",
        "title = Hello\n[book]\ntitle: \"x\"\nauthors = [\"a\", b]\nid = \"a\"\nid = \"b\"\n[book]\nlanguage = 3\n",
        "[[anatomy]]\npages = [\"**/*.md\"]\nsections = [\n { heading = \"A\", words = [60, 9] },\n { heading = \"a\", cards = [1], rows = { min = 1, max = \"x\" }, wrods = [1,2] },\n",
        "[book]\nsrc = \"src\"\nmultilingual = false\n[output.html]\nedit-url-template = \"x\"\nfoo = 1\n[preprocessor.links]\n[rust]\nedition = \"2021\"\n",
        "[checks]\nbroken-lnk = \"warn\"\ninvalid-config = \"warn\"\ncard = \"error\"\nbroken-link = \"error\"\n[redirects]\n\"/old/\" = \"x.md\"\n\"old\" = \"x.md\"\n\"a.html\" = 3\n",
        "[book\ntitle = \"x\"\n[site]]\nbase_url = \"example.org/x?y\"\nedit_url = \"https://x/{pth}\"\n[build]\nx = [1, 2\ny = 3\n[markdown]\nmath = yes\n",
        "[book]\ntitle = \"\"\"\nfoo = 1\n[bar]\n\"\"\"\nx\n[markdown]\nmath = \"true\"\nraw_html = \"Escape\"\n",
    ] {
        println!("{text}---\n{}\n", show(text, &config::parse(text).diagnostics));
    }
    refused("", str![[""]]);
}
