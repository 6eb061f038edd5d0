"""What a failing script leaves in JSON is what it leaves as text, for every bad script there is."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from cli.render.json_ import error_data
from grammar.carets import render
from grammar.diagnostic import Diagnostic, Label, Span
from tests.cli.conftest import run_program
from tests.grammar.test_bad_runs import failure

GRAMMAR = Path(__file__).parents[1] / "grammar"
SCRIPTS = [*sorted(GRAMMAR.glob("bad/*.txt")), *sorted(GRAMMAR.glob("bad_runs/*.txt"))]
WIDTH = 100

pytestmark = pytest.mark.filterwarnings("ignore")


def diagnostic_of(data: dict[str, object]) -> Diagnostic:
    """Read a diagnostic back from its JSON: nothing else goes into the text."""
    fields = json.loads(json.dumps(data))
    labels = tuple(
        Label(
            Span(label["line"], label["column"], label["end_line"], label["end_column"]),
            label["text"],
            label["primary"],
        )
        for label in fields["labels"]
    )
    notes = tuple(fields["notes"])
    return Diagnostic(fields["type"], fields["message"], labels, notes, fields["help"])


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_json_says_what_the_text_says(path: Path) -> None:
    source = path.read_bytes().decode("utf-8")
    diagnostic = failure(source, path.name).diagnostic
    data = error_data(diagnostic)
    assert data is not None
    assert set(data) == {"type", "message", "labels", "notes", "help"}
    text = render(diagnostic_of(data), source, path.name)
    assert text == render(diagnostic, source, path.name)
    lines = re.split("\r\n|\r|\n", source)
    assert sum(label["primary"] for label in data["labels"]) == 1
    for label in data["labels"]:
        assert 1 <= label["line"] <= label["end_line"] <= len(lines)
        start, end = (label["line"], label["column"]), (label["end_line"], label["end_column"])
        assert (label["line"], 1) <= start < end
        assert label["column"] <= len(lines[label["line"] - 1]) + 1


@pytest.mark.parametrize("path", SCRIPTS[::20], ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_the_program_writes_both(path: Path) -> None:
    done = run_program("run", str(path), "--format", "json", width=WIDTH)
    assert done.code in (1, 2, 3, 4, 5)
    source = path.read_bytes().decode("utf-8")
    error = json.loads(done.out)["error"]
    assert done.err.endswith(render(diagnostic_of(error), source, str(path), width=WIDTH) + "\n")


def test_an_expression_has_carets_too() -> None:
    done = run_program("eval", "a @ b", "a=[[1,2]]", "b=[[1,2]]", "-q")
    assert done.code == 1
    assert "1 | a @ b\n  | -^^^- shape [1, 2]\n  | |\n  | shape [1, 2]\n" in done.err


def test_standard_input_has_carets_too() -> None:
    done = run_program("run", "-", stdin="x = (1 +\r\ny = 2\r\n")
    assert done.code == 3
    assert "1 | x = (1 +\n  |     ^ opened here\n" in done.err
