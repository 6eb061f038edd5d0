"""Pictures of runs: what they hold, and that the backward one is PyTorch's graph."""

from __future__ import annotations

import contextlib
import io
import json
import re
import warnings
from collections import Counter

import numpy as np
import pytest

from cli.environment import Environment
from cli.graph import recorder
from cli.graph.model import CONSTANT, FUNCTION, LEAF, OPERATION, RESULT, Picture
from cli.graph.work import Wanted, pictured
from cli.options import Options
from cli.problems import Problem
from tests.oracle import function_programs, view_programs
from tests.oracle.programs import program

FUNCTION_SCRIPT = """
import torch
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return 3 * x ** 2 * g
x = torch.tensor(2.0, requires_grad=True)
k = torch.tensor(5.0)
"""
NETWORK = """
import torch.nn as nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.first = nn.Linear(2, 3)
        self.second = nn.Linear(3, 1)
        self.scale = nn.Parameter(torch.ones(1))
    def forward(self, x):
        return self.second(torch.tanh(self.first(x))) * self.scale
net = Net()
x = torch.randn(4, 2)
"""


def pictures(source: str, *bindings: str, options: Options | None = None, **wanted) -> Picture:
    environment = Environment(io.BytesIO(), io.StringIO(), io.StringIO(), {})
    asked = Wanted(format="json", **wanted)
    _, found = pictured(source, True, list(bindings), asked, options or Options(), environment)
    return found


def named(picture: Picture) -> dict[str, object]:
    return {vertex.name: vertex for vertex in picture.vertices if vertex.name}


def sound(picture: Picture) -> None:
    """Check what every picture keeps to."""
    places = {vertex.id: place for place, vertex in enumerate(picture.vertices)}
    assert len(places) == len(picture.vertices)
    assert all(places[edge.source] < places[edge.target] for edge in picture.edges)
    scopes = {scope.id: place for place, scope in enumerate(picture.scopes)}
    assert all(vertex.scope is None or vertex.scope in scopes for vertex in picture.vertices)
    for scope in picture.scopes:
        assert scope.parent is None or scopes[scope.parent] < scopes[scope.id]


def test_kinds():
    shown = pictures(FUNCTION_SCRIPT + "y = Cube.apply(x); z = y * k; z + k * 2")
    kinds = [(vertex.name, vertex.kind, vertex.operation) for vertex in shown.vertices]
    assert kinds == [
        ("x", LEAF, ""),
        ("k", CONSTANT, ""),
        ("y", FUNCTION, "Cube"),
        ("z", OPERATION, "*"),
        ("", CONSTANT, "*"),
        ("", RESULT, "+"),
    ]
    sound(shown)


@pytest.mark.parametrize(
    ("source", "bindings"),
    [
        ("y1 = x + 1; y2 = 2*x; (y1 - y2)**2", ["x=3"]),
        ("x * x * x", ["x=3"]),
        ("torch.cat([x, y, x]) @ w", ["x=[1,2]", "y=[3]", "w=[1,2,3,4,5]"]),
        ("m = x.max(dim=0); m.values.sum() + m.values[0]", ["x=[[1,5],[4,2]]"]),
        ("q, r = torch.linalg.qr(x); r.sum() + (x * x).sum()", ["x=[[1,5],[4,2]]"]),
        ("a = torch.zeros(3) + 0; a[0] = x; a[1:] = x * x; (a * a).sum()", ["x=3"]),
        ("a, b = torch.split(x * 1, 2); (a * b).sum() + a[0]", ["x=[1,2,3,4]"]),
        ("y = x * 2; y.mul_(x); y += x; y.sum()", ["x=[1,2]"]),
    ],
)
@pytest.mark.parametrize("backward", [False, True])
def test_contributions_add_up_to_gradients(source, bindings, backward):
    shown = pictures(source, *bindings, backward=backward)
    sound(shown)
    sums: dict[int, object] = {}
    for edge in shown.edges:
        if edge.exact is not None:
            target = edge.target if backward else edge.source
            sums[target] = sums.get(target, 0) + edge.exact
    compared = 0
    for vertex in shown.vertices:
        if vertex.exact_grad is not None and vertex.kind != RESULT:
            np.testing.assert_allclose(sums[vertex.id], vertex.exact_grad)
            compared += vertex.kind == LEAF
    assert compared == len(bindings)


