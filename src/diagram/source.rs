//! The text of a diagram as lines: comments, directives, front matter and accessible names are
//! taken out here.

use super::DiagramError;

/// Longer sources are refused: a diagram that large cannot be read, and layout time grows faster
/// than its input.
const MAX_BYTES: usize = 32 * 1024;

const KNOWN_TYPES: [&str; 24] = [
    "architecture-beta",
    "block",
    "block-beta",
    "C4Component",
    "C4Container",
    "C4Context",
    "C4Deployment",
    "C4Dynamic",
    "gantt",
    "gitGraph",
    "info",
    "journey",
    "kanban",
    "mindmap",
    "packet",
    "packet-beta",
    "pie",
    "quadrantChart",
    "radar-beta",
    "requirementDiagram",
    "sankey-beta",
    "timeline",
    "xychart-beta",
    "zenuml",
];

/// One line that carries a statement.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Line<'a> {
    /// From 1, in the source as the author wrote it.
    pub(crate) number: usize,
    /// Without surrounding space.
    pub(crate) text: &'a str,
}

/// The line that names the diagram's type.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Header<'a> {
    pub(crate) keyword: &'a str,
    pub(crate) rest: &'a str,
    pub(crate) line: usize,
}

/// A diagram's text, cut into statements' lines.
#[derive(Debug)]
pub(crate) struct Source<'a> {
    pub(crate) header: Header<'a>,
    pub(crate) lines: Vec<Line<'a>>,
    /// `accTitle`.
    pub(crate) title: Option<String>,
    /// `accDescr`.
    pub(crate) description: Option<String>,
    /// `title` in front matter or as a statement: drawn above the diagram.
    pub(crate) heading: Option<String>,
}

impl<'a> Source<'a> {
    /// Reads `text` up to, not into, the statements of its diagram type.
    pub(crate) fn read(text: &'a str) -> Result<Self, DiagramError> {
        if text.len() > MAX_BYTES {
            return Err(DiagramError::whole(format!(
                "the diagram is longer than {} KiB",
                MAX_BYTES / 1024
            )));
        }
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let mut lines = text
            .lines()
            .enumerate()
            .map(|(index, text)| Line { number: index + 1, text: text.trim() });
        let mut kept = Vec::new();
        let mut source = Header { keyword: "", rest: "", line: 0 };
        let (mut title, mut description, mut heading) = (None, None, None);
        let mut is_first = true;
        while let Some(line) = lines.next() {
            if line.text.is_empty() {
                continue;
            }
            if is_first && line.text == "---" {
                heading = read_front_matter(line.number, &mut lines)?;
                is_first = false;
                continue;
            }
            is_first = false;
            if line.text.starts_with("%%") {
                skip_directive(line, &mut lines)?;
            } else if source.keyword.is_empty() {
                source = read_header(line);
            } else if let Some(value) = after_key(line.text, "accTitle", ':') {
                title = Some(value.to_owned());
            } else if let Some(value) = after_key(line.text, "accDescr", ':') {
                description = Some(value.to_owned());
            } else if let Some(value) = after_key(line.text, "accDescr", '{') {
                description = Some(read_block(line.number, value, &mut lines)?);
            } else if let Some(value) = sequence_title(source.keyword, line.text) {
                heading = Some(value.to_owned());
            } else {
                kept.push(line);
            }
        }
        if source.keyword.is_empty() {
            return Err(DiagramError::whole(
                "the diagram is empty: begin it with its type, such as `flowchart TD`",
            ));
        }
        Ok(Self { header: source, lines: kept, title, description, heading })
    }

    /// Refuses anything behind the type, for types that take nothing there.
    pub(crate) fn expect_bare_header(&self) -> Result<(), DiagramError> {
        match self.header.rest {
            "" | ";" => Ok(()),
            rest => Err(DiagramError::at(
                self.header.line,
                format!(
                    "`{rest}` after `{}` is not understood: begin a new line",
                    self.header.keyword
                ),
            )),
        }
    }
}

/// Returns the error for a diagram type that is not drawn.
pub(crate) fn unknown_type(keyword: &str, line: usize) -> DiagramError {
    let supported = "flowchart, sequenceDiagram, stateDiagram-v2, classDiagram, erDiagram";
    let reason = if KNOWN_TYPES.contains(&keyword) { "is not supported" } else { "is unknown" };
    DiagramError::at(
        line,
        format!("diagram type `{keyword}` {reason}; these are drawn: {supported}"),
    )
}

fn read_header(line: Line<'_>) -> Header<'_> {
    let end = line.text.find(|c: char| c.is_whitespace() || c == ';').unwrap_or(line.text.len());
    let (keyword, rest) = line.text.split_at(end);
    Header { keyword, rest: rest.trim(), line: line.number }
}

fn after_key<'a>(text: &'a str, key: &str, mark: char) -> Option<&'a str> {
    Some(text.strip_prefix(key)?.trim_start().strip_prefix(mark)?.trim())
}

/// Returns the text of `title: …`, a statement that only sequence diagrams have.
fn sequence_title<'a>(keyword: &str, text: &'a str) -> Option<&'a str> {
    let rest = text.strip_prefix("title").filter(|_| keyword == "sequenceDiagram")?;
    let title = rest.strip_prefix(':').or_else(|| rest.strip_prefix([' ', '\t']))?.trim();
    (!title.contains("->")).then_some(title)
}

fn read_front_matter<'a>(
    start: usize,
    lines: &mut impl Iterator<Item = Line<'a>>,
) -> Result<Option<String>, DiagramError> {
    let mut heading = None;
    for line in lines {
        if line.text == "---" {
            return Ok(heading);
        }
        // Only the title matters: `config` chooses themes and layout engines, which are the site's
        // to choose.
        if let Some(value) = after_key(line.text, "title", ':') {
            heading =
                Some(value.trim_matches(['"', '\'']).to_owned()).filter(|value| !value.is_empty());
        }
    }
    Err(DiagramError::at(start, "the front matter is not closed: `---` is missing"))
}

fn skip_directive<'a>(
    first: Line<'a>,
    lines: &mut impl Iterator<Item = Line<'a>>,
) -> Result<(), DiagramError> {
    if !first.text.starts_with("%%{") || first.text.ends_with("}%%") {
        return Ok(());
    }
    lines.find(|line| line.text.ends_with("}%%")).map(|_| ()).ok_or_else(|| {
        DiagramError::at(first.number, "the directive is not closed: `}%%` is missing")
    })
}

fn read_block<'a>(
    start: usize,
    first: &str,
    lines: &mut impl Iterator<Item = Line<'a>>,
) -> Result<String, DiagramError> {
    let mut words: Vec<&str> = Vec::new();
    if let Some(text) = first.strip_suffix('}') {
        return Ok(text.trim().to_owned());
    }
    words.extend(first.split_whitespace());
    for line in lines {
        if let Some(text) = line.text.strip_suffix('}') {
            words.extend(text.split_whitespace());
            return Ok(words.join(" "));
        }
        words.extend(line.text.split_whitespace());
    }
    Err(DiagramError::at(start, "`accDescr` is not closed: `}` is missing"))
}
