//! Links, and where they and what is loaded lead.

use crate::base::html::attribute_into;
use crate::base::path::ContentPath;
use crate::model::doc::{Inline, Link, Node};
use crate::model::site::{SiteFile, Target};
use crate::model::walk::plain_text;
use crate::render::html::{Scope, Writer};

impl<'a> Writer<'a> {
    pub(super) fn link(&mut self, link: &'a Link) {
        self.out.push_str("<a");
        if self.is_told(&link.target, &link.content) {
            self.out.push_str(" class=\"told\"");
        }
        if let Some(href) = self.href(&link.target) {
            attribute_into(&mut self.out, "href", &href);
        }
        if !link.title.is_empty() {
            attribute_into(&mut self.out, "title", &link.title);
        }
        let was_linked = std::mem::replace(&mut self.is_linked, true);
        self.wrapped(">", "</a>", |w| w.inlines(&link.content));
        self.is_linked = was_linked;
    }

    /// True if paper has to say where a link leads: to another host, and its text does not.
    pub(super) fn is_told(&self, target: &str, content: &[Node<Inline>]) -> bool {
        let is_web = target.starts_with("https://") || target.starts_with("http://");
        let bare = |url: &str| {
            let url = url.split_once("://").map_or(url, |(_, rest)| rest);
            url.trim_end_matches('/').to_owned()
        };
        self.scope.place.is_printed && is_web && bare(target) != bare(&plain_text(content))
    }

    /// Returns where a target as written leads; `None` where that would be unsafe, or nowhere.
    pub(super) fn href(&self, written: &str) -> Option<String> {
        let Scope { site, page, urls, .. } = self.scope;
        match page.links.get(written) {
            Some(Target::Page(id, anchor)) => urls.page(&site.pages[*id].output, anchor.as_deref()),
            Some(Target::File(path, fragment)) => {
                let file = self.file(path)?;
                urls.file(&file.output, fragment.as_deref())
            }
            Some(Target::External(url) | Target::Broken(url)) => safe_url(url),
            None => safe_url(written),
        }
    }

    pub(super) fn file(&self, path: &ContentPath) -> Option<&'a SiteFile> {
        self.scope.site.files.get(path)
    }

    /// Returns the URL of something that is loaded.
    pub(super) fn loaded(&self, written: &str) -> Option<String> {
        match self.scope.page.links.get(written) {
            Some(Target::File(path, fragment)) => {
                let file = self.file(path)?;
                Some(self.scope.urls.to_anchor(&file.output, fragment.as_deref()))
            }
            _ => self.href(written),
        }
    }
}

/// Returns the URL unless following it would run a script.
fn safe_url(url: &str) -> Option<String> {
    let scheme: String = url
        .chars()
        .take_while(|letter| *letter != ':')
        .filter(|letter| !letter.is_control() && *letter != ' ')
        .flat_map(char::to_lowercase)
        .collect();
    let is_unsafe = url.contains(':') && matches!(&*scheme, "javascript" | "vbscript" | "data");
    (!is_unsafe).then(|| url.to_owned())
}
