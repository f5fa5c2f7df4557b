//! The JSON Schemas say what the checks say.

use cribsheet::load::config;
use cribsheet::model::config::Unit;
use cribsheet::schema::{self, Key, Shape, book, front_matter};
use jsonschema::Validator;
use serde_json::{Value, json};

use crate::support::{files_below, repository};

#[track_caller]
fn validator(schema: &Value) -> Validator {
    jsonschema::draft7::meta::validate(schema).unwrap();
    jsonschema::draft7::new(schema).unwrap()
}

#[track_caller]
fn valid(validator: &Validator, value: &Value) {
    let errors: Vec<String> = validator
        .iter_errors(value)
        .map(|error| format!("{}: {error}", error.instance_path()))
        .collect();
    assert_eq!(errors, [""; 0], "{value:#}");
}

fn toml_to_json(text: &str) -> Value {
    // Dates have no JSON of their own.
    let without_dates = text.replace("since = 2026-10-01", "since = 1");
    serde_json::to_value(toml::from_str::<toml::Value>(&without_dates).unwrap()).unwrap()
}

fn yaml_to_json(text: &str) -> Value {
    serde_yaml::from_str::<Value>(text).unwrap()
}

#[test]
fn every_key_is_valid() {
    valid(&validator(&schema::book()), &toml_to_json(crate::config::EVERY_KEY));
    valid(&validator(&schema::front_matter()), &yaml_to_json(crate::front_matter::EVERY_KEY));
    valid(&validator(&schema::book()), &json!({}));
    valid(&validator(&schema::front_matter()), &json!({}));
}

#[test]
fn our_own_books_are_valid() {
    let (book, meta) = (validator(&schema::book()), validator(&schema::front_matter()));
    let mut n_books = 0;
    let mut n_pages = 0;
    for folder in ["", "docs"] {
        let Ok(text) = std::fs::read_to_string(repository(folder).join("book.toml")) else {
            continue;
        };
        valid(&book, &toml_to_json(&text));
        assert_eq!(crate::findings::show(&text, &config::parse(&text).diagnostics), "", "{folder}");
        n_books += 1;
        for file in files_below(&repository(folder).join("content")) {
            let text = std::fs::read_to_string(&file).unwrap_or_default();
            let block = text.strip_prefix("---\n").and_then(|rest| rest.split_once("\n---\n"));
            if let (Some((block, _)), Some("md")) =
                (block, file.extension().and_then(|name| name.to_str()))
            {
                valid(&meta, &yaml_to_json(block));
                n_pages += 1;
            }
        }
    }
    assert!(n_books > 0 && n_pages > 0);
}

#[test]
fn what_is_refused_is_not_valid() {
    let validator = validator(&schema::book());
    for text in [
        "titel = 1",
        "[book]\nid = 'A'",
        "[book]\ntitle = ''",
        "[book]\nlanguage = 'en_US'",
        "[book]\nauthors = 'A'",
        "[build]\ncontent = '/x'",
        "[site]\nbase_url = 'example.org'",
        "[site]\nedit_url = 'https://example.org'",
        "[markdown]\nmath = 'yes'",
        "[markdown]\nraw_html = 'keep'",
        "[checks]\nwonder = 'warn'",
        "[checks]\ninvalid-config = 'warn'",
        "[checks]\norphan-page = 'error'",
        "[anatomy]\npages = []\nsections = []",
        "[[anatomy]]\npages = []",
        "[[anatomy]]\npages = []\nsections = [{}]",
        "[[anatomy]]\npages = []\nsections = [{ heading = 'A', words = 3 }]",
        "[[anatomy]]\npages = []\nsections = [{ heading = 'A', words = [-1, 3] }]",
        "[[anatomy]]\npages = []\nsections = [{ heading = 'A', words = { level = 'warn' } }]",
        "[redirects]\n'/a' = 'b.md'",
        "[redirects]\n'a.html' = '/b.md'",
    ] {
        assert!(!config::parse(text).diagnostics.is_empty(), "{text}");
        assert!(!validator.is_valid(&toml_to_json(text)), "{text}");
    }
    let validator = self::validator(&schema::front_matter());
    for yaml in [
        "titel: A",
        "title: ''",
        "title: 3",
        "order: 1.5",
        "slug: a/b",
        "slug: A",
        "aliases: [/a/]",
        "tags: a",
        "tags: ['']",
        "priority: 4",
        "level: expert",
        "minutes: 0",
        "requires: [3]",
        "python: '>=3'",
        "draft: 1",
        "updated: '2026-13-01'",
        "extra: []",
    ] {
        assert!(!validator.is_valid(&yaml_to_json(yaml)), "{yaml}");
    }
}

#[test]
fn patterns_accept_what_checks_accept() {
    let texts = [
        "a",
        "a-b",
        "en",
        "zh-Hant-TW",
        "de-CH-1996",
        "x",
        "en-a-bb-x-y",
        "sl-rozaj-biske",
        "2024-02-29",
        "1999-12-31",
        "3.14",
        "2.7.18",
        "names_1",
        "größe",
        "名前",
        "𠀀",
        "https://a.b",
        "http://[::1]:8/x",
        "HTTP://x/{path}",
        "https://x/{path}?a#b",
        "core/a.md#top",
        "a b",
        ".",
        "./docs/",
        "a/../b",
        "..a",
        "default",
        "My.Theme_2",
        "old/a.html",
        "wiki/",
        "a b/c.html",
        "**/*.md",
        "{a,b}/[c-d].md",
        "*",
        "Title: one",
        " padded ",
        "ü",
        "-",
        "a.html/",
        "x\u{a0}y",
    ];
    let mut forms = Vec::new();
    collect_forms(book::KEYS, &mut forms);
    collect_forms(front_matter::KEYS, &mut forms);
    forms.push(&schema::form::VERSION);
    assert!(forms.len() > 12);
    for form in forms {
        let validator = validator(&json!({ "type": "string", "pattern": form.pattern }));
        let accepted: Vec<&str> =
            texts.into_iter().filter(|text| (form.check)(text).is_ok()).collect();
        assert!(!accepted.is_empty(), "no text has the form: {}", form.expected);
        for text in accepted {
            assert!(validator.is_valid(&json!(text)), "{text:?} is not {}", form.pattern);
        }
    }
}

#[test]
fn keys_are_described_and_units_have_keys() {
    let mut described = Vec::new();
    collect_keys(book::KEYS, &mut described);
    collect_keys(front_matter::KEYS, &mut described);
    for key in &described {
        assert!(key.about.ends_with('.') && key.about.len() > 4, "{}: {}", key.name, key.about);
    }
    for unit in Unit::OF_PAGE.into_iter().chain(Unit::OF_SECTION) {
        assert!(described.iter().any(|key| key.name == unit.name()), "{unit:?}");
    }
}

fn collect_keys<'k>(keys: &'k [Key], all: &mut Vec<&'k Key>) {
    for key in keys {
        all.push(key);
        if let Shape::Table(keys) | Shape::Tables(keys) = key.shape {
            collect_keys(keys, all);
        }
    }
}

fn collect_forms(keys: &'static [Key], forms: &mut Vec<&'static schema::form::Form>) {
    let mut all = Vec::new();
    collect_keys(keys, &mut all);
    for key in all {
        match &key.shape {
            Shape::Text(form) | Shape::List(Shape::Text(form)) => forms.push(form),
            Shape::Texts(key, value) => forms.extend([key, value]),
            _ => {}
        }
    }
}
