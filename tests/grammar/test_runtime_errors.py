"""Exceptions that escape a script, as diagnostics."""

from __future__ import annotations

import pytest

from grammar.diagnostic import Diagnostic
from grammar.run import compile_script


def failure(source: str) -> tuple[Diagnostic, int]:
    error = compile_script(source, "s.py", ()).run().error
    assert error is not None
    return error.diagnostic, error.exit_code


def marks(source: str, diagnostic: Diagnostic) -> list[tuple[str, str]]:
    """The labels as (source text, label text), the primary one first."""
    lines = source.split("\n")
    found = []
    for label in sorted(diagnostic.labels, key=lambda label: not label.primary):
        line, column, _, end = label.span
        found.append((lines[line - 1][column - 1 : end - 1], label.text))
    return found


def test_the_trail_leads_to_the_error() -> None:
    source = "def f(x):\n    return 1 / x\ndef g(x):\n    return f(x)\ng(0)"
    diagnostic, exit_code = failure(source)
    assert exit_code == 1
    assert (diagnostic.type, diagnostic.message) == ("ZeroDivisionError", "division by zero")
    assert marks(source, diagnostic) == [
        ("1 / x", ""),
        ("x", "0"),
        ("f(x)", "called from here"),
        ("g(0)", "called from here"),
    ]


def test_endless_recursion_shows_both_ends() -> None:
    diagnostic, exit_code = failure("def f(n):\n    return f(n + 1)\nf(0)")
    assert (diagnostic.type, exit_code) == ("RecursionError", 1)
    assert len(diagnostic.labels) <= 7
    assert "more calls" in diagnostic.notes[0]


def test_a_failed_assert_is_a_failed_check() -> None:
    diagnostic, exit_code = failure("assert 1 == 2, 'why'")
    assert (diagnostic.type, diagnostic.message, exit_code) == ("AssertionError", "why", 4)


def test_causes_are_notes() -> None:
    start = "try:\n    1/0\nexcept Exception as e:\n    raise ValueError('b')"
    diagnostic, _ = failure(f"{start} from e")
    assert diagnostic.notes == ("caused by ZeroDivisionError: division by zero (line 2)",)
    assert (diagnostic.labels[1].span.line, diagnostic.labels[1].text) == (
        2,
        "ZeroDivisionError was raised here",
    )
    diagnostic, _ = failure(start)
    assert diagnostic.notes == ("while handling ZeroDivisionError: division by zero (line 2)",)
    diagnostic, _ = failure(f"{start} from None")
    assert diagnostic.notes == ()


def test_near_names_are_suggested() -> None:
    assert failure("class A:\n    size = 1\nA().sise")[0].help == "did you mean size?"
    assert failure("[].apend(1)")[0].help == "did you mean append?"
    assert failure("import math\nm = math\nm.sqrtt")[0].help == "did you mean sqrt?"
    assert failure("d = {'loss': 1}\nd['lss']")[0].help == "did you mean 'loss'?"
    assert failure("d = {'a': 1, 'b': 2}\nd['qqqq']")[0].help == "the keys are 'a', 'b'"


def test_a_wrong_call_shows_the_definition() -> None:
    source = "def f(a, b=2, *c, d, **e):\n    pass\nf(1)"
    assert marks(source, failure(source)[0])[1] == (
        "def f(a, b=2, *c, d, **e)",
        "the function is defined here",
    )
    source = "class A:\n    def g(self, x): pass\nA().g()"
    assert marks(source, failure(source)[0])[1][0] == "def g(self, x)"


def test_a_wrong_call_of_an_operator_shows_its_signature() -> None:
    notes = failure("torch.ones(2).sum(dimm=1)")[0].notes
    assert notes == ("signature: sum(input, dim=None, keepdim=False, *, dtype=None)",)


def test_a_message_that_fails_is_no_crash() -> None:
    source = "class E(Exception):\n    def __str__(self): return 1/0\nraise E"
    assert failure(source)[0].message == "(its message cannot be shown)"


def test_an_attribute_is_marked_behind_its_dot() -> None:
    source = "x = [1]\nx.zfill(3)"
    diagnostic, _ = failure(source)
    assert diagnostic.type == "AttributeError"
    assert marks(source, diagnostic)[0] == ("zfill", "")


def test_refusals_have_exit_code_5() -> None:
    diagnostic, exit_code = failure("10 ** 10 ** 10")
    assert (diagnostic.type, exit_code) == ("Refused", 5)
    assert diagnostic.message == "this power is an integer of 4.6 GiB"


def test_an_error_in_a_backward_shows_its_operands_and_the_forward_call() -> None:
    source = (
        "class Bad(Function):\n"
        "    @staticmethod\n"
        "    def forward(ctx, a):\n"
        "        return a * a\n"
        "    @staticmethod\n"
        "    def backward(ctx, g):\n"
        "        return g + w\n"
        "w = torch.ones(3)\n"
        "y = Bad.apply(torch.ones(2, requires_grad=True))\n"
        "y.sum().backward()"
    )
    diagnostic, exit_code = failure(source)
    assert exit_code == 1
    found = marks(source, diagnostic)
    assert found[0] == ("g + w", "")
    assert ("g", "shape [2]") in found
    assert ("w", "shape [3]") in found
    forward = "Bad.apply(torch.ones(2, requires_grad=True))"
    assert (forward, "the forward call that made BadBackward") in found
    assert ("y.sum().backward()", "called from here") in found


def test_advice_that_fails_is_said_and_hides_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(at: object, message: str) -> None:
        raise LookupError("a bug")

    monkeypatch.setattr("grammar.advice.advise", broken)
    diagnostic, exit_code = failure("1 / 0")
    assert (diagnostic.type, exit_code) == ("ZeroDivisionError", 1)
    assert diagnostic.notes == ("no advice, because of LookupError: a bug",)


def test_no_code_of_the_script_runs_for_a_diagnostic() -> None:
    source = (
        "class A:\n"
        "    def __init__(self):\n"
        "        self.calls = []\n"
        "    @property\n"
        "    def size(self):\n"
        "        self.calls.append(1)\n"
        "        return 3\n"
        "    def __repr__(self):\n"
        "        self.calls.append(2)\n"
        "        return 'A'\n"
        "a = A()\n"
        "calls = a.calls\n"
        "assert a.size == 4 and a"
    )
    outcome = compile_script(source, "s.py").run()
    assert outcome.error is not None
    assert outcome.namespace["calls"] == [1]


def test_operands_are_those_that_the_instruction_got() -> None:
    source = "import torch\na = [torch.ones(2)]\nb = 3 + a[0] @ torch.ones(4, 5)"
    diagnostic, _ = failure(source)
    assert marks(source, diagnostic)[1:] == [
        ("a[0]", "shape [2]"),
        ("torch.ones(4, 5)", "shape [4, 5]"),
    ]
    # The right operand's method is called where the left one is no tensor.
    source = "import torch\nx = torch.ones(2)\ny = [1, 2, 3] - x.reshape(1, 2)"
    diagnostic, _ = failure(source)
    assert marks(source, diagnostic)[1:] == [("[1, 2, 3]", "list"), ("x.reshape(1, 2)", "Tensor")]
