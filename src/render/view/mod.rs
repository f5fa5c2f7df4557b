//! What templates receive: plain structs, one file for pages, one for printed documents and one for
//! blocks.
//!
//! `crib schema theme` prints their JSON Schemas, so the doc comments here are a theme author's
//! reference. A field without a value is `none`, never absent.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Serialize, Serializer};

pub(crate) mod block;
pub(crate) mod page;
pub(crate) mod print;

/// HTML that a template prints as it is: `{{ body }}` needs no `| safe`.
#[derive(Clone, Debug)]
pub(crate) struct Html(tera::Value);

impl Html {
    pub(crate) fn new(html: &str) -> Self {
        Self(tera::Value::safe_string(html))
    }
}

impl Serialize for Html {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.0.serialize(serializer)
    }
}

impl JsonSchema for Html {
    fn schema_name() -> Cow<'static, str> {
        "Html".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        json_schema!({
            "type": "string",
            "contentMediaType": "text/html",
            "description": "HTML, printed as it is: needs no `| safe`.",
        })
    }
}
