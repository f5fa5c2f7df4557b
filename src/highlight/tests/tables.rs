//! The tables: classes, names of languages, scopes.

use std::collections::BTreeSet;

use crate::highlight::language::Engine;
use crate::highlight::{TokenClass, find_language, highlight, language_names, stock};

#[test]
fn classes_have_names_of_their_own() {
    let css: BTreeSet<_> = TokenClass::ALL.iter().map(|class| class.css_class()).collect();
    let scopes: BTreeSet<_> = TokenClass::ALL.iter().map(|class| class.scope_name()).collect();
    assert_eq!((css.len(), scopes.len()), (TokenClass::ALL.len(), TokenClass::ALL.len()));
    assert!(TokenClass::ALL.is_sorted(), "in the order of declaration");
}

#[test]
fn names_are_found_whatever_their_case() {
    for (name, id) in [
        ("Python", "python"),
        ("PY3", "python"),
        ("yml", "yaml"),
        ("ps1", "powershell"),
        ("C++", "cpp"),
        ("golang", "go"),
    ] {
        assert_eq!(find_language(name).unwrap().id, id);
    }
    assert_eq!(find_language("Gnuplot").unwrap().id, "gp", "known to the stock set alone");
    assert_eq!(find_language("pythn"), None);
    assert_eq!(find_language(""), None);
}

#[test]
fn every_name_is_listed_once_and_leads_somewhere() {
    let names = language_names();
    assert!(names.is_sorted());
    for pair in names.windows(2) {
        assert_ne!(pair[0], pair[1]);
    }
    for name in names {
        assert_eq!(name, name.to_lowercase());
        let language = find_language(name).unwrap();
        if let Engine::Stock(grammar) = language.engine {
            assert_eq!(
                stock::find(grammar).map(|syntax| syntax.name.as_str()),
                Some(grammar),
                "{name}"
            );
        }
        let text = "\"a\" 'b' # c\n{ x = 1; } // d\n<e f=\"g\">h</e>\n";
        assert_eq!(highlight(language, text).last().unwrap().text.end, text.len());
    }
}

#[test]
fn our_grammars_name_only_classes() {
    let known: BTreeSet<_> =
        TokenClass::ALL.iter().map(|class| class.scope_name()).chain(["plain"]).collect();
    for grammar in [
        include_str!("../grammars/ini.sublime-syntax"),
        include_str!("../grammars/json.sublime-syntax"),
        include_str!("../grammars/python.sublime-syntax"),
        include_str!("../grammars/shell.sublime-syntax"),
        include_str!("../grammars/sql.sublime-syntax"),
        include_str!("../grammars/toml.sublime-syntax"),
        include_str!("../grammars/yaml.sublime-syntax"),
    ] {
        for line in grammar.lines().map(|line| line.trim_start().trim_start_matches("- ")) {
            let Some((key, value)) = line.split_once(": ") else { continue };
            let named = match key {
                "scope" | "meta_scope" | "meta_content_scope" => vec![value],
                "captures" if value.starts_with('{') => value
                    .trim_matches(['{', '}'])
                    .split(", ")
                    .map(|pair| pair.split_once(": ").unwrap().1)
                    .collect(),
                _ if key.parse::<u8>().is_ok() => vec![value],
                _ => continue,
            };
            for scope in named {
                assert!(known.contains(scope), "`{scope}` in `{line}`");
            }
        }
    }
}
