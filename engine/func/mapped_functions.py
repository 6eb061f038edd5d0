"""Custom Functions inside `vmap`: by their `vmap` static method, or by a rule made of their methods."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from engine import state
from engine.batched import Batched
from engine.func.batching import VmapLevel, level_of, mapped, running, unmapped, without_history
from engine.func.pytree import flatten, spread, unflatten
from engine.functions.function import Function, _call
from engine.operators.reduction import sum
from engine.tensor import Tensor

VmapInfo = namedtuple("VmapInfo", ("batch_size", "randomness"))
"""What a `vmap` static method is told of the `vmap` that runs."""

_GUIDE = "For more details, please see https://pytorch.org/docs/main/notes/extending.func.html"


class below:
    """While the block runs, neither a level nor those inside of it are running."""

    __slots__ = ("before", "level")

    def __init__(self, level: VmapLevel) -> None:
        self.level = level

    def __enter__(self) -> None:
        self.before = list(state.levels)
        state.levels[:] = self.before[: self.level.number - 1]

    def __exit__(self, *exception: object) -> None:
        state.levels[:] = self.before


def call(cls: type[Function], args: tuple[Any, ...]) -> Any:
    """Return a Function's outputs for mapped arguments; NotImplemented if none is mapped."""
    level = level_of(args)
    if level is None:
        return NotImplemented
    if state.grad_enabled and any(
        isinstance(a, Tensor) and _is_of(a, level) and a.requires_grad for a in args
    ):
        return _call(_inner(cls, level), args, True)
    values = [a._data.value if _is_of(a, level) else a for a in args]
    dims = tuple([a._data.bdim if _is_of(a, level) else None for a in args])
    if all(d is None for d in dims):
        return _mapped_as(cls.apply(*values), None, level)
    own_rule = cls.vmap is not Function.vmap
    if cls.generate_vmap_rule:
        if own_rule:
            raise RuntimeError(
                f"You tried to vmap over {cls.__name__}, but it has both generate_vmap_rule=True "
                "and an overridden vmap staticmethod. Please set generate_vmap_rule=False or delete "
                f"the overridden vmap staticmethod to avoid ambiguity. {_GUIDE}"
            )
        function, out_dims = _vmapped(cls, dims, level)
        return _mapped_as(function.apply(*values), out_dims, level)
    if not own_rule:
        raise RuntimeError(
            f"You tried to vmap over {cls.__name__}, but it does not have vmap support. Please "
            "override and implement the vmap staticmethod or set generate_vmap_rule=True. "
            f"{_GUIDE}"
        )
    info = VmapInfo(level.size, level.randomness)
    with below(level):
        result = cls.vmap(info, dims, *values)
    if not isinstance(result, tuple) or len(result) != 2:
        extra = f" with {len(result)} elements" if isinstance(result, tuple) else ""
        raise RuntimeError(
            "Expected the vmap staticmethod to have two returns, an output and out_dims with pytree "
            f"structure compatible with the output. Got a {type(result)}{extra} instead"
        )
    output, places = result
    leaves, spec = flatten(output)
    found = spread(places, spec)
    if found is None:
        raise RuntimeError(
            "The autograd.Function's vmap staticmethod returned an incompatible (output, out_dims) "
            f"tuple. Expected out_dims={places} to be compatible with the structure of `output`. "
            f"out_dims has structure {flatten(places)[1]} but output has structure {spec}. {_GUIDE}"
        )
    return unflatten([_mapped_as(t, [d], level) for t, d in zip(leaves, found, strict=True)], spec)


def _is_of(value: Any, level: VmapLevel) -> bool:
    return (
        isinstance(value, Tensor)
        and value._data.__class__ is Batched
        and value._data.level is level
    )


def _mapped_as(output: Any, dims: list[int | None] | None, level: VmapLevel) -> Any:
    """Return outputs as tensors of a level; no dimensions: they are the same for all examples."""
    if output.__class__ is tuple:
        places = dims or [None] * len(output)
        return tuple([_mapped_as(o, [d], level) for o, d in zip(output, places, strict=True)])
    if not isinstance(output, Tensor) or (dims is not None and dims[0] is None):
        return output
    return mapped(output, None if dims is None else dims[0], level)


