"""An eager autograd engine under PyTorch's names: `engine.tensor`, `engine.autograd.grad`, ...

>>> import engine
>>> x = engine.tensor(3.0, requires_grad=True)
>>> y = x ** 2
>>> y.backward()
>>> x.grad
tensor(6.)
"""

from __future__ import annotations

import numpy as _np

from engine import creation as _creation
from engine import dtypes as _dtypes
from engine import methods as _methods
from engine import operators as _operators

# PyTorch computes inf and nan without a word, and so do we: asking NumPy for silence around each
# operation would cost more than the operation.
_np.seterr(all="ignore")

_methods.attach()

globals().update(_operators.namespace("torch"))
globals().update(dict(_operators.public(_creation)))

from engine import autograd  # noqa: E402
from engine.modes import enable_grad, is_grad_enabled, no_grad, set_grad_enabled  # noqa: E402
from engine.tensor import Parameter, Size, Tensor  # noqa: E402

float16 = half = _dtypes.float16
float32 = float = _dtypes.float32
float64 = double = _dtypes.float64
uint8 = _dtypes.uint8
int8 = _dtypes.int8
int16 = short = _dtypes.int16
int32 = int = _dtypes.int32
int64 = long = _dtypes.int64
bool = _dtypes.bool_
