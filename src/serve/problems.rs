//! The page and the banner that show why a build failed.

use crate::base::html::escape;

/// Returns the banner: what is wrong, in the words of the terminal.
pub(super) fn banner(report: &str, has_site: bool) -> String {
    let remark = if has_site { "You see the site as it was before." } else { "" };
    format!(
        "<section id=\"crib-problems\" role=\"alert\"><header><h2>The book has errors</h2><p>{remark}</p></header>\
         <pre>{}</pre></section>",
        escape(report.trim_end())
    )
}

/// Returns the page that stands for every page while there has been no good build.
pub(super) fn page(banner: Option<&str>) -> String {
    document("The book has errors", banner.unwrap_or_default())
}

/// Returns the page for a path that the site does not have.
pub(super) fn missing(path: &str) -> String {
    let text = format!(
        "<section><h2>Not found</h2><p>The site has no <code>{}</code>.</p></section>",
        escape(path)
    );
    document("Not found", &text)
}

fn document(title: &str, body: &str) -> String {
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width\">\n<title>{title}</title>\n\
         <link rel=\"stylesheet\" href=\"/__crib/problems.css\">\n</head>\n\
         <body>\n{body}\n</body>\n</html>\n"
    )
}
