//! Front matter: what is accepted, what is said of the rest, and where the Markdown starts.
#![expect(clippy::needless_raw_string_hashes, reason = "snapbox writes them")]

use std::sync::Arc;

use cribsheet::base::path::{ContentPath, FilePath};
use cribsheet::model::inputs::Source;
use cribsheet::model::topic::FrontMatter;
use cribsheet::parse::front_matter;
use proptest::prelude::*;
use serde_json::json;
use snapbox::data::Inline;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::findings::{assert_in_bounds, show};

/// Front matter with every key.
pub(crate) const EVERY_KEY: &str = r#"title: "Names: objects"
summary: >
  One
  sentence.
order: -2
slug: names_1
aliases: [old/names.html, 'basics/']
tags:
- memory   # comment
- "data, model"
priority: 1
level: senior
minutes: 600
requires:
  - ../start/index.md

  - object-model.md#top
python: 3.10
draft: true
updated: 2024-02-29
extra:
  nested: {list: [1, 2.5, yes, null]}
  text: |
    title: none
"#;

fn source(text: &str) -> Source {
    let (file, path) = (FilePath::new("content/a.md"), ContentPath::new("a.md"));
    Source { file, path, text: Arc::from(text) }
}

fn read(yaml: &str) -> (String, FrontMatter) {
    let text = format!("---\n{yaml}---\n");
    let (checked, body) = front_matter::parse(&source(&text));
    assert_eq!(body, text.len());
    assert_in_bounds(&text, &checked.diagnostics);
    (show(&text, &checked.diagnostics), checked.value)
}

#[track_caller]
fn accept(yaml: &str) -> FrontMatter {
    let (findings, meta) = read(yaml);
    assert_eq!(findings, "", "{yaml}");
    meta
}

#[track_caller]
fn refuse(yaml: &str, expected: Inline) {
    assert_data_eq!(read(yaml).0, expected.into_data().raw());
}

/// Shows the findings and the body of a whole file.
fn whole(text: &str) -> String {
    let (checked, body) = front_matter::parse(&source(text));
    format!("{}{:?}", show(text, &checked.diagnostics), &text[body..])
}

#[test]
fn every_key_is_read() {
    let meta = accept(EVERY_KEY);
    assert_eq!(meta.title.as_deref(), Some("Names: objects"));
    assert_eq!(meta.summary.as_deref(), Some("One sentence.\n"));
    assert_eq!((meta.order, meta.priority, meta.minutes), (Some(-2), Some(1), Some(600)));
    assert_eq!(meta.slug.unwrap().value, "names_1");
    let places = |texts: &[cribsheet::base::span::Spanned<String>]| -> Vec<String> {
        let text = format!("---\n{EVERY_KEY}---\n");
        texts.iter().map(|item| format!("{} {}", item.value, &text[item.span.range()])).collect()
    };
    assert_eq!(places(&meta.aliases), ["old/names.html old/names.html", "basics/ 'basics/'"]);
    assert_eq!(meta.tags, ["memory", "data, model"]);
    assert_eq!(
        places(&meta.requires),
        ["../start/index.md ../start/index.md", "object-model.md#top object-model.md#top"]
    );
    assert_eq!(meta.level.as_deref(), Some("senior"));
    assert_eq!(meta.python.as_deref(), Some("3.10"));
    assert_eq!(meta.updated.as_deref(), Some("2024-02-29"));
    assert!(meta.is_draft);
    assert_eq!(
        json!(meta.extra),
        json!({"nested": {"list": [1, 2.5, "yes", null]}, "text": "title: none\n"})
    );
}

