"""PyTorch's own operator database as referee: `python -m tests.oracle.op_db [ENTRY ...]`.

Each entry of `op_db` makes sample inputs for an operator. On every sample the value, the gradient
and, where PyTorch has one, the gradient of the gradient must be PyTorch's. The entries are listed in
`op_db.txt`; what is not expected to agree is in `EXCLUDED`, with the reason.
"""

from __future__ import annotations

import itertools
import sys
import types
import unittest
import warnings
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

import engine

TOLERANCE = 1e-7
"""Relative; what the two compute in another order, twice differentiated, differs by less."""

SEED = 42
"""What PyTorch's wrappers of random operators seed with."""

EXCLUDED: dict[str, str] = {
    "nn.functional.multi_head_attention_forward": "there as nn.MultiheadAttention only",
}
"""Entries that do not agree, and why."""


def entries() -> list[str]:
    """Return the names of all entries: module (unless torch), operator and variant."""
    found: list[str] = []
    module = ""
    for line in Path(__file__).with_suffix(".txt").read_text().splitlines():
        if line.startswith("["):
            module = "" if line == "[torch]" else line.strip("[]") + "."
        elif not line.startswith("#"):
            found += [module + name for name in line.split()]
    return found


@cache
def database() -> dict[str, Any]:
    """Return PyTorch's database by entry name."""
    if "expecttest" not in sys.modules:
        # PyTorch's test helpers derive from it, and what is needed of them here does not.
        stand_in = types.ModuleType("expecttest")
        stand_in.TestCase = unittest.TestCase  # type: ignore[attr-defined]
        sys.modules["expecttest"] = stand_in
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from torch.testing._internal.common_methods_invocations import op_db
    return {f"{o.name}.{o.variant_test_name}".rstrip("."): o for o in op_db}


# -- the same in this engine -----------------------------------------------------------------------


def ours(value: Any, leaves: list[Any]) -> Any:
    """Return an argument of PyTorch's as one of this engine's; leaves that need gradients are noted."""
    import torch

    if isinstance(value, torch.Tensor):
        array = materialised(value).numpy()
        out = engine.from_numpy(array.copy(order="K")) if array.ndim else engine.tensor(array)
        if value.requires_grad:
            out.requires_grad_()
            leaves.append(out)
        return out
    if isinstance(value, torch.dtype):
        return getattr(engine, str(value).removeprefix("torch."))
    if isinstance(value, torch.memory_format):
        return engine.contiguous_format
    if isinstance(value, torch.Size):
        return tuple(value)
    if isinstance(value, (list, tuple)):
        return type(value)([ours(v, leaves) for v in value])
    if isinstance(value, dict):
        return {k: ours(v, leaves) for k, v in value.items()}
    if isinstance(value, slice):
        return slice(*[ours(v, leaves) for v in (value.start, value.stop, value.step)])
    if isinstance(value, types.FunctionType):
        return retargeted(value)
    return value


def theirs(value: Any, leaves: list[Any]) -> Any:
    """Note the leaves of an argument of PyTorch's, in the same order."""
    import torch

    if isinstance(value, torch.Tensor):
        if value.requires_grad:
            leaves.append(value)
    elif isinstance(value, (list, tuple)):
        for v in value:
            theirs(v, leaves)
    elif isinstance(value, dict):
        for v in value.values():
            theirs(v, leaves)
    return value


def retargeted(function: types.FunctionType) -> Callable[..., Any]:
    """Return a Python function of PyTorch's tests with this engine in place of PyTorch."""
    names = dict(function.__globals__)
    names["torch"] = engine
    if "F" in names:
        names["F"] = engine.nn.functional
    cells = tuple(
        types.CellType(
            counterpart(c.cell_contents)
            if callable(c.cell_contents) and not hasattr(c.cell_contents, "sample_inputs")
            else c.cell_contents  # an entry is asked for its name only
        )
        for c in function.__closure__ or ()
    )
    out = types.FunctionType(
        function.__code__, names, function.__name__, function.__defaults__, cells or None
    )
    out.__kwdefaults__ = function.__kwdefaults__
    return out


def counterpart(value: Any, name: str = "") -> Any:
    """Return what this engine has for a function of PyTorch's, found by its name."""
    home = getattr(value, "__module__", None) or ""
    if isinstance(value, types.FunctionType) and home.startswith("torch.testing"):
        return retargeted(value)
    return lookup(name or getattr(value, "__name__", ""))


def lookup(name: str) -> Any:
    """Return this engine's function of a dotted name, or the method; None if there is neither."""
    found: Any = engine
    for part in name.split("."):
        found = getattr(found, part, None)
        if found is None or isinstance(found, engine.dtype):
            found = getattr(engine.Tensor, name, None)
            return found.fget if isinstance(found, property) else found
    return found


# -- comparison ------------------------------------------------------------------------------------


def tensors(value: Any, kind: type) -> list[Any]:
    """Return the tensors of a result, in order."""
    if isinstance(value, kind):
        return [value]
    if isinstance(value, (list, tuple)):
        return [t for v in value for t in tensors(v, kind)]
    return []


def array(value: Any) -> Any:
    """Return a tensor of either engine as an array."""
    if isinstance(value, engine.Tensor):
        return np.asarray(value.detach().numpy())
    return materialised(value).numpy()


def materialised(value: Any) -> Any:
    """Return a tensor of PyTorch's that NumPy can read: some of its tensors have no storage."""
    import torch

    if value._is_zerotensor():
        return torch.zeros(value.shape, dtype=value.dtype)
    return value.detach().resolve_conj().resolve_neg()


