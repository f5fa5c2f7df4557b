//! The default theme, compiled in. A test compares this list with the folder.

use std::collections::BTreeMap;
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
    "assets/page.js"
    "assets/print.css"
    "assets/progress.js"
    "assets/search-box.js"
    "assets/search-text.js"
    "assets/search.js"
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
    "templates/cheatsheet.html"
    "templates/home.html"
    "templates/nav.html"
    "templates/page.html"
    "templates/print.html"
    "templates/redirect.html"
    "templates/search.html"
    "templates/section.html"
    "theme.toml"
}

/// Returns the embedded files by path within the theme.
pub(super) fn files() -> Files {
    FILES.iter().map(|(path, bytes)| ((*path).to_owned(), Arc::from(*bytes))).collect()
}

/// Returns the embedded interface strings of a language; none for a language that is not there.
pub(super) fn strings(language: &str) -> BTreeMap<String, String> {
    let path = ["i18n/", language, ".toml"].concat();
    let file = FILES.iter().find(|(name, _)| *name == path);
    let text = file.and_then(|(_, bytes)| std::str::from_utf8(bytes).ok());
    text.and_then(|text| toml::from_str(text).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use walkdir::WalkDir;

    use super::files;

    #[test]
    fn the_list_equals_the_folder() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("themes/default");
        let on_disk: BTreeSet<String> = WalkDir::new(&folder)
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| {
                entry.path().strip_prefix(&folder).unwrap().to_string_lossy().replace('\\', "/")
            })
            .collect();
        assert_eq!(files().into_keys().collect::<BTreeSet<_>>(), on_disk);
    }
}
