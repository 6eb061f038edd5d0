"""`out=`: which functions have it, what they write, and what they refuse, as PyTorch does."""

from __future__ import annotations

import warnings
from typing import Any

import pytest

import engine
from engine import out
from tests.oracle import op_db

BY_DOCUMENTATION_ONLY = (
    *("empty_like", "ones_like", "rand_like", "randn_like", "zeros_like"),
    *("std_mean", "var_mean"),
)
"""Functions that PyTorch documents with `out`, and refuses it."""

LISTED = [(space, name) for space, names in out._WRITING.items() for name in names.split()]


def has_keyword(function: Any) -> bool:
    try:
        function(object(), out=object())
    except TypeError as error:
        return "unexpected keyword argument" not in str(error)
    except Exception:
        return True
    return True


@pytest.mark.oracle
def test_the_functions_are_those_of_pytorch(torch: Any) -> None:
    with_out = {
        schema.name.removeprefix("aten::")
        for schema in torch._C._jit_get_all_schemas()
        if any(argument.is_out for argument in schema.arguments)
    }
    for space, names in out._WRITING.items():
        ours = getattr(engine, space) if space else engine
        theirs = getattr(torch, space) if space else torch
        prefix = f"{space}_" if space else ""
        for name in names.split():
            assert hasattr(ours, name), f"{space} {name}"
            assert has_keyword(getattr(theirs, name)), f"{space} {name}"
        documented = {
            name
            for name in dir(theirs)
            if prefix + name in with_out
            and hasattr(ours, name)
            and "out=None" in str(getattr(theirs, name).__doc__)
        }
        assert documented <= {*names.split(), *BY_DOCUMENTATION_ONLY}


@pytest.mark.oracle
@pytest.mark.parametrize(("space", "name"), LISTED)
def test_what_is_written_is_pytorchs(torch: Any, space: str, name: str) -> None:
    full = f"{space}.{name}" if space else name
    entry = op_db.database().get(full)
    if entry is None or name in ("empty", "ihfftn"):
        return  # another name of a function with an entry; PyTorch leaves memory as it was
    their = getattr(getattr(torch, space) if space else torch, name)
    our = out.writing(getattr(getattr(engine, space) if space else engine, name))
    torch.manual_seed(0)
    for sample in list(entry.sample_inputs("cpu", torch.float64))[:3]:
        arguments = sample.input, tuple(sample.args), sample.kwargs
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            try:
                plain = their(sample.input, *sample.args, **sample.kwargs)
            except Exception:
                continue  # the entry calls it otherwise
            several = isinstance(plain, (tuple, list))
            if several and not isinstance(plain, tuple):
                continue
            made = [
                torch.empty_like(t, memory_format=torch.contiguous_format)
                for t in (plain if several else [plain])
            ]
            target = tuple(made) if several else made[0]
            torch.manual_seed(op_db.SEED)
            try:
                expected = their(sample.input, *sample.args, **sample.kwargs, out=target)
            except TypeError:
                continue  # this overload has no such keyword
            input, args, kwargs = op_db.ours(list(arguments), [])
            got_targets = [
                engine.empty(tuple(t.shape), dtype=getattr(engine, str(t.dtype)[6:])) for t in made
            ]
            engine.manual_seed(op_db.SEED)
            result = our(
                input, *args, **kwargs, out=tuple(got_targets) if several else got_targets[0]
            )
        shown = op_db.same("value", op_db.tensors(expected, torch.Tensor), got_targets, False)
        if not (op_db.gauge(sample) and shown):
            assert shown is None, f"{sample}\n{shown}"
        if several:
            assert all(a is b for a, b in zip(result, got_targets, strict=True))
        else:
            assert result is got_targets[0]


def test_it_is_an_in_place_change() -> None:
    x = engine.ones(3, requires_grad=True)
    y = engine.ones(3)
    total = (x * y).sum()
    assert out.writing(engine.add)(y, 1, out=y) is y
    assert y._version == 1
    with pytest.raises(RuntimeError, match="modified by an inplace operation"):
        total.backward()


def test_views_are_written_through() -> None:
    base = engine.zeros(2, 2)
    out.writing(engine.add)(engine.ones(2), 1, out=base[:, 0])
    assert base.tolist() == [[2.0, 0.0], [2.0, 0.0]]


REFUSED = """
mul ones3 leaf
mul ones3 ones3 leaf
mul ones3 ones3 long3
matmul eye2 eye2 double22
argmax ones3 ones3
zeros 2 leaf
"""


@pytest.mark.oracle
@pytest.mark.parametrize("line", REFUSED.split("\n")[1:-1])
def test_refusals_are_pytorchs(torch: Any, line: str) -> None:
    def attempt(library: Any, call: Any) -> str:
        things = {
            "ones3": library.ones(3),
            "leaf": library.ones(3, requires_grad=True),
            "long3": library.ones(3, dtype=library.long),
            "eye2": library.eye(2),
            "double22": library.ones(2, 2, dtype=library.double),
        }
        *arguments, target = (things.get(w, int(w) if w.isdigit() else w) for w in line.split()[1:])
        if line == REFUSED.split("\n")[1]:
            arguments.append(things["leaf"])
        with pytest.raises((RuntimeError, TypeError)) as caught:
            call(*arguments, out=target)
        return str(caught.value).split("\n")[0].removeprefix("aten::")

    name = line.split()[0]
    ours = attempt(engine, out.writing(getattr(engine, name)))
    assert ours == attempt(torch, getattr(torch, name))


def test_a_target_of_another_shape_is_resized() -> None:
    target = engine.ones(2)
    with pytest.warns(UserWarning, match="An output with one or more elements was resized"):
        out.writing(engine.mul)(engine.ones(3), 2, out=target)
    assert target.tolist() == [2.0, 2.0, 2.0]
    fresh = engine.empty(0)
    out.writing(engine.mul)(engine.ones(3), 2, out=fresh)
    assert fresh.tolist() == [2.0, 2.0, 2.0]
