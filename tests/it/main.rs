//! The one test binary: a module for each feature. `tests/README.md` explains the harness.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on should stop where it stands")]
#![expect(clippy::disallowed_methods, reason = "tests prepare and inspect folders")]

mod builds;
mod check;
mod cli;
mod config;
mod content;
mod diagram;
mod dump;
mod export;
mod findings;
mod front_matter;
mod golden;
mod guide;
mod html;
mod kill;
mod layers;
mod math;
mod mistakes;
mod print;
mod properties;
mod render;
mod schema;
mod search;
mod serve;
mod suite;
mod support;
mod theme;
mod write;
