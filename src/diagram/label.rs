//! Texts in a drawing: how Mermaid writes them, how wide they are, how they are set.
//!
//! The reader's `system-ui` font is unknown at build time, so widths are those of a wide one (the
//! larger of `DejaVu Sans` and `Liberation Sans`, letter by letter): boxes may turn out roomy, but
//! text is not clipped.

use super::geometry::{Point, Rect, point};
use super::svg::Element;

/// The font size that `diagram.css` sets, in pixels.
pub(crate) const FONT_SIZE: f64 = 14.0;
/// The distance between the lines of a text, in pixels.
pub(crate) const LINE_HEIGHT: f64 = 19.0;
/// How much wider a bold text is.
const BOLD: f64 = 1.15;

/// Widths of U+0020 to U+007E in thousandths of the font size.
const WIDTHS: [u16; 95] = [
    318, 401, 460, 838, 636, 950, 780, 275, 390, 390, 500, 838, 318, 361, 318, 337, 636, 636, 636,
    636, 636, 636, 636, 636, 636, 636, 337, 337, 838, 838, 838, 556, 1015, 684, 686, 722, 770, 667,
    611, 778, 752, 295, 500, 667, 557, 863, 748, 787, 667, 787, 722, 667, 611, 732, 684, 989, 685,
    667, 685, 390, 337, 390, 838, 556, 500, 613, 635, 550, 635, 615, 352, 635, 634, 278, 278, 579,
    278, 974, 634, 612, 635, 635, 411, 521, 392, 634, 592, 818, 592, 592, 525, 636, 337, 636, 838,
];

/// A text, cut into the lines in which it is set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) lines: Vec<String>,
    is_bold: bool,
}

impl Label {
    /// Reads a Mermaid text: `<br/>` breaks lines, `#…;` and `&…;` are characters, simple inline
    /// tags are dropped.
    pub(crate) fn new(text: &str) -> Self {
        let lines = split_breaks(text).into_iter().map(|line| decode(&line).trim().to_owned());
        Self { lines: lines.collect(), is_bold: false }.trimmed()
    }

    /// Takes `text` as it is.
    pub(crate) fn plain(text: &str) -> Self {
        Self { lines: vec![text.to_owned()], is_bold: false }
    }

    pub(crate) fn bold(mut self) -> Self {
        self.is_bold = true;
        self
    }

    /// Breaks lines wider than `limit` pixels between words, into parts of about the same width.
    pub(crate) fn wrapped(self, limit: f64) -> Self {
        let lines = self.lines.iter().flat_map(|line| break_evenly(line, limit)).collect();
        Self { lines, ..self }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.lines.iter().all(String::is_empty)
    }

    pub(crate) fn width(&self) -> f64 {
        let widest = self.lines.iter().map(|line| text_width(line)).fold(0.0, f64::max);
        widest * if self.is_bold { BOLD } else { 1.0 }
    }

    pub(crate) fn height(&self) -> f64 {
        self.lines.iter().map(|_| LINE_HEIGHT).sum()
    }

    /// Sets the text around `center`.
    pub(crate) fn draw(&self, center: Point, class: &str) -> Element {
        self.draw_anchored(center, "middle", class)
    }

    /// Sets the text with its left edge at `at`, which is halfway down.
    pub(crate) fn draw_left(&self, at: Point, class: &str) -> Element {
        self.draw_anchored(at, "start", class)
    }

    /// Sets the text on a backdrop that hides what it lies on.
    pub(crate) fn draw_on_backdrop(&self, center: Point) -> [Element; 2] {
        let rect = Rect::centered(center, self.width() + 6.0, self.height());
        [draw_rect(rect, 2.0, "dg-backdrop"), self.draw(center, "dg-label")]
    }

    fn draw_anchored(&self, at: Point, anchor: &'static str, class: &str) -> Element {
        let class = if self.is_bold { format!("{class} dg-bold") } else { class.to_owned() };
        let mut element = Element::new("text").class(class);
        if anchor != "start" {
            element = element.attribute("text-anchor", anchor);
        }
        let mut y = at.y - (self.height() - LINE_HEIGHT) / 2.0 + FONT_SIZE * 0.35;
        if let [line] = self.lines.as_slice() {
            return element.number("x", at.x).number("y", y).text(line);
        }
        for (index, line) in self.lines.iter().enumerate() {
            // The space at the end keeps words apart when the text is copied or read aloud.
            let end = if index + 1 < self.lines.len() { " " } else { "" };
            if !line.is_empty() {
                let text = format!("{line}{end}");
                element = element
                    .child(Element::new("tspan").number("x", at.x).number("y", y).text(text));
            }
            y += LINE_HEIGHT;
        }
        element
    }

    fn trimmed(mut self) -> Self {
        while self.lines.len() > 1 && self.lines.last().is_some_and(String::is_empty) {
            self.lines.pop();
        }
        while self.lines.len() > 1 && self.lines[0].is_empty() {
            self.lines.remove(0);
        }
        self
    }
}