#[test]
fn other_ways_to_write_it_are_the_same() {
    let expected = accept("title: A\ntags: [b, c]\ndraft: true\n");
    for yaml in [
        "{title: A, tags: [b, c], draft: true}\n",
        "  title: A\n  tags: [b, c]\n  draft: yes\n",
        "\"title\": 'A'\n'tags': ['b',\n\"c\"]\ndraft: On\n",
        "# comment\n\ntitle: A # comment\ntags:\n  # comment\n  - b\n  - c\ndraft: TRUE\n",
        "? title\n: A\n? tags\n: - b\n  - c\ndraft: true\n",
        "title: &a A\ntags: [\nb,\nc\n]\ndraft: true\n",
        "title : A\ntags :\n- b\n- c\ndraft : true\n",
    ] {
        assert_eq!(format!("{:?}", accept(yaml)), format!("{expected:?}"), "{yaml}");
    }
    accept("");
    accept("# nothing\n\n");
    assert_eq!(accept("tags: &t [a, b]\nrequires: *t\n").requires[1].value, "b");
}

#[test]
fn the_block_is_between_its_lines() {
    assert_eq!(whole("---\ntitle: A\n---\nB\n"), "\"B\\n\"");
    assert_eq!(whole("---\ntitle: A\n...\nB"), "\"B\"");
    assert_eq!(whole("--- \t\r\ntitle: A\r\n--- \r\n\r\nB"), "\"\\r\\nB\"");
    assert_eq!(whole("---\n---"), "\"\"");
    assert_eq!(whole("\u{feff}---\ntitle: A\n---\nB"), "\"B\"");
    assert_eq!(whole("\u{feff}# B"), "\"# B\"");
    assert_eq!(whole(""), "\"\"");
    assert_eq!(whole("\n---\ntitle: A\n---\n"), "\"\\n---\\ntitle: A\\n---\\n\"");
    assert_eq!(whole("----\na: b\n---\n"), "\"----\\na: b\\n---\\n\"");
    assert_eq!(whole(" ---\na: b\n---\n"), "\" ---\\na: b\\n---\\n\"");
}

