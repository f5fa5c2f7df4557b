//! Code blocks and tabs: highlighted text, in line elements only where lines matter.

use std::ops::Range;

use crate::base::html::escape_text_into;
use crate::highlight::{self, Token};
use crate::model::doc::{CodeBlock, DiffMark, Node};
use crate::render::html::Writer;
use crate::render::view::{Html, block};

/// Names of languages as readers know them; others are shown as written.
const LANGUAGES: [(&str, &str); 40] = [
    ("bash", "Bash"),
    ("bat", "Batch"),
    ("c", "C"),
    ("cfg", "INI"),
    ("console", "Console"),
    ("cpp", "C++"),
    ("css", "CSS"),
    ("cython", "Cython"),
    ("diff", "Diff"),
    ("dockerfile", "Dockerfile"),
    ("go", "Go"),
    ("html", "HTML"),
    ("http", "HTTP"),
    ("ini", "INI"),
    ("java", "Java"),
    ("javascript", "JavaScript"),
    ("jinja", "Jinja"),
    ("js", "JavaScript"),
    ("json", "JSON"),
    ("lua", "Lua"),
    ("makefile", "Makefile"),
    ("markdown", "Markdown"),
    ("md", "Markdown"),
    ("nginx", "nginx"),
    ("pgsql", "PostgreSQL"),
    ("powershell", "PowerShell"),
    ("py", "Python"),
    ("pycon", "Python console"),
    ("python", "Python"),
    ("python3", "Python"),
    ("rust", "Rust"),
    ("sh", "Shell"),
    ("shell", "Shell"),
    ("sql", "SQL"),
    ("toml", "TOML"),
    ("ts", "TypeScript"),
    ("typescript", "TypeScript"),
    ("xml", "XML"),
    ("yaml", "YAML"),
    ("yml", "YAML"),
];

/// Languages that need no label.
const PLAIN: [&str; 4] = ["output", "plain", "text", "txt"];

impl<'a> Writer<'a> {
    pub(super) fn code(&mut self, code: &'a CodeBlock) {
        let included = code
            .include
            .as_ref()
            .map(|include| self.scope.page.includes.get(&include.value).map_or("", |text| &**text));
        let text = included.unwrap_or(&code.text);
        let language = code.language.as_ref().map(|language| language.value.as_str());
        let html = highlighted(code, language, text.strip_suffix('\n').unwrap_or(text));
        let sample = &code.sample;
        let view = block::Code {
            language: language.and_then(language_label),
            title: code.title.as_deref(),
            html: Html::new(&html),
            has_lines: has_lines(code),
            is_numbered: code.numbers.is_some(),
            output: code.output.as_ref().map(|output| &*output.value).filter(|_| !self.is_front),
            raises: sample.raises.as_deref().filter(|_| !self.is_front),
            reason: sample.reason.as_deref(),
            since: sample.since.as_deref(),
            until: sample.until.as_deref(),
            is_starter: sample.mode == crate::model::doc::SampleMode::Starter,
        };
        self.template("blocks/code.html", "code", &view);
    }

    pub(super) fn tabs(&mut self, tabs: &'a [Node<CodeBlock>]) {
        let items = tabs
            .iter()
            .map(|tab| block::Tab {
                label: tab.kind.tab.as_deref().unwrap_or_default(),
                body: Html::new(&self.capture(|writer| writer.code(&tab.kind))),
            })
            .collect();
        self.template("blocks/tabs.html", "tabs", &block::Tabs { items });
    }
}

fn language_label(written: &str) -> Option<&str> {
    if PLAIN.contains(&written) {
        return None;
    }
    let lowercase = written.to_ascii_lowercase();
    let known = LANGUAGES.binary_search_by_key(&&*lowercase, |(name, _)| name);
    Some(known.map_or(written, |position| LANGUAGES[position].1))
}

fn has_lines(code: &CodeBlock) -> bool {
    code.numbers.is_some() || code.diff.is_some() || !code.marked.is_empty()
}

fn highlighted(code: &CodeBlock, language: Option<&str>, text: &str) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let tokens = match language.and_then(highlight::find_language) {
        Some(language) => highlight::highlight(language, text),
        None => vec![Token { class: None, text: 0..text.len() }],
    };
    if has_lines(code) {
        lines_into(&mut out, code, text, &tokens);
    } else {
        for token in &tokens {
            token_into(&mut out, text, token, token.text.clone());
        }
    }
    out
}

/// Writes each line in an element of its own; tokens that span lines are split.
fn lines_into(out: &mut String, code: &CodeBlock, text: &str, tokens: &[Token]) {
    let mut tokens = tokens.iter().peekable();
    let mut start = 0;
    for (position, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        line_start_into(out, code, position);
        while let Some(token) = tokens.peek() {
            let part = token.text.start.max(start)..token.text.end.min(end);
            if !part.is_empty() {
                token_into(out, text, token, part);
            }
            if token.text.end > end {
                break;
            }
            tokens.next();
        }
        out.push_str("</span>");
        start = end;
    }
}

fn line_start_into(out: &mut String, code: &CodeBlock, position: usize) {
    out.push_str("<span class=\"l");
    if code.marked.iter().any(|range| range.contains(&(position + 1))) {
        out.push_str(" hl");
    }
    match code.diff.as_ref().and_then(|marks| marks.get(position)) {
        Some(DiffMark::Added) => out.push_str(" add"),
        Some(DiffMark::Removed) => out.push_str(" del"),
        Some(DiffMark::Same) | None => {}
    }
    if let Some(first) = code.numbers {
        out.push_str("\" data-n=\"");
        out.push_str(&(first + position).to_string());
    }
    out.push_str("\">");
}

fn token_into(out: &mut String, text: &str, token: &Token, range: Range<usize>) {
    let part = &text[range];
    let Some(class) = token.class else { return escape_text_into(out, part) };
    // A class of letters needs no quotes, and a page has hundreds of tokens.
    out.push_str("<span class=");
    out.push_str(class.css_class());
    out.push('>');
    escape_text_into(out, part);
    out.push_str("</span>");
}

#[cfg(test)]
mod tests {
    use super::LANGUAGES;

    #[test]
    fn languages_are_sorted() {
        assert!(LANGUAGES.is_sorted_by_key(|(name, _)| *name));
    }
}
