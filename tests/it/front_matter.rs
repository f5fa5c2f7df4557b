//! Front matter

use std::sync::Arc;

use cribsheet::base::path::{ContentPath, FilePath};
use cribsheet::model::inputs::Source;
use cribsheet::parse::front_matter;

use crate::findings::show;

fn source(text: &str) -> Source {
    Source {
        file: FilePath::new("content/a.md"),
        path: ContentPath::new("a.md"),
        text: Arc::from(text),
    }
}

#[test]
fn scratch() {
    for text in [
        "---\ntitle: Foo: bar\nsummary: *args\norder: x\nslug: Foo/Bar.md\naliases: [/old/, 'b', c.html]\ntags: a, b\npriority: 4\nlevel: Senior\nminutes: \"5\"\nrequires:\n  - a.md\n  - 3\npython: 3\ndraft: maybe\nupdated: 2026-02-30\nextra: [1]\n---\nx\n",
        "---\ntitle: 3.14\ntitle: yes\nsumary: x\ndate: 2026-01-01\nweight: 3\n  tags: [a]\norder: @x\npython: 3.10\ndraft: yes\n---\n",
        "---\ntitle: yes\npython: 3.10\ntags: [yes, 3.10, 'a b', c # x\n  , d]\nextra: {a: [1, yes], b: {c: null}}\nupdated: 2026-10-31\nrequires:\n- a.md\n- b.md # foo\n-\n---\n",
        "---\ntitle:Foo\nsummary = bar\nfoo\nbaz qux\norder: 1\ntags: [a, b\nlevel: mid\naliases: 'x\npython: \"a\\q\"\n---\n",
        "---\n{title: 3, tags: [a, 4], order: x}\n---\n",
        "---\n- a\n- b\n---\n",
        "---\ntitle: x\n\nfoo\n",
        "---\n\n# Heading\n",
        "+++\ntitle = 1\n+++\nx",
        "---\ntitle: [draft] foo\nsummary: \"foo\" bar\nlevel: 'don't'\ntags:\n\t- a\n---\n",
        "---\nextra:\n  x: 1\n  x: 2\ntags: &t [a, 2]\nrequires: *t\n---\n",
        "---\ntags: &t [a, 2]\nrequires: *t\n---\n",
        "---\ntitle:\ntags:\norder: 99999999999999999999999\nminutes: 1e3\n---\n",
        "---\ntitle: a\u{1}b\n---\n",
        "\u{feff}---\r\ntitle: é: x\r\nsummary: 'it''s'\r\norder: 1.5\r\n--- \r\nx\r\n",
    ] {
        let (checked, body) = front_matter::parse(&source(text));
        println!(
            "{text}~~~{:?}\n{}\n{:?}",
            &text[body..],
            show(text, &checked.diagnostics),
            checked.value
        );
    }
}
