//! Layer 1: the table of all rules. Each rule's explanation is the Markdown file of its name here.
//!
//! To add a rule: a line below, and `NAME.md`, whose first line sums it up.

use crate::base::rule::{Level, Rule};

macro_rules! rules {
    ($($(#[$fixed:ident])? $constant:ident = $name:literal, $level:ident;)*) => {
        $(
            #[doc = concat!("`", $name, "`: see `crib rules ", $name, "`.")]
            pub static $constant: Rule = Rule {
                name: $name,
                level: Level::$level,
                is_fixed: rules!(@is_fixed $($fixed)?),
                explanation: include_str!(concat!($name, ".md")),
            };
        )*

        /// Every rule, by name.
        pub static ALL: &[&Rule] = &[$(&$constant),*];
    };
    (@is_fixed fixed) => { true };
    (@is_fixed) => { false };
}

rules! {
    ABSOLUTE_LINK = "absolute-link", Warn;
    ANATOMY_LIMIT = "anatomy-limit", Deny;
    ANATOMY_MISSING = "anatomy-missing", Deny;
    ANATOMY_ORDER = "anatomy-order", Deny;
    ANATOMY_UNKNOWN = "anatomy-unknown", Warn;
    BROKEN_ANCHOR = "broken-anchor", Deny;
    BROKEN_INCLUDE = "broken-include", Deny;
    BROKEN_LINK = "broken-link", Deny;
    DEEP_NESTING = "deep-nesting", Warn;
    DUPLICATE_ID = "duplicate-id", Deny;
    DUPLICATE_KEY = "duplicate-key", Deny;
    #[fixed] DUPLICATE_OUTPUT = "duplicate-output", Deny;
    #[fixed] FAILED_SAMPLE = "failed-sample", Deny;
    #[fixed] FOREIGN_FILE = "foreign-file", Deny;
    HEADING_SKIP = "heading-skip", Warn;
    INVALID_ATTRIBUTE = "invalid-attribute", Deny;
    #[fixed] INVALID_CONFIG = "invalid-config", Deny;
    INVALID_DIAGRAM = "invalid-diagram", Deny;
    INVALID_FRONT_MATTER = "invalid-front-matter", Deny;
    INVALID_IMAGE = "invalid-image", Warn;
    INVALID_LEDGER = "invalid-ledger", Deny;
    INVALID_MATH = "invalid-math", Deny;
    INVALID_RECORD = "invalid-record", Deny;
    #[fixed] INVALID_THEME = "invalid-theme", Deny;
    INVALID_UTF8 = "invalid-utf8", Deny;
    INVALID_VALUE = "invalid-value", Deny;
    MALFORMED_CARD = "malformed-card", Deny;
    MALFORMED_HTML = "malformed-html", Warn;
    MISSING_ALT = "missing-alt", Warn;
    MISSING_BOOK_ID = "missing-book-id", Deny;
    MISSING_TITLE = "missing-title", Deny;
    ORPHAN_PAGE = "orphan-page", Allow;
    REMOTE_ASSET = "remote-asset", Warn;
    REQUIRES_CYCLE = "requires-cycle", Deny;
    #[fixed] RESERVED_OUTPUT = "reserved-output", Deny;
    REUSED_CARD_ID = "reused-card-id", Deny;
    STALE_SAMPLE = "stale-sample", Warn;
    UNKNOWN_ATTRIBUTE = "unknown-attribute", Warn;
    UNKNOWN_KEY = "unknown-key", Deny;
    UNKNOWN_LANGUAGE = "unknown-language", Warn;
    UNKNOWN_SAMPLE = "unknown-sample", Deny;
    UNLISTED_CARD = "unlisted-card", Warn;
    UNPINNED_PACKAGE = "unpinned-package", Deny;
    UNSAFE_HTML = "unsafe-html", Warn;
    UNTESTED_SAMPLE = "untested-sample", Allow;
    UNUSABLE_FILE = "unusable-file", Deny;
    UNUSED_FOOTNOTE = "unused-footnote", Warn;
    VANISHED_CARD = "vanished-card", Deny;
}

/// Returns the rule of that name.
pub fn find(name: &str) -> Option<&'static Rule> {
    ALL.iter().copied().find(|rule| rule.name == name)
}
