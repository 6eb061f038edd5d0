"""Dropout: setting elements, or whole channels, to zero at random."""

from __future__ import annotations

from collections.abc import Callable
from math import sqrt
from typing import Any

from engine import state
from engine.convert import not_a_tensor
from engine.dtypes import TYPE_NAMES, Array
from engine.modes import no_grad
from engine.observe import quiet
from engine.operators.arithmetic import mul
from engine.operators.shape import squeeze, unsqueeze
from engine.registry import exported
from engine.tensor import Tensor, from_array
from engine.warn import warn

_ALPHA = 1.7580993408473766
"""What selu saturates at, with the opposite sign: its scale times its alpha."""


def _check_probability(name: str, input: Any, p: float) -> None:
    if p < 0.0 or p > 1.0:
        raise ValueError(f"dropout probability has to be between 0 and 1, but got {p}")
    if not isinstance(input, Tensor):
        raise not_a_tensor(name, "input", 1, input)


def _noise(data: Array, p: float, by_channel: bool, finish: Callable[[Array], Array]) -> Tensor:
    """Return what `finish` makes of 1 or 0 for each element (or channel), 0 with probability p."""
    from engine.random.generator import bernoulli

    if data.dtype.kind not in "fc":
        raise RuntimeError(
            "result type Float can't be cast to the desired output type "
            f"{TYPE_NAMES[data.dtype.name]}"
        )
    shape = data.shape
    if by_channel:
        if len(shape) < 2:
            raise RuntimeError("Feature dropout requires at least 2 dimensions in the input")
        shape = shape[:2] + (1,) * (len(shape) - 2)

    def draw(shape: tuple[int, ...]) -> Array:
        return finish(bernoulli(1 - p, shape, data.dtype))

    if state.vmap is not None:
        return state.vmap.random(shape, draw)  # type: ignore[no-any-return]
    return from_array(draw(shape))


def _times(input: Tensor, factors: Tensor, inplace: bool) -> Tensor:
    return input.mul_(factors) if inplace else mul(input, factors)  # type: ignore[no-any-return]


def _dropped(input: Tensor, p: float, training: bool, inplace: bool, by_channel: bool) -> Tensor:
    """Return the input with elements (or channels) set to 0, and the others divided by 1 - p."""
    data = input._data
    if p == 0 or not training or not data.size:
        return input
    one = data.dtype.type
    if p == 1:
        return _times(input, from_array(one(0)), inplace)
    noise = _noise(data, p, by_channel, lambda kept: kept / one(1 - p))
    return _times(input, noise, inplace)


def _dropped_to_alpha(
    input: Tensor, p: float, training: bool, inplace: bool, by_channel: bool
) -> Tensor:
    """Return the input with elements set to where selu saturates, mean and variance kept."""
    data = input._data
    if p == 0 or not training or not data.size:
        return input
    one = data.dtype.type
    if p == 1:
        return _times(input, from_array(one(0)), inplace)
    scale = 1.0 / sqrt((_ALPHA * _ALPHA * p + 1) * (1 - p))
    kept = _noise(data, p, by_channel, lambda kept: kept)
    with no_grad(), quiet():  # nothing here depends on a tensor that is seen
        factor = kept * scale
        shift = (kept - 1) * (_ALPHA * scale) + _ALPHA * scale * p
    return _times(input, factor, inplace).add_(shift)  # type: ignore[no-any-return]


@exported(
    "nn.functional",
    samples=("dropout(a(2, 3), 0.3, False)", "dropout(a(2, 3), 0.0)", "dropout(a(2), 1.0)"),
)
def dropout(input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False) -> Tensor:
    """Set each element to 0 with probability p, and divide the others by 1 - p, in training.

    https://jmlr.org/papers/v15/srivastava14a.html

    >>> import engine
    >>> engine.nn.functional.dropout(engine.tensor([1.0, 2.0]), 0.5, training=False)
    tensor([1., 2.])
    """
    _check_probability("dropout", input, p)
    return _dropped(input, p, training, inplace, False)


