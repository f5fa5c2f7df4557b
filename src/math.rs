//! LaTeX to `MathML` Core, at build time.
//!
//! [`render`] reports the first error instead of writing it into the formula, as the library would.
//! What the library can only express by `style` attributes is left out (extra space between rows,
//! negative space) or refused (colours and frames), so the output needs nothing but the class rules
//! of `math.css`.

use std::error::Error as _;
use std::panic::{AssertUnwindSafe, catch_unwind};

use pulldown_latex::config::DisplayMode;
use pulldown_latex::event::{
    ColorTarget, Dimension, DimensionUnit, EnvironmentFlow, Event, StateChange, Visual,
};
use pulldown_latex::{Parser, ParserError, RenderConfig, Storage, push_mathml};

/// Longer formulas are refused.
const MAX_BYTES: usize = 8 * 1024;
/// Macros can make a short formula endless; after this many parts it is refused.
const MAX_EVENTS: usize = 20_000;
const MALFORMED: &str = "the formula is malformed";
/// How many bytes before and after an error the library's context shows.
const CONTEXT: usize = 12;

/// Why a formula cannot be set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MathError {
    /// What is wrong, lowercase and without a final full stop.
    pub message: String,
    /// The byte of the formula at which it was noticed, if that is known.
    pub offset: Option<usize>,
}

impl MathError {
    fn whole(message: impl Into<String>) -> Self {
        Self { message: message.into(), offset: None }
    }
}

impl std::fmt::Display for MathError {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.message)
    }
}

impl std::error::Error for MathError {}

/// Returns the `<math>` element for `latex`, as a block of its own if `display`.
pub fn render(latex: &str, display: bool) -> Result<String, MathError> {
    if latex.len() > MAX_BYTES {
        return Err(MathError::whole(format!(
            "the formula is longer than {} KiB",
            MAX_BYTES / 1024
        )));
    }
    if latex.trim().is_empty() {
        return Err(MathError::whole("the formula is empty"));
    }
    if latex.contains("\\char") || latex.chars().any(|c| c.is_control() && !c.is_whitespace()) {
        // Its argument may be a character that no page can have, and the library cuts some of them
        // in two.
        return Err(MathError::whole(
            "`\\char` and control characters are not supported in formulas",
        ));
    }
    let mode = if display { DisplayMode::Block } else { DisplayMode::Inline };
    // pulldown-latex has panicked on malformed input (its issues 19 and 41, `\\char` with a letter
    // that is not ASCII); a typo in a formula must not end the build.
    catch_unwind(AssertUnwindSafe(|| convert(latex, mode)))
        .unwrap_or_else(|_| Err(MathError::whole(MALFORMED)))
}

fn convert(latex: &str, display_mode: DisplayMode) -> Result<String, MathError> {
    let storage = Storage::new();
    let mut events = Vec::new();
    for event in Parser::new(latex, &storage) {
        let event = event.map_err(|error| explain(&error, latex))?;
        events.push(Ok::<_, ParserError>(restrict(event)?));
        if events.len() > MAX_EVENTS {
            return Err(MathError::whole("the formula is too large"));
        }
    }
    let mut out = String::new();
    let config = RenderConfig { display_mode, ..RenderConfig::default() };
    push_mathml(&mut out, events.into_iter(), config)
        .map_err(|error| MathError::whole(format!("the formula cannot be written: {error}")))?;
    // What macros leave half-finished, the library writes with tags that do not match.
    tidy(&out).ok_or_else(|| MathError::whole(MALFORMED))
}

