//! URLs of the site's files as one output, or all outputs of one folder, must write them.

use crate::base::path::{self, OutputPath};
use crate::render::html::{anchor_id, page_id};

/// From where URLs lead.
#[derive(Clone, Debug)]
pub(crate) enum Urls {
    /// Relative to this output, so that a site works from disk and under any path.
    From(OutputPath),
    /// Absolute paths that begin with this: for `404.html`, which is served anywhere.
    Under(String),
    /// As a document that is printed must write them.
    Printed(Printed),
}

/// A document made of many pages.
#[derive(Clone, Debug)]
pub(crate) struct Printed {
    /// Where it is; what it loads is relative to that.
    pub(crate) output: OutputPath,
    /// True if it holds all pages, so that links to them stay in it.
    pub(crate) is_whole: bool,
    /// What becomes of links that leave it.
    pub(crate) links: Links,
}

/// What becomes of links that leave a printed document.
#[derive(Clone, Debug)]
pub(crate) enum Links {
    /// They are relative: the document is part of the site.
    Relative,
    /// They are absolute, and begin with this URL.
    Absolute(String),
    /// They are none: the document goes without its site, which is nowhere.
    Dropped,
}

impl Urls {
    /// Returns the URL of an output.
    pub(crate) fn to(&self, output: &OutputPath) -> String {
        match self {
            Self::From(from) | Self::Printed(Printed { output: from, .. }) => {
                path::relative_url(from, output)
            }
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

    /// Returns where a link to a page leads; `None` if it can lead nowhere.
    pub(crate) fn page(&self, output: &OutputPath, anchor: Option<&str>) -> Option<String> {
        match self {
            Self::Printed(printed) if printed.is_whole => {
                let id = anchor.map_or_else(|| page_id(output), |id| anchor_id(output, id));
                Some(fragment(&id))
            }
            _ => self.file(output, anchor),
        }
    }

    /// Returns where a link to a file leads; `None` if it can lead nowhere.
    pub(crate) fn file(&self, output: &OutputPath, anchor: Option<&str>) -> Option<String> {
        match self {
            Self::Printed(Printed { links: Links::Absolute(base), .. }) => {
                Some(Self::Under(base.clone()).to_anchor(output, anchor))
            }
            Self::Printed(Printed { links: Links::Dropped, .. }) => None,
            _ => Some(self.to_anchor(output, anchor)),
        }
    }
}

/// Returns the URL of an id in the same document.
pub(crate) fn fragment(id: &str) -> String {
    ["#", &*path::encode(id)].concat()
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
