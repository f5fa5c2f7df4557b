//! Pages of every kind: well-formed, free of inline script and style, and the same every time.

use std::collections::BTreeSet;

use cribsheet::base::path::OutputPath;
use cribsheet::model::output::Output;
use cribsheet::render::template_schemas;

use crate::html::{elements, parse};
use crate::support::{Book, assert_same, files_below, repository};

/// Everything that a page can hold.
const EVERYTHING: &str = include_str!("../fixtures/everything.txt");

#[test]
fn pages_with_everything_are_well_formed() {
    for (path, html) in pages(&everything().build().value.output) {
        let dom = parse(&html);
        let errors: Vec<_> = dom.errors.borrow().iter().map(ToString::to_string).collect();
        assert!(errors.is_empty(), "{path}: {errors:?}");
    }
}

#[test]
fn pages_have_one_h1_unique_ids_and_links_that_resolve() {
    let output = everything().build().value.output;
    for (path, html) in pages(&output) {
        let elements = elements(&html);
        if !html.contains("http-equiv=\"refresh\"") {
            assert_eq!(elements.iter().filter(|element| element.name == "h1").count(), 1, "{path}");
        }
        let ids: Vec<&str> = elements.iter().filter_map(|element| element.get("id")).collect();
        assert_eq!(ids.iter().collect::<BTreeSet<_>>().len(), ids.len(), "{path}: {ids:?}");
        for element in &elements {
            let urls = ["href", "src"].into_iter().filter_map(|name| element.get(name));
            for url in urls.filter(|url| !url.contains("://") && !url.starts_with("mailto:")) {
                let (file, anchor) = url.split_once('#').unwrap_or((url, ""));
                let file = file.strip_prefix("/guide/").unwrap_or(file);
                let target = if file.is_empty() { path.clone() } else { resolve(&path, file) };
                let target = OutputPath::new(target);
                let found = output.files.get(&target);
                assert!(found.is_some(), "{path}: no file at `{url}`");
                if !anchor.is_empty() {
                    let html = String::from_utf8(found.unwrap().bytes.to_vec()).unwrap();
                    assert!(html.contains(&format!("id=\"{anchor}\"")), "{path}: `{url}`");
                }
            }
        }
    }
}

#[test]
fn pages_hold_no_inline_script_or_style_and_ask_no_other_host() {
    for (path, html) in pages(&everything().build().value.output) {
        for element in elements(&html) {
            let what = format!("{path}: <{}> {:?}", element.name, element.attributes);
            assert_ne!(element.name, "style", "{what}");
            assert!(element.name != "script" || element.get("src").is_some(), "{what}");
            for (name, value) in &element.attributes {
                assert_ne!(name, "style", "{what}");
                assert!(!name.starts_with("on"), "{what}");
                let is_link = matches!(&*element.name, "a" | "meta" | "html" | "svg");
                let is_canonical = element.get("rel") == Some("canonical");
                assert!(is_link || is_canonical || !value.contains("://"), "{what}");
            }
        }
    }
}

#[test]
fn every_page_has_the_policy() {
    for (path, html) in pages(&everything().build().value.output) {
        let policy = "http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'";
        assert!(html.contains(policy), "{path}");
    }
}

#[test]
fn templates_render_with_every_optional_field_empty() {
    let book = book(
        "
//- /folder/index.md
//- /folder/bare.md
# Bare

```
code
```

> [!NOTE]
> A note.

| a |
| - |
| b |

<!-- card: card-one -->

<details><summary>Card?</summary>

Yes.

</details>

<!-- question: question-one -->

<details><summary>Question?</summary>

Yes.

</details>

<!-- exercise: exercise-one -->

<details><summary>Exercise?</summary>

Yes.

</details>

```python tab=\"\"
```

```python tab=\"b\"
```

//- /no-index/page.md
# Page
",
    );
    let findings = book.findings();
    assert!(!findings.contains("invalid-theme"), "{findings}");
    let output = book.build().value.output;
    for path in ["index.html", "folder/index.html", "folder/bare.html", "404.html"] {
        assert!(output.files.contains_key(&OutputPath::new(path)), "{path}");
    }
    for (path, html) in pages(&output) {
        assert!(parse(&html).errors.borrow().is_empty(), "{path}");
    }
}

