//! Images, diagrams and mathematics.

use crate::base::diagnostic::Diagnostic;
use crate::base::html::{attribute_into, escape_text_into};
use crate::base::span::Span;
use crate::model::doc::Image;
use crate::model::site::Target;
use crate::render::html::Writer;
use crate::render::view::{Html, block};
use crate::rules;
use crate::{diagram, math};

impl<'a> Writer<'a> {
    /// Writes an image of the book; one that is elsewhere becomes a link, since no page makes a
    /// request to another host.
    pub(super) fn image(&mut self, image: &'a Image) {
        let title = Some(image.title.as_str()).filter(|title| !title.is_empty());
        self.picture(&image.target, &image.alt, title);
    }

    pub(super) fn picture(&mut self, target: &'a str, alt: &str, title: Option<&str>) {
        let found = self.scope.page.links.get(target);
        let file = match found {
            Some(Target::File(path, _)) => self.file(path),
            _ => None,
        };
        let Some(file) = file else { return self.link_to_media(target, alt) };
        let url = self.scope.urls.to(&file.output);
        let (width, height) = file.size.unzip();
        let view = block::Image { url: &url, alt, title, width, height };
        self.template("blocks/image.html", "image", &view);
    }

    /// Writes a link to a picture, film or sound that is not part of the book.
    pub(super) fn link_to_media(&mut self, target: &str, alt: &str) {
        let label = if alt.is_empty() { target } else { alt };
        if self.is_linked {
            return escape_text_into(&mut self.out, label);
        }
        self.out.push_str("<a");
        if let Some(href) = self.href(target) {
            attribute_into(&mut self.out, "href", &href);
        }
        self.out.push('>');
        escape_text_into(&mut self.out, label);
        self.out.push_str("</a>");
    }

    pub(super) fn diagram(&mut self, source: &'a str, span: Span) {
        self.n_diagrams += 1;
        let prefix = self.scope.place.diagram(self.n_diagrams);
        match diagram::render(source, &prefix) {
            Ok(diagram) => {
                let label = match (&diagram.title, &diagram.description) {
                    (Some(text), _) | (None, Some(text)) => text.clone(),
                    (None, None) => self.scope.text.fill("diagram_label", &self.section),
                };
                let view = block::Diagram {
                    svg: Html::new(&diagram.svg),
                    width: diagram.width,
                    height: diagram.height,
                    title: diagram.title.as_deref(),
                    label: &label,
                };
                self.template("blocks/diagram.html", "diagram", &view);
            }
            Err(error) => {
                let file = &self.scope.page.topic.file;
                let place = self.line_of(span, error.line);
                self.diagnostics.push(Diagnostic::at(
                    &rules::INVALID_DIAGRAM,
                    file,
                    place,
                    error.message,
                ));
                self.wrapped("<pre tabindex=\"0\"><code>", "</code></pre>\n", |writer| {
                    escape_text_into(&mut writer.out, source);
                });
            }
        }
    }

    pub(super) fn math(&mut self, latex: &'a str, is_display: bool, span: Span) {
        match math::render(latex, is_display) {
            Ok(html) => self.out.push_str(&html),
            Err(error) => {
                let file = &self.scope.page.topic.file;
                let place = self.within(span, latex, error.offset);
                self.diagnostics.push(Diagnostic::at(
                    &rules::INVALID_MATH,
                    file,
                    place,
                    error.message,
                ));
                self.wrapped("<code>", "</code>", |writer| {
                    escape_text_into(&mut writer.out, latex);
                });
            }
        }
    }

    /// Returns the span of a line of a fence's content, counted from 1; of the fence where the
    /// line is not known.
    fn line_of(&self, fence: Span, line: Option<usize>) -> Span {
        let (Some(line), Some(source)) = (line, self.source(fence)) else { return fence };
        let Some(text) = source.split_inclusive('\n').nth(line) else { return fence };
        let before: usize = source.split_inclusive('\n').take(line).map(str::len).sum();
        let start = fence.range().start + before + (text.len() - text.trim_start().len());
        Span::new(start..start + text.trim().len())
    }

    /// Returns the place of an offset into a formula, which is somewhere in the node's span.
    fn within(&self, node: Span, latex: &str, offset: Option<usize>) -> Span {
        let Some(offset) = offset else { return node };
        let found = self.source(node).and_then(|source| source.find(latex));
        found.map_or(node, |at| Span::at(node.range().start + at + offset))
    }

    fn source(&self, span: Span) -> Option<&'a str> {
        let text = self.scope.inputs.texts.get(&self.scope.page.topic.file)?;
        text.get(span.range())
    }
}
