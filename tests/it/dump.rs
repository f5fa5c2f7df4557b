//! Document trees as text, for expectations: a block a line, what it holds indented below.

use std::fmt::Write as _;
use std::ops::RangeInclusive;

use cribsheet::model::doc::{
    Alignment, Block, CodeBlock, DiffMark, Element, Fold, Image, Inline, Node, SampleMode, Study,
};
use cribsheet::model::topic::Topic;

/// Returns a topic's tree.
pub(crate) fn topic(topic: &Topic) -> String {
    let mut dump = Dump::default();
    dump.blocks(&topic.doc.blocks);
    for footnote in &topic.doc.footnotes {
        dump.line(&format!("footnote {} x{}", footnote.label, footnote.n_references));
        dump.within(|dump| dump.blocks(&footnote.blocks));
    }
    dump.text
}

#[derive(Default)]
struct Dump {
    text: String,
    depth: usize,
}

impl Dump {
    fn line(&mut self, line: &str) {
        writeln!(self.text, "{:width$}{}", "", line.trim_end(), width = self.depth * 2).unwrap();
    }

    fn within(&mut self, write: impl FnOnce(&mut Self)) {
        self.depth += 1;
        write(self);
        self.depth -= 1;
    }

    fn blocks(&mut self, blocks: &[Node<Block>]) {
        for block in blocks {
            self.block(&block.kind);
        }
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading(heading) => {
                let classes = heading.classes.iter().fold(String::new(), |all, it| all + " ." + it);
                let folded = if heading.is_folded { " folded" } else { "" };
                let content = inlines(&heading.content);
                self.line(&format!(
                    "heading {} #{}{classes}{folded} {content}",
                    heading.level, heading.id
                ));
            }
            Block::Paragraph(content) => self.line(&format!("paragraph {}", inlines(content))),
            Block::Plain(content) => self.line(&format!("plain {}", inlines(content))),
            Block::Code(code) => self.code(code),
            Block::Tabs(tabs) => {
                self.line("tabs");
                self.within(|dump| tabs.iter().for_each(|tab| dump.code(&tab.kind)));
            }
            Block::Diagram(source) => self.verbatim("diagram", source),
            Block::Math(latex) => self.verbatim("math", latex),
            Block::Setup(setup) => {
                self.verbatim(&format!("setup {}", setup.sample.value), &setup.text);
            }
            Block::Text(text) => self.line(&format!("text {}", quoted(text))),
            Block::Rule => self.line("rule"),
            _ => self.container(block),
        }
    }

    fn container(&mut self, block: &Block) {
        match block {
            Block::List(list) => {
                self.line(&list.start.map_or("list".to_owned(), |start| format!("list {start}")));
                for item in &list.items {
                    let task = item.kind.task.map(|is_done| if is_done { " [x]" } else { " [ ]" });
                    self.within(|dump| {
                        dump.line(&format!("item{}", task.unwrap_or_default()));
                        dump.within(|dump| dump.blocks(&item.kind.blocks));
                    });
                }
            }
            Block::Definitions(definitions) => {
                self.line("definitions");
                self.within(|dump| {
                    for definition in definitions {
                        for term in &definition.terms {
                            dump.line(&format!("term {}", inlines(term)));
                        }
                        for detail in &definition.details {
                            dump.line("detail");
                            dump.within(|dump| dump.blocks(detail));
                        }
                    }
                });
            }
            Block::Table(table) => {
                let alignments: Vec<&str> =
                    table.alignments.iter().copied().map(alignment).collect();
                self.line(&format!("table {}", alignments.join(" ")));
                self.within(|dump| {
                    for (name, row) in [("head", &table.head)]
                        .into_iter()
                        .chain(table.rows.iter().map(|row| ("row", row)))
                    {
                        let cells: Vec<String> = row.iter().map(|cell| inlines(cell)).collect();
                        dump.line(&format!("{name} | {} |", cells.join(" | ")));
                    }
                });
            }
            Block::Quote(body) => self.named("quote", body),
            Block::Callout(callout) => {
                self.named(&format!("callout {:?}", callout.kind).to_lowercase(), &callout.body);
            }
            Block::Fold(fold) => self.fold(fold),
            Block::Study(study) => self.study(study),
            Block::Element(element) => {
                self.named(&format!("<{}>", tag(element)), &element.children);
            }
            _ => unreachable!("the others are no containers"),
        }
    }

    fn named(&mut self, name: &str, blocks: &[Node<Block>]) {
        self.line(name);
        self.within(|dump| dump.blocks(blocks));
    }

    fn fold(&mut self, fold: &Fold) {
        let open = if fold.is_open { " open" } else { "" };
        self.named(&format!("fold{open} {}", inlines(&fold.summary)), &fold.body);
    }

    fn study(&mut self, study: &Study) {
        let mut line = format!("{} {}", study.form.name(), study.id.value);
        for (key, value) in [
            ("kind", &study.kind),
            ("freq", &study.frequency),
            ("level", &study.level),
            ("since", &study.since),
            ("until", &study.until),
        ] {
            if let Some(value) = value {
                write!(line, " {key}={value}").unwrap();
            }
        }
        self.line(&line);
        self.within(|dump| {
            dump.blocks(&study.front);
            dump.fold(&study.fold);
        });
    }

    fn code(&mut self, code: &CodeBlock) {
        self.line(&info(code));
        let marks = code.diff.iter().flatten().map(|mark| match mark {
            DiffMark::Same => "|",
            DiffMark::Added => "+",
            DiffMark::Removed => "-",
        });
        let mut marks = marks.chain(std::iter::repeat("|"));
        self.within(|dump| {
            for line in code.text.split_inclusive('\n') {
                dump.source_line(marks.next().unwrap(), line);
            }
            if let Some(output) = &code.output {
                dump.verbatim("output", &output.value);
            }
        });
    }

    fn verbatim(&mut self, name: &str, text: &str) {
        self.line(name);
        self.within(|dump| text.split_inclusive('\n').for_each(|line| dump.source_line("|", line)));
    }

    /// A line of code; what would not be seen, such as a tab or a blank at its end, is escaped.
    fn source_line(&mut self, mark: &str, line: &str) {
        let (line, end) = match line.strip_suffix('\n') {
            Some(line) => (line, ""),
            None => (line, "  (no newline)"),
        };
        let kept = line.trim_end_matches(' ');
        let shown: String = escaped(kept) + &"\\s".repeat(line.len() - kept.len());
        self.line(&format!("{mark} {shown}{end}"));
    }
}

