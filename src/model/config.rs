//! `book.toml`, validated. `load::config` fills it; its keys are the field names in `snake_case`.

use std::collections::BTreeMap;

use crate::base::path::FilePath;
use crate::base::rule::Level;
use crate::base::span::{Span, Spanned};

/// A whole `book.toml`.
#[derive(Clone, Debug, Default)]
pub struct Config {
    /// `[book]`
    pub book: Book,
    /// `[build]`
    pub build: Build,
    /// `[site]`
    pub site: SiteConfig,
    /// `[markdown]`
    pub markdown: Markdown,
    /// `[print]`
    pub print: Print,
    /// `[checks]`: rule name to level; the names are known rules.
    pub checks: BTreeMap<String, Level>,
    /// `[[anatomy]]`, in order.
    pub anatomy: Vec<Anatomy>,
    /// `[test.python]`
    pub python: PythonTests,
    /// `[theme]`: options as written; `load::theme` checks them against the theme's declaration.
    pub theme_options: BTreeMap<String, Spanned<toml::Value>>,
    /// `[redirects]`: old output path (`old/page.html`) to a target as written.
    pub redirects: Vec<Redirect>,
}

/// `[book]`
#[derive(Clone, Debug)]
pub struct Book {
    /// Names the book in stored progress and exports; required once a book has a card.
    pub id: Option<String>,
    /// Title; where absent, the home page's.
    pub title: Option<String>,
    /// One sentence for search engines and the home page.
    pub description: Option<String>,
    /// Authors, as they are to be shown.
    pub authors: Vec<String>,
    /// BCP 47 language tag; `en` if absent.
    pub language: String,
}

/// `[build]`
#[derive(Clone, Debug)]
pub struct Build {
    /// Content folder relative to the root, `.` for the root itself; `content` if absent.
    pub content: String,
    /// Output folder relative to the root; `public` if absent.
    pub output: String,
    /// Theme name; `default` if absent.
    pub theme: String,
}

/// `[site]`
#[derive(Clone, Debug, Default)]
pub struct SiteConfig {
    /// Absolute URL of the site's top, with a slash at its end. Only what needs an absolute URL uses it.
    pub base_url: Option<String>,
    /// The repository's URL, linked in the header.
    pub repository: Option<String>,
    /// Pattern of "edit this page" links; `{path}` is the file relative to the root.
    pub edit_url: Option<String>,
}

/// `[markdown]`
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Markdown {
    /// What happens to raw HTML other than the folds and markers of the dialect.
    pub raw_html: RawHtml,
    /// Curly quotes, dashes and ellipses; off unless set.
    pub smart_punctuation: bool,
    /// `$…$` and `$$…$$`; off unless set.
    pub math: bool,
}

/// `markdown.raw_html`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum RawHtml {
    /// Kept, balanced, and stripped of what the Content-Security-Policy forbids.
    #[default]
    Allow,
    /// Shown as text.
    Escape,
}

/// `[print]`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Print {
    /// The paper that everything printed is made for.
    pub paper: Paper,
    /// Whether the site has a print edition; if absent, books of at most 500 pages have one.
    pub edition: Option<bool>,
}

/// `print.paper`
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 mm × 297 mm
    #[default]
    A4,
    /// 8.5 in × 11 in
    Letter,
}

/// One `[[anatomy]]` table: which sections the pages it matches must have.
#[derive(Clone, Debug)]
pub struct Anatomy {
    /// Globs over content paths.
    pub pages: Vec<String>,
    /// Globs over content paths that are free in form although `pages` matches.
    pub except: Vec<String>,
    /// Limits on the page as a whole.
    pub limits: Vec<Limit>,
    /// The sections, in their order.
    pub sections: Vec<AnatomySection>,
}

/// A level-2 section of an anatomy.
#[derive(Clone, Debug)]
pub struct AnatomySection {
    /// The heading's text, matched case-insensitively.
    pub heading: String,
    /// True unless `required = false`.
    pub is_required: bool,
    /// `role`: what exports use the section for (`cheat-card`).
    pub role: Option<String>,
    /// Limits, in the order of the units.
    pub limits: Vec<Limit>,
}

