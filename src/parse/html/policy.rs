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

/// True for the components of other tools: their tags are dropped, their content stays. What has
/// neither attribute nor hyphen is more likely text, such as the `<T>` of a generic type.
pub(in crate::parse) fn is_component(tag: &OpenTag) -> bool {
    !tag.attributes.is_empty() || tag.name.contains('-')
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

/// Returns the element of a start tag with the attributes that may pass; forbidden ones are reported.
pub(in crate::parse) fn element<K>(
    tag: &OpenTag,
    span: Span,
    context: &mut Context<'_>,
) -> Element<K> {
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
        } else if (own.contains(&key) || is_global(key)) && is_valid(key, value) {
            if !attributes.iter().any(|(earlier, _)| earlier == key) {
                attributes.push((key.to_owned(), value.clone()));
            }
        }
    }
    if tag.name == "center" {
        add_class(&mut attributes, "align-center");
    }
    Element { name: name.to_owned(), attributes, children: Vec::new() }
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
    if key.starts_with("on") || matches!(key, "style" | "srcdoc" | "formaction") {
        return true;
    }
    if !matches!(key, "href" | "src" | "poster" | "cite") {
        return false;
    }
    let scheme: String = value
        .chars()
        .filter(|letter| !letter.is_whitespace() && !letter.is_control())
        .take_while(|letter| *letter != ':')
        .collect::<String>()
        .to_lowercase();
    matches!(scheme.as_str(), "javascript" | "vbscript") && value.contains(':')
}

fn is_valid(key: &str, value: &str) -> bool {
    match key {
        "width" | "height" | "start" | "value" | "span" | "colspan" | "rowspan" => {
            !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit())
        }
        "id" => !value.is_empty() && !value.contains(char::is_whitespace),
        "dir" => matches!(value, "ltr" | "rtl" | "auto"),
        _ => true,
    }
}
