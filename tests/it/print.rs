//! The documents for paper: `print.html` and `cheatsheet.html`, and what `book.toml` says of them.

use std::collections::BTreeSet;
use std::path::Path;

use cribsheet::base::path::OutputPath;
use cribsheet::build::{self, Options};
use cribsheet::model::output::Output;
use cribsheet::render::{self, Edition, PageNumbers};
use percent_encoding::percent_decode_str;

use crate::html::{Element, elements, parse};
use crate::render::{book, everything, text};
use crate::support::repository;

/// A book with everything that has an id, and links of all kinds.
const BOOK: &str = r#"
//- /book.toml
[book]
id = "b"
title = "The \"Book\" \\ of </style>"
description = "What it is."
authors = ["Ada", "Grace"]

[checks]
unlisted-card = "allow"

//- /index.md
# The "Book" \\ of &lt;/style>

[A](a.md), [its end](a.md#end), [deep](part/deep/page.md#card:one), [a file](data.txt).
//- /data.txt
Data.
//- /a.md
---
title: 'Quotes " and \ back'
summary: In short.
priority: 1
level: mid
---
# Quotes `"` and \\ back

## End

One[^1], two[^1].

<h2 id="raw" class="mine">Raw</h2>

<table aria-labelledby="raw end"><tr><th id="h">H</th><td headers="h">d</td></tr></table>

<a href="https://example.org/raw">raw link</a> and <https://example.org/bare> and [named](https://example.org/x).

[Itself](#end), [raw](#raw), [top](#top), [home](index.md), [mail](mailto:a@example.org).

[^1]: A note, see [the end](#end).

<details><summary>Fold</summary>

### Folded

Text in a fold.

</details>

```text tab="One"
1
```

```text tab="Two"
2
```
//- /page.md
# Page

## End

A page whose name is the first word of other ids[^1].

[^1]: The same number.
//- /odd name%3A.md
# Odd

## End

[Itself](#end)
//- /part/deep/page.md
# Deep

## Two

### Three

#### Four

##### Five

###### Six

```mermaid
flowchart LR
  A --> B
```

<!-- card: one -->

<details><summary>Question?</summary>

Answer.

</details>
"#;

#[test]
fn ids_are_unique_and_fragments_lead_to_one() {
    assert_sound(&book(BOOK).build().value.output);
    assert_sound(&everything().build().value.output);
    for folder in ["", "tests/sites/everything", "docs"] {
        let built = build::build(&repository(folder), Options::default()).unwrap();
        assert_sound(&built.value.output);
    }
}

/// Checks both documents of a site.
#[track_caller]
fn assert_sound(output: &Output) {
    let is_there = |path: &&str| output.files.contains_key(&OutputPath::new(path));
    for path in ["print.html", "cheatsheet.html"].into_iter().filter(is_there) {
        let html = text(output, path);
        let errors: Vec<_> = parse(&html).errors.borrow().iter().map(ToString::to_string).collect();
        assert!(errors.is_empty(), "{path}: {errors:?}");
        let elements = elements(&html);
        let ids: Vec<&str> = elements.iter().filter_map(|element| element.get("id")).collect();
        let unique: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(unique.len(), ids.len(), "{path}: {:?}", repeated(&ids));
        for element in &elements {
            let words = |name| element.get(name).into_iter().flat_map(str::split_whitespace);
            let named = ["aria-labelledby", "aria-describedby", "headers", "for"];
            let mut targets: Vec<String> =
                named.into_iter().flat_map(words).map(str::to_owned).collect();
            if let Some(fragment) = element.get("href").and_then(|url| url.strip_prefix('#')) {
                targets.push(percent_decode_str(fragment).decode_utf8().unwrap().into_owned());
            }
            for target in targets {
                assert!(
                    unique.contains(&*target),
                    "{path}: no `{target}`: {:?}",
                    element.attributes
                );
            }
            assert!(element.get("style").is_none() && element.name != "style", "{path}");
            let script = element.name == "script" && element.get("src").is_none();
            assert!(!script, "{path}: a script in the page");
        }
        assert_eq!(elements.iter().filter(|element| element.name == "h1").count(), 1, "{path}");
        for id in in_main(&html).iter().filter_map(|element| element.get("id")) {
            assert!(id.contains(':'), "{path}: `{id}` could be a heading's");
        }
    }
}

fn repeated<'i>(ids: &[&'i str]) -> Vec<&'i str> {
    let count = |id: &str| ids.iter().filter(|other| **other == id).count();
    ids.iter().copied().filter(|id| count(id) > 1).collect()
}

/// Returns the elements within `<main>`, which itself has an id of the theme.
fn in_main(html: &str) -> Vec<Element> {
    let (_, rest) = html.split_once("<main").unwrap();
    let (main, _) = rest.split_once("</main>").unwrap();
    elements(&main[main.find('>').unwrap() + 1..])
}

#[test]
fn links_to_pages_stay_in_the_document() {
    let html = print(BOOK);
    let urls: Vec<String> = in_main(&html)
        .iter()
        .filter_map(|element| element.get("href").map(str::to_owned))
        .filter(|url| !url.starts_with('#'))
        .collect();
    let elsewhere = [
        "data.txt",
        "https://example.org/raw",
        "https://example.org/bare",
        "https://example.org/x",
    ];
    assert_eq!(urls, [&elsewhere[..], &["mailto:a@example.org"]].concat());
    for link in [
        r##"<a href="#page:a">A</a>"##,
        r##"<a href="#a:end">its end</a>"##,
        r##"<a href="#part/deep/page:card:one">deep</a>"##,
        r##"<a href="#page:a">top</a>"##,
        r##"<a href="#page:index">home</a>"##,
        r##"<a class="anchor" href="#./page:end">"##,
        r#"<th id="a:h">H</th>"#,
        r#"<td headers="a:h">d</td>"#,
        r#"<table aria-labelledby="a:raw a:end">"#,
    ] {
        assert!(html.contains(link), "{link} in {html}");
    }
}

#[test]
fn headings_make_an_outline() {
    let html = print(BOOK);
    let heading = |name: &str| {
        let levels = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        levels.filter(|level| (1..=6).contains(level))
    };
    let levels: Vec<u8> =
        in_main(&html).iter().filter_map(|element| heading(&element.name)).collect();
    assert_eq!(levels[..2], [1, 2], "cover and contents");
    for pair in levels.windows(2) {
        assert!(pair[1] <= pair[0] + 1, "{levels:?}");
    }
    for heading in [
        // What it is called there is another's title: that of the cover.
        r#"<h2 class="h1" id="index:the-book--of-style">About this guide</h2>"#,
        r#"<h2 class="folder" id="page:part/">Part</h2>"#,
        r#"<h3 class="folder" id="page:part/deep/">Deep</h3>"#,
        r#"<h4 class="h1" id="part/deep/page:deep">Deep</h4>"#,
        r#"<h5 id="part/deep/page:two" class="h2">"#,
        r#"<h6 id="part/deep/page:four" class="h4">"#,
        r#"<h6 id="part/deep/page:six" class="h6">"#,
        r#"<h3 id="a:raw" class="mine h2">"#,
    ] {
        assert!(html.contains(heading), "{heading} in {html}");
    }
}

#[test]
fn nothing_is_folded() {
    for html in [print(BOOK), text(&everything().build().value.output, "print.html")] {
        let folds: Vec<Element> = in_main(&html)
            .into_iter()
            .filter(|element| element.name == "details" && element.get("class") != Some("whole"))
            .collect();
        assert!(!folds.is_empty());
        assert!(folds.iter().all(|fold| fold.get("open").is_some()));
    }
    let html = print(BOOK);
    for label in ["<p class=\"tl\">One</p>", "<p class=\"tl\">Two</p>"] {
        assert!(html.contains(label), "{html}");
    }
}

#[test]
fn links_to_other_hosts_say_where_they_lead() {
    let html = print(BOOK);
    assert!(html.contains("<a class=\"told\" href=\"https://example.org/x\">named</a>"), "{html}");
    assert!(html.contains("<a class=\"told\" href=\"https://example.org/raw\">raw"), "{html}");
    assert!(html.contains("<a href=\"https://example.org/bare\">https:"), "{html}");
    let page = text(&book(BOOK).build().value.output, "a.html");
    assert!(!page.contains("told"), "only paper needs it: {page}");
}

#[test]
fn the_book_is_there_in_order_with_its_contents() {
    let html = print(BOOK);
    let (cover, rest) = html.split_once("<nav class=\"contents\"").unwrap();
    assert!(cover.contains("<p class=\"authors\">Ada, Grace</p>"), "{cover}");
    assert!(cover.contains("<p class=\"lede\">What it is.</p>"), "{cover}");
    let (contents, articles) = rest.split_once("</nav>").unwrap();
    let listed: Vec<String> = elements(contents)
        .iter()
        .filter_map(|element| element.get("href").map(str::to_owned))
        .collect();
    let order =
        ["index", "a", "odd%2520name%25253A", "page", "part/", "part/deep/", "part/deep/page"];
    assert_eq!(listed, order.map(|name| format!("#page:{name}")));
    let pages: Vec<String> = elements(articles)
        .iter()
        .filter(|element| element.name == "article")
        .filter_map(|element| element.get("class").map(str::to_owned))
        .collect();
    assert_eq!(pages, (0..5).map(|id| format!("sheet sheet-{id}")).collect::<Vec<_>>());
}

#[test]
fn heads_are_strings_whatever_the_titles_hold() {
    let output = book(BOOK).build().value.output;
    let css = heads(&output, "print-heads");
    let lines: Vec<&str> = css.lines().collect();
    let title = r#"@page { size: A4; @top-left { content: "The \"Book\" \\ of </style>" } }"#;
    assert_eq!(lines[0], title);
    let page = r#"@page sheet-1 { @top-right { content: "Quotes \" and \\ back" } }"#;
    assert!(lines.contains(&page) && lines.contains(&".sheet-1 { page: sheet-1 }"), "{css}");
    let html = text(&output, "print.html");
    assert!(html.contains("<link rel=\"stylesheet\" href=\"assets/print-heads."), "{html}");
    let rtl = book("//- /book.toml\n[book]\nlanguage = \"ar\"\n//- /a.md\n# A\n");
    let css = heads(&rtl.build().value.output, "print-heads");
    assert!(css.contains("@top-left { content: \"A\" }"), "{css}");
}

#[test]
fn paper_is_as_configured() {
    for (line, size) in [("", "A4"), ("paper = \"a4\"", "A4"), ("paper = \"letter\"", "letter")] {
        let text = format!("//- /book.toml\n[print]\n{line}\n//- /a.md\n# A\n");
        let css = heads(&book(&text).build().value.output, "print-heads");
        assert!(css.starts_with(&format!("@page {{ size: {size};")), "{css}");
    }
}

#[test]
fn a_book_of_many_pages_has_no_edition_unless_it_asks_for_one() {
    let has_edition = |line: &str, n_pages: usize| {
        let page = |number: usize| format!("//- /p{number}.md\n# Page {number}\n");
        let pages: String = (0..n_pages).map(page).collect();
        let output =
            book(&format!("//- /book.toml\n[print]\n{line}\n{pages}")).build().value.output;
        let is_there = output.files.contains_key(&OutputPath::new("print.html"));
        let is_linked = text(&output, "index.html").contains("href=\"print.html\"");
        let has_heads = output.files.keys().any(|path| path.as_str().contains("print-heads"));
        assert_eq!((is_there, is_there), (is_linked, has_heads), "{line}, {n_pages} pages");
        is_there
    };
    assert!(has_edition("", 500) && has_edition("edition = true", 501));
    assert!(!has_edition("", 501) && !has_edition("edition = false", 1));
}

/// A book with an anatomy, whose heading is matched in any case.
const CHEATS: &str = r#"
//- /book.toml
[print]
edition = false

[[anatomy]]
pages = ["**/*.md"]
except = ["**/index.md", "free.md"]
sections = [
  { heading = "Intro", required = false },
  { heading = "Cheat card", required = false, role = "cheat-card" },
  { heading = "Rules", required = false, role = "cheat-card" },
]
//- /free.md
# Free

## Cheat card

Not of the anatomy.
//- /top.md
# Top

## Intro

Not on the sheet[^a].

## CHEAT  card

Kept at the top[^b], again[^b], [its intro](#intro), [more](x/two.md#cheat-card).

### Below

Kept too.

[^a]: Left out.

[^b]: Note of the sheet.
//- /x/index.md
# Folder
//- /x/none.md
# None

## Intro

Nothing.
//- /x/two.md
# Two

## Cheat card

First[^1].

## Rules

Second[^1].

[^1]: Shared.
"#;

#[test]
fn the_cheat_sheet_holds_the_cards_and_nothing_else() {
    let output = book(CHEATS).build().value.output;
    assert_sound(&output);
    let html = text(&output, "cheatsheet.html");
    let main = html.split_once("<main").unwrap().1;
    for kept in ["Kept at the top", "Kept too", "First", "Second", "Note of the sheet", "Shared."] {
        assert!(main.contains(kept), "{kept} in {main}");
    }
    for left in ["Not on the sheet", "Left out", "Not of the anatomy", "Nothing", ">Free<"] {
        assert!(!main.contains(left), "{left} in {main}");
    }
    for line in [
        "<h2 class=\"h1\"><a href=\"top.html\">Top</a></h2>",
        "<h2>Folder</h2>",
        "<h3 class=\"h1\"><a href=\"x/two.html\">Two</a></h3>",
        "<h4 class=\"h2\" id=\"x/two:rules\">Rules</h4>",
        "<a href=\"top.html#intro\">its intro</a>",
        "<a href=\"x/two.html#cheat-card\">more</a>",
    ] {
        assert!(main.contains(line), "{line} in {main}");
    }
    let home = text(&output, "index.html");
    assert!(home.contains("href=\"cheatsheet.html\""), "{home}");
}

#[test]
fn a_book_without_cards_has_no_cheat_sheet() {
    let output = book(BOOK).build().value.output;
    assert!(!output.files.contains_key(&OutputPath::new("cheatsheet.html")));
    assert!(!output.files.keys().any(|path| path.as_str().contains("cheatsheet-heads")));
}

#[test]
fn the_guides_cheat_sheet_has_the_card_of_every_topic() {
    let built = build::build(&repository(""), Options::default()).unwrap().value;
    let html = text(&built.output, "cheatsheet.html");
    let has_card = |path: &&Path| {
        let text = std::fs::read_to_string(path).unwrap();
        text.lines().any(|line| line.eq_ignore_ascii_case("## cheat card"))
    };
    let pages = built.site.pages.iter().map(|page| repository(page.topic.file.as_str()));
    let n_cards = pages.filter(|path| has_card(&path.as_path())).count();
    assert!(n_cards > 20);
    assert_eq!(html.matches("<section class=\"cheat body\">").count(), n_cards);
}

#[test]
fn what_leaves_the_site_links_to_it_only_if_it_is_published() {
    let detached = |text: &str, edition| {
        let built = book(text).build().value;
        let numbers = PageNumbers::from([("page:a".to_owned(), 7)]);
        let made = render::detached(&built.inputs, &built.site, edition, &numbers);
        assert!(made.diagnostics.is_empty());
        made.value.unwrap()
    };
    let made = detached(BOOK, Edition::Book);
    let html = text(&made.output, "print.html");
    assert!(html.contains("<a>a file</a>") && !in_articles(&html).contains("data.txt"), "{html}");
    assert!(html.contains("</span> <b class=\"no\">7</b>"), "{html}");
    assert_eq!(made.listed[..2], ["page:index", "page:a"]);
    assert!(made.output.files.keys().all(|path| !path.as_str().ends_with("a.html")));

    let published =
        CHEATS.replace("[print]", "[site]\nbase_url = \"https://example.org/g/\"\n[print]");
    for (text_of_book, link) in [
        (CHEATS, "<h2 class=\"h1\">Top</h2>"),
        (&published, "<h2 class=\"h1\"><a href=\"https://example.org/g/top.html\">Top</a></h2>"),
    ] {
        let html = text(&detached(text_of_book, Edition::CheatSheet).output, "cheatsheet.html");
        assert!(html.contains(link), "{link} in {html}");
    }
}

fn in_articles(html: &str) -> &str {
    html.split_once("<article").unwrap().1
}

fn print(text_of_book: &str) -> String {
    text(&book(text_of_book).build().value.output, "print.html")
}

/// Returns the stylesheet that is made for a document.
fn heads(output: &Output, name: &str) -> String {
    let start = format!("assets/{name}.");
    let path = output.files.keys().find(|path| path.as_str().starts_with(&start)).unwrap();
    text(output, path.as_str())
}
