//! What is wrong with how a program ended, whatever it printed. Pure.

use crate::base::span::Span;
use crate::model::doc::SampleMode;
use crate::model::sample::Runner;
use crate::run::compare::{Comparison, Failure, Limits};
use crate::run::expectation::{lines, shorten};
use crate::run::sandbox::End;
use crate::run::traces::Raised;
use crate::run::transcript;

impl Comparison<'_> {
    /// Returns what is wrong with how the program ended.
    pub(super) fn ending(&self) -> Option<Failure> {
        let Limits { seconds, memory, processes } = self.limits;
        let stopped = |what: String, help: &str| {
            let failure = Failure::new(self.current(), what).detail(self.stderr_tail());
            Some(failure.help(help))
        };
        match &self.ran.end {
            End::Exit(code) => self.exit(*code),
            End::Signal(number) => {
                let what = format!("is ended by {}", signal_name(*number));
                Some(Failure::new(self.current(), what).detail(self.stderr_tail()))
            }
            End::Time => stopped(
                format!("takes longer than {seconds} s"),
                "make it shorter, or give it more time: `timeout=30`",
            ),
            End::Memory => stopped(
                format!("uses more than {memory} MiB of memory"),
                "make it smaller, or raise `memory` in `[test.python]`",
            ),
            End::Processes => stopped(
                format!("starts more than {processes} processes"),
                "a sample is a small program: start fewer",
            ),
            End::Output => stopped(
                "prints more than 1 MiB".to_owned(),
                "a sample shows what it prints: print less",
            ),
            End::NotStarted(why) => {
                Some(Failure::new(self.assembled.fence(), "does not run").detail(why.clone()))
            }
        }
    }

    fn exit(&self, code: i32) -> Option<Failure> {
        let traces = &self.ran.traces;
        if !self.program.runner.is_python() {
            return self.plain_exit(code);
        }
        let last = self.program.parts.len() - 1;
        let own = traces.raised.as_ref().filter(|raised| raised.part == last);
        let unexpected = traces.raised.as_ref().filter(|_| traces.parts.len() <= last);
        if self.program.mode == SampleMode::Starter {
            let raised = traces.raised.as_ref()?;
            return Some(self.raised(raised, "does not parse"));
        }
        match (own.or(unexpected), &self.program.raises) {
            (Some(raised), Some(asked)) if raised.part == last => {
                let is_asked = raised.is(asked);
                (!is_asked).then(|| {
                    let what = format!("raises another exception than `{asked}`");
                    self.raised(raised, &what)
                })
            }
            (Some(raised), _) => Some(self.raised(raised, &format!("raises `{}`", raised.title()))),
            (None, Some(asked)) => {
                let what = format!("raises nothing, where the page says `{asked}`");
                Some(
                    Failure::new(self.assembled.fence(), what)
                        .help("remove `raises`, or correct the code"),
                )
            }
            (None, None) if code != 0 => {
                let what = format!("ends with exit status {code}");
                Some(Failure::new(self.current(), what).detail(self.stderr_tail()))
            }
            (None, None) if !traces.has_ended => {
                let what = "ends before its last statement";
                Some(Failure::new(self.current(), what).help("a sample must run to its end"))
            }
            (None, None) => None,
        }
    }

    fn plain_exit(&self, code: i32) -> Option<Failure> {
        let fail = |what: String| {
            let line = self.assembled.reported_line(&self.ran.stderr);
            let span = line.unwrap_or_else(|| self.assembled.fence());
            Some(Failure::new(span, what).detail(self.stderr_tail()))
        };
        match &self.program.raises {
            Some(asked) if code == 0 => fail(format!("succeeds, where the page says `{asked}`")),
            Some(asked) if !self.ran.stderr.contains(asked.trim()) => {
                fail(format!("fails with another message than `{asked}`"))
            }
            None if code != 0 => fail(format!("ends with exit status {code}")),
            _ => None,
        }
    }

    fn raised(&self, raised: &Raised, what: &str) -> Failure {
        let span = if raised.line > 0 { self.assembled.place(raised.line) } else { self.current() };
        let failure = Failure::new(span, what).detail(self.stderr_tail());
        if raised.name == "ModuleNotFoundError" {
            return failure.help(
                "a sample sees the packages of `requirements.txt` if it says so: `needs=NAME`",
            );
        }
        failure
    }

    /// Returns the line of the statement that was running.
    fn current(&self) -> Span {
        let traces = &self.ran.traces;
        let running = traces.running();
        if self.program.runner == Runner::Transcript {
            let own = self.assembled.own_lines();
            let example = transcript::examples(&own).into_iter().nth(running);
            return example.map_or_else(
                || self.assembled.fence(),
                |example| self.assembled.own_span(example.typed.start, example.typed.end),
            );
        }
        let statement = traces.statements.get(running).or(traces.statements.last());
        statement.map_or_else(|| self.assembled.fence(), |(first, _)| self.assembled.place(*first))
    }

    fn stderr_tail(&self) -> String {
        shorten(&lines(&self.ran.stderr))
    }
}

/// Returns a signal's name, by its number on Linux and macOS.
fn signal_name(number: i32) -> String {
    let name = match number {
        4 => "SIGILL",
        6 => "SIGABRT",
        8 => "SIGFPE",
        9 => "SIGKILL",
        11 => "SIGSEGV",
        13 => "SIGPIPE",
        15 => "SIGTERM",
        25 => "SIGXFSZ",
        _ => return format!("signal {number}"),
    };
    name.to_owned()
}
