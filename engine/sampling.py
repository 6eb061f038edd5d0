"""Random tensors: the functions of `torch` and the in-place methods that draw numbers."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import dtypes, state
from engine.batched import outside
from engine.creation import _device, _finish, _sizes, _type
from engine.dtypes import dtype as dtype_
from engine.operators.shape import expand
from engine.random import generator as draws
from engine.registry import OPERATORS
from engine.shapes import as_size
from engine.tensor import Tensor
from engine.views import inplace
from engine.views.tracking import check as check_inplace


def _random(
    name: str, draw: Callable[[tuple[int, ...]], Any], shape: tuple[int, ...], requires_grad: bool
) -> Tensor:
    """Return the numbers that `draw` gives for a shape."""
    if state.vmap is None:
        return _finish(np.asarray(draw(shape)), name, requires_grad)
    out: Tensor = state.vmap.random(shape, draw)
    return out.requires_grad_() if requires_grad else out


def _random_of(name: str, draw: Callable[..., Any], *tensors: Any) -> Tensor:
    """Return the numbers that `draw` gives for the values of tensors."""
    if state.vmap is not None:
        return state.vmap.random_of(draw, *tensors)  # type: ignore[no-any-return]
    data = draw(*[t._data if isinstance(t, Tensor) else t for t in tensors])
    return _finish(np.asarray(data), name, False)


def manual_seed(seed: int) -> Any:
    """Seed the random numbers; the same seed gives PyTorch's numbers.

    >>> _ = manual_seed(0)
    >>> rand(2)
    tensor([0.4963, 0.7682])
    """
    return draws.default_generator.manual_seed(int(seed))


def rand(
    *size: Any,
    generator: Any = None,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make random numbers uniform in [0, 1)."""
    _device(device)
    numpy = _type(dtype)
    return _random(
        "rand",
        lambda s: draws.rand(s, numpy, generator=generator),
        _sizes(size, "rand"),
        requires_grad,
    )


def randn(
    *size: Any,
    generator: Any = None,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make random numbers of the standard normal distribution."""
    _device(device)
    numpy = _type(dtype)
    return _random(
        "randn",
        lambda s: draws.randn(s, numpy, generator=generator),
        _sizes(size, "randn"),
        requires_grad,
    )


def randint(
    low: int,
    high: Any = None,
    size: Any = None,
    *,
    generator: Any = None,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make random integers from low (0 if not given) up to but without high."""
    _device(device)
    if size is None:
        low, high, size = 0, low, high
    if low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}"
        )
    d = dtypes.int64 if dtype is None else dtypes.as_dtype(dtype)
    return _random(
        "randint",
        lambda s: draws.randint(low, high, s, d.numpy, generator=generator),
        as_size(size),
        requires_grad,
    )