/// Draws the title of a group in the top of its frame, on a backdrop: edges may pass there.
pub(crate) fn draw_title(label: &Label, frame: Rect) -> Element {
    let center = point(frame.center().x, frame.top + 6.0 + label.height() / 2.0);
    Element::new("g").class("dg-cluster").children(label.draw_on_backdrop(center))
}

/// Draws a box with rounded corners.
pub(crate) fn draw_rect(rect: Rect, radius: f64, class: &str) -> Element {
    let element = Element::new("rect")
        .class(class)
        .number("x", rect.left)
        .number("y", rect.top)
        .number("width", rect.width)
        .number("height", rect.height);
    if radius > 0.0 { element.number("rx", radius) } else { element }
}

/// Returns the greatest width in pixels that `text` is expected to have.
pub(crate) fn text_width(text: &str) -> f64 {
    text.chars().map(|c| f64::from(character_width(c))).sum::<f64>() * FONT_SIZE / 1000.0
}

/// Breaks `text` into as few lines as `limit` allows, and these as narrow as they get.
fn break_evenly(text: &str, limit: f64) -> Vec<String> {
    let mut lines = fill(text, limit);
    let mut narrower = limit;
    while lines.len() > 1 && narrower > 0.2 * limit {
        narrower *= 0.95;
        let next = fill(text, narrower);
        if next.len() > lines.len() {
            break;
        }
        lines = next;
    }
    lines
}

/// Fills lines of `limit` pixels with words, one after the other.
fn fill(text: &str, limit: f64) -> Vec<String> {
    let mut lines = Vec::new();
    let mut current = String::new();
    for word in text.split_whitespace() {
        let longer = if current.is_empty() { word.to_owned() } else { format!("{current} {word}") };
        if !current.is_empty() && text_width(&longer) > limit {
            lines.push(std::mem::replace(&mut current, word.to_owned()));
        } else {
            current = longer;
        }
    }
    lines.push(current);
    lines
}

fn character_width(c: char) -> u16 {
    let code = u32::from(c);
    if let Some(index) = code.checked_sub(0x20)
        && let Some(&width) = WIDTHS.get(index as usize)
    {
        return width;
    }
    match code {
        0x0300..=0x036f | 0x200b..=0x200f | 0xfe00..=0xfe0f => 0,
        0x00a0..=0x058f => 780,
        0x2010..=0x2027 => 1000,
        0x1f000.. => 1400,
        _ => 1100,
    }
}

fn split_breaks(text: &str) -> Vec<String> {
    let mut lines = Vec::new();
    let mut rest = text;
    let mut line = String::new();
    while let Some(start) = rest.find('<') {
        line.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let (tag, after) = rest.split_at(end);
        let name = tag.trim_matches(['<', '>', '/', ' ']).to_ascii_lowercase();
        match name.as_str() {
            "br" if tag.ends_with('>') => {
                lines.push(std::mem::take(&mut line));
                rest = after;
            }
            "b" | "strong" | "i" | "em" | "u" | "code" | "small" | "sub" | "sup"
                if tag.ends_with('>') =>
            {
                rest = after;
            }
            _ => {
                line.push('<');
                rest = &rest[1..];
            }
        }
    }
    line.push_str(rest);
    lines.push(line);
    lines
}

fn decode(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some(start) = rest.find(['#', '&']) {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let entity = rest.find(';').and_then(|end| Some((character(&rest[..end])?, end)));
        if let Some((c, end)) = entity {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push_str(&rest[..1]);
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

/// Returns the character that `entity` (`#35`, `#quot`, `&amp`, `&#38`; without `;`) stands for.
fn character(entity: &str) -> Option<char> {
    let name = entity.trim_start_matches(['&', '#']);
    if let Some(digits) = name.strip_prefix(['x', 'X'])
        && let Ok(code) = u32::from_str_radix(digits, 16)
    {
        return char::from_u32(code);
    }
    if let Ok(code) = name.parse::<u32>() {
        return char::from_u32(code);
    }
    Some(match name {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" => '\u{a0}',
        "semi" => ';',
        "colon" => ':',
        "num" => '#',
        "lpar" => '(',
        "rpar" => ')',
        "lsqb" | "lbrack" => '[',
        "rsqb" | "rbrack" => ']',
        "lcub" | "lbrace" => '{',
        "rcub" | "rbrace" => '}',
        "vert" => '|',
        "rarr" => '→',
        "larr" => '←',
        "uarr" => '↑',
        "darr" => '↓',
        "hellip" => '…',
        "mdash" => '—',
        "ndash" => '–',
        "times" => '×',
        "infin" => '∞',
        "le" => '≤',
        "ge" => '≥',
        "ne" => '≠',
        _ => return None,
    })
}