def test_only_what_the_result_depends_on():
    source = "a = x * 2; b = x * 3; b"
    shown = pictures(source, "x=1")
    assert set(named(shown)) == {"x", "b"}
    assert shown.omitted == 1
    assert shown.note == "1 node that the result does not depend on is not shown (--all)"
    shown = pictures(source, "x=1", everything=True)
    assert set(named(shown)) == {"x", "a", "b"}
    assert (shown.omitted, shown.note) == (0, "")
    shown = pictures(source, "x=1", root="a")
    assert named(shown)["a"].kind == RESULT
    assert "b" not in named(shown)


def test_several_results():
    shown = pictures("(x * 2, y * 3)", "x=1", "y=1")
    assert [vertex.kind for vertex in shown.vertices].count(RESULT) == 2


def test_of_a_training_loop_the_last_graph():
    train = """
opt = torch.optim.SGD(net.parameters(), lr=0.1)
for step in range(5):
    opt.zero_grad()
    loss = (net(x) ** 2).mean()
    loss.backward()
    opt.step()
"""
    once = pictures(NETWORK + "(net(x) ** 2).mean()")
    shown = pictures(NETWORK + train)
    assert Counter(v.label for v in shown.vertices) == Counter(v.label for v in once.vertices)
    assert len(shown.edges) == len(once.edges)
    assert [scope.label for scope in shown.scopes] == [scope.label for scope in once.scopes]
    assert shown.note.startswith("53 nodes that the result does not depend on")
    assert all(v.grad for v in shown.vertices if v.kind == LEAF)
    sound(shown)
    shown = pictures(NETWORK + train, everything=True)
    labels = [scope.label for scope in shown.scopes]
    assert [label for label in labels if label.startswith("net:")] == [
        "net: Net",
        "net: Net (2)",
        "net: Net (3)",
        "net: Net (4)",
        "net: Net (5)",
    ]


def test_parameters_have_the_values_that_the_last_step_used():
    shown = pictures(
        "w = nn.Parameter(torch.tensor(3.0))\nopt = torch.optim.SGD([w], lr=0.5)\n"
        "for step in range(3):\n    opt.zero_grad()\n    loss = w * 2\n    loss.backward()\n"
        "    opt.step()".replace("nn.", "torch.nn.")
    )
    assert [(v.value, v.grad) for v in shown.vertices] == [("1", "2"), ("2", "1")]


def test_views_follow_their_base():
    shown = pictures(
        "a = x * 2; v = a[0:2]; a.mul_(3); w = v.exp(); v.sub_(1); w.sum() + a.sum()",
        "x=[1,2,3]",
    )
    sound(shown)
    edges = {(edge.source, edge.target) for edge in shown.edges}
    by_label = {vertex.label: vertex for vertex in shown.vertices}
    assert by_label["a[0:2]"].value == "[6, 12]"
    assert (by_label["a.mul_(3)"].id, by_label["a[0:2]"].id) in edges
    assert (by_label["v.sub_(1)"].id, by_label["a.sum()"].id) in edges
    assert by_label["v.sub_(1)"].value == "[5, 11, 18]"
    assert len(by_label) == 9


def test_a_leaf_that_a_script_changes_in_place_begins_anew():
    shown = pictures(
        "w = torch.tensor(1.0, requires_grad=True)\nfor i in range(9):\n"
        "    loss = (w * 2) ** 2\n    loss.backward()\n    with torch.no_grad():\n"
        "        w -= 0.1 * w.grad\n        w.grad.zero_()\nloss = (w * 2) ** 2\nloss.backward()"
    )
    assert len(shown.vertices) == 3
    (leaf,) = (vertex for vertex in shown.vertices if vertex.kind == LEAF)
    assert leaf.name == "w"
    assert leaf.grad
    assert all(edge.contribution for edge in shown.edges)


@pytest.mark.parametrize("backward", [False, True])
def test_parameters_lie_in_the_module_that_owns_them(backward):
    shown = pictures(NETWORK + "(net(x) ** 2).mean()", backward=backward)
    labels = {scope.id: scope.label for scope in shown.scopes}
    found = {
        vertex.name: labels[vertex.scope]
        for vertex in shown.vertices
        if vertex.name.startswith("net.")
    }
    assert found == {
        "net.first.weight": "net.first: Linear",
        "net.first.bias": "net.first: Linear",
        "net.second.weight": "net.second: Linear",
        "net.second.bias": "net.second: Linear",
        "net.scale": "net: Net",
    }
    parents = {scope.label: scope.parent for scope in shown.scopes}
    assert labels[parents["net.first: Linear"]] == "net: Net"
    sound(shown)


