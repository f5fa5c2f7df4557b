//! Outcomes → the record that `crib build` and `crib check` read.

use std::collections::BTreeMap;

use crate::model::doc::SampleMode;
use crate::model::record::{Record, Verified, key};
use crate::run::Book;
use crate::run::execute::Outcome;

/// Returns the record of a full run. A sample that failed anywhere is not in it.
pub fn record(book: Book<'_>, outcomes: &[Outcome]) -> Record {
    let mut samples: BTreeMap<String, Verified> = BTreeMap::new();
    for outcomes in outcomes.chunk_by(Outcome::is_of_same) {
        let page = &book.site.pages[outcomes[0].page];
        let Some(program) = outcomes[0].program(book) else { continue };
        let has_failed = outcomes.iter().any(|outcome| !outcome.failures.is_empty());
        if has_failed || program.mode != SampleMode::Run || page.topic.meta.is_draft {
            continue;
        }
        let title = |outcome: &Outcome| {
            let on = outcome.on.as_deref().unwrap_or_default();
            on.strip_prefix("Python ").unwrap_or(on).to_owned()
        };
        let verified = Verified {
            hash: program.hash.short(),
            passed: outcomes.iter().map(title).collect(),
            with: outcomes.iter().flat_map(|outcome| outcome.with.clone()).collect(),
        };
        samples.insert(key(page.topic.path.as_str(), &program.id), verified);
    }
    Record { version: Record::VERSION, samples }
}

/// Returns the record's text: a line for each sample, so that changes can be read in a diff.
pub fn text(record: &Record) -> String {
    let mut text = format!("{{\n  \"version\": {},\n  \"samples\": {{", record.version);
    for (number, (name, verified)) in record.samples.iter().enumerate() {
        let name = serde_json::to_string(name).expect("a string is always JSON");
        let verified = serde_json::to_string(verified).expect("strings are always JSON");
        text.push_str(if number == 0 { "\n    " } else { ",\n    " });
        text.push_str(&[&name, ": ", &verified].concat());
    }
    text + "\n  }\n}\n"
}
