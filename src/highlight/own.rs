//! Our own grammars: few rules, read in large pieces.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, SyntaxDefinition, SyntaxSet, SyntaxSetBuilder};

use super::painter::{Paint, Painter};
use super::token::Builder;
use super::{Token, TokenClass};

/// A piece of text is given to the engine at once, line breaks and all. Our rules are written for that; the engine's
/// work per call, and its search for each rule that a line lacks, is then paid once a piece.
const PIECE: usize = 32 * 1024;

/// A language with a grammar in `grammars/`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Grammar {
    Ini,
    Json,
    Python,
    Shell,
    Sql,
    Toml,
    Yaml,
}

/// Returns the tokens of `text`, whose lines end in `\n`.
pub(super) fn highlight(grammar: Grammar, text: &str) -> Vec<Token> {
    let set = grammar.load();
    let mut builder = Builder::new(text);
    let mut painter = Painter::default();
    let Some(syntax) = set.syntaxes().first() else {
        return builder.finish();
    };
    let mut state = ParseState::new(syntax);
    for piece in pieces(text) {
        let end = builder.end() + piece.len();
        let Ok(ops) = state.parse_line(piece, set) else {
            break;
        };
        painter.paint(&mut builder, end, &ops, look_up);
    }
    builder.finish()
}

impl Grammar {
    fn load(self) -> &'static SyntaxSet {
        macro_rules! grammar {
            ($file:literal) => {{
                static SET: LazyLock<SyntaxSet> = LazyLock::new(|| {
                    parse(include_str!(concat!("grammars/", $file, ".sublime-syntax")))
                });
                &SET
            }};
        }
        match self {
            Self::Ini => grammar!("ini"),
            Self::Json => grammar!("json"),
            Self::Python => grammar!("python"),
            Self::Shell => grammar!("shell"),
            Self::Sql => grammar!("sql"),
            Self::Toml => grammar!("toml"),
            Self::Yaml => grammar!("yaml"),
        }
    }
}

fn parse(source: &str) -> SyntaxSet {
    let definition = SyntaxDefinition::load_from_str(source, true, None)
        .expect("the tests load every grammar that we ship");
    let mut builder = SyntaxSetBuilder::new();
    builder.add(definition);
    builder.build()
}

fn look_up(scope: Scope) -> Paint {
    static CLASSES: LazyLock<Vec<(Scope, TokenClass)>> = LazyLock::new(|| {
        let mut classes: Vec<_> = TokenClass::ALL
            .iter()
            .map(|&class| (Scope::new(class.scope_name()).expect("one word is a scope"), class))
            .collect();
        classes.sort_unstable();
        classes
    });
    match CLASSES.binary_search_by_key(&scope, |&(known, _)| known) {
        Ok(found) => Paint::Class(CLASSES[found].1),
        Err(_) => Paint::Plain,
    }
}

/// Cuts `text` after the last line break that fits a piece, or else after the last character that does.
fn pieces(mut text: &str) -> impl Iterator<Item = &str> {
    std::iter::from_fn(move || {
        if text.is_empty() {
            return None;
        }
        let limit = text.floor_char_boundary(PIECE);
        let cut = if limit == text.len() {
            limit
        } else {
            text[..limit].rfind('\n').map_or(limit, |found| found + 1)
        };
        let (piece, rest) = text.split_at(cut);
        text = rest;
        Some(piece)
    })
}
