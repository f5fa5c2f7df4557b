//! What each grammar shows, as text: `⟦k:def⟧ ⟦nf:f⟧()`. Cases are separated by a line of four hyphens.

use crate::highlight::{find_language, highlight};

macro_rules! cases {
    ($($test:ident: $language:literal, $file:literal;)*) => {
        $(#[test]
        fn $test() {
            check($language, include_str!(concat!("cases/", $file, ".txt")));
        })*
    };
}

cases! {
    bash: "bash", "bash";
    console: "console", "console";
    ini: "ini", "ini";
    json: "json", "json";
    psql: "psql", "psql";
    pycon: "pycon", "pycon";
    python: "python", "python";
    sql: "sql", "sql";
    stock: "rust", "rust";
    toml: "toml", "toml";
    yaml: "yaml", "yaml";
}

fn check(language: &str, cases: &str) {
    for expected in cases.split("\n----\n") {
        let expected = expected.trim_end_matches('\n');
        let source = strip_marks(expected);
        assert_eq!(mark(language, &source), expected, "in {language}, expected on the right");
        let windows = source.replace('\n', "\r\n");
        assert_eq!(
            mark(language, &windows).replace("\r\n", "\n"),
            expected,
            "in {language} with CRLF"
        );
    }
}

fn mark(language: &str, source: &str) -> String {
    let language = find_language(language).unwrap();
    let marked = highlight(language, source).into_iter().map(|token| match token.class {
        Some(class) => format!("⟦{}:{}⟧", class.css_class(), &source[token.text]),
        None => source[token.text].to_owned(),
    });
    marked.collect()
}

fn strip_marks(marked: &str) -> String {
    let mut parts = marked.split('⟦');
    let mut source = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        source.extend(part.split_once(':').unwrap().1.chars().filter(|&mark| mark != '⟧'));
    }
    source
}
