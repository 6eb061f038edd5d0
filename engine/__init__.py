"""An eager autograd engine under PyTorch's names: `engine.tensor`, `engine.autograd.grad`, ...

>>> import engine
>>> x = engine.tensor(3.0, requires_grad=True)
>>> y = x ** 2
>>> y.backward()
>>> x.grad
tensor(6.)
"""

from __future__ import annotations

import math as _math
from types import ModuleType as _Module
from typing import Any as _Any

import numpy as _np

from engine import creation as _creation
from engine import dtypes as _dtypes
from engine import late as _late
from engine import methods as _methods
from engine import operators as _operators
from engine import queries as _queries
from engine import sampling as _sampling

# PyTorch computes inf and nan without a word, and so do we: asking NumPy for silence around each
# operation would cost more than the operation.
_np.seterr(all="ignore")

_methods.attach()
_late.attach()

globals().update(_methods.functions_in_place())
globals().update(_operators.namespace("torch"))
globals().update(dict(_operators.public(_creation)))
globals().update(dict(_operators.public(_queries)))
globals().update(dict(_operators.public(_sampling)))

from engine import autograd  # noqa: E402
from engine.dtypes import (  # noqa: E402
    cdouble,
    cfloat,
    complex64,
    complex128,
    double,
    dtype,
    finfo,
    float16,
    float32,
    float64,
    get_default_dtype,
    half,
    iinfo,
    int8,
    int16,
    int32,
    int64,
    long,
    promote_types,
    set_default_dtype,
    short,
    uint8,
)
from engine.modes import (  # noqa: E402
    enable_grad,
    inference_mode,
    is_grad_enabled,
    is_inference,
    is_inference_mode_enabled,
    no_grad,
    set_grad_enabled,
)
from engine.printing import set_printoptions  # noqa: E402
from engine.random.mersenne import Generator  # noqa: E402
from engine.tensor import Parameter as _Parameter  # noqa: E402
from engine.tensor import Size, Tensor  # noqa: E402
from engine.values import device  # noqa: E402

# The names that Python has, too, last: from here on they mean dtypes in this module.
bool = _dtypes.bool_
float = _dtypes.float32
int = _dtypes.int32
FloatTensor = _queries._float_tensor
LongTensor = _queries._long_tensor
contiguous_format, preserve_format, strided = _queries.FORMATS
pi, e, inf, nan = _math.pi, _math.e, _math.inf, _math.nan
newaxis = None

_MODULES = (
    "accelerator",
    "backends",
    "cuda",
    "fft",
    "func",
    "linalg",
    "nn",
    "optim",
    "random",
    "special",
    "testing",
    "utils",
)
_LATE: dict[str, str] = {
    "is_anomaly_check_nan_enabled": "autograd.anomaly_mode",
    "is_anomaly_enabled": "autograd.anomaly_mode",
    "vmap": "func.vmap",
}
"""Names that few programs need, loaded when they are asked for, with their module."""

_LAYERS = frozenset(
    [
        "adaptive_avg_pool1d",
        "avg_pool1d",
        "cdist",
        "celu_",
        "channel_shuffle",
        "conv1d",
        "conv2d",
        "conv3d",
        "conv_transpose1d",
        "conv_transpose2d",
        "conv_transpose3d",
        "cosine_similarity",
        "grid_sampler_2d",
        "grid_sampler_3d",
        "max_pool1d",
        "max_pool2d",
        "max_pool3d",
        "pairwise_distance",
        "pdist",
        "pixel_shuffle",
        "pixel_unshuffle",
        "relu_",
        "rms_norm",
        "rrelu",
        "selu_",
        "threshold_",
        "unsafe_chunk",
        "unsafe_split",
    ]
)
"""What `torch` has of the operators of layers, which are loaded together (a test compares)."""

_names: frozenset[str] = frozenset()


def public_names() -> frozenset[str]:
    """Return the names that users find in `torch`, modules aside."""
    return _names


_names = frozenset(
    name
    for name, value in globals().items()
    if not name.startswith("_")
    and not isinstance(value, _Module)
    and name not in ("annotations", "public_names")
).union(_LATE, _LAYERS, _late.FUNCTIONS)
__all__ = sorted(_names)


def __dir__() -> list[str]:
    return sorted({*globals(), *_LATE, *_LAYERS, *_late.FUNCTIONS, *_MODULES})


def __getattr__(name: str) -> _Any:
    """Load the modules that few programs need when they are first asked for."""
    from importlib import import_module

    if name in _MODULES:
        return import_module(f"engine.{name}")
    if name in _LATE:
        return getattr(import_module(f"engine.{_LATE[name]}"), name)
    if name in _LAYERS:
        return import_module("engine.operators.layers").IN_TORCH[name]
    if name in _late.FUNCTIONS:
        return _late.load(name)
    raise AttributeError(f"module 'torch' has no attribute '{name}'")
