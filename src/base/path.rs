//! The three kinds of path in a book, always with `/`, and relative URLs between outputs.

use std::borrow::Borrow;
use std::fmt;
use std::sync::Arc;

use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

macro_rules! path_type {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Returns the path made of `/`-separated text.
            pub fn new(path: impl AsRef<str>) -> Self {
                Self(Arc::from(path.as_ref()))
            }

            /// Returns the path as text.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Returns the folder, without a slash at its end; empty at the top.
            pub fn folder(&self) -> &str {
                self.0.rsplit_once('/').map_or("", |(folder, _)| folder)
            }

            /// Returns the last segment.
            pub fn name(&self) -> &str {
                self.0.rsplit_once('/').map_or(&self.0, |(_, name)| name)
            }
        }

        impl Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{:?}", &*self.0)
            }
        }
    };
}

path_type! {
    /// A file of the book, relative to the folder of `book.toml`: what diagnostics name.
    FilePath
}
path_type! {
    /// A file of the content folder, relative to it: `core/object-model.md`.
    ContentPath
}
path_type! {
    /// A file of the output folder, relative to it: `core/object-model.html`.
    OutputPath
}

/// What a URL path segment may not contain as it is (RFC 3986, `pchar`).
const SEGMENT: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'%')
    .add(b'<')
    .add(b'>')
    .add(b'?')
    .add(b'[')
    .add(b'\\')
    .add(b']')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// Returns the path percent-encoded for a URL.
pub fn encode(path: &str) -> String {
    utf8_percent_encode(path, SEGMENT).to_string()
}

/// Returns the encoded relative URL that leads from one output file to another.
pub fn relative_url(from: &OutputPath, to: &OutputPath) -> String {
    let from: Vec<&str> = from.as_str().split('/').collect();
    let to: Vec<&str> = to.as_str().split('/').collect();
    let shared = from[..from.len() - 1]
        .iter()
        .zip(&to[..to.len() - 1])
        .take_while(|(left, right)| left == right)
        .count();
    let mut url = "../".repeat(from.len() - 1 - shared);
    for (position, segment) in to[shared..].iter().enumerate() {
        if position > 0 {
            url.push('/');
        }
        // A colon in the first segment would read as a scheme.
        if position == 0 && url.is_empty() && segment.contains(':') {
            url.push_str("./");
        }
        url.push_str(&encode(segment));
    }
    url
}

/// Joins a relative `/`-path to a folder and resolves `.` and `..`; `None` if it leaves the top.
pub fn join(folder: &str, relative: &str) -> Option<String> {
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in relative.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            _ => parts.push(part),
        }
    }
    Some(parts.join("/"))
}
