"""`autograd ops`: everything that scripts can name is found, and what is said of it is so."""

from __future__ import annotations

import ast
import json
from typing import Any

import pytest

from cli.reference.catalogue import Entry, catalogue
from cli.reference.search import named
from tests.cli.conftest import run_program

ENTRIES = catalogue()


@pytest.mark.parametrize("name", ["tanh", "pow", "nn.Linear", "Tensor.backward", "F.cross_entropy"])
def test_pages(snapshot, name):
    snapshot(f"ops_{name.replace('.', '_')}", "ops", name)


def test_on_a_terminal(snapshot):
    snapshot("ops_terminal_80", "ops", "relu", terminal=True, width=80)
    snapshot("ops_terminal_120", "ops", "largest", "window", terminal=True, width=120)
    snapshot("ops_no_colour", "ops", "relu", terminal=True, width=80, environ={"NO_COLOR": "1"})


def test_nothing_found(snapshot):
    snapshot("ops_unknown", "ops", "sinn")
    assert run_program("ops", "--family", "no such family").code == 2
    assert run_program("ops", "-f", "xml").code == 2


def test_every_entry_says_what_it_is():
    for path, entry in ENTRIES.items():
        assert entry.summary, path
        assert entry.family not in ("", "Other"), path
        assert entry.signature.startswith(entry.name), path
        assert "engine" not in entry.example, path


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ("sin", "torch.sin"),
        ("torch.sin", "torch.sin"),
        ("sin()", "torch.sin"),
        ("sin_", "torch.sin_"),
        ("Tensor.sin", "torch.sin"),
        ("F.relu", "torch.nn.functional.relu"),
        ("nn.functional.gelu", "torch.nn.functional.gelu"),
        ("nn.ReLU", "torch.nn.ReLU"),
        ("optim.Adam", "torch.optim.Adam"),
        ("absolute", "torch.abs"),
        ("retain_grad", "torch.Tensor.retain_grad"),
        ("linalg.svd", "torch.linalg.svd"),
    ],
)
def test_names_in_any_spelling(text, path):
    assert named(ENTRIES, text)[0].path == path


def test_all_that_scripts_can_call_is_there():
    from grammar import modules

    known = {name for entry in ENTRIES.values() for name in entry.names}
    for home in ("torch", "torch.nn", "torch.nn.functional", "torch.optim", "torch.linalg"):
        proxy = modules.find_module(home)
        assert proxy is not None
        for name in modules.public_names(proxy):
            value = getattr(proxy, name)
            ours = str(getattr(value, "__module__", "")).startswith(("engine", "torch"))
            if isinstance(value, type) and issubclass(value, Exception):
                continue
            if callable(value) and ours and not isinstance(value, modules.Proxy):
                assert f"{home}.{name}" in known, f"{home}.{name}"


@pytest.mark.parametrize(
    ("name", "rules"),
    [
        ("mul", {("mul", "input", "grad * other"), ("mul", "other", "grad * input")}),
        ("exp", {("exp", "input", "grad * result")}),
    ],
)
def test_rules(name, rules):
    found = {(r.operator, r.argument, r.formula) for r in named(ENTRIES, name)[0].rules}
    assert found == {(o, a, f.replace("input", "self")) for o, a, f in rules}


def test_json():
    document = json.loads(run_program("ops", "-f", "json").out)
    assert document["schema"] == 1
    assert len(document["operators"]) == len(ENTRIES)
    (relu,) = json.loads(run_program("ops", "relu", "-f", "json").out)["operators"]
    assert relu["rules"] == [
        {"operator": "relu", "argument": "input", "formula": "where(result > 0, grad, 0)"}
    ]
    assert relu["grad_fn"] == ["ReluBackward0"]
    assert relu["pytorch"] == "torch.relu"


def test_markdown_is_the_whole_reference():
    text = run_program("ops", "-f", "markdown").out
    for entry in ENTRIES.values():
        assert f"\n### `{entry.path.removeprefix('torch.')}`\n" in text


def test_examples_are_python():
    for entry in ENTRIES.values():
        for line in entry.example.splitlines():
            if line.startswith(">>> ") and not line.rstrip().endswith((":", "(", "[", ",")):
                ast.parse(line[4:])


@pytest.mark.oracle
def test_pages_are_pytorchs(torch: Any) -> None:
    def there(path: str) -> bool:
        found = torch
        for part in path.split(".")[1:]:
            found = getattr(found, part, None)
            if found is None:
                return False
        return True

    import torch.nn.utils.rnn
    import torch.utils.checkpoint
    import torch.utils.data

    missing = [entry.page for entry in ENTRIES.values() if not there(entry.page)]
    assert missing == []


def test_an_entry_of_ones_own() -> None:
    def composed(x: Any) -> Any:
        """Say nothing."""

    entry = Entry("torch.composed", composed)
    assert (entry.rules, entry.grad_fns, entry.kind) == ([], [], "function")
