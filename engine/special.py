"""PyTorch's `torch.special`: special functions, some of which torch has under other names."""

from engine import operators as _operators
from engine.operators.activation import sigmoid as expit
from engine.operators.elementary import exp2, expm1, log1p
from engine.operators.gamma import digamma as psi
from engine.operators.gamma import lgamma as gammaln
from engine.operators.gamma import polygamma
from engine.operators.reduction import logsumexp

_found = _operators.namespace("special")
globals().update(_found)
__all__ = sorted(
    [*_found, "exp2", "expit", "expm1", "gammaln", "log1p", "logsumexp", "polygamma", "psi"]
)
_ = (exp2, expit, expm1, gammaln, log1p, logsumexp, polygamma, psi)