/// Removes from an event what would become a `style` attribute.
fn restrict(event: Event<'_>) -> Result<Event<'_>, MathError> {
    let none = Dimension { value: 0.0, unit: DimensionUnit::Em };
    Ok(match event {
        Event::StateChange(StateChange::Color(change)) => {
            return Err(MathError::whole(match change.target {
                ColorTarget::Text | ColorTarget::Background => {
                    "colours are not supported in formulas: they would not be legible in light and in dark"
                }
                ColorTarget::Border => "frames (`\\boxed`, `\\fbox`) are not supported in formulas",
            }));
        }
        Event::Space { width, height, depth } => {
            let width = length(width)?.filter(|width| width.value > 0.0).unwrap_or(none);
            Event::Space { width: Some(width), height: length(height)?, depth: length(depth)? }
        }
        Event::Visual(Visual::Fraction(line)) => Event::Visual(Visual::Fraction(length(line)?)),
        Event::EnvironmentFlow(EnvironmentFlow::NewLine { horizontal_lines, .. }) => {
            Event::EnvironmentFlow(EnvironmentFlow::NewLine { spacing: None, horizontal_lines })
        }
        event => event,
    })
}

/// Turns a length into one that CSS knows; `mu` is a unit of TeX, of which 18 make an em.
fn length(length: Option<Dimension>) -> Result<Option<Dimension>, MathError> {
    let Some(Dimension { value, unit }) = length else { return Ok(None) };
    if value.abs() > 1000.0 || !value.is_finite() {
        return Err(MathError::whole("a length in the formula is too large"));
    }
    Ok(Some(match unit {
        DimensionUnit::Mu => Dimension { value: value / 18.0, unit: DimensionUnit::Em },
        unit => Dimension { value, unit },
    }))
}

fn explain(error: &ParserError, latex: &str) -> MathError {
    let message = error.source().map_or_else(|| error.to_string(), ToString::to_string);
    let offset = locate(error, latex);
    if message.starts_with("unknown primitive") {
        let place = match offset {
            Some(offset) => latex[..offset].rfind('\\'),
            None => latex.find('\\').filter(|_| latex.matches('\\').count() == 1),
        };
        if let Some(place) = place {
            let length = latex[place + 1..].find(|c: char| !c.is_ascii_alphabetic());
            let end = length.map_or(latex.len(), |length| place + 1 + length);
            let message = format!("the command `{}` is unknown", &latex[place..end]);
            return MathError { message, offset: Some(place) };
        }
    }
    MathError { message: message.replace("unkown", "unknown"), offset }
}

/// Returns where the error is, from the library's drawing of its context, which is all that it
/// tells.
fn locate(error: &ParserError, latex: &str) -> Option<usize> {
    let text = error.to_string();
    let mut lines = text.lines().rev().filter_map(|line| line.strip_prefix('│'));
    let context = lines.find(|line| !line.trim_matches(['^', ' ']).is_empty())?;
    let offset = if let Some(rest) = context.strip_prefix('…') {
        latex.find(rest)? + CONTEXT
    } else {
        // The context begins with the formula; if it also ends with it, the place is anywhere.
        let rest = context.strip_prefix(' ')?;
        if !latex.starts_with(rest) || rest.len() == latex.len() {
            return None;
        }
        rest.len().saturating_sub(CONTEXT)
    };
    Some(latex.floor_char_boundary(offset.min(latex.len())))
}

const ELEMENTS: [&str; 22] = [
    "math",
    "mfrac",
    "mi",
    "mn",
    "mo",
    "mover",
    "mphantom",
    "mroot",
    "mrow",
    "ms",
    "mspace",
    "msqrt",
    "mstyle",
    "msub",
    "msubsup",
    "msup",
    "mtable",
    "mtd",
    "mtext",
    "mtr",
    "munder",
    "munderover",
];
const ATTRIBUTES: [&str; 17] = [
    "accent",
    "accentunder",
    "class",
    "depth",
    "display",
    "fence",
    "form",
    "height",
    "largeop",
    "linethickness",
    "lspace",
    "mathvariant",
    "maxsize",
    "minsize",
    "movablelimits",
    "rspace",
    "separator",
];

/// Corrects the library's output: escapes what it does not, and leaves out what is not on the lists
/// above. `None` if its tags do not match.
///
/// `displaystyle` and `scriptlevel` are allowed everywhere by `MathML` Core, but by the W3C checker
/// only on `<mstyle>`, so they move to one around the element.
fn tidy(mathml: &str) -> Option<String> {
    let mut out = String::with_capacity(mathml.len());
    // The open elements, and whether an `<mstyle>` is around each.
    let mut open = Vec::new();
    let mut rest = mathml;
    while let Some(start) = rest.find(['<', '&']) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let tag = parse_tag(rest);
        match tag {
            Some(Tag::Close(name, length)) => {
                let (_, is_styled) = open.pop().filter(|&(opened, _)| opened == name)?;
                out.push_str("</");
                out.push_str(name);
                out.push('>');
                if is_styled {
                    out.push_str("</mstyle>");
                }
                rest = &rest[length..];
            }
            Some(Tag::Open { name, attributes, is_empty, length }) => {
                let is_styled = open_tag(name, &attributes, is_empty, &mut out);
                if !is_empty {
                    open.push((name, is_styled));
                } else if is_styled {
                    out.push_str("</mstyle>");
                }
                rest = &rest[length..];
            }
            None => rest = push_text(rest, &mut out),
        }
    }
    out.push_str(rest);
    open.is_empty().then_some(out)
}

