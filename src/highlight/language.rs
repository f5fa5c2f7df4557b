//! Languages and the names that authors call them by.

use super::own::Grammar;
use super::stock;
use super::transcript::Transcript;

/// A language that [`super::highlight`] knows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Language {
    /// The name to put into class names: `python` for `py3`; a file extension, for a language that is not listed.
    pub id: &'static str,
    pub(super) engine: Engine,
}

/// What reads a language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Engine {
    Plain,
    Own(Grammar),
    Transcript(Transcript),
    /// A stock grammar, by its name.
    Stock(&'static str),
}

/// Returns the language called `name`, whatever its case.
///
/// Besides [`language_names`] it accepts the names and file extensions of all stock grammars, which it loads to look up
/// a name that is not listed.
pub fn find_language(name: &str) -> Option<Language> {
    let listed = LANGUAGES.iter().find(|(id, _, aliases)| {
        id.eq_ignore_ascii_case(name)
            || aliases.iter().any(|alias| alias.eq_ignore_ascii_case(name))
    });
    if let Some(&(id, engine, _)) = listed {
        return Some(Language { id, engine });
    }
    let syntax = stock::find(name)?;
    let id = syntax.file_extensions.first().unwrap_or(&syntax.name);
    Some(Language { id, engine: Engine::Stock(&syntax.name) })
}

/// Returns the names worth suggesting, sorted: every language listed here, and its aliases.
pub fn language_names() -> Vec<&'static str> {
    let mut names: Vec<_> = LANGUAGES
        .iter()
        .flat_map(|(id, _, aliases)| std::iter::once(*id).chain(aliases.iter().copied()))
        .collect();
    names.sort_unstable();
    names
}

