//! A sign of life for long work: on a terminal only, on stderr, and gone when the work is done.

use std::time::Duration;

use indicatif::{ProgressBar, ProgressStyle};

/// Shows a message while `work` runs.
pub(super) fn during<T>(message: &str, work: impl FnOnce() -> T) -> T {
    let counter = Counter::new();
    counter.say(message.to_owned());
    work()
}

/// Counts what is done of much, and says what is going on.
pub(super) struct Counter(ProgressBar);

impl Counter {
    /// Shows nothing yet.
    pub(super) fn new() -> Self {
        // Hidden by itself where stderr is no terminal.
        let bar = ProgressBar::new_spinner();
        if let Ok(style) = ProgressStyle::with_template("{spinner} {msg} ({elapsed})") {
            bar.set_style(style);
        }
        bar.enable_steady_tick(Duration::from_millis(100));
        Self(bar)
    }

    /// Says what is going on.
    pub(super) fn say(&self, message: String) {
        self.0.set_message(message);
    }
}

/// Takes it off the terminal.
impl Drop for Counter {
    fn drop(&mut self) {
        self.0.finish_and_clear();
    }
}