#[test]
fn a_block_without_end_is_markdown() {
    assert_data_eq!(
        whole("---\n\n# About\ntitle: A\n\nText.\n"),
        str![[r#"
1:1-1:4 invalid-front-matter: the front matter has no closing `---`
  help: add a line `---` after the last key
"---\n\n# About\ntitle: A\n\nText.\n"
"#]]
        .raw()
    );
    for text in ["---\n\nSome text: more.\n# B\n", "---\n# B\n", "---\n- a: b\n", "---", "---\n"] {
        assert_eq!(whole(text), format!("{text:?}"));
    }
    assert_data_eq!(
        whole("+++\ntitle = 1\n+++\nB"),
        str![[r#"
1:1-1:4 invalid-front-matter: front matter between `+++` is TOML
  help: write it as YAML: `---` lines around it, and `key: value` in it
"B"
"#]]
        .raw()
    );
    assert_eq!(whole("+++\nB\n"), "\"+++\\nB\\n\"");
}

#[test]
fn values_have_types_and_forms() {
    refuse(
        "title: 3.14
summary: yes
order: 1.5
slug: Core/Names.md
aliases: [/old/, 'b', c.md, ../d.html, 5]
tags: one, two
priority: 4
level: Senior
minutes: \"5\"
requires: [a.md, '', [b.md]]
python: '>=3.10'
draft: maybe
updated: 2026-02-30
extra: [1]
",
        str![[r#"
2:8-2:12 invalid-value: `title` must be a string, not a number
  help: put it in quotes: `"3.14"`
3:10-3:13 invalid-value: `summary` must be a string, not a boolean
  help: put it in quotes: `"yes"`
4:8-4:11 invalid-value: `order` must be an integer, not a number
5:7-5:20 invalid-value: `slug` must be one path segment of lowercase letters, digits, `-` and `_`, not `Core/Names.md`
  help: write `names`; folders come from the file's place
6:11-6:16 invalid-value: an item of `aliases` must be a relative path that ends in `.html` or `/`, not `/old/`
  help: write `old/`, without a leading `/`
6:18-6:21 invalid-value: an item of `aliases` must be a relative path that ends in `.html` or `/`, not `b`
  help: write `b.html`, or `b/` for a folder's index page
6:23-6:27 invalid-value: an item of `aliases` must be a relative path that ends in `.html` or `/`, not `c.md`
  help: write `c.html`, or `c/` for a folder's index page
6:29-6:38 invalid-value: an item of `aliases` must be a relative path that ends in `.html` or `/`, not `../d.html`
  help: write it without `.`, `..` and empty segments
6:40-6:41 invalid-value: an item of `aliases` must be a relative path that ends in `.html` or `/`, not an integer
  help: put it in quotes: `"5"`
7:7-7:15 invalid-value: `tags` must be a list, not a string
  help: write a list: `tags: ["one", "two"]`
8:11-8:12 invalid-value: `priority` must be an integer from 1 to 3, not 4
9:8-9:14 invalid-value: `level` must be `junior`, `mid` or `senior`, not `Senior`
  help: did you mean `senior`?
10:10-10:13 invalid-value: `minutes` must be an integer from 1 to 600, not a string
  help: remove the quotes: `5`
11:18-11:20 invalid-value: an item of `requires` is empty
  help: give it a value, or remove it
11:22-11:28 invalid-value: an item of `requires` must be a string, not a list
  help: remove the brackets
12:9-12:17 invalid-value: `python` must be a Python version such as `3.14`, not `>=3.10`
  help: write `3.10`
13:8-13:13 invalid-value: `draft` must be `true` or `false`, not a string
14:10-14:20 invalid-value: `updated` must be a date such as `2026-10-31`, not `2026-02-30`
15:8-15:11 invalid-value: `extra` must be a table, not a list
  help: write `key: value` lines, indented

"#]],
    );
}

#[test]
fn values_are_there() {
    refuse(
        "title: \"\"
summary:
order: first
slug: a b
aliases: old.html
tags:
  - 3
  -
  - true
priority: 0
level: 3
minutes: 601
requires: a.md
python: 3
draft: 1
updated: 2026-10-31T12:00:00Z
extra: x
",
        str![[r#"
2:8-2:10 invalid-value: `title` is empty
  help: give it a value, or remove the key
3:9-3:9 invalid-value: `summary` has no value
  help: give it a value, or remove the key
4:8-4:13 invalid-value: `order` must be an integer, not a string
5:7-5:10 invalid-value: `slug` must be one path segment of lowercase letters, digits, `-` and `_`, not `a b`
  help: write `a-b`
6:10-6:18 invalid-value: `aliases` must be a list, not a string
  help: write a list: `aliases: ["old.html"]`
8:5-8:6 invalid-value: an item of `tags` must be a string, not an integer
  help: put it in quotes: `"3"`
9:4-9:4 invalid-value: an item of `tags` has no value
  help: give it a value, or remove it
10:5-10:9 invalid-value: an item of `tags` must be a string, not a boolean
  help: put it in quotes: `"true"`
11:11-11:12 invalid-value: `priority` must be an integer from 1 to 3, not 0
12:8-12:9 invalid-value: `level` must be `junior`, `mid` or `senior`, not an integer
  help: put it in quotes: `"3"`
13:10-13:13 invalid-value: `minutes` must be an integer from 1 to 600, not 601
14:11-14:15 invalid-value: `requires` must be a list, not a string
  help: write a list: `requires: ["a.md"]`
15:9-15:10 invalid-value: `python` must be a Python version such as `3.14`, not `3`
  help: write the lowest version that the page holds for
16:8-16:9 invalid-value: `draft` must be `true` or `false`, not an integer
17:10-17:30 invalid-value: `updated` must be a date such as `2026-10-31`, not `2026-10-31T12:00:00Z`
  help: write `2026-10-31`
18:8-18:9 invalid-value: `extra` must be a table, not a string
  help: write `key: value` lines, indented

"#]],
    );
}

#[test]
fn values_are_of_the_right_kind() {
    refuse(
        "title: [A]
summary: {a: b}
order: ~
tags: {a: b}
level: expert
minutes: 0
python: 4.0
draft: 'no'
updated: 31.10.2026
extra:
",
        str![[r#"
2:8-2:11 invalid-value: `title` must be a string, not a list
  help: remove the brackets
3:10-3:16 invalid-value: `summary` must be a string, not a table
4:8-4:9 invalid-value: `order` has no value
  help: give it a value, or remove the key
5:7-5:13 invalid-value: `tags` must be a list, not a table
6:8-6:14 invalid-value: `level` must be `junior`, `mid` or `senior`, not `expert`
  help: write `senior`
7:10-7:11 invalid-value: `minutes` must be an integer from 1 to 600, not 0
8:9-8:12 invalid-value: `python` must be a Python version such as `3.14`, not `4.0`
  help: write the lowest version that the page holds for
9:8-9:12 invalid-value: `draft` must be `true` or `false`, not a string
  help: write `false`, without quotes
10:10-10:20 invalid-value: `updated` must be a date such as `2026-10-31`, not `31.10.2026`
11:7-11:7 invalid-value: `extra` has no value
  help: give it a value, or remove the key

"#]],
    );
    refuse(
        "title: !!str 3\nsummary: !foo bar\norder: 99999999999999999999\n",
        str![[r#"
4:8-4:9 invalid-front-matter: the number has too many digits
  help: put the value in quotes: `order: "99999999999999999999"`
3:10-3:18 invalid-value: `summary` must be a string, not a value with a tag

"#]],
    );
}

#[test]
fn unknown_and_double_keys_are_reported_at_the_key() {
    refuse(
        "titel: A
date: 2026-10-01
weight: 3
\"permalink\": /a/
wonder: 1
extra: {a: 1}
title: A
title: 3
extra: {b: 1}
",
        str![[r#"
9:1-9:6 duplicate-key: `title` is given twice
  8:1-8:6 first given here
  help: remove one of them
10:1-10:6 duplicate-key: `extra` is given twice
  7:1-7:6 first given here
  help: remove one of them
2:1-2:6 unknown-key: unknown key `titel`
  help: did you mean `title`?
3:1-3:5 unknown-key: unknown key `date`
  help: crib calls it `updated`
4:1-4:7 unknown-key: unknown key `weight`
  help: crib calls it `order`
5:1-5:12 unknown-key: unknown key `permalink`
  help: crib calls its last segment `slug`; old paths belong in `aliases`
6:1-6:7 unknown-key: unknown key `wonder`
  help: did you mean `order`?

"#]],
    );
    refuse(
        "extra:\n  a: 1\n  b: {a: 2}\n  a: 3\n",
        str![[r#"
5:3-5:4 duplicate-key: `a` is given twice
  help: remove one of them

"#]],
    );
    refuse(
        "{titel: A, tags: b, order: x}\n",
        str![[r#"
2:2-2:7 unknown-key: unknown key `titel`
  help: did you mean `title`?
2:18-2:19 invalid-value: `tags` must be a list, not a string
  help: write a list: `tags: ["b"]`
2:28-2:29 invalid-value: `order` must be an integer, not a string

"#]],
    );
    refuse(
        "1: a\ntrue: b\n<<: {c: d}\n",
        str![[r#"
2:1-2:2 unknown-key: unknown key `1`
  help: free data belongs under `extra`: `extra: { 1: … }`
3:1-3:5 unknown-key: unknown key `true`
  help: free data belongs under `extra`: `extra: { true: … }`
4:1-4:3 unknown-key: unknown key `<<`
  help: free data belongs under `extra`: `extra: { <<: … }`

"#]],
    );
}

#[test]
fn a_key_that_is_no_yaml_hides_no_other() {
    refuse(
        "title: Names: objects
summary: *args and **kwargs
order: x
slug: @property
aliases: [a.html, b.html
tags: [a] b
level: \"mid\" level
requires:
\t- a.md
python: \"3.10
draft: 'don't'
updated: \"\\q\"
extra: {a: b
minutes: 5 # fine
priority: 9
",
        str![[r#"
2:13-2:14 invalid-front-matter: a colon and a blank in a value without quotes
  help: put the value in quotes: `title: "Names: objects"`
3:10-3:11 invalid-front-matter: a value without quotes cannot start with `*`
  help: put the value in quotes: `summary: "*args and **kwargs"`
5:7-5:8 invalid-front-matter: a value without quotes cannot start with `@`
  help: put the value in quotes: `slug: "@property"`
6:10-6:11 invalid-front-matter: the `[` is not closed
  help: add `]`
7:11-7:12 invalid-front-matter: text after the closing bracket
  help: put the value in quotes: `tags: "[a] b"`
8:14-8:15 invalid-front-matter: text after the closing quote
  help: put the value in quotes: `level: "\"mid\" level"`
10:1-10:2 invalid-front-matter: a tab cannot indent YAML
  help: indent with spaces
11:9-11:10 invalid-front-matter: the `"` is not closed
  help: add `"` at the end
12:13-12:14 invalid-front-matter: text after the closing quote
  help: put the value in quotes: `draft: "don't"`
13:11-13:12 invalid-front-matter: `\` starts an escape in double quotes
  help: write `\\`, or put the value in `'`
14:8-14:9 invalid-front-matter: the `{` is not closed
  help: add `}`
4:8-4:9 invalid-value: `order` must be an integer, not a string
16:11-16:12 invalid-value: `priority` must be an integer from 1 to 3, not 9

"#]],
    );
}

#[test]
fn lines_that_are_no_keys_are_reported() {
    refuse(
        "title:A\nsummary = B\norder: 1\n  tags: [a]\n# level\nlevel: mid\n",
        str![[r#"
2:1-2:8 invalid-front-matter: a colon without a blank after it makes no key
  help: write `title: A`
3:1-3:12 invalid-front-matter: a key and its value are joined by `:`, not `=`
  help: write `summary: B`
5:7-5:8 invalid-front-matter: a key is indented where none can be
  help: indent it as its neighbours are

"#]],
    );
    refuse(
        "title: A\nSome prose that\ngoes on.\n\nMore: x\n- a\norder: x\n",
        str![[r#"
3:1-3:16 invalid-front-matter: this line is no `key: value`
  help: front matter has `key: value` lines; Markdown starts after the closing `---`
7:1-7:2 invalid-front-matter: this is neither a key nor part of the value above
  help: indent it as part of the value, or make it a key
6:1-6:5 unknown-key: unknown key `More`
  help: free data belongs under `extra`: `extra: { More: … }`
8:8-8:9 invalid-value: `order` must be an integer, not a string

"#]],
    );
    refuse(
        "- a\n- b\n",
        str![[r#"
2:1-2:4 invalid-front-matter: this line is no `key: value`
  help: front matter has `key: value` lines; Markdown starts after the closing `---`

"#]],
    );
    refuse(
        "title: &a A\nsummary: *a\norder: *b\ntags: @x\n",
        str![[r#"
4:8-4:9 invalid-front-matter: a value without quotes cannot start with `*`
  help: put the value in quotes: `order: "*b"`
5:7-5:8 invalid-front-matter: a value without quotes cannot start with `@`
  help: put the value in quotes: `tags: "@x"`

"#]],
    );
    refuse(
        "title: A\u{1}B\u{2}\norder: x\n",
        str![[r#"
2:9-2:10 invalid-front-matter: the character U+0001 may not stand in YAML
  help: remove it
3:8-3:9 invalid-value: `order` must be an integer, not a string

"#]],
    );
    refuse(
        &format!("title: A\nextra: {}\n", "[".repeat(100_000)),
        str![[r#"
3:72-3:73 invalid-front-matter: brackets are nested too deeply

"#]],
    );
}

#[test]
fn places_count_characters_and_any_line_end() {
    // What stands in for a character that YAML forbids is as long as it.
    let (checked, _) = front_matter::parse(&source("---\n\u{85}title\u{feff}[\n\n---\n"));
    assert_in_bounds("---\n\u{85}title\u{feff}[\n\n---\n", &checked.diagnostics);
    let text = "\u{feff}---\r\ntitle: é: ü\r\nsummary: ok\r\nörder: 3\r\ntags: [ü, 3]\r\n---\r\n";
    assert_data_eq!(
        whole(text),
        str![[r#"
2:9-2:10 invalid-front-matter: a colon and a blank in a value without quotes
  help: put the value in quotes: `title: "é: ü"`
4:1-4:6 unknown-key: unknown key `örder`
  help: did you mean `order`?
5:11-5:12 invalid-value: an item of `tags` must be a string, not an integer
  help: put it in quotes: `"3"`
""
"#]]
        .raw()
    );
}

proptest! {
    #[test]
    fn any_text_is_read(text in any_file()) {
        let (checked, body) = front_matter::parse(&source(&text));
        prop_assert!(text.is_char_boundary(body));
        assert_in_bounds(&text, &checked.diagnostics);
        let meta = checked.value;
        for item in meta.aliases.iter().chain(&meta.requires).chain(&meta.slug) {
            prop_assert!(text.get(item.span.range()).is_some());
        }
    }

    /// Key by key, sound front matter reads as it does whole.
    #[test]
    fn a_broken_key_spoils_nothing_else(place in 0_usize..100) {
        let lines: Vec<&str> = EVERY_KEY.lines().collect();
        let is_key = |line: &usize| lines[*line].starts_with(|letter: char| letter.is_alphabetic());
        let keys: Vec<usize> = (0..lines.len()).filter(is_key).collect();
        let mut broken = lines.clone();
        broken.insert(keys[place % keys.len()], "wonder: @x");
        let (findings, meta) = read(&(broken.join("\n") + "\n"));
        prop_assert_eq!(findings.lines().count(), 4, "{}", findings);
        let mut whole = accept(EVERY_KEY);
        let shift = "wonder: @x\n".len();
        for item in whole.aliases.iter_mut().chain(&mut whole.requires).chain(&mut whole.slug) {
            let is_after = meta.aliases.iter().chain(&meta.requires).chain(&meta.slug).any(|moved| {
                moved.value == item.value && moved.span != item.span
            });
            if is_after {
                item.span = item.span.shifted(shift);
            }
        }
        prop_assert_eq!(format!("{meta:?}"), format!("{whole:?}"));
    }
}

/// Text that looks like a page from afar, and text that does not.
fn any_file() -> impl Strategy<Value = String> {
    let pieces = [
        "---\n", "title", "tags", "extra", ": ", ":", "\n", "\r\n", "- ", "  ", "\t", "[", "]",
        "{", "}", ",", "\"", "'", "#", " #", "&a ", "*a", "!x ", "|\n", ">", "? ", "@", "\\", "1",
        "3.14", "yes", "a", "é", "\u{feff}", "\u{85}", "\u{2028}", "\0", "...", "+++\n", "<<",
    ];
    let piece = prop::sample::select(pieces.to_vec());
    prop_oneof![
        ".*",
        "---\n(.*\n){0,5}---\n",
        prop::collection::vec(piece, 0..40)
            .prop_map(|pieces| format!("---\n{}\n---\n", pieces.concat())),
        (0..EVERY_KEY.len(), 0..12_usize, "[\\[\\]{}\"'&*:\n#a-]{0,3}").prop_map(
            |(start, length, put)| {
                let end = (start + length).min(EVERY_KEY.len());
                format!("---\n{}{put}{}---\n", &EVERY_KEY[..start], &EVERY_KEY[end..])
            }
        ),
    ]
}

#[test]
fn time_grows_with_the_text() {
    for line in
        ["a: [\n", "- ", "a: 'b\n", "? ", "a: b\n", "a b\n", "&a ", "a: {b: c}\n", "'", "a: |\n"]
    {
        let text = format!("---\n{}\n---\n", line.repeat(3_000));
        assert_in_bounds(&text, &front_matter::parse(&source(&text)).0.diagnostics);
    }
}