/// A limit on one unit of a section, or of a page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is counted.
    pub unit: Unit,
    /// At least this many.
    pub min: Option<usize>,
    /// At most this many.
    pub max: Option<usize>,
    /// The level of a breach, if other than the rule's.
    pub level: Option<Level>,
}

/// What an anatomy can count.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Unit {
    /// Visible words of prose, without code, tables and folds.
    Words,
    /// Body rows of the section's tables together.
    Rows,
    /// Lines of the section's code blocks together, outside folds.
    CodeLines,
    /// Lines of each code block alone.
    BlockLines,
    /// Characters of each line of code alone.
    LineWidth,
    /// Level-3 headings.
    Items,
    /// Cards.
    Cards,
    /// Questions.
    Questions,
    /// Exercises.
    Exercises,
    /// Executed samples outside folds, cards and exercises.
    Samples,
    /// Links.
    Links,
    /// Words of each fold of a card, question or exercise alone.
    AnswerWords,
    /// Mermaid diagrams.
    Diagrams,
    /// Minutes that the whole page takes to read.
    Minutes,
}

impl Unit {
    /// What a page as a whole can be limited in.
    pub const OF_PAGE: [Self; 1] = [Self::Minutes];
    /// What a section can be limited in, in order.
    pub const OF_SECTION: [Self; 13] = [
        Self::Words,
        Self::Rows,
        Self::CodeLines,
        Self::BlockLines,
        Self::LineWidth,
        Self::Items,
        Self::Cards,
        Self::Questions,
        Self::Exercises,
        Self::Samples,
        Self::Links,
        Self::AnswerWords,
        Self::Diagrams,
    ];

    /// Returns the unit's name in `book.toml`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Rows => "rows",
            Self::CodeLines => "code_lines",
            Self::BlockLines => "block_lines",
            Self::LineWidth => "line_width",
            Self::Items => "items",
            Self::Cards => "cards",
            Self::Questions => "questions",
            Self::Exercises => "exercises",
            Self::Samples => "samples",
            Self::Links => "links",
            Self::AnswerWords => "answer_words",
            Self::Diagrams => "diagrams",
            Self::Minutes => "minutes",
        }
    }
}

/// `[test.python]`: what samples run on, and within which limits.
#[derive(Clone, Debug)]
pub struct PythonTests {
    /// Versions (`3.14`, found on `PATH`), commands or paths; `python3` if absent.
    pub interpreters: Vec<Spanned<String>>,
    /// Seconds for a sample that names no other limit; 10 if absent.
    pub timeout: u32,
    /// Memory for a sample and its children, in MiB; 1024 if absent.
    pub memory: u32,
    /// Warnings that fail no sample.
    pub allow_warnings: Vec<AllowedWarning>,
}

/// A warning of a dependency that its users cannot mend.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AllowedWarning {
    /// The module that is warned about, or a package above it.
    pub module: String,
    /// How the message begins.
    pub message: String,
    /// Why it is allowed.
    pub reason: String,
}

/// One line of `[redirects]`.
#[derive(Clone, Debug)]
pub struct Redirect {
    /// The output path that redirects.
    pub from: Spanned<String>,
    /// A content path with optional anchor, or an absolute URL.
    pub to: Spanned<String>,
}

impl Default for Book {
    fn default() -> Self {
        Self {
            id: None,
            title: None,
            description: None,
            authors: Vec::new(),
            language: "en".to_owned(),
        }
    }
}

impl Build {
    /// Returns a file of the content folder, relative to the root.
    pub fn file(&self, path: &str) -> FilePath {
        match self.content.as_str() {
            "." => FilePath::new(path),
            folder => FilePath::new(format!("{folder}/{path}")),
        }
    }
}

impl Default for Build {
    fn default() -> Self {
        Self {
            content: "content".to_owned(),
            output: "public".to_owned(),
            theme: "default".to_owned(),
        }
    }
}

impl Default for PythonTests {
    fn default() -> Self {
        let interpreters = vec![Spanned::new("python3".to_owned(), Span::at(0))];
        Self { interpreters, timeout: 10, memory: 1024, allow_warnings: Vec::new() }
    }
}
