//! The keys of `book.toml`, and what mdBook calls them.

use super::form::{EDIT_URL, FILLED, FOLDER, GLOB, KEBAB, LANGUAGE, OLD_PATH, TARGET, THEME, URL};
use super::{Foreign, Key, Shape};

const TEXT: Shape = Shape::Text(&FILLED);

/// The words for levels in `[checks]` and limits.
pub(crate) const LEVELS: &[&str] = &["allow", "warn", "deny"];

/// The tables of `book.toml`.
pub static KEYS: &[Key] = &[
    Key::new("book", Shape::Table(BOOK), "What the book is."),
    Key::new("build", Shape::Table(BUILD), "Where the book's parts are, relative to `book.toml`."),
    Key::new(
        "site",
        Shape::Table(SITE),
        "Where the site is published. A site that is only read from disk needs none of it.",
    ),
    Key::new("markdown", Shape::Table(MARKDOWN), "How Markdown is read."),
    Key::new("print", Shape::Table(PRINT), "What is made for paper."),
    Key::new(
        "checks",
        Shape::Levels,
        "The level of each rule: `allow`, `warn` or `deny`. `crib rules` lists the rules.",
    ),
    Key::new(
        "anatomy",
        Shape::Tables(ANATOMY),
        "Which sections pages must have. The first entry that matches a page counts; a page that none matches is free in form.",
    ),
    Key::new("test", Shape::Table(TEST), "How `crib test` runs the samples."),
    Key::new("theme", Shape::Free, "Options that the theme declares."),
    Key::new(
        "redirects",
        Shape::Texts(&OLD_PATH, &TARGET),
        "Old output paths and where they lead: a path in the content folder or an absolute URL.",
    ),
];

static BOOK: &[Key] = &[
    Key::new(
        "id",
        Shape::Text(&KEBAB),
        "Names the book in readers' stored progress and in exports, so it must never change. Required once the book has a card.",
    ),
    Key::new("title", TEXT, "The title; if absent, that of the home page."),
    Key::new("description", TEXT, "One sentence for search engines and the home page."),
    Key::new("authors", Shape::List(&TEXT), "The authors, as they are to be shown."),
    Key::new("language", Shape::Text(&LANGUAGE), "The language, as a BCP 47 tag; `en` if absent."),
];

static BUILD: &[Key] = &[
    Key::new(
        "content",
        Shape::Text(&FOLDER),
        "The folder with the topics; `content` if absent, `.` for the book's own folder.",
    ),
    Key::new(
        "output",
        Shape::Text(&FOLDER),
        "The folder that the site is written to; `public` if absent.",
    ),
    Key::new(
        "theme",
        Shape::Text(&THEME),
        "The theme: a folder in `themes/`; `default` if absent.",
    ),
];

static SITE: &[Key] = &[
    Key::new(
        "base_url",
        Shape::Text(&URL),
        "Absolute URL of the site's top. Only canonical links, social cards, the sitemap, the feed and the 404 page need it.",
    ),
    Key::new("repository", Shape::Text(&URL), "URL of the repository, linked in the header."),
    Key::new(
        "edit_url",
        Shape::Text(&EDIT_URL),
        "Pattern of \"edit this page\" links; `{path}` stands for the file relative to `book.toml`.",
    ),
];

static MARKDOWN: &[Key] = &[
    Key::new(
        "raw_html",
        Shape::Choice(&["allow", "escape"]),
        "Whether raw HTML is kept (`allow`, the default) or shown as text.",
    ),
    Key::new(
        "smart_punctuation",
        Shape::Flag,
        "Whether quotes, dashes and dots become curly quotes, en and em dashes and ellipses; off unless set.",
    ),
    Key::new("math", Shape::Flag, "Whether `$…$` and `$$…$$` are math; off unless set."),
];

static PRINT: &[Key] = &[
    Key::new(
        "paper",
        Shape::Choice(&["a4", "letter"]),
        "The size of paper: `a4` (the default) or `letter`.",
    ),
    Key::new(
        "edition",
        Shape::Flag,
        "Whether the site has `print.html`, the whole book in one page; if absent, books of at most 500 pages have it.",
    ),
];

static TEST: &[Key] =
    &[Key::new("python", Shape::Table(PYTHON), "The interpreters, and limits on samples.")];

