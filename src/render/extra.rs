//! Pages without a topic: `404.html`, `search.html`, redirects, and the home page of a book that has none.

use crate::base::html;
use crate::base::path::OutputPath;
use crate::model::output::Artifact;
use crate::model::site::Target;
use crate::render::engine::Problem;
use crate::render::map::Map;
use crate::render::nav::{Sidebar, Trail};
use crate::render::pages::{Book, Made};
use crate::render::print::Edition;
use crate::render::search;
use crate::render::urls::{self, Urls};
use crate::render::view::Html;
use crate::render::view::page::{PageInput, PageView, RedirectInput};

/// Renders the pages that no topic stands for.
pub(crate) fn render(book: &Book<'_>) -> Vec<Made> {
    let mut made = vec![not_found(book), search_page(book)];
    if !book.site.pages.iter().any(|page| page.output.as_str() == "index.html") {
        made.push(home(book));
    }
    made.extend(book.site.redirects.iter().map(|(from, to)| redirect(book, from, to)));
    made
}

/// A server shows this page at any address, so its URLs do not depend on where it is.
fn not_found(book: &Book<'_>) -> Made {
    let output = OutputPath::new("404.html");
    let urls = match &book.inputs.config.site.base_url {
        Some(base) => Urls::Under(urls::path_of(base).to_owned()),
        None => Urls::From(output.clone()),
    };
    let title = book.text.get("not_found");
    let result = blank(book, &urls, |input| {
        book.engine.render("404.html", &PageInput { page: view(book, "404", title), ..input })
    });
    made(output, result)
}

fn home(book: &Book<'_>) -> Made {
    let output = OutputPath::new("index.html");
    let urls = Urls::From(output.clone());
    let map = Map { site: book.site, urls: &urls, text: book.text };
    let result = blank(book, &urls, |input| book.home(input, map));
    made(output, result)
}

fn search_page(book: &Book<'_>) -> Made {
    let output = OutputPath::new(search::PAGE);
    let urls = Urls::From(output.clone());
    let result = blank(book, &urls, |input| {
        let page = PageInput { page: view(book, "search", book.text.get("search")), ..input };
        book.engine.render("search.html", &search::input(book, page, &urls))
    });
    made(output, result)
}

/// Renders a page with what every page has.
pub(crate) fn blank(
    book: &Book<'_>,
    urls: &Urls,
    render: impl FnOnce(PageInput<'_>) -> Result<String, Problem>,
) -> Result<String, Problem> {
    let nav = Sidebar::new(&book.sidebar(&Trail::new(), urls)?).html(None);
    render(PageInput {
        assets: book.assets(urls),
        home_url: &urls.home(),
        search_url: search::url(urls),
        nav: Html::new(&nav),
        page: view(book, "home", book.title),
        breadcrumbs: Vec::new(),
        toc: Vec::new(),
        tags: Vec::new(),
        requires: Vec::new(),
        required_by: Vec::new(),
        previous: None,
        next: None,
        print_url: book.edition_url(Edition::Book, urls),
        cheatsheet_url: book.edition_url(Edition::CheatSheet, urls),
        body: Html::new(""),
    })
}

/// Returns the view of a page that no topic stands for.
pub(crate) fn view<'a>(book: &'a Book<'_>, kind: &'static str, title: &'a str) -> PageView<'a> {
    let config = &book.inputs.config;
    let is_home = kind == "home";
    let base_url = config.site.base_url.as_ref().filter(|_| is_home);
    PageView {
        title,
        heading: Html::new(&html::escape(title)),
        kind,
        description: config.book.description.as_deref().filter(|_| is_home),
        canonical: base_url.map(|base| urls::canonical(base, &OutputPath::new("index.html"))),
        heading_id: None,
        summary: None,
        tags: &[],
        priority: None,
        level: None,
        level_label: None,
        minutes: 0,
        python: None,
        updated: None,
        edit_url: None,
        extra: &book.no_extra,
    }
}

fn redirect(book: &Book<'_>, from: &OutputPath, target: &Target) -> Made {
    let urls = Urls::From(from.clone());
    let base_url = book.inputs.config.site.base_url.as_deref();
    let (output, anchor, title) = match target {
        Target::Page(id, anchor) => {
            let page = &book.site.pages[*id];
            (Some(&page.output), anchor.as_deref(), page.topic.title.as_str())
        }
        Target::File(path, fragment) => {
            let file = book.site.files.get(path);
            (file.map(|file| &file.output), fragment.as_deref(), path.name())
        }
        Target::External(url) | Target::Broken(url) => (None, None, url.as_str()),
    };
    let input = RedirectInput {
        url: output.map_or_else(|| title.to_owned(), |output| urls.to_anchor(output, anchor)),
        canonical: match (base_url, output) {
            (Some(base), Some(output)) => Some(urls::canonical(base, output)),
            _ => None,
        },
        title,
    };
    made(from.clone(), book.engine.render("redirect.html", &input))
}

fn made(output: OutputPath, result: Result<String, Problem>) -> Made {
    let mut problems = Vec::new();
    let file = result.map_err(|problem| problems.push(problem)).ok().map(Artifact::page);
    Made::new(output, file, problems)
}
