"""Random numbers inside `vmap`: the same or others for each example, or none at all."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from engine import state
from engine.batched import Batched
from engine.errors import explained
from engine.func.batching import Mapped, as_mapped, level_of, padded_to, vmap_levels
from engine.tensor import Tensor, from_array, from_parts
from engine.views import inplace

__all__ = ["random", "random_fill", "random_of"]

RANDOM_ERROR = (
    "vmap: called random operation while in randomness error mode. Please either use the 'same' or "
    "'different' randomness flags on vmap or perform the randomness operation out of vmap"
)
SAME_RANDOM = (
    "Vmap does not currently support same randomness with a batched tensor input. Please file an "
    "issue with functorch"
)
UNBATCHED_RANDOM = (
    "vmap: Cannot ask for different inplace randomness on an unbatched tensor. This will appear "
    "like same randomness. If this is necessary for your usage, please file an issue with functorch."
)


def random(shape: tuple[int, ...], draw: Callable[[tuple[int, ...]], Any]) -> Tensor:
    """Return random numbers as the running `vmap`s want them: the same or others for each example."""
    levels = vmap_levels()
    if any(level.randomness == "error" for level in levels):
        raise explained(
            RuntimeError(RANDOM_ERROR),
            help="vmap(f, randomness='different') draws for each example, "
            "vmap(f, randomness='same') once",
        )
    different = [level for level in levels if level.randomness == "different"]
    data = np.asarray(draw((*(level.size for level in different), *shape)))
    out = from_array(data[()] if data.ndim == 0 else data)
    for level in different:
        out = from_parts(Batched(out, 0, level), None)
    return out


def random_of(draw: Callable[..., Any], *tensors: Any) -> Tensor:
    """Return random numbers whose distribution depends on tensors, drawn by `draw` from arrays."""
    random((), lambda shape: np.zeros(shape))  # refuses, if that is what is asked for
    level = level_of(tensors)
    if level is None and not any(v.randomness == "different" for v in vmap_levels()):
        return from_array(draw(*[t._data if isinstance(t, Tensor) else t for t in tensors]))
    here = vmap_levels()[-1] if level is None else level
    if here.randomness == "same":
        raise RuntimeError(SAME_RANDOM)
    values = [as_mapped(t, here) for t in tensors]
    rank = max([v.ndim for v in values if v.__class__ is Mapped])
    if not any(v.bdim is not None for v in values if v.__class__ is Mapped):
        values = [Mapped(v.each(), 0, here.size) if v.__class__ is Mapped else v for v in values]
    arrays = [padded_to(v, rank) if v.__class__ is Mapped else v for v in values]
    state.levels.remove(here)
    try:
        inner = random_of(draw, *arrays)
    finally:
        state.levels.insert(here.number - 1, here)
    return from_parts(Batched(inner, 0, here), None)


def random_fill(tensor: Tensor, draw: Callable[[tuple[int, ...]], Any]) -> Tensor:
    """Fill a tensor with random numbers, others for each example or not."""
    levels = vmap_levels()
    drawn = random(tensor._data.shape, draw)
    data = tensor._data
    for level in reversed(levels):
        here = data.__class__ is Batched and data.level is level
        if level.randomness == "different" and not (here and data.bdim is not None):
            raise RuntimeError(UNBATCHED_RANDOM)
        if here:
            data = data.value._data
    return inplace.copy_(tensor, drawn)
