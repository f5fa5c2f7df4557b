//! URLs of the site's files as one output, or all outputs of one folder, must write them.

use crate::base::path::{self, OutputPath};

/// From where URLs lead.
#[derive(Clone, Debug)]
pub(crate) enum Urls {
    /// Relative to this output, so that a site works from disk and under any path.
    From(OutputPath),
    /// Absolute paths that begin with this: for `404.html`, which is served anywhere.
    Under(String),
}

impl Urls {
    /// Returns the URL of an output.
    pub(crate) fn to(&self, output: &OutputPath) -> String {
        match self {
            Self::From(from) => path::relative_url(from, output),
            Self::Under(top) => [top, &*path::encode(output.as_str())].concat(),
        }
    }

    /// Returns the URL of the home page.
    pub(crate) fn home(&self) -> String {
        self.to(&OutputPath::new("index.html"))
    }

    /// Returns the URL of an output's anchor; of one in the same page only `#anchor`.
    pub(crate) fn to_anchor(&self, output: &OutputPath, anchor: Option<&str>) -> String {
        let Some(anchor) = anchor else { return self.to(output) };
        let mut url = match self {
            Self::From(from) if from == output => String::new(),
            _ => self.to(output),
        };
        url.push('#');
        url.push_str(&path::encode(anchor));
        url
    }
}

/// Returns the absolute URL of an output; a folder's `index.html` goes without its name.
pub(crate) fn canonical(base_url: &str, output: &OutputPath) -> String {
    let url = Urls::Under(base_url.to_owned()).to(output);
    match url.strip_suffix("index.html") {
        Some(folder) if folder.ends_with('/') => folder.to_owned(),
        _ => url,
    }
}

/// Returns the path of an absolute URL, with a slash at its end: `/crib/`.
pub(crate) fn path_of(base_url: &str) -> &str {
    let after_scheme = base_url.split_once("://").map_or(base_url, |(_, rest)| rest);
    after_scheme.find('/').map_or("/", |slash| &after_scheme[slash..])
}
