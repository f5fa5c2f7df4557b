//! What people read of a failure.

use crate::book::{crib_test, page};

#[test]
fn a_report_shows_a_diff_and_a_traceback_with_the_pages_lines() {
    let book = page(
        "# A\n\n```python run id=one\nfor n in range(3):\n    print(n)\n#> 0\n#> 9\n```\n\n\
         1. In a list:\n\n   ```python run id=two\n   def f(x):\n       return 1 / x\n   f(0)\n   ```\n",
    );
    let output = crib_test(book.root()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8(output.stderr).unwrap();
    let report: Vec<&str> = stderr.lines().map(str::trim_end).collect();
    let has = |line: &str| assert!(report.iter().any(|it| it.contains(line)), "{line}\n{stderr}");
    has("error[failed-sample]: the sample `one` prints something else on Python 3.");
    has("--> content/a.md:7:1");
    has("  0");
    has("- 9");
    has("+ 1");
    has("+ 2");
    has(
        "error[failed-sample]: the sample `two` raises `ZeroDivisionError: division by zero` on Python 3.",
    );
    has("--> content/a.md:14:4");
    has("File \"content/a.md\", line 15, in <module>");
    has("File \"content/a.md\", line 14, in f");
    has("a.md  2 of 2 failed        -");
    has("error: test failed: 2 samples: 0 runs passed, 2 failed, 0 not to be run");
    assert!(!stderr.contains("/.crib/run"), "{stderr}");
}

#[test]
fn samples_are_chosen_by_page_folder_and_id() {
    let book = page("```python run id=one\nx = 1\n```\n\n```python run id=two\nx = 1\n```\n");
    book.edit("content/sub/b.md", "```python run\nx = 1\n```\n");
    let count = |paths: &str| crate::book::test(&book, paths).summary()["passed"].clone();
    for (paths, expected) in [
        ("", 3),
        ("content/a.md", 2),
        ("a.md", 2),
        ("a", 2),
        ("content/sub", 1),
        ("sub/ a.md#two", 2),
        ("content/a.md#one", 1),
    ] {
        assert_eq!(count(paths), expected, "{paths}");
    }
    for (paths, message) in [
        ("c.md", "there is no page or folder `c.md` in the content folder"),
        ("a.md#three", "there is no sample `three` in `a.md`"),
    ] {
        let run = crate::book::test(&book, paths);
        assert_eq!(run.code, Some(2), "{paths}");
        assert_eq!(run.lines[0]["message"], message);
    }
}

#[test]
fn what_is_missing_is_told_by_name() {
    let book = page(
        "```python run needs=flask\nimport flask\n```\n\n```python run service=redis\nx = 1\n```\n",
    );
    book.edit("book.toml", "[test.python]\ninterpreters = [\"3.99\", \"./no-python\"]\n");
    let mut command = crib_test(book.root());
    let output = command.env_remove("CRIB_REDIS_URL").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = String::from_utf8(output.stderr).unwrap();
    for part in [
        "the interpreter `3.99`: there is no `python3.99` on PATH",
        "the interpreter `./no-python`: ",
        "packages: there is no `requirements.txt` in the content folder",
        "`service=redis`: CRIB_REDIS_URL is not set",
    ] {
        assert!(stderr.contains(part), "{part}\n{stderr}");
    }
}

#[test]
fn what_the_book_says_wrongly_of_samples_is_told() {
    let book =
        page("<!-- setup:\nx = 1\n-->\n\n```python run\nx = 1\n```\n\n[broken](nothing.md)\n");
    book.edit("book.toml", "[test.python]\nmemry = 512\n");
    let run = crate::book::test(&book, "");
    assert_eq!(
        run.findings(),
        [
            "book.toml:2: unknown key `memry` in `[test.python]`",
            "a.md:1: a set-up names one sample on its first line",
        ]
    );
    assert_eq!((run.code, &run.summary()["passed"]), (Some(1), &1.into()));
}
