//! What must hold for any input at all.

use std::time::{Duration, Instant};

use cribsheet::base::diagnostic::Checked;
use cribsheet::base::path::{ContentPath, FilePath};
use cribsheet::base::span::Span;
use cribsheet::model::config::{Markdown, RawHtml};
use cribsheet::model::doc::{Block, CodeBlock, Fold, Inline, Node};
use cribsheet::model::inputs::Source;
use cribsheet::model::topic::Topic;
use cribsheet::model::walk::{Visit, walk};
use cribsheet::parse::parse;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::dump;

/// Pieces of the dialect, whole and broken.
const FRAGMENTS: &[&str] = &[
    "# Heading",
    "## Heading {#id .class}",
    "Setext\n===",
    "text *em* **strong** `code` ~~del~~",
    "[link](a.md \"t\") ![image](b.png) [ref] <https://x.y> <a@b.c>",
    "[ref]: target.md 'title'",
    "text[^1]",
    "[^1]: note",
    "- item",
    "- [x] task",
    "1. item",
    "> quote",
    "> [!NOTE]\n> alert",
    "> [!PITFALL]",
    "| a | b |\n| - | :-: |\n| 1 | 2 |",
    "Term\n: definition",
    ":colon",
    "```python run id=a title=\"x\" {1,3-4}\nx = 1\n```",
    "```python {.x linenos=true} numbers=3 diff\n+a\n-b\nc\n```",
    "```output\n1\n```",
    "```mermaid\nflowchart\n```",
    "~~~ tab=A\nx\n~~~",
    "    indented",
    "\tindented",
    "---",
    "$a$ $$b$$",
    "<!-- card: some-id kind=why -->",
    "<!-- question: q freq=often -->",
    "<!-- exercise: -->",
    "<!-- setup: a\nx\n-->",
    "<!--",
    "-->",
    "<details><summary>Why `x`?</summary>",
    "<details>",
    "<details open>\n<summary>",
    "</summary>",
    "</details>",
    "<div class=\"x\">",
    "</div>",
    "<p align=center>",
    "</p>",
    "<table><tr><td>",
    "<td>",
    "</table>",
    "<ul><li>",
    "</ul>",
    "<h2 id=h>",
    "</h2>",
    "<b>",
    "</b>",
    "<a href=x onclick=y style='z'>",
    "</a>",
    "<br>",
    "<img src=a.png>",
    "<T>",
    "<Tab a={1} />",
    "<script>",
    "</script>",
    "<svg>",
    "<iframe src=x>",
    "<pre>",
    "<ruby><rt>",
    "<dl><dt>a<dd>",
    "<figure><figcaption>",
    "</figure>",
    "<video src=a.mp4><source src=b><track>",
    "<blockquote>",
    "<caption>",
    "<tbody>",
    "<hr>",
    "<span>",
    "</span>",
    "<h3>",
    "<center>",
    "<form><button>",
    "<a name=x/>",
    "[![a](https://x.y/b.png)](c.md)",
    "https://x.y/z www.a.b",
    "[a[^1]](b.md)",
    "| <ul><li>a</ul> | <details><summary>s</summary>b |\n| - | - |",
    "&amp; &#0; \\* \\",
    "ä€😀\u{301}\u{200d}\u{a0}",
    "\r\n",
    "\r",
    "\0",
    "\u{1}",
    "\u{feff}",
    "\"quotes\" -- ...",
];

const SEPARATORS: &[&str] =
    &["\n\n", "\n\n", "\n", "\n", " ", "", "\n> ", "\n  ", "\n    ", "\n- ", "\n\n  ", "\t"];

fn options() -> impl Strategy<Value = Markdown> {
    (any::<bool>(), any::<bool>(), any::<bool>()).prop_map(|(is_escaped, smart, math)| Markdown {
        raw_html: if is_escaped { RawHtml::Escape } else { RawHtml::Allow },
        smart_punctuation: smart,
        math,
    })
}

