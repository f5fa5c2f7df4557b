//! `heading-skip`: a heading more than one level below the one before it.

use crate::base::diagnostic::Diagnostic;
use crate::check::place::first_line;
use crate::check::survey::Survey;
use crate::rules;

/// The first heading is compared with the page's own title, which is level 1 wherever it is from.
pub(super) fn check(survey: &Survey<'_>) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let mut above = 1;
    for (level, span) in &survey.headings {
        if *level > above + 1 {
            let span = first_line(survey.text, *span);
            let message = format!("this heading goes from level {above} to level {level}");
            let help =
                format!("make it level {}: `{} …`", above + 1, "#".repeat(above as usize + 1));
            let file = &survey.page.topic.file;
            found.push(Diagnostic::at(&rules::HEADING_SKIP, file, span, message).help(help));
        }
        above = *level;
    }
    found
}
