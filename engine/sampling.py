"""Random tensors: the functions of `torch` and the in-place methods that draw numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine import dtypes, inplace
from engine.creation import _device, _finish, _sizes, _type
from engine.dtypes import dtype as dtype_
from engine.random import generator as draws
from engine.shapes import as_size
from engine.tensor import Tensor
from engine.view_tracking import check as check_inplace


def _random(name: str, data: Any, requires_grad: bool) -> Tensor:
    return _finish(np.asarray(data), name, requires_grad)


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
    data = draws.rand(_sizes(size, "rand"), _type(dtype), generator=generator)
    return _random("rand", data, requires_grad)


def randn(
    *size: Any,
    generator: Any = None,
    dtype: dtype_ | None = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Make random numbers of the standard normal distribution."""
    _device(device)
    data = draws.randn(_sizes(size, "randn"), _type(dtype), generator=generator)
    return _random("randn", data, requires_grad)


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
    data = draws.randint(low, high, as_size(size), d.numpy, generator=generator)
    return _random("randint", data, requires_grad)


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
    return _random("randperm", draws.randperm(n, d.numpy, generator=generator), requires_grad)


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
        mean, std = (v._data if isinstance(v, Tensor) else v for v in (mean, std))
        data = draws.normal_of(mean, std, generator=generator)
    else:
        shape = as_size(() if size is None else size)
        data = draws.normal(shape, _type(dtype), mean, std, generator=generator)
    return _random("normal", data, requires_grad)


def bernoulli(input: Tensor, p: float | None = None, *, generator: Any = None) -> Tensor:
    """Make zeros and ones, ones with the probabilities in `input` (or with probability p).

    >>> import engine
    >>> engine.bernoulli(engine.tensor([0.0, 1.0]))
    tensor([0., 1.])
    """
    data = input._data
    chances = data if p is None else p
    drawn = draws.bernoulli(chances, data.shape, data.dtype, generator=generator)
    return _random("bernoulli", drawn, False)


def multinomial(
    input: Tensor, num_samples: int, replacement: bool = False, *, generator: Any = None
) -> Tensor:
    """Draw positions with probabilities proportional to weights, a row of them for each row.

    >>> import engine
    >>> engine.multinomial(engine.tensor([0.0, 1.0]), 1)
    tensor([1])
    """
    data = draws.multinomial(input._data, num_samples, replacement, generator=generator)
    return _random("multinomial", data, False)


def poisson(input: Tensor, *, generator: Any = None) -> Tensor:
    """Draw counts of the Poisson distribution with the rates in `input`."""
    return _random("poisson", draws.poisson(input._data, generator=generator), False)


def seed() -> int:
    """Seed the random numbers from the operating system, and return the seed."""
    return int(draws.seed())


# -- in place --------------------------------------------------------------------------------------


def _fill(tensor: Tensor, draw: Any) -> Tensor:
    """Replace a tensor's values by those that `draw(shape, dtype)` gives, in memory order.

    PyTorch fills permuted tensors in the order of their memory, and so do we.
    """
    check_inplace(tensor)
    data = tensor._data
    if data.ndim > 1 and not data.flags.c_contiguous:
        order = sorted(range(data.ndim), key=lambda d: -data.strides[d])
        memory = data.transpose(order)
        if memory.flags.c_contiguous:
            drawn = np.asarray(draw(memory.shape, data.dtype))
            return inplace.replace(tensor, drawn.transpose(np.argsort(order)))
    return inplace.replace(tensor, draw(data.shape, data.dtype))


def _gaps(tensor: Tensor) -> bool:
    """Return whether a tensor's elements do not lie side by side in memory, in any order."""
    data = np.asarray(tensor._data)
    order = sorted(range(data.ndim), key=lambda d: -data.strides[d])
    return not data.transpose(order).flags.c_contiguous


def uniform_(self: Tensor, from_: float = 0.0, to: float = 1.0, *, generator: Any = None) -> Tensor:
    """Fill with random numbers uniform in [from, to)."""
    return _fill(self, lambda s, d: draws.uniform(s, d, from_, to, generator=generator))


def normal_(self: Tensor, mean: float = 0.0, std: float = 1.0, *, generator: Any = None) -> Tensor:
    """Fill with normal random numbers."""
    side_by_side = not _gaps(self)
    return _fill(
        self,
        lambda s, d: draws.normal(s, d, mean, std, generator=generator, contiguous=side_by_side),
    )


def random_(
    self: Tensor, from_: int | None = None, to: int | None = None, *, generator: Any = None
) -> Tensor:
    """Fill with random integers: of the whole range of the dtype, or from `from` to below `to`."""
    if from_ is not None and to is None:
        from_, to = 0, from_
    if to is None:
        return _fill(self, lambda s, d: draws.random(s, d, generator=generator))
    low = from_ or 0
    return _fill(self, lambda s, d: draws.randint(low, to, s, d, generator=generator))


def bernoulli_(self: Tensor, p: Any = 0.5, *, generator: Any = None) -> Tensor:
    """Fill with zeros and ones, ones with probability p."""
    chances = p._data if isinstance(p, Tensor) else p
    return _fill(self, lambda s, d: draws.bernoulli(chances, s, d, generator=generator))


def exponential_(self: Tensor, lambd: float = 1.0, *, generator: Any = None) -> Tensor:
    """Fill with random numbers of the exponential distribution of rate `lambd`."""
    return _fill(self, lambda s, d: draws.exponential(s, d, lambd, generator=generator))


METHODS = {f.__name__: f for f in (uniform_, normal_, random_, bernoulli_, exponential_)}
