"""(d) Parsing, and a training loop in the script language against the same loop in CPython."""

from __future__ import annotations

import ast
import contextlib
import io

from tests.benchmarks.measure import Row, minima, take_turns, timed
from tests.oracle import golden

LOOP_TARGET = 1.3
"""A loop of training steps through the guarded language against CPython on the same engine."""
LOOP = """
w = torch.tensor(1.0, requires_grad=True)
for i in range({count}):
    loss = (w * 2.0 - 3.0) ** 2
    loss.backward()
    with torch.no_grad():
        w -= 0.01 * w.grad
    w.grad = None
"""


def _source(lines: int) -> str:
    """A long script: the golden scripts one after another."""
    text = "\n".join(script.read_text("utf-8") for script in golden.scripts())
    kept = text.splitlines()
    while len(kept) < lines:
        kept += kept
    # Cut where a new statement starts.
    end = lines
    while kept[end - 1].strip() == "" or kept[end].startswith(
        (" ", "else", "elif", "except", "final", "@")
    ):
        end -= 1
    while kept[end - 1].endswith(":") or kept[end - 1].startswith("@"):
        end -= 1
    return "\n".join(kept[:end]) + "\n"


def measure(quick: bool = False) -> list[Row]:
    """Microseconds a line, and milliseconds a loop."""
    import engine
    from grammar.parser import parse
    from grammar.run import compile_script

    source = _source(100 if quick else 3000)
    lines = source.count("\n")
    parsers = {
        "ours": timed(lambda: parse(source, "long.py")),
        "CPython": timed(lambda: ast.parse(source)),
    }
    per_line = {
        k: s / lines * 1e6 for k, s in minima(take_turns(parsers, 1 if quick else 7)).items()
    }
    rows = [
        Row(
            f"parse {lines} lines",
            "CPython ast.parse",
            per_line["ours"],
            per_line["CPython"],
            None,
            "us/line",
        )
    ]

    text = LOOP.format(count=10 if quick else 10_000)
    script = compile_script("import torch\n" + text, "loop.py")
    code = compile(text, "loop.py", "exec")

    def guarded() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            error = script.run().error
        if error is not None:
            raise error

    loops = {"ours": timed(guarded), "CPython": timed(lambda: exec(code, {"torch": engine}))}
    best = {k: s * 1e3 for k, s in minima(take_turns(loops, 1 if quick else 5)).items()}
    rows.append(
        Row(
            "training loop as a script",
            "CPython, same engine",
            best["ours"],
            best["CPython"],
            LOOP_TARGET,
        )
    )
    return rows
