//! Reads a flowchart, line by line.

use std::collections::BTreeMap;

use super::shape::{BRACKETS, Shape};
use super::{Connection, Flowchart, Node, link};
use crate::diagram::DiagramError;
use crate::diagram::layout::Direction;
use crate::diagram::scan::Scanner;
use crate::diagram::source::{Line, Source};

/// Subgraphs nest no deeper than this.
const MAX_DEPTH: usize = 12;

#[derive(Default)]
struct Parser<'a> {
    chart: Flowchart<'a>,
    ids: BTreeMap<&'a str, usize>,
    /// The subgraphs that are open, the innermost last.
    open: Vec<Open>,
    /// The lines of `linkStyle`, `style` and `class`, whose nodes may come later.
    pending: Vec<(&'a str, Option<&'a str>, usize)>,
}

struct Open {
    node: usize,
    line: usize,
    /// What is named in it; belongs to it unless an inner subgraph had it first.
    named: Vec<usize>,
}

/// Reads all of `source`.
pub(super) fn parse<'a>(source: &Source<'a>) -> Result<Flowchart<'a>, DiagramError> {
    let mut parser = Parser::default();
    let header = source.header;
    let (direction, rest) = match header.rest.find(|c: char| c.is_whitespace() || c == ';') {
        Some(end) => header.rest.split_at(end),
        None => (header.rest, ""),
    };
    if !direction.is_empty() {
        parser.chart.direction = Direction::parse(direction).ok_or_else(|| {
            DiagramError::at(
                header.line,
                format!("direction `{direction}` is unknown: use TD, BT, LR or RL"),
            )
        })?;
    }
    let rest = rest.trim_start_matches([';', ' ', '\t']);
    let first = (!rest.is_empty()).then_some(Line { number: header.line, text: rest });
    for line in first.into_iter().chain(source.lines.iter().copied()) {
        let mut scanner = Scanner::new(line);
        while !scanner.is_done() {
            parser.statement(&mut scanner)?;
            scanner.skip_space();
            if !scanner.eat(";") && !scanner.is_done() {
                return Err(scanner.fail(format!(
                    "expected a link or the end of the line, found `{}`",
                    scanner.found()
                )));
            }
            scanner.skip_space();
        }
    }
    parser.finish(header.line)
}

impl<'a> Parser<'a> {
    fn statement(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        if scanner.eat_word("subgraph") {
            return self.subgraph(scanner);
        }
        if scanner.rest().trim_end_matches([';', ' ']) == "end" {
            scanner.take_rest();
            return self.end(scanner);
        }
        if scanner.eat_word("direction") {
            return self.direction(scanner);
        }
        if scanner.eat_word("classDef") {
            return self.chart.marks.define(scanner);
        }
        if scanner.eat_word("class") || scanner.eat_word("style") {
            let is_style = scanner.rest().contains(':');
            let ids = scanner.take_while(|c| !c.is_whitespace());
            let class = scanner.take_rest().trim_end_matches(';');
            if class.is_empty() {
                return Err(scanner
                    .fail("names of nodes and their style are expected, separated by a space"));
            }
            let class = (!is_style).then_some(class);
            self.pending.extend(ids.split(',').map(|id| (id, class, scanner.line())));
            return Ok(());
        }
        if scanner.eat_word("linkStyle") {
            // A link has no marks: its colour would be the only thing to take over.
            scanner.take_rest();
            return Ok(());
        }
        if scanner.eat_word("click") || scanner.eat_word("href") {
            return Err(
                scanner.fail("links in diagrams are not supported: put the link into the text")
            );
        }
        self.chain(scanner)
    }

