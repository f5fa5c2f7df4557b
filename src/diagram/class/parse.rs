//! Reads a class diagram, line by line.

use std::collections::BTreeMap;

use super::member::{Member, generic};
use super::{Class, ClassBox, Content, Model, Relation, relation};
use crate::diagram::DiagramError;
use crate::diagram::edge::{Edge, Stroke};
use crate::diagram::label::Label;
use crate::diagram::layout::Direction;
use crate::diagram::note;
use crate::diagram::scan::Scanner;
use crate::diagram::source::Source;

/// Relation labels wider than this are broken into lines.
const MAX_WIDTH: f64 = 180.0;

#[derive(Default)]
struct Parser<'a> {
    model: Model<'a>,
    ids: BTreeMap<&'a str, usize>,
    namespaces: BTreeMap<&'a str, usize>,
    /// The class whose `{` is open, and its line.
    open_class: Option<(usize, usize)>,
    /// The namespace whose `{` is open, and its line.
    open_namespace: Option<(usize, usize)>,
    /// Names of classes, the style they get, line.
    pending: Vec<(&'a str, Option<&'a str>, usize)>,
    /// Notes and the names of the classes that they are for.
    notes: Vec<(usize, &'a str, usize)>,
}

/// Reads all of `source`.
pub(super) fn parse<'a>(source: &Source<'a>) -> Result<Model<'a>, DiagramError> {
    source.expect_bare_header()?;
    let mut parser = Parser::default();
    for &line in &source.lines {
        let mut scanner = Scanner::new(line);
        match parser.open_class {
            Some((class, _)) => parser.body(&mut scanner, class)?,
            None => parser.statement(&mut scanner)?,
        }
    }
    if let Some((_, line)) = parser.open_class {
        return Err(DiagramError::at(line, "the class is not closed: `}` is missing"));
    }
    if let Some((_, line)) = parser.open_namespace {
        return Err(DiagramError::at(line, "the namespace is not closed: `}` is missing"));
    }
    parser.finish(source.header.line)
}

impl<'a> Parser<'a> {
    fn statement(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        if scanner.eat("}") {
            if self.open_namespace.take().is_none() {
                return Err(scanner.fail("`}` closes nothing"));
            }
            return scanner.expect_end();
        }
        if scanner.eat_word("class") {
            return self.class_statement(scanner);
        }
        if scanner.eat_word("namespace") {
            return self.namespace(scanner);
        }
        if scanner.eat_word("note") {
            return self.note(scanner);
        }
        if scanner.eat_word("direction") {
            let text = scanner.take_while(|c| c.is_ascii_alphabetic());
            self.model.direction = Direction::parse(text).ok_or_else(|| {
                scanner.fail(format!("direction `{text}` is unknown: use TB, BT, LR or RL"))
            })?;
            return scanner.expect_end();
        }
        if scanner.eat_word("classDef") {
            return self.model.marks.define(scanner);
        }
        if scanner.eat_word("cssClass") || scanner.eat_word("style") {
            let ids = match scanner.quoted()? {
                Some(ids) => ids,
                None => scanner.take_while(|c| !c.is_whitespace()),
            };
            let class = Some(scanner.take_rest()).filter(|style| !style.contains(':'));
            self.pending.extend(ids.split(',').map(|id| (id.trim(), class, scanner.line())));
            return Ok(());
        }
        if ["click", "link", "callback"].iter().any(|keyword| scanner.eat_word(keyword)) {
            return Err(
                scanner.fail("links in diagrams are not supported: put the link into the text")
            );
        }
        if scanner.eat("<<") {
            let annotation = scanner
                .take_until(">>")
                .ok_or_else(|| scanner.fail("the annotation is not closed: `>>` is missing"))?;
            scanner.skip_space();
            let class = self.class(scanner)?;
            annotation.trim().clone_into(&mut self.class_mut(class).annotation);
            return scanner.expect_end();
        }
        self.member_or_relation(scanner)
    }

    /// Reads what follows `class`.
    fn class_statement(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let class = self.class(scanner)?;
        if self.model.boxes[class].namespace.is_none() {
            self.model.boxes[class].namespace = self.open_namespace.map(|(namespace, _)| namespace);
        }
        if scanner.eat("[") {
            let title = scanner.quoted()?.ok_or_else(|| scanner.fail("the title needs quotes"))?;
            title.clone_into(&mut self.class_mut(class).title);
            if !scanner.eat("]") {
                return Err(scanner.fail("the title is not closed: `]` is missing"));
            }
        }
        self.style(scanner, class);
        scanner.skip_space();
        if scanner.eat("{") {
            self.open_class = Some((class, scanner.line()));
            return self.body(scanner, class);
        }
        scanner.expect_end()
    }

    /// Reads one line of a class's body.
    fn body(&mut self, scanner: &mut Scanner<'a>, class: usize) -> Result<(), DiagramError> {
        let text = scanner.take_rest();
        let (text, is_end) = match text.strip_suffix('}') {
            Some(text) if !text.contains('{') => (text.trim(), true),
            _ => (text, false),
        };
        if let Some(annotation) = text.strip_prefix("<<").and_then(|text| text.strip_suffix(">>")) {
            annotation.trim().clone_into(&mut self.class_mut(class).annotation);
        } else if text.contains(['{', '}']) {
            return Err(
                scanner.fail("a member is one line without braces, as in `+save(path) bool`")
            );
        } else if !text.is_empty() {
            self.add_member(class, text);
        }
        if is_end {
            self.open_class = None;
        }
        Ok(())
    }