#[test]
fn every_template_has_a_schema() {
    let folder = repository("themes/default/templates");
    let templates: BTreeSet<String> = files_below(&folder)
        .iter()
        .map(|file| file.strip_prefix(&folder).unwrap().to_str().unwrap().replace('\\', "/"))
        .filter(|name| name != "base.html")
        .collect();
    let schemas: BTreeSet<String> =
        template_schemas().keys().filter(|name| **name != "*").map(ToString::to_string).collect();
    assert_eq!(schemas, templates);
    for (name, schema) in template_schemas() {
        let properties = schema["properties"].as_object().unwrap();
        for (field, property) in properties {
            let is_described =
                property.get("description").is_some() || property.get("$ref").is_some();
            assert!(is_described, "{name}: {field}");
        }
    }
}

#[test]
fn two_builds_on_any_number_of_threads_are_equal() {
    let book = everything();
    let one = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
    let first = one.install(|| book.build()).value.output;
    let second = book.build().value.output;
    assert_eq!(first.files.len(), second.files.len());
    for (path, artifact) in &first.files {
        assert!(artifact.bytes == second.files[path].bytes, "{path}");
    }
}

#[test]
fn lines_have_elements_only_where_lines_matter() {
    let code = |info: &str, text: &str| {
        let book = book(&format!("//- /a.md\n```{info}\n{text}\n```\n"));
        let html = page(&book, "a.html");
        between(&html, "<code>", "</code>").to_owned()
    };
    assert_same("a &lt; b\nc", &code("text", "a < b\nc"));
    assert_same(
        "<span class=\"l\">a\n</span><span class=\"l hl\">b</span>",
        &code("text {2}", "a\nb"),
    );
    assert_same(
        "<span class=\"l\" data-n=\"9\">a\n</span><span class=\"l\" data-n=\"10\">b</span>",
        &code("text numbers=9", "a\nb"),
    );
    assert_same(
        "<span class=\"l\">a\n</span><span class=\"l del\">b\n</span><span class=\"l add\">c</span>",
        &code("text diff", " a\n-b\n+c"),
    );
}

#[test]
fn outcomes_of_a_front_are_shown_in_the_fold_only() {
    let html = page(
        &book(
            "
//- /book.toml
[book]
id = \"b\"
//- /a.md
<!-- card: one -->

```python run raises=TypeError
1 + ''
```

<details><summary>What happens?</summary>

It fails.

</details>
",
        ),
        "a.html",
    );
    let (front, fold) = html.split_once("<summary>What happens?").unwrap();
    assert!(!front.contains("TypeError"), "{front}");
    assert!(fold.contains("<code>TypeError</code>"), "{fold}");
}

#[test]
fn remote_pictures_become_links() {
    let html = page(&book("//- /a.md\n![A *cat*](https://example.org/cat.png)\n"), "a.html");
    assert!(html.contains("<p><a href=\"https://example.org/cat.png\">A cat</a></p>"), "{html}");
}

#[test]
fn the_opening_heading_is_the_pages_own() {
    let html =
        page(&book("//- /a.md\n---\ntitle: Nav\n---\n# `Own` title\n\n# Second\n"), "a.html");
    assert!(html.contains("<h1 id=\"own-title\"><code>Own</code> title</h1>"), "{html}");
    assert!(
        html.contains("<h2 id=\"second\"><a class=\"anchor\" href=\"#second\">Second</a></h2>"),
        "{html}"
    );
    let html = page(&book("//- /a.md\n---\ntitle: A & B\n---\nText.\n"), "a.html");
    assert!(html.contains("<h1>A &amp; B</h1>"), "{html}");
}

#[test]
fn the_current_page_alone_is_marked_in_the_sidebar() {
    let book = book("//- /x/index.md\n# X\n//- /x/a.md\n# A\n//- /x/b.md\n# B\n");
    let output = book.build().value.output;
    for (path, own) in
        [("x/a.html", "a.html"), ("x/b.html", "b.html"), ("x/index.html", "index.html")]
    {
        let html = text(&output, path);
        let nav = between(&html, "<nav class=\"side\"", "</nav>");
        assert_eq!(nav.matches("aria-current").count(), 1, "{nav}");
        assert!(nav.contains(&format!("<a href=\"{own}\" aria-current=\"page\">")), "{nav}");
        assert!(!nav.contains('\u{1}'), "{nav}");
    }
}

