//! One walk over a page that collects what the rules look at, so that ten rules are one walk.

use crate::base::span::Span;
use crate::model::doc::{Block, CodeBlock, Element, Image, Inline, Node, Setup, Study};
use crate::model::inputs::Inputs;
use crate::model::site::Page;
use crate::model::topic::Topic;
use crate::model::walk::{Visit, walk, walk_blocks};

/// A page and what is in it, in the order in which it reads.
pub(super) struct Survey<'a> {
    /// What was read.
    pub(super) inputs: &'a Inputs,
    /// The page.
    pub(super) page: &'a Page,
    /// The text of its file.
    pub(super) text: &'a str,
    /// Headings outside folds and footnotes, those of raw HTML included: level and place.
    pub(super) headings: Vec<(u8, Span)>,
    /// Images written in Markdown.
    pub(super) images: Vec<(&'a Image, Span)>,
    /// Elements of raw HTML that load something.
    pub(super) media: Vec<Media<'a>>,
    /// Code blocks, each tab as one.
    pub(super) code: Vec<(&'a CodeBlock, Span)>,
    /// Set-ups of samples.
    pub(super) setups: Vec<&'a Setup>,
    /// Cards, questions and exercises.
    pub(super) studies: Vec<&'a Study>,
    /// Where the folds met so far end.
    folded_until: u32,
}

/// An element of raw HTML that loads something.
pub(super) struct Media<'a> {
    /// Its name.
    pub(super) name: &'a str,
    /// Its attributes.
    pub(super) attributes: &'a [(String, String)],
    /// Its place.
    pub(super) span: Span,
}

/// Elements of raw HTML that load an image, a sound or a film.
const MEDIA: [&str; 5] = ["img", "audio", "video", "source", "track"];

impl<'a> Survey<'a> {
    /// Walks a page.
    pub(super) fn new(inputs: &'a Inputs, page: &'a Page) -> Self {
        let topic: &Topic = &page.topic;
        let mut survey = Self {
            inputs,
            page,
            text: inputs.texts.get(&topic.file).map_or("", |text| text),
            headings: Vec::new(),
            images: Vec::new(),
            media: Vec::new(),
            code: Vec::new(),
            setups: Vec::new(),
            studies: Vec::new(),
            folded_until: 0,
        };
        walk_blocks(&topic.doc.blocks, &mut |visit| survey.add(visit));
        survey.folded_until = u32::MAX;
        for footnote in &topic.doc.footnotes {
            walk_blocks(&footnote.blocks, &mut |visit| survey.add(visit));
        }
        survey
    }

    fn add(&mut self, visit: Visit<'a>) {
        match visit {
            Visit::Block(node) => self.add_block(node),
            Visit::Inline(Node { kind: Inline::Image(image), span }) => {
                self.images.push((image, *span));
            }
            Visit::Inline(Node { kind: Inline::Element(element), span }) => {
                self.add_element(element, *span);
            }
            Visit::Inline(_) => {}
        }
    }

    fn add_block(&mut self, node: &'a Node<Block>) {
        match &node.kind {
            Block::Heading(heading) => self.add_heading(heading.level, node.span),
            Block::Code(code) => self.code.push((code, node.span)),
            Block::Tabs(tabs) => self.code.extend(tabs.iter().map(|tab| (&tab.kind, tab.span))),
            Block::Setup(setup) => self.setups.push(setup),
            Block::Fold(_) => self.folded_until = self.folded_until.max(node.span.end),
            Block::Study(study) => {
                self.folded_until = self.folded_until.max(node.span.end);
                self.studies.push(study);
            }
            Block::Element(element) => self.add_element(element, node.span),
            _ => {}
        }
    }

    fn add_heading(&mut self, level: u8, span: Span) {
        if span.start >= self.folded_until {
            self.headings.push((level, span));
        }
    }

    fn add_element<K>(&mut self, element: &'a Element<K>, span: Span) {
        if let Some(level) = heading_level(&element.name) {
            self.add_heading(level, span);
        } else if MEDIA.contains(&element.name.as_str()) {
            let Element { name, attributes, .. } = element;
            self.media.push(Media { name, attributes, span });
        }
    }
}

/// Returns the cards, questions and exercises of a topic.
pub(super) fn studies(topic: &Topic) -> Vec<&Study> {
    let mut studies = Vec::new();
    walk(&topic.doc, &mut |visit| {
        if let Visit::Block(Node { kind: Block::Study(study), .. }) = visit {
            studies.push(&**study);
        }
    });
    studies
}

fn heading_level(name: &str) -> Option<u8> {
    match name.as_bytes() {
        [b'h', digit @ b'1'..=b'6'] => Some(digit - b'0'),
        _ => None,
    }
}
