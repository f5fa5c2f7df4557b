//! Output that is no page: the theme's assets, the content's other files, `.nojekyll`.

use crate::base::path::OutputPath;
use crate::model::inputs::{Inputs, ThemeAsset};
use crate::model::output::{Artifact, Output};
use crate::model::site::Site;

/// Adds everything that is copied.
pub(crate) fn add(inputs: &Inputs, site: &Site, output: &mut Output) {
    for (name, asset) in &inputs.theme.assets {
        output.files.insert(asset_output(name, asset), Artifact::asset(asset.bytes.clone()));
    }
    for asset in &inputs.assets {
        if let Some(file) = site.files.get(&asset.path) {
            output.files.insert(file.output.clone(), Artifact::asset(asset.bytes.clone()));
        }
    }
    // Or else GitHub Pages leaves out what begins with an underscore.
    output.files.insert(OutputPath::new(".nojekyll"), Artifact::asset(Vec::new()));
}

/// Returns where a theme's asset is written.
pub(crate) fn asset_output(name: &str, asset: &ThemeAsset) -> OutputPath {
    OutputPath::new(["assets/", &*asset.output_name(name)].concat())
}
