"""`--explain`: the steps are the engine's, contributions sum to the gradients, reasons hold."""

from __future__ import annotations

import json
import random
from typing import Any

import numpy as np
import pytest

from tests.cli.conftest import run_program

TUTORIAL = "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)**2"

CASES = {
    "tutorial": ["eval", TUTORIAL, "x=3"],
    "kinks": ["eval", "relu(w*x + b).sum() + maximum(w, b).abs()", "w=0", "x:=3", "b=0"],
    "where": ["eval", "where(x > 0, sqrt(x), 0*x).sum()", "x=[0.,4.]"],
    "log": ["eval", "y = log(x - 1); y*y", "x=1"],
    "repeat": ["eval", "x^3", "x=2", "--repeat", "1", "--retain-graph"],
    "wrt": ["eval", "x^3*y", "x=2", "y=1", "--wrt", "x"],
    "detached": ["eval", "a = x.detach()*y; b = x*x; a*b", "x=2", "y=3"],
    "nothing": ["eval", "1 + 1"],
    "network": ["run", "tests/examples/network.py", "--limit", "0"],
    "freed": ["run", "tests/examples/freed.py"],
    "hooks": ["run", "tests/examples/hooks.py"],
    "per_sample": ["run", "tests/examples/per_sample.py"],
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("width", [80, 120])
def test_snapshots(snapshot, name, width):
    snapshot(f"explain_{name}_{width}", *CASES[name], "--explain", "--width", str(width))


def test_colours(snapshot):
    snapshot("explain_colour", *CASES["tutorial"], "-x", "--color", "always")


@pytest.mark.parametrize("format", ["plain", "markdown", "html", "json"])
def test_formats(snapshot, format):
    snapshot(f"explain_{format}", *CASES["tutorial"], "-x", "--format", format)


def test_ends_with_the_sum():
    out = run_program(*CASES["tutorial"], "--explain").out
    assert "x.grad = 8 - 4 = 4: 8 via y2 = 2*x, -4 via y1 = x + 1\n" in out


@pytest.mark.parametrize("format", ["csv", "tsv", "jsonl"])
def test_rows_have_no_place_for_it(format):
    done = run_program(*CASES["tutorial"], "-x", "-f", format)
    assert (done.code, done.out) == (2, "")
    assert "--format json" in done.err


def test_quiet_contradicts():
    assert run_program(*CASES["tutorial"], "-x", "-q").code == 2


def explained(*arguments: str, **how: Any) -> dict[str, Any]:
    document = json.loads(run_program(*arguments, "-x", "-f", "json", **how).out)
    found: dict[str, Any] = document["explain"]
    return found


def test_nothing_changes_without_it():
    assert "explain" not in json.loads(run_program(*CASES["tutorial"], "-f", "json").out)


def expression(seed: int) -> tuple[str, list[str]]:
    """A random smooth expression of x, y and a vector, and the bindings."""
    rng = random.Random(seed)
    terms = ["x", "y", "v.sum()", "v[1]", "2"]
    for _ in range(6):
        a, b = rng.choice(terms), rng.choice(terms)
        terms.append(
            rng.choice(
                [
                    f"({a} + {b})",
                    f"({a} - {b})",
                    f"({a} * {b})",
                    f"sin({a} + 0.1*x)",
                    f"exp(-({a})**2)",
                    f"({a} / (2 + ({b})**2))",
                    f"tanh({a} * y)",
                    f"(v * {a}).mean()",
                    f"(v.exp() @ v * {a})",
                ]
            )
        )
    bindings = [f"x={rng.uniform(-2, 2):.3f}", f"y={rng.uniform(-2, 2):.3f}", "v=[0.5,-1.25,2]"]
    return " + ".join(terms[-3:]), bindings


@pytest.mark.parametrize("seed", range(25))
def test_contributions_sum_to_the_gradients(seed):
    text, bindings = expression(seed)
    document = json.loads(run_program("eval", text, *bindings, "-x", "-f", "json").out)
    (taken,) = document["explain"]["passes"]
    arriving: dict[int, list[Any]] = {}
    for step in taken["steps"]:
        for flow in step["contributions"]:
            arriving.setdefault(flow["to"], []).append(np.array(flow["gradient"]))
    for node in document["nodes"]:
        if node["id"] in arriving:
            np.testing.assert_allclose(sum(arriving[node["id"]]), node["adjoint"], rtol=1e-12)
    seen = {step["node"] for step in taken["steps"]}
    assert seen == {node["id"] for node in document["nodes"] if node["adjoint"] is not None}
    assert all(step["grad_fn"] is None or step["contributions"] for step in taken["steps"])


@pytest.mark.parametrize("seed", range(25))
def test_numbers_put_in_give_the_contribution(seed):
    text, bindings = expression(seed)
    names = {name: getattr(np, name) for name in ("sin", "cos", "exp", "tanh", "sum", "zeros")}
    names |= {"expand": np.broadcast_to, "array": np.array}
    compared = 0
    for taken in explained("eval", text, *bindings, "-p", "17")["passes"]:
        for step in taken["steps"]:
            for flow in step["contributions"]:
                numbers = flow["numbers"]
                if numbers is None or any(word in numbers for word in ("scatter", "[", "size")):
                    continue
                found = np.broadcast_to(eval(numbers, names), np.shape(flow["gradient"]))
                np.testing.assert_allclose(found, flow["gradient"], rtol=1e-9, err_msg=numbers)
                compared += 1
    assert compared > 5


@pytest.mark.oracle
@pytest.mark.parametrize("seed", range(15))
def test_the_order_is_pytorchs(torch, seed):
    text, bindings = expression(seed)
    steps = explained("eval", text, *bindings)["passes"][0]["steps"]
    ours = [step["grad_fn"] for step in steps if step["grad_fn"] is not None]
    names: dict[str, Any] = {n: getattr(torch, n) for n in ("sin", "exp", "tanh")}
    for binding in bindings:
        name, _, value = binding.partition("=")
        names[name] = torch.tensor(eval(value), dtype=torch.float64, requires_grad=True)
    root = eval(text, names)
    order: list[str] = []
    seen: set[Any] = set()
    todo = [root.grad_fn]
    while todo:
        node = todo.pop()
        if node is None or node in seen:
            continue
        seen.add(node)
        if node.name() != "torch::autograd::AccumulateGrad":
            name = node.name()
            node.register_prehook(lambda grads, name=name: order.append(name))
        todo += [following for following, _ in node.next_functions]
    root.backward()
    assert ours == order


def test_a_long_training_explains_its_last_passes():
    script = (
        "import torch\nw = torch.tensor(1.0, requires_grad=True)\n"
        "for i in range(500):\n    loss = (w - 3) ** 2\n    loss.backward()\n"
    )
    found = explained("run", "-", "--limit", "20", stdin=script)
    assert found["left_out"] == 498
    last = found["passes"][-1]
    assert [step["label"] for step in last["steps"]] == ["loss = (w - 3) ** 2", "w - 3", "w"]
    assert last["steps"][-1]["sum"]["total"] == 500 * -4.0
    assert last["steps"][-1]["sum"]["before"] == 499 * -4.0


def test_steps_are_limited_like_rows():
    script = (
        "import torch\ny = torch.ones(1, requires_grad=True)\nfor i in range(300): y = y*1.5\ny"
    )
    done = run_program("run", "-", "-x", stdin=script)
    assert "… 101 more steps (--limit)" in done.out


@pytest.mark.parametrize(
    ("expression", "bindings", "sentence"),
    [
        ("relu(x)", ["x=0"], "x lies on a kink of relu(x)"),
        ("abs(x).sum()", ["x=[0,1,0]"], "2 of 3 elements of x lie on a kink of abs(x)"),
        ("clamp(x, 0, 1)", ["x=1"], "the slope 1 was taken"),
        ("torch.max(x)", ["x=[2,2,1]"], "2 of 3 elements of x"),
        ("maximum(x, y)", ["x=1", "y=1"], "the slope 0.5 was taken"),
        ("1/x", ["x=0"], "the first infinity of the forward pass: 1/x, of x = 0"),
        ("x*log(x)", ["x=-1"], "the first NaN of the forward pass: log(x), of x = -1"),
        (
            "sqrt(x)",
            ["x=0"],
            "the first infinity of the backward pass: from sqrt(x) to x, where x = 0",
        ),
        ("x*inf", ["x=2"], "the first infinity of the forward pass"),
    ],
)
def test_remarks(expression, bindings, sentence):
    assert sentence in run_program("eval", expression, *bindings, "-x").out


def test_no_remarks_on_smooth_ground():
    for case in ("relu(x)", "abs(x)", "clamp(x, 0, 1)", "log(x)", "sqrt(x)"):
        assert explained("eval", case, "x=0.5")["remarks"] == []


def test_the_table_is_the_same_with_it():
    plain = run_program(*CASES["tutorial"]).out
    assert run_program(*CASES["tutorial"], "-x").out.startswith(plain)