    fn add_member(&mut self, class: usize, text: &str) {
        let member = Member::parse(text);
        let class = self.class_mut(class);
        if member.is_method { class.methods.push(member) } else { class.attributes.push(member) }
    }

    fn namespace(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let id = scanner.name();
        scanner.skip_space();
        if id.is_empty() || !scanner.eat("{") {
            return Err(scanner.fail("a namespace is written as in `namespace shop {`"));
        }
        if self.open_namespace.is_some() {
            return Err(scanner.fail("namespaces do not nest"));
        }
        let boxes = &mut self.model.boxes;
        let namespace = *self.namespaces.entry(id).or_insert_with(|| {
            boxes.push(ClassBox { content: Content::Namespace(id.to_owned()), namespace: None });
            boxes.len() - 1
        });
        self.open_namespace = Some((namespace, scanner.line()));
        scanner.expect_end()
    }

    fn note(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let target = scanner.eat_word("for").then(|| {
            let id = scanner.name();
            scanner.skip_space();
            id
        });
        let text = scanner.quoted()?.ok_or_else(|| {
            scanner.fail("a note is written as in `note for Order \"paid once\"`")
        })?;
        let label = note::label(&text.replace("\\n", "<br>"));
        self.model.boxes.push(ClassBox { content: Content::Note(label), namespace: None });
        if let Some(id) = target {
            self.notes.push((self.model.boxes.len() - 1, id, scanner.line()));
        }
        scanner.expect_end()
    }

    fn member_or_relation(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let from = self.class(scanner)?;
        self.style(scanner, from);
        scanner.skip_space();
        if scanner.eat(":") {
            let text = scanner.take_rest();
            match text.strip_prefix("<<").and_then(|text| text.strip_suffix(">>")) {
                Some(annotation) => {
                    annotation.trim().clone_into(&mut self.class_mut(from).annotation);
                }
                None => self.add_member(from, text),
            }
            return Ok(());
        }
        if scanner.is_done() {
            return Ok(());
        }
        let first = Label::new(scanner.quoted()?.unwrap_or_default());
        scanner.skip_space();
        let Some(mut edge) = relation::parse(scanner)? else {
            let found = scanner.found();
            return Err(scanner.fail(format!(
                "expected `:` and a member, or a relation such as `<|--` or `-->`; found `{found}`"
            )));
        };
        scanner.skip_space();
        edge.notes = [first, Label::new(scanner.quoted()?.unwrap_or_default())];
        scanner.skip_space();
        let to = self.class(scanner)?;
        self.style(scanner, to);
        scanner.skip_space();
        if scanner.eat(":") {
            edge.label = Label::new(scanner.take_rest()).wrapped(MAX_WIDTH);
        }
        scanner.expect_end()?;
        self.model.relations.push(Relation { from, to, edge });
        Ok(())
    }

    /// Reads the name of a class, with `~T~` if it is generic.
    fn class(&mut self, scanner: &mut Scanner<'a>) -> Result<usize, DiagramError> {
        let id = if scanner.eat("`") {
            scanner
                .take_until("`")
                .ok_or_else(|| scanner.fail("the name is not closed: a backtick is missing"))?
        } else {
            scanner.name()
        };
        if id.is_empty() {
            return Err(scanner.fail(format!("expected a class, found `{}`", scanner.found())));
        }
        let end = parameters_end(scanner.rest());
        let parameters = generic(scanner.take(end));
        let boxes = &mut self.model.boxes;
        let class = *self.ids.entry(id).or_insert_with(|| {
            let class = Class { title: id.to_owned(), ..Class::default() };
            boxes.push(ClassBox { content: Content::Class(class), namespace: None });
            boxes.len() - 1
        });
        if !parameters.is_empty() && self.class_mut(class).title == id {
            self.class_mut(class).title = format!("{id}{parameters}");
        }
        Ok(class)
    }

    fn style(&mut self, scanner: &mut Scanner<'a>, class: usize) {
        if scanner.eat(":::") {
            self.model.marks.assign(class, scanner.name(), scanner.line());
        }
    }

    fn class_mut(&mut self, index: usize) -> &mut Class {
        match &mut self.model.boxes[index].content {
            Content::Class(class) => class,
            Content::Namespace(_) | Content::Note(_) => unreachable!("`ids` leads to classes only"),
        }
    }

    fn finish(mut self, header: usize) -> Result<Model<'a>, DiagramError> {
        let find = |id: &str, line| {
            self.ids
                .get(id)
                .copied()
                .ok_or_else(|| DiagramError::at(line, format!("there is no class `{id}`")))
        };
        for &(id, class, line) in &self.pending {
            let index = find(id, line)?;
            match class {
                Some(class) => self.model.marks.assign(index, class, line),
                None => self.model.marks.style(index),
            }
        }
        for &(from, id, line) in &self.notes {
            let to = find(id, line)?;
            let edge = Edge { stroke: Stroke::Dotted, ..Edge::default() };
            self.model.relations.push(Relation { from, to, edge });
        }
        if self.model.boxes.is_empty() {
            return Err(DiagramError::at(header, "the diagram has no classes"));
        }
        Ok(self.model)
    }
}

/// Returns where the `~K, V~` ends with which `text` begins; 0 if it does not.
fn parameters_end(text: &str) -> usize {
    if !text.starts_with('~') {
        return 0;
    }
    let mut tildes = text.match_indices('~').enumerate();
    let end = tildes.find(|&(count, (index, _))| {
        let next = text[index + 1..].chars().next();
        count % 2 == 1 && next.is_none_or(|next| next != '~' && !next.is_alphanumeric())
    });
    end.map_or(0, |(_, (index, _))| index + 1)
}