def _inner(cls: type[Function], level: VmapLevel) -> type[Function]:
    """Return the Function whose node belongs to what the mapped function itself records."""

    def forward(*args: Any) -> Any:
        return call(cls, tuple([without_history(a) if _is_of(a, level) else a for a in args]))

    return type(cls.__name__, (cls,), {"forward": staticmethod(forward)})


class _MappedContext:
    """A Function's ctx as its methods see it while examples are mapped."""

    __slots__ = ("_ctx", "_level")

    def __init__(self, ctx: Any, level: VmapLevel) -> None:
        object.__setattr__(self, "_ctx", ctx)
        object.__setattr__(self, "_level", level)

    def save_for_backward(self, *tensors: Any) -> None:
        """Save the tensors of all examples."""
        dims = [t._data.bdim if _is_of(t, self._level) else None for t in tensors]
        self._ctx.mapped_dims = [
            (d, _is_of(t, self._level)) for d, t in zip(dims, tensors, strict=True)
        ]
        self._ctx.save_for_backward(*[_value(t, self._level) for t in tensors])

    @property
    def saved_tensors(self) -> tuple[Any, ...]:
        """What was saved, one example of it."""
        return tuple(
            [
                mapped(t, dim, self._level) if was else t
                for t, (dim, was) in zip(
                    self._ctx.saved_tensors, self._ctx.mapped_dims, strict=True
                )
            ]
        )

    def mark_non_differentiable(self, *tensors: Any) -> None:
        """Say which outputs have no gradient."""
        self._ctx.mark_non_differentiable(*[_value(t, self._level) for t in tensors])

    def mark_dirty(self, *tensors: Any) -> None:
        """Say which inputs forward changed in place."""
        self._ctx.mark_dirty(*[_value(t, self._level) for t in tensors])

    def __getattr__(self, name: str) -> Any:
        return getattr(self._ctx, name)

    def __setattr__(self, name: str, value: Any) -> None:
        setattr(self._ctx, name, value)


def _value(tensor: Any, level: VmapLevel) -> Any:
    return tensor._data.value if _is_of(tensor, level) else tensor


def _vmapped(
    cls: type[Function], dims: tuple[int | None, ...], level: VmapLevel
) -> tuple[type[Function], list[int | None]]:
    """Return the Function on all examples, and the list that its forward fills: where they lie."""
    out_dims: list[int | None] = []

    def inputs(values: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(
            [v if d is None else mapped(v, d, level) for v, d in zip(values, dims, strict=True)]
        )

    def forward(*values: Any) -> Any:
        with running(level):
            output = cls.forward(*inputs(values))
        several = isinstance(output, tuple)
        outputs = output if several else (output,)
        out_dims[:] = [o._data.bdim if _is_of(o, level) else None for o in outputs]
        made = tuple([_value(o, level) for o in outputs])
        return made if several else made[0]

    def setup_context(ctx: Any, values: tuple[Any, ...], output: Any) -> None:
        several = isinstance(output, tuple)
        made = tuple(
            [
                o if d is None else mapped(o, d, level)
                for o, d in zip(output if several else (output,), out_dims, strict=True)
            ]
        )
        with running(level):
            cls.setup_context(
                _MappedContext(ctx, level), inputs(values), made if several else made[0]
            )

    def backward(ctx: Any, *grads: Any) -> Any:
        with running(level):
            given = [
                g if g is None or d is None else mapped(g, d, level)
                for g, d in zip(grads, out_dims, strict=True)
            ]
            found = cls.backward(_MappedContext(ctx, level), *given)
            found = found if isinstance(found, tuple) else (found,)
            return tuple([_gradient(g, d, level) for g, d in zip(found, dims, strict=True)])

    body = {
        "forward": staticmethod(forward),
        "setup_context": staticmethod(setup_context),
        "backward": staticmethod(backward),
        "generate_vmap_rule": True,
    }
    return type(f"Vmapped{cls.__name__}", (Function,), body), out_dims


def _gradient(grad: Any, dim: int | None, level: VmapLevel) -> Any:
    """Return the gradient of an input for all examples; one that is the same for all gets the sum."""
    if not isinstance(grad, Tensor):
        return grad
    if dim is not None:
        return unmapped(grad, dim, level)
    if not _is_of(grad, level):
        return grad
    data = grad._data
    return data.value if data.bdim is None else sum(data.value, data.bdim)
