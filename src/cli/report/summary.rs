//! How a build or check ended.

use std::time::Duration;

use serde_json::{Map, Value};

use crate::write::Written;

/// What a command was to do.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::cli) enum Work {
    /// To look.
    #[default]
    Check,
    /// To build, and write that.
    Build(Written),
    /// To build, and show that.
    Serve,
    /// To make a PDF of so many sheets.
    Export(usize),
    /// To run the samples.
    Test(Tested),
}

/// What came of the samples.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::cli) struct Tested {
    /// Samples that ran.
    pub(in crate::cli) samples: usize,
    /// Runs that passed: a sample runs once on each interpreter.
    pub(in crate::cli) passed: usize,
    /// Runs that failed.
    pub(in crate::cli) failed: usize,
    /// Samples that are marked as not to be run.
    pub(in crate::cli) not_run: usize,
    /// Starts of exercises that were parsed.
    pub(in crate::cli) starters: usize,
}

/// What the last line tells.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::cli) struct Summary {
    /// Topics that are pages.
    pub(in crate::cli) n_pages: usize,
    /// What was to be done.
    pub(in crate::cli) work: Work,
    /// Warnings.
    pub(in crate::cli) n_warnings: usize,
    /// Errors.
    pub(in crate::cli) n_errors: usize,
    /// True if warnings count as errors.
    pub(in crate::cli) denies_warnings: bool,
    /// How long it took.
    pub(in crate::cli) time: Duration,
}

impl Summary {
    /// True if nothing may be written.
    pub(in crate::cli) fn has_failed(&self) -> bool {
        self.n_errors > 0 || self.denies_warnings && self.n_warnings > 0
    }

    /// Returns the summary as a JSON object on one line.
    pub(super) fn json(&self) -> String {
        let mut fields = Map::new();
        let mut put = |name: &str, value: Value| drop(fields.insert(name.to_owned(), value));
        put("pages", self.n_pages.into());
        if let Work::Test(tested) = self.work {
            put("samples", tested.samples.into());
            put("passed", tested.passed.into());
            put("failed", tested.failed.into());
            put("not_run", tested.not_run.into());
            put("starters", tested.starters.into());
        }
        if let Work::Build(files) = self.work {
            put("written", files.written.into());
            put("unchanged", files.unchanged.into());
            put("removed", files.removed.into());
        }
        if let Work::Export(n_sheets) = self.work {
            put("sheets", n_sheets.into());
        }
        put("warnings", self.n_warnings.into());
        put("errors", self.n_errors.into());
        put("ms", u64::try_from(self.time.as_millis()).unwrap_or(u64::MAX).into());
        Value::Object(fields).to_string()
    }

    /// Returns the closing line of a success, or of a failure.
    pub(super) fn line(&self) -> Result<String, String> {
        let warnings = match self.n_warnings {
            0 => String::new(),
            _ => format!("; {}", count(self.n_warnings, "warning")),
        };
        if !self.has_failed() {
            if let Work::Test(tested) = self.work {
                return Ok(format!(
                    "{} in {:.2}s{warnings}",
                    tested.line(),
                    self.time.as_secs_f64()
                ));
            }
            let pages = count(self.n_pages, "page");
            let files = match self.work {
                Work::Build(Written { written, unchanged, removed }) => {
                    format!(" ({written} written, {unchanged} unchanged, {removed} removed)")
                }
                Work::Export(n_sheets) => format!(" ({})", count(n_sheets, "sheet")),
                Work::Check | Work::Serve | Work::Test(_) => String::new(),
            };
            let time = self.time.as_secs_f64();
            return Ok(format!("{pages} in {time:.2}s{files}{warnings}"));
        }
        let (what, nothing) = match self.work {
            Work::Check => ("check", ""),
            Work::Build(_) => ("build", "; nothing was written"),
            Work::Serve => ("build", "; the site stays as it was"),
            Work::Export(_) => ("export", "; nothing was written"),
            Work::Test(tested) if tested.failed > 0 => {
                return Err(format!("test failed: {}", tested.line()));
            }
            Work::Test(_) => ("test", ""),
        };
        let reason = match self.n_errors {
            0 => format!("{}, denied by `--deny-warnings`", count(self.n_warnings, "warning")),
            _ => count(self.n_errors, "error") + &warnings,
        };
        Err(format!("{what} failed with {reason}{nothing}"))
    }
}

impl Tested {
    fn line(self) -> String {
        let Self { samples, passed, failed, not_run, .. } = self;
        let failed = if failed == 0 { String::new() } else { format!(", {failed} failed") };
        let (samples, passed) = (count(samples, "sample"), count(passed, "run"));
        format!("{samples}: {passed} passed{failed}, {not_run} not to be run")
    }
}

fn count(number: usize, noun: &str) -> String {
    format!("{number} {noun}{}", if number == 1 { "" } else { "s" })
}
