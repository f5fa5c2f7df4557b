//! The document tree of one topic: the one thing that every output walks.
//!
//! Links, images and includes are as written, with spans; `index` resolves them by that text.

use std::ops::RangeInclusive;

use crate::base::span::{Span, Spanned};

/// A topic's content.
#[derive(Clone, Debug, Default)]
pub struct Doc {
    /// The blocks in order.
    pub blocks: Vec<Node<Block>>,
    /// Footnotes in the order of their first reference; unreferenced ones are dropped.
    pub footnotes: Vec<Footnote>,
}

/// A piece of the tree and where it was written.
#[derive(Clone, Debug, PartialEq)]
pub struct Node<K> {
    /// What it is.
    pub kind: K,
    /// Its bytes in the file.
    pub span: Span,
}

/// A block.
#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// A heading with its id.
    Heading(Heading),
    /// A paragraph.
    Paragraph(Vec<Node<Inline>>),
    /// Inline content without a paragraph of its own: a tight list's item.
    Plain(Vec<Node<Inline>>),
    /// A code block.
    Code(Box<CodeBlock>),
    /// Two or more consecutive code blocks with `tab=`.
    Tabs(Vec<Node<CodeBlock>>),
    /// A Mermaid diagram's source.
    Diagram(String),
    /// Display math in LaTeX.
    Math(String),
    /// A list.
    List(List),
    /// A definition list.
    Definitions(Vec<Definition>),
    /// A table.
    Table(Table),
    /// A block quote.
    Quote(Vec<Node<Block>>),
    /// An alert.
    Callout(Callout),
    /// A `<details>` without a marker.
    Fold(Fold),
    /// A card, question or exercise.
    Study(Box<Study>),
    /// `<!-- setup: ID … -->`: code prepended to a sample; not shown.
    Setup(Setup),
    /// An element of raw HTML.
    Element(Element<Block>),
    /// Text directly within raw HTML.
    Text(String),
    /// A thematic break.
    Rule,
}

/// Inline content.
#[derive(Clone, Debug, PartialEq)]
pub enum Inline {
    /// Text, entities decoded.
    Text(String),
    /// A code span.
    Code(String),
    /// Strong emphasis.
    Strong(Vec<Node<Inline>>),
    /// Emphasis.
    Emphasis(Vec<Node<Inline>>),
    /// Strikethrough.
    Strikethrough(Vec<Node<Inline>>),
    /// A link.
    Link(Link),
    /// An image.
    Image(Image),
    /// Math in LaTeX; `is_display` for `$$…$$` within a paragraph.
    Math {
        /// LaTeX source.
        latex: String,
        /// Display style.
        is_display: bool,
    },
    /// A reference to `Doc::footnotes[index]`; `occurrence` counts references to it from 0.
    FootnoteReference {
        /// Index into `Doc::footnotes`.
        index: usize,
        /// Which reference to that footnote, from 0.
        occurrence: usize,
    },
    /// An element of raw HTML.
    Element(Element<Inline>),
    /// A line break within a paragraph's source.
    SoftBreak,
    /// A hard line break.
    HardBreak,
}

/// A heading.
#[derive(Clone, Debug, PartialEq)]
pub struct Heading {
    /// 1 to 6, as written.
    pub level: u8,
    /// Unique in the page.
    pub id: String,
    /// Classes from heading attributes.
    pub classes: Vec<String>,
    /// The content.
    pub content: Vec<Node<Inline>>,
    /// True within a fold or a card: such headings stay out of the contents.
    pub is_folded: bool,
}

/// A link.
#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    /// As written.
    pub target: String,
    /// Title, empty if none.
    pub title: String,
    /// The content.
    pub content: Vec<Node<Inline>>,
}

/// An image.
#[derive(Clone, Debug, PartialEq)]
pub struct Image {
    /// As written.
    pub target: String,
    /// Title, empty if none.
    pub title: String,
    /// Text in its stead, empty if none.
    pub alt: String,
}

/// A code block and what its info string says.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CodeBlock {
    /// The language as written, `None` for an indented block or a bare fence.
    pub language: Option<Spanned<String>>,
    /// The code, with diff markers stripped; empty for an include.
    pub text: String,
    /// Where each line of `text` begins in the file, for reports; empty for an include.
    pub line_starts: Vec<u32>,
    /// `title="…"`
    pub title: Option<String>,
    /// `{2,4-6}`: marked lines, from 1.
    pub marked: Vec<RangeInclusive<usize>>,
    /// `numbers` or `numbers=10`: the first line's number.
    pub numbers: Option<usize>,
    /// `diff`: one marker per line of `text`.
    pub diff: Option<Vec<DiffMark>>,
    /// `tab="…"`
    pub tab: Option<String>,
    /// `file="PATH#NAME"`
    pub include: Option<Spanned<String>>,
    /// How the block is to be executed.
    pub sample: Sample,
    /// The text of an `output` fence right after this block.
    pub output: Option<Spanned<String>>,
}

/// A line of a `diff` block.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DiffMark {
    /// Unchanged.
    Same,
    /// `+`
    Added,
    /// `-`
    Removed,
}

