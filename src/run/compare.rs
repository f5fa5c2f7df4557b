//! What a program did, compared with what the page says. Pure.
//!
//! Entry point: `compare`. What differs becomes failures at the lines in question, and the edits
//! that would make the page say what happened.

use crate::base::span::Span;
use crate::highlight::{self, TokenClass};
use crate::model::doc::SampleMode;
use crate::model::sample::{MARK, Program, Runner, said};
use crate::run::edit::{self, Edit};
use crate::run::expectation::{all_lines, all_match, below, common, diff, lines, marked, matches};
use crate::run::mapping::Assembled;
use crate::run::sandbox::End;
use crate::run::traces::Traces;
use crate::run::transcript::{self, Example};

/// What a program did.
#[derive(Clone, Debug)]
pub(super) struct Ran {
    /// How it ended.
    pub(super) end: End,
    /// What it printed.
    pub(super) stdout: Vec<u8>,
    /// What it printed on stderr, with the page's line numbers.
    pub(super) stderr: String,
    /// What the harness noted.
    pub(super) traces: Traces,
}

impl Ran {
    /// Returns what a program did that could not run.
    pub(super) fn not_started(why: String) -> Self {
        let end = End::NotStarted(why);
        Self { end, stdout: Vec::new(), stderr: String::new(), traces: Traces::default() }
    }
}

/// Limits, for messages.
#[derive(Clone, Copy, Debug)]
pub(super) struct Limits {
    /// Seconds.
    pub(super) seconds: u32,
    /// MiB.
    pub(super) memory: u32,
    /// Processes.
    pub(super) processes: usize,
}

/// What was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Verdict {
    /// Why the sample fails; none if it passes.
    pub(super) failures: Vec<Failure>,
    /// What would make the page true.
    pub(super) edits: Vec<Edit>,
}

/// One way in which a sample is not what the page says.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Failure {
    /// Where, in the page.
    pub span: Span,
    /// Completes "the sample `x` …".
    pub message: String,
    /// What was expected and what came, or a traceback.
    pub detail: Option<String>,
    /// The remedy.
    pub help: Option<String>,
}

impl Failure {
    /// True if it is the same: versions may have other files and lines in their tracebacks.
    pub(super) fn is_alike(&self, other: &Self) -> bool {
        let is_trace = |failure: &Self| {
            failure.detail.as_ref().is_some_and(|detail| detail.contains(transcript::TRACEBACK))
        };
        let has_same_detail = self.detail == other.detail || is_trace(self) && is_trace(other);
        (self.span, &self.message) == (other.span, &other.message) && has_same_detail
    }

    pub(super) fn new(span: Span, message: impl Into<String>) -> Self {
        Self { span, message: message.into(), detail: None, help: None }
    }

    pub(super) fn detail(self, detail: String) -> Self {
        Self { detail: (!detail.is_empty()).then_some(detail), ..self }
    }

    pub(super) fn help(self, help: impl Into<String>) -> Self {
        Self { help: Some(help.into()), ..self }
    }
}

/// Compares what a program did with what its page says.
pub(super) fn compare(
    program: &Program,
    assembled: &Assembled<'_>,
    ran: &Ran,
    limits: Limits,
) -> Verdict {
    let comparison = Comparison { program, assembled, ran, limits };
    if let Some(failure) = comparison.ending() {
        return Verdict { failures: vec![failure], edits: Vec::new() };
    }
    if program.is_nondeterministic || program.mode == SampleMode::Starter {
        return Verdict::default();
    }
    let mut verdict = Verdict::default();
    match program.runner {
        Runner::Python => {
            comparison.statements(&mut verdict);
            if program.output.is_some() {
                comparison.whole_output(&mut verdict);
            }
        }
        Runner::Transcript => comparison.examples(&mut verdict),
        Runner::Sql | Runner::Shell => comparison.whole_output(&mut verdict),
    }
    verdict
}

/// A program, what its page says, and what it did.
pub(super) struct Comparison<'a> {
    pub(super) program: &'a Program,
    pub(super) assembled: &'a Assembled<'a>,
    pub(super) ran: &'a Ran,
    pub(super) limits: Limits,
}

