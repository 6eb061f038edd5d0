"""What the functions of `torch.autograd.functional` share: arguments in, results out, and the refusals
of strict mode."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

from engine.autograd.passes import grad
from engine.creation import zeros_like
from engine.tensor import Tensor

Tensors: TypeAlias = tuple[Tensor, ...]
Grads: TypeAlias = tuple[Tensor | None, ...]

OUTPUTS = "outputs of the user-provided function"


def as_tuple(value: Any, argument: str, function: str | None) -> tuple[bool, Tensors]:
    """Return whether `value` is a tuple, and it as one; refuse what is no tensor."""
    several = isinstance(value, tuple)
    tensors = value if several else (value,)
    for i, tensor in enumerate(tensors):
        if not isinstance(tensor, Tensor):
            what = f"value at index {i}" if several else f"given {argument}"
            raise TypeError(
                f"The {argument} given to {function} must be either a Tensor or a tuple of Tensors "
                f"but the {what} has type {type(tensor)}."
            )
    return several, tensors


def single(tensors: Tensors, several: bool) -> Any:
    """Return the tuple, or the one tensor in it if the user gave no tuple."""
    return tensors if several else tensors[0]


def aliases(tensors: Tensors, create_graph: bool, requires_grad: bool) -> Tensors:
    """Return new tensors for the given ones, so that one that the function captured is another one.

    create_graph: gradients flow on from the new tensors to those given.
    requires_grad: the new tensors require grad even if those given do not.
    """
    return tuple(
        t.view_as(t)
        if create_graph and t.requires_grad
        else t.detach().requires_grad_(requires_grad)
        for t in tensors
    )


def results(tensors: Tensors, create_graph: bool) -> Tensors:
    """Return tensors as the user gets them: without history, unless asked for."""
    return tensors if create_graph else tuple(t.detach() for t in tensors)


def vector(
    v: Any, like: Tensors, several: bool, function: str, create_graph: bool, missing: str
) -> Tensors | None:
    """Return the vector of a product, which must have the shapes of `like`, as a tuple.

    It may be left out (None) if `like` is one tensor of one element.
    """
    if v is None:
        if len(like) != 1 or like[0].numel() != 1:
            raise RuntimeError(f"The vector v can only be None if {missing}.")
        return None
    given = aliases(as_tuple(v, "v", function)[1], create_graph, False)
    if len(like) != len(given):
        if several:
            raise RuntimeError(
                f"v is a tuple of invalid length: should be {len(like)} but got {len(given)}."
            )
        raise RuntimeError("The given v should contain a single Tensor.")
    for i, (tensor, other) in enumerate(zip(given, like, strict=True)):
        if tensor.shape != other.shape:
            entry = f"Entry {i} in " if several else ""
            raise RuntimeError(
                f"{entry}v has invalid size: should be {other.size()} but got {tensor.size()}."
            )
    return given


ONE_OUTPUT = "the user-provided function returns a single Tensor with a single element"
ONE_INPUT = "the input to the user-provided function is a single Tensor with a single element"


def scalar_output(func: Callable[..., Any], inputs: Tensors, function: str, strict: bool) -> Tensor:
    """Return what `func` gives, which must be one tensor of one element."""
    several, outputs = as_tuple(func(*inputs), OUTPUTS, function)
    if strict:
        require_outputs(outputs)
    if several:
        raise RuntimeError(f"The function given to {function} should return a single Tensor")
    if outputs[0].numel() != 1:
        raise RuntimeError(
            f"The Tensor returned by the function given to {function} should contain a single element"
        )
    return outputs[0]


def gradients(
    outputs: Grads,
    inputs: Tensors,
    grad_outputs: Grads | None,
    create_graph: bool,
    **options: Any,
) -> Grads:
    """`autograd.grad` for those outputs that require grad; None for inputs without a gradient."""
    seeds = grad_outputs or (None,) * len(outputs)
    chosen = [
        (output, seed)
        for output, seed in zip(outputs, seeds, strict=True)
        if output is not None and output.requires_grad
    ]
    if not chosen:
        return (None,) * len(inputs)
    found: Grads = grad(
        tuple(output for output, _ in chosen),
        inputs,
        tuple(seed for _, seed in chosen),
        create_graph=create_graph,
        allow_unused=True,
        **options,
    )
    return found


def filled(grads: Grads, like: Tensors) -> Tensors:
    """Return the gradients with zeros for those that are missing."""
    return tuple(zeros_like(t) if g is None else g for g, t in zip(grads, like, strict=True))


# --- strict mode ----------------------------------------------------------------------------------

NOT_ALLOWED = "This is not allowed in strict mode"


def require_outputs(outputs: Tensors) -> None:
    """Refuse outputs that do not depend on anything that requires grad."""
    for i, output in enumerate(outputs):
        if not output.requires_grad:
            raise RuntimeError(
                f"Output {i} of the user-provided function does not require gradients. The outputs "
                "must be computed in a differentiable manner from the input when running in strict "
                "mode."
            )


def require_dependence(grads: Grads, independent: str) -> None:
    """Refuse gradients that are missing, or that are the same for all inputs (`independent`)."""
    for i, g in enumerate(grads):
        if g is None:
            raise RuntimeError(
                f"The output of the user-provided function is independent of input {i}. "
                f"{NOT_ALLOWED}."
            )
        if not g.requires_grad:
            raise RuntimeError(independent.format(i))


OF_GRADIENT = (
    f"The gradient with respect to input {{}} is independent of the inputs of the user-provided "
    f"function. {NOT_ALLOWED}."
)
OF_JACOBIAN = (
    "While computing the hessian, found that the jacobian of the user-provided function with respect "
    f"to input {{}} is independent of the input. {NOT_ALLOWED}. You should ensure that your function "
    "is twice differentiable and that the jacobian depends on the inputs (this would be violated by "
    "a linear function for example)."
)


def require_found(grads: Grads, missing: str, order: str | None) -> None:
    """Refuse results that are missing or, if `order` names the derivative, that are constant."""
    for i, g in enumerate(grads):
        if g is None:
            raise RuntimeError(missing.format(i))
        if order is not None and not g.requires_grad:
            raise RuntimeError(
                f"The {order} of the user-provided function is independent of input {i}. "
                f"{NOT_ALLOWED} when create_graph=True."
            )
