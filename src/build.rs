//! Layer 3: the pipeline from inputs to output, in memory. Who wants files on disk calls `write`.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use rayon::prelude::*;

use crate::base::diagnostic::{Checked, Diagnostic};
use crate::base::error::Error;
use crate::base::path::FilePath;
use crate::model::config::Markdown;
use crate::model::inputs::{Inputs, Source};
use crate::model::output::Output;
use crate::model::site::Site;
use crate::model::topic::Topic;
use crate::{check, index, load, parse, render, search};

/// What the caller of a build chooses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Pages with `draft: true` are part of the site.
    pub with_drafts: bool,
}

/// A book whose topics are related to one another, and not rendered.
#[derive(Debug)]
pub struct Related {
    /// What was read.
    pub inputs: Inputs,
    /// The files that fences include.
    pub included: BTreeSet<FilePath>,
    /// The topics and how they relate.
    pub site: Site,
}

/// A book, built in memory.
#[derive(Debug)]
pub struct Built {
    /// What was read.
    pub inputs: Inputs,
    /// The files that fences include.
    pub included: BTreeSet<FilePath>,
    /// The topics and how they relate.
    pub site: Site,
    /// The site's files.
    pub output: Output,
    /// How many topics became pages.
    pub n_pages: usize,
}

/// Results of an earlier build that the next one need not compute again. What is remembered is
/// compared with what is read, so a build with a memory and one without are equal.
#[derive(Debug, Default)]
pub struct Memo {
    topics: BTreeMap<FilePath, Parsed>,
}

/// A parsed topic and all that it depends on.
#[derive(Clone, Debug)]
struct Parsed {
    source: Source,
    markdown: Markdown,
    topic: Arc<Topic>,
    diagnostics: Vec<Diagnostic>,
}

/// Reads the book in `root` and builds it. Findings have the levels of `[checks]`.
pub fn build(root: &Path, options: Options) -> Result<Checked<Built>, Error> {
    rebuild(root, options, &mut Memo::default())
}

/// Does what `build` does, and computes only what has changed since the last time.
pub fn rebuild(root: &Path, options: Options, memo: &mut Memo) -> Result<Checked<Built>, Error> {
    let mut diagnostics = Vec::new();
    let Related { inputs, included, site } =
        relate_with(root, options, memo)?.drain_into(&mut diagnostics);
    let mut output = render::render(&inputs, &site).drain_into(&mut diagnostics);
    output.files.extend(search::index(&site, &inputs.config.book.language));
    let diagnostics = check::apply_levels(&inputs.config, diagnostics);
    let n_pages = site.pages.len();
    Ok(Checked { value: Built { inputs, included, site, output, n_pages }, diagnostics })
}

/// Reads and checks the book in `root`, as far as that goes without rendering it.
pub fn relate(root: &Path, options: Options) -> Result<Checked<Related>, Error> {
    let Checked { value, diagnostics } = relate_with(root, options, &mut Memo::default())?;
    let diagnostics = check::apply_levels(&value.inputs.config, diagnostics);
    Ok(Checked { value, diagnostics })
}

fn relate_with(root: &Path, options: Options, memo: &mut Memo) -> Result<Checked<Related>, Error> {
    let mut diagnostics = Vec::new();
    let inputs = load::load(root)?.drain_into(&mut diagnostics);
    let topics = parse_all(&inputs, memo, &mut diagnostics);
    let included = index::included_files(&topics);
    let texts = load::included(root, &included);
    let site =
        index::index(&inputs, topics, &texts, options.with_drafts).drain_into(&mut diagnostics);
    diagnostics.extend(check::check(&inputs, &site));
    Ok(Checked { value: Related { inputs, included, site }, diagnostics })
}

fn parse_all(
    inputs: &Inputs,
    memo: &mut Memo,
    diagnostics: &mut Vec<Diagnostic>,
) -> Vec<Arc<Topic>> {
    let markdown = &inputs.config.markdown;
    let parse_one = |source: &Source| match memo.topics.get(&source.file) {
        Some(parsed) if parsed.source == *source && parsed.markdown == *markdown => parsed.clone(),
        _ => {
            let Checked { value, diagnostics } = parse::parse(source, markdown);
            let (source, markdown) = (source.clone(), markdown.clone());
            Parsed { source, markdown, topic: Arc::new(value), diagnostics }
        }
    };
    let parsed: Vec<Parsed> = inputs.sources.par_iter().map(parse_one).collect();
    diagnostics.extend(parsed.iter().flat_map(|parsed| parsed.diagnostics.iter().cloned()));
    let topics = parsed.iter().map(|parsed| parsed.topic.clone()).collect();
    memo.topics = parsed.into_iter().map(|parsed| (parsed.source.file.clone(), parsed)).collect();
    topics
}
