"""Compiling and running a script: results, names, limits, warnings."""

from __future__ import annotations

import time
from typing import Any

import pytest

from grammar.diagnostic import Diagnostic, ScriptError
from grammar.run import Outcome, compile_script
from grammar.unknown_names import UnboundName


def run(source: str, warn: Any = None, **bindings: Any) -> Outcome:
    return compile_script(source, "s.py", bindings.keys()).run(bindings, warn=warn)


@pytest.mark.parametrize(
    ("source", "name", "value"),
    [
        ("1 + 1", None, 2),
        ("x = 3; x", "x", 3),
        ("y1 = 3 + 1; y2 = 2*3; loss = (y1 - y2)**2", "loss", 4),
        ("x = 1\nx += 4", "x", 5),
        ("x: int = 4", "x", 4),
        ("a = b = 2", "a", 2),
        ("a, b = 1, 2", None, None),
        ("x = 1\nprint(x)", None, None),
        ("for i in range(3): i", None, None),
        ("", None, None),
        ("2 ^ 10", None, 1024),
    ],
)
def test_the_result(source: str, name: str | None, value: object) -> None:
    outcome = run(source)
    assert outcome.error is None
    assert (outcome.result_name, outcome.result) == (name, value)


def test_the_namespace_holds_the_variables_of_the_script_alone() -> None:
    outcome = run("z = x + 1\nimport math\nmath.pi", x=2)
    assert set(outcome.namespace) == {"x", "z", "math"}


def test_names_are_the_scripts_then_bound_then_pythons_then_bare() -> None:
    assert run("sum = 5; sum").result == 5
    assert run("max", max=7).result == 7
    assert run("abs(-1), sum([1, 2]), round(2.6)").result == (1, 3, 3)
    assert run("e", e=2).result == 2
    assert str(run("e").result) == "2.718281828459045"


def test_a_script_runs_again_from_nothing() -> None:
    script = compile_script("try:\n    n += 1\nexcept NameError:\n    n = 0\nn", "s.py", ())
    assert [script.run().result, script.run().result] == [0, 0]


def test_used_names_are_known() -> None:
    assert {"x", "y"} <= compile_script("x * y", "s.py", {"x", "y", "z"}).used


@pytest.mark.parametrize(
    ("source", "unbound", "help"),
    [
        ("alpha = 3\nalhpa + 1", "alhpa", "did you mean alpha? Or give it a value: alhpa=VALUE"),
        ("prnt(1)", None, "did you mean print?"),
        ("open('x')", None, "bind data on the command line: NAME=@FILE"),
        ("qqq", "qqq", "give it a value: qqq=VALUE"),
    ],
)
def test_a_name_that_nobody_gave(source: str, unbound: str | None, help: str) -> None:
    with pytest.raises(UnboundName) as caught:
        compile_script(source, "s.py", ())
    assert caught.value.unbound == unbound
    assert caught.value.diagnostic.help == help


def test_the_first_problem_of_the_source_is_reported() -> None:
    with pytest.raises(ScriptError) as caught:
        compile_script("x = 1\nx._a\nx._b\nimport os", "s.py", ())
    assert caught.value.diagnostic.labels[0].span[:2] == (2, 3)


def test_star_imports_bring_what_is_read() -> None:
    outcome = run("from math import *\nfloor(sqrt(10))")
    assert outcome.result == 3
    assert set(outcome.namespace) == {"floor", "sqrt"}


def test_an_unknown_import_lists_what_there_is() -> None:
    with pytest.raises(ScriptError) as caught:
        compile_script("import maht", "s.py", ())
    diagnostic = caught.value.diagnostic
    assert (diagnostic.type, caught.value.exit_code) == ("ImportError", 3)
    assert diagnostic.help == "did you mean math?"
    assert "torch, math" in diagnostic.notes[0]


def test_a_timeout_ends_a_loop() -> None:
    start = time.monotonic()
    source = "while True:\n    try:\n        pass\n    except:\n        pass"
    outcome = compile_script(source, "s").run(timeout=0.2)
    assert time.monotonic() - start < 2
    assert outcome.error is not None
    assert (outcome.error.exit_code, outcome.error.diagnostic.type) == (5, "Refused")
    assert "0.2 s" in outcome.error.diagnostic.message


def test_a_timeout_ends_a_loop_that_swallows_it() -> None:
    source = """
n = 0
while n < 3:
    try:
        while True: pass
    finally:
        n += 1
        continue
while True: pass
"""
    outcome = compile_script(source, "s").run(timeout=0.1)
    assert outcome.error is not None
    assert outcome.error.exit_code == 5


def test_a_memory_bound_ends_a_list() -> None:
    outcome = compile_script("x = []\nwhile True: x += [0] * 1000", "s").run(max_memory=50_000_000)
    assert outcome.error is not None
    assert (outcome.error.exit_code, outcome.error.diagnostic.type) == (5, "MemoryError")


def test_warnings_come_once_a_place() -> None:
    seen: list[Diagnostic] = []
    source = """
import warnings
for i in range(3):
    warnings.warn('hey')
warnings.warn('hey')
with warnings.catch_warnings():
    warnings.simplefilter('ignore')
    warnings.warn('quiet')
"""
    assert run(source, warn=seen.append).error is None
    assert [(d.type, d.message, d.labels[0].span.line) for d in seen] == [
        ("UserWarning", "hey", 4),
        ("UserWarning", "hey", 5),
    ]


def test_warnings_go_to_standard_error(capsys: pytest.CaptureFixture[str]) -> None:
    run("import warnings\nwarnings.warn('hey')")
    assert capsys.readouterr().err == "warning: s.py:2: hey\n"


def test_keyboard_interrupts_pass() -> None:
    def interrupt() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        run("f()", f=interrupt)
