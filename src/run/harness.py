# Runs a sample's program and notes what each statement wrote to stdout. Started by `crib test` as
#
#     python -X dev harness.py JOB
#
# JOB is a literal: {"file", "parts": [{"line", "text", "raises", "session"}], "warnings", "parse"}. With
# "parse" the last part is parsed and nothing runs; else all parts run in one `__main__` module, which never sees
# this file. Events go to what is stdin at the start, a line each, fields between tabs; offsets are the length of
# stdout so far:
#
#     part I OFFSET          part I begins
#     lines A-B,C-D,...      statements of the last part, by their first and last line in the program
#     done K OFFSET          statement (or example) K has ended
#     raised I LINE TYPE QUALIFIED MESSAGE
#     end OFFSET             the last part has ended
#
# It imports nothing that a program would not find imported anyway, and runs on Python 3.8 and newer.
import _ast
import builtins
import os
import sys

with open(sys.argv[1], encoding="utf-8") as file:
    job = eval(file.read(), {"null": None, "true": True, "false": False})
parts = job["parts"]
stdout = os.dup(1)
events = os.dup(0)
os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
write, size, process = os.write, os.fstat, os.getpid  # A program may replace what it finds.
home = process()
flags = 0
FUTURES = 0x1FF0000  # The bits of code objects that `from __future__ import …` sets.


def field(value):
    text = str(value).replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t")
    return text.encode("utf-8", "backslashreplace")


def note(*fields):
    if process() == home:  # What a fork does is a part of the statement that forked.
        write(events, b"\t".join(map(field, fields)) + b"\n")


def offset():
    for stream in (sys.stdout, sys.__stdout__):
        try:
            stream.flush()
        except Exception:  # It was closed, or replaced by something else.
            pass
    return size(stdout).st_size


def mark(number):
    note("done", number, offset())


def parse(part):
    text = "\n" * (part["line"] - 1) + part["text"]
    return compile(text, job["file"], "exec", _ast.PyCF_ONLY_AST | flags, True)


def run(tree, mode="exec", file=job["file"]):
    global flags
    code = compile(tree, file, mode, flags, True)
    flags |= code.co_flags & FUTURES
    exec(code, main.__dict__)


def is_first(statement, position):
    """True for what must stay at the head of a module."""
    is_docstring = (
        position == 0
        and isinstance(statement, _ast.Expr)
        and isinstance(getattr(statement.value, "value", None), str)
    )
    return is_docstring or isinstance(statement, _ast.ImportFrom) and statement.module == "__future__"


def marked(tree):
    """Puts a call of `mark` after each statement that ends a line."""
    body, ranges, first = [], [], None
    for position, statement in enumerate(tree.body):
        body.append(statement)
        decorators = [it.lineno for it in getattr(statement, "decorator_list", ())]
        start = min([statement.lineno, *decorators])
        first = start if first is None else first
        after = tree.body[position + 1] if position + 1 < len(tree.body) else None
        if after is not None and after.lineno <= statement.end_lineno:
            continue
        ranges.append("%d-%d" % (first, statement.end_lineno))
        first = None
        if is_first(statement, position):
            continue
        name = _ast.Name("__crib_mark__", _ast.Load())
        call = _ast.Expr(_ast.Call(name, [_ast.Constant(len(ranges) - 1)], []))
        for node in (call, call.value, call.value.func, call.value.args[0]):
            node.lineno = node.end_lineno = statement.end_lineno
            node.col_offset = node.end_col_offset = 0
        body.append(call)
    tree.body = body
    note("lines", ",".join(ranges))
    return tree


def session(examples):
    """Runs examples as the prompt does; what they raise is part of what they print."""
    for number, text in enumerate(examples):
        try:
            run(text, "single", "<stdin>")
        except SystemExit:
            raise
        except BaseException as error:
            import traceback

            offset()
            lines = ["Traceback (most recent call last):\n", "    ...\n"]
            told = traceback.TracebackException(type(error), error, error.__traceback__)
            lines += told.format_exception_only()
            sys.__stdout__.write("".join(lines))
        mark(number)


def place(error):
    """The innermost line of the program that an error passed."""
    line = 0
    if isinstance(error, SyntaxError) and error.filename == job["file"]:
        line = error.lineno or 0
    step = error.__traceback__
    while step is not None:
        if step.tb_frame.f_code.co_filename == job["file"]:
            line = step.tb_lineno
        step = step.tb_next
    return line


def tell(position, error):
    kind = type(error)
    try:
        message = str(error)
    except BaseException:
        message = "<no message: str() failed>"
    if isinstance(error, SyntaxError) and error.filename == job["file"]:
        message = error.msg  # Without the line of the program, which is not the page's.
    if isinstance(error, SystemExit) and error.code is None:
        message = ""
    qualified = "%s.%s" % (kind.__module__, kind.__qualname__)
    note("raised", position, place(error), kind.__name__, qualified, message)


def without_harness(trace):
    while trace is not None and trace.tb_frame.f_code.co_filename == __file__:
        trace = trace.tb_next
    return trace


def show(error):
    error.__traceback__ = without_harness(error.__traceback__)
    sys.excepthook(type(error), error, error.__traceback__)


main = type(sys)("__main__")
main.__dict__.update(__builtins__=builtins, __file__=job["file"], __spec__=None)
this = sys.modules["__main__"]  # Kept, so that its names live on.
sys.modules["__main__"] = main
sys.argv = [job["file"]]
sys.path[0] = os.getcwd()
builtins.__crib_mark__ = mark
if job["warnings"]:
    import re
    import warnings

    for module, message in job["warnings"]:
        warnings.filterwarnings("ignore", re.escape(message), module=re.escape(module) + r"(\.|$)")

for position, part in enumerate(parts):
    if job["parse"] and position < len(parts) - 1:
        continue
    is_last = position == len(parts) - 1
    note("part", position, offset())
    try:
        if part["session"] is not None:
            session(part["session"])
        elif job["parse"]:
            parse(part)
        elif is_last:
            run(marked(parse(part)))
        else:
            run(parse(part))
    except BaseException as error:
        tell(position, error)
        if not is_last and part["raises"] is not None:
            continue  # The sample that this one continues ends like that.
        if isinstance(error, SystemExit):
            offset()
            raise
        show(error)
        offset()
        sys.exit(1)
note("end", offset())
