//! Mermaid text in, properties and pictures out.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use cribsheet::diagram::{Diagram, DiagramError, render};
use proptest::prelude::*;
use roxmltree::Document;

fn sources(folder: &str) -> Vec<(PathBuf, String)> {
    let mut paths: Vec<PathBuf> = fs::read_dir(Path::new("tests/diagrams").join(folder))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "mmd"))
        .collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), fs::read_to_string(path).unwrap())).collect()
}

fn texts(diagram: &Diagram) -> Vec<String> {
    let document = Document::parse(&diagram.svg).unwrap();
    let text = |node: roxmltree::Node<'_, '_>| {
        let words: Vec<&str> = node
            .descendants()
            .filter(roxmltree::Node::is_text)
            .filter_map(|part| part.text())
            .collect();
        words.concat()
    };
    document.descendants().filter(|node| node.has_tag_name("text")).map(text).collect()
}

fn draw(source: &str) -> Diagram {
    render(source, "p").unwrap_or_else(|error| panic!("{error}\n{source}"))
}

fn fail(source: &str) -> DiagramError {
    match render(source, "p") {
        Err(error) => error,
        Ok(diagram) => panic!("drawn: {source}\n{}", diagram.svg),
    }
}

#[test]
fn each_type_is_drawn_as_before() {
    for (path, source) in sources("goldens") {
        let expected = snapbox::Data::read_from(&path.with_extension("svg"), None);
        snapbox::assert_data_eq!(draw(&source).svg.replace("><", ">\n<"), expected.raw());
    }
}

/// Each golden lists the texts of a diagram in the order in which they are drawn, one a line.
#[test]
fn each_label_is_drawn_once() {
    let all = sources("corpus");
    assert!(all.len() >= 12);
    for (path, source) in all {
        let expected = snapbox::Data::read_from(&path.with_extension("txt"), None);
        snapbox::assert_data_eq!(texts(&draw(&source)).join("\n") + "\n", expected.raw());
    }
}

#[test]
fn output_is_clean_and_its_ids_are_its_own() {
    const ELEMENTS: [&str; 11] =
        ["svg", "title", "desc", "defs", "marker", "g", "path", "rect", "circle", "text", "tspan"];
    let css = fs::read_to_string("themes/default/assets/style.css").unwrap();
    for (path, source) in sources("corpus").into_iter().chain(sources("goldens")) {
        let diagram = render(&source, "page-3").unwrap();
        let document = Document::parse(&diagram.svg).unwrap();
        let ids: BTreeSet<&str> =
            document.descendants().filter_map(|node| node.attribute("id")).collect();
        for node in document.descendants().filter(roxmltree::Node::is_element) {
            assert!(ELEMENTS.contains(&node.tag_name().name()), "{path:?}: {node:?}");
            for attribute in node.attributes() {
                let (name, value) = (attribute.name(), attribute.value());
                assert!(name != "style" && name != "href" && !name.starts_with("on"), "{path:?}");
                assert!(!value.contains("NaN") && !value.contains("inf"), "{path:?}: {value}");
                if let Some(target) = value.strip_prefix("url(#") {
                    assert!(ids.contains(target.trim_end_matches(')')), "{path:?}: {value}");
                }
                if name == "id" {
                    assert!(value.starts_with("page-3-"), "{path:?}: {value}");
                }
                if name == "class" {
                    for class in value
                        .split(' ')
                        .filter(|class| !["dg-node", "dg-region", "dg-dot"].contains(class))
                    {
                        assert!(
                            css.contains(&format!(".{class}")),
                            "{path:?}: {class} has no rule"
                        );
                    }
                }
            }
        }
        assert_eq!(
            diagram,
            render(&source, "page-3").unwrap(),
            "{path:?} differs when drawn again"
        );
    }
}

#[test]
fn a_name_is_given_by_the_author_or_left_to_the_caller() {
    let diagram = draw("flowchart TD\naccTitle: Lookup\naccDescr {\n  one\n  two\n}\nA --> B");
    assert_eq!(diagram.title.as_deref(), Some("Lookup"));
    assert_eq!(diagram.description.as_deref(), Some("one two"));
    assert!(
        diagram
            .svg
            .contains("role=\"img\" aria-labelledby=\"p-title\" aria-describedby=\"p-desc\"")
    );
    assert!(diagram.svg.contains("<title id=\"p-title\">Lookup</title>"));
    let unnamed = draw("flowchart TD\nA --> B");
    assert_eq!(unnamed.title, None);
    assert!(!unnamed.svg.contains("role="));
}

#[test]
fn a_prefix_is_made_fit_for_an_id() {
    let diagram = render("flowchart TD\nA --> B", "3 d\"<").unwrap();
    assert!(diagram.svg.contains("id=\"d3-d---arrow\""), "{}", diagram.svg);
}

#[test]
fn texts_are_escaped_and_decoded() {
    let texts = texts(&draw(
        "flowchart TD\nA[\"a < b && #quot;c#quot; &lt;script&gt; list<int>\"] --> B[x<br/>y]",
    ));
    assert_eq!(texts, ["a < b && \"c\" <script> list<int>", "x y"]);
}

#[test]
fn colours_become_marks() {
    let diagram = draw("flowchart TD\nA:::hot --> B\nclassDef hot fill:#f00\nstyle B fill:#0f0");
    assert!(diagram.svg.contains("dg-node dg-mark-1") && !diagram.svg.contains("#f00"));
}

#[test]
fn members_keep_their_underscores_and_generic_types() {
    let source = "classDiagram\nclass Box~T~ {\n+__iter__() Iterator~T~\n-_items: list~dict~str, T~~\n+load()$ Box\n}";
    let texts = texts(&draw(source));
    assert_eq!(
        texts,
        ["Box<T>", "-_items: list<dict<str, T>>", "+__iter__() : Iterator<T>", "+load() : Box"]
    );
}