def weights(outs: list[Any], rng: Any, torch: Any) -> list[Any]:
    """Return gradients for outputs, the same for both engines."""
    made = []
    for out in outs:
        shape = tuple(out.shape)
        values = rng.uniform(0.5, 1.5, shape)
        if out.is_complex():
            values = values + 1j * rng.uniform(0.5, 1.5, shape)
        made.append(torch.tensor(values, dtype=out.dtype))
    return made


def derivatives(
    torch: Any, outs: list[Any], leaves: list[Any], second: bool
) -> tuple[list[Any], list[Any]]:
    """Return the gradients and, if wanted, the gradients of the gradients."""
    rng = np.random.default_rng(0)
    outs = [o for o in outs if o.requires_grad]
    if not outs or not leaves:
        return [], []
    first = torch.autograd.grad(
        outs, leaves, weights(outs, rng, torch), create_graph=second, allow_unused=True
    )
    again = [g for g in first if g is not None and g.requires_grad] if second else []
    if not again:
        return list(first), []
    return list(first), list(
        torch.autograd.grad(again, leaves, weights(again, rng, torch), allow_unused=True)
    )


def same(what: str, their: list[Any], our: list[Any], empty: bool) -> str | None:
    """Say what differs between two lists of tensors; `empty`: None is as good as zeros."""
    if len(their) != len(our) and not empty:
        return f"{what}: {len(their)} tensors, ours {len(our)}"
    for i, (x, y) in enumerate(itertools.zip_longest(their, our)):
        if x is None or y is None:
            other = x if y is None else y
            if (x is None) != (y is None) and not (empty and not array(other).any()):
                return f"{what} {i}: {x}, ours {y}"
            continue
        if tuple(x.shape) != tuple(y.shape) or str(x.dtype) != str(y.dtype):
            return f"{what} {i}: {x.dtype} {list(x.shape)}, ours {y.dtype} {list(y.shape)}"
        a, b = array(x), array(y)
        single = str(x.dtype) in ("torch.float32", "torch.complex64")
        rtol = 1e-4 if single else TOLERANCE
        if not np.allclose(b, a, rtol=rtol, atol=rtol, equal_nan=True):
            return f"{what} {i}:\n{a}\nours\n{b}"
    return None


def disagreement(entry: Any, sample: Any) -> str | None:
    """Say what differs between PyTorch and this engine on a sample, or return None."""
    import torch

    call = counterpart(entry.op, entry.name)
    if call is None:
        return "missing"
    packed = [sample.input, tuple(sample.args), sample.kwargs]
    their_leaves: list[Any] = []
    our_leaves: list[Any] = []
    theirs(packed, their_leaves)
    input, args, kwargs = ours(packed, our_leaves)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        their_out = seeded(entry, sample)
        engine.manual_seed(SEED)
        our_out = call(input, *args, **kwargs)
        shown = same(
            "value", tensors(their_out, torch.Tensor), tensors(our_out, engine.Tensor), False
        )
        if shown and not gauge(sample):
            return shown
        if gauge(sample):
            process = sample.output_process_fn_grad
            their_out, our_out = process(their_out), retargeted(process)(our_out)
        second = bool(entry.supports_gradgrad)
        their_outs = tensors(their_out, torch.Tensor)
        try:
            expected = derivatives(torch, their_outs, their_leaves, second)
        except RuntimeError as error:
            if "is not implemented" not in str(error):
                raise
            second = False  # nor by this path of PyTorch's
            their_outs = tensors(seeded(entry, sample), torch.Tensor)
            expected = derivatives(torch, their_outs, their_leaves, second)
        got = derivatives(engine, tensors(our_out, engine.Tensor), our_leaves, second)
    return same("gradient", expected[0], got[0], True) or same(
        "second gradient", expected[1], got[1], True
    )


def seeded(entry: Any, sample: Any) -> Any:
    """Return what PyTorch makes of a sample, with the random numbers that this engine has, too."""
    import torch

    with torch.random.fork_rng(devices=[]):
        torch.manual_seed(SEED)
        return entry.op(sample.input, *sample.args, **sample.kwargs)


def gauge(sample: Any) -> bool:
    """Return whether an entry says what of the results is well-defined."""
    process = sample.output_process_fn_grad
    return isinstance(process, types.FunctionType) and (
        process.__code__.co_code != (lambda x: x).__code__.co_code
    )


def samples(entry: Any, limit: int | None) -> Iterator[Any]:
    """Yield sample inputs of an entry, the same ones each time."""
    import torch

    torch.manual_seed(0)
    made = entry.sample_inputs("cpu", torch.float64, requires_grad=True)
    return itertools.islice(made, limit)


def first_disagreement(name: str, limit: int | None = None) -> str | None:
    """Say what differs on the first sample of an entry on which something does."""
    entry = database()[name]
    for number, sample in enumerate(samples(entry, limit)):
        try:
            shown = disagreement(entry, sample)
        except Exception as error:
            shown = f"{type(error).__name__}: {error}"
        if shown is not None:
            return f"{name}, sample {number}: {sample}\n{shown}"
    return None


def main(names: list[str]) -> int:
    """Compare all samples of the entries, of all by default; print those that differ."""
    chosen = names or entries()
    agreed = 0
    for name in chosen:
        shown = first_disagreement(name)
        agreed += shown is None
        if shown is not None:
            lines = shown.splitlines()
            print(
                shown if names else f"{lines[0][:60]} ... {' '.join(lines[-2:])[:120]}", flush=True
            )
    print(f"{agreed} of {len(chosen)} entries agree")
    return agreed < len(chosen)


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
