"""`autograd emit`: plain PyTorch comes out as it went in, and extensions as what they stand for."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from grammar.emit import emit
from tests.cli.conftest import Run
from tests.oracle import golden

EXAMPLES = Path(__file__).parents[1] / "examples"


def program(text: str, bound: tuple[str, ...] = ()) -> str:
    emission = emit(text, "script.py", bound)
    return "\n".join([*emission.imports, emission.program])


def test_pytorch_programs_come_out_unchanged() -> None:
    for script in [*golden.scripts(), *EXAMPLES.glob("*.py")]:
        text = script.read_text("utf-8")
        emission = emit(text, script.name)
        assert emission.program == text, script
        assert emission.imports == [], script


CHANGED = [
    ("y = x^2", "y = x**2"),
    ("y = -x^-2^x", "y = -x**-2**x"),
    ("y = (x)  # ^\ny = (x) ^ (2)", "y = (x)  # ^\ny = (x) ** (2)"),
    ("y = (x\n  # a ^ b\n  ) ^ 2", "y = (x\n  # a ^ b\n  ) ** 2"),
    ("x ^= 2; y = '^'", "x **= 2; y = '^'"),
    ("y = f'{x^2:^10}^{x}'", "y = f'{x**2:^10}^{x}'"),
    ("é = x^2; ü = é^'^'", "é = x**2; ü = é**'^'"),
    ("y = x\\\n  ^2", "y = x\\\n  **2"),
    ("%load_ext tensorboard\ny = 1", "# %load_ext tensorboard\ny = 1"),
    ("y = 7\\\n%3", "y = 7\\\n%3"),
    ("y = '''\n%matplotlib\n'''", "y = '''\n%matplotlib\n'''"),
    ("y = sin(x)", "from torch import sin\ny = sin(x)"),
    (
        "y = relu(x) + gelu(x)",
        "from torch import relu\nfrom torch.nn.functional import gelu\ny = relu(x) + gelu(x)",
    ),
    ("y = det(x)", "from torch import det\ny = det(x)"),
    ("y = F.relu(x)", "from torch.nn import functional as F\ny = F.relu(x)"),
    ("y = pi * e", "from math import e, pi\ny = pi * e"),
    ("y = torch.sin(x)", "import torch\ny = torch.sin(x)"),
    ("y = sum([x]) + max(1, 2)", "y = sum([x]) + max(1, 2)"),
    ("y = grad(x, x)", "from torch.autograd import grad\ny = grad(x, x)"),
]


@pytest.mark.parametrize(("text", "expected"), CHANGED)
def test_extensions_become_what_they_stand_for(text: str, expected: str) -> None:
    assert program(text, ("x",)).rstrip("\n") == expected
    assert program(program(text, ("x",)), ("x",)) == program(text, ("x",))
    if "%" not in text:
        ast.parse(expected)


OWN = [
    "def f(e):\n    return e",
    "f = lambda pi: pi + 1",
    "y = [e for e in [1]]",
    "y = [e for i in [1] for e in [i] if e]",
    "for sin in [1]:\n    y = sin",
    "import math as e\ny = e.pi",
    "from math import pi\ny = pi",
    "def f():\n    global tau\n    tau = 1\nf()\ny = tau",
    "def f():\n    nan = 1\n    def g():\n        nonlocal nan\n        nan = 2\n    return g, nan",
    "class A:\n    pi = 3\n    y = pi",
    "try:\n    pass\nexcept ValueError as e:\n    print(e)",
    "with x as sin:\n    y = sin",
    "y = (nan := 3) + nan",
    "y = [(nan := i) for i in [1]]; z = nan",
    "def sin(x):\n    return x\ny = sin(1)",
]


@pytest.mark.parametrize("text", OWN)
def test_a_scripts_own_names_are_left_alone(text: str) -> None:
    assert emit(text, "script.py", ("x",)).imports == []


BARE = [
    ("class A:\n    pi = 3\n    def f(self):\n        return pi", "pi"),
    ("y = e; e = 2", "e"),
    ("def f(e=e):\n    return e", "e"),
    ("y = [e for e in [e]]", "e"),
    ("def f():\n    e = 1\ny = e", "e"),
    ("@no_grad()\ndef f():\n    pass", "no_grad"),
    ("def f(a: tau):\n    pass", "tau"),
]


@pytest.mark.parametrize(("text", "name"), BARE)
def test_names_read_from_outside_are_imported(text: str, name: str) -> None:
    (line,) = emit(text, "script.py").imports
    assert line.endswith(f" import {name}")


def test_a_bound_name_hides_a_bare_one() -> None:
    assert emit("y = e^2", "script.py", ("e",)).imports == []


def test_an_expression_is_followed_by_what_eval_does(autograd: Run) -> None:
    done = autograd("emit", "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2", "x=3", "n:=2")
    assert done == (
        0,
        """\
