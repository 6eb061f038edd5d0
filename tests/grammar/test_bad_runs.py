"""Every script in `bad_runs/` fails while it runs, or names what is not there: whole diagnostics.

UPDATE_SNAPSHOTS=1 rewrites them. Under PyTorch the scripts fail with the same exception and message,
but for those whose name starts with `own_`, which only this language refuses, and with `words_`, of
which PyTorch says the same in other words.
"""

from __future__ import annotations

import contextlib
import io
import os
import re
import sys
import warnings
from pathlib import Path
from types import ModuleType

import pytest

from grammar.carets import render
from grammar.diagnostic import Diagnostic, ScriptError
from grammar.remedies import REMEDIES
from grammar.run import compile_script

BAD = sorted((Path(__file__).parent / "bad_runs").glob("*.txt"))
IDS = [path.stem for path in BAD]

pytestmark = pytest.mark.filterwarnings("ignore")


def failure(source: str, filename: str) -> ScriptError:
    with contextlib.redirect_stdout(io.StringIO()):
        try:
            error = compile_script(source, filename).run(warn=lambda diagnostic: None).error
        except ScriptError as unread:
            return unread
    assert error is not None, "the script does not fail"
    return error


@pytest.mark.parametrize("path", BAD, ids=IDS)
def test_the_diagnostic_of_a_failing_script(path: Path) -> None:
    source = path.read_bytes().decode("utf-8")
    error = failure(source, path.name)
    text = render(error.diagnostic, source, path.name) + f"\n[exit code {error.exit_code}]\n"
    expected = path.with_suffix(".out")
    if os.environ.get("UPDATE_SNAPSHOTS"):
        expected.write_text(text, encoding="utf-8")
    known = expected.read_text(encoding="utf-8")
    if sys.version_info >= (3, 12):  # Python's own messages and positions differ a little there
        assert text.partition(":")[0] == known.partition(":")[0]
        return
    assert _without_depth(text) == _without_depth(known)


def _without_depth(text: str) -> str:
    """How deep calls can go depends on those around, and on what CPython has specialised by then."""
    return re.sub("(?<=note: )9[0-9][0-9](?= more calls)", "9xx", text)


def raised_by_python(source: str, filename: str) -> Exception:
    with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
        warnings.simplefilter("ignore")
        try:
            exec(compile(source, filename, "exec"), {"__name__": "__main__"})
        except Exception as error:
            return error
    raise AssertionError("the script does not fail")


OTHER_WORDS = {
    "RecursionError": "how deep it was is said by neither in the same way",
}


@pytest.mark.oracle
@pytest.mark.parametrize(
    "path",
    [path for path in BAD if not path.stem.startswith(("own_", "words_"))],
    ids=lambda path: path.stem,
)
def test_pytorch_says_the_same(path: Path, torch: ModuleType) -> None:
    source = path.read_bytes().decode("utf-8")
    theirs = raised_by_python(source, path.name)
    ours: Diagnostic = failure(source, path.name).diagnostic
    assert ours.type == type(theirs).__name__
    if ours.type not in OTHER_WORDS:
        assert first_line(ours.message) == first_line(str(theirs))


def first_line(message: str) -> str:
    return message.partition("\n")[0].strip()


def test_every_remedy_is_seen() -> None:
    """A remedy whose message nobody gives any more is dead."""
    texts = [path.with_suffix(".out").read_text(encoding="utf-8") for path in BAD]
    messages = "\n".join(text.partition("\n -")[0] for text in texts)
    assert [p.pattern for p, _ in REMEDIES if not p.search(messages)] == []


def test_there_are_enough_scripts() -> None:
    assert len(BAD) >= 150
