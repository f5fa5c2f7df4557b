//! `crib`: a static site generator for study guides.
//!
//! ```text
//! content/ themes/ book.toml → load → parse → index → check → render → write → public/
//! ```
//!
//! Read everything, apply pure functions to plain data, write what changed. Modules are in layers,
//! and import only from layers below their own; `tests/it/layers.rs` says so. ARCHITECTURE.md is
//! the map.

// Layer 0: knows nothing of books.
pub mod base;

// Layer 1: plain data.
pub mod model;
pub mod rules;
pub mod schema;
pub mod system;

// Layer 2: stages. `load` alone reads, `write` alone writes; the others are pure.
pub mod check;
pub mod diagram;
pub mod highlight;
pub mod index;
pub mod load;
pub mod math;
pub mod parse;
pub mod render;
pub mod search;
pub mod write;

// Layer 3: the pipeline, other forms of what it builds, its samples, and the development server.
pub mod build;
pub mod export;
pub mod run;
pub mod serve;

// Layer 4: the command line.
pub mod cli;
