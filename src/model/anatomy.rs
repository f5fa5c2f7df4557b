//! `[[anatomy]]` and pages: which anatomy a page has, and its level-2 sections.
//!
//! Entry points: `Anatomies::find` for a page's anatomy, `sections` for what stands on the page.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

use crate::base::path::ContentPath;
use crate::base::span::Span;
use crate::model::config::{Anatomy, AnatomySection, Config};
use crate::model::doc::{Block, Doc, Node};
use crate::model::walk::plain_text;

/// The anatomies of a book, made ready for many pages.
#[derive(Debug)]
pub struct Anatomies<'c>(Vec<Wanted<'c>>);

/// One anatomy.
#[derive(Debug)]
pub struct Wanted<'c> {
    /// As configured.
    pub anatomy: &'c Anatomy,
    /// Of each section, what its heading is compared by.
    pub keys: Vec<String>,
    pages: GlobSet,
    except: GlobSet,
}

/// A level-2 heading and what comes before the next.
#[derive(Clone, Debug)]
pub struct Section<'a> {
    /// The heading's text.
    pub title: String,
    /// The heading's id.
    pub id: &'a str,
    /// The heading's place.
    pub span: Span,
    /// What comes after it.
    pub blocks: &'a [Node<Block>],
}

impl<'c> Anatomies<'c> {
    /// Compiles the globs. One that is not valid was reported when `book.toml` was read.
    pub fn new(config: &'c Config) -> Self {
        Self(config.anatomy.iter().map(Wanted::new).collect())
    }

    /// Returns the first anatomy that matches a page.
    pub fn find(&self, path: &ContentPath) -> Option<&Wanted<'c>> {
        self.0.iter().find(|wanted| {
            wanted.pages.is_match(path.as_str()) && !wanted.except.is_match(path.as_str())
        })
    }
}

impl<'c> Wanted<'c> {
    fn new(anatomy: &'c Anatomy) -> Self {
        Self {
            anatomy,
            keys: anatomy.sections.iter().map(|section| key(&section.heading)).collect(),
            pages: globs(&anatomy.pages),
            except: globs(&anatomy.except),
        }
    }

    /// Returns the sections of a page that have a role, in the order in which they stand. Of two
    /// with one heading the first counts.
    pub fn with_role<'a>(&self, role: &str, doc: &'a Doc) -> Vec<Section<'a>> {
        let has_role = |section: &AnatomySection| section.role.as_deref() == Some(role);
        let mut seen = Vec::new();
        sections(doc)
            .into_iter()
            .filter(|section| {
                let key = key(&section.title);
                let at = self.keys.iter().position(|wanted| *wanted == key);
                let at =
                    at.filter(|at| has_role(&self.anatomy.sections[*at]) && !seen.contains(at));
                seen.extend(at);
                at.is_some()
            })
            .collect()
    }
}

/// Returns the sections of a page. A level-1 heading ends a section too.
pub fn sections(doc: &Doc) -> Vec<Section<'_>> {
    let is_cut =
        |block: &Node<Block>| matches!(&block.kind, Block::Heading(heading) if heading.level <= 2);
    let mut sections = Vec::new();
    for (at, block) in doc.blocks.iter().enumerate() {
        let Block::Heading(heading) = &block.kind else { continue };
        if heading.level == 2 {
            let rest = &doc.blocks[at + 1..];
            let end = rest.iter().position(is_cut).unwrap_or(rest.len());
            sections.push(Section {
                title: plain_text(&heading.content).trim().to_owned(),
                id: &heading.id,
                span: block.span,
                blocks: &rest[..end],
            });
        }
    }
    sections
}

/// Returns a heading's text without what makes no difference: case, and how it is spaced.
pub fn key(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Compiles globs that mean folders as authors do: `*` stays in one, `**/*.md` is also at the top.
fn globs(patterns: &[String]) -> GlobSet {
    let mut builder = GlobSetBuilder::new();
    let compiled = patterns
        .iter()
        .filter_map(|pattern| GlobBuilder::new(pattern).literal_separator(true).build().ok());
    for glob in compiled {
        builder.add(glob);
    }
    builder.build().unwrap_or_default()
}
