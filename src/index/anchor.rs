//! The ids that links may point to within a page.

use std::collections::BTreeSet;

use crate::model::doc::{Block, Inline};
use crate::model::topic::Topic;
use crate::model::walk::{Visit, walk};

/// Returns every id of a page: headings, raw HTML, cards and footnotes.
///
/// Generated ids have a colon, which no heading's id has, so that they never collide.
pub(super) fn anchors(topic: &Topic) -> BTreeSet<String> {
    let mut anchors = BTreeSet::new();
    walk(&topic.doc, &mut |visit| match visit {
        Visit::Block(node) => match &node.kind {
            Block::Heading(heading) => {
                anchors.insert(heading.id.clone());
            }
            Block::Element(element) => anchors.extend(id(&element.attributes)),
            Block::Study(study) => {
                anchors.insert(format!("{}:{}", study.form.name(), study.id.value));
            }
            _ => {}
        },
        Visit::Inline(node) => {
            if let Inline::Element(element) = &node.kind {
                anchors.extend(id(&element.attributes));
            }
        }
    });
    for number in 1..=topic.doc.footnotes.len() {
        anchors.insert(format!("fn:{number}"));
    }
    anchors
}

fn id(attributes: &[(String, String)]) -> Option<String> {
    attributes.iter().find(|(key, _)| key == "id").map(|(_, value)| value.clone())
}
