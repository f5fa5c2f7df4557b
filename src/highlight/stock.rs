//! The grammars that others wrote: syntect's and bat's, collected by `two-face`.

use std::sync::LazyLock;

use syntect::parsing::{ParseState, Scope, SyntaxReference, SyntaxSet};

use super::Token;
use super::TokenClass as C;
use super::painter::{Paint, Painter};
use super::token::{self, Builder};

/// A longer line is data, not code to read, and some grammars take time that grows with its square.
const LONGEST_LINE: usize = 4096;

static SET: LazyLock<SyntaxSet> = LazyLock::new(two_face::syntax::extra_newlines);

/// Returns the tokens of `text`, whose lines end in `\n`, by the grammar of that name.
pub(super) fn highlight(name: &str, text: &str) -> Vec<Token> {
    let Some(syntax) = SET.find_syntax_by_name(name) else {
        return token::plain(text);
    };
    let mut builder = Builder::new(text);
    let mut painter = Painter::default();
    let mut state = ParseState::new(syntax);
    let mut whole_line = String::new();
    for line in text.split_inclusive('\n') {
        let end = builder.end() + line.len();
        if line.len() > LONGEST_LINE {
            builder.push(None, end);
            continue;
        }
        let line = if line.ends_with('\n') {
            line
        } else {
            whole_line.push_str(line);
            whole_line.push('\n');
            &whole_line
        };
        let Ok(ops) = state.parse_line(line, &SET) else {
            break;
        };
        painter.paint(&mut builder, end, &ops, look_up);
    }
    builder.finish()
}

/// Returns the grammar that is called `name`, or that reads files with this extension.
pub(super) fn find(name: &str) -> Option<&'static SyntaxReference> {
    let is_it = |syntax: &&SyntaxReference| {
        let mut names = syntax.file_extensions.iter().chain([&syntax.name]);
        names.any(|known| known.eq_ignore_ascii_case(name))
    };
    SET.syntaxes().iter().rev().filter(|syntax| !syntax.hidden).find(is_it)
}

