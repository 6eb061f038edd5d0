"""PyTorch's `torch.autograd.function`: what one derives a Function from."""

from engine.function import Function, FunctionNode, once_differentiable

FunctionCtx = FunctionNode

__all__ = ["Function", "FunctionCtx", "once_differentiable"]
