"""The fuzzer's inputs in small numbers; what it found once stays mended; it can find something."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.fuzz import oracle
from tests.fuzz.inputs import KINDS, Input, make

FINDINGS = sorted((Path(__file__).parent / "findings").glob("*.txt"))


@pytest.mark.parametrize("path", FINDINGS, ids=[path.stem for path in FINDINGS])
def test_what_was_found_stays_mended(path: Path) -> None:
    source = path.read_bytes()
    for command in ("eval", "run"):
        for padding in (b"", b"\n"):  # an even length runs with --format json
            found = Input("found", source + padding, command, ("x=2",))
            assert oracle.judge(found, run=True) == []


@settings(max_examples=150, deadline=None, derandomize=True)
@given(kind=st.sampled_from(KINDS[:3]), seed=st.integers(0, 10**6))
def test_no_source_upsets_the_parser(kind: str, seed: int) -> None:
    assert oracle.judge(make(kind, seed), run=False) == []


@settings(max_examples=40, deadline=None, derandomize=True)
@given(kind=st.sampled_from(KINDS), seed=st.integers(0, 10**6))
def test_no_input_upsets_the_program(kind: str, seed: int) -> None:
    assert oracle.judge(make(kind, seed), run=True) == []


@settings(max_examples=150, deadline=None, derandomize=True)
@given(text=st.text(max_size=60))
def test_no_text_upsets_the_parser(text: str) -> None:
    source = text.encode("utf-8", "surrogatepass")
    assert oracle.judge(Input("text", source, "eval", ()), run=False) == []


def test_most_derived_programs_are_read() -> None:
    """The walk through the tables makes what the parser accepts, or all else is in vain."""
    from grammar.diagnostic import ScriptError
    from grammar.parser import parse

    read = 0
    for seed in range(60):
        try:
            parse(make("grammar", seed).source.decode(), "s.py", split=False)
            read += 1
        except ScriptError:
            pass
    assert read > 20


def test_the_oracle_sees_a_crash(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*words: object, **options: object) -> None:
        raise ZeroDivisionError("broken on purpose")

    monkeypatch.setattr(oracle, "parse", broken)
    assert "ZeroDivisionError" in oracle.judge(make("grammar", 1), run=False)[0]


def test_the_oracle_sees_a_tree_that_is_not_pythons(monkeypatch: pytest.MonkeyPatch) -> None:
    import ast

    monkeypatch.setattr(oracle, "parse", lambda *words, **options: ast.parse("x - y"))
    (problem,) = oracle.judge(Input("text", b"x + y", "eval", ()), run=False)
    assert problem == "the tree is not Python's"