/// What scopes mean: the longest one that a scope begins with decides. Scopes that are not here inherit, which is
/// what punctuation should do: quotes belong to their string, brackets to nothing.
const SCOPES: &[(&str, Paint)] = &[
    ("comment", Paint::Class(C::Comment)),
    ("comment.block.documentation", Paint::Class(C::Doc)),
    ("comment.line.documentation", Paint::Class(C::Doc)),
    ("constant.character", Paint::Class(C::String)),
    ("constant.character.escape", Paint::Class(C::Escape)),
    ("constant.character.format", Paint::Class(C::Interpolation)),
    ("constant.language", Paint::Class(C::Constant)),
    ("constant.numeric", Paint::Class(C::Number)),
    ("constant.other", Paint::Class(C::Constant)),
    ("constant.other.color", Paint::Class(C::Number)),
    ("constant.other.placeholder", Paint::Class(C::Interpolation)),
    ("entity.name.class", Paint::Class(C::Class)),
    ("entity.name.constant", Paint::Class(C::Constant)),
    ("entity.name.enum", Paint::Class(C::Class)),
    ("entity.name.function", Paint::Class(C::Function)),
    ("entity.name.function.decorator", Paint::Class(C::Decorator)),
    ("entity.name.impl", Paint::Class(C::Class)),
    ("entity.name.interface", Paint::Class(C::Class)),
    ("entity.name.label", Paint::Class(C::Label)),
    ("entity.name.macro", Paint::Class(C::Function)),
    ("entity.name.module", Paint::Class(C::Class)),
    ("entity.name.namespace", Paint::Class(C::Class)),
    ("entity.name.section", Paint::Class(C::Heading)),
    ("entity.name.struct", Paint::Class(C::Class)),
    ("entity.name.tag", Paint::Class(C::Tag)),
    ("entity.name.trait", Paint::Class(C::Class)),
    ("entity.name.type", Paint::Class(C::Class)),
    ("entity.name.union", Paint::Class(C::Class)),
    ("entity.other.attribute-name", Paint::Class(C::Attribute)),
    ("entity.other.inherited-class", Paint::Class(C::Type)),
    ("keyword", Paint::Class(C::Keyword)),
    ("keyword.operator", Paint::Class(C::Operator)),
    ("keyword.operator.alphanumeric", Paint::Class(C::Keyword)),
    ("keyword.operator.logical.python", Paint::Class(C::Keyword)),
    ("keyword.operator.word", Paint::Class(C::Keyword)),
    ("keyword.other.substitution", Paint::Class(C::Interpolation)),
    ("keyword.other.template", Paint::Class(C::String)),
    ("keyword.other.unit", Paint::Class(C::Number)),
    ("markup.deleted", Paint::Class(C::Deleted)),
    ("markup.heading", Paint::Class(C::Heading)),
    ("markup.inserted", Paint::Class(C::Inserted)),
    ("markup.raw", Paint::Class(C::String)),
    ("meta.annotation", Paint::Class(C::Decorator)),
    ("meta.annotation.parameters", Paint::Plain),
    ("meta.attribute.rust", Paint::Class(C::Decorator)),
    ("meta.diff.header", Paint::Class(C::Heading)),
    ("meta.diff.range", Paint::Class(C::Heading)),
    ("meta.interpolation", Paint::Plain),
    ("meta.mapping.key", Paint::Class(C::Property)),
    ("meta.template.expression", Paint::Plain),
    ("punctuation.definition.interpolation", Paint::Class(C::Interpolation)),
    ("punctuation.definition.template-expression", Paint::Class(C::Interpolation)),
    ("punctuation.section.interpolation", Paint::Class(C::Interpolation)),
    ("source", Paint::Plain),
    ("source.regexp", Paint::Class(C::Regex)),
    ("storage", Paint::Class(C::Keyword)),
    ("storage.modifier.lifetime", Paint::Class(C::Label)),
    ("storage.type.c", Paint::Class(C::Type)),
    ("storage.type.c++", Paint::Class(C::Type)),
    ("storage.type.cs", Paint::Class(C::Type)),
    ("storage.type.go", Paint::Class(C::Type)),
    ("storage.type.java", Paint::Class(C::Type)),
    ("storage.type.numeric", Paint::Class(C::Number)),
    ("storage.type.primitive", Paint::Class(C::Type)),
    ("storage.type.string", Paint::Class(C::String)),
    ("string", Paint::Class(C::String)),
    ("string.regexp", Paint::Class(C::Regex)),
    ("string.unquoted", Paint::Inherit),
    ("support.class", Paint::Class(C::Builtin)),
    ("support.constant", Paint::Class(C::Constant)),
    ("support.function", Paint::Class(C::Builtin)),
    ("support.macro", Paint::Class(C::Builtin)),
    ("support.type", Paint::Class(C::Type)),
    ("support.type.exception", Paint::Class(C::Builtin)),
    ("support.type.property-name", Paint::Class(C::Property)),
    ("support.type.python", Paint::Class(C::Builtin)),
    ("support.variable", Paint::Class(C::Builtin)),
    ("text.html", Paint::Plain),
    ("variable.annotation", Paint::Class(C::Decorator)),
    ("variable.function", Paint::Class(C::Function)),
    ("variable.language", Paint::Class(C::Variable)),
    ("variable.other.member", Paint::Plain),
    ("variable.other.normal.shell", Paint::Class(C::Variable)),
    ("variable.other.php", Paint::Class(C::Variable)),
    ("variable.parameter", Paint::Class(C::Parameter)),
];

fn look_up(scope: Scope) -> Paint {
    static LONGEST_FIRST: LazyLock<Vec<(Scope, Paint)>> = LazyLock::new(|| {
        let mut known: Vec<_> = SCOPES
            .iter()
            .map(|&(scope, paint)| {
                (Scope::new(scope).expect("a scope has at most eight words"), paint)
            })
            .collect();
        known.sort_by_key(|(scope, _)| std::cmp::Reverse(scope.len()));
        known
    });
    LONGEST_FIRST
        .iter()
        .find(|(known, _)| known.is_prefix_of(scope))
        .map_or(Paint::Inherit, |&(_, paint)| paint)
}
