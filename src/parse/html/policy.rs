//! Which elements and attributes of raw HTML may pass, and where elements may stand.
//!
//! The Content-Security-Policy of every page forbids scripts, styles and other hosts, so raw HTML
//! cannot have them either. Names and contexts follow the HTML standard, section 4.

use crate::base::span::Span;
use crate::model::doc::Element;
use crate::parse::context::Context;
use crate::parse::html::token::OpenTag;
use crate::rules;

/// What an element is to the policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::parse) enum Class {
    /// May stand within a paragraph.
    Phrasing,
    /// May stand where blocks may.
    Flow,
    /// May stand only within one of these.
    Within(&'static [&'static str]),
    /// Known to HTML, but its tags are dropped and its content kept.
    Unwrapped,
    /// Dropped with its content.
    Forbidden,
    /// No element of HTML: shown as text.
    Unknown,
}

const PHRASING: &[&str] = &[
    "a", "abbr", "audio", "b", "bdi", "bdo", "br", "cite", "code", "data", "del", "dfn", "em", "i",
    "img", "ins", "kbd", "mark", "picture", "q", "ruby", "s", "samp", "small", "span", "strong",
    "sub", "sup", "time", "u", "var", "video", "wbr",
];
const FLOW: &[&str] = &[
    "address",
    "article",
    "aside",
    "blockquote",
    "details",
    "div",
    "dl",
    "figure",
    "footer",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hr",
    "nav",
    "ol",
    "p",
    "pre",
    "section",
    "table",
    "ul",
];
const UNWRAPPED: &[&str] = &[
    "base", "basefont", "body", "button", "dialog", "fieldset", "form", "frame", "frameset",
    "head", "html", "input", "label", "legend", "link", "main", "map", "menu", "meta", "meter",
    "noscript", "nobr", "optgroup", "option", "output", "param", "progress", "search", "select",
    "slot", "template", "area", "hgroup", "portal", "marquee", "blink", "dir", "bgsound",
    "isindex",
];
const FORBIDDEN: &[&str] = &[
    "script",
    "style",
    "object",
    "embed",
    "applet",
    "svg",
    "math",
    "canvas",
    "textarea",
    "title",
    "xmp",
    "noembed",
    "noframes",
    "plaintext",
];
const WITHIN: &[(&str, &[&str])] = &[
    ("li", &["ul", "ol"]),
    ("dt", &["dl"]),
    ("dd", &["dl"]),
    ("caption", &["table"]),
    ("colgroup", &["table"]),
    ("col", &["colgroup"]),
    ("thead", &["table"]),
    ("tbody", &["table"]),
    ("tfoot", &["table"]),
    ("tr", &["table", "thead", "tbody", "tfoot"]),
    ("td", &["tr"]),
    ("th", &["tr"]),
    ("figcaption", &["figure"]),
    ("summary", &["details"]),
    ("source", &["audio", "video", "picture"]),
    ("track", &["audio", "video"]),
    ("rt", &["ruby"]),
    ("rp", &["ruby"]),
];
const VOID: &[&str] = &["br", "col", "hr", "img", "source", "track", "wbr"];
/// Obsolete elements and their successors.
const RENAMED: &[(&str, &str)] = &[
    ("center", "div"),
    ("tt", "code"),
    ("strike", "s"),
    ("big", "span"),
    ("font", "span"),
    ("acronym", "abbr"),
    ("image", "img"),
    ("iframe", "a"),
];
/// Elements of a table that hold nothing but other parts of it.
const TABLE_STRUCTURE: &[&str] = &["table", "thead", "tbody", "tfoot", "tr", "colgroup"];

