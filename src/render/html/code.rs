//! Code blocks and tabs: highlighted text, in line elements only where lines matter.

use std::ops::Range;

use crate::base::html::escape_text_into;
use crate::highlight::{self, Token};
use crate::model::doc::{CodeBlock, DiffMark, Node};
use crate::model::sample::Runner;
use crate::render::html::verdict::Verdict;
use crate::render::html::{Writer, expectation};
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

/// More lines than these do not have to stay together on paper.
const LONG: usize = 20;

impl<'a> Writer<'a> {
    /// `at` is where the block begins in its page.
    pub(super) fn code(&mut self, code: &'a CodeBlock, at: u32) {
        let included = code
            .include
            .as_ref()
            .map(|include| self.scope.page.includes.get(&include.value).map_or("", |text| &**text));
        let text = included.unwrap_or(&code.text);
        let language = code.language.as_ref().map(|language| language.value.as_str());
        let expectations = if self.is_front { Expectations::Hidden } else { Expectations::Shown };
        let text = text.strip_suffix('\n').unwrap_or(text);
        let html = highlighted(code, language, text, expectations);
        let sample = &code.sample;
        let program = self.scope.page.samples.get(&at);
        let whole = program.filter(|program| program.has_more()).map(|program| {
            let text = program.text();
            let text = text.strip_suffix('\n').unwrap_or(&text);
            Html::new(&highlighted(&CodeBlock::default(), language, text, expectations))
        });
        let verdict = program.and_then(|program| self.verdict(program));
        let view = block::Code {
            language: language.and_then(language_label),
            title: code.title.as_deref(),
            html: Html::new(&html),
            has_lines: has_lines(code),
            is_long: self.scope.place.is_printed && text.lines().count() > LONG,
            is_numbered: code.numbers.is_some(),
            output: code.output.as_ref().map(|output| &*output.value).filter(|_| !self.is_front),
            raises: sample.raises.as_deref().filter(|_| !self.is_front),
            reason: sample.reason.as_deref(),
            since: sample.since.as_deref(),
            until: sample.until.as_deref(),
            ran: verdict.as_ref().and_then(Verdict::ran).filter(|_| !self.is_front),
            is_stale: verdict == Some(Verdict::Stale),
            whole,
            is_starter: sample.mode == crate::model::doc::SampleMode::Starter,
        };
        self.template("blocks/code.html", "code", &view);
    }

    pub(super) fn tabs(&mut self, tabs: &'a [Node<CodeBlock>]) {
        let items = tabs
            .iter()
            .map(|tab| block::Tab {
                label: tab.kind.tab.as_deref().unwrap_or_default(),
                body: Html::new(&self.capture(|writer| writer.code(&tab.kind, tab.span.start))),
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

/// Whether lines are shown that say what the code prints.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Expectations {
    Shown,
    /// They are the answer to what is asked.
    Hidden,
}

fn highlighted(
    code: &CodeBlock,
    language: Option<&str>,
    text: &str,
    expectations: Expectations,
) -> String {
    let mut out = String::with_capacity(text.len() * 3);
    let mut tokens = match language.and_then(highlight::find_language) {
        Some(language) => highlight::highlight(language, text),
        None => vec![Token { class: None, text: 0..text.len() }],
    };
    let mut hidden = Vec::new();
    if language.and_then(Runner::of) == Some(Runner::Python) {
        tokens = expectation::marked(text, tokens);
        if expectations == Expectations::Hidden {
            hidden = expectation::lines(text, &tokens);
        }
    }
    if has_lines(code) {
        lines_into(&mut out, code, text, &tokens, &hidden);
    } else {
        for token in &tokens {
            for part in expectation::without(token.text.clone(), &hidden) {
                token_into(&mut out, text, token, part);
            }
        }
    }
    // What is hidden may leave the last line's break behind.
    out.truncate(out.trim_end_matches('\n').len());
    out
}

/// Writes each line in an element of its own; tokens that span lines are split.
fn lines_into(
    out: &mut String,
    code: &CodeBlock,
    text: &str,
    tokens: &[Token],
    hidden: &[Range<usize>],
) {
    let mut tokens = tokens.iter().peekable();
    let mut start = 0;
    for (position, line) in text.split_inclusive('\n').enumerate() {
        let end = start + line.len();
        let is_hidden = hidden.iter().any(|range| range.contains(&start));
        if !is_hidden {
            line_start_into(out, code, position);
        }
        while let Some(token) = tokens.peek() {
            let part = token.text.start.max(start)..token.text.end.min(end);
            if !part.is_empty() && !is_hidden {
                token_into(out, text, token, part);
            }
            if token.text.end > end {
                break;
            }
            tokens.next();
        }
        if !is_hidden {
            out.push_str("</span>");
        }
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
    // Breaks stay outside: a theme may make a box of an output, which would take them in.
    let shown = part.trim_end_matches('\n');
    if !shown.is_empty() {
        // A class of letters needs no quotes, and a page has hundreds of tokens.
        out.push_str("<span class=");
        out.push_str(class.css_class());
        out.push('>');
        escape_text_into(out, shown);
        out.push_str("</span>");
    }
    out.push_str(&part[shown.len()..]);
}

#[cfg(test)]
mod tests {
    use super::LANGUAGES;

    #[test]
    fn languages_are_sorted() {
        assert!(LANGUAGES.is_sorted_by_key(|(name, _)| *name));
    }
}