#[test]
fn the_sidebar_of_a_large_book_stays_small() {
    let topic = |folder: usize, page: usize| {
        format!("//- /f{folder:02}/p{page}.md\n# Page {folder} {page}\n")
    };
    let folder = |folder: usize| {
        let pages: String = (0..3).map(|number| topic(folder, number)).collect();
        format!("//- /f{folder:02}/index.md\n# Folder {folder}\n{pages}")
    };
    let text: String = (0..70).map(folder).collect();
    let book = book(&text);
    let html = page(&book, "f65/p1.html");
    let nav = between(&html, "<nav class=\"side\"", "</nav>");
    assert!(nav.contains("<a href=\"p1.html\" aria-current=\"page\">Page 65 1</a>"), "{nav}");
    assert!(nav.contains("<a href=\"p2.html\">"), "{nav}");
    assert!(nav.contains("Folder 52<") && nav.contains("Folder 69<"), "{nav}");
    // Folders of the other part are reached through the one next to this part.
    assert!(
        nav.contains("<a href=\"../f51/index.html\">More …</a>") && !nav.contains("f50"),
        "{nav}"
    );
    // No page of another folder.
    assert!(!nav.contains("Page 64"), "{nav}");
}

#[test]
fn the_404_page_works_at_any_address() {
    let relative = page(&book("//- /a.md\n# T\n"), "404.html");
    assert!(relative.contains("<a href=\"a.html\">"), "{relative}");
    let book =
        book("//- /book.toml\n[site]\nbase_url = \"https://example.org/guide/\"\n//- /é.md\n# T\n");
    let absolute = page(&book, "404.html");
    assert!(absolute.contains("<a href=\"/guide/%C3%A9.html\">"), "{absolute}");
    assert!(absolute.contains("href=\"/guide/assets/style."), "{absolute}");
}

#[test]
fn canonical_urls_need_a_base_url() {
    let without = page(&book("//- /a.md\n# T\n"), "a.html");
    assert!(!without.contains("canonical"), "{without}");
    let book = book(
        "//- /book.toml\n[site]\nbase_url = \"https://example.org/guide/\"\n//- /x/index.md\n# T\n",
    );
    let html = page(&book, "x/index.html");
    assert!(
        html.contains("<link rel=\"canonical\" href=\"https://example.org/guide/x/\">"),
        "{html}"
    );
}

/// Makes a book; one without `book.toml` gets an empty one.
pub(crate) fn book(text: &str) -> Book {
    let book = Book::new(text);
    if !book.root().join("book.toml").exists() {
        book.edit("book.toml", "");
    }
    book
}

/// A book with a page that holds everything, and what it refers to.
pub(crate) fn everything() -> Book {
    let book = book(EVERYTHING);
    book.edit("content/media/picture.png", png(640, 240));
    book
}

/// Returns the head of a picture, which tells its size.
fn png(width: u32, height: u32) -> Vec<u8> {
    let mut bytes = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR".to_vec();
    bytes.extend(width.to_be_bytes());
    bytes.extend(height.to_be_bytes());
    bytes.extend([8, 2, 0, 0, 0]);
    bytes
}

fn page(book: &Book, path: &str) -> String {
    text(&book.build().value.output, path)
}

pub(crate) fn text(output: &Output, path: &str) -> String {
    let artifact = output.files.get(&OutputPath::new(path));
    let artifact = artifact.unwrap_or_else(|| panic!("no {path} in {:?}", output.files.keys()));
    String::from_utf8(artifact.bytes.to_vec()).unwrap()
}

fn pages(output: &Output) -> Vec<(String, String)> {
    let is_page = |path: &&OutputPath| path.as_str().ends_with("html");
    let paths: Vec<_> = output.files.keys().filter(is_page).collect();
    assert!(!paths.is_empty());
    paths.iter().map(|path| (path.to_string(), text(output, path.as_str()))).collect()
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    let (_, rest) = text.split_once(start).unwrap_or_else(|| panic!("no {start} in {text}"));
    rest.split_once(end).unwrap_or_else(|| panic!("no {end} in {text}")).0
}

fn resolve(page: &str, url: &str) -> String {
    let folder = page.rsplit_once('/').map_or("", |(folder, _)| folder);
    let path = percent_encoding::percent_decode_str(url).decode_utf8().unwrap();
    cribsheet::base::path::join(folder, &path).unwrap()
}
