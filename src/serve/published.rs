//! What the server has to offer at one moment. Never changed, only replaced.

use std::collections::hash_map::RandomState;
use std::hash::{BuildHasher, Hasher};
use std::sync::Arc;

use crate::model::output::Output;
use crate::serve::change::{self, Change};
use crate::serve::problems;

/// The site and its state.
#[derive(Clone, Debug)]
pub(super) struct Published {
    /// Which state of the site this is.
    pub(super) version: Version,
    /// The last good site, if there was one.
    pub(super) output: Option<Arc<Output>>,
    /// What an open page must do to come from the version before to this one.
    pub(super) change: Change,
    /// Why this is not the site of the files on disk, as HTML.
    pub(super) problems: Option<Arc<str>>,
}

/// Names a state of the site. A server that is started later gives other names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Version {
    server: u64,
    count: u64,
}

impl Published {
    /// Returns the state before the first build.
    pub(super) fn nothing() -> Self {
        let server = RandomState::new().build_hasher().finish();
        Self {
            version: Version { server, count: 0 },
            output: None,
            change: Change::Everything,
            problems: None,
        }
    }

    /// Returns what follows a good build. An equal site keeps its version.
    pub(super) fn with(&self, output: Output) -> Self {
        let change = match &self.output {
            Some(old) => change::between(old, &output),
            None => Some(Change::Everything),
        };
        match change {
            None => Self { problems: None, ..self.clone() },
            Some(change) => {
                let version = Version { count: self.version.count + 1, ..self.version };
                Self { version, output: Some(Arc::new(output)), change, problems: None }
            }
        }
    }

    /// Returns what follows a failed build: the site as it was.
    pub(super) fn without(&self, report: &str) -> Self {
        let banner = problems::banner(report, self.output.is_some());
        Self { problems: Some(Arc::from(banner)), ..self.clone() }
    }
}

impl Version {
    /// True if this is the version right after `other`.
    pub(super) fn follows(self, other: &str) -> bool {
        let count = self.count.checked_sub(1);
        count.is_some_and(|count| Self { count, ..self }.to_string() == other)
    }
}

impl std::fmt::Display for Version {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{:x}.{}", self.server, self.count)
    }
}
