//! Pages: what each one's template receives, and the HTML that comes of it.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::base::diagnostic::Diagnostic;
use crate::base::html;
use crate::base::path::{OutputPath, encode};
use crate::model::inputs::Inputs;
use crate::model::output::Artifact;
use crate::model::site::{Ancestor, Page, PageId, Section, Site};
use crate::render::engine::{Engine, Problem};
use crate::render::html::{self as document, Place, Rendered, Scope};
use crate::render::map::Map;
use crate::render::nav::{self, Sidebar, Sidebars, Trail};
use crate::render::print::Edition;
use crate::render::text::Text;
use crate::render::urls::{self, Urls};
use crate::render::view::Html;
use crate::render::view::page::{Crumb, HomeInput, PageInput, PageLink, PageView, SectionInput};
use crate::render::{contents, files, map, search};

/// What all pages share.
pub(crate) struct Book<'a> {
    pub(crate) inputs: &'a Inputs,
    pub(crate) site: &'a Site,
    pub(crate) engine: &'a Engine<'a>,
    pub(crate) text: Text<'a>,
    pub(crate) title: &'a str,
    /// `ltr` or `rtl`.
    pub(crate) direction: &'static str,
    /// The documents for paper that the site has.
    pub(crate) editions: Vec<Edition>,
    /// The front matter's `extra` of pages that have no front matter.
    pub(crate) no_extra: BTreeMap<String, serde_json::Value>,
}

/// One page's file and what was noticed on the way.
pub(crate) struct Made {
    pub(crate) output: OutputPath,
    pub(crate) file: Option<Artifact>,
    pub(crate) diagnostics: Vec<Diagnostic>,
    pub(crate) problems: Vec<Problem>,
}

impl Made {
    /// Returns a file about which there is nothing to say but what a template got wrong.
    pub(crate) fn new(output: OutputPath, file: Option<Artifact>, problems: Vec<Problem>) -> Self {
        Self { output, file, diagnostics: Vec::new(), problems }
    }
}

/// Renders every page, in order.
pub(crate) fn render(book: &Book<'_>, problems: &mut Vec<Problem>) -> Vec<Made> {
    let trails = nav::trails(book.site);
    let sidebars = sidebars(book, &trails, problems);
    let sections = map::sections_by_page(book.site);
    (0..book.site.pages.len())
        .into_par_iter()
        .map(|id| {
            let page = &book.site.pages[id];
            let sidebar = &sidebars[&nav::key(book.site, page, &trails[id])];
            book.page(id, sidebar, sections[id])
        })
        .collect()
}

/// Renders the sidebar of each group of pages that share one.
fn sidebars(book: &Book<'_>, trails: &[Trail], problems: &mut Vec<Problem>) -> Sidebars {
    let mut first_of_key = BTreeMap::new();
    for (id, page) in book.site.pages.iter().enumerate() {
        first_of_key.entry(nav::key(book.site, page, &trails[id])).or_insert(id);
    }
    let rendered: Vec<_> = first_of_key
        .into_par_iter()
        .map(|(key, id)| {
            let urls = Urls::From(book.site.pages[id].output.clone());
            (key, book.sidebar(&trails[id], &urls))
        })
        .collect();
    let mut sidebars = Sidebars::new();
    for (key, result) in rendered {
        let html = result.unwrap_or_else(|problem| {
            problems.push(problem);
            String::new()
        });
        sidebars.insert(key, Sidebar::new(&html));
    }
    sidebars
}

impl<'a> Book<'a> {
    /// Renders `nav.html` as it is seen from a trail.
    pub(crate) fn sidebar(&self, trail: &Trail, urls: &Urls) -> Result<String, Problem> {
        let home_url = urls.home();
        self.engine.render("nav.html", &nav::input(self.site, trail, urls, &home_url, self.text))
    }

