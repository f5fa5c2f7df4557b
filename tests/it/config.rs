//! `book.toml`: what is accepted, and what is said of the rest.
#![expect(clippy::needless_raw_string_hashes, reason = "snapbox writes them")]

use cribsheet::base::rule::Level;
use cribsheet::load::config;
use cribsheet::model::config::{Config, Limit, Markdown, Paper, Print, RawHtml, Unit};
use proptest::prelude::*;
use snapbox::data::Inline;
use snapbox::{IntoData as _, assert_data_eq, str};

use crate::findings::{assert_in_bounds, show};

/// A `book.toml` with every key.
pub(crate) const EVERY_KEY: &str = r#"
[book]
id = "python-basics"
title = "Python basics"
description = "What to know"
authors = ["Ada", "Guido"]
language = "zh-Hant-TW"

[build]
content = "./docs/content/"
output = "docs/public"
theme = "print-friendly"

[site]
base_url = "https://example.org/guide"
repository = "https://example.org/code"
edit_url = "https://example.org/code/edit/main/{path}?plain=1#top"

[markdown]
raw_html = "escape"
smart_punctuation = true
math = true

[checks]
unknown-key = "allow"
orphan-page = "warn"
invalid-config = "deny"

[[anatomy]]
pages = ["**/*.md"]
except = ["**/index.md", "start/**"]
sections = [
  { heading = "Try first", cards = [1, 1] },
  { heading = "Cheat card", rows = [3, 12], code_lines = [0, 12], role = "cheat-card" },
  { heading = "Flashcards", answer_words = [{ max = 40, level = "warn" }, [0, 60]] },
  { heading = "Versions", required = false, links = { min = 1 } },
]

[[anatomy]]
pages = ["interview/*.md"]
sections = []

[test.python]
interpreters = ["3.14", "./tools/python"]
timeout = 20
memory = 512
allow_warnings = [{ module = "celery", message = "old", reason = "mended in 6.0" }]

[print]
paper = "letter"
edition = false

[theme]
footer = "CC BY"
colours = { dark = 3, since = 2026-10-01 }

[redirects]
"old/page.html" = "core/page.md#top"
"wiki/" = "https://example.org/wiki?x=1#y"
"#;

#[track_caller]
fn accept(text: &str) -> Config {
    let checked = config::parse(text);
    assert_eq!(show(text, &checked.diagnostics), "", "{text}");
    checked.value
}

#[track_caller]
fn refuse(text: &str, expected: Inline) {
    let checked = config::parse(text);
    assert_data_eq!(show(text, &checked.diagnostics), expected.into_data().raw());
}

#[test]
fn an_empty_file_is_a_book() {
    for text in ["", "\n# nothing\n", "[book]\n", "[[anatomy]]\npages = []\nsections = []\n"] {
        let config = accept(text);
        assert_eq!((config.book.language.as_str(), config.book.title), ("en", None));
        assert_eq!([config.build.content, config.build.output], ["content", "public"]);
        assert_eq!(config.markdown, Markdown::default());
        assert_eq!(config.print, Print { paper: Paper::A4, edition: None });
        assert_eq!(config.python.interpreters[0].value, "python3");
    }
}

