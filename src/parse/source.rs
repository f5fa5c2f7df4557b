//! What the text of a file needs before pulldown-cmark reads it as GitHub does. No byte moves, so
//! places stay what they are.

use std::borrow::Cow;

use pulldown_cmark::{CowStr, Event, Tag};

/// Stands for a colon that must not begin a definition.
const COLON: char = '\u{1}';

/// Text for pulldown-cmark.
pub(super) struct Prepared<'t> {
    /// As long as the original.
    pub(super) text: Cow<'t, str>,
    has_stand_ins: bool,
}

impl<'t> Prepared<'t> {
    /// Prepares the Markdown of a file.
    pub(super) fn new(text: &'t str) -> Self {
        let mut prepared = Self { text: Cow::Borrowed(text), has_stand_ins: false };
        prepared.end_lines();
        prepared.hide_colons();
        prepared
    }

    /// Text that is taken as it is.
    pub(super) fn verbatim(text: &'t str) -> Self {
        Self { text: Cow::Borrowed(text), has_stand_ins: false }
    }

    /// Undoes in an event what was done to the text.
    pub(super) fn restore<'e>(&self, event: Event<'e>) -> Event<'e> {
        if !self.has_stand_ins {
            return event;
        }
        match event {
            Event::Text(text) => Event::Text(restored(text)),
            Event::Code(text) => Event::Code(restored(text)),
            Event::Html(text) => Event::Html(restored(text)),
            Event::InlineHtml(text) => Event::InlineHtml(restored(text)),
            Event::InlineMath(text) => Event::InlineMath(restored(text)),
            Event::DisplayMath(text) => Event::DisplayMath(restored(text)),
            Event::Start(Tag::Link { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (restored(dest_url), restored(title));
                Event::Start(Tag::Link { link_type, dest_url, title, id })
            }
            Event::Start(Tag::Image { link_type, dest_url, title, id }) => {
                let (dest_url, title) = (restored(dest_url), restored(title));
                Event::Start(Tag::Image { link_type, dest_url, title, id })
            }
            event => event,
        }
    }

    /// A carriage return alone ends a line too, says the `CommonMark` specification.
    fn end_lines(&mut self) {
        let bytes = self.text.as_bytes();
        let is_alone = |at: usize| bytes[at] == b'\r' && bytes.get(at + 1) != Some(&b'\n');
        if !(0..bytes.len()).any(is_alone) {
            return;
        }
        let mut letters = self.text.chars().peekable();
        let mut text = String::with_capacity(bytes.len());
        while let Some(letter) = letters.next() {
            let is_alone = letter == '\r' && letters.peek() != Some(&'\n');
            text.push(if is_alone { '\n' } else { letter });
        }
        self.text = Cow::Owned(text);
    }

    /// Only a colon with a blank after it defines a term. pulldown-cmark is content without, and so
    /// takes `:tada: text` and `:::note` for definitions of the line above.
    fn hide_colons(&mut self) {
        if self.text.contains(COLON) {
            return;
        }
        let colons: Vec<usize> = line_starts(&self.text)
            .filter_map(|start| {
                let line = &self.text[start..];
                let rest = line.trim_start_matches([' ', '\t', '>']);
                let after = rest.strip_prefix(':')?.chars().next()?;
                // `:-:` aligns a table's column.
                let is_plain = !matches!(after, ' ' | '\t' | '\r' | '\n' | '-');
                is_plain.then_some(start + line.len() - rest.len())
            })
            .collect();
        for colon in colons {
            let mut stand_in = [0; 1];
            let stand_in = COLON.encode_utf8(&mut stand_in);
            self.text.to_mut().replace_range(colon..=colon, stand_in);
            self.has_stand_ins = true;
        }
    }
}

fn line_starts(text: &str) -> impl Iterator<Item = usize> {
    std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1))
}

fn restored(text: CowStr<'_>) -> CowStr<'_> {
    if text.contains(COLON) { text.replace(COLON, ":").into() } else { text }
}
