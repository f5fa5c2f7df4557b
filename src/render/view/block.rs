//! What the templates in `blocks/` receive, each under one name: `{{ card.id }}` in `card.html`.
//! Beside it they see `text` and `options`, as every template does.

use schemars::JsonSchema;
use serde::Serialize;

use crate::render::view::Html;

/// `blocks/callout.html`: an alert.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Callout<'a> {
    /// `note`, `tip`, `important`, `warning`, `caution`, `pitfall` or `scale`.
    pub(crate) kind: &'a str,
    /// The kind in the book's language.
    pub(crate) title: &'a str,
    /// The content.
    pub(crate) body: Html,
}

/// `blocks/card.html`, `blocks/question.html` and `blocks/exercise.html`, under that name.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Study<'a> {
    /// Unique in the book.
    pub(crate) id: &'a str,
    /// The element's id, for links to this very item.
    pub(crate) anchor: String,
    /// A card's or exercise's kind, as written (`recall`, `predict`, `fix`, …).
    pub(crate) kind: Option<&'a str>,
    /// The kind in the book's language.
    pub(crate) kind_label: Option<&'a str>,
    /// A question's frequency, as written (`often`, `sometimes`, `rare`).
    pub(crate) frequency: Option<&'a str>,
    /// The frequency in the book's language.
    pub(crate) frequency_label: Option<&'a str>,
    /// `junior`, `mid` or `senior`.
    pub(crate) level: Option<&'a str>,
    /// The level in the book's language.
    pub(crate) level_label: Option<&'a str>,
    /// The lowest Python version that it holds for.
    pub(crate) since: Option<&'a str>,
    /// The highest Python version that it holds for.
    pub(crate) until: Option<&'a str>,
    /// The blocks shown before the fold; empty if there are none.
    pub(crate) front: Html,
    /// The fold's summary: the question asked.
    pub(crate) summary: Html,
    /// What the samples of the front do: part of the answer, so shown only in the fold.
    pub(crate) outcomes: Vec<Outcome<'a>>,
    /// The answer or solution.
    pub(crate) answer: Html,
    /// True where the author wants the fold open.
    pub(crate) is_open: bool,
}

/// What a sample does when it runs.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Outcome<'a> {
    /// The exception that it ends with.
    pub(crate) raises: Option<&'a str>,
    /// What it prints.
    pub(crate) output: Option<String>,
    /// What it ran on, in words: `Ran on Python 3.14.10 and 3.15.2 with flask 3.1.3`.
    pub(crate) ran: Option<String>,
    /// True if it has changed since.
    pub(crate) is_stale: bool,
}

/// `blocks/code.html`: a code block.
#[derive(Debug, Serialize, JsonSchema)]
#[expect(clippy::struct_excessive_bools, reason = "templates ask for each by its name")]
pub(crate) struct Code<'a> {
    /// The language's name as a reader knows it (`Python`), if the block names one.
    pub(crate) language: Option<&'a str>,
    /// `title="…"`
    pub(crate) title: Option<&'a str>,
    /// The highlighted code. Lines are wrapped in `<span class="l">` only where `has_lines`.
    pub(crate) html: Html,
    /// True if lines are numbered, marked or diffed.
    pub(crate) has_lines: bool,
    /// True in a printed document if there are so many lines that they may go on on another sheet.
    pub(crate) is_long: bool,
    /// True if lines have numbers.
    pub(crate) is_numbered: bool,
    /// What the program prints, if that is shown.
    pub(crate) output: Option<&'a str>,
    /// The exception that the program ends with, if that is shown.
    pub(crate) raises: Option<&'a str>,
    /// Why the code is not executed.
    pub(crate) reason: Option<&'a str>,
    /// The lowest Python version that runs it.
    pub(crate) since: Option<&'a str>,
    /// The highest Python version that runs it.
    pub(crate) until: Option<&'a str>,
    /// What it ran on, in words: `Ran on Python 3.14.10 and 3.15.2 with flask 3.1.3`.
    pub(crate) ran: Option<&'a str>,
    /// True if the code has changed since it last ran.
    pub(crate) is_stale: bool,
    /// The whole program, highlighted, if it is more than the block shows: set-up, and what it continues.
    pub(crate) whole: Option<Html>,
    /// True for an exercise's incomplete start.
    pub(crate) is_starter: bool,
}

/// `blocks/tabs.html`: consecutive code blocks with `tab=`.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Tabs<'a> {
    /// The tabs, in order.
    pub(crate) items: Vec<Tab<'a>>,
}

/// One tab.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Tab<'a> {
    /// `tab="…"`; choosing a label chooses it in every group.
    pub(crate) label: &'a str,
    /// The code block, rendered.
    pub(crate) body: Html,
}

/// `blocks/diagram.html`: a Mermaid diagram, drawn.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Diagram<'a> {
    /// The `<svg>` element; its ids are unique in the page.
    pub(crate) svg: Html,
    /// Width in CSS pixels.
    pub(crate) width: u32,
    /// Height in CSS pixels.
    pub(crate) height: u32,
    /// The diagram's own title.
    pub(crate) title: Option<&'a str>,
    /// A name for the scroll region: the title, or else the heading above.
    pub(crate) label: &'a str,
}

/// `blocks/table.html`: a table.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Table<'a> {
    /// The `<table>` element. Aligned cells have the class `al`, `ac` or `ar`.
    pub(crate) html: Html,
    /// A name for the scroll region: the heading above.
    pub(crate) label: &'a str,
}

/// `blocks/image.html`: an image of the book.
#[derive(Debug, Serialize, JsonSchema)]
pub(crate) struct Image<'a> {
    /// Its URL, relative to the page.
    pub(crate) url: &'a str,
    /// Text in its stead, empty for decoration.
    pub(crate) alt: &'a str,
    /// Title, if any.
    pub(crate) title: Option<&'a str>,
    /// Width in CSS pixels, if the file tells.
    pub(crate) width: Option<u32>,
    /// Height in CSS pixels, if the file tells.
    pub(crate) height: Option<u32>,
}