#[test]
fn what_is_not_understood_is_an_error_with_its_line() {
    let cases = [
        ("", None, "empty"),
        ("gantt\ntitle x", Some(1), "`gantt` is not supported; these are drawn: flowchart,"),
        ("\n%% c\nflowchat TD", Some(3), "`flowchat` is unknown"),
        ("flowchart XY\nA", Some(1), "direction `XY`"),
        ("flowchart TD\nA[f(x)]", Some(2), "quote a text"),
        ("flowchart TD\nA[\"open", Some(2), "not closed"),
        ("flowchart TD\nA -> B", Some(2), "expected a link"),
        ("flowchart TD\nA --> ", Some(2), "expected a node"),
        ("flowchart TD\nsubgraph s\nA", Some(2), "`end` is missing"),
        ("flowchart TD\nA\nend", Some(3), "closes no subgraph"),
        ("flowchart TD\nsubgraph s\nA\nend\nA --> s", Some(5), "inside"),
        ("flowchart TD\nA:::x", Some(2), "`x` is not defined"),
        ("flowchart TD\nclick A \"https://example.org\"", Some(2), "not supported"),
        ("flowchart TD\nA@{ shape: cyl }", Some(2), "not supported"),
        ("sequenceDiagram\nA->>B", Some(2), "no text"),
        ("sequenceDiagram\nA->>B: x\nloop y", Some(3), "`loop` is not closed"),
        ("sequenceDiagram\nA->>B: x\nelse y", Some(3), "divides no open frame"),
        ("sequenceDiagram\nA->>B: x\ndeactivate A", Some(3), "not active"),
        ("sequenceDiagram\nwhat is this", Some(2), "not understood"),
        ("stateDiagram-v2\nA -> B", Some(2), "expected `-->`"),
        ("stateDiagram-v2\nstate A {\nB", Some(2), "not closed"),
        ("stateDiagram-v2\nA\n--\nB", Some(3), "divides a composite state"),
        ("stateDiagram-v2\nA\nnote right of A\nx", Some(3), "`end note` is missing"),
        ("classDiagram\nclass A {\n+x", Some(2), "not closed"),
        ("classDiagram\nA -> B", Some(2), "relation"),
        ("classDiagram\nA ()-- B", Some(2), "lollipop"),
        ("erDiagram\nA ||--o{ B", Some(2), "needs a label"),
        ("erDiagram\nA |--o{ B : x", Some(2), "written as in"),
        ("erDiagram\nA {\nint\n}", Some(3), "a type and a name"),
        ("---\ntitle: x\nflowchart TD\nA", Some(1), "not closed"),
    ];
    for (source, line, message) in cases {
        let error = fail(source);
        assert_eq!(error.line, line, "{source:?}: {error}");
        assert!(error.message.contains(message), "{source:?}: {error}");
    }
}

#[test]
fn what_is_too_large_is_refused() {
    let long = format!("flowchart TD\n{}", "A --> B\n".repeat(10_000));
    assert!(fail(&long).message.contains("longer than"));
    let many = format!("flowchart TD\n{}", "A-->B\n".repeat(700));
    assert!(fail(&many).message.contains("more than"));
    let deep = format!("flowchart TD\n{}", "subgraph a\n".repeat(5) + &"end\n".repeat(5));
    assert!(fail(&deep).message.contains("inside itself"));
}

/// A diagram of the collection with some lines removed, repeated, swapped, cut or filled with noise.
fn mutated() -> impl Strategy<Value = String> {
    let all: Vec<String> = sources("corpus").into_iter().map(|(_, source)| source).collect();
    let change = (
        any::<prop::sample::Index>(),
        any::<prop::sample::Index>(),
        0..5,
        "[-<>{}()\\[\\]|\":;~.=a é]{0,4}",
    );
    (prop::sample::select(all), prop::collection::vec(change, 1..6)).prop_map(
        |(source, changes)| {
            let mut lines: Vec<String> = source.lines().map(str::to_owned).collect();
            for (at, other, kind, noise) in changes {
                let (at, other) = (at.index(lines.len()), other.index(lines.len()));
                match kind {
                    0 => lines[at].clear(),
                    1 => lines.insert(at, lines[other].clone()),
                    2 => lines.swap(at, other),
                    3 => {
                        let length = lines[at].floor_char_boundary(other);
                        lines[at].truncate(length);
                    }
                    _ => {
                        let place = lines[at].floor_char_boundary(other * 3);
                        lines[at].insert_str(place, &noise);
                    }
                }
            }
            lines.join("\n")
        },
    )
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_is_drawn_or_refused(text in "\\PC{0,200}", kind in 0..6usize) {
        let header = ["", "flowchart TD\n", "sequenceDiagram\n", "stateDiagram-v2\n", "classDiagram\n", "erDiagram\n"];
        check(&format!("{}{text}", header[kind]))?;
    }

    #[test]
    fn any_damaged_diagram_is_drawn_or_refused(text in mutated()) {
        check(&text)?;
    }
}

fn check(source: &str) -> Result<(), TestCaseError> {
    match render(source, "p") {
        Ok(diagram) => {
            prop_assert!(Document::parse(&diagram.svg).is_ok());
            prop_assert!(!diagram.svg.contains("NaN"));
        }
        Err(error) => {
            prop_assert!(!error.message.is_empty());
            prop_assert!(error.line.is_none_or(|line| line >= 1 && line <= source.lines().count()));
        }
    }
    Ok(())
}