def test_calls_of_functions_are_scopes():
    shown = pictures("def f(t):\n    return t.sin() * 2\na = f(x)\nb = f(a)\nb", "x=1")
    assert [scope.label for scope in shown.scopes] == ["f()", "f() (2)"]


def test_limit_keeps_what_is_nearest_to_the_result():
    source = "h = x\nfor i in range(100):\n    h = h.sin()\nh"
    shown = pictures(source, "x=1", limit=10)
    assert len(shown.vertices) == 10
    assert shown.vertices[-1].kind == RESULT
    assert shown.note == "91 more nodes are not shown (--limit)"
    shown = pictures(source, "x=1", limit=10, backward=True)
    assert len(shown.vertices) == 10
    assert shown.omitted == 91
    assert shown.vertices[0].kind == RESULT


def test_saved_values():
    shown = pictures(FUNCTION_SCRIPT + "Cube.apply(x) * k", backward=True)
    saved = {vertex.label: vertex.value for vertex in shown.vertices}
    assert saved == {
        "MulBackward0": "other=5",
        "CubeBackward": "saved_tensors[0]=2",
        "AccumulateGrad": "2",
    }
    shown = pictures("y = x * k; y.backward(); y", "x=2", "k:=5", backward=True)
    assert shown.vertices[0].value == "freed"


def test_a_node_of_several_outputs_has_a_gradient_for_each():
    shown = pictures("a, b = torch.split(x * 1, 1); (a * b).sum()", "x=[1,2]", backward=True)
    (split,) = (vertex for vertex in shown.vertices if vertex.label.startswith("Split"))
    assert (split.name, split.grad, split.exact_grad) == ("a, b", "a: [2], b: [1]", None)


def test_a_saved_value_that_was_changed_since():
    shown = pictures(
        "a = x * 1; b = a * a; a.add_(1); c = b.sum()",
        "x=[1,2]",
        options=Options(no_backward=True),
        backward=True,
    )
    (saved,) = (v.value for v in shown.vertices if v.name == "b")
    assert saved == "self=changed in place, other=changed in place"


def test_a_tensor_that_a_hook_packs_is_not_unpacked():
    shown = pictures(
        "with torch.autograd.graph.saved_tensors_hooks(lambda t: 7, lambda n: print('unpacked')):\n"
        "    y = x * x\ny",
        "x=3",
        options=Options(no_backward=True),
        backward=True,
    )
    assert shown.vertices[0].value == "self=packed, other=packed"


def test_a_second_derivative_is_drawn():
    shown = pictures("(g,) = torch.autograd.grad(x**3, x, create_graph=True); g * g", "x=2")
    assert named(shown)["g"].kind == OPERATION
    names = {vertex.id: vertex.name for vertex in shown.vertices}
    assert ("x", "g") in {(names[edge.source], names[edge.target]) for edge in shown.edges}
    sound(shown)


def same_graph(shown: Picture, root) -> int:
    """Walk a picture and PyTorch's nodes side by side; return how many nodes there are."""
    following: dict[int, list[int]] = {vertex.id: [] for vertex in shown.vertices}
    for edge in shown.edges:
        following[edge.source].append(edge.target)
    labels = {vertex.id: vertex.label for vertex in shown.vertices}
    theirs = {shown.vertices[0].id: root}
    waiting = [shown.vertices[0].id]
    while waiting:
        id_ = waiting.pop()
        node = theirs[id_]
        assert labels[id_] == node.name().rpartition("::")[2]
        after = [function for function, _ in node.next_functions if function is not None]
        assert len(after) == len(following[id_])
        for target, function in zip(following[id_], after, strict=True):
            if target not in theirs:
                assert function not in theirs.values()
                theirs[target] = function
                waiting.append(target)
            assert theirs[target] is function
    assert len(theirs) == len(shown.vertices)
    return len(theirs)


def has_node(tensor) -> bool:
    try:
        return tensor.grad_fn is not None
    except RuntimeError:  # a view that has lost its place in the graph
        return False


