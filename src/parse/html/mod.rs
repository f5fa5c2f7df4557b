//! Raw HTML in Markdown: split into tags, held to a policy, and balanced into elements.
//!
//! What comes out is well-formed whatever went in: no script, style, event handler or unclosed tag
//! gets past here. Entry points: `Assembler` for blocks, `policy` and `token` for inline tags.

pub(super) mod assemble;
mod fold;
pub(super) mod fragment;
mod level;
pub(super) mod policy;
mod summary;
pub(super) mod token;
