"""PyTorch's `torch.special`: special functions, some of which torch has under other names."""

from engine import operators as _operators
from engine.operators import uncommon as _uncommon
from engine.operators.activation import sigmoid as expit
from engine.operators.elementary import exp2, expm1, log1p
from engine.operators.gamma import digamma as psi
from engine.operators.gamma import lgamma as gammaln
from engine.operators.gamma import polygamma
from engine.operators.reduction import logsumexp
from engine.operators.rounding import round
from engine.operators.uncommon.error_functions import mvlgamma as multigammaln

_found = _operators.namespace("special", *_operators.FAMILIES, *_uncommon.FAMILIES)
globals().update(_found)
__all__ = sorted(
    [
        *_found,
        *("exp2", "expit", "expm1", "gammaln", "log1p", "logsumexp", "multigammaln"),
        *("polygamma", "psi", "round"),
    ]
)
_ = (exp2, expit, expm1, gammaln, log1p, logsumexp, multigammaln, polygamma, psi, round)
