//! What holds for any text in any language.

use proptest::prelude::*;

use crate::highlight::{Language, TokenClass, find_language, highlight};

const LANGUAGES: &[&str] = &[
    "python", "pycon", "bash", "console", "psql", "sql", "yaml", "toml", "json", "ini", "text",
    "rust", "js", "html", "markdown", "diff", "docker", "php",
];

/// Pieces that open, close and confuse what grammars look for.
const PIECES: &[&str] = &[
    "\"",
    "'",
    "\"\"\"",
    "'''",
    "f\"",
    "rb'",
    "t'''",
    "{",
    "}",
    "{{",
    "!r",
    ":",
    ":\n",
    "\n",
    "\r\n",
    "\r",
    " ",
    "    ",
    "\t",
    "\\",
    "\\n",
    "#",
    "#>",
    "def ",
    "class ",
    "match x:",
    "case ",
    "@",
    ".",
    "...",
    "1",
    "0x",
    "_",
    "é",
    "変",
    "→",
    "\u{0}",
    "\u{feff}",
    ">>> ",
    "... ",
    "$ ",
    "> ",
    "$(",
    "`",
    "<<EOF\n",
    "EOF\n",
    "$x",
    "${",
    "|",
    ";",
    "--",
    "/*",
    "*/",
    "$$",
    "E'",
    "|\n  ",
    "- ",
    "? ",
    "&a ",
    "*a",
    "!!",
    "%",
    "[",
    "]]",
    "=",
    ",",
    "true",
    "null",
    "Traceback (most recent call last):",
    "=# ",
    "user@host:~$ ",
    "(a) ",
    "PS>",
];

fn text() -> impl Strategy<Value = String> {
    let pieces = prop::collection::vec(prop::sample::select(PIECES), 0..40)
        .prop_map(|pieces| pieces.concat());
    prop_oneof![4 => pieces, 1 => any::<String>(), 1 => "[ -~\n]{0,200}"]
}

fn language() -> impl Strategy<Value = Language> {
    prop::sample::select(LANGUAGES).prop_map(|name| find_language(name).unwrap())
}

/// The class of every byte, line breaks left out.
fn classes(language: Language, text: &str) -> Vec<(u8, Option<TokenClass>)> {
    let tokens = highlight(language, text);
    let bytes = tokens
        .into_iter()
        .flat_map(|token| token.text.map(move |at| (text.as_bytes()[at], token.class)));
    bytes.filter(|(byte, _)| !b"\r\n".contains(byte)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn tokens_cover_the_text_and_are_merged(language in language(), text in text()) {
        let tokens = highlight(language, &text);
        let mut end = 0;
        for token in &tokens {
            prop_assert_eq!(token.text.start, end);
            prop_assert!(token.text.end > end);
            prop_assert!(text.is_char_boundary(token.text.end));
            end = token.text.end;
        }
        prop_assert_eq!(end, text.len());
        prop_assert!(tokens.windows(2).all(|pair| pair[0].class != pair[1].class));
    }

    #[test]
    fn line_ends_make_no_difference(language in language(), text in text()) {
        let unix = text.replace('\r', "");
        prop_assert_eq!(classes(language, &unix), classes(language, &unix.replace('\n', "\r\n")));
    }
}

#[test]
fn a_long_text_is_read_in_pieces() {
    let block = "x = f(\"a\", 1)\n\n";
    let text = block.repeat(10_000);
    let tokens = highlight(find_language("python").unwrap(), &text);
    assert_eq!(
        tokens.iter().filter(|token| token.class == Some(TokenClass::Number)).count(),
        10_000
    );
    assert_eq!(tokens.last().unwrap().text.end, text.len());
    let no_break = "é".repeat(100_000);
    assert_eq!(highlight(find_language("json").unwrap(), &no_break).len(), 1);
}

#[test]
fn python_as_html_is_at_most_two_and_a_half_times_its_source() {
    let source = include_str!("sample.py");
    let tokens = highlight(find_language("python").unwrap(), source);
    let spans = tokens.iter().filter_map(|token| token.class);
    let markup: usize =
        spans.map(|class| "<span class=\"\"></span>".len() + class.css_class().len()).sum();
    assert!(
        markup * 2 <= source.len() * 3,
        "{markup} bytes of markup for {} bytes of source",
        source.len()
    );
}

#[test]
fn nothing_has_no_tokens() {
    for name in LANGUAGES {
        assert!(highlight(find_language(name).unwrap(), "").is_empty());
    }
}