type Row = (&'static str, Engine, &'static [&'static str]);

#[rustfmt::skip]
const LANGUAGES: &[Row] = &[
    ("bash", Engine::Own(Grammar::Shell), &["sh", "shell", "zsh", "ksh"]),
    ("ini", Engine::Own(Grammar::Ini), &["cfg", "conf", "dosini", "env", "dotenv", "properties", "editorconfig"]),
    ("json", Engine::Own(Grammar::Json), &["jsonc", "json5", "jsonl", "ndjson", "geojson"]),
    ("python", Engine::Own(Grammar::Python), &["py", "python3", "py3", "pyi", "python2", "py2"]),
    ("sql", Engine::Own(Grammar::Sql), &["postgres", "postgresql", "pgsql", "plpgsql", "sqlite", "mysql"]),
    ("toml", Engine::Own(Grammar::Toml), &[]),
    ("yaml", Engine::Own(Grammar::Yaml), &["yml"]),

    ("console", Engine::Transcript(Transcript::Shell), &["shell-session", "shellsession", "bash-session", "sh-session", "terminal"]),
    ("psql", Engine::Transcript(Transcript::Psql), &["postgres-console"]),
    ("pycon", Engine::Transcript(Transcript::Python), &["python-console", "python-repl", "doctest", "pytb", "traceback"]),

    ("text", Engine::Plain, &["txt", "plain", "plaintext", "none", "nohighlight"]),
    ("output", Engine::Plain, &["stdout"]),
    // Drawn by another stage; here so that its name is known.
    ("mermaid", Engine::Plain, &[]),

    ("apache", Engine::Stock("Apache Conf"), &["apacheconf", "htaccess"]),
    ("awk", Engine::Stock("AWK"), &[]),
    ("bat", Engine::Stock("Batch File"), &["batch", "cmd", "dos"]),
    ("c", Engine::Stock("C"), &["h"]),
    ("clojure", Engine::Stock("Clojure"), &["clj"]),
    ("cmake", Engine::Stock("CMake"), &[]),
    ("cpp", Engine::Stock("C++"), &["c++", "cc", "cxx", "hpp"]),
    ("csharp", Engine::Stock("C#"), &["c#", "cs", "dotnet"]),
    ("css", Engine::Stock("CSS"), &[]),
    ("csv", Engine::Stock("Comma Separated Values"), &[]),
    ("dart", Engine::Stock("Dart"), &[]),
    ("diff", Engine::Stock("Diff"), &["patch", "udiff"]),
    ("docker", Engine::Stock("Dockerfile (with bash)"), &["dockerfile", "containerfile"]),
    ("dot", Engine::Stock("Graphviz (DOT)"), &["graphviz"]),
    ("elixir", Engine::Stock("Elixir"), &["ex", "exs"]),
    ("elm", Engine::Stock("Elm"), &[]),
    ("erlang", Engine::Stock("Erlang"), &["erl"]),
    ("fish", Engine::Stock("Fish"), &[]),
    ("fortran", Engine::Stock("Fortran (Modern)"), &["f90"]),
    ("fsharp", Engine::Stock("F#"), &["f#", "fs"]),
    ("gitignore", Engine::Stock("Git Ignore"), &["dockerignore"]),
    ("go", Engine::Stock("Go"), &["golang"]),
    ("graphql", Engine::Stock("GraphQL"), &["gql"]),
    ("groovy", Engine::Stock("Groovy"), &["gradle", "jenkinsfile"]),
    ("haskell", Engine::Stock("Haskell"), &["hs"]),
    ("hcl", Engine::Stock("Terraform"), &["terraform", "tf"]),
    ("html", Engine::Stock("HTML"), &["htm", "xhtml"]),
    ("http", Engine::Stock("HTTP Request and Response"), &["https"]),
    ("java", Engine::Stock("Java"), &[]),
    ("javascript", Engine::Stock("JavaScript (Babel)"), &["js", "jsx", "mjs", "cjs", "node"]),
    ("jinja", Engine::Stock("HTML (Jinja2)"), &["jinja2", "j2", "django", "tera", "html+jinja"]),
    ("jq", Engine::Stock("JQ"), &[]),
    ("julia", Engine::Stock("Julia"), &["jl"]),
    ("kotlin", Engine::Stock("Kotlin"), &["kt", "kts"]),
    ("latex", Engine::Stock("LaTeX"), &["tex"]),
    ("less", Engine::Stock("Less"), &[]),
    ("lisp", Engine::Stock("Lisp"), &["scheme", "elisp", "common-lisp"]),
    ("log", Engine::Stock("log"), &[]),
    ("lua", Engine::Stock("Lua"), &[]),
    ("make", Engine::Stock("Makefile"), &["makefile", "mk"]),
    ("markdown", Engine::Stock("Markdown"), &["md"]),
    ("matlab", Engine::Stock("MATLAB"), &["octave"]),
    ("nasm", Engine::Stock("x86_64 Assembly"), &["asm", "assembly", "x86asm"]),
    ("nginx", Engine::Stock("nginx"), &[]),
    ("nim", Engine::Stock("Nim"), &[]),
    ("nix", Engine::Stock("Nix"), &[]),
    ("objc", Engine::Stock("Objective-C"), &["objective-c"]),
    ("ocaml", Engine::Stock("OCaml"), &["ml"]),
    ("perl", Engine::Stock("Perl"), &["pl"]),
    ("php", Engine::Stock("PHP"), &[]),
    ("powershell", Engine::Stock("PowerShell"), &["ps1", "pwsh", "posh"]),
    ("protobuf", Engine::Stock("Protocol Buffer"), &["proto"]),
    ("puppet", Engine::Stock("Puppet"), &[]),
    ("r", Engine::Stock("R"), &["rlang"]),
    ("regex", Engine::Stock("Regular Expression"), &["regexp"]),
    ("requirements", Engine::Stock("Requirements.txt"), &["pip-requirements", "requirements.txt"]),
    ("rst", Engine::Stock("reStructuredText"), &["restructuredtext"]),
    ("ruby", Engine::Stock("Ruby"), &["rb"]),
    ("rust", Engine::Stock("Rust"), &["rs"]),
    ("sass", Engine::Stock("Sass"), &[]),
    ("scala", Engine::Stock("Scala"), &[]),
    ("scss", Engine::Stock("SCSS"), &[]),
    ("solidity", Engine::Stock("Solidity"), &["sol"]),
    ("svelte", Engine::Stock("Svelte"), &[]),
    ("swift", Engine::Stock("Swift"), &[]),
    ("systemd", Engine::Own(Grammar::Ini), &["service"]),
    ("tsx", Engine::Stock("TypeScriptReact"), &[]),
    ("typescript", Engine::Stock("TypeScript"), &["ts", "mts", "cts"]),
    ("typst", Engine::Stock("Typst"), &["typ"]),
    ("verilog", Engine::Stock("Verilog"), &["systemverilog", "sv"]),
    ("vhdl", Engine::Stock("VHDL"), &[]),
    ("vim", Engine::Stock("VimL"), &["viml", "vimscript"]),
    ("vue", Engine::Stock("Vue Component"), &[]),
    ("wgsl", Engine::Stock("WGSL"), &[]),
    ("xml", Engine::Stock("XML"), &["svg", "rss", "xsd", "xsl"]),
    ("zig", Engine::Stock("Zig"), &[]),
];
