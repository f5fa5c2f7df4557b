//! Links, images and raw `href`/`src` as written → targets; anchors checked.
//!
//! Links are relative paths to Markdown files, as they work on GitHub and in editors.

use std::collections::{BTreeMap, BTreeSet};

use percent_encoding::percent_decode_str;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::{ContentPath, OutputPath, join, relative_url};
use crate::base::rule::Rule;
use crate::base::span::Span;
use crate::base::suggest;
use crate::index::anchor;
use crate::model::doc::{Block, Inline};
use crate::model::site::{PageId, Site, Target};
use crate::model::topic::Topic;
use crate::model::walk::{Visit, walk};
use crate::rules;

/// What links can lead to.
pub(super) struct Lookup {
    pages: BTreeMap<String, PageId>,
    folders: BTreeMap<String, PageId>,
    outputs: BTreeMap<String, PageId>,
    files: BTreeSet<String>,
    drafts: BTreeSet<String>,
    anchors: Vec<BTreeSet<String>>,
}

/// A target that could not be resolved, or only with a remark.
pub(super) struct Problem {
    pub(super) rule: &'static Rule,
    pub(super) message: String,
    pub(super) help: Option<String>,
}

impl Lookup {
    /// Gathers the site's pages, files and anchors.
    pub(super) fn new(site: &Site) -> Self {
        let pages = || site.pages.iter().enumerate();
        Self {
            pages: pages().map(|(id, page)| (page.topic.path.to_string(), id)).collect(),
            folders: pages()
                .filter(|(_, page)| page.is_section)
                .map(|(id, page)| (page.topic.path.folder().to_owned(), id))
                .collect(),
            outputs: pages().map(|(id, page)| (page.output.to_string(), id)).collect(),
            files: site.files.keys().map(ContentPath::to_string).collect(),
            drafts: site.drafts.iter().map(|topic| topic.path.to_string()).collect(),
            anchors: site.pages.iter().map(|page| anchor::anchors(&page.topic)).collect(),
        }
    }

    /// Resolves a target written in `from` (a content path), which is `own` page if it is one.
    fn target(&self, from: &str, own: Option<PageId>, written: &str) -> (Target, Option<Problem>) {
        if is_external(written) {
            return (Target::External(written.to_owned()), None);
        }
        let (path, fragment) = match written.split_once('#') {
            Some((path, fragment)) => (path, Some(decode(fragment)).filter(|id| !id.is_empty())),
            None => (written, None),
        };
        let path = decode(path.split('?').next().unwrap_or_default());
        if path.is_empty() {
            return match own {
                Some(page) if written.contains('#') => self.page(page, fragment, written),
                _ => self.broken(written, "this link leads nowhere".to_owned(), None),
            };
        }
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        let is_absolute = path.starts_with('/');
        let base = if is_absolute { "" } else { folder };
        let Some(full) = join(base, &path) else {
            let message = format!("`{path}` leads out of the content folder");
            let help = "link to the file in its repository, or move it into the content folder";
            return self.broken(written, message, Some(help.to_owned()));
        };
        let (target, problem) = self.path(from, &full, &path, fragment, written);
        let is_resolved = !matches!(target, Target::Broken(_));
        if is_absolute && is_resolved && problem.is_none() {
            let problem = Problem {
                rule: &rules::ABSOLUTE_LINK,
                message: format!("`{path}` begins at the top of the site"),
                help: Some(format!("write it relative to this file: `{}`", relative(from, &full))),
            };
            return (target, Some(problem));
        }
        (target, problem)
    }

    fn path(
        &self,
        from: &str,
        full: &str,
        path: &str,
        fragment: Option<String>,
        written: &str,
    ) -> (Target, Option<Problem>) {
        if let Some(page) = self.pages.get(full) {
            return self.page(*page, fragment, written);
        }
        if self.files.contains(full) {
            return (Target::File(ContentPath::new(full), fragment), None);
        }
        if let Some(page) = self.folders.get(full) {
            return self.page(*page, fragment, written);
        }
        if self.drafts.contains(full) {
            let help = "remove the link, or finish the page; `--drafts` builds it";
            return self.broken(written, format!("`{path}` is a draft"), Some(help.to_owned()));
        }
        let source = self.outputs.get(full).or_else(|| self.pages.get(&format!("{full}.md")));
        if let Some(page) = source {
            // Other tools write links so. The site's link works, the one in an editor does not.
            let source = self.pages.iter().find(|(_, id)| *id == page).map(|(path, _)| path);
            let help = source.map(|path| format!("link to the source, `{}`", relative(from, path)));
            let message = format!("`{path}` is no file of the book");
            let problem = Problem { rule: &rules::BROKEN_LINK, message, help };
            return (Target::Page(*page, fragment), Some(problem));
        }
        self.broken(written, format!("no file at `{path}`"), self.similar(from, full))
    }

