//! Sound entries → `Config`, and what only several keys together can get wrong.

use std::collections::BTreeMap;

use super::folders;
use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::path::FilePath;
use crate::base::rule::Level;
use crate::base::span::Spanned;
use crate::model::config::{
    AllowedWarning, Anatomy, AnatomySection, Book, Config, Limit, Markdown, Paper, Print,
    PythonTests, RawHtml, Redirect, SiteConfig, Unit,
};
use crate::rules;
use crate::schema::tree::{Entry, Kind, Node, Table};

/// Reads the tables of a `book.toml` that has been checked.
pub(super) fn config(file: &FilePath, top: &Table) -> Checked<Config> {
    let mut findings = Vec::new();
    let table = |name: &str| Table { entries: top.table(name).to_vec() };
    let config = Config {
        book: book(&table("book")),
        build: folders::build(file, &table("build"), &mut findings),
        site: site(&table("site")),
        markdown: markdown(&table("markdown")),
        print: print(&table("print")),
        checks: top.table("checks").iter().filter_map(check).collect(),
        anatomy: tables(top.list("anatomy"))
            .map(|table| anatomy(file, table, &mut findings))
            .collect(),
        python: python(&Table { entries: table("test").table("python").to_vec() }),
        theme_options: top.table("theme").iter().filter_map(option).collect(),
        redirects: top.table("redirects").iter().filter_map(redirect).collect(),
    };
    Checked { value: config, diagnostics: findings }
}

fn book(table: &Table) -> Book {
    Book {
        id: table.text("id"),
        title: table.text("title"),
        description: table.text("description"),
        authors: values(table.texts("authors")),
        language: table.text("language").unwrap_or(Book::default().language),
    }
}

fn site(table: &Table) -> SiteConfig {
    let with_slash = |url: String| if url.ends_with('/') { url } else { url + "/" };
    SiteConfig {
        base_url: table.text("base_url").map(with_slash),
        repository: table.text("repository"),
        edit_url: table.text("edit_url"),
    }
}

fn markdown(table: &Table) -> Markdown {
    Markdown {
        raw_html: match table.text("raw_html").as_deref() {
            Some("escape") => RawHtml::Escape,
            _ => RawHtml::Allow,
        },
        smart_punctuation: table.flag("smart_punctuation").unwrap_or(false),
        math: table.flag("math").unwrap_or(false),
    }
}

fn print(table: &Table) -> Print {
    Print {
        paper: match table.text("paper").as_deref() {
            Some("letter") => Paper::Letter,
            _ => Paper::A4,
        },
        edition: table.flag("edition"),
    }
}

fn python(table: &Table) -> PythonTests {
    let default = PythonTests::default();
    let whole = |name: &str| table.whole(name).and_then(|number| u32::try_from(number).ok());
    let interpreters = table.texts("interpreters");
    PythonTests {
        interpreters: if interpreters.is_empty() { default.interpreters } else { interpreters },
        timeout: whole("timeout").unwrap_or(default.timeout),
        memory: whole("memory").unwrap_or(default.memory),
        allow_warnings: tables(table.list("allow_warnings")).filter_map(allowed_warning).collect(),
    }
}

fn allowed_warning(table: &Table) -> Option<AllowedWarning> {
    Some(AllowedWarning {
        module: table.text("module")?,
        message: table.text("message")?,
        reason: table.text("reason")?,
    })
}

fn check(entry: &Entry) -> Option<(String, Level)> {
    let level = Level::from_name(&entry.value.text()?.value)?;
    Some((entry.key.value.clone(), level))
}

fn redirect(entry: &Entry) -> Option<Redirect> {
    Some(Redirect { from: entry.key.clone(), to: entry.value.text()? })
}

fn anatomy(file: &FilePath, table: &Table, findings: &mut Vec<Diagnostic>) -> Anatomy {
    let mut seen: BTreeMap<String, Spanned<String>> = BTreeMap::new();
    for section in tables(table.list("sections")) {
        let Some(heading) = section.spanned("heading") else { continue };
        let folded = heading.value.trim().to_lowercase();
        if let Some(first) = seen.get(&folded) {
            let message = format!("the section `{}` is listed twice", heading.value);
            let finding = Diagnostic::at(&rules::INVALID_CONFIG, file, heading.span, message)
                .label(file, first.span, "first listed here")
                .help("remove one of them");
            findings.push(finding);
        } else {
            seen.insert(folded, heading);
        }
    }
    Anatomy {
        pages: values(table.texts("pages")),
        except: values(table.texts("except")),
        limits: limits(&Unit::OF_PAGE, table),
        sections: tables(table.list("sections")).filter_map(section).collect(),
    }
}

fn section(table: &Table) -> Option<AnatomySection> {
    Some(AnatomySection {
        heading: table.text("heading")?.trim().to_owned(),
        is_required: table.flag("required").unwrap_or(true),
        role: table.text("role"),
        limits: limits(&Unit::OF_SECTION, table),
    })
}

fn limits(units: &[Unit], table: &Table) -> Vec<Limit> {
    let of = |unit: &Unit| {
        let unit = *unit;
        tables(table.list(unit.name())).map(move |table| limit(unit, table))
    };
    units.iter().flat_map(of).collect()
}

fn limit(unit: Unit, table: &Table) -> Limit {
    let count = |name| table.whole(name).and_then(|count| usize::try_from(count).ok());
    Limit {
        unit,
        min: count("min"),
        max: count("max"),
        level: table.text("level").and_then(|name| Level::from_name(&name)),
    }
}

fn option(entry: &Entry) -> Option<(String, Spanned<toml::Value>)> {
    let value = toml_value(&entry.value)?;
    Some((entry.key.value.clone(), Spanned::new(value, entry.value.span)))
}

/// Returns a value as TOML knows it; `None` for what did not parse.
fn toml_value(node: &Node) -> Option<toml::Value> {
    Some(match &node.kind {
        Kind::Text(text) => toml::Value::String(text.clone()),
        Kind::Whole(number) => toml::Value::Integer(*number),
        Kind::Number(number) => toml::Value::Float(*number),
        Kind::Flag(flag) => toml::Value::Boolean(*flag),
        Kind::Date(date) => toml::Value::Datetime(date.parse().ok()?),
        Kind::List(items) => toml::Value::Array(items.iter().filter_map(toml_value).collect()),
        Kind::Table(table) => toml::Value::Table(
            table
                .entries
                .iter()
                .filter_map(|entry| Some((entry.key.value.clone(), toml_value(&entry.value)?)))
                .collect(),
        ),
        Kind::Empty | Kind::Other(_) | Kind::Broken => return None,
    })
}

fn tables(items: &[Node]) -> impl Iterator<Item = &Table> {
    items.iter().filter_map(Node::table)
}

fn values(texts: Vec<Spanned<String>>) -> Vec<String> {
    texts.into_iter().map(|text| text.value).collect()
}
