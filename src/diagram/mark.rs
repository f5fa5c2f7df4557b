//! `classDef`, `class`, `style` and `:::`: which boxes an author sets apart.
//!
//! Colours in a diagram's source would be unreadable in light or in dark, so they are not taken
//! over. What they mean is: a box that is styled gets one of four marks, `dg-mark-1` to
//! `dg-mark-4`, whose colours the theme gives.

use std::collections::BTreeMap;

use super::DiagramError;
use super::scan::Scanner;

const MARKS: usize = 4;

/// The styles that a diagram defines and where it uses them.
#[derive(Debug, Default)]
pub(crate) struct Marks<'a> {
    /// Mark by name, in order of definition.
    defined: BTreeMap<&'a str, usize>,
    /// Box, name of its style, line.
    used: Vec<(usize, &'a str, usize)>,
    styled: Vec<usize>,
}

impl<'a> Marks<'a> {
    /// Reads what follows `classDef`.
    pub(crate) fn define(&mut self, scanner: &mut Scanner<'a>) -> Result<(), DiagramError> {
        scanner.skip_space();
        let names = scanner.take_while(|c| !c.is_whitespace());
        if names.is_empty() || scanner.take_rest().is_empty() {
            return Err(scanner
                .fail("`classDef` needs a name and styles, such as `classDef hot fill:#f96`"));
        }
        for name in names.split(',').filter(|&name| name != "default" && !name.is_empty()) {
            let mark = self.defined.len() % MARKS + 1;
            self.defined.entry(name).or_insert(mark);
        }
        Ok(())
    }

    /// Notes that `class` is used for `item`.
    pub(crate) fn assign(&mut self, item: usize, class: &'a str, line: usize) {
        self.used.push((item, class, line));
    }

    /// Notes that `item` has a style of its own.
    pub(crate) fn style(&mut self, item: usize) {
        self.styled.push(item);
    }

    /// Returns the class attribute of each of `count` boxes: `base`, and the mark if it has one.
    pub(crate) fn classes(
        &self,
        count: usize,
        base: impl Fn(usize) -> &'static str,
    ) -> Result<Vec<String>, DiagramError> {
        let mut classes: Vec<String> = (0..count).map(|item| base(item).to_owned()).collect();
        let mut marks = BTreeMap::new();
        for &item in &self.styled {
            marks.insert(item, 1);
        }
        for &(item, name, line) in &self.used {
            if name == "default" {
                continue;
            }
            let mark = self.defined.get(name).ok_or_else(|| {
                DiagramError::at(
                    line,
                    format!("the style `{name}` is not defined: `classDef {name} …` is missing"),
                )
            })?;
            marks.insert(item, *mark);
        }
        for (item, mark) in marks {
            if let Some(class) = classes.get_mut(item) {
                *class = format!("{class} dg-mark-{mark}");
            }
        }
        Ok(classes)
    }
}
