"""`torch.func.vmap`: a function of examples becomes one of batches of examples.

The function runs once, on mapped tensors (engine.batched); its results are unmapped.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any, NoReturn

from engine.batched import Batched, NoValues
from engine.errors import explained
from engine.func.batching import VmapLevel, mapped, running, unmapped
from engine.func.pytree import LEAF, Spec, flatten, spread, tree_map, unflatten
from engine.operators.join import cat
from engine.operators.views import slice_
from engine.random import generator
from engine.tensor import Tensor

__all__ = ["vmap"]


def vmap(
    func: Callable[..., Any],
    in_dims: Any = 0,
    out_dims: Any = 0,
    randomness: str = "error",
    *,
    chunk_size: int | None = None,
) -> Callable[..., Any]:
    """Return a function that applies `func` to each slice of its arguments, all at once.

    in_dims: the dimension of each argument along which the examples lie; None if the argument is the
        same for all; nested as the arguments are.
    out_dims: where the examples lie in the results.
    randomness: whether random functions raise an error, or draw "different" or the "same" numbers
        for the examples.
    chunk_size: how many examples are computed at a time.

    >>> import engine
    >>> rows = engine.tensor([[1.0, 2.0], [3.0, 4.0]])
    >>> vmap(engine.dot)(rows, rows)
    tensor([ 5., 25.])
    """
    if randomness not in ("error", "different", "same"):
        raise RuntimeError(
            "Only allowed values for randomness are 'error', 'different', or 'same'. "
            f"Got {randomness}"
        )
    if chunk_size is not None and not chunk_size > 0:
        raise ValueError(f"vmap: chunk_size should be None or greater than 0. (got {chunk_size})")

    @wraps(func)
    def wrapped(*args: Any, **kwargs: Any) -> Any:
        if not isinstance(out_dims, int):
            tree_map(partial(_check_out_dim, func, out_dims), out_dims)
        size, dims, leaves, spec = _inputs(func, in_dims, args)
        run = partial(_run, func, spec, dims, out_dims, randomness, kwargs)
        return (
            run(size, leaves)
            if chunk_size is None
            else _chunked(run, size, dims, leaves, out_dims, randomness, chunk_size)
        )

    return wrapped


def _name(func: Any) -> str:
    """Return how messages call a function."""
    if hasattr(func, "__name__"):
        return str(func.__name__)
    if isinstance(func, partial):
        return f"functools.partial({_name(func.func)}, ...)"
    return repr(func)


def _check_out_dim(func: Any, out_dims: Any, dim: Any) -> None:
    if dim is not None and not isinstance(dim, int):
        raise ValueError(
            f"vmap({_name(func)}, ..., out_dims={out_dims}): `out_dims` must be an int, None or a "
            "python collection of ints representing where in the outputs the vmapped dimension "
            "should appear."
        )


def _inputs(
    func: Any, in_dims: Any, args: tuple[Any, ...]
) -> tuple[int, list[int | None], list[Any], Spec]:
    """Return how many examples there are, and the leaves of the arguments with their dimensions."""
    name = _name(func)
    head = f"vmap({name}, in_dims={in_dims}, ...)(<inputs>): "
    if not isinstance(in_dims, (int, tuple)):
        raise explained(
            ValueError(
                f"{head}expected `in_dims` to be int or a (potentially nested) tuple matching the "
                f"structure of inputs, got: {type(in_dims)}."
            ),
            help="in_dims=(0, None) has one entry for each argument",
        )
    if not args:
        raise ValueError(
            f"vmap({name})(<inputs>): got no inputs. Maybe you forgot to add inputs, or you are "
            "trying to vmap over a function with no inputs. The latter is unsupported."
        )
    leaves, spec = flatten(args)
    dims = spread(in_dims, spec)
    if dims is None:
        raise explained(
            ValueError(
                f"{head}in_dims is not compatible with the structure of `inputs`. in_dims has "
                f"structure {flatten(in_dims)[1]} but inputs has structure {spec}."
            ),
            help="give in_dims one entry for each argument, nested as the arguments are",
        )
    for i, (leaf, dim) in enumerate(zip(leaves, dims, strict=True)):
        if dim is None:
            continue
        if not isinstance(dim, int):
            raise ValueError(
                f"{head}Got in_dim={dim} for an input but in_dim must be either an integer "
                "dimension or None."
            )
        if not isinstance(leaf, Tensor):
            raise explained(
                ValueError(
                    f"{head}Got in_dim={dim} for an input but the input is of type {type(leaf)}. We "
                    "cannot vmap over non-Tensor arguments, please use None as the respective in_dim"
                ),
                help="say None in in_dims for what is the same for all examples",
            )
        n = leaf.dim()
        if not -n <= dim < n:
            raise ValueError(
                f"{head}Got in_dim={dim} for some input, but that input is a Tensor of "
                f"dimensionality {n} so expected in_dim to satisfy -{n} <= in_dim < {n}."
            )
        dims[i] = dim % n
    return _size(dims, leaves), dims, leaves, spec


def _size(dims: list[int | None], leaves: list[Any]) -> int:
    sizes = [t.size(d) for d, t in zip(dims, leaves, strict=True) if d is not None]
    if not sizes:
        raise ValueError("vmap: Expected at least one Tensor to vmap over")
    if any(n != sizes[0] for n in sizes):
        raise ValueError(
            "vmap: Expected all tensors to have the same size in the mapped dimension, got sizes "
            f"{sizes} for the mapped dimension"
        )
    return int(sizes[0])


def _run(
    func: Callable[..., Any],
    spec: Spec,
    dims: list[int | None],
    out_dims: Any,
    randomness: str,
    kwargs: dict[str, Any],
    size: int,
    leaves: list[Any],
) -> Any:
    """Call the function once, for `size` examples."""
    level = VmapLevel(size, randomness)
    with running(level):
        args = unflatten(
            [t if d is None else mapped(t, d, level) for t, d in zip(leaves, dims, strict=True)],
            spec,
        )
        try:
            result = func(*args, **kwargs)
        except NoValues as error:
            raise RuntimeError(str(error)) from None
        return _outputs(func, out_dims, level, result)


def _outputs(func: Any, out_dims: Any, level: VmapLevel, result: Any) -> Any:
    """Return the results with the examples where `out_dims` says."""
    leaves, spec = flatten(result)

    def incompatible() -> NoReturn:
        raise explained(
            ValueError(
                f"vmap({_name(func)}, ..., out_dims={out_dims})(<inputs>): out_dims is not "
                f"compatible with the structure of `outputs`. out_dims has structure "
                f"{flatten(out_dims)[1]} but outputs has structure {spec}."
            ),
            help="give out_dims one entry for each result, nested as the results are",
        )

    if isinstance(result, Tensor):
        if isinstance(out_dims, tuple) and len(out_dims) == 1:
            dims: list[Any] | None = list(out_dims)
        elif out_dims is None or isinstance(out_dims, int):
            dims = [out_dims]
        else:
            incompatible()
    else:
        dims = spread(out_dims, spec)
        if dims is None:
            incompatible()
    assert dims is not None
    made = [_output(func, t, d, level) for t, d in zip(leaves, dims, strict=True)]
    return unflatten(made, spec)


def _output(func: Any, value: Any, dim: int | None, level: VmapLevel) -> Any:
    name = _name(func)
    if dim is None:
        if isinstance(value, Tensor) and value._data.__class__ is Batched:
            raise ValueError(
                f"vmap({name}, ...): `{name}` can not return a BatchedTensor when out_dim is None"
            )
        return value
    if not isinstance(value, Tensor):
        raise explained(
            ValueError(
                f"vmap({name}, ...): `{name}` must only return Tensors, got type {type(value)}. Did "
                "you mean to set out_dims= to None for output?"
            ),
            help="return tensors: the results of all examples are put together to one tensor",
        )
    return unmapped(value, dim, level)


def _chunked(
    run: Callable[[int, list[Any]], Any],
    size: int,
    dims: list[int | None],
    leaves: list[Any],
    out_dims: Any,
    randomness: str,
    chunk_size: int,
) -> Any:
    """Run for some examples at a time, and put the results together."""
    sizes = [chunk_size] * (size // chunk_size)
    if size % chunk_size:
        sizes.append(size % chunk_size)
    parts = [
        [t] * len(sizes) if d is None else _slices(t, sizes, d)
        for t, d in zip(leaves, dims, strict=True)
    ]
    start = generator.get_rng_state() if randomness == "same" else None
    columns: list[list[Any]] = []
    spec = LEAF
    for i, n in enumerate(sizes):
        if start is not None:
            generator.set_rng_state(start)
        flat, spec = flatten(run(n, [part[i] for part in parts]))
        columns.append(flat)
    joined = spread(out_dims, spec)
    assert joined is not None
    return unflatten(
        [cat(rows, d) for rows, d in zip(zip(*columns, strict=True), joined, strict=True)], spec
    )


def _slices(tensor: Tensor, sizes: list[int], dim: int) -> list[Tensor]:
    """Return consecutive slices of the given sizes."""
    starts = [sum(sizes[:i]) for i in range(len(sizes))]
    return [
        slice_(tensor, dim, start, start + n, 1) for start, n in zip(starts, sizes, strict=True)
    ]
