//! What a page says that a sample prints: lines behind `#>`, and how they are compared.

use std::ops::Range;

use crate::model::sample::MARK;

/// Stands for anything within a line.
const ANYTHING: &str = "...";

/// Returns the run of `#>` lines that begins at line `from`.
pub(super) fn below(lines: &[&str], from: usize) -> Range<usize> {
    let rest = lines.get(from..).unwrap_or_default();
    from..from + rest.iter().take_while(|line| line.starts_with(MARK)).count()
}

/// Returns a line as it is written behind `#>`.
pub(super) fn marked(line: &str) -> String {
    if line.is_empty() { MARK.to_owned() } else { format!("{MARK} {line}") }
}

/// Splits what was printed into lines, without blanks at their ends.
pub(super) fn lines(text: &str) -> Vec<&str> {
    text.lines().map(str::trim_end).collect()
}

/// Splits likewise, without blank lines at the end.
pub(super) fn all_lines(text: &str) -> Vec<&str> {
    let mut lines = lines(text);
    while lines.last() == Some(&"") {
        lines.pop();
    }
    lines
}

/// True if each line is as expected.
pub(super) fn all_match(expected: &[&str], actual: &[&str]) -> bool {
    expected.len() == actual.len()
        && expected.iter().zip(actual).all(|(expected, actual)| matches(expected, actual))
}

/// True if a line is as expected; `...` matches anything.
pub(super) fn matches(expected: &str, actual: &str) -> bool {
    let (expected, actual) = (expected.trim_end(), actual.trim_end());
    let mut parts = expected.split(ANYTHING);
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = actual.strip_prefix(first) else { return false };
    let mut parts: Vec<&str> = parts.collect();
    let Some(last) = parts.pop() else { return rest.is_empty() };
    for part in parts {
        let Some(at) = rest.find(part) else { return false };
        rest = &rest[at + part.len()..];
    }
    rest.ends_with(last)
}

/// Returns how two texts differ: lines that begin with `-`, `+`, or a space for those in common.
pub(super) fn diff(expected: &[&str], actual: &[&str]) -> String {
    const MOST: usize = 200;
    let (expected_shown, actual_shown) =
        (&expected[..expected.len().min(MOST)], &actual[..actual.len().min(MOST)]);
    let mut lines = Vec::new();
    let common = common(expected_shown, actual_shown);
    let (mut left, mut right) = (0, 0);
    for (in_expected, in_actual) in
        common.into_iter().chain([(expected_shown.len(), actual_shown.len())])
    {
        lines.extend(expected_shown[left..in_expected].iter().map(|line| format!("- {line}")));
        lines.extend(actual_shown[right..in_actual].iter().map(|line| format!("+ {line}")));
        lines.extend(
            actual_shown
                .get(in_actual)
                .filter(|_| in_expected < expected_shown.len())
                .map(|line| format!("  {line}")),
        );
        (left, right) = (in_expected + 1, in_actual + 1);
    }
    shorten(&lines)
}

/// Joins lines, leaving out the middle of very many.
pub(super) fn shorten<T: AsRef<str>>(lines: &[T]) -> String {
    const MOST: usize = 24;
    let shown = |lines: &[T]| {
        let cut = |line: &T| -> String {
            let line = line.as_ref();
            if line.chars().count() > 200 {
                line.chars().take(199).chain(['…']).collect()
            } else {
                line.to_owned()
            }
        };
        lines.iter().map(cut).collect::<Vec<String>>()
    };
    if lines.len() <= MOST {
        return shown(lines).join("\n");
    }
    let (head, tail) = (&lines[..MOST / 2], &lines[lines.len() - MOST / 2..]);
    let left_out = format!("… {} more lines …", lines.len() - MOST);
    [shown(head), vec![left_out], shown(tail)].concat().join("\n")
}

/// Returns the places of the longest common subsequence.
pub(super) fn common(expected: &[&str], actual: &[&str]) -> Vec<(usize, usize)> {
    let mut lengths = vec![vec![0_usize; actual.len() + 1]; expected.len() + 1];
    for left in (0..expected.len()).rev() {
        for right in (0..actual.len()).rev() {
            lengths[left][right] = if matches(expected[left], actual[right]) {
                lengths[left + 1][right + 1] + 1
            } else {
                lengths[left + 1][right].max(lengths[left][right + 1])
            };
        }
    }
    let (mut left, mut right) = (0, 0);
    let mut places = Vec::new();
    while left < expected.len() && right < actual.len() {
        if matches(expected[left], actual[right]) {
            places.push((left, right));
            (left, right) = (left + 1, right + 1);
        } else if lengths[left + 1][right] >= lengths[left][right + 1] {
            left += 1;
        } else {
            right += 1;
        }
    }
    places
}

#[cfg(test)]
mod tests {
    use super::{diff, matches};

    #[test]
    fn dots_match_anything_within_a_line() {
        for (expected, actual) in [
            ("a", "a  "),
            ("...", ""),
            ("<object at 0x...>", "<object at 0x7f00>"),
            ("a...b...c", "a1b2b3c"),
            ("...end", "the end"),
            ("Ellipsis: ...", "Ellipsis: ..."),
        ] {
            assert!(matches(expected, actual), "{expected:?} {actual:?}");
        }
        for (expected, actual) in [("a", "ab"), ("a...b", "a"), ("ab...b", "ab"), ("", "a")] {
            assert!(!matches(expected, actual), "{expected:?} {actual:?}");
        }
    }

    #[test]
    fn a_diff_keeps_what_is_common() {
        assert_eq!(diff(&["a", "b", "d..."], &["a", "c", "de"]), "  a\n- b\n+ c\n  de");
        assert_eq!(diff(&[], &["x"]), "+ x");
        assert_eq!(diff(&["x"], &[]), "- x");
        assert_eq!(diff(&["b"], &["a", "b", "c"]), "+ a\n  b\n+ c");
    }
}
