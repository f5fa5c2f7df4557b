//! Watching what the book is made of.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Receiver};
use std::time::{Duration, Instant};

use notify::{Event, EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use crate::base::error::Error;
use crate::serve::filter::{self, Sources, Stage};

/// How long a change that has begun may take until it counts as done. Where the system tells when a
/// file is closed, that is known at once.
const REST: Duration = Duration::from_millis(20);

/// Watches folders and collects what happens in them.
pub(super) struct Watcher {
    inner: RecommendedWatcher,
    events: Receiver<notify::Result<Event>>,
    watched: BTreeMap<PathBuf, RecursiveMode>,
    /// The events before the last wait were too many for the system's queue.
    has_overflown: bool,
}

impl Watcher {
    pub(super) fn new() -> Result<Self, Error> {
        let (sender, events) = mpsc::channel();
        let inner = notify::recommended_watcher(move |event: notify::Result<Event>| {
            let is_news = event
                .as_ref()
                .map_or(true, |event| event.need_rescan() || filter::stage(event).is_some());
            if is_news {
                // Nobody listens any more when the server ends.
                drop(sender.send(event));
            }
        });
        let inner = inner.map_err(|error| refusal(Path::new("."), &error))?;
        Ok(Self { inner, events, watched: BTreeMap::new(), has_overflown: false })
    }

    /// Watches what the sources are in. Returns whether anything was not watched before.
    pub(super) fn watch(&mut self, sources: &Sources) -> Result<bool, Error> {
        let wanted = wanted(sources);
        let gone: Vec<PathBuf> = self
            .watched
            .iter()
            .filter(|(path, mode)| wanted.get(*path) != Some(*mode))
            .map(|(path, _)| path.clone())
            .collect();
        for path in gone {
            self.forget(&path);
        }
        let mut has_more = false;
        for (path, mode) in wanted {
            if self.watched.contains_key(&path) || !path.is_dir() {
                continue;
            }
            self.inner.watch(&path, mode).map_err(|error| refusal(&path, &error))?;
            self.watched.insert(path, mode);
            has_more = true;
        }
        Ok(has_more)
    }

    /// Returns when the sources have changed. What has happened until then counts as one change.
    pub(super) fn wait(&mut self, sources: &Sources) {
        let mut stage = None;
        let mut deadline = None;
        while stage != Some(Stage::Done) {
            let event = match deadline {
                None => self.events.recv().ok(),
                Some(deadline) => {
                    let rest = Instant::saturating_duration_since(&deadline, Instant::now());
                    self.events.recv_timeout(rest).ok()
                }
            };
            let Some(event) = event else { break };
            stage = stage.max(self.note(event, sources));
            if stage.is_some() && deadline.is_none() {
                deadline = Some(Instant::now() + REST);
            }
        }
        while let Ok(event) = self.events.try_recv() {
            self.note(event, sources);
        }
    }

    fn note(&mut self, event: notify::Result<Event>, sources: &Sources) -> Option<Stage> {
        let Ok(event) = event else { return Some(Stage::Begun) };
        if event.need_rescan() {
            // Our own reading can fill the queue. So a full queue is no reason to build twice.
            return (!std::mem::replace(&mut self.has_overflown, true)).then_some(Stage::Begun);
        }
        for path in &event.paths {
            // A folder that goes and comes again is another one, and must be watched anew.
            if self.watched.contains_key(path) && !matches!(event.kind, EventKind::Access(_)) {
                self.forget(path);
            }
        }
        if !event.paths.iter().any(|path| sources.contain(path)) {
            return None;
        }
        self.has_overflown = false;
        filter::stage(&event)
    }

    fn forget(&mut self, path: &Path) {
        self.watched.remove(path);
        // A folder that is gone is watched no more anyway.
        drop(self.inner.unwatch(path));
    }
}

/// Returns the folders to watch. Files are watched by their folders, since editors replace them.
fn wanted(sources: &Sources) -> BTreeMap<PathBuf, RecursiveMode> {
    let mut wanted = BTreeMap::from([(sources.root.clone(), RecursiveMode::NonRecursive)]);
    wanted.extend(sources.folders.iter().map(|path| (path.clone(), RecursiveMode::Recursive)));
    for folder in sources.files.iter().filter_map(|file| file.parent()) {
        if !sources.folders.iter().any(|source| folder.starts_with(source)) {
            wanted.entry(folder.to_owned()).or_insert(RecursiveMode::NonRecursive);
        }
    }
    wanted
}

fn refusal(path: &Path, error: &notify::Error) -> Error {
    let path = path.display();
    let help = match error.kind {
        notify::ErrorKind::MaxFilesWatch => "\nhelp: raise the limit fs.inotify.max_user_watches",
        _ => "",
    };
    Error::Usage(format!("cannot watch `{path}`: {error}{help}"))
}
