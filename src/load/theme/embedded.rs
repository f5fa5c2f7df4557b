//! The default theme, compiled in. A test compares this list with the folder.

use std::sync::Arc;

use crate::load::theme::Files;

macro_rules! embedded {
    ($($path:literal)*) => {
        /// Path within the theme, and content.
        const FILES: &[(&str, &[u8])] = &[$(
            ($path, include_bytes!(concat!("../../../themes/default/", $path))),
        )*];
    };
}

embedded! {
    "assets/crib.js"
    "assets/icon.svg"
    "assets/style.css"
    "assets/theme.js"
    "i18n/en.toml"
    "templates/404.html"
    "templates/base.html"
    "templates/blocks/callout.html"
    "templates/blocks/card.html"
    "templates/blocks/code.html"
    "templates/blocks/diagram.html"
    "templates/blocks/exercise.html"
    "templates/blocks/image.html"
    "templates/blocks/question.html"
    "templates/blocks/table.html"
    "templates/blocks/tabs.html"
    "templates/home.html"
    "templates/nav.html"
    "templates/page.html"
    "templates/redirect.html"
    "templates/section.html"
    "theme.toml"
}

/// Returns the embedded files by path within the theme.
pub(super) fn files() -> Files {
    FILES.iter().map(|(path, bytes)| ((*path).to_owned(), Arc::from(*bytes))).collect()
}