static PYTHON: &[Key] = &[
    Key::new(
        "interpreters",
        Shape::List(&TEXT),
        "What Python samples run on: versions (`3.14` is `python3.14` on `PATH`), commands or paths; `python3` if absent.",
    ),
    Key::new(
        "timeout",
        Shape::Whole(1, 600),
        "Seconds that a sample without `timeout=` may take; 10 if absent.",
    ),
    Key::new(
        "memory",
        Shape::Whole(64, 1 << 20),
        "MiB of memory that a sample and what it starts may use; 1024 if absent.",
    ),
    Key::new(
        "allow_warnings",
        Shape::Tables(WARNING),
        "Deprecation and syntax warnings of dependencies that fail no sample.",
    ),
];

static WARNING: &[Key] = &[
    Key::required(
        "module",
        TEXT,
        "The module that is warned about; a package stands for all in it.",
    ),
    Key::required("message", TEXT, "How the message begins."),
    Key::required("reason", TEXT, "Why the warning is allowed."),
];

static ANATOMY: &[Key] = &[
    Key::required(
        "pages",
        GLOBS,
        "Globs over paths in the content folder: the pages that this is for.",
    ),
    Key::new(
        "except",
        GLOBS,
        "Globs for pages that are free in form although `pages` matches them.",
    ),
    Key::new("minutes", Shape::Limits, "Minutes that a page takes to read."),
    Key::required("sections", Shape::Tables(SECTION), "The level-2 sections, in their order."),
];

const GLOBS: Shape = Shape::List(&Shape::Text(&GLOB));

static SECTION: &[Key] = &[
    Key::required(
        "heading",
        TEXT,
        "Text of the level-2 heading; upper and lower case are the same.",
    ),
    Key::new(
        "required",
        Shape::Flag,
        "Whether a page without the section is an error; true if absent.",
    ),
    Key::new(
        "role",
        Shape::Choice(&["cheat-card"]),
        "What the section is used for: `cheat-card` puts it on the printed cheat sheet.",
    ),
    Key::new("words", Shape::Limits, "Visible words of prose, without code, tables and folds."),
    Key::new("rows", Shape::Limits, "Body rows of all tables of the section."),
    Key::new(
        "code_lines",
        Shape::Limits,
        "Lines of all code blocks of the section, outside folds.",
    ),
    Key::new("block_lines", Shape::Limits, "Lines of each code block alone."),
    Key::new("line_width", Shape::Limits, "Characters of each line of code alone."),
    Key::new("items", Shape::Limits, "Level-3 headings."),
    Key::new("cards", Shape::Limits, "Flashcards."),
    Key::new("questions", Shape::Limits, "Interview questions."),
    Key::new("exercises", Shape::Limits, "Exercises."),
    Key::new("samples", Shape::Limits, "Executed samples outside folds, cards and exercises."),
    Key::new("links", Shape::Limits, "Links."),
    Key::new(
        "answer_words",
        Shape::Limits,
        "Words of each fold of a card, question or exercise alone.",
    ),
    Key::new("diagrams", Shape::Limits, "Mermaid diagrams."),
];

/// Keys of mdBook's `book.toml`.
pub(crate) const FOREIGN: &[Foreign] = &[
    ("book.src", "crib calls it `content`, in `[build]`"),
    ("book.multilingual", "remove it: a book has one `language`"),
    ("book.text-direction", "remove it: crib knows the direction from `language`"),
    ("build.build-dir", "crib calls it `output`"),
    ("build.create-missing", "remove it: a folder's pages are its files, and no list names them"),
    ("build.use-default-preprocessors", "remove it: crib has no preprocessors"),
    ("build.extra-watch-dirs", "remove it: `crib serve` watches all that the book is made of"),
    ("rust", "remove it: it sets up mdBook's tests of Rust samples"),
    ("preprocessor", "remove it: crib has no preprocessors; diagrams and math are built in"),
    ("output", "remove it: crib needs no renderer's table"),
    ("output.html.theme", "crib calls it `theme`, in `[build]`: the name of a folder in `themes/`"),
    ("output.html.smart-punctuation", "crib calls it `smart_punctuation`, in `[markdown]`"),
    ("output.html.curly-quotes", "crib calls it `smart_punctuation`, in `[markdown]`"),
    ("output.html.mathjax-support", "crib calls it `math`, in `[markdown]`"),
    ("output.html.git-repository-url", "crib calls it `repository`, in `[site]`"),
    ("output.html.edit-url-template", "crib calls it `edit_url`, in `[site]`"),
    ("output.html.site-url", "crib calls it `base_url`, in `[site]`, and takes the whole URL"),
    (
        "output.html.redirect",
        "crib calls it `[redirects]`, with paths that start in the output folder",
    ),
];
