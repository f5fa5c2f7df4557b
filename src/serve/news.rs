//! News for one open page, as server-sent events.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::sync::Arc;
use std::time::Duration;

use axum::response::sse::Event;
use futures_util::stream::{Stream, unfold};
use serde_json::json;
use tokio::sync::watch::Receiver;

use crate::serve::change::Change;
use crate::serve::published::Published;

/// An open page and what it knows.
struct Page {
    receiver: Receiver<Arc<Published>>,
    /// The version that it shows.
    version: String,
    /// The problems that it shows.
    problems: Option<Arc<str>>,
    queue: VecDeque<Event>,
}

/// Returns all news for a page that shows `version`, beginning with what it has missed.
pub(super) fn stream(
    receiver: Receiver<Arc<Published>>,
    version: &str,
) -> impl Stream<Item = Result<Event, Infallible>> + use<> {
    // After a restart of the server, a page is to find it again at once.
    let first = Event::default().retry(Duration::from_millis(500)).comment("crib");
    let page = Page {
        receiver,
        version: version.to_owned(),
        problems: None,
        queue: VecDeque::from([first]),
    };
    unfold(page, |mut page| async move {
        loop {
            if let Some(event) = page.queue.pop_front() {
                return Some((Ok(event), page));
            }
            let latest = page.receiver.borrow_and_update().clone();
            page.learn(&latest);
            if page.queue.is_empty() {
                page.receiver.changed().await.ok()?;
            }
        }
    })
}

impl Page {
    fn learn(&mut self, latest: &Published) {
        let now = latest.version.to_string();
        if self.version != now {
            let event = match &latest.change {
                Change::Styles(styles) if latest.version.follows(&self.version) => {
                    let data = json!({ "version": now, "styles": styles });
                    Event::default().event("styles").data(data.to_string())
                }
                _ => Event::default().event("reload").data("{}"),
            };
            self.queue.push_back(event);
            self.version = now;
        }
        if self.problems != latest.problems {
            let data = json!(latest.problems.as_deref().unwrap_or_default());
            self.queue.push_back(Event::default().event("problems").data(data.to_string()));
            self.problems.clone_from(&latest.problems);
        }
    }
}
