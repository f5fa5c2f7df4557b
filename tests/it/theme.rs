//! Themes: override, inheritance, options, strings, what goes wrong, and the default theme's colours.

use std::collections::BTreeMap;
use std::fs;

use cribsheet::base::path::OutputPath;
use cribsheet::highlight::TokenClass;

use crate::render::book;
use crate::support::{Book, assert_same, repository};

#[test]
fn a_theme_overrides_one_file_and_extends_it() {
    let book = book(
        "
//- /book.toml
[build]
theme = \"mine\"
//- /themes/mine/templates/page.html
{% extends \"default/page.html\" %}
{% block end %}<p>Mine.</p>{{ super() }}{% endblock end %}
//- /themes/mine/assets/extra/print.css
p { color: red }
//- /themes/mine/i18n/en.toml
skip = \"Jump\"
//- /a.md
# Title

Text.
",
    );
    assert_same("", &book.findings());
    let html = page(&book, "a.html");
    assert!(html.contains("<p>Mine.</p>"), "{html}");
    assert!(html.contains(">Jump</a>") && html.contains("On this page") == html.contains("toc"));
    let output = book.build().value.output;
    let is_extra = |path: &&OutputPath| path.as_str().starts_with("assets/extra/print.");
    assert_eq!(output.files.keys().filter(is_extra).count(), 1);
}

#[test]
fn a_folder_named_default_overrides_the_embedded_theme() {
    let book = book(
        "
//- /themes/default/templates/blocks/callout.html
<aside>{{ callout.body }}</aside>
//- /a.md
# Title

> [!NOTE]
> Text.
",
    );
    assert_same("", &book.findings());
    let html = page(&book, "a.html");
    assert!(html.contains("<aside><p>Text.</p>"), "{html}");
}

#[test]
fn themes_inherit_in_a_chain() {
    let book = book(
        "
//- /book.toml
[build]
theme = \"b\"
//- /themes/b/theme.toml
inherits = \"a\"
//- /themes/b/templates/blocks/callout.html
{% extends \"a/blocks/callout.html\" %}
{% block kind %}b{% endblock kind %}
//- /themes/a/templates/blocks/callout.html
<aside>{% block kind %}a{% endblock kind %}</aside>
//- /themes/a/templates/blocks/table.html
<div>{{ table.html }}</div>
//- /a.md
# Title

> [!NOTE]
> Text.

| a |
| - |
",
    );
    assert_same("", &book.findings());
    let html = page(&book, "a.html");
    assert!(html.contains("<aside>b</aside>") && html.contains("<div><table>"), "{html}");
}

#[test]
fn the_languages_strings_lie_over_english() {
    let book = book(
        "
//- /book.toml
[book]
language = \"de-AT\"
//- /themes/default/i18n/de.toml
skip = \"Zum Inhalt\"
next = \"Weiter\"
//- /themes/default/i18n/de-AT.toml
next = \"Weida\"
//- /a.md
# Title

Text.
//- /b.md
# Title

Text.
",
    );
    let html = page(&book, "a.html");
    assert!(html.contains("<html lang=\"de-AT\""), "{html}");
    assert!(html.contains("Zum Inhalt") && html.contains("Weida"), "{html}");
    assert!(html.contains("Home"), "{html}");
}

#[test]
fn stylesheets_refer_to_assets_by_their_written_names() {
    let book = book(
        "
//- /themes/default/assets/extra/print.css
a { src: url(\"../fonts/serif.woff2?v=1#x\") url( 'near.svg' ) url(data:image/png;base64,AA) url(gone.png) }
//- /themes/default/assets/fonts/serif.woff2
font
//- /themes/default/assets/extra/near.svg
<svg/>
//- /a.md
# Title
",
    );
    let output = book.build().value.output;
    let written = |start: &str| {
        let mut paths = output.files.keys().map(OutputPath::as_str);
        paths.find(|path| path.starts_with(start)).unwrap().to_owned()
    };
    let css = output.files[&OutputPath::new(written("assets/extra/print."))].bytes.to_vec();
    let font = written("assets/fonts/serif.").replace("assets/", "../");
    let near = written("assets/extra/near.").replace("assets/", "../");
    assert_same(
        &format!(
            "a {{ src: url(\"{font}?v=1#x\") url(\"{near}\") url(data:image/png;base64,AA) url(gone.png) }}\n"
        ),
        &String::from_utf8(css).unwrap(),
    );
}

#[test]
fn strings_for_scripts_are_a_script() {
    let book = book(
        "
//- /book.toml
[book]
language = \"de\"
//- /themes/default/i18n/de.toml
script_copy = 'Kopieren \"\\</script>'
script_mine = \"Meins\"
//- /a.md
# Title
",
    );
    assert_same("", &book.findings());
    let script = asset(&book, "assets/strings.");
    let json = script.strip_prefix("(window.crib = window.crib || {}).text = ").unwrap();
    let strings: BTreeMap<String, String> =
        serde_json::from_str(json.strip_suffix(";\n").unwrap()).unwrap();
    assert_eq!(strings["copy"], "Kopieren \"\\</script>");
    assert_eq!(strings["mine"], "Meins");
    assert_eq!(strings["copied"], "Copied");
    for shared in ["card", "close", "exercise", "home", "question", "search", "search_field"] {
        assert!(strings.contains_key(shared), "{shared}");
    }
    assert!(!strings.contains_key("skip"));
    assert!(page(&book, "a.html").contains("<script src=\"assets/strings."));
}

/// Every word that a script asks for has a string, and no string is for nobody.
#[test]
fn scripts_have_the_strings_that_they_use() {
    let folder = repository("themes/default/assets");
    // Code alone: comments may have sentences that end in "text."
    let code = |script: &str| {
        let lines = script.lines().filter(|line| !line.trim_start().starts_with("//"));
        lines.flat_map(|line| [line, "\n"]).collect::<String>()
    };
    let scripts: String = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|end| end == "js"))
        .map(|path| code(&fs::read_to_string(path).unwrap()))
        .collect();
    let strings = fs::read_to_string(repository("themes/default/i18n/en.toml")).unwrap();
    let strings: BTreeMap<String, String> = toml::from_str(&strings).unwrap();
    let mut known: Vec<&str> =
        strings.keys().filter_map(|key| key.strip_prefix("script_")).collect();
    for key in &known {
        let start = key.rsplit_once('_').map_or(*key, |(start, _)| start);
        let is_used = scripts.contains(&format!("text.{key}"))
            || scripts.contains(&format!("text[\"{start}_\" + "));
        assert!(is_used, "no script uses `script_{key}`");
    }
    // Pages show these too.
    known.extend(["close", "home", "search", "search_field"]);
    for rest in scripts.split("text.").skip(1) {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap();
        let is_method = matches!(&rest[..end], "replace" | "slice" | "length" | "trim");
        assert!(is_method || known.contains(&&rest[..end]), "no string `script_{}`", &rest[..end]);
    }
}

#[test]
fn a_missing_theme_is_reported_where_it_is_named() {
    let book = book(
        "
//- /book.toml
[build]
theme = \"papre\"
//- /themes/paper/theme.toml
name = \"paper\"
//- /a.md
# Title

Text.
",
    );
    assert_same(
        "error[invalid-config] book.toml:2:9-2:16: there is no theme `papre` (did you mean `paper`?)\n",
        &book.findings(),
    );
    book.edit("book.toml", "[build]\ntheme = \"paper\"\n");
    book.edit("themes/paper/theme.toml", "inherits = \"papers\"\n");
    assert_same(
        "error[invalid-theme] themes/paper/theme.toml:1:12-1:20: there is no theme `papers` \
         (did you mean `paper`?)\n",
        &book.findings(),
    );
    book.edit("themes/paper/theme.toml", "inherits = \"paper\"\n");
    assert_same(
        "error[invalid-theme] themes/paper/theme.toml:1:12-1:19: theme `paper` inherits from itself\n",
        &book.findings(),
    );
}

#[test]
fn options_are_checked_against_their_declaration() {
    let book = book(
        "
//- /book.toml
[build]
theme = \"mine\"

[theme]
colunms = 2
accent = \"pink\"
tags = [\"a\", 1]
footer = \"Set\"
//- /themes/mine/theme.toml
title = \"mine\"

[options.columns]
type = \"integer\"
default = 1

[options.accent]
type = \"string\"
default = \"blue\"
choices = [\"blue\", \"green\"]

[options.tags]
type = \"strings\"
default = []

[options.broken]
type = \"number\"
default = 1
//- /a.md
# Title

Text.
",
    );
    assert_same(
        "error[unknown-key] book.toml:5:1-5:8: the theme has no option `colunms` (did you mean `columns`?)
error[invalid-config] book.toml:6:10-6:16: option `accent` must be one of blue, green
error[invalid-config] book.toml:7:8-7:16: option `tags` must be a list of strings
error[unknown-key] themes/mine/theme.toml:1:1-1:6: unknown key `title`
error[invalid-theme] themes/mine/theme.toml:17:8-17:16: option `broken` needs a `type`: one of boolean, \
         integer, string, strings
",
        &book.findings(),
    );
    assert!(page(&book, "a.html").contains("<p>Set</p>"));
}

#[test]
fn problems_of_templates_are_reported_once_and_together() {
    let book = book(
        "
//- /themes/default/templates/blocks/callout.html
<div>{{ callout.boddy }}</div>
//- /themes/default/templates/blocks/table.html
{% if table %}
//- /themes/default/templates/blocks/image.html
{{ image.url | uper }}
//- /themes/default/templates/section.html
{% extends \"pgae.html\" %}
//- /themes/default/templates/nav.html
{{ nonsense }}
//- /themes/default/i18n/en.toml
skip = 1
//- /a.md
# Title

> [!NOTE]
> One.

> [!NOTE]
> Two.
//- /b.md
# Title

> [!NOTE]
> Three.
",
    );
    let found = book.findings();
    let places: Vec<&str> =
        found.lines().map(|line| line.split_inclusive(": ").next().unwrap()).collect();
    assert_same(
        "error[invalid-theme] themes/default/i18n/en.toml:1:8-1:9: \n\
         error[invalid-theme] themes/default/templates/blocks/callout.html:1:17-1:22: \n\
         error[invalid-theme] themes/default/templates/blocks/image.html:1:16-1:20: \n\
         error[invalid-theme] themes/default/templates/blocks/table.html:1:15-2:1: \n\
         error[invalid-theme] themes/default/templates/nav.html:1:4-1:12: \n\
         error[invalid-theme] themes/default/templates/section.html:1:13-1:22: ",
        &places.join("\n"),
    );
    assert!(found.contains("field `boddy` is not defined"), "{found}");
    assert!(found.contains("unknown filter `uper`"), "{found}");
    assert!(found.contains("extends `pgae.html`, which does not exist"), "{found}");
}

#[test]
fn text_is_legible_on_every_ground() {
    for (scheme, colours) in schemes() {
        let colour = |name: &str| luminance(&colours[name]);
        let mut wrong = Vec::new();
        for ground in ["paper", "sunken", "raised", "marker", "added", "removed"] {
            for text in TEXT_COLOURS {
                // What is marked is code or plain text.
                let is_faint = matches!(text, "soft" | "link") && ground == "marker";
                let ratio = contrast(colour(text), colour(ground));
                if ratio < 4.5 && !is_faint {
                    wrong.push(format!("{scheme}: {text} on {ground} has {ratio:.2}"));
                }
            }
        }
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
}

#[test]
fn every_class_of_tokens_has_a_colour() {
    let css = fs::read_to_string(repository("themes/default/assets/style.css")).unwrap();
    for class in TokenClass::ALL {
        let selector = format!(".{}", class.css_class());
        let has_colour = css.lines().any(|line| {
            let Some((selectors, rule)) = line.split_once(" { ") else { return false };
            let colour = rule.strip_prefix("color: var(--").and_then(|rest| rest.split_once(')'));
            selectors.split(", ").any(|part| part == selector)
                && colour.is_some_and(|(name, _)| TEXT_COLOURS.contains(&name))
        });
        assert!(has_colour, "{class:?} ({selector}) has no colour of its own");
    }
}

/// Colours that text has, in prose or code.
const TEXT_COLOURS: [&str; 8] = ["ink", "soft", "link", "red", "amber", "green", "teal", "violet"];

/// Returns the colours of the light and of the dark scheme, from `--name: light-dark(#…, #…)`.
fn schemes() -> [(&'static str, BTreeMap<String, String>); 2] {
    let css = fs::read_to_string(repository("themes/default/assets/style.css")).unwrap();
    let root = css.split_once(":root {").unwrap().1.split_once('}').unwrap().0;
    let mut schemes = [("light", BTreeMap::new()), ("dark", BTreeMap::new())];
    for line in root.lines() {
        let Some((name, value)) = line.trim().strip_prefix("--").and_then(|l| l.split_once(": "))
        else {
            continue;
        };
        let pair = value.strip_prefix("light-dark(").and_then(|value| value.strip_suffix(");"));
        if let Some((light, dark)) = pair.and_then(|pair| pair.split_once(", ")) {
            schemes[0].1.insert(name.to_owned(), light.to_owned());
            schemes[1].1.insert(name.to_owned(), dark.to_owned());
        }
    }
    assert!(schemes[0].1.len() > 10);
    schemes
}

/// Returns the relative luminance of `#rgb` or `#rrggbb`, as WCAG 2 defines it.
fn luminance(colour: &str) -> f64 {
    let digits = colour.strip_prefix('#').unwrap();
    let width = digits.len() / 3;
    let channel = |index: usize| {
        let part = &digits[index * width..(index + 1) * width];
        let part = if width == 1 { part.repeat(2) } else { part.to_owned() };
        let value = f64::from(u8::from_str_radix(&part, 16).unwrap()) / 255.0;
        if value <= 0.04045 { value / 12.92 } else { ((value + 0.055) / 1.055).powf(2.4) }
    };
    0.2126 * channel(0) + 0.7152 * channel(1) + 0.0722 * channel(2)
}

fn contrast(left: f64, right: f64) -> f64 {
    (left.max(right) + 0.05) / (left.min(right) + 0.05)
}

/// Returns the text of the one output whose path begins so.
fn asset(book: &Book, start: &str) -> String {
    let output = book.build().value.output;
    let found = output.files.iter().find(|(path, _)| path.as_str().starts_with(start));
    String::from_utf8(found.unwrap().1.bytes.to_vec()).unwrap()
}

fn page(book: &Book, path: &str) -> String {
    let output = book.build().value.output;
    let artifact = output.files.get(&OutputPath::new(path));
    let artifact = artifact.unwrap_or_else(|| panic!("no {path} in {:?}", output.files.keys()));
    String::from_utf8(artifact.bytes.to_vec()).unwrap()
}
