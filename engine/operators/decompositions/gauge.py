"""What the rules of eigenvectors and of singular vectors share.

Note [Gauge]
An eigenvector or a pair of singular vectors is determined up to a sign, if complex up to a phase. A
function of them has a derivative only if it does not depend on that choice, and the rules say so
where it does: the phase part of the gradient must vanish. The signs are what LAPACK happens to give.
Where two eigenvalues or singular values are equal their vectors have no derivative at all: the rules
divide by the differences.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.batched import Batched
from engine.dtypes import Array
from engine.errors import explained
from engine.operators.reduction import sum
from engine.registry import operator
from engine.tensor import Tensor


@operator(
    batch="leading",
    name="_inverse_gaps",
    inplace=False,
    rules={
        "self": lambda grad, result: (
            sum(grad * result * result, -1) - sum(grad * result * result, -2)
        )
    },
)
def _inverse_gaps(self: Array) -> Array:
    """1 / (xⱼ - xᵢ) for all pairs of elements, and 0 on the diagonal."""
    gaps = self[..., None, :] - self[..., :, None]
    place = np.arange(self.shape[-1])
    gaps[..., place, place] = 1
    found = 1 / gaps
    found[..., place, place] = 0
    return found


_PHASE = {
    "svd": "svd_backward: The singular vectors in the complex case are specified up to "
    "multiplication by e^{i phi}. The specified loss function depends on this phase term, making it "
    "ill-defined.",
    "eig": "linalg_eig_backward: The eigenvectors in the complex case are specified up to "
    "multiplication by e^{i phi}. The specified loss function depends on this quantity, so it is "
    "ill-defined.",
}
_PHASE["eigh"] = _PHASE["eig"].replace("eig_", "eigh_")


@operator(batch="leading", name="_check_phase", inplace=False)
def _check_phase(x: Array, other: Any, name: str) -> Array:
    """Refuse imaginary numbers on the diagonals of matrices, or of their sum: Note [Gauge]."""
    if x.dtype.kind == "c":
        phase = np.diagonal(x, 0, -2, -1).imag
        expected = 0 if other is None else -np.diagonal(other, 0, -2, -1).imag
        # As lax as PyTorch's check: rounding must not pass for a phase.
        if not np.allclose(phase, expected, rtol=1e-2, atol=1e-2):
            raise explained(
                RuntimeError(_PHASE[name]),
                help="use what does not change with the phase: absolute values, or products in "
                "which each vector meets its own conjugate",
            )
    return x


def needs_vectors(a: Tensor) -> bool:
    """Return whether a gradient may be asked for, so that the vectors must be found, too."""
    return a.requires_grad or a._data.__class__ is Batched
