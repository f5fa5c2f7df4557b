//! The stylesheet of one document: which paper it is for, and what stands at the head of its pages.
//!
//! CSS can take the head from the text (`string-set`), but no browser does; so each topic has a
//! named page of its own, whose head is written out.

use crate::model::config::Paper;
use crate::render::pages::Book;

/// What a named page is called, and what stands at its head.
pub(crate) struct Head<'a> {
    /// The class of what is printed on it, and its name.
    pub(crate) name: String,
    /// The title.
    pub(crate) title: &'a str,
}

/// Returns the stylesheet of a document: the book's title is at the head of all pages but the
/// cover.
pub(crate) fn css(book: &Book<'_>, heads: &[Head<'_>]) -> String {
    let (left, right) = if book.direction == "rtl" {
        ("@top-right", "@top-left")
    } else {
        ("@top-left", "@top-right")
    };
    let size = match book.inputs.config.print.paper {
        Paper::A4 => "A4",
        Paper::Letter => "letter",
    };
    let mut css = ["@page { size: ", size, "; ", left, " { content: "].concat();
    string_into(&mut css, book.title);
    css.push_str(" } }\n");
    for head in heads {
        for part in ["@page ", &head.name, " { ", right, " { content: "] {
            css.push_str(part);
        }
        string_into(&mut css, head.title);
        for part in [" } }\n.", &head.name, " { page: ", &head.name, " }\n"] {
            css.push_str(part);
        }
    }
    css
}

/// Appends a CSS string.
fn string_into(css: &mut String, text: &str) {
    css.push('"');
    for letter in text.chars() {
        match letter {
            '"' | '\\' => {
                css.push('\\');
                css.push(letter);
            }
            // A string ends with its line; and in no file of ours can there be a stylesheet's end.
            letter if letter.is_control() => css.push(' '),
            _ => css.push(letter),
        }
    }
    css.push('"');
}

#[cfg(test)]
mod tests {
    use super::string_into;

    #[test]
    fn strings_end_where_they_end() {
        let mut css = String::new();
        string_into(&mut css, "a \"b\" \\ c\n</style>");
        assert_eq!(css, r#""a \"b\" \\ c </style>""#);
    }
}
