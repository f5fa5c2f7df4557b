//! Numbers as printable characters: the form that postings have.

/// A digit of a number that goes on is at least this; one below ends it.
const BASE: u32 = 46;

/// Appends a number as digits, the lowest first.
pub(super) fn number_into(text: &mut String, mut number: u32) {
    while number >= BASE {
        text.push(digit(BASE + number % BASE));
        number /= BASE;
    }
    text.push(digit(number));
}

/// Returns one of the 92 printable characters that a string needs no escape for; of more than 91 the
/// last.
pub(super) fn digit(value: u32) -> char {
    let code = 33 + value.min(91);
    let code = if code >= 34 { code + 1 } else { code };
    let code = if code >= 92 { code + 1 } else { code };
    char::from_u32(code).unwrap_or('~')
}
