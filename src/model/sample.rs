//! The samples of a page, resolved: what is executed for each, and what is recorded of it.

use std::sync::Arc;

use crate::base::hash::Hash;
use crate::base::span::{Span, Spanned};
use crate::model::doc::{CodeBlock, SampleMode};

/// A code block that says how it is to be executed, with all that its program is made of.
#[derive(Clone, Debug)]
pub struct Program {
    /// Its id, or else `n` and its ordinal among the page's executed samples without one; of those that are
    /// not executed, likewise, `norun` or `starter` and their ordinal.
    pub id: String,
    /// The code block's place.
    pub span: Span,
    /// What executes it.
    pub runner: Runner,
    /// `Run`, `NoRun` or `Starter`.
    pub mode: SampleMode,
    /// Set-ups and samples in the order in which they run; the last is the sample itself.
    pub parts: Vec<Part>,
    /// `reason=`: why it does not run.
    pub reason: Option<String>,
    /// `raises=`
    pub raises: Option<String>,
    /// The text of the `output` fence.
    pub output: Option<Spanned<String>>,
    /// The lowest Python version that runs it, of the sample and what it continues.
    pub since: Option<String>,
    /// The highest Python version that runs it, of the sample and what it continues.
    pub until: Option<String>,
    /// Packages, sorted, of the sample and what it continues.
    pub needs: Vec<String>,
    /// The server, of the sample or what it continues.
    pub service: Option<String>,
    /// `timeout=` in seconds.
    pub timeout: Option<u32>,
    /// `nondet`
    pub is_nondeterministic: bool,
    /// Of all that decides what it does: a result that was recorded under another is stale.
    pub hash: Hash,
}

/// A piece of a program.
#[derive(Clone, Debug)]
pub struct Part {
    /// The code.
    pub text: Arc<str>,
    /// Where each line begins in the page's file; empty for code from another file.
    pub line_starts: Vec<u32>,
    /// `raises=` of a sample that this one continues: the program goes on behind what it raises.
    pub raises: Option<String>,
    /// True for a transcript.
    pub is_transcript: bool,
}

/// What executes a sample.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Runner {
    /// Python, as a program.
    Python,
    /// Python, as a session at the prompt.
    Transcript,
    /// `psql`
    Sql,
    /// `bash`
    Shell,
}

impl Runner {
    /// Returns what executes code of a language.
    pub fn of(language: &str) -> Option<Self> {
        Some(match language.to_ascii_lowercase().as_str() {
            "python" | "py" | "python3" => Self::Python,
            "pycon" => Self::Transcript,
            "sql" | "pgsql" => Self::Sql,
            "bash" | "sh" | "shell" => Self::Shell,
            _ => return None,
        })
    }

    /// True for Python in either form.
    pub fn is_python(self) -> bool {
        matches!(self, Self::Python | Self::Transcript)
    }
}

impl Program {
    /// Returns the sample's own code.
    pub fn own(&self) -> &Part {
        self.parts.last().expect("a program has at least the sample itself")
    }

    /// Returns the whole program's text.
    pub fn text(&self) -> String {
        self.parts.iter().map(|part| &*part.text).collect()
    }

    /// True if the program is more than what the code block shows.
    pub fn has_more(&self) -> bool {
        self.parts.len() > 1
    }
}

/// The mark of a line that says what the statement above it prints.
pub const MARK: &str = "#>";

/// Returns what a line that begins with the mark says.
pub fn said(line: &str) -> &str {
    let text = line.strip_prefix(MARK).unwrap_or(line);
    text.strip_prefix(' ').unwrap_or(text)
}

/// Returns how a code block is to be treated: a transcript runs unless it says otherwise.
pub fn mode(code: &CodeBlock) -> SampleMode {
    let runner = code.language.as_ref().and_then(|language| Runner::of(&language.value));
    match code.sample.mode {
        SampleMode::Unmarked if runner == Some(Runner::Transcript) => SampleMode::Run,
        mode => mode,
    }
}
