//! The forms that strings must have: what is expected in words, as a pattern for editors, and as
//! a check that knows the remedy.
//!
//! A pattern accepts all that its check accepts, and perhaps more; a test says so.

use globset::Glob;

mod path;
mod url;
mod word;

/// A form that strings must have.
#[derive(Debug)]
pub struct Form {
    /// Completes "must be …".
    pub expected: &'static str,
    /// A regular expression of ECMA-262.
    pub pattern: &'static str,
    /// `Err` for a string of another form, with the remedy where there is one.
    pub check: fn(&str) -> Result<(), Option<String>>,
}

/// Any string with something in it.
pub static FILLED: Form = Form {
    expected: "a string that is not blank",
    pattern: r"\S",
    check: |text| require(!text.trim().is_empty(), || None),
};

/// `kebab-case`.
pub static KEBAB: Form = Form {
    expected: "kebab-case: lowercase letters and digits of ASCII, joined by single hyphens",
    pattern: "^[a-z0-9]+(-[a-z0-9]+)*$",
    check: word::kebab,
};

/// A BCP 47 language tag.
pub static LANGUAGE: Form = Form {
    expected: "a language tag such as `en` or `pt-BR`",
    pattern: "^[A-Za-z]{2,3}(-[A-Za-z0-9]{1,8})*$",
    check: word::language,
};

/// A date.
pub static DATE: Form = Form {
    expected: "a date such as `2026-10-31`",
    pattern: "^[0-9]{4}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$",
    check: word::date,
};

/// A Python version.
pub static VERSION: Form = Form {
    expected: "a Python version such as `3.14`",
    pattern: r"^[23]\.[0-9]{1,3}(\.[0-9]{1,3})?$",
    check: word::version,
};

/// The last segment of an output path.
pub static SLUG: Form = Form {
    expected: "one path segment of lowercase letters, digits, `-` and `_`",
    pattern: r"^[^\sA-Z/\\.?#]+$",
    check: word::slug,
};

/// An absolute URL.
pub static URL: Form = Form {
    expected: "an absolute URL that starts with `https://` or `http://`",
    pattern: r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s?#@]+$",
    check: url::site,
};

/// A pattern of "edit this page" links.
pub static EDIT_URL: Form = Form {
    expected: "an absolute URL in which `{path}` stands for the file",
    pattern: r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s]*\{path\}[^\s]*$",
    check: url::edit,
};

/// Where a redirect leads.
pub static TARGET: Form = Form {
    expected: "a path in the content folder or an absolute URL",
    pattern: r"^[^\s/\\](.*[^\s])?$",
    check: url::target,
};

/// A folder of the book.
pub static FOLDER: Form = Form {
    expected: "a folder inside the book, relative to `book.toml`, written with `/`",
    pattern: r"^[^/\\][^\\]*$",
    check: path::folder,
};

/// A theme's name.
pub static THEME: Form = Form {
    expected: "the name of a folder in `themes/`",
    pattern: "^[A-Za-z0-9][A-Za-z0-9._-]*$",
    check: path::theme,
};

/// An output path of earlier days.
pub static OLD_PATH: Form = Form {
    expected: "a relative path that ends in `.html` or `/`",
    pattern: r"^[^/\\?#][^\\?#]*(\.html|/)$",
    check: path::old,
};

/// A pattern over content paths.
pub static GLOB: Form = Form {
    expected: "a glob over paths in the content folder, such as `core/**/*.md`",
    pattern: r"^[^/].*$",
    check: glob,
};

fn glob(text: &str) -> Result<(), Option<String>> {
    let relative = text.trim_start_matches("./").trim_start_matches('/');
    if relative.is_empty() || text.contains(char::is_control) {
        return Err(None);
    }
    if relative != text {
        return Err(Some(format!("paths start in the content folder: write `{relative}`")));
    }
    Glob::new(text).map(|_| ()).map_err(|error| Some(error.kind().to_string()))
}

fn require(is_right: bool, help: impl FnOnce() -> Option<String>) -> Result<(), Option<String>> {
    if is_right { Ok(()) } else { Err(help()) }
}
