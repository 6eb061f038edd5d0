"""The operators of neural networks, one family a file: what `torch.nn.functional` has beside `torch`.

They are loaded with `engine.nn.functional`, as most programs need none of them.
"""

from __future__ import annotations

from types import ModuleType

from engine.operators import namespace
from engine.operators.layers import (
    adaptive_pooling,
    attention,
    averaging,
    batch_normalization,
    binary_loss,
    class_loss,
    class_margin_loss,
    convolution,
    correlation,
    distance_loss,
    distances,
    dropout,
    embedding,
    embedding_bag,
    encoding,
    functional,
    grid_sampling,
    group_normalization,
    in_place_functions,
    interpolation,
    likelihood_loss,
    loss,
    margin_loss,
    normalization,
    padding,
    pooling,
    random_activation,
    recurrent,
    unfolding,
    unpooling,
)

FAMILIES: tuple[ModuleType, ...] = (
    loss,
    class_loss,
    normalization,
    encoding,
    distance_loss,
    binary_loss,
    correlation,
    convolution,
    pooling,
    averaging,
    adaptive_pooling,
    unpooling,
    batch_normalization,
    group_normalization,
    embedding,
    embedding_bag,
    padding,
    unfolding,
    distances,
    margin_loss,
    class_margin_loss,
    likelihood_loss,
    dropout,
    random_activation,
    attention,
    interpolation,
    grid_sampling,
    recurrent,
    in_place_functions,
    functional,
)

IN_TORCH = namespace("torch", *FAMILIES)
"""The functions that users find in `torch` itself."""