impl Comparison<'_> {
    fn statements(&self, verdict: &mut Verdict) {
        let own = self.assembled.own_lines();
        let first_line = self.assembled.own_first_line();
        let statements = &self.ran.traces.statements;
        let chunks = self.ran.traces.chunks(&self.ran.stdout, statements.len());
        let mut taken = vec![false; own.len()];
        for ((first, last), chunk) in statements.iter().zip(&chunks) {
            let place =
                first.checked_sub(first_line).zip(last.saturating_add(1).checked_sub(first_line));
            let Some((first, after)) = place.filter(|(_, after)| (1..=own.len()).contains(after))
            else {
                continue; // The notes of a program that tampered with them.
            };
            let expected = below(&own, after);
            taken.iter_mut().take(expected.end).skip(first).for_each(|line| *line = true);
            let said: Vec<&str> = own[expected.clone()].iter().map(|line| said(line)).collect();
            let actual = lines(chunk);
            // What the whole output shows need not be said again.
            let is_shown_below = said.is_empty() && self.program.output.is_some();
            if is_shown_below || all_match(&said, &actual) {
                continue;
            }
            let span = if expected.is_empty() {
                self.assembled.own_span(after - 1, after)
            } else {
                self.assembled
                    .own_span(expected.start + first_difference(&said, &actual), expected.end)
            };
            verdict.failures.push(different(span, &said, &actual));
            let new: Vec<String> = kept(&said, &actual).iter().map(|line| marked(line)).collect();
            verdict.edits.extend(edit::own_lines(self.assembled, expected, &new));
        }
        for (number, line) in own.iter().enumerate() {
            if line.starts_with(MARK) && !taken[number] {
                let span = self.assembled.own_span(number, number + 1);
                let what = "has a `#>` line that follows no statement directly";
                let help = "put it right below the statement that prints it, without a blank line";
                verdict.failures.push(Failure::new(span, what).help(help));
            }
        }
        verdict.failures.extend(self.indented());
    }

    /// Returns a failure for each `#>` line that is indented: nothing is compared with it.
    fn indented(&self) -> Vec<Failure> {
        let text = &*self.program.own().text;
        let Some(python) = highlight::find_language("python").filter(|_| text.contains(MARK))
        else {
            return Vec::new();
        };
        let tokens = highlight::highlight(python, text);
        let comments = tokens.iter().filter(|token| token.class == Some(TokenClass::Comment));
        let starts = comments.flat_map(|token| {
            let found = text[token.text.clone()].match_indices(MARK);
            found.map(|(at, _)| token.text.start + at)
        });
        let failure = |start: usize| {
            let line = text[..start].rfind('\n').map_or(0, |newline| newline + 1);
            let is_indented = start > line && text[line..start].trim().is_empty();
            is_indented.then(|| {
                let number = text[..start].matches('\n').count();
                let span = self.assembled.own_span(number, number + 1);
                let what = "has an indented `#>` line, with which nothing is compared";
                let help = "put all that the statement prints below it, at the margin";
                Failure::new(span, what).help(help)
            })
        };
        starts.filter_map(failure).collect()
    }

    fn examples(&self, verdict: &mut Verdict) {
        const BLANK: &str = "<BLANKLINE>";
        let own = self.assembled.own_lines();
        let examples = transcript::examples(&own);
        let chunks = self.ran.traces.chunks(&self.ran.stdout, examples.len());
        for (example, chunk) in examples.iter().zip(&chunks) {
            let Example { typed, printed, .. } = example;
            let written = &own[printed.clone()];
            let expected: Vec<&str> =
                written.iter().map(|line| if *line == BLANK { "" } else { *line }).collect();
            let actual = all_lines(chunk);
            if all_match(&transcript::essence(&expected), &transcript::essence(&actual)) {
                continue;
            }
            let span = if printed.is_empty() {
                self.assembled.own_span(typed.start, typed.end)
            } else {
                let first = printed.start + first_difference(&expected, &actual);
                self.assembled.own_span(first, printed.end)
            };
            verdict.failures.push(different(span, &expected, &actual));
            let actual = transcript::with_calls_of(&expected, &actual);
            let mut new = kept(&expected, &actual);
            if written.contains(&BLANK) {
                new.iter_mut()
                    .filter(|line| line.is_empty())
                    .for_each(|line| BLANK.clone_into(line));
            }
            if !new.iter().any(|line| transcript::is_prompt(line)) {
                verdict.edits.extend(edit::own_lines(self.assembled, printed.clone(), &new));
            }
        }
    }

    fn whole_output(&self, verdict: &mut Verdict) {
        let output = self.program.output.as_ref();
        let text = output.map_or("", |output| &output.value);
        let start = self.ran.traces.own_start();
        let printed = String::from_utf8_lossy(self.ran.stdout.get(start..).unwrap_or_default());
        let (expected, actual) = (all_lines(text), all_lines(&printed));
        if all_match(&expected, &actual) {
            return;
        }
        let first = first_difference(&expected, &actual);
        let span = output.map_or_else(
            || self.assembled.fence(),
            |output| edit::lines_inside(self.assembled.page(), output.span, first),
        );
        verdict.failures.push(different(span, &expected, &actual));
        let new = kept(&expected, &actual);
        let old = output.map(|output| output.span);
        verdict.edits.extend(edit::output(self.assembled, self.program.span, old, &new));
    }
}

/// Returns the number of the first expected line that is another; the last line's, if lines are missing.
fn first_difference(expected: &[&str], actual: &[&str]) -> usize {
    let is_same = |(expected, actual): &(&&str, &&str)| matches(expected, actual);
    let same = expected.iter().zip(actual).take_while(is_same).count();
    same.min(expected.len().saturating_sub(1))
}

fn different(span: Span, expected: &[&str], actual: &[&str]) -> Failure {
    let what = match (expected, actual) {
        ([], _) => "prints what the page does not show",
        (_, []) => "prints nothing, where the page shows something",
        _ => "prints something else",
    };
    Failure::new(span, what)
        .detail(diff(expected, actual))
        .help("correct the code or the page; `crib test --update` writes what came into the page")
}

/// Returns the lines to write: those that came, but as the page has them where that matches.
fn kept(expected: &[&str], actual: &[&str]) -> Vec<String> {
    let mut lines: Vec<String> = actual.iter().map(|line| (*line).to_owned()).collect();
    if expected.len().saturating_mul(actual.len()) <= 1 << 20 {
        for (in_expected, in_actual) in common(expected, actual) {
            expected[in_expected].clone_into(&mut lines[in_actual]);
        }
    }
    lines
}
