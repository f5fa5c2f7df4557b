//! Code blocks that are executed → programs: set-ups before their samples, and samples after those
//! that they continue.
//!
//! An `after=` or a set-up that names no sample is the rule `unknown-sample`, in `check`; here it counts
//! as absent, and a circle ends where it closes.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::hash::Hash;
use crate::base::span::Span;
use crate::model::doc::{Block, CodeBlock, DiffMark, Node, SampleMode, Setup};
use crate::model::record::{Pins, normal_name};
use crate::model::sample::{Part, Program, Runner, mode};
use crate::model::topic::Topic;
use crate::model::walk::{Visit, walk};

/// Returns the programs of a page, by where their code blocks begin.
pub(super) fn resolve(
    topic: &Topic,
    includes: &BTreeMap<String, Arc<str>>,
    pins: Option<&Pins>,
) -> BTreeMap<u32, Program> {
    let page = Samples::new(topic, includes);
    let mut n_unnamed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut programs = BTreeMap::new();
    for (code, span) in &page.blocks {
        let Some(runner) = runner(code) else { continue };
        let mode = mode(code);
        if mode == SampleMode::Unmarked {
            continue;
        }
        let id = if let Some(id) = &code.sample.id {
            id.value.clone()
        } else {
            let lead = match mode {
                SampleMode::NoRun => "norun",
                SampleMode::Starter => "starter",
                SampleMode::Run | SampleMode::Unmarked => "n",
            };
            let number = n_unnamed.entry(lead).or_default();
            *number += 1;
            format!("{lead}{number}")
        };
        programs.insert(span.start, page.program(code, *span, runner, id, pins));
    }
    programs
}

struct Samples<'a> {
    includes: &'a BTreeMap<String, Arc<str>>,
    blocks: Vec<(&'a CodeBlock, Span)>,
    by_id: BTreeMap<&'a str, &'a CodeBlock>,
    setups: BTreeMap<&'a str, Vec<&'a Setup>>,
}

impl<'a> Samples<'a> {
    fn new(topic: &'a Topic, includes: &'a BTreeMap<String, Arc<str>>) -> Self {
        let (by_id, setups) = (BTreeMap::new(), BTreeMap::new());
        let mut page = Self { includes, blocks: Vec::new(), by_id, setups };
        walk(&topic.doc, &mut |visit| match visit {
            Visit::Block(Node { kind: Block::Code(code), span }) => page.add(code, *span),
            Visit::Block(Node { kind: Block::Tabs(tabs), .. }) => {
                for tab in tabs {
                    page.add(&tab.kind, tab.span);
                }
            }
            Visit::Block(Node { kind: Block::Setup(setup), .. }) => {
                page.setups.entry(&setup.sample.value).or_default().push(setup);
            }
            _ => {}
        });
        page
    }

    fn add(&mut self, code: &'a CodeBlock, span: Span) {
        self.blocks.push((code, span));
        if let Some(id) = &code.sample.id {
            self.by_id.entry(&id.value).or_insert(code);
        }
    }

    fn program(
        &self,
        code: &'a CodeBlock,
        span: Span,
        runner: Runner,
        id: String,
        pins: Option<&Pins>,
    ) -> Program {
        let chain = self.chain(code);
        let parts = chain.iter().flat_map(|code| self.parts(code)).collect();
        let samples = || chain.iter().map(|code| &code.sample);
        let mut needs: Vec<String> =
            samples().flat_map(|sample| &sample.needs).map(|name| normal_name(name)).collect();
        needs.sort();
        needs.dedup();
        let mut program = Program {
            id,
            span,
            runner,
            mode: mode(code),
            parts,
            reason: code.sample.reason.clone(),
            raises: code.sample.raises.clone(),
            output: code.output.clone(),
            since: samples().filter_map(|sample| sample.since.clone()).max_by_key(|it| order(it)),
            until: samples().filter_map(|sample| sample.until.clone()).min_by_key(|it| order(it)),
            needs,
            service: samples().rev().find_map(|sample| sample.service.clone()),
            timeout: code.sample.timeout,
            is_nondeterministic: code.sample.is_nondeterministic,
            hash: Hash::of(b""),
        };
        program.hash = hash(&program, pins);
        program
    }

