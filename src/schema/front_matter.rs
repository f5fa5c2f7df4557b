//! The keys of a topic's front matter, and what other tools call them.

use super::form::{DATE, FILLED, OLD_PATH, SLUG};
use super::{Foreign, Key, Shape};

const TEXT: Shape = Shape::Text(&FILLED);

/// The keys of front matter.
pub static KEYS: &[Key] = &[
    Key::new("title", TEXT, "Title for navigation; if absent, the page's first heading."),
    Key::new("summary", TEXT, "One sentence for lists, search and previews."),
    Key::new(
        "order",
        Shape::Whole(i64::MIN, i64::MAX),
        "Place among the pages of the folder; pages without it come after, by path.",
    ),
    Key::new("slug", Shape::Text(&SLUG), "Replaces the last segment of the output path."),
    Key::new(
        "aliases",
        Shape::List(&Shape::Text(&OLD_PATH)),
        "Old output paths that redirect here.",
    ),
    Key::new("tags", Shape::List(&TEXT), "Tags."),
    Key::new(
        "priority",
        Shape::Whole(1, 3),
        "What to read with three days (1), two weeks (2) or six weeks (3) left.",
    ),
    Key::new("level", Shape::Choice(&["junior", "mid", "senior"]), "Whom the page is for."),
    Key::new("minutes", Shape::Whole(1, 600), "Minutes to read; computed if absent."),
    Key::new("requires", Shape::List(&TEXT), "Prerequisites, written as links to them would be."),
    Key::new("python", Shape::Version, "Lowest Python version that the page holds for."),
    Key::new("draft", Shape::Flag, "Whether the page is left out of a build without `--drafts`."),
    Key::new("updated", Shape::Text(&DATE), "Date of the last revision."),
    Key::new("extra", Shape::Free, "Free data for themes."),
];

/// Keys of other tools' front matter.
pub(crate) const FOREIGN: &[Foreign] = &[
    ("date", "crib calls it `updated`"),
    ("lastmod", "crib calls it `updated`"),
    ("last_modified_at", "crib calls it `updated`"),
    ("description", "crib calls it `summary`"),
    ("excerpt", "crib calls it `summary`"),
    ("weight", "crib calls it `order`"),
    ("nav_order", "crib calls it `order`"),
    ("sidebar_position", "crib calls it `order`"),
    ("permalink", "crib calls its last segment `slug`; old paths belong in `aliases`"),
    ("url", "crib calls its last segment `slug`; old paths belong in `aliases`"),
    ("redirect_from", "crib calls it `aliases`"),
    ("categories", "crib calls them `tags`; a page's folder is its section"),
    ("keywords", "crib calls them `tags`"),
    ("taxonomies", "crib calls them `tags`"),
    ("params", "crib calls it `extra`"),
];
