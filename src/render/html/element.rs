//! Elements of raw HTML, with their links and media resolved as Markdown's are.

use std::borrow::Cow;

use crate::base::html::attribute_into;
use crate::model::doc::{Block, Element, Inline, Node};
use crate::model::site::Target;
use crate::render::html::Writer;

/// Elements that may stand in a paragraph.
const PHRASING: [&str; 46] = [
    "a", "abbr", "area", "audio", "b", "bdi", "bdo", "br", "button", "cite", "code", "data", "del",
    "dfn", "em", "i", "img", "input", "ins", "kbd", "label", "map", "mark", "math", "meter",
    "picture", "progress", "q", "rp", "rt", "ruby", "s", "samp", "small", "source", "span",
    "strong", "sub", "sup", "svg", "time", "track", "u", "var", "video", "wbr",
];

/// Elements without an end tag.
const VOID: [&str; 13] = [
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track",
    "wbr",
];

/// Elements that load what their `src` names.
const MEDIA: [&str; 4] = ["audio", "source", "track", "video"];

/// Returns true if there is an element among the inlines that may not stand in a paragraph.
pub(super) fn has_flow(inlines: &[Node<Inline>]) -> bool {
    inlines.iter().any(|node| match &node.kind {
        Inline::Element(element) => !is_phrasing(&element.name) || has_flow(&element.children),
        Inline::Strong(content) | Inline::Emphasis(content) | Inline::Strikethrough(content) => {
            has_flow(content)
        }
        Inline::Link(link) => has_flow(&link.content),
        _ => false,
    })
}

fn is_phrasing(name: &str) -> bool {
    PHRASING.binary_search(&name).is_ok()
}

/// Attributes whose values are ids.
const REFERENCES: [&str; 9] = [
    "aria-activedescendant",
    "aria-controls",
    "aria-describedby",
    "aria-details",
    "aria-errormessage",
    "aria-flowto",
    "aria-labelledby",
    "aria-owns",
    "headers",
];

impl<'a> Writer<'a> {
    pub(super) fn block_element(&mut self, element: &'a Element<Block>) {
        if self.replaced(&element.name, &element.attributes) {
            return;
        }
        if element.name == "table" {
            // It may be wider than the page, as one of Markdown's may.
            let html = self.capture(|writer| writer.whole_element(element));
            self.scroll_region(&html);
        } else {
            self.whole_element(element);
        }
        self.newline();
    }

    fn whole_element(&mut self, element: &'a Element<Block>) {
        self.start_tag(&element.name, None, &element.attributes);
        if !VOID.contains(&&*element.name) {
            let was_linked = self.enter(&element.name);
            self.blocks(&element.children);
            self.is_linked = was_linked;
            self.end_tag(&element.name);
        }
    }

    pub(super) fn inline_element(&mut self, element: &'a Element<Inline>) {
        if self.replaced(&element.name, &element.attributes) {
            return;
        }
        let href = attribute(&element.attributes, "href").filter(|_| element.name == "a");
        let class = href.filter(|href| self.is_told(href, &element.children)).map(|_| "told");
        self.start_tag(&element.name, class, &element.attributes);
        if !VOID.contains(&&*element.name) {
            let was_linked = self.enter(&element.name);
            self.inlines(&element.children);
            self.is_linked = was_linked;
            self.end_tag(&element.name);
        }
    }

    /// Notes that an element's content comes, and returns what was so before it.
    fn enter(&mut self, name: &str) -> bool {
        let is_linked = self.is_linked || name == "a";
        std::mem::replace(&mut self.is_linked, is_linked)
    }

    /// Writes what stands for an element that would load something from elsewhere.
    fn replaced(&mut self, name: &str, attributes: &'a [(String, String)]) -> bool {
        let Some(source) = attribute(attributes, "src") else { return false };
        if self.is_ours(source) || !(name == "img" || MEDIA.contains(&name)) {
            return false;
        }
        // A lone source within a player has no place for a link.
        if name != "source" && name != "track" {
            self.link_to_media(source, attribute(attributes, "alt").unwrap_or_default());
        }
        true
    }

    fn is_ours(&self, target: &str) -> bool {
        matches!(self.scope.page.links.get(target), Some(Target::File(..)))
    }

    /// Writes a start tag, with one class more than the author gave it.
    fn start_tag(
        &mut self,
        name: &'a str,
        class: Option<&str>,
        attributes: &'a [(String, String)],
    ) {
        let place = self.scope.place;
        let shown = self.shown_name(name);
        self.push(&["<", &shown]);
        let class = if shown == name { class } else { Some(name) };
        if let Some(class) = class {
            let own = attribute(attributes, "class").map(|own| [own, " "].concat());
            let classes = [own.as_deref().unwrap_or_default(), class].concat();
            attribute_into(&mut self.out, "class", &classes);
        }
        for (key, value) in attributes {
            match key.as_str() {
                "class" if class.is_some() => {}
                "poster" if !self.is_ours(value) => {}
                "src" | "poster" => {
                    if let Some(url) = self.loaded(value) {
                        attribute_into(&mut self.out, key, &url);
                    }
                }
                "href" => {
                    if let Some(url) = self.href(value) {
                        attribute_into(&mut self.out, key, &url);
                    }
                }
                "id" => attribute_into(&mut self.out, key, &place.id(value)),
                key if REFERENCES.contains(&key) => {
                    attribute_into(&mut self.out, key, &place.ids(value));
                }
                // Candidates that `src` does not name are not resolved.
                "srcset" => {}
                _ => attribute_into(&mut self.out, key, value),
            }
        }
        if name == "img" {
            self.image_defaults(attributes);
        }
        self.out.push('>');
    }

    fn end_tag(&mut self, name: &str) {
        let shown = self.shown_name(name);
        self.push(&["</", &shown, ">"]);
    }

    /// Returns the name of an element that stands for one of this name: headings may be deeper.
    fn shown_name(&self, name: &'a str) -> Cow<'a, str> {
        let place = self.scope.place;
        match name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            Some(level) if place.is_shifted() => format!("h{}", place.heading(level)).into(),
            _ => name.into(),
        }
    }

    fn image_defaults(&mut self, attributes: &'a [(String, String)]) {
        let source = attribute(attributes, "src").and_then(|src| self.scope.page.links.get(src));
        let has_size = attributes.iter().any(|(key, _)| matches!(key.as_str(), "width" | "height"));
        if let Some(Target::File(path, _)) = source
            && let Some((width, height)) = self.file(path).and_then(|file| file.size)
            && !has_size
        {
            attribute_into(&mut self.out, "width", &width.to_string());
            attribute_into(&mut self.out, "height", &height.to_string());
        }
        for (key, value) in [("alt", ""), ("loading", "lazy"), ("decoding", "async")] {
            if attribute(attributes, key).is_none() {
                attribute_into(&mut self.out, key, value);
            }
        }
    }
}

fn attribute<'a>(attributes: &'a [(String, String)], name: &str) -> Option<&'a str> {
    attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}