    /// Returns what a page's HTML depends on in a place.
    pub(crate) fn scope<'s>(
        &'s self,
        page: &'s Page,
        urls: &'s Urls,
        place: &'s Place,
    ) -> Scope<'s> {
        Scope {
            inputs: self.inputs,
            site: self.site,
            page,
            urls,
            engine: self.engine,
            text: self.text,
            place,
        }
    }

    fn page(&self, id: PageId, sidebar: &Sidebar, section: Option<&'a Section>) -> Made {
        let page = &self.site.pages[id];
        let urls = Urls::From(page.output.clone());
        let rendered = document::render(self.scope(page, &urls, &document::OWN_PAGE));
        let nav = sidebar.html(Some(id));
        let home_url = urls.home();
        let input = PageInput {
            home_url: &home_url,
            nav: Html::new(&nav),
            ..self.input(id, &urls, &rendered)
        };
        let map = Map { site: self.site, urls: &urls, text: self.text };
        let result = match section {
            _ if page.output.as_str() == "index.html" => self.home(input, map),
            Some(section) => {
                let entries = map.section(section);
                self.engine.render("section.html", &SectionInput { page: input, entries })
            }
            None => self.engine.render("page.html", &input),
        };
        let Rendered { diagnostics, mut problems, .. } = rendered;
        // Made here, since it lets go of the room that the string had to spare.
        let file = result.map_err(|problem| problems.push(problem)).ok().map(Artifact::page);
        Made { output: page.output.clone(), file, diagnostics, problems }
    }

    /// Renders `home.html` with a map of the book.
    pub(crate) fn home(&self, page: PageInput<'_>, map: Map<'_, '_>) -> Result<String, Problem> {
        let input = HomeInput { page, map: map.book(), plans: map.plans() };
        self.engine.render("home.html", &input)
    }

    fn input<'p>(&'p self, id: PageId, urls: &Urls, rendered: &'p Rendered) -> PageInput<'p> {
        let page = &self.site.pages[id];
        let link = |id: &PageId| self.link(urls, *id);
        PageInput {
            assets: self.assets(urls),
            home_url: "",
            search_url: search::url(urls),
            nav: Html::new(""),
            page: self.view(page, rendered),
            breadcrumbs: self.breadcrumbs(page, urls),
            toc: contents::contents(&page.topic.doc),
            tags: page.topic.meta.tags.iter().map(|tag| search::tag_link(tag, urls)).collect(),
            requires: page.requires.iter().map(link).collect(),
            required_by: page.required_by.iter().map(link).collect(),
            previous: id.checked_sub(1).map(|id| self.link(urls, id)),
            next: (id + 1 < self.site.pages.len()).then(|| self.link(urls, id + 1)),
            print_url: self.edition_url(Edition::Book, urls),
            cheatsheet_url: self.edition_url(Edition::CheatSheet, urls),
            body: Html::new(&rendered.body),
        }
    }

    fn view<'p>(&'p self, page: &'p Page, rendered: &'p Rendered) -> PageView<'p> {
        let topic = &page.topic;
        let meta = &topic.meta;
        let site = &self.inputs.config.site;
        let is_home = page.output.as_str() == "index.html";
        let summary = meta.summary.as_deref();
        let (own_heading, _) = document::split_heading(&topic.doc);
        let heading = match &rendered.heading {
            Some(heading) => Html::new(heading),
            None => Html::new(&html::escape(&topic.title)),
        };
        PageView {
            title: &topic.title,
            heading,
            heading_id: own_heading.map(|heading| heading.id.as_str()),
            kind: match (is_home, page.is_section) {
                (true, _) => "home",
                (false, true) => "section",
                (false, false) => "page",
            },
            summary,
            description: match summary {
                None if is_home => self.inputs.config.book.description.as_deref(),
                summary => summary,
            },
            tags: &meta.tags,
            priority: meta.priority,
            level: meta.level.as_deref(),
            level_label: meta.level.as_deref().map(|level| self.text.label("level", level)),
            minutes: topic.minutes,
            python: meta.python.as_deref(),
            updated: meta.updated.as_deref(),
            edit_url: site
                .edit_url
                .as_ref()
                .map(|pattern| pattern.replace("{path}", &encode(topic.file.as_str()))),
            canonical: site.base_url.as_ref().map(|base| urls::canonical(base, &page.output)),
            extra: &meta.extra,
        }
    }

    fn breadcrumbs<'p>(&self, page: &'p Page, urls: &Urls) -> Vec<Crumb<'p>> {
        let crumb = |ancestor: &'p Ancestor| Crumb {
            title: &ancestor.title,
            url: ancestor.page.map(|id| urls.to(&self.site.pages[id].output)),
        };
        page.ancestors.iter().map(crumb).collect()
    }

    pub(crate) fn link(&self, urls: &Urls, id: PageId) -> PageLink<'_> {
        let page = &self.site.pages[id];
        PageLink {
            title: &page.topic.title,
            url: urls.to(&page.output),
            summary: page.topic.meta.summary.as_deref(),
        }
    }

    /// Returns the URL of a document for paper, if the site has it.
    pub(crate) fn edition_url(&self, edition: Edition, urls: &Urls) -> Option<String> {
        self.editions.contains(&edition).then(|| urls.to(&edition.output()))
    }

    /// Returns the URL of each theme asset.
    pub(crate) fn assets(&self, urls: &Urls) -> tera::Value {
        let mut assets = tera::Map::new();
        for (name, asset) in &self.inputs.theme.assets {
            let url = urls.to(&files::asset_output(name, asset));
            assets.insert(name.clone().into(), tera::Value::normal_string(&url));
        }
        assets.into()
    }
}
