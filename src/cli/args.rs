//! What can be said on the command line, and the help texts.

use std::num::NonZeroUsize;
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::run::sandbox::Stage;

/// The whole command line.
#[derive(Debug, Parser)]
#[command(
    name = "crib",
    version,
    about = "A static site generator for study guides",
    after_help = "Exit code 0: clean; 1: the content has errors; 2: a usage error, or disk or \
                  network failed.\nColour: as the terminal allows; NO_COLOR is honoured.",
    arg_required_else_help = true,
    disable_help_subcommand = true
)]
pub(super) struct Arguments {
    /// Folder of the book's `book.toml` [default: this folder or the nearest above that has one]
    #[arg(long, global = true, value_name = "DIR", display_order = 900)]
    pub(super) root: Option<PathBuf>,
    #[command(subcommand)]
    pub(super) command: Command,
}

/// The commands.
#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Makes a new book
    #[command(long_about = "Makes a new book that builds without a warning: `book.toml`, a first \
        section with a topic, the ledger of card ids and a workflow for GitHub Pages. Files that \
        exist are never overwritten: if there are any, nothing is written.")]
    Init(Init),
    /// Makes a new topic from the book's anatomy
    New(New),
    /// Builds the site
    #[command(long_about = "Builds the site. Only files that changed are written. If the content \
        has an error, nothing is.")]
    Build(Build),
    /// Builds, serves, watches, and reloads the browser
    Serve(Serve),
    /// Checks the content by every rule; writes nothing
    Check(Check),
    /// Runs the code samples and compares what they print
    #[command(
        long_about = "Runs the code samples on every interpreter of `[test.python]`, each in a \
        process and an empty folder of its own, and compares what they print with what the page says. \
        Servers that samples name with `service=` are found through CRIB_POSTGRES_URL, CRIB_REDIS_URL, \
        CRIB_RABBITMQ_URL and CRIB_RABBITMQ_API_URL."
    )]
    Test(Test),
    /// Makes the book in another form than a site
    #[command(arg_required_else_help = true)]
    Export(Export),
    /// Lists the rules, or explains one
    Rules(Rules),
    /// Prints a JSON Schema, for editors
    Schema(Schema),
    /// Removes what builds have written, and the cache
    #[command(long_about = "Removes the files that `.crib.json` in the output folder lists, the \
        folders that this leaves empty, and the cache `.crib/` beside `book.toml`. Whatever else \
        is in the output folder stays.")]
    Clean,
    /// Prints a completion script for a shell
    Completions(Completions),
    /// Runs a stage of the sandbox; `crib test` starts it
    #[command(name = crate::run::sandbox::COMMAND, hide = true)]
    Sandbox(Sandbox),
}

/// `crib init`
#[derive(Args, Debug)]
pub(super) struct Init {
    /// Folder of the new book
    #[arg(value_name = "DIR", default_value = ".")]
    pub(super) folder: PathBuf,
}

/// `crib new`
#[derive(Args, Debug)]
pub(super) struct New {
    /// The topic's file, relative to the content folder: `core/decorators` or
    /// `content/core/decorators.md`
    #[arg(value_name = "PATH")]
    pub(super) path: String,
}

/// `crib build`
#[derive(Args, Debug)]
pub(super) struct Build {
    /// Output folder [default: `output` in `book.toml`, or else `public` beside it]
    #[arg(long, short, value_name = "DIR")]
    pub(super) output: Option<PathBuf>,
    /// Include pages with `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,
    #[command(flatten)]
    pub(super) findings: Findings,
    /// Threads to use [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
}

/// `crib check`
#[derive(Args, Debug)]
pub(super) struct Check {
    /// Add new card ids to the ledger `card-ids.txt`
    #[arg(long)]
    pub(super) update: bool,
    #[command(flatten)]
    pub(super) findings: Findings,
}

/// `crib test`
#[derive(Args, Debug)]
pub(super) struct Test {
    /// Pages and folders whose samples run, and single samples as `PAGE#ID` [default: all]
    #[arg(value_name = "PATH")]
    pub(super) paths: Vec<String>,
    /// Write what the samples print into the pages and, after a run of everything, the record
    #[arg(long)]
    pub(super) update: bool,
    /// Run on this interpreter of `[test.python]` only; may be given several times
    #[arg(long, value_name = "VERSION")]
    pub(super) python: Vec<String>,
    /// What to do where the platform lacks a protection from what samples do
    #[arg(long, value_enum, default_value_t = SandboxMode::Auto, value_name = "MODE")]
    pub(super) sandbox: SandboxMode,
    /// Samples to run at once [default: one for each processor]
    #[arg(long, short, value_name = "N")]
    pub(super) jobs: Option<NonZeroUsize>,
    #[command(flatten)]
    pub(super) findings: Findings,
}

