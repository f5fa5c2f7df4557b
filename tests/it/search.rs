//! The search index: scripts that only call `crib.shard`, that name one another rightly, that hold every
//! section, and that an edit elsewhere leaves alone. How well it finds is for `tests/browser/search.mjs`.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use serde_json::Value;

use crate::support::Book;

/// The index's scripts: what each hands to `crib.shard`, by file name.
fn shards(book: &Book) -> BTreeMap<String, Value> {
    let output = book.build().value.output;
    let scripts = output.files.iter().filter_map(|(path, file)| {
        let name = path.as_str().strip_prefix("search/")?;
        let text = String::from_utf8(file.bytes.to_vec()).unwrap();
        let call = text.strip_prefix("crib.shard(").unwrap().strip_suffix(")\n").unwrap();
        let Value::Array(both) = serde_json::from_str(&format!("[{call}]")).unwrap() else {
            panic!("{text}")
        };
        let [shard, data] = <[Value; 2]>::try_from(both).unwrap();
        assert_eq!(name.split('.').next(), shard.as_str(), "{name}");
        Some((name.to_owned(), data))
    });
    scripts.collect()
}

/// `URL#ANCHOR | title | text` of each section, in order.
fn sections(shards: &BTreeMap<String, Value>) -> Vec<String> {
    let mut lines = Vec::new();
    for entry in shards["index.js"]["texts"].as_array().unwrap() {
        assert_eq!(entry[1], lines.len(), "the first section of {entry}");
        for page in shards[&format!("{}.js", entry[0].as_str().unwrap())].as_array().unwrap() {
            for section in page[3].as_array().unwrap() {
                let parts = [&page[0], &section[0], &section[1], &section[2]];
                let [url, anchor, title, text] = parts.map(|part| part.as_str().unwrap());
                lines.push(format!("{url}#{anchor} | {title} | {text}"));
            }
        }
    }
    lines
}

/// The terms of all files, each with the numbers of its file and of its place there.
fn terms(shards: &BTreeMap<String, Value>) -> Vec<String> {
    let mut terms: Vec<String> = Vec::new();
    for entry in shards["index.js"]["terms"].as_array().unwrap() {
        assert_eq!(entry[2], terms.len(), "the first term of {entry}");
        let mut last: Vec<char> = Vec::new();
        let text = shards[&format!("{}.js", entry[0].as_str().unwrap())].as_str().unwrap();
        for (at, line) in text.split('\n').enumerate() {
            let mut letters = line.chars();
            let code = letters.next().unwrap() as usize - 33;
            last.truncate(if code == 0 { 0 } else { code - 1 });
            last.extend(letters);
            terms.push(last.iter().collect());
            assert!(at > 0 || entry[1] == **terms.last().unwrap());
        }
    }
    terms
}

#[test]
fn every_section_card_and_fold_can_be_found() {
    let book = Book::new(
        "
//- /a b.md
---
title: A page
summary: In short.
tags: [one tag]
---
# A page

Above all headings. ~~Gone~~, `code` and [a *link*](c.md).

## First

- An item

| cell |
| --- |
| other |

### Deeper

<details><summary>More</summary>

Folded.

</details>

<!-- card: a-1 -->

Look at this.

<details><summary>What is \"it\"?</summary>

An answer.

</details>

After the card.

#### Part of it

Deepest.[^n]

[^n]: A note.
//- /c.md
# C \\</script>

```python title=\"x.py\"
print(1)
```
",
    );
    let shards = shards(&book);
    assert_eq!(
        sections(&shards),
        [
            "a%20b.html# |  | In short. Above all headings. Gone, code and a link.",
            "a%20b.html#first | First | An item cell other",
            "a%20b.html#deeper | Deeper | More Folded. After the card. Deepest. A note.",
            "a%20b.html#card:a-1 | What is \"it\"? | Look at this. An answer.",
            "c.html# |  | ",
        ]
    );
    let terms = terms(&shards);
    assert!(terms.is_sorted(), "{terms:?}");
    for term in ["in", "a", "the"] {
        assert!(!terms.iter().any(|each| each == term), "`{term}` is a stop word");
    }
    for term in ["page", "tag", "first", "cell", "folded", "print", "x.py", "script", "note"] {
        assert!(terms.iter().any(|each| each == term), "no `{term}` in {terms:?}");
    }
}

#[test]
fn the_index_names_all_its_files_and_they_hold_as_much_as_it_says() {
    let book = large_book();
    let shards = shards(&book);
    let index = &shards["index.js"];
    let mut named = BTreeSet::from(["index.js".to_owned()]);
    for kind in ["terms", "postings", "texts"] {
        let files = index[kind].as_array().unwrap();
        assert!(files.len() > 1 || kind == "terms", "the book is too small to be split: {kind}");
        named.extend(files.iter().map(|file| format!("{}.js", file[0].as_str().unwrap())));
    }
    assert_eq!(named, shards.keys().cloned().collect());
    let n_sections = sections(&shards).len();
    assert_eq!(index["sections"], n_sections);
    let mut n_lists = 0;
    for file in index["postings"].as_array().unwrap() {
        assert_eq!(file[1], n_lists);
        let lists = &shards[&format!("{}.js", file[0].as_str().unwrap())];
        n_lists += lists.as_array().unwrap().len();
    }
    assert_eq!(n_lists, terms(&shards).len(), "a list of postings for each term");
}

#[test]
fn an_edit_changes_few_files() {
    let book = large_book();
    let before: BTreeSet<String> = shards(&book).into_keys().collect();
    let page = "content/p7.md";
    let text = std::fs::read_to_string(book.root().join(page)).unwrap();
    book.edit(page, text.replace("word7w3 ", "word7w4 "));
    let after: BTreeSet<String> = shards(&book).into_keys().collect();
    assert!(before.len() > 30, "{}", before.len());
    let n_new = after.difference(&before).count();
    assert!((1..=5).contains(&n_new), "{n_new} of {} files are new", after.len());
}

#[test]
fn words_of_other_languages_are_all_kept() {
    let book = Book::new(
        "\n//- /book.toml\n[book]\nlanguage = \"de\"\n//- /a.md\n# A\n\nNot über das Haus in 東京都.\n",
    );
    let found = terms(&shards(&book));
    for term in ["not", "uber", "in", "東京", "京都"] {
        assert!(found.iter().any(|each| each == term), "no `{term}` in {found:?}");
    }
}

/// A book whose index is split.
fn large_book() -> Book {
    let book = Book::new("\n//- /index.md\n# Home\n");
    for page in 0..60 {
        let mut text = format!("# Page {page}\n");
        for section in 0..8 {
            write!(text, "\n## Section {section}\n\n").unwrap();
            for word in 0..60 {
                write!(text, "word{page}w{word} common{word} ").unwrap();
            }
            text.push('\n');
        }
        book.edit(&format!("content/p{page}.md"), text);
    }
    book
}
