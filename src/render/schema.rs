//! JSON Schemas of what templates receive, for `crib schema theme`.

use std::collections::BTreeMap;

use schemars::{JsonSchema, schema_for};
use serde_json::Value;

use crate::render::view::{block, page, print};

/// Returns the JSON Schema of each template's input, by template. Block templates see theirs under
/// one name: `blocks/card.html` under `card`. `*` is what every template sees besides.
pub fn template_schemas() -> BTreeMap<&'static str, Value> {
    BTreeMap::from([
        ("*", of::<page::Shared>()),
        ("404.html", of::<page::PageInput<'_>>()),
        ("blocks/callout.html", of::<block::Callout<'_>>()),
        ("blocks/card.html", of::<block::Study<'_>>()),
        ("blocks/code.html", of::<block::Code<'_>>()),
        ("blocks/diagram.html", of::<block::Diagram<'_>>()),
        ("blocks/exercise.html", of::<block::Study<'_>>()),
        ("blocks/image.html", of::<block::Image<'_>>()),
        ("blocks/question.html", of::<block::Study<'_>>()),
        ("blocks/table.html", of::<block::Table<'_>>()),
        ("blocks/tabs.html", of::<block::Tabs<'_>>()),
        ("cheatsheet.html", of::<print::CheatSheetInput<'_>>()),
        ("home.html", of::<page::HomeInput<'_>>()),
        ("nav.html", of::<page::NavInput<'_>>()),
        ("page.html", of::<page::PageInput<'_>>()),
        ("print.html", of::<print::PrintInput<'_>>()),
        ("redirect.html", of::<page::RedirectInput<'_>>()),
        ("search.html", of::<page::SearchInput<'_>>()),
        ("section.html", of::<page::SectionInput<'_>>()),
    ])
}

fn of<T: JsonSchema>() -> Value {
    schema_for!(T).to_value()
}
