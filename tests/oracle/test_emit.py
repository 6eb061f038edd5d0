"""Emitted programs run under PyTorch, and give the gradients that `autograd eval --quiet` gives."""

from __future__ import annotations

import math

import numpy as np
import pytest

from tests.cli.conftest import run_program
from tests.oracle import theirs

pytestmark = [
    pytest.mark.oracle,
    pytest.mark.skipif(theirs.unavailable() is not None, reason=str(theirs.unavailable())),
]

CASES = [
    ("y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2", "x=3"),
    ("(x^2 + y^2)^(1/2)", "x=3", "y=4"),
    ("-x^2", "x=1.5"),
    ("2^-x^2", "x=0.5"),
    ("sin(x)*e^-x + tau", "x=2"),
    ("relu(x).sum() + F.gelu(x)[0]^3", "x=[-1,2]"),
    ("nn.functional.softplus(x)", "x=0.3"),
    ("logsumexp(w @ x, 0)", "w=[[1,2],[3,4]]", "x:=[0.5,-0.25]"),
    ("det(a)^2", "a=[[1,2],[3,5]]"),
    ("(lambda e: e^2)(x) + e", "x=2"),
    ("z = tensor(2., requires_grad=True); (z*x)^2", "x=3"),
    ("y = x^3; y.backward(); y", "x=2"),
    ("g, = grad(x^4, x, create_graph=True); g^2", "x=1.25"),
    ("with no_grad():\n    c = x^2\nc*x", "x=2"),
    ("where(x > 0, x^2, exp(x)).mean()", "x=[-1,0,2]"),
    ("x + inf", "x=1"),
    ("x*nan", "x=1"),
    ("p = e; p^x", "x=2"),
    ("y = 1", "x=2"),
    ("x*y", "x=1"," y:=3".strip()),
    ("xlogy(x, y)", "x=0.5", "y=2"),
    ("cross(a, b, dim=0).norm()", "a=[1,2,3]", "b=[0,1,1]"),
    ("class D(Function):\n    @staticmethod\n    def forward(ctx, a):\n        return a^2\n"
     "    @staticmethod\n    def backward(ctx, g):\n        return 7*g\nD.apply(x)", "x=2"),
    ("f'{x^2:^9}'; x^2", "x=2"),
    ("x = x^2; x + 1", "x=3"),
    ("y = x^2; del x; y", "x=2"),
    ("x*print*torch*isinstance", "x=2", "print=3", "torch=5", "isinstance=7"),
    ("if x > 0:\n    w = tensor(2., requires_grad=True)\nw*x", "x=2"),
    ("y1 = x^2; y2 = 3*y1; y2*z", "x=3", "z=2", "--backward", "y1"),
    ("y1 = x^2; y2 = 3*y1; y2*z", "x=3", "z=2", "--wrt", "x,y1", "--grad-output", "2"),
    ("x^2", "x=[1,2]", "--grad-output", "ones"),
    ("x^2", "x=[1,2]", "--grad-output", "[1,10]"),
    ("x^2", "x=3", "--no-backward"),
    ("sin(x)/3", "x=3", "--dtype", "float64", "--seed", "2"),
]  # fmt: skip


def gradients(text: str) -> dict[str, object]:
    found: dict[str, object] = {}
    for line in text.splitlines():
        name, _, value = line.partition("\t")
        found[name] = eval(value, {"nan": math.nan, "inf": math.inf, "NaN": math.nan})
    return found


@pytest.mark.parametrize("case", CASES, ids=[case[0][:30] for case in CASES])
def test_emitted_expressions_have_the_same_gradients(case: tuple[str, ...]) -> None:
    ours = run_program("eval", *case, "--quiet")
    emitted = run_program("emit", *case)
    assert (ours.code, emitted.code) == (0, 0), emitted.err
    outcome = theirs.run(emitted.out, "emitted.py")
    assert outcome.error is None
    expected, found = gradients(outcome.stdout), gradients(ours.out)
    assert found.keys() == expected.keys()
    for name, value in expected.items():
        if value is None:
            assert found[name] is None, name
        else:
            np.testing.assert_allclose(found[name], value, rtol=1e-13, err_msg=name)
