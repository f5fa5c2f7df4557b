//! Rule `foreign-file`: what is in the way in the output folder and is not ours.

use std::path::Path;

use crate::base::diagnostic::Diagnostic;
use crate::base::path::OutputPath;
use crate::rules;
use crate::write::plan::Paths;
use crate::write::scan::Kind;

/// Something in the way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Foreign {
    path: String,
    obstacle: Obstacle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Obstacle {
    File,
    FileForFolder,
    FolderForFile,
    Special,
}

/// Returns everything that is in the way.
pub(super) fn find(paths: &Paths<'_>) -> Vec<Foreign> {
    let files = paths.output.files.keys().filter_map(|path| {
        let obstacle = match paths.seen.kind(path.as_str())? {
            Kind::File => (!paths.is_ours(path)).then_some(Obstacle::File),
            Kind::Folder => (!holds_only_ours(paths, path)).then_some(Obstacle::FolderForFile),
            Kind::Other => Some(Obstacle::Special),
        };
        obstacle.map(|obstacle| Foreign { path: path.as_str().to_owned(), obstacle })
    });
    let folders = paths.new_folders.iter().filter_map(|folder| {
        let obstacle = match paths.seen.kind(folder)? {
            Kind::File if paths.old.files.contains(*folder) => None,
            Kind::File => Some(Obstacle::FileForFolder),
            Kind::Folder => None,
            Kind::Other => Some(Obstacle::Special),
        };
        obstacle.map(|obstacle| Foreign { path: (*folder).to_owned(), obstacle })
    });
    files.chain(folders).collect()
}

/// True if everything in a folder is ours and on its way out.
fn holds_only_ours(paths: &Paths<'_>, folder: &OutputPath) -> bool {
    let inside = format!("{folder}/");
    let from = OutputPath::new(&inside);
    paths.old_folders.contains(folder.as_str())
        && paths
            .seen
            .entries
            .range(from..)
            .take_while(|(path, _)| path.as_str().starts_with(&inside))
            .all(|(path, entry)| match entry.kind {
                Kind::File => {
                    paths.old.files.contains(path) && !paths.output.files.contains_key(path)
                }
                Kind::Folder => paths.old_folders.contains(path.as_str()),
                Kind::Other => false,
            })
}

impl Foreign {
    /// Returns the finding.
    pub(super) fn report(&self, to: &Path) -> Diagnostic {
        let path = to.join(&self.path);
        let path = path.display();
        let message = match self.obstacle {
            Obstacle::File => format!("`{path}` is in the way, and no build wrote it"),
            Obstacle::FileForFolder => format!("`{path}` is a file where the site has a folder"),
            Obstacle::FolderForFile => format!("`{path}` is a folder where the site has a file"),
            Obstacle::Special => {
                format!("`{path}` is a link or a special file, and in the way")
            }
        };
        Diagnostic::new(&rules::FOREIGN_FILE, message)
            .help("move or remove it, or build into another folder with `--output`")
    }
}