    fn page(
        &self,
        page: PageId,
        fragment: Option<String>,
        written: &str,
    ) -> (Target, Option<Problem>) {
        let anchors = &self.anchors[page];
        let problem =
            fragment.as_ref().filter(|id| !anchors.contains(*id) && *id != "top").map(|id| {
                Problem {
                    rule: &rules::BROKEN_ANCHOR,
                    message: format!("`{written}` names no heading: there is no `#{id}`"),
                    help: suggest::nearest(id, anchors.iter().map(String::as_str))
                        .map(|near| format!("did you mean `#{near}`?")),
                }
            });
        (Target::Page(page, fragment), problem)
    }

    #[expect(clippy::unused_self, reason = "reads like its siblings `page` and `path`")]
    fn broken(
        &self,
        written: &str,
        message: String,
        help: Option<String>,
    ) -> (Target, Option<Problem>) {
        let problem = Problem { rule: &rules::BROKEN_LINK, message, help };
        (Target::Broken(written.to_owned()), Some(problem))
    }

    /// Returns a hint at a file of the same name elsewhere, or of a similar one nearby.
    fn similar(&self, from: &str, full: &str) -> Option<String> {
        let name = full.rsplit('/').next()?;
        let all = || self.pages.keys().chain(&self.files).map(String::as_str);
        let found = all().find(|path| path.rsplit('/').next() == Some(name)).or_else(|| {
            let folder = full.rsplit_once('/').map_or("", |(folder, _)| folder);
            let siblings = all()
                .filter(|path| path.rsplit_once('/').map_or("", |(folder, _)| folder) == folder);
            suggest::nearest(full, siblings)
        })?;
        Some(format!("did you mean `{}`?", relative(from, found)))
    }
}

/// Resolves every target of a page, keyed as written.
pub(super) fn resolve(
    site: &Site,
    lookup: &Lookup,
    id: PageId,
    diagnostics: &mut Vec<Diagnostic>,
) -> BTreeMap<String, Target> {
    let topic = &site.pages[id].topic;
    let mut links = BTreeMap::new();
    for (written, span) in written_targets(topic) {
        let (target, problem) = lookup.target(topic.path.as_str(), Some(id), written);
        if let Some(problem) = problem {
            report(topic, span, problem, diagnostics);
        }
        links.insert(written.to_owned(), target);
    }
    links
}

/// Resolves one target that stands outside a page's text, at a span of some file.
pub(super) fn resolve_one(lookup: &Lookup, from: &str, written: &str) -> (Target, Option<Problem>) {
    lookup.target(from, None, written)
}

fn report(topic: &Topic, span: Span, problem: Problem, diagnostics: &mut Vec<Diagnostic>) {
    let diagnostic = Diagnostic::at(problem.rule, &topic.file, span, problem.message);
    diagnostics.push(diagnostic.maybe_help(problem.help));
}

/// Lists the targets of links, images and raw HTML with their places.
fn written_targets(topic: &Topic) -> Vec<(&str, Span)> {
    let mut targets = Vec::new();
    walk(&topic.doc, &mut |visit| match visit {
        Visit::Inline(node) => match &node.kind {
            Inline::Link(link) => targets.push((link.target.as_str(), node.span)),
            Inline::Image(image) => targets.push((image.target.as_str(), node.span)),
            Inline::Element(element) => {
                targets.extend(urls(&element.attributes).map(|url| (url, node.span)));
            }
            _ => {}
        },
        Visit::Block(node) => {
            if let Block::Element(element) = &node.kind {
                targets.extend(urls(&element.attributes).map(|url| (url, node.span)));
            }
        }
    });
    targets
}

fn urls(attributes: &[(String, String)]) -> impl Iterator<Item = &str> {
    attributes
        .iter()
        .filter(|(key, _)| matches!(key.as_str(), "href" | "src" | "poster"))
        .map(|(_, value)| value.as_str())
}

/// True for URLs with a scheme or a host. A single letter before the colon is no scheme but a drive.
pub(super) fn is_external(written: &str) -> bool {
    let scheme = written.split_once(':').map(|(scheme, _)| scheme);
    written.starts_with("//")
        || scheme.is_some_and(|scheme| {
            scheme.len() > 1
                && scheme.as_bytes()[0].is_ascii_alphabetic()
                && scheme.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"+-.".contains(&byte))
        })
}

fn decode(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Returns how a file is written in another.
fn relative(from: &str, to: &str) -> String {
    decode(&relative_url(&OutputPath::new(from), &OutputPath::new(to)))
}
