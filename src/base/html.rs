//! Escaping for HTML text and double-quoted attributes. No other code escapes.

/// Appends text with `&`, `<`, `>` and `"` escaped, which serves text and quoted attributes alike.
pub fn escape_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(found) = rest.find(['&', '<', '>', '"']) {
        out.push_str(&rest[..found]);
        out.push_str(match rest.as_bytes()[found] {
            b'&' => "&amp;",
            b'<' => "&lt;",
            b'>' => "&gt;",
            _ => "&quot;",
        });
        rest = &rest[found + 1..];
    }
    out.push_str(rest);
}

/// Appends text with `&` and `<` escaped, for text between tags only: nothing else has a meaning
/// there.
pub fn escape_text_into(out: &mut String, text: &str) {
    let mut rest = text;
    while let Some(found) = rest.find(['&', '<']) {
        out.push_str(&rest[..found]);
        out.push_str(if rest.as_bytes()[found] == b'&' { "&amp;" } else { "&lt;" });
        rest = &rest[found + 1..];
    }
    out.push_str(rest);
}

/// Returns the escaped text.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape_into(&mut out, text);
    out
}

/// Appends ` name="value"` with the value escaped.
pub fn attribute_into(out: &mut String, name: &str, value: &str) {
    out.push(' ');
    out.push_str(name);
    out.push_str("=\"");
    escape_into(out, value);
    out.push('"');
}
