"""In-place changes: memory, versions, diagnostics; and every in-place method against PyTorch."""

from __future__ import annotations

import tracemalloc
from types import ModuleType
from typing import Any

import numpy as np
import pytest

import engine
from grammar.run import compile_script
from tests.oracle import ours, theirs
from tests.oracle.report import difference

# -- memory ----------------------------------------------------------------------------------------

STEPS = {
    "p.add_(g)": lambda p, g: p.add_(g),
    "p.sub_(g)": lambda p, g: p.sub_(g),
    "p.mul_(0.5)": lambda p, g: p.mul_(0.5),
    "p.div_(g)": lambda p, g: p.div_(g),
    "p.copy_(g)": lambda p, g: p.copy_(g),
    "p.zero_()": lambda p, g: p.zero_(),
    "p.fill_(2)": lambda p, g: p.fill_(2),
    "p.exp_()": lambda p, g: p.exp_(),
    "p.neg_()": lambda p, g: p.mul_(-1),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_needs_no_memory_for_its_result(name: str) -> None:
    p, g = engine.ones(200_000), engine.ones(200_000)
    p.requires_grad_()
    before = p.data.numpy()
    with engine.no_grad():
        STEPS[name](p, g)
        tracemalloc.start()
        STEPS[name](p, g)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < before.nbytes / 2, name
    assert np.shares_memory(p.data.numpy(), before)


def test_a_scaled_step_needs_one_temporary() -> None:
    p, g = engine.ones(200_000), engine.ones(200_000)
    p.add_(g, alpha=-0.5)
    tracemalloc.start()
    p.add_(g, alpha=-0.5)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 1.5 * p.data.numpy().nbytes
    assert p[0].item() == 0.0


@pytest.mark.parametrize("n", [30_000])
def test_many_changes_of_one_tensor_do_not_recurse(n: int) -> None:
    x = engine.ones(2, requires_grad=True)
    y = x * 1
    for _ in range(n):
        y.mul_(1)
    y.sum().backward()
    assert x.grad.tolist() == [1, 1]


# -- diagnostics -----------------------------------------------------------------------------------

HEAD = "import torch\nx = torch.ones(4, requires_grad=True)\ny = x * 1\n"


def labels(body: str) -> dict[int, str]:
    """Run a script that fails; return the text of the labels by line."""
    error = compile_script(HEAD + body, "s.py").run(warn=lambda diagnostic: None).error
    assert error is not None
    return {label.span.line: label.text for label in error.diagnostic.labels if label.text}


def test_the_place_of_saving_and_the_change_are_shown() -> None:
    found = labels("w = y * y\ny[0] += 1\nw.sum().backward()\n")
    assert found == {
        4: "MulBackward0 saved the value here",
        5: "the value was changed in place here",
    }


def test_the_result_of_a_changed_view_is_shown() -> None:
    found = labels("v = y[:2]\nv.exp_()\ny.add_(1)\ny.sum().backward()\n")
    assert found == {
        5: "ExpBackward0 saved the value here",
        6: "the value was changed in place here",
    }


def test_a_lost_view_is_shown_with_the_change() -> None:
    found = labels("a, b = y.split(2)\ny.mul_(2)\na + 1\n")
    assert found == {4: "the view is taken here", 5: "the storage was changed here"}


def test_a_view_of_a_leaf_is_shown() -> None:
    assert labels("v = x[:2]\nv.mul_(2)\n") == {4: "the view of the leaf is taken here"}


# -- every method ----------------------------------------------------------------------------------

ARGUMENTS: dict[str, tuple[str, ...]] = {
    "add_": ("1", "z", "z, alpha=2"), "sub_": ("z", "z, alpha=2"), "subtract_": ("z",),
    "mul_": ("2", "z"), "multiply_": ("z",), "div_": ("2", "z", "z, rounding_mode='floor'"),
    "divide_": ("z",), "true_divide_": ("z",), "fmod_": ("2", "z"), "remainder_": ("2", "z"),
    "pow_": ("2", "z"), "atan2_": ("z",), "arctan2_": ("z",), "hypot_": ("z",), "copysign_": ("z",),
    "xlogy_": ("z",), "addcmul_": ("z, z", "z, z, value=2"), "addcdiv_": ("z, z",),
    "lerp_": ("z, 0.5", "z, z"), "clamp_": ("0, 1", "min=z", "max=z", "z, 2 * z"), "clip_": ("0, 1",),
    "clamp_min_": ("0.5", "z"), "clamp_max_": ("0.5", "z"), "eq_": ("1", "z"), "ne_": ("z",),
    "lt_": ("z",), "le_": ("z",), "gt_": ("z",), "ge_": ("z",), "greater_": ("z",), "less_": ("z",),
    "greater_equal_": ("z",), "less_equal_": ("z",), "not_equal_": ("z",),
    "fill_": ("3", "z.sum()"), "copy_": ("z", "z[0]", "z.double()"),
    "masked_fill_": ("m, 2.0", "m, z.sum()"), "masked_scatter_": ("m, z",),
    "index_fill_": ("0, i, 2.0", "0, i, z.sum()"), "index_add_": ("0, i, z", "0, i, z, alpha=2"),
    "index_copy_": ("0, i, z",), "index_put_": ("(i,), z", "(i,), z, True"),
    "scatter_": ("0, j, z", "0, j, 2.0"), "scatter_add_": ("0, j, z",),
    "put_": ("i, z[0]", "i, z[0], True"), "cumsum_": ("0",), "cumprod_": ("0",),
    "tril_": ("", "1"), "triu_": ("",), "fill_diagonal_": ("5.0", "5.0, wrap=True"),
    "addmm_": ("z, z",), "addr_": ("z[0], z[0]",), "nan_to_num_": ("",), "round_": ("", "decimals=1"),
    "unsqueeze_": ("0",), "transpose_": ("0, 1",), "swapaxes_": ("0, 1",), "swapdims_": ("0, 1",),
    "as_strided_": ("(2,), (1,)",), "squeeze_": ("", "0"), "bernoulli_": ("", "z.detach() - 0.5"),
    "normal_": ("", "1.0, 2.0"), "uniform_": ("", "1.0, 2.0"), "random_": ("5", "2, 5"),
    "index_reduce_": ("0, i, z.detach(), 'prod'",), "ldexp_": ("z",), "mvlgamma_": ("1",),
    "nextafter_": ("z.detach()",), "renorm_": ("2, 0, 0.5",),
    "scatter_reduce_": ("0, j, z, 'sum'", "0, j, z, 'amax', include_self=False"),
    "set_": ("z.detach()",), "logical_and_": ("z",), "logical_or_": ("z",), "logical_xor_": ("z",),
}  # fmt: skip
"""Arguments of the in-place methods; those that are not here take none."""

SETTINGS = {
    "result": ("y = x * 1", "y"),
    "view": ("y = x.expand(2, 2, 2) * 1\nv = y[0]", "v"),
    "leaf": ("y = x", "y"),
    "constant": ("y = x.detach().clone()", "y"),
    "no_grad": ("y = x * 1\ntorch.set_grad_enabled(False)", "y"),
}

SCRIPT = """import torch
x = torch.tensor([[0.25, 0.5], [0.75, 0.125]], requires_grad=True)
z = torch.tensor([[0.5, 0.75], [1.5, 1.25]], requires_grad=True)
m = torch.tensor([[True, False], [False, True]])
i = torch.tensor([1, 0])
j = torch.tensor([[1, 0], [0, 1]])
{setting}
try:
    r = {target}.{name}({arguments})
    print(r is {target}, r.shape, r._version, r.requires_grad, r)
    for fn in (r.grad_fn, y.grad_fn):
        print(fn and fn.name(), fn and [(f and f.name(), k) for f, k in fn.next_functions])
    (y * torch.arange(1.0, y.numel() + 1).reshape(y.shape)).sum().backward()
    print(x.grad, z.grad)
except (RuntimeError, TypeError, ValueError, IndexError, NotImplementedError) as e:
    print(type(e).__name__, str(e).split('\\n')[0])
"""

ELSEWHERE = {"floor_divide_", "heaviside_", "addbmm_", "addmv_", "baddbmm_", "apply_", "map_"}
"""In golden scripts, or with other shapes."""
OTHER = {"requires_grad_", "detach_", "share_memory_", "resize_", "resize_as_", "float_power_"}
BITWISE = {n for n in dir(engine.Tensor) if n.startswith("bitwise_")}


def methods() -> list[str]:
    names = [n for n in dir(engine.Tensor) if n.endswith("_") and not n.startswith("_")]
    return [n for n in names if n not in ELSEWHERE | OTHER | BITWISE]


@pytest.mark.oracle
@pytest.mark.parametrize("name", methods())
def test_in_place_methods_do_what_pytorch_does(torch: ModuleType, name: str) -> None:
    assert hasattr(torch.Tensor, name)
    for arguments in ARGUMENTS.get(name, ("",)):
        for setting, target in SETTINGS.values():
            source = SCRIPT.format(setting=setting, target=target, name=name, arguments=arguments)
            text = difference(source, ours.run(source), theirs.run(source), allow_rounding=True)
            assert text is None, text


def test_no_method_of_an_operator_is_missing() -> None:
    found: list[Any] = methods()
    assert len(found) > 110