    /// Returns the samples that a block continues, first things first, and the block itself.
    fn chain(&self, code: &'a CodeBlock) -> Vec<&'a CodeBlock> {
        let mut chain = vec![code];
        let mut next = code;
        while let Some(earlier) =
            next.sample.after.as_ref().and_then(|after| self.by_id.get(after.value.as_str()))
            && !chain.iter().any(|seen| std::ptr::eq(*seen, *earlier))
        {
            chain.push(earlier);
            next = earlier;
        }
        chain.reverse();
        chain
    }

    /// Returns a block's set-ups and the block.
    fn parts(&self, code: &'a CodeBlock) -> Vec<Part> {
        let setups = code.sample.id.as_ref().and_then(|id| self.setups.get(id.value.as_str()));
        let setup = |setup: &&Setup| Part {
            text: with_end(&setup.text),
            line_starts: setup.line_starts.clone(),
            raises: None,
            is_transcript: false,
        };
        let mut parts: Vec<Part> = setups.into_iter().flatten().map(setup).collect();
        let raises = code.sample.raises.clone();
        let is_transcript = runner(code) == Some(Runner::Transcript);
        let (text, line_starts) = match &code.include {
            Some(include) => {
                (self.includes.get(&include.value).cloned().unwrap_or_default(), Vec::new())
            }
            None => kept(code),
        };
        parts.push(Part { text, line_starts, raises, is_transcript });
        parts
    }
}

fn runner(code: &CodeBlock) -> Option<Runner> {
    Runner::of(&code.language.as_ref()?.value)
}

/// Returns a block's text as it runs, without the lines that a diff removes.
fn kept(code: &CodeBlock) -> (Arc<str>, Vec<u32>) {
    let is_kept = |number: usize| {
        code.diff.as_ref().is_none_or(|marks| marks.get(number) != Some(&DiffMark::Removed))
    };
    let lines = code.text.split_inclusive('\n').zip(&code.line_starts).enumerate();
    let (text, line_starts): (String, Vec<u32>) = lines
        .filter(|(number, _)| is_kept(*number))
        .map(|(_, (line, start))| (line, *start))
        .unzip();
    (with_end(&text), line_starts)
}

fn with_end(text: &str) -> Arc<str> {
    if text.is_empty() || text.ends_with('\n') {
        Arc::from(text)
    } else {
        Arc::from(format!("{text}\n"))
    }
}

/// Orders versions by their numbers.
fn order(version: &str) -> Vec<u32> {
    version.split('.').map(|part| part.parse().unwrap_or(u32::MAX)).collect()
}

/// Returns the hash of all that decides what a sample does and whether that is right.
fn hash(program: &Program, pins: Option<&Pins>) -> Hash {
    let mut all: Vec<String> = vec![format!("{:?} {:?}", program.runner, program.mode)];
    for part in &program.parts {
        all.push(format!("part {:?} {}", part.raises, part.is_transcript));
        all.push(part.text.to_string());
    }
    all.push(format!("raises {:?}", program.raises));
    all.push(format!("output {:?}", program.output.as_ref().map(|output| &output.value)));
    all.push(format!("since {:?} until {:?}", program.since, program.until));
    all.push(format!("service {:?} timeout {:?}", program.service, program.timeout));
    all.push(format!("nondet {}", program.is_nondeterministic));
    for name in &program.needs {
        let version = pins.and_then(|pins| pins.get(name)).and_then(|pin| pin.version.as_ref());
        all.push(format!("needs {name} {version:?}"));
    }
    // Lengths keep texts apart that would be the same when joined.
    let framed: Vec<String> = all.iter().map(|text| format!("{}:{text}", text.len())).collect();
    Hash::of(framed.concat().as_bytes())
}
