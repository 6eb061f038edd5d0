"""Programs of plain Python, construct by construct and at random: all print and end as under CPython.

The files of `python/` hold programs, each below a line `=== what it shows`.
"""

from __future__ import annotations

import contextlib
import io
import warnings
from pathlib import Path

import pytest

from tests.grammar.plain_programs import program
from tests.oracle import ours
from tests.oracle.outcome import Outcome, first_line, normalised

FOLDER = Path(__file__).parent / "python"


def programs() -> dict[str, str]:
    """The programs by `file: title`."""
    found: dict[str, str] = {}
    for path in sorted(FOLDER.glob("*.txt")):
        for block in ("\n" + path.read_text("utf-8")).split("\n=== ")[1:]:
            title, _, source = block.partition("\n")
            name = f"{path.stem}: {title}"
            assert name not in found, f"two programs are called {name!r}"
            found[name] = source.removesuffix("\n") + "\n"
    return found


PROGRAMS = programs()


def in_python(source: str) -> Outcome:
    """What CPython prints for `source` and how it ends."""
    stdout = io.StringIO()
    error = None
    with contextlib.redirect_stdout(stdout), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, "p.py", "exec", dont_inherit=True), {"__name__": "__main__"})
        except Exception as raised:
            error = first_line(type(raised).__name__, str(raised))
    return Outcome(normalised(stdout.getvalue()), error)


@pytest.mark.parametrize("name", PROGRAMS)
def test_prints_and_ends_as_under_cpython(name: str) -> None:
    assert ours.run(PROGRAMS[name], "p.py") == in_python(PROGRAMS[name])


def test_there_are_programs_for_every_construct() -> None:
    assert len(PROGRAMS) >= 300


SEEDS = range(200)


@pytest.mark.parametrize("seed", SEEDS)
def test_random_programs_print_and_end_as_under_cpython(seed: int) -> None:
    assert ours.run(program(seed), "p.py") == in_python(program(seed))


def test_random_programs_mean_something() -> None:
    assert program(3) == program(3)
    ends = [in_python(program(seed)).error for seed in SEEDS]
    assert not any(error is not None and error.startswith("SyntaxError") for error in ends)
    assert ends.count(None) > len(SEEDS) / 3
