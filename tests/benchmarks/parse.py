"""(d) The language: parsing, and a training loop as a script against the same loop in CPython."""

from __future__ import annotations

import ast
import contextlib
import importlib.util
import io
from collections.abc import Callable
from typing import Any

from tests.benchmarks.measure import Row, minima, take_turns, timed
from tests.oracle import golden

LARK_TARGET = 0.31
"""12,000 lines a second where lark's own Python grammar reads 3,700."""
LINEAR_TARGET = 1.25
"""A line of a long script against one of a short script."""
LOOP_TARGETS = {"CPython, same engine": 1.3, "CPython, PyTorch": 1.0}
"""A loop of training steps through the guarded language."""
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


def _bundled_grammar() -> Callable[[str], Any]:
    """The parser that lark makes of its bundled Python grammar."""
    from lark import Lark
    from lark.indenter import PythonIndenter

    options: dict[str, Any] = {"parser": "lalr", "start": "file_input", "postlex": PythonIndenter()}
    grammar = Lark.open_from_package(
        "lark", "python.lark", ["grammars"], propagate_positions=True, **options
    )
    return grammar.parse


def _parsing(quick: bool) -> list[Row]:
    """Microseconds a line."""
    from grammar.parser import parse

    source = _source(100 if quick else 3000)
    lines = source.count("\n")
    bundled = _bundled_grammar()
    parsers = {
        "ours": timed(lambda: parse(source, "long.py")),
        "CPython ast.parse": timed(lambda: ast.parse(source)),
        "lark's Python grammar": timed(lambda: bundled(source)),
    }
    best = minima(take_turns(parsers, 1 if quick else 5))
    each = {name: seconds / lines * 1e6 for name, seconds in best.items()}
    what, ours = f"parse {lines} lines", each.pop("ours")
    targets = {"lark's Python grammar": LARK_TARGET}
    return [
        Row(what, name, ours, peer, targets.get(name), "us/line") for name, peer in each.items()
    ]


def _length(quick: bool) -> Row:
    """Microseconds a line of a long script against one of a script of a tenth."""
    from grammar.parser import parse

    short, long = (200, 2000) if quick else (10_000, 100_000)
    sources = {n: _source(n) for n in (short, long)}
    actions = {str(n): timed(lambda s=s: parse(s, "long.py")) for n, s in sources.items()}
    best = minima(take_turns(actions, 1 if quick else 2, warmup=0))
    each = {n: best[str(n)] / sources[n].count("\n") * 1e6 for n in sources}
    return Row(
        f"parse {long} lines", f"{short} lines", each[long], each[short], LINEAR_TARGET, "us/line"
    )


def _loop(quick: bool) -> list[Row]:
    """Milliseconds a loop."""
    import engine
    from grammar.run import compile_script

    text = LOOP.format(count=10 if quick else 10_000)
    script = compile_script("import torch\n" + text, "loop.py")
    code = compile(text, "loop.py", "exec")

    def guarded() -> None:
        with contextlib.redirect_stdout(io.StringIO()):
            error = script.run().error
        if error is not None:
            raise error

    peers: dict[str, Any] = {"CPython, same engine": engine}
    if importlib.util.find_spec("torch") is not None:
        import torch

        peers["CPython, PyTorch"] = torch
    loops = {"ours": timed(guarded)}
    loops |= {name: timed(lambda m=m: exec(code, {"torch": m})) for name, m in peers.items()}
    best = {name: s * 1e3 for name, s in minima(take_turns(loops, 1 if quick else 5)).items()}
    return [
        Row("training loop as a script", name, best["ours"], best.get(name), target)
        for name, target in LOOP_TARGETS.items()
    ]


def measure(quick: bool = False) -> list[Row]:
    """What it costs to read a script, and to run it guarded."""
    return [*_parsing(quick), _length(quick), *_loop(quick)]