    fn subgraph(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let (id, text) = if let Some(text) = scanner.quoted()? {
            (text, text)
        } else {
            let before = scanner.clone();
            let id = scanner.name();
            scanner.skip_space();
            if !id.is_empty() && scanner.eat("[") {
                (id, shape_text(scanner, "]")?)
            } else {
                *scanner = before;
                let title = scanner.take_while(|c| c != ';').trim();
                (title, title)
            }
        };
        if id.is_empty() {
            return Err(scanner.fail("the subgraph needs a name, as in `subgraph heap [The heap]`"));
        }
        if self.open.len() == MAX_DEPTH {
            return Err(scanner.fail(format!("subgraphs nest deeper than {MAX_DEPTH} levels")));
        }
        let node = self.node(id);
        let is_new =
            self.chart.nodes[node].shape == Shape::Rect && self.chart.nodes[node].text == id;
        if !is_new && self.chart.nodes[node].shape != Shape::Subgraph {
            return Err(
                scanner.fail(format!("`{id}` is a node already: give the subgraph another name"))
            );
        }
        if self.open.iter().any(|open| open.node == node) {
            return Err(scanner.fail(format!("subgraph `{id}` cannot be inside itself")));
        }
        self.chart.nodes[node].shape = Shape::Subgraph;
        self.chart.nodes[node].text = text;
        self.open.push(Open { node, line: scanner.line(), named: Vec::new() });
        Ok(())
    }

    fn end(&mut self, scanner: &Scanner<'a>) -> Result<(), DiagramError> {
        let open = self.open.pop().ok_or_else(|| scanner.fail("`end` closes no subgraph"))?;
        for node in open.named {
            if node == open.node || self.chart.nodes[node].parent.is_some() {
                continue;
            }
            let is_ancestor = self.ancestors(open.node).any(|ancestor| ancestor == node)
                || self.open.iter().any(|outer| outer.node == node);
            if is_ancestor {
                let id = self.chart.nodes[node].text;
                return Err(DiagramError::at(
                    open.line,
                    format!("subgraph `{id}` cannot be inside itself"),
                ));
            }
            self.chart.nodes[node].parent = Some(open.node);
        }
        if let Some(outer) = self.open.last_mut() {
            outer.named.push(open.node);
        }
        Ok(())
    }

    fn direction(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let text = scanner.take_while(|c| c.is_ascii_alphabetic());
        let direction = Direction::parse(text).ok_or_else(|| {
            scanner.fail(format!("direction `{text}` is unknown: use TD, BT, LR or RL"))
        })?;
        match self.open.last() {
            Some(open) => self.chart.nodes[open.node].direction = Some(direction),
            None => self.chart.direction = direction,
        }
        Ok(())
    }

    /// Reads `A & B --> C -- text --> D`.
    fn chain(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let mut from = self.group(scanner)?;
        loop {
            scanner.skip_space();
            let Some((edge, length)) = link::parse(scanner)? else { return Ok(()) };
            scanner.skip_space();
            let to = self.group(scanner)?;
            for (&from, &to) in from.iter().flat_map(|from| to.iter().map(move |to| (from, to))) {
                let line = scanner.line();
                self.chart.edges.push(Connection { from, to, length, edge: edge.clone(), line });
            }
            from = to;
        }
    }

    /// Reads nodes that are joined by `&`.
    fn group(&mut self, scanner: &mut Scanner<'a>) -> Result<Vec<usize>, DiagramError> {
        let mut nodes = vec![self.node_with_shape(scanner)?];
        loop {
            let before = scanner.clone();
            scanner.skip_space();
            if !scanner.eat("&") {
                *scanner = before;
                return Ok(nodes);
            }
            scanner.skip_space();
            nodes.push(self.node_with_shape(scanner)?);
        }
    }

    fn node_with_shape(&mut self, scanner: &mut Scanner<'a>) -> Result<usize, DiagramError> {
        let id = scanner.name();
        if id.is_empty() {
            return Err(scanner.fail(format!("expected a node, found `{}`", scanner.found())));
        }
        if id == "end" {
            return Err(scanner.fail("`end` is a keyword: call the node `End` or `end_`"));
        }
        if scanner.eat("@{") {
            return Err(scanner
                .fail("`@{ … }` is not supported: give the shape by brackets, as in `A[text]`"));
        }
        let node = self.node(id);
        if let Some(open) = self.open.last_mut() {
            open.named.push(node);
        }
        let bracket = BRACKETS.iter().find(|(opening, ..)| scanner.rest().starts_with(opening));
        if let Some(&(opening, closing, shape)) = bracket {
            scanner.eat(opening);
            let (text, shape) = Self::bracketed(scanner, closing, shape)?;
            if self.chart.nodes[node].shape == Shape::Subgraph {
                return Err(scanner.fail(format!("`{id}` is a subgraph: it takes no shape")));
            }
            self.chart.nodes[node].text = text;
            self.chart.nodes[node].shape = shape;
        }
        if scanner.eat(":::") {
            let class = scanner.name();
            if class.is_empty() {
                return Err(scanner.fail("`:::` needs the name of a style"));
            }
            self.chart.marks.assign(node, class, scanner.line());
        }
        Ok(node)
    }

