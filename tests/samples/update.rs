//! `crib test --update`: expectations change, and nothing else.

use std::fs;

use crate::book::{page, test};

/// Asserts that updating makes one text of the other, that it passes then, and that it stays.
#[track_caller]
fn assert_updates(before: &str, after: &str) {
    let book = page(before);
    let run = test(&book, "--update");
    let text = fs::read_to_string(book.root().join("content/a.md")).unwrap();
    assert_eq!(text, after, "{:?}", run.findings());
    assert_eq!(run.code, Some(0), "{:?}", run.findings());
    let record = fs::read(book.root().join("content/verified.json")).unwrap();
    assert_eq!(test(&book, "--update").code, Some(0));
    assert_eq!(fs::read_to_string(book.root().join("content/a.md")).unwrap(), after);
    assert_eq!(fs::read(book.root().join("content/verified.json")).unwrap(), record);
}

#[test]
fn lines_are_rewritten_put_in_and_taken_out() {
    assert_updates(
        "# A  \n\n```python run\nprint(1)\n#> 2\nprint('a', 'b', sep='\\n')\nx = 1\n#> 1\n#> 2\nprint()\n#> z\nprint(hex(id(x)))\n#> 0x...\n```\n\ntail",
        "# A  \n\n```python run\nprint(1)\n#> 1\nprint('a', 'b', sep='\\n')\n#> a\n#> b\nx = 1\nprint()\n#>\nprint(hex(id(x)))\n#> 0x...\n```\n\ntail",
    );
}

#[test]
fn containers_keep_their_marks() {
    assert_updates(
        "- item\n\n  > ```python run\n  > print(1)\n  > print(2)\n  > #> 3\n  > ```\n",
        "- item\n\n  > ```python run\n  > print(1)\n  > #> 1\n  > print(2)\n  > #> 2\n  > ```\n",
    );
    assert_updates(
        "1. ```bash run\n   echo a; echo; echo b\n   ```\n\n2. two\n",
        "1. ```bash run\n   echo a; echo; echo b\n   ```\n\n   ```output\n   a\n\n   b\n   ```\n\n2. two\n",
    );
}

#[test]
fn outputs_and_transcripts_are_rewritten() {
    assert_updates(
        "~~~python run\nprint('a')\nprint('b')\n~~~\n\n```output\nx\n```\n\n```pycon\n>>> 1\n2\n>>> 1 / 0\n>>> x = 1\nnothing\n```\n",
        "~~~python run\nprint('a')\nprint('b')\n~~~\n\n```output\na\nb\n```\n\n```pycon\n>>> 1\n1\n>>> 1 / 0\nTraceback (most recent call last):\n    ...\nZeroDivisionError: division by zero\n>>> x = 1\n```\n",
    );
}

#[test]
fn what_matches_stays_as_it_is_written() {
    assert_updates(
        "```python run\nfor x in ['new', object()]: print(x)\n#> <object object at 0x...>\n```\n",
        "```python run\nfor x in ['new', object()]: print(x)\n#> new\n#> <object object at 0x...>\n```\n",
    );
    assert_updates(
        "```pycon\n>>> int('x')\nTraceback (most recent call last):\n  File \"<stdin>\", line 1\nValueError: old\n```\n",
        "```pycon\n>>> int('x')\nTraceback (most recent call last):\n  File \"<stdin>\", line 1\nValueError: invalid literal for int() with base 10: 'x'\n```\n",
    );
}

#[test]
fn what_would_be_read_back_as_something_else_is_not_written() {
    for text in [
        "```pycon\n>>> print('`' * 3)\n1\n```\n",
        "~~~python run\nprint('~' * 3)\n~~~\n\n~~~output\n~~~\n",
        "```pycon\n>>> print('...')\n```\n",
        "```pycon\n>>> print('>>> 5')\n```\n",
        "```python run\nprint('a\\rb')\n```\n",
    ] {
        let book = page(text);
        let run = test(&book, "--update");
        assert_eq!(run.code, Some(1), "{text}");
        assert_eq!(fs::read_to_string(book.root().join("content/a.md")).unwrap(), text);
    }
    assert_updates(
        "````python run\nprint('`' * 3)\n````\n\n````output\n````\n\n```pycon\n>>> print('a\\n\\nb')\na\n<BLANKLINE>\nc\n```\n",
        "````python run\nprint('`' * 3)\n````\n\n````output\n```\n````\n\n```pycon\n>>> print('a\\n\\nb')\na\n<BLANKLINE>\nb\n```\n",
    );
}

#[test]
fn line_ends_and_byte_order_marks_stay() {
    assert_updates(
        "\u{feff}# A\r\n\r\n```python run\r\nprint(1)\r\nprint(2)\r\n#> 3\r\n```",
        "\u{feff}# A\r\n\r\n```python run\r\nprint(1)\r\n#> 1\r\nprint(2)\r\n#> 2\r\n```",
    );
}

#[test]
fn the_record_says_what_ran_where() {
    let book = page(
        "```python run id=one\nprint(1)\n#> 1\n```\n\n```bash run\ntrue\n```\n\n```python run id=bad\n1 / 0\n```\n",
    );
    let run = test(&book, "--update");
    assert_eq!(run.code, Some(1));
    let record: serde_json::Value =
        serde_json::from_slice(&fs::read(book.root().join("content/verified.json")).unwrap())
            .unwrap();
    let samples = record["samples"].as_object().unwrap();
    assert_eq!(samples.keys().collect::<Vec<_>>(), ["a.md#n1", "a.md#one"]);
    assert!(samples["a.md#one"]["passed"][0].as_str().unwrap().starts_with("3."));
    assert!(samples["a.md#n1"]["passed"][0].as_str().unwrap().starts_with("Bash "));
    let stale = |book: &crate::support::Book| book.findings().matches("stale-sample").count();
    assert_eq!(stale(&book), 1, "{}", book.findings());
    book.edit("content/a.md", "```python run id=one\nprint(2)\n#> 2\n```\n");
    // The sample has changed, and two that the record or the page had are gone.
    assert_eq!(stale(&book), 2, "{}", book.findings());
}

#[test]
fn only_a_run_of_everything_writes_the_record() {
    let book = page("```python run id=one\nprint(1)\n```\n\n```python run id=two\nprint(2)\n```\n");
    assert_eq!(test(&book, "--update a.md#two").code, Some(0));
    assert!(!book.root().join("content/verified.json").exists());
    let text = fs::read_to_string(book.root().join("content/a.md")).unwrap();
    assert_eq!(
        text,
        "```python run id=one\nprint(1)\n```\n\n```python run id=two\nprint(2)\n#> 2\n```\n"
    );
}
