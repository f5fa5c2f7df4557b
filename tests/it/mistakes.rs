//! One book with more than forty mistakes: a build reports them all, each where it is.

use std::fmt::Write as _;

use cribsheet::base::span::position;

use crate::support::{Book, assert_same};

/// A mistake follows each `«RULE»`; the marks are taken out before the book is built.
const BOOK: &str = r#"
//- /book.toml
«unknown-key»titel = «invalid-config»Python
[book]
id = «invalid-config»"My Book"
«unknown-key»src = "text"
authors = ["Ada", «invalid-config»7]
language = «invalid-config»"en_US"
description«invalid-config»: "one"
[build]
content = "content"
output = «invalid-config»"themes/site"
theme = «invalid-config»"themes/x"
[site«invalid-config»
base_url = «invalid-config»"example.org"
edit_url = «invalid-config»"https://example.org/edit"
repository = "https://example.org"
«duplicate-key»repository = "https://example.com"
[markdown]
math = «invalid-config»"yes"
raw_html = «invalid-config»"keep"
smart_punctuation = «invalid-config»True
[checks]
«unknown-key»broken-lnk = "warn"
foreign-file = «invalid-config»"warn"
orphan-page = «invalid-config»"error"
[[anatomy]]
pages = [«invalid-config»"[", "none/*.md"]
sections = [
  { heading = "A", words = «invalid-config»[9, 1], «unknown-key»wrods = [1, 2] },
  { heading = «invalid-config»"a", rows = «invalid-config»[3] },
  «invalid-config»{ cards = { min = «invalid-config»"x" } },
]
[redirects]
«invalid-config»"/old.html" = "index.md"
"older.html" = «invalid-config»"/index.md"
[«unknown-key»preprocessor.links]
[output.html]
«unknown-key»site-url = "/x/"
[«duplicate-key»book]
title = «invalid-config»3.14
//- /index.md
---
title: Python«invalid-front-matter»: the book
«unknown-key»sumary: A book
order: «invalid-value»first
tags: «invalid-value»a, b
«duplicate-key»tags: [c]
draft: «invalid-value»perhaps
---
# Python
//- /a.md crlf
---
title: «invalid-value»yes
slug: «invalid-value»A/B
aliases: [«invalid-value»/a/, ok.html, «invalid-value»c]
priority: «invalid-value»9
level: «invalid-value»expert
requires:
  - index.md
  - «invalid-value»3
python: «invalid-value»'>=3'
updated: «invalid-value»2026-02-30
minutes: «invalid-value»"5"
summary: «invalid-front-matter»@property
«unknown-key»weight: 3
---
# A
//- /b.md bom
«invalid-front-matter»---
title: B

# B
//- /c.md
«invalid-front-matter»+++
title = "C"
+++
# C
//- /d.md
---
«invalid-front-matter»title:D
extra: «invalid-value»[1]
«unknown-key»date: 2026-10-01
---
# D
«invalid-utf8»Caf\xe9
"#;

#[test]
fn all_mistakes_are_reported_in_one_run_each_in_its_place() {
    let (text, mut expected) = unmarked(BOOK);
    let book = Book::new(&text);
    // The one byte that is no UTF-8 cannot stand in a string.
    let bytes = std::fs::read(book.root().join("content/d.md")).unwrap();
    let text = String::from_utf8(bytes).unwrap();
    let (before, after) = text.split_once("\\xe9").unwrap();
    book.edit("content/d.md", [before.as_bytes(), b"\xe9", after.as_bytes()].concat());
    expected = expected.replace("content/d.md:7:1 ", "content/d.md:7:4 ");

    let built = book.build();
    let mut found: Vec<String> = built
        .diagnostics
        .iter()
        .map(|finding| {
            let place = finding.place.as_ref().unwrap();
            let text = &built.value.inputs.texts[&place.file];
            let start = position(text, place.span.range().start);
            format!("{}:{}:{} {}", place.file, start.line, start.column, finding.rule.name)
        })
        .collect();
    let mut expected: Vec<String> = expected.lines().map(str::to_owned).collect();
    assert!(expected.len() > 40);
    found.sort();
    expected.sort();
    assert_same(&expected.join("\n"), &found.join("\n"));
    for finding in &built.diagnostics {
        let says_what_to_write = finding.help.is_some() || finding.message.contains(" must be ");
        assert!(says_what_to_write, "no remedy: {}", finding.message);
    }
}

/// Takes the marks out, and returns a line `FILE:LINE:COLUMN RULE` for each.
fn unmarked(book: &str) -> (String, String) {
    let (mut text, mut expected) = (String::new(), String::new());
    let (mut file, mut line) = ("", 0);
    for written in book.lines() {
        line += 1;
        if let Some(header) = written.strip_prefix("//- /") {
            (file, line) = (header.split(' ').next().unwrap(), 0);
        }
        let mut column = 1;
        for (number, part) in written.split('«').enumerate() {
            let plain = match part.split_once('»') {
                Some((rule, plain)) if number > 0 => {
                    let folder = if file == "book.toml" { "" } else { "content/" };
                    writeln!(expected, "{folder}{file}:{line}:{column} {rule}").unwrap();
                    plain
                }
                _ => part,
            };
            column += plain.chars().count();
            text.push_str(plain);
        }
        text.push('\n');
    }
    (text, expected)
}
