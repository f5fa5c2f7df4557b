//! `crib schema`: JSON Schema, so that an editor knows the keys.

use crate::base::error::Error;
use crate::cli::args::{self, SchemaName};
use crate::cli::{Outcome, terminal};
use crate::{render, schema};

pub(super) fn run(options: &args::Schema) -> Result<Outcome, Error> {
    let schema = match options.name {
        SchemaName::Book => schema::book(),
        SchemaName::FrontMatter => schema::front_matter(),
        SchemaName::Theme => serde_json::json!(render::template_schemas()),
    };
    terminal::stdout(&format!("{schema:#}\n"))?;
    Ok(Outcome::Clean)
}