    fn bracketed(
        scanner: &mut Scanner<'a>,
        closing: &'static str,
        shape: Shape,
    ) -> Result<(&'a str, Shape), DiagramError> {
        if !matches!(shape, Shape::LeanRight | Shape::LeanLeft) {
            return Ok((shape_text(scanner, closing)?, shape));
        }
        // Which slanted shape it is shows only at its end.
        let text = match scanner.quoted()? {
            Some(text) => text,
            None => scanner.take_while(|c| !"[](){}|\"".contains(c)),
        };
        let (text, end) = match scanner.rest().get(..2) {
            Some(end @ ("/]" | "\\]")) => (text, end),
            _ if text.ends_with(['/', '\\']) => {
                let (text, slash) = text.split_at(text.len() - 1);
                (text, if slash == "/" { "/]" } else { "\\]" })
            }
            _ => {
                return Err(
                    scanner.fail("the slanted node is not closed: `/]` or `\\]` is missing")
                );
            }
        };
        scanner.eat(&end[..1]);
        if !scanner.eat("]") {
            return Err(scanner.fail("the slanted node is not closed: `]` is missing"));
        }
        let shape = match (shape, end) {
            (Shape::LeanRight, "\\]") => Shape::Trapezoid,
            (Shape::LeanLeft, "/]") => Shape::InvertedTrapezoid,
            _ => shape,
        };
        Ok((text.trim(), shape))
    }

    fn node(&mut self, id: &'a str) -> usize {
        *self.ids.entry(id).or_insert_with(|| {
            self.chart.nodes.push(Node {
                text: id,
                shape: Shape::Rect,
                parent: None,
                direction: None,
            });
            self.chart.nodes.len() - 1
        })
    }

    fn ancestors(&self, node: usize) -> impl Iterator<Item = usize> {
        std::iter::successors(self.chart.nodes[node].parent, |&parent| {
            self.chart.nodes[parent].parent
        })
    }

    fn finish(mut self, header: usize) -> Result<Flowchart<'a>, DiagramError> {
        if let Some(open) = self.open.last() {
            return Err(DiagramError::at(
                open.line,
                "the subgraph is not closed: `end` is missing",
            ));
        }
        if self.chart.nodes.is_empty() {
            return Err(DiagramError::at(header, "the flowchart has no nodes"));
        }
        for (id, class, line) in std::mem::take(&mut self.pending) {
            let node = *self
                .ids
                .get(id)
                .ok_or_else(|| DiagramError::at(line, format!("there is no node `{id}`")))?;
            match class {
                Some(class) => self.chart.marks.assign(node, class, line),
                None => self.chart.marks.style(node),
            }
        }
        for edge in &self.chart.edges {
            let is_group = self.chart.nodes[edge.from].shape == Shape::Subgraph;
            let is_nested = self.ancestors(edge.from).any(|group| group == edge.to)
                || self.ancestors(edge.to).any(|group| group == edge.from);
            if is_nested || (is_group && edge.from == edge.to) {
                return Err(DiagramError::at(
                    edge.line,
                    "a link cannot join a subgraph with itself or with its inside",
                ));
            }
        }
        Ok(self.chart)
    }
}

/// Reads the text of a node up to its closing bracket.
fn shape_text<'a>(scanner: &mut Scanner<'a>, closing: &str) -> Result<&'a str, DiagramError> {
    scanner.skip_space();
    let text = match scanner.quoted()? {
        Some(text) => {
            scanner.skip_space();
            text
        }
        None => scanner.take_while(|c| !"[](){}|\"".contains(c)).trim(),
    };
    if scanner.eat(closing) {
        return Ok(text);
    }
    if scanner.is_done() {
        return Err(scanner.fail(format!("the node is not closed: `{closing}` is missing")));
    }
    let found = scanner.peek().unwrap_or(' ');
    Err(scanner.fail(format!(
        "expected `{closing}`, found `{found}`: quote a text with brackets, as in `A[\"f(x)\"]`"
    )))
}