@pytest.mark.oracle
def test_backward_is_the_graph_of_pytorch():
    torch = pytest.importorskip("torch")
    nodes = 0
    generators = (program, function_programs.program, view_programs.program)
    for source in [generate(seed) for generate in generators for seed in range(25)]:
        if "create_graph" in source:
            continue  # what PyTorch's own rules are made of is not what ours are
        namespace: dict[str, object] = {}
        with contextlib.redirect_stdout(io.StringIO()), warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                exec(source, namespace)
            except Exception:  # a program that is wrong on purpose
                continue
        recorded = [
            (name, value)
            for name, value in namespace.items()
            if isinstance(value, torch.Tensor) and has_node(value)
        ]
        if not recorded:
            continue
        name, tensor = recorded[-1]
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            how = Options(no_backward=True)
            shown = pictures(source, root=name, backward=True, options=how)
        sound(shown)
        nodes += same_graph(shown, tensor.grad_fn)
    assert nodes > 100


def without_numbers(shown: Picture) -> tuple[object, ...]:
    places = {vertex.id: place for place, vertex in enumerate(shown.vertices)}
    scopes = {scope.id: place for place, scope in enumerate(shown.scopes)}
    edges = [(places[e.source], places[e.target], e.argument) for e in shown.edges]
    if shown.backward:  # nodes whose tensors are gone have lost their lines
        return [(v.kind, v.label, v.value) for v in shown.vertices], edges
    return (
        [(*v[1:9], scopes.get(v.scope), v.line) for v in shown.vertices],
        edges,
        [edge.contribution for edge in shown.edges],
        [(scope.label, scopes.get(scope.parent)) for scope in shown.scopes],
    )


@pytest.mark.parametrize("backward", [False, True])
def test_what_is_forgotten_is_not_missed(backward, monkeypatch):
    train = """
opt = torch.optim.SGD(net.parameters(), lr=0.1, momentum=0.5)
average = torch.zeros(())
history = []
for step in range(6):
    opt.zero_grad()
    out = net(x).view(-1)
    loss = (out ** 2).mean()
    loss.backward()
    opt.step()
    average.mul_(0.9).add_(loss.detach())
    if step % 3 == 0:
        history.append(net(x).sum())
loss = net(x).sum() * average + sum(history)
"""
    forgotten = 0
    for source in [program(seed) for seed in range(40)] + [NETWORK + train]:
        monkeypatch.setattr(recorder, "ENOUGH", 10**9)
        last = re.findall(r"^(\w+) = ", source, re.MULTILINE)[-1]
        try:
            whole = pictures(source, root=last, backward=backward)
        except Problem:  # no tensor, or one that requires no grad
            continue
        monkeypatch.setattr(recorder, "ENOUGH", 4)
        monkeypatch.setattr(recorder.GraphRecorder, "_grown", lambda self: 4)
        less = pictures(source, root=last, backward=backward)
        assert without_numbers(less) == without_numbers(whole)
        forgotten += [v.id for v in less.vertices] != [v.id for v in whole.vertices]
    assert backward or forgotten > 10


def test_a_training_loop_needs_no_more_memory_the_longer_it_runs(monkeypatch):
    most = []
    know = recorder.GraphRecorder._know

    def counting(self, row):
        most.append(len(self.rows))
        know(self, row)

    monkeypatch.setattr(recorder, "ENOUGH", 200)
    monkeypatch.setattr(recorder.GraphRecorder, "_know", counting)
    shown = pictures(
        NETWORK + "opt = torch.optim.Adam(net.parameters())\nfor step in range(100):\n"
        "    opt.zero_grad()\n    loss = (net(x).flatten() ** 2).mean()\n    loss.backward()\n"
        "    opt.step()"
    )
    assert max(most) <= 220
    assert shown.omitted > 1000


def test_json_of_a_command_is_the_picture(autograd):
    read = json.loads(autograd("graph", "x*x + x", "x=3", "-f", "json").out)
    assert [(edge["source"], edge["target"]) for edge in read["edges"]] == [
        (0, 1),
        (0, 1),
        (1, 2),
        (0, 2),
    ]
    assert [edge["gradient"] for edge in read["edges"]] == [3.0, 3.0, 1.0, 1.0]
    assert read["nodes"][0]["grad"] == 7.0
