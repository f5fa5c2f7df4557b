//! A sign of life for long work: on a terminal only, on stderr, and gone when the work is done.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows a spinner while `work` runs.
pub(super) fn during<T>(message: &'static str, work: impl FnOnce() -> T) -> T {
    // Hidden by itself where stderr is no terminal.
    let spinner = ProgressBar::new_spinner().with_message(message);
    if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
        spinner.set_style(style);
    }
    spinner.enable_steady_tick(Duration::from_millis(100));
    let result = work();
    spinner.finish_and_clear();
    result
}
