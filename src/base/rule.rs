//! What a rule is: a name, a default level and an explanation. The table of all is in `rules`.

use std::fmt;

/// How a rule's findings are treated.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Not reported.
    Allow,
    /// Reported as a warning; the build goes on.
    Warn,
    /// Reported as an error; nothing is written.
    Deny,
}

impl Level {
    /// Returns the level that `[checks]` names, or `None` for another word.
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "allow" => Some(Self::Allow),
            "warn" => Some(Self::Warn),
            "deny" => Some(Self::Deny),
            _ => None,
        }
    }
}

impl fmt::Display for Level {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Allow => "allow",
            Self::Warn => "warning",
            Self::Deny => "error",
        })
    }
}

/// A named rule. The explanation is Markdown, shown by `crib rules NAME`.
#[derive(Debug)]
pub struct Rule {
    /// Kebab-case name, as in reports and `[checks]`.
    pub name: &'static str,
    /// The level where `[checks]` says nothing.
    pub level: Level,
    /// True for rules that `[checks]` cannot lower: without them no right output exists.
    pub is_fixed: bool,
    /// Markdown: a first line that sums it up, then what it means and how to fix it.
    pub explanation: &'static str,
}

impl Rule {
    /// Returns the first line of the explanation.
    pub fn summary(&self) -> &'static str {
        self.explanation.lines().next().unwrap_or_default()
    }
}
