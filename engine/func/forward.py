"""Forward mode: the outputs of a function, and its Jacobian as a linear map on tangents.

The map is the transpose of the transpose (engine.autograd.functional, Note [Forward products]): the
function runs once, and each tangent costs one more backward pass.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from engine import state
from engine.autograd.functional.jacobians import basis
from engine.autograd.passes import grad
from engine.creation import zeros_like
from engine.func.levels import Level
from engine.functions.function import Function
from engine.tensor import Tensor

__all__ = ["Pushforward", "pushforward"]

Tensors = tuple[Tensor, ...]


class Pushforward:
    """The Jacobian of outputs with respect to inputs, as a map from tangents to tangents.

    The transpose of `pullback` (products with `seeds`) with respect to the seeds.
    """

    __slots__ = ("inputs", "level", "outputs", "pullback", "seeds")

    def __init__(self, level: Level, inputs: Sequence[Tensor], outputs: Sequence[Tensor]) -> None:
        self.level = level
        self.inputs = tuple(inputs)
        self.outputs = tuple(outputs)
        self.seeds = {
            i: level.seed(output) for i, output in enumerate(outputs) if output.requires_grad
        }
        for node in level.recorded(outputs):
            function = getattr(type(node), "_function", None)
            if function is not None and function.jvp is Function.jvp:
                Function.jvp(node)  # raises: forward mode is left to the function's own `jvp`
        self.pullback: tuple[Tensor | None, ...] = (None,) * len(inputs)
        if self.seeds:
            self.pullback = grad(
                [outputs[i] for i in self.seeds],
                self.inputs,
                list(self.seeds.values()),
                create_graph=True,
                allow_unused=True,
            )

    def independent(self) -> list[bool]:
        """Return for each output whether it does not depend on the inputs."""
        found = self._transpose(tuple(zeros_like(t) for t in self.inputs))
        return [g is None for g in found]

    def __call__(self, tangents: Sequence[Tensor]) -> list[Tensor]:
        """Return the tangents of the outputs for one tangent an input."""
        found = self._transpose(tangents)
        return [
            zeros_like(output) if g is None else g
            for g, output in zip(found, self.outputs, strict=True)
        ]

    def columns(self) -> list[Tensor]:
        """Return for each output its tangents for all unit vectors of the inputs, stacked."""
        parts = basis(self.inputs)
        tangents = [
            part.reshape((part.shape[0], *t.shape))
            for part, t in zip(parts, self.inputs, strict=True)
        ]
        n = parts[0].shape[0]
        found = (
            self._transpose(tangents, is_grads_batched=True) if n else [None] * len(self.outputs)
        )
        return [
            zeros_like(output).expand((n, *output.shape)) if g is None else g
            for g, output in zip(found, self.outputs, strict=True)
        ]

    def _transpose(self, tangents: Sequence[Tensor], **options: Any) -> list[Tensor | None]:
        found: list[Tensor | None] = [None] * len(self.outputs)
        pairs = [
            (g, t)
            for g, t in zip(self.pullback, tangents, strict=True)
            if g is not None and g.requires_grad
        ]
        if not pairs:
            return found
        rows, given = [g for g, _ in pairs], [t for _, t in pairs]
        recorded = state.grad_enabled and (
            self.level.foreign or any(t.requires_grad for t in given)
        )
        grads = grad(
            rows,
            list(self.seeds.values()),
            given,
            retain_graph=True,
            create_graph=recorded,
            allow_unused=True,
            **options,
        )
        for i, g in zip(self.seeds, grads, strict=True):
            found[i] = g
        return self.level.release(found)


def pushforward(
    func: Callable[..., Sequence[Any]],
    primals: Sequence[Tensor],
    differentiated: Callable[[list[Any]], list[Any]] = list,
    *,
    hidden: bool = True,
) -> tuple[list[Any], Pushforward]:
    """Return the outputs of `func`, a sequence of tensors, and its Jacobian as a map of tangents.

    differentiated: chooses those of the outputs that the Jacobian is of.
    hidden: the function does not see that it is transformed.
    """
    with Level(hidden=hidden, reverse=False) as level:
        inputs = [level.track(primal) for primal in primals]
        outputs = list(func(*inputs))
        level.settle(outputs)
        jacobian = Pushforward(level, inputs, differentiated(outputs))
    return level.release(outputs), jacobian