/// `crib export`
#[derive(Args, Debug)]
pub(super) struct Export {
    #[command(subcommand)]
    pub(super) form: Form,
}

/// The forms that a book can have.
#[derive(Debug, Subcommand)]
#[command(disable_help_subcommand = true)]
pub(super) enum Form {
    /// The whole book as PDF, or its cheat sheet
    #[command(long_about = "Makes a PDF of the whole book, or of its cheat sheet, for the paper \
        that `[print]` in `book.toml` names. An installed Chromium, Google Chrome or Microsoft Edge \
        prints it. If the content has an error, nothing is written.")]
    Pdf(ExportPdf),
}

/// `crib export pdf`
#[derive(Args, Debug)]
pub(super) struct ExportPdf {
    /// File to write [default: the book's id with `.pdf` or `-cheatsheet.pdf` behind it]
    #[arg(long, short, value_name = "FILE")]
    pub(super) output: Option<PathBuf>,
    /// The cheat sheet rather than the whole book
    #[arg(long)]
    pub(super) cheatsheet: bool,
    /// Browser that prints [default: what `CHROME_PATH` names, or else the first that is found]
    #[arg(long, value_name = "PATH")]
    pub(super) browser: Option<PathBuf>,
    #[command(flatten)]
    pub(super) findings: Findings,
}

/// `--sandbox`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SandboxMode {
    /// `require` where CI is set in the environment, `best-effort` elsewhere
    Auto,
    /// Fail
    Require,
    /// Do with what there is, and say what lacks
    BestEffort,
    /// Use no namespaces and no Landlock, even where there are
    Off,
}

/// The hidden command.
#[derive(Args, Debug)]
pub(super) struct Sandbox {
    /// Which stage.
    #[arg(value_parser = |name: &str| Stage::from_name(name).ok_or("no stage"))]
    pub(super) stage: Stage,
    /// What to run, and how.
    pub(super) spec: PathBuf,
}

/// How findings are treated and told.
#[derive(Args, Clone, Copy, Debug)]
pub(super) struct Findings {
    /// Fail on warnings too
    #[arg(long)]
    pub(super) deny_warnings: bool,
    /// How findings are reported
    #[arg(long, value_enum, default_value_t = Format::Human, value_name = "FORMAT")]
    pub(super) format: Format,
}

/// `--format`
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum Format {
    /// Source lines with carets, on stderr
    Human,
    /// One JSON object a line and a summary as the last, on stdout
    Json,
    /// Annotations of a GitHub workflow, on stdout
    Github,
}

/// `crib serve`
#[derive(Args, Debug)]
pub(super) struct Serve {
    /// Name or address to listen on; 0.0.0.0 lets other machines in
    #[arg(long, default_value = "127.0.0.1")]
    pub(super) host: String,
    /// Port to listen on; 0 takes a free one
    #[arg(long, short, default_value_t = 4000)]
    pub(super) port: u16,
    /// Open the site in the browser
    #[arg(long)]
    pub(super) open: bool,
    /// Include pages with `draft: true`
    #[arg(long)]
    pub(super) drafts: bool,
}

/// `crib rules`
#[derive(Args, Debug)]
pub(super) struct Rules {
    /// The rule to explain
    pub(super) name: Option<String>,
}

/// `crib schema`
#[derive(Args, Debug)]
pub(super) struct Schema {
    /// What the schema is of
    #[arg(value_enum, default_value_t = SchemaName::Book)]
    pub(super) name: SchemaName,
}

/// What has a schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(super) enum SchemaName {
    /// `book.toml`
    Book,
    /// The front matter of a topic
    FrontMatter,
    /// What each template of a theme receives, by template
    Theme,
}

/// `crib completions`
#[derive(Args, Debug)]
pub(super) struct Completions {
    /// The shell
    pub(super) shell: clap_complete::Shell,
}