#[test]
fn mistakes_about_paper_are_reported_with_what_was_meant() {
    refuse(
        "[print]\npapre = \"a4\"\nedition = \"yes\"\n",
        str![[r#"
2:1-2:6 unknown-key: unknown key `papre` in `[print]`
  help: did you mean `paper`?
3:11-3:16 invalid-config: `print.edition` must be `true` or `false`, not a string
  help: write `true`, without quotes

"#]],
    );
    refuse(
        "[print]\npaper = \"A4\"\n",
        str![[r#"
2:9-2:13 invalid-config: `print.paper` must be `a4` or `letter`, not `A4`
  help: did you mean `a4`?

"#]],
    );
    refuse(
        "[print]\npaper = \"leter\"\n",
        str![[r#"
2:9-2:16 invalid-config: `print.paper` must be `a4` or `letter`, not `leter`
  help: did you mean `letter`?

"#]],
    );
    refuse(
        "[print]\npaper = 4\nsize = 1\n",
        str![[r#"
2:9-2:10 invalid-config: `print.paper` must be `a4` or `letter`, not an integer
  help: put it in quotes: `"4"`
3:1-3:5 unknown-key: unknown key `size` in `[print]`
  help: known keys: `paper`, `edition`

"#]],
    );
    refuse(
        "print = true\n",
        str![[r#"
1:9-1:13 invalid-config: `print` must be a table, not a boolean
  help: write `[print]` and the keys below it

"#]],
    );
}

#[test]
fn every_key_is_read() {
    let config = accept(EVERY_KEY);
    assert_eq!(config.book.id.as_deref(), Some("python-basics"));
    assert_eq!(config.book.authors, ["Ada", "Guido"]);
    assert_eq!(config.book.language, "zh-Hant-TW");
    assert_eq!([config.build.content, config.build.output], ["docs/content", "docs/public"]);
    assert_eq!(config.build.theme, "print-friendly");
    assert_eq!(config.site.base_url.as_deref(), Some("https://example.org/guide/"));
    assert_eq!(config.site.repository.as_deref(), Some("https://example.org/code"));
    assert_eq!(config.markdown.raw_html, RawHtml::Escape);
    assert!(config.markdown.math && config.markdown.smart_punctuation);
    assert_eq!(config.print, Print { paper: Paper::Letter, edition: Some(false) });
    assert_eq!(config.checks["unknown-key"], Level::Allow);
    assert_eq!(config.checks["orphan-page"], Level::Warn);
    let interpreters: Vec<&str> =
        config.python.interpreters.iter().map(|name| name.value.as_str()).collect();
    assert_eq!(interpreters, ["3.14", "./tools/python"]);
    assert_eq!((config.python.timeout, config.python.memory), (20, 512));
    assert_eq!(config.python.allow_warnings[0].module, "celery");
    let [first, second] = &config.anatomy[..] else { panic!("two anatomies") };
    assert_eq!(first.except, ["**/index.md", "start/**"]);
    assert_eq!(second.sections.len(), 0);
    let [try_first, card, flashcards, versions] = &first.sections[..] else { panic!("four") };
    let limit = |unit, min, max, level| Limit { unit, min, max, level };
    assert_eq!(try_first.limits, [limit(Unit::Cards, Some(1), Some(1), None)]);
    assert_eq!(card.role.as_deref(), Some("cheat-card"));
    assert_eq!(
        card.limits,
        [
            limit(Unit::Rows, Some(3), Some(12), None),
            limit(Unit::CodeLines, Some(0), Some(12), None),
        ]
    );
    assert_eq!(
        flashcards.limits,
        [
            limit(Unit::AnswerWords, None, Some(40), Some(Level::Warn)),
            limit(Unit::AnswerWords, Some(0), Some(60), None),
        ]
    );
    assert!(!versions.is_required && try_first.is_required);
    assert_eq!(versions.limits, [limit(Unit::Links, Some(1), None, None)]);
    assert_eq!(config.theme_options["footer"].value.as_str(), Some("CC BY"));
    let colours = &config.theme_options["colours"];
    assert_eq!(&EVERY_KEY[colours.span.range()], "{ dark = 3, since = 2026-10-01 }");
    assert_eq!(colours.value["since"].to_string(), "2026-10-01");
    let [page, wiki] = &config.redirects[..] else { panic!("two redirects") };
    assert_eq!(page.from.value, "old/page.html");
    assert_eq!(&EVERY_KEY[page.to.span.range()], "\"core/page.md#top\"");
    assert_eq!(wiki.to.value, "https://example.org/wiki?x=1#y");
}

#[test]
fn unknown_keys_are_reported_with_what_was_meant() {
    refuse(
        "titel = 1
title = \"Top\"
chekcs = 1
[book]
titel = \"x\"
theme = \"x\"
checks = \"x\"
wonder = 1
[sight]
[[anatomy]]
pages = []
sections = [{ heading = \"A\", wrods = [1, 2], role = \"cheat-crad\" }]
sectoins = []
",
        str![[r#"
1:1-1:6 unknown-key: unknown key `titel` at the top
  help: did you mean `title`, in `[book]`?
2:1-2:6 unknown-key: unknown key `title` at the top
  help: it belongs in `[book]`
3:1-3:7 unknown-key: unknown key `chekcs` at the top
  help: did you mean `checks`?
5:1-5:6 unknown-key: unknown key `titel` in `[book]`
  help: did you mean `title`?
6:1-6:6 unknown-key: unknown key `theme` in `[book]`
  help: it belongs at the top: `[theme]`
7:1-7:7 unknown-key: unknown key `checks` in `[book]`
  help: it belongs at the top: `[checks]`
8:1-8:7 unknown-key: unknown key `wonder` in `[book]`
  help: known keys: `id`, `title`, `description`, `authors`, `language`
9:2-9:7 unknown-key: unknown key `sight` at the top
  help: known keys: `book`, `build`, `site`, `markdown`, `print`, `checks`, `anatomy`, `test`, `theme`, `redirects`
12:30-12:35 unknown-key: unknown key `wrods` in `[anatomy.sections]`
  help: did you mean `words`?
12:53-12:65 invalid-config: `anatomy.sections.role` must be `cheat-card`, not `cheat-crad`
  help: did you mean `cheat-card`?
13:1-13:9 unknown-key: unknown key `sectoins` in `[anatomy]`
  help: did you mean `sections`?

"#]],
    );
}

#[test]
fn rules_are_known_and_fixed_ones_stay() {
    refuse(
        "[checks]
broken-lnk = \"warn\"
invalid-config = \"warn\"
foreign-file = \"allow\"
wonder = \"deny\"
orphan-page = \"error\"
missing-alt = \"Warn\"
heading-skip = true
",
        str![[r#"
2:1-2:11 unknown-key: unknown rule `broken-lnk` in `[checks]`
  help: did you mean `broken-link`?
3:18-3:24 invalid-config: `invalid-config` is always an error
  help: remove this line
4:16-4:23 invalid-config: `foreign-file` is always an error
  help: remove this line
5:1-5:7 unknown-key: unknown rule `wonder` in `[checks]`
  help: `crib rules` lists the rules
6:15-6:22 invalid-config: `checks.orphan-page` must be `allow`, `warn` or `deny`, not `error`
  help: write `deny`
7:15-7:21 invalid-config: `checks.missing-alt` must be `allow`, `warn` or `deny`, not `Warn`
  help: did you mean `warn`?
8:16-8:20 invalid-config: `checks.heading-skip` must be `allow`, `warn` or `deny`, not a boolean
  help: put it in quotes: `"true"`

"#]],
    );
}

#[test]
fn wrong_types_are_reported_with_what_to_write() {
    refuse(
        "build = \"content\"
checks = [1]
anatomy = { pages = [] }
[book]
id = 3
title = 2026-10-01
description = [\"x\"]
authors = \"Ada, Guido\"
language = true
[[site]]
[markdown]
math = \"yes\"
smart_punctuation = 1
raw_html = false
[theme]
x = 99999999999999999999
",
        str![[r#"
1:9-1:18 invalid-config: `build` must be a table, not a string
  help: write `[build]` and the keys below it
2:10-2:13 invalid-config: `checks` must be a table, not a list
  help: write `[checks]`, with single brackets
3:11-3:25 invalid-config: `anatomy` must be a list of tables, not a table
  help: write `[[anatomy]]`, with double brackets
5:6-5:7 invalid-config: `book.id` must be kebab-case: lowercase letters and digits of ASCII, joined by single hyphens, not an integer
  help: put it in quotes: `"3"`
6:9-6:19 invalid-config: `book.title` must be a string, not a date
  help: put it in quotes: `"2026-10-01"`
7:15-7:20 invalid-config: `book.description` must be a string, not a list
  help: remove the brackets
8:11-8:23 invalid-config: `book.authors` must be a list, not a string
  help: write a list: `authors = ["Ada", "Guido"]`
9:12-9:16 invalid-config: `book.language` must be a language tag such as `en` or `pt-BR`, not a boolean
  help: put it in quotes: `"true"`
10:1-10:9 invalid-config: `site` must be a table, not a list
  help: write `[site]`, with single brackets
12:8-12:13 invalid-config: `markdown.math` must be `true` or `false`, not a string
  help: write `true`, without quotes
13:21-13:22 invalid-config: `markdown.smart_punctuation` must be `true` or `false`, not an integer
14:12-14:17 invalid-config: `markdown.raw_html` must be `allow` or `escape`, not a boolean
  help: put it in quotes: `"false"`

"#]],
    );
}

#[test]
fn words_have_forms() {
    refuse(
        "[book]
id = \"Python Basics!\"
title = \" \"
language = \"en_GB.UTF-8\"
authors = [\"Ada\", \"\", 3]
[build]
theme = \"themes/mine\"
[markdown]
raw_html = \"keep\"
",
        str![[r#"
2:6-2:22 invalid-config: `book.id` must be kebab-case: lowercase letters and digits of ASCII, joined by single hyphens, not `Python Basics!`
  help: write `python-basics`
3:9-3:12 invalid-config: `book.title` is empty
  help: give it a value, or remove the key
4:12-4:25 invalid-config: `book.language` must be a language tag such as `en` or `pt-BR`, not `en_GB.UTF-8`
  help: write `en-GB`
5:19-5:21 invalid-config: an item of `book.authors` is empty
  help: give it a value, or remove it
5:23-5:24 invalid-config: an item of `book.authors` must be a string, not an integer
  help: put it in quotes: `"3"`
7:9-7:22 invalid-config: `build.theme` must be the name of a folder in `themes/`, not `themes/mine`
  help: write `mine`
9:12-9:18 invalid-config: `markdown.raw_html` must be `allow` or `escape`, not `keep`
  help: write `allow`

"#]],
    );
}

#[test]
fn urls_are_absolute() {
    for (url, help) in [
        ("example.org/x", "write `https://example.org/x`"),
        ("//example.org", "write `https://example.org`"),
        ("https://example.org/?a=b", "leave out everything from `?` on"),
        ("https://example.org/#a", "leave out everything from `#` on"),
        ("https://ada:secret@example.org", "leave out the user's name and password"),
        ("https://example.org/a b/ü", "write `https://example.org/a%20b/%C3%BC`"),
        ("https://müller.example/", "write the host as punycode, `xn--…`"),
        ("ftp://example.org", ""),
        ("https://", ""),
        ("https://example..org", ""),
        ("https://example.org:99999", ""),
        ("https://[::1", ""),
        ("", "give it a value, or remove the key"),
    ] {
        let text = format!("[site]\nbase_url = \"{url}\"\n");
        let checked = config::parse(&text);
        let [finding] = &checked.diagnostics[..] else { panic!("{url}: one finding") };
        assert_eq!(finding.help.as_deref().unwrap_or_default(), help, "{url}");
        assert_eq!(checked.value.site.base_url, None);
    }
    for (url, kept) in [
        ("http://localhost:8000", "http://localhost:8000/"),
        ("https://[::1]:80/x", "https://[::1]:80/x/"),
        ("HTTPS://Example.org/x/", "HTTPS://Example.org/x/"),
    ] {
        let config = accept(&format!("[site]\nbase_url = \"{url}\"\n"));
        assert_eq!(config.site.base_url.as_deref(), Some(kept));
    }
    refuse(
        "[site]
edit_url = \"https://example.org/edit\"
[redirects]
\"/a.html\" = \"b.md\"
\"a\" = \"b.md\"
\"a.md\" = \"b.md\"
\"a/../b.html\" = \"b.md\"
\"a.html?x\" = \"b.md\"
\"http://x/y.html\" = \"b.md\"
\".html\" = \"b.md\"
\"b.html\" = \"/b.md\"
\"c.html\" = \"javascript:x\"
\"d.html\" = \"\"
\"e.html\" = 3
",
        str![[r#"
2:12-2:38 invalid-config: `site.edit_url` must be an absolute URL in which `{path}` stands for the file, not `https://example.org/edit`
  help: put `{path}` where the file's path belongs: `https://…/edit/main/{path}`
4:1-4:10 invalid-config: a key of `redirects` must be a relative path that ends in `.html` or `/`, not `/a.html`
  help: write `a.html`, without a leading `/`
5:1-5:4 invalid-config: a key of `redirects` must be a relative path that ends in `.html` or `/`, not `a`
  help: write `a.html`, or `a/` for a folder's index page
6:1-6:7 invalid-config: a key of `redirects` must be a relative path that ends in `.html` or `/`, not `a.md`
  help: write `a.html`, or `a/` for a folder's index page
7:1-7:14 invalid-config: a key of `redirects` must be a relative path that ends in `.html` or `/`, not `a/../b.html`
  help: write it without `.`, `..` and empty segments
8:1-8:11 invalid-config: a key of `redirects` must be a relative path that ends in `.html` or `/`, not `a.html?x`
  help: leave out everything from `?` on
9:1-9:18 invalid-config: a key of `redirects` must be a relative path that ends in `.html` or `/`, not `http://x/y.html`
  help: it must be relative
10:1-10:8 invalid-config: a key of `redirects` must be a relative path that ends in `.html` or `/`, not `.html`
11:12-11:19 invalid-config: `redirects.b.html` must be a path in the content folder or an absolute URL, not `/b.md`
  help: paths start in the content folder: write `b.md`
12:12-12:26 invalid-config: `redirects.c.html` must be a path in the content folder or an absolute URL, not `javascript:x`
13:12-13:14 invalid-config: `redirects.d.html` is empty
  help: give it a value, or remove the key
14:12-14:13 invalid-config: `redirects.e.html` must be a path in the content folder or an absolute URL, not an integer

"#]],
    );
    refuse(
        "[site]\nedit_url = \"https://x/{path}/{file}\"\n",
        str![[r#"
2:12-2:37 invalid-config: `site.edit_url` must be an absolute URL in which `{path}` stands for the file, not `https://x/{path}/{file}`
  help: only `{path}` may stand in braces

"#]],
    );
}

#[test]
fn folders_stay_inside_the_book_and_apart() {
    for (content, output, message) in [
        ("content", "content", "the output folder cannot be the content folder"),
        ("a", "./a/", "the output folder cannot be the content folder"),
        ("site/a", "site", "the output folder cannot contain the content folder, `site/a`"),
        ("a", ".", "the output folder cannot be the book's own folder"),
        ("a", "themes/x", "the output folder cannot be in `themes`"),
        ("a", ".crib", "the output folder cannot be in `.crib`"),
        (".git", "a", "the content folder cannot be in `.git`"),
    ] {
        let text = format!("[build]\ncontent = \"{content}\"\noutput = \"{output}\"\n");
        let checked = config::parse(&text);
        let messages: Vec<&str> =
            checked.diagnostics.iter().map(|finding| finding.message.as_str()).collect();
        assert_eq!(messages, [message]);
        assert_eq!(checked.value.build.content, "content");
    }
    for (content, output) in [(".", "public"), ("docs", "docs/out"), ("sitemap", "site")] {
        let build =
            accept(&format!("[build]\ncontent = \"{content}\"\noutput = \"{output}\"\n")).build;
        assert_eq!([build.content, build.output], [content, output]);
    }
    refuse(
        "[build]
content = \"../content\"
output = \"/srv/www\"
theme = \"..\"
",
        str![[r#"
2:11-2:23 invalid-config: `build.content` must be a folder inside the book, relative to `book.toml`, written with `/`, not `../content`
  help: it must not lead out of the book
3:10-3:20 invalid-config: `build.output` must be a folder inside the book, relative to `book.toml`, written with `/`, not `/srv/www`
  help: write `srv/www`, without a leading `/`
4:9-4:13 invalid-config: `build.theme` must be the name of a folder in `themes/`, not `..`

"#]],
    );
    refuse(
        "[build]\ncontent = 'docs\\content'\noutput = 'C:/out'\n",
        str![[r#"
2:11-2:25 invalid-config: `build.content` must be a folder inside the book, relative to `book.toml`, written with `/`, not `docs\content`
  help: write `docs/content`
3:10-3:18 invalid-config: `build.output` must be a folder inside the book, relative to `book.toml`, written with `/`, not `C:/out`
  help: it must be relative

"#]],
    );
    refuse(
        "[build]\ncontent = \"public\"\n",
        str![[r#"
2:11-2:19 invalid-config: the output folder cannot be the content folder
  help: choose a folder of its own, such as `public`

"#]],
    );
}

#[test]
fn anatomies_make_sense() {
    refuse(
        r#"[[anatomy]]
pages = ["**/*.md", "[", "/core/*.md", ""]
sections = [
  { words = [1, 2] },
  { heading = "A", words = [9, 1], rows = [1], cards = [-1, 2], items = 3 },
  { heading = "B", links = { min = 1, mxa = 2, level = "error" }, samples = {} },
  { heading = "a ", questions = { level = "warn" }, exercises = [[2, 1], { max = "x" }] },
  "C",
]
[[anatomy]]
except = "*.md"
"#,
        str![[r#"
2:21-2:24 invalid-config: an item of `anatomy.pages` must be a glob over paths in the content folder, such as `core/**/*.md`, not `[`
  help: unclosed character class; missing ']'
2:26-2:38 invalid-config: an item of `anatomy.pages` must be a glob over paths in the content folder, such as `core/**/*.md`, not `/core/*.md`
  help: paths start in the content folder: write `core/*.md`
2:40-2:42 invalid-config: an item of `anatomy.pages` is empty
  help: give it a value, or remove it
4:3-4:21 invalid-config: an item of `anatomy.sections` has no `heading`
  help: add `heading = …`
5:28-5:34 invalid-config: `anatomy.sections.words` asks for at least 9 but at most 1
  help: write `[1, 9]`
5:43-5:46 invalid-config: `anatomy.sections.rows` must have two numbers, not 1
  help: write `[min, max]`, `{ min = …, max = …, level = "warn" }`, or a list of such
5:57-5:59 invalid-config: `anatomy.sections.cards.min` must be an integer from 0 on, not -1
5:73-5:74 invalid-config: `anatomy.sections.items` must be limits, not an integer
  help: write `[min, max]`, `{ min = …, max = …, level = "warn" }`, or a list of such
6:39-6:42 unknown-key: unknown key `mxa` in `[anatomy.sections.links]`
  help: did you mean `max`?
6:56-6:63 invalid-config: `anatomy.sections.links.level` must be `allow`, `warn` or `deny`, not `error`
  help: write `deny`
6:77-6:79 invalid-config: `anatomy.sections.samples` has neither `min` nor `max`
  help: write `[min, max]`, `{ min = …, max = …, level = "warn" }`, or a list of such
7:33-7:51 invalid-config: `anatomy.sections.questions` has neither `min` nor `max`
  help: write `[min, max]`, `{ min = …, max = …, level = "warn" }`, or a list of such
7:66-7:72 invalid-config: `anatomy.sections.exercises` asks for at least 2 but at most 1
  help: write `[1, 2]`
7:82-7:85 invalid-config: `anatomy.sections.exercises.max` must be an integer from 0 on, not a string
8:3-8:6 invalid-config: an item of `anatomy.sections` must be a table, not a string
  help: write `{ key = value }`
10:1-10:12 invalid-config: an item of `anatomy` has no `pages`
  help: add `pages = …`
10:1-10:12 invalid-config: an item of `anatomy` has no `sections`
  help: add `sections = …`
11:10-11:16 invalid-config: `anatomy.except` must be a list, not a string
  help: write a list: `except = ["*.md"]`
7:15-7:19 invalid-config: the section `a ` is listed twice
  5:15-5:18 first listed here
  help: remove one of them

"#]],
    );
}

#[test]
fn books_of_mdbook_are_recognised() {
    refuse(
        r#"[book]
src = "src"
multilingual = false
[rust]
edition = "2024"
[build]
build-dir = "book"
create-missing = false
[preprocessor.links]
[output.html]
smart-punctuation = true
git-repository-url = "https://example.org"
additional-css = ["x.css"]
[output.html.redirect]
"/a.html" = "b.html"
[output.epub]
"#,
        str![[r#"
2:1-2:4 unknown-key: unknown key `src` in `[book]`
  help: crib calls it `content`, in `[build]`
3:1-3:13 unknown-key: unknown key `multilingual` in `[book]`
  help: remove it: a book has one `language`
4:2-4:6 unknown-key: unknown key `rust` at the top
  help: remove it: it sets up mdBook's tests of Rust samples
7:1-7:10 unknown-key: unknown key `build-dir` in `[build]`
  help: crib calls it `output`
8:1-8:15 unknown-key: unknown key `create-missing` in `[build]`
  help: remove it: a folder's pages are its files, and no list names them
9:2-9:14 unknown-key: unknown key `preprocessor` at the top
  help: remove it: crib has no preprocessors; diagrams and math are built in
11:1-11:18 unknown-key: unknown key `smart-punctuation` in `[output.html]`
  help: crib calls it `smart_punctuation`, in `[markdown]`
12:1-12:19 unknown-key: unknown key `git-repository-url` in `[output.html]`
  help: crib calls it `repository`, in `[site]`
13:1-13:15 unknown-key: unknown key `additional-css` in `[output.html]`
  help: remove it: crib needs no renderer's table
14:14-14:22 unknown-key: unknown key `redirect` in `[output.html]`
  help: crib calls it `[redirects]`, with paths that start in the output folder
16:9-16:13 unknown-key: unknown key `epub` in `[output]`
  help: remove it: crib needs no renderer's table

"#]],
    );
}

#[test]
fn syntax_errors_spoil_their_own_statement_only() {
    refuse(
        "titel = Hello
[book]
title: \"x\"
authors = [\"a\", b]
id = \"a\"
id = \"b\"
language = “en”
description
[site
base_url = \"example.org\"
[build]]
output = \"
theme = \"..\"
[book]
wonder = 1
[markdown]
math = True
smart_punctuation =
raw_html = \"keep\" \"it\"
",
        str![[r#"
1:9-1:14 invalid-config: `Hello` is neither a string nor a number
  help: a string stands in straight quotes: `"Hello"`
3:6-3:7 invalid-config: a key and its value are joined by `=`, not `:`
  help: write `title = …`
4:17-4:18 invalid-config: `b` is neither a string nor a number
  help: a string stands in straight quotes: `"b"`
6:1-6:3 duplicate-key: `id` is given twice
  5:1-5:3 first given here
  help: remove one of them
7:12-7:16 invalid-config: `“en”` is neither a string nor a number
  help: a string stands in straight quotes: `"en"`
8:1-8:12 invalid-config: this is no `key = value`
  help: a comment starts with `#`
9:6-9:6 invalid-config: the header has no closing bracket
  help: write `[name]`, or `[[name]]` for one of several
11:8-11:8 invalid-config: text after the header
  help: start a new line
12:10-12:11 invalid-config: the string has no closing quote
  help: add the quote
14:2-14:6 duplicate-key: the table `[book]` is opened twice
  2:2-2:6 first opened here
  help: move its keys to the first one
17:8-17:12 invalid-config: unknown word `True`
  help: write `true`
18:20-18:20 invalid-config: `smart_punctuation` has no value
  help: give it one, or remove the line
19:19-19:19 invalid-config: text after the end of the statement
  help: start a new line, or put the whole value in quotes
1:1-1:6 unknown-key: unknown key `titel` at the top
  help: did you mean `title`, in `[book]`?
15:1-15:7 unknown-key: unknown key `wonder` in `[book]`
  help: known keys: `id`, `title`, `description`, `authors`, `language`
10:12-10:25 invalid-config: `site.base_url` must be an absolute URL that starts with `https://` or `http://`, not `example.org`
  help: write `https://example.org`
13:9-13:13 invalid-config: `build.theme` must be the name of a folder in `themes/`, not `..`

"#]],
    );
}

#[test]
fn open_brackets_and_quotes_end_with_their_statement() {
    refuse(
        r#"[[anatomy]]
pages = ["**/*.md"
sections = [
  { heading = "A", words = [60, 9] },
  { heading = "B" wrods = [1, 2] },
[[anatomy]]
pages = []
sections = [{ heading = "C", cards = [2, 1] ]
[book]
id = "A"
description = """
[site]
base_url = "x"
"#,
        str![[r#"
2:19-2:19 invalid-config: the list has no closing `]`
  help: add the `]`
5:19-5:19 invalid-config: missing comma between key-value pairs
  help: expected here: `,`
5:36-5:36 invalid-config: the list has no closing `]`
  help: add the `]`
8:45-8:45 invalid-config: brackets that do not match
  help: expected here: `,`
11:15-11:18 invalid-config: the string has no closing quote
  help: add the quote
4:28-4:35 invalid-config: `anatomy.sections.words` asks for at least 60 but at most 9
  help: write `[9, 60]`
5:19-5:24 unknown-key: unknown key `wrods` in `[anatomy.sections]`
  help: did you mean `words`?
10:6-10:9 invalid-config: `book.id` must be kebab-case: lowercase letters and digits of ASCII, joined by single hyphens, not `A`
  help: write `a`
13:12-13:15 invalid-config: `site.base_url` must be an absolute URL that starts with `https://` or `http://`, not `x`
  help: write `https://x`

"#]],
    );
    // What looks like statements within quotes is none.
    refuse(
        "x = 1 2\n[theme]\na = \"\"\"\n[book]\nid = 3\n\"\"\"\n",
        str![[r#"
1:5-1:8 invalid-config: `1 2` is neither a string nor a number
  help: a string stands in straight quotes: `"1 2"`
1:1-1:2 unknown-key: unknown key `x` at the top
  help: known keys: `book`, `build`, `site`, `markdown`, `print`, `checks`, `anatomy`, `test`, `theme`, `redirects`

"#]],
    );
}

#[test]
fn doubles_name_the_first() {
    refuse(
        "[build]
theme = \"a\"
[theme]
a = { b = 1, c = { b = 2 }, b = 3 }
d.e = 1
d.f = 2
d.e = 3
[build]
theme = \"b\"
[[build]]
",
        str![[r#"
4:29-4:30 duplicate-key: `b` is given twice
  4:20-4:21 first given here
  help: remove one of them
7:3-7:4 duplicate-key: `e` is given twice
  5:3-5:4 first given here
  help: remove one of them
8:2-8:7 duplicate-key: the table `[build]` is opened twice
  1:2-1:7 first opened here
  help: move its keys to the first one
9:1-9:6 duplicate-key: `theme` is given twice
  2:1-2:6 first given here
  help: remove one of them
10:3-10:8 duplicate-key: `build` is given twice
  1:2-1:7 first given here
  help: remove one of them

"#]],
    );
}

proptest! {
    #[test]
    fn any_text_is_read(text in any_book()) {
        let checked = config::parse(&text);
        assert_in_bounds(&text, &checked.diagnostics);
        for option in checked.value.theme_options.values() {
            prop_assert!(text.get(option.span.range()).is_some());
        }
    }

    /// Statement by statement, a sound text reads as it does whole.
    #[test]
    fn a_stray_line_spoils_nothing_else(line in 0_usize..100) {
        let mut lines: Vec<&str> = EVERY_KEY.lines().collect();
        let starts: Vec<usize> =
            (0..lines.len()).filter(|line| !lines[*line].starts_with([' ', ']'])).collect();
        lines.insert(starts[line % starts.len()], "= stray =");
        let text = lines.join("\n");
        let checked = config::parse(&text);
        prop_assert_eq!(checked.diagnostics.len(), 1);
        let whole = accept(EVERY_KEY);
        let without_places = |config: &Config| {
            let options: Vec<_> =
                config.theme_options.iter().map(|(name, value)| (name, &value.value)).collect();
            let redirects: Vec<_> = config
                .redirects
                .iter()
                .map(|redirect| (&redirect.from.value, &redirect.to.value))
                .collect();
            let Config { book, build, site, markdown, checks, anatomy, .. } = config;
            format!("{book:?}{build:?}{site:?}{markdown:?}{checks:?}{anatomy:?}{options:?}{redirects:?}")
        };
        prop_assert_eq!(without_places(&checked.value), without_places(&whole));
    }
}

/// Text that looks like a `book.toml` from afar, and text that does not.
fn any_book() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "[book]",
        "[[anatomy]]",
        "[",
        "]",
        "{",
        "}",
        "=",
        ":",
        ",",
        ".",
        "\"",
        "'",
        "\"\"\"",
        "'''",
        "\n",
        "\r\n",
        " ",
        "#",
        "title",
        "sections",
        "words",
        "checks",
        "1",
        "-9",
        "1.5",
        "true",
        "2026-10-01",
        "é",
        "\u{feff}",
        "\0",
        "\\u12",
        "\\",
        "output.html",
        "pages = [",
        "heading",
    ]);
    prop_oneof![
        ".*",
        prop::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat()),
        (0..EVERY_KEY.len(), 0..EVERY_KEY.len(), "[\\[\\]{}\"'=\n#a]{0,3}").prop_map(
            |(start, end, put)| {
                let (start, end) = (start.min(end), start.max(end).min(start.min(end) + 9));
                format!("{}{put}{}", &EVERY_KEY[..start], &EVERY_KEY[end..])
            }
        ),
    ]
}

#[test]
fn time_grows_with_the_text() {
    for line in ["a = [\n", "[[[[", "a = \"\"\"\n", "a.b.c = 1\n", "{", "a", "[a]\n", "= \n"] {
        let text = line.repeat(3_000);
        assert_in_bounds(&text, &config::parse(&text).diagnostics);
    }
}
