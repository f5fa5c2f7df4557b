//! Pages as a browser sees them.

use html5ever::tendril::TendrilSink;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilderOpts;
use html5ever::{ParseOpts, parse_document};
use markup5ever_rcdom::{Handle, NodeData, RcDom};

/// Parses a page as browsers do, and notes every error.
pub(crate) fn parse(html: &str) -> RcDom {
    let options = ParseOpts {
        tokenizer: TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() },
        tree_builder: TreeBuilderOpts { exact_errors: true, ..TreeBuilderOpts::default() },
    };
    parse_document(RcDom::default(), options).one(html)
}

/// A start tag.
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
}

impl Element {
    /// Returns the value of an attribute.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// Returns all elements of a page, in order.
pub(crate) fn elements(html: &str) -> Vec<Element> {
    let mut elements = Vec::new();
    collect(&parse(html).document, &mut elements);
    elements
}

fn collect(node: &Handle, elements: &mut Vec<Element>) {
    if let NodeData::Element { name, attrs, .. } = &node.data {
        let attributes = attrs.borrow();
        let attributes =
            attributes.iter().map(|attr| (attr.name.local.to_string(), attr.value.to_string()));
        elements.push(Element { name: name.local.to_string(), attributes: attributes.collect() });
    }
    for child in node.children.borrow().iter() {
        collect(child, elements);
    }
}