def randperm(
    n: int,
    *,
    generator: Any = None,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make a random permutation of the integers below n."""
    _device(device)
    d = dtypes.int64 if dtype is None else dtypes.as_dtype(dtype)

    def draw(shape: tuple[int, ...]) -> Any:
        rows = [draws.randperm(n, d.numpy, generator=generator) for _ in np.ndindex(*shape[:-1])]
        return np.array(rows, d.numpy).reshape(shape)

    return _random("randperm", draw, (n,), requires_grad)


def rand_like(input: Tensor, *, dtype: dtype_ | None = None, requires_grad: bool = False) -> Tensor:
    """Make random numbers uniform in [0, 1), of the shape of a tensor."""
    return rand(input.shape, dtype=dtype or input.dtype, requires_grad=requires_grad)


def randn_like(
    input: Tensor, *, dtype: dtype_ | None = None, requires_grad: bool = False
) -> Tensor:
    """Make standard normal random numbers, of the shape of a tensor."""
    return randn(input.shape, dtype=dtype or input.dtype, requires_grad=requires_grad)


def normal(
    mean: Any = 0.0,
    std: Any = 1.0,
    size: Any = None,
    *,
    generator: Any = None,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make normal random numbers: of one mean and deviation, or elementwise of tensors of them.

    >>> import engine
    >>> _ = engine.manual_seed(0)
    >>> engine.normal(2.0, 0.5, (2,))
    tensor([2.7705, 1.8533])
    """
    _device(device)
    if isinstance(mean, Tensor) or isinstance(std, Tensor):
        return _random_of(
            "normal", lambda m, s: draws.normal_of(m, s, generator=generator), mean, std
        )
    numpy = _type(dtype)
    return _random(
        "normal",
        lambda s: draws.normal(s, numpy, mean, std, generator=generator),
        as_size(() if size is None else size),
        requires_grad,
    )


def bernoulli(input: Tensor, p: float | None = None, *, generator: Any = None) -> Tensor:
    """Make zeros and ones, ones with the probabilities in `input` (or with probability p).

    >>> import engine
    >>> engine.bernoulli(engine.tensor([0.0, 1.0]))
    tensor([0., 1.])
    """

    def draw(data: Any) -> Any:
        chances = data if p is None else p
        return draws.bernoulli(chances, data.shape, data.dtype, generator=generator)

    return _random_of("bernoulli", draw, input)


def multinomial(
    input: Tensor, num_samples: int, replacement: bool = False, *, generator: Any = None
) -> Tensor:
    """Draw positions with probabilities proportional to weights, a row of them for each row.

    >>> import engine
    >>> engine.multinomial(engine.tensor([0.0, 1.0]), 1)
    tensor([1])
    """
    return _random_of(
        "multinomial",
        lambda w: draws.multinomial(w, num_samples, replacement, generator=generator),
        input,
    )


def poisson(input: Tensor, *, generator: Any = None) -> Tensor:
    """Draw counts of the Poisson distribution with the rates in `input`."""
    return _random_of("poisson", lambda r: draws.poisson(r, generator=generator), input)


def seed() -> int:
    """Seed the random numbers from the operating system, and return the seed."""
    return int(draws.seed())


# -- in place --------------------------------------------------------------------------------------


def _fill(tensor: Tensor, name: str, draw: Any, p: Any = None) -> Tensor:
    """Replace a tensor's values by those that `draw(shape, dtype)` gives, in memory order.

    PyTorch fills permuted tensors in the order of their memory, and so do we. `name` is the node's.
    """
    check_inplace(tensor, tensor.requires_grad or (p is not None and p.requires_grad))
    data = tensor._data
    if state.vmap is not None:
        return state.vmap.random_fill(tensor, lambda s: draw(s, data.dtype))  # type: ignore[no-any-return]
    order = sorted(range(data.ndim), key=lambda d: -data.strides[d])
    memory = data.transpose(order) if data.ndim > 1 else data
    if data.ndim > 1 and not data.flags.c_contiguous and memory.flags.c_contiguous:
        drawn = np.asarray(draw(memory.shape, data.dtype)).transpose(np.argsort(order))
    else:
        drawn = np.asarray(draw(data.shape, data.dtype))
    return inplace.apply(OPERATORS["_drawn"], tensor, drawn, name, p)


def _gaps(tensor: Tensor) -> bool:
    """Return whether a tensor's elements do not lie side by side in memory, in any order."""
    data = np.asarray(outside(tensor._data))
    order = sorted(range(data.ndim), key=lambda d: -data.strides[d])
    return not data.transpose(order).flags.c_contiguous


def uniform_(self: Tensor, from_: float = 0.0, to: float = 1.0, *, generator: Any = None) -> Tensor:
    """Fill with random numbers uniform in [from, to)."""
    return _fill(
        self, "UniformBackward0", lambda s, d: draws.uniform(s, d, from_, to, generator=generator)
    )


def normal_(self: Tensor, mean: float = 0.0, std: float = 1.0, *, generator: Any = None) -> Tensor:
    """Fill with normal random numbers."""
    side_by_side = not _gaps(self)
    return _fill(
        self,
        "NormalBackward0",
        lambda s, d: draws.normal(s, d, mean, std, generator=generator, contiguous=side_by_side),
    )


def random_(
    self: Tensor, from_: int | None = None, to: int | None = None, *, generator: Any = None
) -> Tensor:
    """Fill with random integers: of the whole range of the dtype, or from `from` to below `to`."""
    if from_ is None:
        return _fill(self, "RandomBackward2", lambda s, d: draws.random(s, d, generator=generator))
    low, high, name = (0, from_, 1) if to is None else (from_, to, 0)
    if low >= high:
        raise RuntimeError(
            f"random_ expects 'from' to be less than 'to', but got from={low} >= to={high}"
        )
    return _fill(
        self,
        f"RandomBackward{name}",
        lambda s, d: draws.randint(low, high, s, d, generator=generator),
    )


def bernoulli_(self: Tensor, p: Any = 0.5, *, generator: Any = None) -> Tensor:
    """Fill with zeros and ones, ones with probability p."""
    if isinstance(p, Tensor):
        chances = expand(p, self._data.shape)._data
        return _fill(
            self,
            "BernoulliBackward1",
            lambda s, d: draws.bernoulli(chances, s, d, generator=generator),
            p,
        )
    return _fill(
        self, "BernoulliBackward2", lambda s, d: draws.bernoulli(p, s, d, generator=generator)
    )


def exponential_(self: Tensor, lambd: float = 1.0, *, generator: Any = None) -> Tensor:
    """Fill with random numbers of the exponential distribution of rate `lambd`."""
    return _fill(
        self,
        "ExponentialBackward0",
        lambda s, d: draws.exponential(s, d, lambd, generator=generator),
    )


METHODS = {f.__name__: f for f in (uniform_, normal_, random_, bernoulli_, exponential_)}
