//! `orphan-page`: a page that readers meet in the sidebar only.

use crate::base::diagnostic::Diagnostic;
use crate::check::book::Book;
use crate::check::place;
use crate::model::inputs::Inputs;
use crate::model::site::Page;
use crate::rules;

/// Folders' own pages are left out, the home page among them: the sidebar is the way to those.
pub(super) fn check(book: &Book<'_>) -> Vec<Diagnostic> {
    let is_orphan = |(id, page): &(usize, &Page)| {
        !page.is_section
            && book.site.root.page != Some(*id)
            && page.linked_from.iter().all(|from| from == id)
    };
    let pages = book.site.pages.iter().enumerate().filter(is_orphan);
    pages.map(|(_, page)| report(book.inputs, page)).collect()
}

fn report(inputs: &Inputs, page: &Page) -> Diagnostic {
    let file = &page.topic.file;
    let text = inputs.texts.get(file).map_or("", |text| text);
    let span = place::title(text, &page.topic);
    let help = "link to it from where a reader would want it";
    Diagnostic::at(&rules::ORPHAN_PAGE, file, span, "no other page's text links to this page")
        .help(help)
}
