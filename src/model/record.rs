//! `content/verified.json`: on which versions each sample passed, and `content/requirements.txt`: the
//! packages' pinned versions.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::base::span::Span;
use crate::model::sample::Program;

/// The record's file, at the top of the content folder.
pub const FILE: &str = "verified.json";

/// The record of a full `crib test --update`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Record {
    /// The form of the file.
    pub version: u32,
    /// By page and id: `core/object-model.md#iadd`.
    pub samples: BTreeMap<String, Verified>,
}

/// What is recorded of one sample.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Verified {
    /// The program's hash when it ran.
    pub hash: String,
    /// Versions on which it passed, in the order of `[test.python]`: `3.14.10`, or `PostgreSQL 15.18`
    /// and `Bash 5.2.15` for what is no Python.
    pub passed: Vec<String>,
    /// Versions of the packages and the server that it ran with.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub with: BTreeMap<String, String>,
}

/// The packages of `requirements.txt`, by name as `normal_name` writes it.
pub type Pins = BTreeMap<String, Pin>;

/// One package.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pin {
    /// The version behind `==`; `None` for a package that is not pinned.
    pub version: Option<String>,
    /// Its line.
    pub span: Span,
}

impl Verified {
    /// True if it was found with the program as it is now.
    pub fn is_of(&self, program: &Program) -> bool {
        self.hash == program.hash.short()
    }
}

impl Record {
    /// The form that this version of crib reads and writes.
    pub const VERSION: u32 = 1;
}

/// Returns the key of a sample in the record.
pub fn key(page: &str, id: &str) -> String {
    format!("{page}#{id}")
}

/// Returns a package's name as PEP 503 normalises it.
pub fn normal_name(name: &str) -> String {
    let mut normal = String::with_capacity(name.len());
    for letter in name.chars() {
        match letter {
            '-' | '_' | '.' if normal.ends_with('-') => {}
            '-' | '_' | '.' => normal.push('-'),
            _ => normal.push(letter.to_ascii_lowercase()),
        }
    }
    normal
}
