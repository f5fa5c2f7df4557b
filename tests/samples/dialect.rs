//! Each word of the dialect: what passes, and what is found where.

use crate::book::{assert_passes, findings, page, test};

#[test]
fn statements_print_what_stands_below_them() {
    assert_passes(
        "```python run
x = 1
print(x); print('y')
#> 1
#> y
for n in range(2):
    print(n, '  ')
#> 0
#> 1
print()
#>
print('a', end='')
#> a
print(' <object at', hex(id(x)), '>')
#>  <object at 0x... >
def f():
    \"\"\"
#> not an expectation
\"\"\"
f()
print('last')
#> last
```\n",
    );
}

#[test]
fn what_differs_is_found_at_its_line() {
    assert_eq!(
        findings("# A\n\n```python run\nprint(1)\n#> 2\nprint(3)\nx = 4\n#> 4\n```\n"),
        [
            "a.md:5: the sample `n1` prints something else on Python 3.11.7"
                .replace("3.11.7", &version()),
            format!(
                "a.md:6: the sample `n1` prints what the page does not show on Python {}",
                version()
            ),
            format!(
                "a.md:8: the sample `n1` prints nothing, where the page shows something on Python {}",
                version()
            ),
        ]
    );
}

#[test]
fn an_expectation_stands_right_below_its_statement() {
    let found = findings("```python run\nprint(1)\n\n#> 1\nif True:\n    x = 2\n    #> 2\n```\n");
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("a.md:2: the sample `n1` prints what the page does not show"));
    assert!(
        found[1].starts_with("a.md:4: the sample `n1` has a `#>` line that follows no statement")
    );
    assert!(found[2].starts_with("a.md:7: the sample `n1` has an indented `#>` line"));
}

#[test]
fn an_output_fence_is_the_whole_output() {
    assert_passes("```python run\nprint(1)\nprint(2)\n```\n\n```output\n1\n2\n```\n");
    let found = findings("```python run\nprint(1)\nprint(2)\n```\n\n```output\n1\n3\n```\n");
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0].starts_with("a.md:8: the sample `n1` prints something else"), "{found:?}");
    let found = findings("```python run\nprint(1)\n#> 7\n```\n\n```output\n1\n```\n");
    assert!(found[0].starts_with("a.md:3: the sample `n1` prints something else"), "{found:?}");
}

#[test]
fn transcripts_are_compared_as_doctest_does() {
    assert_passes(
        "```pycon
>>> x = [1, 2]
>>> x
[1, 2]
>>> for n in x:
...     n
...
1
2
>>> print('a\\n\\nb')
a

b
>>> 1 / 0
Traceback (most recent call last):
  ...
ZeroDivisionError: division by zero
>>> # a remark
>>> _
2
>>> raise ValueError('a\\nb')
Traceback (most recent call last):
ValueError: a
b
>>>
```\n",
    );
    let found = findings(
        "```pycon\n>>> 1\n2\n>>> 3\n>>> [][0]\nTraceback (most recent call last):\nKeyError: 0\n```\n",
    );
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("a.md:3: the sample `n1` prints something else"), "{found:?}");
    assert!(found[1].starts_with("a.md:4: the sample `n1` prints what the page does not show"));
    assert!(found[2].starts_with("a.md:7: the sample `n1` prints something else"));
    let found = findings(
        "```pycon\n>>> raise ValueError('a\\nb')\nTraceback (most recent call last):\nTypeError: x\nb\n```\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
    let found = findings(
        "```pycon\n>>> raise ValueError('a\\nb')\nTraceback (most recent call last):\nTypeError: x\nb\n```\n",
    );
    assert_eq!(found.len(), 1, "{found:?}");
}

#[test]
fn exceptions_are_asked_for_by_name_and_message() {
    assert_passes("```python run raises=TypeError\nt = ([],)\nt[0] += [1]\n```\n");
    assert_passes(
        "```python run raises=\"ValueError: no such\"\nraise ValueError('sorry, no such thing')\n```\n",
    );
    assert_passes("```python run raises=json.JSONDecodeError\nimport json\njson.loads('')\n```\n");
    assert_passes("```python run raises=SyntaxError\nx = = 1\n```\n");
    assert_passes("```python run raises=SystemExit\nimport sys\nsys.exit(3)\n```\n");
    let found = findings("```python run raises=KeyError\nx = 1\nint('x')\n```\n");
    assert!(
        found[0].starts_with("a.md:3: the sample `n1` raises another exception than `KeyError`"),
        "{found:?}"
    );
    let found = findings("```python run raises=KeyError\nx = 1\n```\n");
    assert!(
        found[0]
            .starts_with("a.md:1: the sample `n1` raises nothing, where the page says `KeyError`"),
        "{found:?}"
    );
    let found = findings(
        "text\n\n```python run raises=E\nclass E(Exception):\n    def __str__(self): raise TypeError\nraise E\n```\n",
    );
    assert_eq!(found, Vec::<String>::new());
    let found = findings("text\n\n```python run\nx = 1\nx = (\n```\n");
    assert!(
        found[0]
            .starts_with("a.md:5: the sample `n1` raises `SyntaxError: '(' was never closed` on"),
        "{found:?}"
    );
    let found = findings("```python run\nimport nothing_of_the_kind\n```\n");
    assert!(
        found[0].starts_with("a.md:2: the sample `n1` raises `ModuleNotFoundError: No module"),
        "{found:?}"
    );
}

