//! `url(…)` in a theme's stylesheets: assets get a hash in their names, so references follow.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::hash::Hash;
use crate::base::path::join;
use crate::model::inputs::ThemeAsset;

/// Rewrites the references of every stylesheet to assets that are no stylesheets themselves.
pub(super) fn resolve(assets: &mut BTreeMap<String, ThemeAsset>) {
    let is_css = |name: &str| name.rsplit_once('.').is_some_and(|(_, end)| end == "css");
    let sheets: Vec<String> = assets.keys().filter(|name| is_css(name)).cloned().collect();
    for name in sheets {
        let rewritten = std::str::from_utf8(&assets[&name].bytes)
            .ok()
            .and_then(|css| rewrite(css, &name, assets, is_css));
        if let Some(css) = rewritten {
            let bytes: Arc<[u8]> = Arc::from(css.into_bytes());
            assets.insert(name, ThemeAsset { hash: Hash::of(&bytes), bytes });
        }
    }
}

/// Returns the stylesheet with its references resolved, or `None` if it has none to assets.
fn rewrite(
    css: &str,
    sheet: &str,
    assets: &BTreeMap<String, ThemeAsset>,
    is_css: impl Fn(&str) -> bool,
) -> Option<String> {
    let folder = sheet.rsplit_once('/').map_or("", |(folder, _)| folder);
    let mut out = String::with_capacity(css.len() + 64);
    let mut rest = css;
    let mut is_changed = false;
    while let Some(start) = rest.find("url(") {
        let (before, tail) = rest.split_at(start + "url(".len());
        out.push_str(before);
        let Some(end) = tail.find(')') else {
            rest = tail;
            break;
        };
        let written = tail[..end].trim().trim_matches(['"', '\'']);
        let path_end = written.find(['?', '#']).unwrap_or(written.len());
        let found = join(folder, &written[..path_end])
            .and_then(|name| assets.get_key_value(&name))
            .filter(|(name, _)| !is_css(name));
        if let Some((name, asset)) = found {
            let up = "../".repeat(folder.split('/').filter(|part| !part.is_empty()).count());
            out.push_str(
                &["\"", &*up, &*asset.output_name(name), &written[path_end..], "\""].concat(),
            );
            is_changed = true;
        } else {
            out.push_str(&tail[..end]);
        }
        rest = &tail[end..];
    }
    out.push_str(rest);
    is_changed.then_some(out)
}