@exported(
    "nn.functional",
    samples=("dropout1d(a(2, 3, 2), 0.3, False)", "dropout1d(a(3, 2), 1.0)"),
)
def dropout1d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Set whole channels of (N, C, L) or (C, L) to 0 with probability p: see `dropout`."""
    _check_probability("feature_dropout", input, p)
    ndim = input._data.ndim
    if ndim not in (2, 3):
        raise RuntimeError(
            f"dropout1d: Expected 2D or 3D input, but received a {ndim}D input. Note that dropout1d "
            "exists to provide channel-wise dropout on inputs with 1 spatial dimension, a channel "
            "dimension, and an optional batch dimension (i.e. 2D or 3D inputs)."
        )
    return _unbatched(input, p, training, inplace, ndim == 2)


def _unbatched(input: Tensor, p: float, training: bool, inplace: bool, single: bool) -> Tensor:
    """Return the input with channels dropped; without a batch dimension, if `single`."""
    if not single:
        return _dropped(input, p, training, inplace, True)
    if inplace:
        _dropped(unsqueeze(input, 0), p, training, True, True)
        return input
    return squeeze(_dropped(unsqueeze(input, 0), p, training, False, True), 0)  # type: ignore[no-any-return]


def _warn_dimensions(name: str, ndim: int, spatial: int) -> None:
    warn(
        f"{name}: Received a {ndim}-D input to {name}, which is deprecated and will result in an "
        "error in a future release. To retain the behavior and silence this warning, please use "
        f"dropout instead. Note that {name} exists to provide channel-wise dropout on inputs with "
        f"{spatial} spatial dimensions, a channel dimension, and an optional batch dimension (i.e. "
        f"{spatial + 1}D or {spatial + 2}D inputs)."
    )


@exported(
    "nn.functional",
    samples=("dropout2d(a(2, 3, 2, 2), 0.3, False)", "dropout2d(a(2, 3, 2, 2), 1.0)"),
)
def dropout2d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Set whole channels of (N, C, H, W) to 0 with probability p: see `dropout`."""
    _check_probability("feature_dropout", input, p)
    ndim = input._data.ndim
    if ndim not in (3, 4):
        _warn_dimensions("dropout2d", ndim, 2)
    if ndim == 3:
        warn(
            "dropout2d: Received a 3D input to dropout2d and assuming that channel-wise 1D dropout "
            "behavior is desired - input is interpreted as shape (N, C, L), where C is the channel "
            "dim. This behavior will change in a future release to interpret the input as one "
            "without a batch dimension, i.e. shape (C, H, W). To maintain the 1D channel-wise "
            "dropout behavior, please switch to using dropout1d instead."
        )
    return _dropped(input, p, training, inplace, True)


@exported(
    "nn.functional",
    samples=("dropout3d(a(1, 2, 2, 2, 2), 0.3, False)", "dropout3d(a(2, 2, 2, 2), 1.0)"),
)
def dropout3d(
    input: Tensor, p: float = 0.5, training: bool = True, inplace: bool = False
) -> Tensor:
    """Set whole channels of (N, C, D, H, W) or (C, D, H, W) to 0 with probability p: see `dropout`."""
    _check_probability("feature_dropout", input, p)
    ndim = input._data.ndim
    if ndim not in (4, 5):
        _warn_dimensions("dropout3d", ndim, 3)
    return _unbatched(input, p, training, inplace, ndim != 5)


@exported(
    "nn.functional",
    samples=("alpha_dropout(a(2, 3), 0.3)", "alpha_dropout(a(2, 3), 1.0, True)"),
)
def alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """Set elements to where selu saturates with probability p, and keep mean 0 and variance 1.

    https://arxiv.org/abs/1706.02515
    """
    _check_probability("alpha_dropout", input, p)
    return _dropped_to_alpha(input, p, training, inplace, False)


@exported(
    "nn.functional",
    samples=("feature_alpha_dropout(a(2, 3), 0.3)", "feature_alpha_dropout(a(2, 3), 1.0, True)"),
)
def feature_alpha_dropout(
    input: Tensor, p: float = 0.5, training: bool = False, inplace: bool = False
) -> Tensor:
    """Set whole channels to where selu saturates with probability p: see `alpha_dropout`."""
    _check_probability("feature_alpha_dropout", input, p)
    return _dropped_to_alpha(input, p, training, inplace, True)
