"""PyTorch's `torch.autograd.functional`: derivatives of functions, first and second."""

from engine.autograd.functional.jacobians import hessian, jacobian
from engine.autograd.functional.products import hvp, jvp, vhp, vjp

__all__ = ["hessian", "hvp", "jacobian", "jvp", "vhp", "vjp"]