enum Tag<'a> {
    /// The name, and how many bytes the tag has.
    Close(&'a str, usize),
    Open {
        name: &'a str,
        attributes: Vec<(&'a str, &'a str)>,
        is_empty: bool,
        length: usize,
    },
}

fn parse_tag(text: &str) -> Option<Tag<'_>> {
    let end = text.find('>')?;
    let inside = text[..end].strip_prefix('<')?;
    if let Some(name) = inside.strip_prefix('/') {
        return ELEMENTS.contains(&name).then_some(Tag::Close(name, end + 1));
    }
    let (inside, is_empty) = match inside.strip_suffix('/') {
        Some(inside) => (inside, true),
        None => (inside, false),
    };
    let name_end = inside.find(' ').unwrap_or(inside.len());
    let (name, mut rest) = inside.split_at(name_end);
    if !ELEMENTS.contains(&name) {
        return None;
    }
    let mut attributes = Vec::new();
    rest = rest.trim();
    while !rest.is_empty() {
        let (key, value) = rest.split_once("=\"")?;
        let (value, after) = value.split_once('"')?;
        attributes.push((key, value));
        rest = after.trim_start();
    }
    Some(Tag::Open { name, attributes, is_empty, length: end + 1 })
}

/// Writes a tag, and returns whether an `<mstyle>` was opened before it.
fn open_tag(name: &str, attributes: &[(&str, &str)], is_empty: bool, out: &mut String) -> bool {
    let is_style = |key: &str| key == "displaystyle" || key == "scriptlevel";
    let is_styled =
        name != "mstyle" && name != "math" && attributes.iter().any(|(key, _)| is_style(key));
    let push = |out: &mut String, name: &str, keep: &dyn Fn(&str) -> bool| {
        out.push('<');
        out.push_str(name);
        for (key, value) in attributes.iter().filter(|(key, _)| keep(key)) {
            out.push(' ');
            out.push_str(key);
            out.push_str("=\"");
            out.push_str(value);
            out.push('"');
        }
    };
    if is_styled {
        push(out, "mstyle", &is_style);
        out.push('>');
    }
    let is_listed =
        |key: &str| ATTRIBUTES.contains(&key) || ["stretchy", "symmetric", "width"].contains(&key);
    push(out, name, &|key: &str| is_listed(key) || (!is_styled && is_style(key)));
    out.push_str(if is_empty { "/>" } else { ">" });
    is_styled
}

/// Writes the `<` or `&` with which `text` begins, as text, and returns what follows.
fn push_text<'a>(text: &'a str, out: &mut String) -> &'a str {
    if let Some(rest) = text.strip_prefix("&nbsp;") {
        // XML does not know the name.
        out.push('\u{a0}');
        return rest;
    }
    if ["&lt;", "&gt;", "&amp;", "&quot;", "&#"].iter().any(|entity| text.starts_with(entity)) {
        out.push('&');
    } else {
        out.push_str(if text.starts_with('<') { "&lt;" } else { "&amp;" });
    }
    &text[1..]
}
