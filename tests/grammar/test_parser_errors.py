"""Every script in `bad/` has its rendered diagnostic beside it; UPDATE_SNAPSHOTS=1 rewrites it."""

import os
import re
import sys
from pathlib import Path

import pytest

from grammar.carets import render
from grammar.diagnostic import ScriptError
from grammar.parser import parse
from grammar.python_errors import from_python_syntax_error
from grammar.source import Source
from grammar.syntax_remedies import SYNTAX_REMEDIES

BAD = sorted((Path(__file__).parent / "bad").glob("*.txt"))


def read(source, filename):
    module = parse(source, filename)
    try:
        compile(module, filename, "exec")
    except SyntaxError as error:
        raise from_python_syntax_error(error, Source(source, filename)) from None


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_the_diagnostic_of_a_bad_script(path):
    source = path.read_bytes().decode("utf-8")
    with pytest.raises(ScriptError) as caught:
        read(source, path.name)
    assert caught.value.exit_code == 3
    text = render(caught.value.diagnostic, source, path.name) + "\n"
    expected = path.with_suffix(".out")
    if path.stem == "static_blocks" and sys.version_info >= (3, 12):
        # CPython's own limit, which is one block higher there: the same diagnostic a line below.
        assert text.startswith("SyntaxError: too many statically nested blocks\n")
        return
    if os.environ.get("UPDATE_SNAPSHOTS"):
        expected.write_text(text, encoding="utf-8")
    assert text == expected.read_text(encoding="utf-8")


def test_every_remedy_is_seen():
    """A remedy whose message nobody gives any more is dead."""
    texts = [path.with_suffix(".out").read_text(encoding="utf-8") for path in BAD]
    messages = [text.partition("\n")[0] for text in texts]
    assert [p.pattern for p, _ in SYNTAX_REMEDIES if not any(map(p.search, messages))] == []


def test_there_are_enough_bad_scripts():
    assert len(BAD) >= 250


@pytest.mark.parametrize("path", BAD, ids=lambda path: path.stem)
def test_a_bad_script_is_bad_python_too(path):
    source = path.read_bytes().decode("utf-8")
    out = re.match("out_|magic", path.stem)  # what Python has and the language has not
    if not out:
        with pytest.raises((SyntaxError, ValueError)):
            compile(source, path.name, "exec")