import torch

torch.set_default_dtype(torch.float64)

x = torch.tensor(3.0, requires_grad=True)
n = torch.tensor(2)

y1 = x + 1
y2 = 2*x
loss = (y1 - y2)**2

if isinstance(loss, torch.Tensor) and loss.requires_grad:
    loss.backward()
for name, leaf in {"x": x, "y1": y1, "y2": y2, "loss": loss}.items():
    if isinstance(leaf, torch.Tensor) and leaf.is_leaf and leaf.requires_grad:
        print(name, None if leaf.grad is None else leaf.grad.tolist(), sep="\\t")
""",
        "",
    )


def test_files_come_with_their_bindings_only(autograd: Run, tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("# squares\nprint(x^2)\n")
    done = autograd("emit", str(script), "x=[1,2]", "--seed", "3")
    assert done.code == 0
    assert done.out == (
        "import torch\n\ntorch.manual_seed(3)\n\n"
        "x = torch.tensor([1.0, 2.0], dtype=torch.float64, requires_grad=True)\n\n"
        "# squares\nprint(x**2)\n"
    )


def test_values_that_have_no_literal(autograd: Run) -> None:
    done = autograd("emit", "x*y*z", "x=[nan,-inf]", "y:=inf", "z:=1e-300", "--no-backward")
    assert "x = torch.tensor([torch.nan, -torch.inf], requires_grad=True)\n" in done.out
    assert "y = torch.tensor(torch.inf)\n" in done.out
    assert "z = torch.tensor(1e-300)\n" in done.out
    assert "backward" not in done.out


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["2*(x", "x=1"], 3, "'(' was never closed"),
        (["foo(1)"], 3, "name 'foo' is not defined"),
        (["y + 1"], 2, "name 'y' is not defined"),
        (["import os"], 3, "module 'os' cannot be imported"),
        (["x", "x=abc"], 2, "name 'abc' is not defined"),
        (["missing.py", "x"], 2, "not a binding: x"),
        ([], 2, "give an expression"),
        (["x", "x=1", "--dtype", "float8"], 2, "is not one of"),
    ],
)
def test_what_does_not_run_is_refused(
    autograd: Run, arguments: list[str], code: int, message: str
) -> None:
    done = autograd("emit", *arguments)
    assert done.code == code
    assert message in done.err
    assert done.out == ""


@pytest.mark.parametrize("options", [[], ["--wrt", "x"], ["--grad-output", "2"]])
def test_an_emitted_program_is_a_script_that_comes_out_unchanged(
    autograd: Run, tmp_path: Path, options: list[str]
) -> None:
    first = autograd("emit", "y = sin(x)^2; y", "x=3", *options)
    script = tmp_path / "emitted.py"
    script.write_text(first.out)
    assert autograd("emit", str(script)).out == first.out
    ours = autograd("eval", "--quiet", "y = sin(x)^2; y", "x=3", *options)
    assert autograd("run", "--quiet", str(script)).out == ours.out


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--wrt", "q"], "--wrt: no tensor is named 'q'"),
        (["--backward", "q"], "--backward: no tensor is named 'q'"),
        (["--wrt", "x", "--no-backward"], "contradict each other"),
    ],
)
def test_options_that_cannot_be_meant(autograd: Run, options: list[str], message: str) -> None:
    done = autograd("emit", "x^2", "x=3", *options)
    assert done.code == 2
    assert message in done.err
    assert done.out == ""