const GLOBAL: &[&str] = &["class", "dir", "hidden", "id", "lang", "title", "translate"];
const OWN: &[(&str, &[&str])] = &[
    ("a", &["href", "download", "hreflang", "rel"]),
    ("img", &["src", "alt", "width", "height"]),
    ("audio", &["src", "controls", "loop", "muted", "preload"]),
    (
        "video",
        &[
            "src",
            "controls",
            "loop",
            "muted",
            "preload",
            "poster",
            "width",
            "height",
            "playsinline",
        ],
    ),
    ("source", &["src", "type", "media"]),
    ("track", &["src", "kind", "srclang", "label", "default"]),
    ("td", &["colspan", "rowspan", "headers"]),
    ("th", &["colspan", "rowspan", "headers", "scope", "abbr"]),
    ("col", &["span"]),
    ("colgroup", &["span"]),
    ("ol", &["start", "reversed", "type"]),
    ("li", &["value"]),
    ("details", &["open"]),
    ("time", &["datetime"]),
    ("data", &["value"]),
    ("blockquote", &["cite"]),
    ("q", &["cite"]),
    ("ins", &["cite", "datetime"]),
    ("del", &["cite", "datetime"]),
];

/// Returns what an element is; renamed ones are judged by their successor.
pub(in crate::parse) fn class(name: &str) -> Class {
    let name = renamed(name);
    if PHRASING.contains(&name) {
        Class::Phrasing
    } else if FLOW.contains(&name) {
        Class::Flow
    } else if let Some((_, parents)) = WITHIN.iter().find(|(child, _)| *child == name) {
        Class::Within(parents)
    } else if UNWRAPPED.contains(&name) {
        Class::Unwrapped
    } else if FORBIDDEN.contains(&name) {
        Class::Forbidden
    } else {
        Class::Unknown
    }
}

/// Returns the element to write in place of an obsolete one.
pub(in crate::parse) fn renamed(name: &str) -> &str {
    RENAMED.iter().find(|(old, _)| *old == name).map_or(name, |(_, new)| new)
}

/// True for elements that have no content and no end tag.
pub(in crate::parse) fn is_void(name: &str) -> bool {
    VOID.contains(&renamed(name))
}

/// True for table parts in which text and blocks may not stand directly.
pub(in crate::parse) fn is_table_structure(name: &str) -> bool {
    TABLE_STRUCTURE.contains(&name)
}

/// True if an open element ends where `next` begins, although its end tag is missing.
pub(in crate::parse) fn ends_before(open: &str, next: &str) -> bool {
    match open {
        "p" => class(next) == Class::Flow,
        "li" => next == "li",
        "dt" | "dd" => matches!(next, "dt" | "dd"),
        "td" | "th" => matches!(next, "td" | "th" | "tr" | "thead" | "tbody" | "tfoot"),
        "tr" => matches!(next, "tr" | "thead" | "tbody" | "tfoot"),
        "thead" | "tbody" | "tfoot" => matches!(next, "thead" | "tbody" | "tfoot"),
        "caption" | "colgroup" => {
            matches!(next, "colgroup" | "thead" | "tbody" | "tfoot" | "tr")
                || open == "caption" && next == "col"
        }
        "rt" | "rp" => matches!(next, "rt" | "rp"),
        "a" => next == "a",
        "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
            matches!(next, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
        }
        _ => false,
    }
}

/// True for what is written `<name/>` and meant to be empty. A link is not: its text follows.
pub(in crate::parse) fn closes_itself(tag: &OpenTag) -> bool {
    let is_link = tag.name == "a" && tag.attributes.iter().any(|(key, _)| key == "href");
    tag.is_self_closing && !is_link
}

/// True if the end tag may be missing.
pub(in crate::parse) fn has_optional_end(name: &str) -> bool {
    name == "p" || matches!(class(name), Class::Within(_))
}

/// True for elements that hold blocks, and so may stand open around them.
pub(in crate::parse) fn holds_flow(name: &str) -> bool {
    !is_heading(name)
        && match class(name) {
            Class::Flow => !matches!(name, "p" | "pre"),
            Class::Within(_) => matches!(name, "li" | "dd" | "figcaption" | "td" | "th"),
            _ => false,
        }
}

