//! Colours code: turns a fence's text into flat tokens of a few classes, ready for one `<span>` each.
//!
//! [`find_language`] resolves the name that an author wrote, [`highlight`] does the work. Both are pure; grammars are
//! loaded when first needed. This module knows nothing of Markdown, HTML or themes, and must not: a theme styles
//! [`TokenClass::css_class`], and whoever renders decides how a token is written.
//!
//! The languages that a guide is full of have grammars of our own (`grammars/`): the engine's time goes by the searches
//! it makes, and few rules that read far make few. Python is read ten times as fast as by the stock grammar.

mod class;
mod language;
mod normal;
mod own;
mod painter;
mod stock;
#[cfg(test)]
mod tests;
mod token;
mod transcript;

pub use self::class::TokenClass;
pub use self::language::{Language, find_language, language_names};
pub use self::token::Token;

use self::language::Engine;
use self::normal::NormalText;

/// Returns the tokens of `text`: in order, without gaps, neighbours of different classes, none empty.
///
/// A token may span lines. Any text is accepted, in any language; what a grammar cannot read stays plain.
pub fn highlight(language: Language, text: &str) -> Vec<Token> {
    let normal = NormalText::new(text);
    let tokens = match language.engine {
        Engine::Plain => token::plain(normal.text()),
        Engine::Own(grammar) => own::highlight(grammar, normal.text()),
        Engine::Transcript(kind) => transcript::highlight(kind, normal.text()),
        Engine::Stock(name) => stock::highlight(name, normal.text()),
    };
    normal.restore(tokens)
}
