//! Escaping for HTML text and double-quoted attributes. No other code escapes.

/// Appends text with `&`, `<`, `>` and `"` escaped, which serves text and quoted attributes alike.
pub fn escape_into(out: &mut String, text: &str) {
    escape_where(out, text, |letter| matches!(letter, '&' | '<' | '>' | '"'));
}

/// Appends text with `&`, `<` and `>` escaped: for text between tags only, where a quote is itself.
pub fn escape_text_into(out: &mut String, text: &str) {
    escape_where(out, text, |letter| matches!(letter, '&' | '<' | '>'));
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

fn escape_where(out: &mut String, text: &str, is_markup: impl Fn(char) -> bool) {
    let mut rest = text;
    while let Some(found) = rest.find(|letter| is_markup(letter) || !is_allowed(letter)) {
        let (before, from) = rest.split_at(found);
        out.push_str(before);
        let mut letters = from.chars();
        out.push_str(match letters.next() {
            Some('&') => "&amp;",
            Some('<') => "&lt;",
            Some('>') => "&gt;",
            Some('"') => "&quot;",
            _ => "\u{fffd}",
        });
        rest = letters.as_str();
    }
    out.push_str(rest);
}

/// False for what HTML can hold in no form at all: control characters but for blanks, and what
/// Unicode says is no character.
fn is_allowed(letter: char) -> bool {
    match letter {
        ' '..='~' | '\t' | '\n' | '\u{c}' | '\r' => true,
        '\0'..='\u{9f}' | '\u{fdd0}'..='\u{fdef}' => false,
        _ => u32::from(letter) & 0xfffe != 0xfffe,
    }
}