/// Returns the info string as it was understood.
fn info(code: &CodeBlock) -> String {
    let mut text = "code".to_owned();
    if let Some(language) = &code.language {
        write!(text, " {}", language.value).unwrap();
    }
    let sample = &code.sample;
    match sample.mode {
        SampleMode::Unmarked => {}
        SampleMode::Run => text.push_str(" run"),
        SampleMode::NoRun => text.push_str(" norun"),
        SampleMode::Starter => text.push_str(" starter"),
    }
    if sample.is_nondeterministic {
        text.push_str(" nondet");
    }
    if code.diff.is_some() {
        text.push_str(" diff");
    }
    if !code.marked.is_empty() {
        let ranges: Vec<String> = code.marked.iter().map(range).collect();
        write!(text, " {{{}}}", ranges.join(",")).unwrap();
    }
    let needs = (!sample.needs.is_empty()).then(|| sample.needs.join(","));
    let spanned = |value: &Option<cribsheet::base::span::Spanned<String>>| {
        value.as_ref().map(|value| value.value.clone())
    };
    for (key, value) in [
        ("numbers", code.numbers.map(|number| number.to_string())),
        ("timeout", sample.timeout.map(|seconds| seconds.to_string())),
        ("title", code.title.as_deref().map(quoted)),
        ("tab", code.tab.as_deref().map(quoted)),
        ("file", spanned(&code.include)),
        ("id", spanned(&sample.id)),
        ("after", spanned(&sample.after)),
        ("raises", sample.raises.as_deref().map(quoted)),
        ("reason", sample.reason.as_deref().map(quoted)),
        ("since", sample.since.clone()),
        ("until", sample.until.clone()),
        ("needs", needs),
        ("service", sample.service.clone()),
    ] {
        if let Some(value) = value {
            write!(text, " {key}={value}").unwrap();
        }
    }
    text
}

fn range(range: &RangeInclusive<usize>) -> String {
    if range.start() == range.end() {
        return range.start().to_string();
    }
    format!("{}-{}", range.start(), range.end())
}

fn alignment(alignment: Alignment) -> &'static str {
    match alignment {
        Alignment::None => "none",
        Alignment::Left => "left",
        Alignment::Center => "center",
        Alignment::Right => "right",
    }
}

fn inlines(content: &[Node<Inline>]) -> String {
    content.iter().map(|node| inline(&node.kind)).collect::<Vec<_>>().join(" ")
}

fn inline(inline: &Inline) -> String {
    match inline {
        Inline::Text(text) => quoted(text),
        Inline::Code(text) => format!("code({})", quoted(text)),
        Inline::Strong(content) => format!("strong({})", inlines(content)),
        Inline::Emphasis(content) => format!("em({})", inlines(content)),
        Inline::Strikethrough(content) => format!("del({})", inlines(content)),
        Inline::Link(link) => {
            format!("link[{}{}]({})", link.target, title(&link.title), inlines(&link.content))
        }
        Inline::Image(Image { target, title: text, alt }) => {
            format!("image[{target}{}]({})", title(text), quoted(alt))
        }
        Inline::Math { latex, is_display: false } => format!("math({})", quoted(latex)),
        Inline::Math { latex, is_display: true } => format!("display-math({})", quoted(latex)),
        Inline::FootnoteReference { index, occurrence } => format!("note[{index}.{occurrence}]"),
        Inline::Element(element) => {
            format!("<{}>({})", tag(element), inlines(&element.children))
        }
        Inline::SoftBreak => "soft".to_owned(),
        Inline::HardBreak => "hard".to_owned(),
    }
}

fn tag<K>(element: &Element<K>) -> String {
    let mut text = element.name.clone();
    for (key, value) in &element.attributes {
        write!(text, " {key}={}", quoted(value)).unwrap();
    }
    text
}

fn title(title: &str) -> String {
    if title.is_empty() { String::new() } else { format!(" {}", quoted(title)) }
}

fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(&text.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Writes control characters and unusual blanks so that they are seen.
fn escaped(text: &str) -> String {
    let mut shown = String::new();
    for letter in text.chars() {
        match letter {
            '\t' => shown.push_str("\\t"),
            '\n' => shown.push_str("\\n"),
            '\r' => shown.push_str("\\r"),
            _ if letter.is_control() || (letter.is_whitespace() && letter != ' ') => {
                write!(shown, "\\u{{{:x}}}", u32::from(letter)).unwrap();
            }
            '\u{200b}'..='\u{200f}' | '\u{feff}' => {
                write!(shown, "\\u{{{:x}}}", u32::from(letter)).unwrap();
            }
            _ => shown.push(letter),
        }
    }
    shown
}
