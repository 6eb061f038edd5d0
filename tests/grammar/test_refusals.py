"""What the language leaves out is refused when a script is read, with its place and what to write.

A refusal in `refusals.txt` is a line `=== message`, the script, `--- the text that is marked` and
`--- what to write instead`, empty where nothing that the language has comes near.
"""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

import pytest

from grammar.diagnostic import ScriptError, Span
from grammar.run import compile_script


class Refusal(NamedTuple):
    """A script with what must be said of it."""

    script: str
    message: str
    marked: str
    help: str


def refusals() -> list[Refusal]:
    """All refusals of the file."""
    found = []
    text = (Path(__file__).parent / "refusals.txt").read_text("utf-8")
    for block in ("\n" + text).split("\n=== ")[1:]:
        message, _, rest = block.partition("\n")
        script, marked, help = rest.removesuffix("\n").split("\n--- ")
        found.append(Refusal(script + "\n", message, marked, help))
    return found


def text_at(source: str, span: Span) -> str:
    """The text in a span of one line."""
    assert span.line == span.end_line
    return source.split("\n")[span.line - 1][span.column - 1 : span.end_column - 1]


@pytest.mark.parametrize("refusal", refusals(), ids=lambda r: r.script.rstrip("\n"))
def test_refused_before_anything_runs(refusal: Refusal, capsys: pytest.CaptureFixture[str]) -> None:
    source = "print('ran')\n" + refusal.script
    with pytest.raises(ScriptError) as caught:
        compile_script(source, "s.py").run()
    assert capsys.readouterr().out == ""
    diagnostic = caught.value.diagnostic
    primary = next(label.span for label in diagnostic.labels if label.primary)
    said = diagnostic.message, text_at(source, primary), diagnostic.help or ""
    assert said == (refusal.message, refusal.marked, refusal.help)
    assert caught.value.exit_code in (3, 5)


ASKED = """
if hasattr(torch, 'nothing_like_it'):
    torch.nothing_like_it()
try:
    torch.nothing_like_it
except AttributeError as error:
    print(error)
"""


def test_a_script_that_asks_for_a_member_is_left_to_find_out(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert compile_script(ASKED, "s.py").run().error is None
    assert capsys.readouterr().out == "module 'torch' has no attribute 'nothing_like_it'\n"


@pytest.mark.parametrize(
    "script",
    [
        "class T: nope = 1\ntorch = T()\ntorch.nope",
        "import math\nfor math in []: pass\ndef f(): return math.nope",
        "import math\ndef f(math): return math.nope",
        "import math\nwith torch.no_grad() as math: pass\ndef f(): return math.nope",
        "def f():\n    import torch.nn as m\ndef g():\n    import torch.optim as m\n    return m.SGD",
        "sin = 1\ndef f(): return sin.nope",
    ],
)
def test_a_name_of_more_than_a_module_is_left_alone(script: str) -> None:
    assert compile_script(script, "s.py").run().error is None


def test_members_of_a_bound_name_are_not_looked_for() -> None:
    compile_script("x = torch.nope", "s.py", bound=["torch"])
