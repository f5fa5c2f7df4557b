//! Layer 2: one Markdown file → one topic. Sees no other file, reads nothing, never fails.

use crate::base::diagnostic::Checked;
use crate::model::config::Markdown;
use crate::model::doc::Doc;
use crate::model::inputs::Source;
use crate::model::topic::{FrontMatter, Topic};

/// Parses one file.
pub fn parse(source: &Source, _options: &Markdown) -> Checked<Topic> {
    Checked::clean(Topic {
        file: source.file.clone(),
        path: source.path.clone(),
        meta: FrontMatter::default(),
        title: source.path.to_string(),
        doc: Doc::default(),
        minutes: 1,
    })
}