/// Markdown made of fragments, of which some characters may then be taken out or doubled.
pub(crate) fn markdown() -> impl Strategy<Value = String> {
    let pieces = vec((select(FRAGMENTS), select(SEPARATORS)), 1..24);
    let changes = vec((any::<proptest::sample::Index>(), any::<bool>()), 0..4);
    (pieces, changes).prop_map(|(pieces, changes)| {
        let text: String = pieces.into_iter().flat_map(|(piece, end)| [piece, end]).collect();
        let mut letters: Vec<char> = text.chars().collect();
        for (index, is_doubled) in changes {
            let at = index.index(letters.len());
            if is_doubled {
                letters.insert(at, letters[at]);
            } else if letters.len() > 1 {
                letters.remove(at);
            }
        }
        letters.into_iter().collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, max_shrink_iters: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_parsed(text in any::<String>(), options in options()) {
        check(&text, &options);
    }

    #[test]
    fn any_markdown_is_parsed(text in markdown(), options in options()) {
        check(&text, &options);
    }
}

/// Repeats of these have been slow, or deep, in one parser of Markdown or another.
const BOMBS: &[&str] = &[
    ">",
    "> ",
    "*a ",
    "*a_b ",
    "**a ",
    "~a",
    "`a",
    "<div>",
    "<b>",
    "<p>",
    "<table>",
    "<td>",
    "<details>",
    "</div>",
    "</b>",
    "<T>",
    "<T/>",
    "- ",
    "1. ",
    "-\t",
    "[",
    "![",
    "[a](",
    "[^a]: ",
    "[^a]",
    "<",
    "<!--",
    "<!-- card: a -->",
    "<!-- card: a -->\n\n",
    "<?",
    "<!X",
    "<![CDATA[",
    "<a href=\"",
    "<a b='<a b=\"",
    "&",
    "\\",
    "$",
    "$a",
    "| a ",
    "|\n|-\n",
    ": a\n",
    "a\n: b\n\n",
    ":a\n",
    "\"",
    "'",
    "- [ ] a\n",
    "# a\n",
    "#",
    "```a {",
    "```\n",
    "a\r",
    "\r",
    "<script>",
    "<title>",
    "<svg>",
    "<ruby><rt>",
    "<ul><li>",
    "<details><summary>a</summary>\n\n",
    "> <div>\n",
    "- <div>\n\n  ",
    "*<b>",
    "<b>*a ",
    "<span>*",
    "<h1>",
    "<iframe src=x>",
    "<a>",
    "[a]: b\n",
    "[a] ",
    "\u{301}",
    "{",
    "a\u{0}",
    "  ",
    "\t",
    "\n",
];

#[test]
fn repetition_exhausts_neither_time_nor_stack() {
    // Half the stack of the threads that parse.
    let parser = std::thread::Builder::new().stack_size(1 << 20);
    let times = parser.spawn(|| {
        BOMBS
            .iter()
            .map(|bomb| {
                let text = bomb.repeat(10_000);
                let started = Instant::now();
                let options = Markdown { math: bomb.contains('$'), ..Markdown::default() };
                check_tree(&text, &parse_text(&text, &options));
                (*bomb, started.elapsed())
            })
            .collect::<Vec<_>>()
    });
    let times = times.unwrap().join().expect("no bomb should reach the stack's end");
    for (bomb, time) in times {
        assert!(time < Duration::from_secs(20), "{bomb:?} took {time:?}");
    }
}

#[test]
fn what_is_too_deep_is_kept() {
    for (open, close) in
        [("> ", ""), ("- ", ""), ("*a ", " a*"), ("<div>", "</div>"), ("<b>", "</b>")]
    {
        let text = format!("{}needle{}", open.repeat(200), close.repeat(200));
        let parsed = parse_text(&text, &Markdown::default());
        let tree = dump::topic(&parsed.value);
        assert!(tree.contains("needle"), "{open:?} loses its content:\n{tree}");
        let rules: Vec<&str> = parsed.diagnostics.iter().map(|finding| finding.rule.name).collect();
        assert!(rules.contains(&"deep-nesting"), "{open:?}: {rules:?}");
    }
}

fn parse_text(text: &str, options: &Markdown) -> Checked<Topic> {
    let source = Source {
        file: FilePath::new("content/a.md"),
        path: ContentPath::new("a.md"),
        text: text.into(),
    };
    parse(&source, options)
}

/// Parses twice, and checks what holds for every tree.
fn check(text: &str, options: &Markdown) {
    let parsed = parse_text(text, options);
    let again = parse_text(text, options);
    assert_eq!(format!("{:?}", parsed.value), format!("{:?}", again.value));
    assert_eq!(format!("{:?}", parsed.diagnostics), format!("{:?}", again.diagnostics));
    check_tree(text, &parsed);
}

fn check_tree(text: &str, parsed: &Checked<Topic>) {
    let within =
        |span: Span| assert!(text.get(span.range()).is_some(), "{span:?} is not in {text:?}");
    for finding in &parsed.diagnostics {
        finding.place.iter().for_each(|place| within(place.span));
        finding.labels.iter().for_each(|label| within(label.place.span));
    }
    let doc = &parsed.value.doc;
    walk(doc, &mut |visit| match visit {
        Visit::Block(node) => {
            within(node.span);
            check_block(node, text, &within);
        }
        Visit::Inline(node) => {
            within(node.span);
            if let Inline::FootnoteReference { index, occurrence } = &node.kind {
                assert!(*occurrence < doc.footnotes[*index].n_references);
            }
        }
    });
    assert!(doc.footnotes.iter().all(|footnote| footnote.n_references > 0));
}

fn check_block(node: &Node<Block>, text: &str, within: &dyn Fn(Span)) {
    let holds = |span: Span, what: &str| {
        // A block's place ends before the blanks at its end.
        let end = span.range().end.min(text[..span.range().end].trim_ascii_end().len());
        let is_in = node.span.start <= span.start && end <= node.span.range().end;
        assert!(is_in, "{what} {span:?} is not in {node:?}, in {text:?}");
    };
    let hold = |blocks: &[Node<Block>]| {
        for block in blocks {
            holds(block.span, "a block");
        }
    };
    let hold_inlines = |content: &[Node<Inline>]| {
        for inline in content {
            holds(inline.span, "inline content");
        }
    };
    match &node.kind {
        Block::Heading(heading) => hold_inlines(&heading.content),
        Block::Paragraph(content) | Block::Plain(content) => hold_inlines(content),
        Block::Code(code) => check_code(code, text, within),
        Block::Tabs(tabs) => {
            for tab in tabs {
                holds(tab.span, "a tab");
                check_code(&tab.kind, text, within);
            }
        }
        Block::List(list) => {
            for item in &list.items {
                holds(item.span, "an item");
                hold(&item.kind.blocks);
            }
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                definition.terms.iter().for_each(|term| hold_inlines(term));
                definition.details.iter().for_each(|detail| hold(detail));
            }
        }
        Block::Table(table) => {
            for row in std::iter::once(&table.head).chain(&table.rows) {
                assert_eq!(row.len(), table.alignments.len());
                for cell in row {
                    hold_inlines(cell);
                }
            }
        }
        Block::Quote(body) => hold(body),
        Block::Callout(callout) => hold(&callout.body),
        Block::Fold(fold) => check_fold(fold, &hold, &hold_inlines),
        Block::Study(study) => {
            holds(study.id.span, "an id");
            hold(&study.front);
            check_fold(&study.fold, &hold, &hold_inlines);
        }
        Block::Element(element) => hold(&element.children),
        Block::Setup(setup) => holds(setup.sample.span, "a sample's id"),
        Block::Diagram(_) | Block::Math(_) | Block::Text(_) | Block::Rule => {}
    }
}

fn check_fold(fold: &Fold, hold: &dyn Fn(&[Node<Block>]), hold_inlines: &dyn Fn(&[Node<Inline>])) {
    hold_inlines(&fold.summary);
    hold(&fold.body);
}

/// Every line of code stands in the file where the block says that it does.
fn check_code(code: &CodeBlock, text: &str, within: &dyn Fn(Span)) {
    let items = [&code.language, &code.include, &code.sample.id, &code.sample.after, &code.output];
    for item in items.into_iter().flatten() {
        within(item.span);
    }
    let lines: Vec<&str> = code.text.split_inclusive('\n').collect();
    assert_eq!(lines.len(), code.line_starts.len(), "{code:?} in {text:?}");
    for (line, start) in lines.iter().zip(&code.line_starts) {
        let written = text.get(*start as usize..).expect("a line begins at a character");
        let line = line.trim();
        let shown = written.lines().next().unwrap_or_default();
        assert!(shown.contains(line), "{line:?} is not in {shown:?}, in {text:?}");
    }
}
