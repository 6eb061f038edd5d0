"""Modules in scripts: their parameters have names in the table, custom Functions stay one row."""

from __future__ import annotations

import json

import pytest

NET = """
import torch
from torch import nn

class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.layers = nn.Sequential(nn.Linear(2, 3), nn.ReLU())
        self.out = nn.Linear(3, 1)
        self.register_buffer("scale", torch.tensor(2.0))

    def named_parameters(self, *args, **kwargs):
        raise ValueError("the table does not ask the script")

    def forward(self, x):
        return self.out(self.layers(x)) * self.scale

torch.manual_seed(0)
net = Net()
loss = net(torch.ones(1, 2)).sum()
loss.backward()
"""


def test_parameters_are_named_by_their_path(autograd):
    done = autograd("run", "-", "--format", "json", stdin=NET)
    assert (done.code, done.err) == (0, "")
    nodes = json.loads(done.out)["nodes"]
    leaves = [n["name"] for n in nodes if n["is_leaf"] and n["requires_grad"]]
    assert leaves == [
        "net.layers.0.weight",
        "net.layers.0.bias",
        "net.out.weight",
        "net.out.bias",
    ]
    assert "net.scale" in [n["name"] for n in nodes]
    assert all(n["grad"] is not None for n in nodes if n["name"] in leaves)


LOOKALIKES = {
    "method": "class A:\n    def retain_grad(self): pass\na = A()\nx.sum()",
    "attributes": "class A:\n    retain_grad = 1\n    requires_grad = True\n    dtype = 3\nA()",
    "module": "class A(nn.Module):\n    grad_fn = 4\n    retain_grad = 3\na = A()\n(x*2).sum()",
    "class": "class A:\n    grad_fn = 1\n    is_leaf = True\nA",
    "dtype": "torch.finfo(torch.float32)",
    "lost view": "y = x * 1\na, b = y.split(1)\ny.add_(1)\na",
}
OPTIONS = ([], ["--order", "2"], ["--retain-grad", "all"], ["--hook", "a"], ["--wrt", "a"], ["-q"])


@pytest.mark.parametrize("options", [*OPTIONS, ["-f", "json"]], ids=" ".join)
@pytest.mark.parametrize("name", LOOKALIKES)
def test_what_only_looks_like_a_tensor_is_none(autograd, name, options):
    done = autograd("run", *options, "-", "x=[1, 2]", stdin=LOOKALIKES[name])
    assert done.code in (0, 1, 2)  # the run of the program refuses internal errors


def test_a_class_of_the_script_is_no_module(autograd):
    script = "class A:\n    def register_parameter(self):\n        pass\na = A()\nb = A\n"
    done = autograd("run", "-", stdin=script)
    assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    "source", ["torch.func.grad(lambda a: a^3)(x)", "y = torch.ones(1)\ny.mul_(x)\ny.sum()"]
)
def test_the_table_itself_does_not_warn(autograd, source):
    done = autograd("run", "-", "x=2", stdin=source)  # warnings are errors in the tests
    assert (done.code, done.err) == (0, "")
