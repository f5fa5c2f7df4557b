//! Layer 0: spans, diagnostics, errors, hashes, paths and HTML escaping.
//!
//! Nothing here knows about topics, themes or the disk.

pub mod diagnostic;
pub mod error;
pub mod hash;
pub mod html;
pub mod path;
pub mod rule;
pub mod slug;
pub mod span;
pub mod suggest;
