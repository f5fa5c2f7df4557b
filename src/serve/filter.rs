//! Which events on disk concern the book, and whether a file is at rest.

use std::path::{Component, Path, PathBuf};

use notify::event::{AccessKind, AccessMode, ModifyKind, RenameMode};
use notify::{Event, EventKind};

/// How far a change has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Stage {
    /// A file is being written or moved; most likely more is to come.
    Begun,
    /// A file has been closed or moved into its place.
    Done,
}

/// Returns how far a change has come; `None` if nothing changes.
pub(super) fn stage(event: &Event) -> Option<Stage> {
    match event.kind {
        EventKind::Access(AccessKind::Close(AccessMode::Write))
        | EventKind::Modify(ModifyKind::Name(RenameMode::To | RenameMode::Both)) => {
            Some(Stage::Done)
        }
        // Reading, which we do ourselves.
        EventKind::Access(_) | EventKind::Modify(ModifyKind::Metadata(_)) => None,
        _ => Some(Stage::Begun),
    }
}

/// What the book is made of, in absolute paths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Sources {
    /// The folder of `book.toml`.
    pub(super) root: PathBuf,
    /// Folders of which every file counts.
    pub(super) folders: Vec<PathBuf>,
    /// Single files.
    pub(super) files: Vec<PathBuf>,
    /// The output folder, of which none does.
    pub(super) output: PathBuf,
}

impl Sources {
    /// True if a build might read the file.
    pub(super) fn contain(&self, path: &Path) -> bool {
        if self.files.iter().any(|file| file == path) {
            return true;
        }
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        let is_hidden = inner.components().any(|part| match part {
            Component::Normal(name) => name.as_encoded_bytes().starts_with(b"."),
            _ => false,
        });
        !is_hidden
            && !is_noise(path)
            && !path.starts_with(&self.output)
            && self.folders.iter().any(|folder| path.starts_with(folder))
    }
}

/// True for what editors leave beside the files that they edit.
fn is_noise(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let extension = path.extension().unwrap_or_default().to_string_lossy();
    name.ends_with('~')
        || name.starts_with('#') && name.ends_with('#')
        // Vim's question whether it may write here.
        || name == "4913"
        || name.ends_with("___jb_tmp___")
        || name.ends_with("___jb_old___")
        || matches!(&*extension, "swp" | "swo" | "swx" | "tmp" | "crdownload" | "part")
}

#[cfg(test)]
mod tests {
    use notify::event::{CreateKind, DataChange, MetadataKind};

    use super::*;

    #[test]
    fn only_what_a_build_reads_counts() {
        let path = |path: &str| PathBuf::from(path);
        let sources = Sources {
            root: path("/b"),
            folders: vec![path("/b/content"), path("/b/themes")],
            files: vec![path("/b/book.toml"), path("/b/code/app.py")],
            output: path("/b/public"),
        };
        for read in
            ["/b/book.toml", "/b/code/app.py", "/b/content/a.md", "/b/themes/x/y.css", "/b/content"]
        {
            assert!(sources.contain(Path::new(read)), "{read}");
        }
        for noise in [
            "/b/README.md",
            "/b/code/other.py",
            "/b/public/index.html",
            "/b/.git/index",
            "/b/content/.a.md.swp",
            "/b/content/.#a.md",
            "/b/content/#a.md#",
            "/b/content/a.md~",
            "/b/content/4913",
            "/b/content/a.tmp",
            "/b/content/core/.crib-tmp-1",
        ] {
            assert!(!sources.contain(Path::new(noise)), "{noise}");
        }
    }

    #[test]
    fn a_book_whose_content_is_its_root_does_not_see_its_output() {
        let root = PathBuf::from("/b");
        let output = root.join("public");
        let sources = Sources { folders: vec![root.clone()], files: Vec::new(), output, root };
        assert!(sources.contain(Path::new("/b/a.md")));
        assert!(!sources.contain(Path::new("/b/public/a.html")));
    }

    #[test]
    fn reading_is_no_change() {
        let of = |kind| stage(&Event::new(kind));
        let done = EventKind::Access(AccessKind::Close(AccessMode::Write));
        assert_eq!(of(EventKind::Access(AccessKind::Open(AccessMode::Any))), None);
        assert_eq!(of(EventKind::Access(AccessKind::Close(AccessMode::Read))), None);
        assert_eq!(of(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any))), None);
        assert_eq!(of(done), Some(Stage::Done));
        assert_eq!(of(EventKind::Modify(ModifyKind::Data(DataChange::Any))), Some(Stage::Begun));
        assert_eq!(of(EventKind::Create(CreateKind::File)), Some(Stage::Begun));
        assert_eq!(of(EventKind::Modify(ModifyKind::Name(RenameMode::From))), Some(Stage::Begun));
        assert_eq!(of(EventKind::Modify(ModifyKind::Name(RenameMode::To))), Some(Stage::Done));
    }
}
