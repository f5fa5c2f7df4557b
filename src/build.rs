//! Layer 3: the pipeline from inputs to output, in memory. Who wants files on disk calls `write`.

use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::error::Error;
use crate::model::inputs::{Inputs, Source};
use crate::model::output::Output;
use crate::model::topic::Topic;
use crate::{check, index, load, parse, render};

/// What the caller of a build chooses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Pages with `draft: true` are part of the site.
    pub with_drafts: bool,
}

/// A book, built in memory.
#[derive(Debug)]
pub struct Built {
    /// What was read.
    pub inputs: Inputs,
    /// The site's files.
    pub output: Output,
    /// How many topics became pages.
    pub n_pages: usize,
}

/// Reads the book in `root` and builds it. Findings have the levels of `[checks]`.
pub fn build(root: &Path, options: Options) -> Result<Checked<Built>, Error> {
    let mut diagnostics = Vec::new();
    let inputs = load::load(root)?.drain_into(&mut diagnostics);
    let topics = parse_all(&inputs, &mut diagnostics);
    let included = load::included(root, &index::included_files(&topics));
    let site =
        index::index(&inputs, topics, &included, options.with_drafts).drain_into(&mut diagnostics);
    diagnostics.extend(check::check(&inputs, &site));
    let output = render::render(&inputs, &site).drain_into(&mut diagnostics);
    let diagnostics = check::apply_levels(&inputs.config, diagnostics);
    let n_pages = site.pages.len();
    Ok(Checked { value: Built { inputs, output, n_pages }, diagnostics })
}

fn parse_all(inputs: &Inputs, diagnostics: &mut Vec<Diagnostic>) -> Vec<Arc<Topic>> {
    let parse_one = |source: &Source| parse::parse(source, &inputs.config.markdown);
    let parsed: Vec<Checked<Topic>> = inputs.sources.par_iter().map(parse_one).collect();
    parsed.into_iter().map(|topic| Arc::new(topic.drain_into(diagnostics))).collect()
}
