//! Reads an entity-relationship diagram, line by line.

use std::collections::BTreeMap;

use super::{Entity, Model, Relationship};
use crate::diagram::DiagramError;
use crate::diagram::canvas::Marker;
use crate::diagram::edge::{Edge, Stroke};
use crate::diagram::label::Label;
use crate::diagram::layout::Direction;
use crate::diagram::scan::Scanner;
use crate::diagram::source::Source;

/// Relationship labels wider than this are broken into lines.
const MAX_WIDTH: f64 = 180.0;

const CARDINALITIES: [(&str, &str, Marker); 4] = [
    ("||", "||", Marker::One),
    ("|o", "o|", Marker::ZeroOrOne),
    ("}|", "|{", Marker::OneOrMore),
    ("}o", "o{", Marker::ZeroOrMore),
];

#[derive(Default)]
struct Parser<'a> {
    model: Model<'a>,
    ids: BTreeMap<&'a str, usize>,
    /// The entity whose `{` is open, and its line.
    open: Option<(usize, usize)>,
}

/// Reads all of `source`.
pub(super) fn parse<'a>(source: &Source<'a>) -> Result<Model<'a>, DiagramError> {
    source.expect_bare_header()?;
    let mut parser = Parser::default();
    for &line in &source.lines {
        let mut scanner = Scanner::new(line);
        if parser.open.is_none() {
            parser.statement(&mut scanner)?;
        }
        parser.attributes(&mut scanner)?;
    }
    if let Some((_, line)) = parser.open {
        return Err(DiagramError::at(line, "the entity is not closed: `}` is missing"));
    }
    if parser.model.entities.is_empty() {
        return Err(DiagramError::at(source.header.line, "the diagram has no entities"));
    }
    Ok(parser.model)
}

impl<'a> Parser<'a> {
    fn statement(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
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
        let before = scanner.clone();
        if scanner.eat_word("class") || scanner.eat_word("style") {
            let ids = scanner.take_while(|c| !c.is_whitespace());
            let class = scanner.take_rest();
            if !class.is_empty() && !class.starts_with('{') {
                return self.restyle(scanner, ids, class);
            }
            *scanner = before;
        }
        let from = self.entity(scanner)?;
        scanner.skip_space();
        if scanner.is_done() {
            return Ok(());
        }
        if scanner.eat("{") {
            self.open = Some((from, scanner.line()));
            return Ok(());
        }
        let edge = parse_relation(scanner)?;
        scanner.skip_space();
        let to = self.entity(scanner)?;
        scanner.skip_space();
        if !scanner.eat(":") {
            return Err(scanner.fail("the relationship needs a label, as in `A ||--o{ B : places`"));
        }
        scanner.skip_space();
        let text = match scanner.quoted()? {
            Some(text) => text,
            None => scanner.take_rest(),
        };
        scanner.expect_end()?;
        let edge = Edge { label: Label::new(text).wrapped(MAX_WIDTH), ..edge };
        self.model.relationships.push(Relationship { from, to, edge });
        Ok(())
    }

    fn restyle(
        &mut self,
        scanner: &Scanner<'a>,
        ids: &'a str,
        class: &'a str,
    ) -> Result<(), DiagramError> {
        for id in ids.split(',') {
            let Some(&entity) = self.ids.get(id) else {
                return Err(scanner.fail(format!("there is no entity `{id}`")));
            };
            if class.contains(':') {
                self.model.marks.style(entity);
            } else {
                self.model.marks.assign(entity, class, scanner.line());
            }
        }
        Ok(())
    }

    /// Reads `NAME`, `"a name"`, `NAME["title"]` or `NAME:::style`.
    fn entity(&mut self, scanner: &mut Scanner<'a>) -> Result<usize, DiagramError> {
        let id = match scanner.quoted()? {
            Some(id) => id,
            None => scanner.name(),
        };
        if id.is_empty() {
            return Err(scanner.fail(format!("expected an entity, found `{}`", scanner.found())));
        }
        let index = *self.ids.entry(id).or_insert_with(|| {
            self.model.entities.push(Entity { title: id, attributes: Vec::new() });
            self.model.entities.len() - 1
        });
        if scanner.eat("[") {
            let title = match scanner.quoted()? {
                Some(title) => title,
                None => scanner.take_while(|c| c != ']').trim(),
            };
            if !scanner.eat("]") {
                return Err(scanner.fail("the title is not closed: `]` is missing"));
            }
            self.model.entities[index].title = title;
        }
        if scanner.eat(":::") {
            self.model.marks.assign(index, scanner.name(), scanner.line());
        }
        Ok(index)
    }

    /// Reads attributes up to the `}` or the end of the line, if an entity is open.
    fn attributes(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        let Some((entity, _)) = self.open else { return scanner.expect_end() };
        loop {
            scanner.skip_space();
            if scanner.is_done() {
                return Ok(());
            }
            if scanner.eat("}") {
                self.open = None;
                return scanner.expect_end();
            }
            let attribute = parse_attribute(scanner)?;
            self.model.entities[entity].attributes.push(attribute);
        }
    }
}

/// Reads `type name PK, FK "comment"`.
fn parse_attribute(scanner: &mut Scanner<'_>) -> Result<[String; 4], DiagramError> {
    let word = |scanner: &mut Scanner<'_>| {
        scanner.skip_space();
        let is_part = |c: char| c.is_alphanumeric() || "_-*()[].<>~?".contains(c);
        scanner.take_while(is_part).to_owned()
    };
    let kind = word(scanner);
    let name = word(scanner);
    if kind.is_empty() || name.is_empty() {
        let found = scanner.found();
        return Err(scanner.fail(format!(
            "an attribute is a type and a name, as in `int id PK`; found `{found}`"
        )));
    }
    let mut keys: Vec<&str> = Vec::new();
    loop {
        scanner.skip_space();
        let separated = !keys.is_empty() && scanner.eat(",");
        scanner.skip_space();
        let Some(key) = ["PK", "FK", "UK"].into_iter().find(|key| {
            let rest = scanner.rest().strip_prefix(key);
            rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'))
        }) else {
            if separated {
                return Err(scanner.fail("after `,` another key is expected: PK, FK or UK"));
            }
            break;
        };
        if !separated && !keys.is_empty() {
            return Err(scanner.fail("keys are separated by commas, as in `PK, FK`"));
        }
        scanner.eat(key);
        keys.push(key);
    }
    scanner.skip_space();
    let comment = scanner.quoted()?.unwrap_or_default().to_owned();
    Ok([kind, name, keys.join(", "), comment])
}

/// Reads `||--o{`.
fn parse_relation(scanner: &mut Scanner<'_>) -> Result<Edge, DiagramError> {
    let help = "relationships are written as in `A ||--o{ B : places`";
    let found = scanner.found();
    let fail = |scanner: &Scanner<'_>| scanner.fail(format!("`{found}` is not understood: {help}"));
    let start = CARDINALITIES.iter().find(|(left, ..)| scanner.eat(left));
    let Some(&(_, _, start)) = start else { return Err(fail(scanner)) };
    let stroke = if scanner.eat("--") {
        Stroke::Solid
    } else if [".-", "-.", ".."].iter().any(|line| scanner.eat(line)) {
        Stroke::Dotted
    } else {
        return Err(fail(scanner));
    };
    let end = CARDINALITIES.iter().find(|(_, right, _)| scanner.eat(right));
    let Some(&(_, _, end)) = end else { return Err(fail(scanner)) };
    Ok(Edge { stroke, start: Some(start), end: Some(end), ..Edge::default() })
}