/// True for `h1` to `h6`.
pub(in crate::parse) fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Returns what an `<iframe>` with a source becomes: a link to it, and its text.
pub(in crate::parse) fn frame_link<K>(
    tag: &OpenTag,
    span: Span,
    context: &mut Context<'_>,
) -> Option<(String, Element<K>)> {
    let value = |key: &str| tag.attributes.iter().find(|(name, _)| name == key);
    let (_, source) = value("src").filter(|_| tag.name == "iframe")?;
    let label = value("title").map_or(source, |(_, title)| title).clone();
    let element = element(tag, span, context)?;
    let message = "an `<iframe>` is shown as a link";
    let help = "pages load nothing from elsewhere; write the link yourself, with a text that says \
                where it leads";
    context.report(&rules::UNSAFE_HTML, span, message, help);
    Some((label, element))
}

/// Returns the element of a start tag with the attributes that may pass; forbidden ones are reported.
/// `None` for media without a source that a page may load.
pub(in crate::parse) fn element<K>(
    tag: &OpenTag,
    span: Span,
    context: &mut Context<'_>,
) -> Option<Element<K>> {
    let name = renamed(&tag.name);
    let own = OWN.iter().find(|(owner, _)| *owner == name).map_or(&[][..], |(_, own)| own);
    let mut attributes: Vec<(String, String)> = Vec::new();
    for (key, value) in &tag.attributes {
        let key = match (tag.name.as_str(), key.as_str()) {
            ("iframe", "src") => "href",
            ("a", "name") => "id",
            (_, key) => key,
        };
        if is_forbidden(key, value) {
            let message = format!("`{key}` is left out of `<{}>`", tag.name);
            let help = "pages carry no script, no style attribute and no script URL; use a class \
                        and the theme's stylesheet";
            context.report(&rules::UNSAFE_HTML, span, message, help);
        } else if key == "align" && matches!(value.as_str(), "left" | "center" | "right") {
            add_class(&mut attributes, &format!("align-{value}"));
        } else if key == "class" {
            add_class(&mut attributes, value);
        } else if own.contains(&key) || is_global(key) {
            let is_new = !attributes.iter().any(|(earlier, _)| earlier == key);
            if let Some(value) = valid(key, value).filter(|_| is_new) {
                attributes.push((key.to_owned(), value.to_owned()));
            }
        }
    }
    if tag.name == "center" {
        add_class(&mut attributes, "align-center");
    }
    let needs_source = matches!(name, "source" | "track");
    if needs_source && !attributes.iter().any(|(key, _)| key == "src") {
        return None;
    }
    Some(Element { name: name.to_owned(), attributes, children: Vec::new() })
}

/// True for an attribute that would run a script.
pub(in crate::parse) fn is_script(key: &str, value: &str) -> bool {
    if !matches!(key, "href" | "src" | "poster" | "cite") {
        return false;
    }
    let scheme: String = value
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .take_while(|letter| *letter != ':')
        .collect::<String>()
        .to_lowercase();
    let is_script = matches!(scheme.as_str(), "javascript" | "vbscript");
    (is_script || (key == "href" && scheme == "data")) && value.contains(':')
}

fn add_class(attributes: &mut Vec<(String, String)>, class: &str) {
    match attributes.iter_mut().find(|(key, _)| key == "class") {
        Some((_, classes)) => {
            classes.push(' ');
            classes.push_str(class);
        }
        None => attributes.push(("class".to_owned(), class.to_owned())),
    }
}

fn is_global(key: &str) -> bool {
    GLOBAL.contains(&key) || is_data(key)
}

fn is_data(key: &str) -> bool {
    key.strip_prefix("data-").or_else(|| key.strip_prefix("aria-")).is_some_and(|rest| {
        !rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-')
    })
}

fn is_forbidden(key: &str, value: &str) -> bool {
    key.starts_with("on")
        || matches!(key, "style" | "srcdoc" | "formaction")
        || is_script(key, value)
}

/// Returns the value as it may stand in HTML, if it may.
fn valid<'v>(key: &str, value: &'v str) -> Option<&'v str> {
    match key {
        "width" | "height" => {
            let number = value.trim().trim_end_matches("px");
            is_number(number).then_some(number)
        }
        "start" | "value" | "span" | "colspan" | "rowspan" => is_number(value).then_some(value),
        "id" => (!value.is_empty() && !value.contains(char::is_whitespace)).then_some(value),
        "dir" => matches!(value, "ltr" | "rtl" | "auto").then_some(value),
        _ => Some(value),
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}
