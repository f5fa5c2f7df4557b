//! The documents for paper: what is in them, when they are there, and what stands at the head of sheets.

use std::collections::BTreeSet;

use crate::html::elements;
use crate::support::Book;

/// Two pages with a cheat card and one without, in a folder and out of it.
const BOOK: &str = "
//- /book.toml
[book]
title = \"A \\\"book\\\" \\\\ of </style>\"
[[anatomy]]
pages = [\"**/*.md\"]
sections = [{ heading = \"Cheat card\", required = false, role = \"cheat-card\" }, { heading = \"Other\", required = false }]
//- /index.md
# Home
See [one](a/one.md#other).
//- /a/one.md
# One
## cheat CARD
Card of one. [Two](../two.md#cheat-card)
## Other
Not on the sheet.
//- /two.md
# Two \"quoted\"
## Cheat card
Card of two.
<details><summary>Why?</summary>

Because.

</details>
";

fn file(book: &Book, path: &str) -> Option<String> {
    let output = book.build().value.output;
    let found = output.files.iter().find(|(name, _)| name.as_str() == path);
    found.map(|(_, file)| String::from_utf8(file.bytes.to_vec()).unwrap())
}

#[test]
fn the_print_edition_holds_every_page_and_leads_nowhere_else() {
    let html = file(&Book::new(BOOK), "print.html").unwrap();
    for text in ["Card of one.", "Not on the sheet.", "Card of two.", "Because."] {
        assert!(html.contains(text), "no `{text}`");
    }
    let elements = elements(&html);
    let ids: Vec<&str> = elements.iter().filter_map(|element| element.get("id")).collect();
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "{ids:?}");
    let main = html.split("<main").nth(1).unwrap().split("</main>").next().unwrap();
    let links: Vec<&str> =
        main.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert!(links.len() >= 5, "{links:?}");
    for link in links {
        assert!(link.strip_prefix('#').is_some_and(|id| known.contains(id)), "`{link}`: {known:?}");
    }
    assert!(!main.contains("<details>"), "a fold is shut");
}

#[test]
fn the_cheat_sheet_holds_the_cheat_cards_alone() {
    let html = file(&Book::new(BOOK), "cheatsheet.html").unwrap();
    assert!(html.contains("Card of one.") && html.contains("Card of two."));
    assert!(!html.contains("Not on the sheet."));
    let without = BOOK.replace("role = \"cheat-card\"", "role = \"other\"");
    assert_eq!(file(&Book::new(&without), "cheatsheet.html"), None);
}

#[test]
fn a_book_may_do_without_a_print_edition() {
    let with =
        |print: &str| Book::new(&BOOK.replace("[[anatomy]]", &format!("{print}[[anatomy]]")));
    let without = with("[print]\nedition = false\n");
    assert_eq!(file(&without, "print.html"), None);
    assert!(file(&without, "cheatsheet.html").is_some());
    assert!(!file(&without, "index.html").unwrap().contains("print.html"));
    assert!(file(&with(""), "index.html").unwrap().contains("print.html"));
}

#[test]
fn heads_of_sheets_say_titles_as_they_are_and_paper_has_the_size_asked_for() {
    let heads = |book: &Book| {
        let output = book.build().value.output;
        let sheets = output.files.iter().filter(|(path, _)| path.as_str().contains(".css"));
        let text = |file: &[u8]| String::from_utf8(file.to_vec()).unwrap();
        let found = sheets.map(|(_, file)| text(&file.bytes)).find(|css| css.contains("Two "));
        found.expect("a stylesheet with the titles")
    };
    let css = heads(&Book::new(BOOK));
    assert!(css.contains("\"Two \\\"quoted\\\"\""), "{css}");
    assert!(!css.contains("\"A \"book"), "{css}");
    assert!(css.to_lowercase().contains("size: a4"), "{css}");
    let letter = BOOK.replace("[[anatomy]]", "[print]\npaper = \"letter\"\n[[anatomy]]");
    assert!(heads(&Book::new(&letter)).to_lowercase().contains("size: letter"));
}
