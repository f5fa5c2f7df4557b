//! The tables of keys as JSON Schema, in the draft that editors for TOML and YAML understand.

use serde_json::{Map, Value, json};

use super::form::{Form, VERSION};
use super::{Key, Shape, limits};
use crate::rules;

/// Returns the schema of a whole document.
pub(super) fn document(title: &str, about: &str, keys: &[Key]) -> Value {
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!("http://json-schema.org/draft-07/schema#"));
    schema.insert("title".to_owned(), json!(title));
    schema.insert("description".to_owned(), json!(about));
    schema.extend(table(keys));
    Value::Object(schema)
}

fn table(keys: &[Key]) -> Map<String, Value> {
    let properties: Map<String, Value> = keys
        .iter()
        .map(|key| {
            let mut schema = Map::new();
            schema.insert("description".to_owned(), json!(key.about));
            schema.extend(shape(&key.shape));
            (key.name.to_owned(), Value::Object(schema))
        })
        .collect();
    let required: Vec<&str> =
        keys.iter().filter(|key| key.is_required).map(|key| key.name).collect();
    let mut schema = object(json!({
        "type": "object",
        "properties": properties,
        "additionalProperties": false,
    }));
    if !required.is_empty() {
        schema.insert("required".to_owned(), json!(required));
    }
    schema
}

fn shape(shape: &Shape) -> Map<String, Value> {
    match shape {
        Shape::Text(form) => text(form),
        Shape::Flag => object(json!({ "type": "boolean" })),
        Shape::Whole(min, max) => whole(*min, *max),
        Shape::Choice(words) => object(json!({ "enum": words })),
        // Whether a number is `3.1` or `3.10` only its characters tell, which a schema cannot see.
        Shape::Version => object(json!({ "anyOf": [text(&VERSION), { "type": "number" }] })),
        Shape::List(item) => object(json!({ "type": "array", "items": self::shape(item) })),
        Shape::Table(keys) => table(keys),
        Shape::Tables(keys) => object(json!({ "type": "array", "items": table(keys) })),
        Shape::Limits => limit(),
        Shape::Levels => levels(),
        Shape::Texts(key, value) => object(json!({
            "type": "object",
            "propertyNames": { "pattern": key.pattern },
            "additionalProperties": text(value),
        })),
        Shape::Free => object(json!({ "type": "object" })),
    }
}

fn text(form: &Form) -> Map<String, Value> {
    object(json!({ "type": "string", "pattern": form.pattern }))
}

fn whole(min: i64, max: i64) -> Map<String, Value> {
    let mut schema = object(json!({ "type": "integer" }));
    if min > i64::MIN {
        schema.insert("minimum".to_owned(), json!(min));
    }
    if max < i64::MAX {
        schema.insert("maximum".to_owned(), json!(max));
    }
    schema
}

fn limit() -> Map<String, Value> {
    let pair = json!({
        "type": "array",
        "items": { "type": "integer", "minimum": 0 },
        "minItems": 2,
        "maxItems": 2,
    });
    let mut full = table(limits::KEYS);
    full.insert("anyOf".to_owned(), json!([{ "required": ["min"] }, { "required": ["max"] }]));
    let list = json!({ "type": "array", "items": { "anyOf": [pair, full] } });
    object(json!({ "anyOf": [pair, full, list] }))
}

fn levels() -> Map<String, Value> {
    let properties: Map<String, Value> = rules::ALL
        .iter()
        .map(|rule| {
            let levels =
                if rule.is_fixed { &super::book::LEVELS[2..] } else { super::book::LEVELS };
            let schema = json!({ "description": rule.summary(), "enum": levels });
            (rule.name.to_owned(), schema)
        })
        .collect();
    object(json!({ "type": "object", "properties": properties, "additionalProperties": false }))
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(object) => object,
        _ => Map::new(),
    }
}