#[test]
fn a_sample_runs_to_its_end() {
    for (code, line) in
        [("import sys\nsys.exit(0)\nprint(1)\n#> 1\n", 3), ("import os\nos._exit(0)\nx = 1\n", 3)]
    {
        let found = findings(&format!("```python run\n{code}```\n"));
        assert!(found[0].starts_with(&format!("a.md:{line}: the sample `n1`")), "{found:?}");
    }
    let found = findings("```python run\nimport os\nos._exit(3)\n```\n");
    assert!(found[0].starts_with("a.md:3: the sample `n1` ends with exit status 3"), "{found:?}");
}

#[test]
fn set_ups_and_samples_before_are_part_of_the_program() {
    assert_passes(
        "<!-- setup: first
from collections import deque
print('from the set-up')
-->

```python run id=first
d = deque([1])
print(d)
#> deque([1])
```

```python run after=second
print(d, e)
#> deque([1]) 2
```

> - ```python run id=second after=first raises=ZeroDivisionError
>   e = 2
>   1 / 0
>   ```
",
    );
    let text =
        "<!-- setup: one\nx = 1\nraise ValueError(x)\n-->\n\n```python run id=one\ny = 1\n```\n";
    let book = page(text);
    let run = test(&book, "");
    assert!(run.findings()[0].starts_with("a.md:3: the sample `one` raises `ValueError: 1`"));
    assert!(run.details()[0].contains("File \"content/a.md\", line 3"), "{:?}", run.details());
}

#[test]
fn starts_of_exercises_parse_and_do_not_run() {
    assert_passes("```python starter\nraise SystemExit(1)\n```\n");
    let found = findings("```python starter\ndef f(:\n    ...\n```\n");
    assert!(found[0].starts_with("a.md:2: the sample `starter1` does not parse"), "{found:?}");
}

#[test]
fn what_is_deprecated_fails() {
    let code = "```python run\nimport warnings\nwarnings.warn('old', DeprecationWarning)\n```\n";
    assert!(
        findings(code)[0].starts_with("a.md:3: the sample `n1` raises `DeprecationWarning: old`")
    );
    assert!(findings("```python run\nx = '\\d'\n```\n")[0].contains("invalid escape sequence"));
    let book = page(code);
    book.edit(
        "book.toml",
        "[[test.python.allow_warnings]]\nmodule = \"__main__\"\nmessage = \"ol\"\nreason = \"a test\"\n",
    );
    assert_eq!(test(&book, "").findings(), Vec::<String>::new());
}

#[test]
fn shell_samples_run_in_bash() {
    assert_passes(
        "```bash run id=one\nname=Ada\necho not compared here\n```\n\n```output\nnot compared here\n```\n\n```bash run after=one\necho \"Hello, $name\"\npwd | grep -c work\n```\n\n```output\nHello, Ada\n1\n```\n",
    );
    let found = findings("```bash run\ntrue\nfalse\necho 1\n```\n");
    assert!(found[0].starts_with("a.md:3: the sample `n1` ends with exit status 1"), "{found:?}");
    assert_passes("```bash run raises=\"No such file\"\ncat nothing.txt\n```\n");
}

#[test]
fn what_is_not_to_be_compared_or_run_is_not() {
    assert_passes("```python run nondet\nimport time\nprint(time.time())\n```\n");
    assert_passes("```python norun reason=\"needs a cloud\"\nimport boto3\n```\n");
    let run = test(&page("```python norun reason=\"needs a cloud\"\nx\n```\n"), "");
    assert_eq!(run.summary()["not_run"], 1);
    assert_eq!(run.lines[0]["reason"], "needs a cloud");
}

#[test]
fn programs_find_their_own_main_module() {
    assert_passes(
        "```python run
from __future__ import annotations
import sys, os, pickle
def square(n): return n * n
print(__name__, square.__module__, os.listdir(), len(sys.argv))
#> __main__ __main__ [] 1
print(pickle.loads(pickle.dumps(square))(3))
#> 9
print([name for name in dir() if 'crib' in name])
#> []
```

```python run
import multiprocessing as mp
def square(n): return n * n
if __name__ == '__main__':
    with mp.get_context('spawn').Pool(2) as pool:
        print(pool.map(square, [1, 2]))
#> [1, 4]
```\n",
    );
}

#[test]
fn forks_and_threads_are_part_of_their_statement() {
    assert_passes(
        "```python run
import os, threading, time
pid = os.fork()
if pid == 0:
    print('child')
    raise SystemExit(3)
else:
    print(os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]))
#> child
#> 3
threads = [threading.Thread(target=time.sleep, args=(0.2,)) for _ in range(250)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print('done')
#> done
```\n",
    );
}

#[test]
fn diffs_run_without_what_they_remove() {
    assert_passes("```python run diff\n-print(0)\n+print(1)\n #> 1\n```\n");
}

#[test]
fn included_files_run() {
    let book = page("```python run file=\"app.py\"\n```\n\n```output\nhi\n```\n");
    book.edit("content/app.py", "print('hi')\n");
    assert_eq!(test(&book, "").findings(), Vec::<String>::new());
    book.edit("content/app.py", "print('ho')\n");
    assert!(
        test(&book, "").findings()[0].starts_with("a.md:5: the sample `n1` prints something else")
    );
}

/// Returns the version of `python3`.
fn version() -> String {
    let run = test(&page("```python run\nx = 1\n```\n"), "");
    let on = run.lines[0]["on"].as_str().unwrap();
    on.strip_prefix("Python ").unwrap().to_owned()
}
