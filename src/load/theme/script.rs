//! Interface strings for scripts, as a script: no page then carries them, and no script has words
//! of one language in it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::base::hash::Hash;
use crate::model::inputs::ThemeAsset;

/// The asset that holds them.
const NAME: &str = "strings.js";

/// What the keys of such strings begin with; scripts know them without it.
const PREFIX: &str = "script_";

/// Strings that pages and scripts both show.
const SHARED: [&str; 7] =
    ["card", "close", "exercise", "home", "question", "search", "search_field"];

/// Adds the strings for scripts as an asset, unless the theme brings its own: those whose keys begin
/// with `script_`, and those that pages show as well.
pub(super) fn add(strings: &BTreeMap<String, String>, assets: &mut BTreeMap<String, ThemeAsset>) {
    let text: BTreeMap<&str, &str> = strings
        .iter()
        .filter_map(|(key, value)| {
            let shared = SHARED.contains(&key.as_str()).then_some(key.as_str());
            Some((key.strip_prefix(PREFIX).or(shared)?, value.as_str()))
        })
        .collect();
    let json = serde_json::to_string(&text).expect("a map of strings is JSON");
    let script = ["(window.crib = window.crib || {}).text = ", &json, ";\n"].concat();
    let bytes: Arc<[u8]> = Arc::from(script.into_bytes());
    assets.entry(NAME.to_owned()).or_insert(ThemeAsset { hash: Hash::of(&bytes), bytes });
}
