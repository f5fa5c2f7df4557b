//! The loop that builds whenever the book has changed.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use tokio::sync::watch::Sender;

use crate::base::error::Error;
use crate::base::rule::Level;
use crate::build::{self, Memo};
use crate::serve::filter::Sources;
use crate::serve::published::Published;
use crate::serve::watcher::Watcher;
use crate::serve::{Observer, Options, Result};

/// Builds and watches.
pub(super) struct Rebuilder {
    options: Options,
    observer: Arc<dyn Observer>,
    watcher: Watcher,
    sources: Sources,
    /// What need not be computed again.
    memo: Memo,
}

impl Rebuilder {
    /// Begins to watch, so that no change after the first build goes unnoticed.
    pub(super) fn new(
        options: &Options,
        observer: Arc<dyn Observer>,
    ) -> std::result::Result<Self, Error> {
        let root = std::fs::canonicalize(&options.root).map_err(Error::read(&options.root))?;
        let mut watcher = Watcher::new()?;
        let folders = vec![root.join("content"), root.join("themes")];
        let sources = Sources {
            files: vec![root.join("book.toml")],
            folders,
            output: root.join("public"),
            root,
        };
        watcher.watch(&sources)?;
        Ok(Self { options: options.clone(), observer, watcher, sources, memo: Memo::default() })
    }

    /// Builds until all that the build read is watched.
    pub(super) fn build(&mut self, before: &Published) -> std::result::Result<Published, Error> {
        loop {
            self.observer.started();
            let result = build::rebuild(&self.options.root, self.options.build, &mut self.memo);
            self.observer.built(&result);
            self.learn_sources(&result);
            // What was not watched may have changed before it was.
            if !self.watcher.watch(&self.sources)? {
                return Ok(publish(before, result, &*self.observer));
            }
        }
    }

    /// Builds after every change, and publishes, until it can watch no longer.
    pub(super) fn run(mut self, published: &Sender<Arc<Published>>) -> Error {
        loop {
            self.watcher.wait(&self.sources);
            let latest = published.borrow().clone();
            match self.build(&latest) {
                Ok(next) => published.send_replace(Arc::new(next)),
                Err(error) => return error,
            };
        }
    }

    fn learn_sources(&mut self, result: &Result) {
        // A build that the world stopped read nothing new.
        let Ok(checked) = result else { return };
        let root = &self.sources.root;
        let config = &checked.value.inputs.config.build;
        let place = |path: &str| -> PathBuf {
            Path::new(path).components().fold(root.clone(), |place, part| place.join(part))
        };
        self.sources = Sources {
            folders: vec![place(&config.content), place("themes")],
            files: std::iter::once(place("book.toml"))
                .chain(checked.value.included.iter().map(|file| place(file.as_str())))
                .collect(),
            output: place(&config.output),
            root: root.clone(),
        };
    }
}

fn publish(before: &Published, result: Result, observer: &dyn Observer) -> Published {
    let is_broken = result.as_ref().map_or(true, |checked| {
        checked.diagnostics.iter().any(|finding| finding.level == Level::Deny)
    });
    match result {
        Ok(checked) if !is_broken => before.with(checked.value.output),
        result => before.without(&observer.explain(&result)),
    }
}