/// The items of an info string that concern execution, as written and validated in form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sample {
    /// `run`, `norun`, `starter`, or none of them.
    pub mode: SampleMode,
    /// `id=`
    pub id: Option<Spanned<String>>,
    /// `after=`
    pub after: Option<Spanned<String>>,
    /// `raises=`
    pub raises: Option<String>,
    /// `reason=`, required with `norun`.
    pub reason: Option<String>,
    /// `since=`
    pub since: Option<String>,
    /// `until=`
    pub until: Option<String>,
    /// `needs=`
    pub needs: Vec<String>,
    /// `service=`
    pub service: Option<String>,
    /// `timeout=` in seconds.
    pub timeout: Option<u32>,
    /// `nondet`
    pub is_nondeterministic: bool,
}

/// What a fence says about its execution.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SampleMode {
    /// Nothing.
    #[default]
    Unmarked,
    /// `run`
    Run,
    /// `norun`
    NoRun,
    /// `starter`
    Starter,
}

/// A list.
#[derive(Clone, Debug, PartialEq)]
pub struct List {
    /// The first number of an ordered list.
    pub start: Option<u64>,
    /// The items.
    pub items: Vec<Node<Item>>,
}

/// A list item.
#[derive(Clone, Debug, PartialEq)]
pub struct Item {
    /// A task's state.
    pub task: Option<bool>,
    /// The content.
    pub blocks: Vec<Node<Block>>,
}

/// One group of a definition list.
#[derive(Clone, Debug, PartialEq)]
pub struct Definition {
    /// The terms.
    pub terms: Vec<Vec<Node<Inline>>>,
    /// Their definitions.
    pub details: Vec<Vec<Node<Block>>>,
}

/// A table. Rows have as many cells as the head.
#[derive(Clone, Debug, PartialEq)]
pub struct Table {
    /// Alignment of each column.
    pub alignments: Vec<Alignment>,
    /// The head row.
    pub head: Vec<Vec<Node<Inline>>>,
    /// The body rows.
    pub rows: Vec<Vec<Vec<Node<Inline>>>>,
}

/// A column's alignment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alignment {
    /// As the page's direction has it.
    None,
    /// `:--`
    Left,
    /// `:-:`
    Center,
    /// `--:`
    Right,
}

/// An alert with its kind.
#[derive(Clone, Debug, PartialEq)]
pub struct Callout {
    /// Which of the seven.
    pub kind: CalloutKind,
    /// The content.
    pub body: Vec<Node<Block>>,
}

/// GitHub's five alerts and our two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CalloutKind {
    /// `[!NOTE]`
    Note,
    /// `[!TIP]`
    Tip,
    /// `[!IMPORTANT]`
    Important,
    /// `[!WARNING]`
    Warning,
    /// `[!CAUTION]`
    Caution,
    /// `[!PITFALL]`
    Pitfall,
    /// `[!SCALE]`
    Scale,
}

/// A `<details>`.
#[derive(Clone, Debug, PartialEq)]
pub struct Fold {
    /// The summary, parsed as inline Markdown.
    pub summary: Vec<Node<Inline>>,
    /// What is folded.
    pub body: Vec<Node<Block>>,
    /// Has the `open` attribute.
    pub is_open: bool,
}

/// A card, question or exercise: a marker, front blocks and a fold.
#[derive(Clone, Debug, PartialEq)]
pub struct Study {
    /// Which of the three.
    pub form: StudyForm,
    /// Unique in the book.
    pub id: Spanned<String>,
    /// `kind=`: of a card or an exercise.
    pub kind: Option<String>,
    /// `freq=`: of a question.
    pub frequency: Option<String>,
    /// `level=`
    pub level: Option<String>,
    /// `since=`
    pub since: Option<String>,
    /// `until=`
    pub until: Option<String>,
    /// Blocks between marker and fold.
    pub front: Vec<Node<Block>>,
    /// The answer or solution.
    pub fold: Fold,
}

/// What a marker comment opens.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum StudyForm {
    /// `<!-- card: … -->`
    Card,
    /// `<!-- question: … -->`
    Question,
    /// `<!-- exercise: … -->`
    Exercise,
}

/// A hidden set-up.
#[derive(Clone, Debug, PartialEq)]
pub struct Setup {
    /// The id of the sample that it belongs to.
    pub sample: Spanned<String>,
    /// The code, verbatim.
    pub text: String,
    /// Where each line of `text` begins in the file.
    pub line_starts: Vec<u32>,
}

/// An element of raw HTML, balanced and within the content model.
#[derive(Clone, Debug, PartialEq)]
pub struct Element<K> {
    /// Lowercase name.
    pub name: String,
    /// Lowercase names with decoded values, without what the policy forbids, first one wins.
    pub attributes: Vec<(String, String)>,
    /// The content; empty for void elements.
    pub children: Vec<Node<K>>,
}

/// A footnote.
#[derive(Clone, Debug, PartialEq)]
pub struct Footnote {
    /// As written, `note` in `[^note]`.
    pub label: String,
    /// The content.
    pub blocks: Vec<Node<Block>>,
    /// How often it is referred to.
    pub n_references: usize,
}

impl CalloutKind {
    /// All kinds with the words that authors write.
    pub const ALL: [(&'static str, Self); 7] = [
        ("NOTE", Self::Note),
        ("TIP", Self::Tip),
        ("IMPORTANT", Self::Important),
        ("WARNING", Self::Warning),
        ("CAUTION", Self::Caution),
        ("PITFALL", Self::Pitfall),
        ("SCALE", Self::Scale),
    ];
}

impl StudyForm {
    /// Returns the marker's word.
    pub fn name(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Question => "question",
            Self::Exercise => "exercise",
        }
    }
}
