//! Several interpreters.

use crate::book::{page, test};

const BOTH: &str = "[test.python]\ninterpreters = [\"3.14\", \"3.15\"]\n";

fn on_both(text: &str) -> crate::book::Run {
    let book = page(text);
    book.edit("book.toml", BOTH);
    test(&book, "")
}

#[test]
fn a_sample_runs_on_each_that_is_within_its_limits() {
    let run = on_both(
        "```python run\nx = 1\n```\n\n```python run since=3.15\nx = 1\n```\n\n```python run until=3.14\nx = 1\n```\n",
    );
    assert_eq!(run.code, Some(0), "{:?}", run.findings());
    let on: Vec<&str> =
        run.lines.iter().filter_map(|line| line["on"].as_str()).map(|on| &on[..11]).collect();
    assert_eq!(on, ["Python 3.14", "Python 3.15", "Python 3.15", "Python 3.14"]);
}

#[test]
fn what_differs_between_versions_is_an_error() {
    let run = on_both("```python run\nimport sys\nprint(sys.version_info[1])\n#> 14\n```\n");
    let found = run.findings();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.md:4: the sample `n1` prints something else on Python 3.15."));
    assert!(run.lines[0]["help"].as_str().unwrap().contains("`since=` or `until=`"));
}

#[test]
fn a_sample_that_nothing_runs_is_an_error() {
    let run = on_both("```python run until=3.13\nx = 1\n```\n");
    assert_eq!(
        run.findings(),
        ["a.md:1: the sample `n1` runs on no interpreter of `[test.python]`"]
    );
}

#[test]
fn one_interpreter_can_be_asked_for() {
    let book = page("```python run\nx = 1\n```\n");
    book.edit("book.toml", BOTH);
    assert_eq!(test(&book, "--python 3.15").summary()["passed"], 1);
    let run = test(&book, "--python 3.13");
    assert_eq!(run.code, Some(2));
    assert!(
        run.lines[0]["message"].as_str().unwrap().contains("`[test.python]` has `3.14`, `3.15`")
    );
}

#[test]
fn sessions_tell_what_the_prompt_tells() {
    let run = on_both(
        "```pycon\n>>> value = 1\n>>> valu\nTraceback (most recent call last):\n  ...\nNameError: name 'valu' is not defined. Did you mean: 'value'?\n```\n",
    );
    assert_eq!(run.code, Some(0), "{:?}", run.findings());
}
