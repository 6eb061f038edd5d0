"""The comparison itself: what counts as agreement, and that a wrong output cannot pass."""

from __future__ import annotations

import pytest

from tests.oracle import golden, ours
from tests.oracle.outcome import Outcome, agreement, first_line, normalised
from tests.oracle.report import difference


@pytest.mark.parametrize(
    ("a", "b", "kind"),
    [
        ("tensor(1.2345)", "tensor(1.2345)", "exact"),
        ("tensor(1.2345)", "tensor(1.2346)", "rounding"),
        ("tensor([1.2345e-05, 2.])", "tensor([1.2346e-05, 2.])", "rounding"),
        ("tensor(1.2345)", "tensor(1.2347)", "different"),
        ("tensor(1.2345)", "tensor(-1.2345)", "different"),
        ("tensor(1.2345e-05)", "tensor(1.2345e-06)", "different"),
        ("tensor(1.5)", "tensor(1.50)", "different"),
        ("tensor(1)", "tensor(2)", "different"),
        ("tensor(1.)", "tensor(2.)", "different"),
        ("tensor(0.)", "tensor(-0.)", "different"),
        ("tensor(0.0000)", "tensor(-0.0000)", "different"),
        ("tensor(0.9999)", "tensor(1.0000)", "rounding"),
        ("a 1.2345", "b 1.2345", "different"),
        ("1.2345", "1.2345\n", "different"),
    ],
)
def test_agreement(a: str, b: str, kind: str) -> None:
    assert agreement(Outcome(a, None), Outcome(b, None)) == kind


def test_errors_are_compared() -> None:
    one, other = Outcome("1.0", "ValueError: a"), Outcome("1.0", "ValueError: b")
    assert agreement(one, other) == "different"
    assert agreement(one, Outcome("1.0", None)) == "different"
    assert agreement(Outcome("1.000", "E: a"), Outcome("1.001", "E: a")) == "rounding"


def test_texts_are_normalised() -> None:
    assert normalised("<X object at 0x7f3a2b>") == "<X object at 0x…>"
    assert first_line("RuntimeError", "one\ntwo") == "RuntimeError: one"
    assert first_line("AssertionError", "") == "AssertionError"


def test_difference_shows_script_and_both_outputs() -> None:
    text = difference("print(1)\n", Outcome("2\n", "E: x"), Outcome("1\n", None))
    assert text is not None
    for part in (
        "[different]",
        "1 | print(1)",
        "-1",
        "+2",
        "+(ends with) E: x",
        "-(ends normally)",
    ):
        assert part in text
    rounded = Outcome("1.1111", None), Outcome("1.1112", None)
    assert difference("", *rounded) is not None
    assert difference("", *rounded, allow_rounding=True) is None


def test_a_changed_number_in_a_golden_script_is_noticed() -> None:
    script = golden.ROOT / "seed" / "4_chain.py"
    wrong = script.read_text("utf-8").replace("(y1-y2)**2", "(y1-y2)**2 * 1.001")
    assert agreement(ours.run(wrong, script.name), golden.expected(script)) == "different"


def test_runs_do_not_see_each_other() -> None:
    first = ours.run("import torch\ntorch.set_default_dtype(torch.float64)\nx = torch.rand(1)\n")
    assert first == Outcome("", None)
    alone = ours.run("import torch\nprint(torch.rand(2), torch.tensor(1.0).dtype)\n")
    assert alone == ours.run("import torch\nprint(torch.rand(2), torch.tensor(1.0).dtype)\n")
    assert alone.stdout == "tensor([0.4963, 0.7682]) torch.float32\n"
