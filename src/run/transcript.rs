//! A session at the prompt: examples, and what each is expected to print.

use std::ops::Range;

/// One thing that was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Example {
    /// The code, without prompts.
    pub(super) code: String,
    /// Its lines.
    pub(super) typed: Range<usize>,
    /// The lines of what it prints.
    pub(super) printed: Range<usize>,
}

/// How what an uncaught exception prints begins.
pub(super) const TRACEBACK: &str = "Traceback (most recent call last):";

/// Reads a transcript; lines before the first prompt belong to no example.
pub(super) fn examples(lines: &[&str]) -> Vec<Example> {
    let mut examples: Vec<Example> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        if let Some(code) = after_prompt(line, ">>>") {
            let (typed, printed) = (number..number + 1, number + 1..number + 1);
            examples.push(Example { code: format!("{code}\n"), typed, printed });
            continue;
        }
        let Some(example) = examples.last_mut() else { continue };
        match after_prompt(line, "...") {
            // Behind output, three dots are output.
            Some(code) if example.printed.is_empty() => {
                example.code.push_str(code);
                example.code.push('\n');
                example.typed.end = number + 1;
                example.printed = number + 1..number + 1;
            }
            _ => example.printed.end = number + 1,
        }
    }
    for example in &mut examples {
        let is_empty = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
        if example.code.lines().all(is_empty) {
            // The compiler refuses what has no statement; people type it to explain.
            "pass\n".clone_into(&mut example.code);
        }
        while !example.printed.is_empty() && lines[example.printed.end - 1].trim().is_empty() {
            example.printed.end -= 1;
        }
    }
    examples
}

/// Returns what is to be compared of a printed text: of a traceback, the first line and what follows the calls.
pub(super) fn essence<'a>(lines: &[&'a str]) -> Vec<&'a str> {
    let Some(start) = lines.iter().position(|line| *line == TRACEBACK) else {
        return lines.to_vec();
    };
    let is_call = |line: &&&str| line.is_empty() || line.starts_with(' ') || **line == "...";
    let end = start + 1 + lines[start + 1..].iter().take_while(is_call).count();
    [&lines[..=start], &lines[end..]].concat()
}

/// Returns what was printed, with the calls of a traceback as they were expected: nothing is compared with them.
pub(super) fn with_calls_of<'a>(expected: &[&'a str], actual: &[&'a str]) -> Vec<&'a str> {
    let calls = |lines: &[&str]| {
        let start = lines.iter().position(|line| *line == TRACEBACK)? + 1;
        let is_call = |line: &&&str| line.starts_with(' ') || **line == "...";
        Some(start..start + lines[start..].iter().take_while(is_call).count())
    };
    match (calls(expected), calls(actual)) {
        (Some(theirs), Some(ours)) => {
            [&actual[..ours.start], &expected[theirs], &actual[ours.end..]].concat()
        }
        _ => actual.to_vec(),
    }
}

/// True for a line that would be read as something typed.
pub(super) fn is_prompt(line: &str) -> bool {
    after_prompt(line, ">>>").is_some() || after_prompt(line, "...").is_some()
}

fn after_prompt<'a>(line: &'a str, prompt: &str) -> Option<&'a str> {
    let rest = line.strip_prefix(prompt)?;
    if rest.is_empty() { Some(rest) } else { rest.strip_prefix(' ') }
}

#[cfg(test)]
mod tests {
    use super::{Example, essence, examples};

    #[test]
    fn prompts_and_outputs_are_told_apart() {
        let lines: Vec<&str> =
            "intro\n>>> for x in 1, 2:\n...     x\n...\n1\n2\n\n>>> y\n... \n>>> 3\n...\n4\n"
                .lines()
                .collect();
        let example =
            |code: &str, typed, printed| Example { code: code.to_owned(), typed, printed };
        assert_eq!(
            examples(&lines),
            [
                example("for x in 1, 2:\n    x\n\n", 1..4, 4..6),
                example("y\n\n", 7..9, 9..9),
                example("3\n\n", 9..11, 11..12),
            ]
        );
    }

    #[test]
    fn comments_and_bare_prompts_do_nothing() {
        let codes = examples(&[">>> # why", ">>>", ">>> 1 # one"]).into_iter().map(|it| it.code);
        assert_eq!(codes.collect::<Vec<_>>(), ["pass\n", "pass\n", "1 # one\n"]);
    }

    #[test]
    fn tracebacks_are_compared_by_their_ends() {
        let lines = ["x", super::TRACEBACK, "  File …", "E: no", "", "way"];
        assert_eq!(essence(&lines), ["x", super::TRACEBACK, "E: no", "", "way"]);
        assert_eq!(essence(&["y", super::TRACEBACK, "..."]), ["y", super::TRACEBACK]);
        assert_eq!(essence(&["a", "b"]), ["a", "b"]);
    }
}
