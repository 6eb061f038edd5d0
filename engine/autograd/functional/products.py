"""Products of a vector with a Jacobian or a Hessian, which is never formed.

Note [Forward products]
`jvp` and `hvp` multiply from the right. The vector-Jacobian product u -> J^T u is linear in u, so its
own vector-Jacobian product with v is J v, whatever u is: two backward passes make a forward one.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import state
from engine.autograd.functional.arguments import (
    NOT_ALLOWED,
    OF_GRADIENT,
    OF_JACOBIAN,
    ONE_INPUT,
    ONE_OUTPUT,
    OUTPUTS,
    Grads,
    Tensors,
    aliases,
    as_tuple,
    filled,
    gradients,
    require_dependence,
    require_found,
    require_outputs,
    results,
    scalar_output,
    single,
    vector,
)
from engine.creation import zeros_like
from engine.modes import enable_grad, set_grad_enabled


def vjp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """Return the outputs of `func` and the product of `v` with its Jacobian: v^T J.

    inputs: a tensor or a tuple of tensors, the arguments of `func`.
    v: like the outputs; may be left out for one output of one element.
    create_graph: the results can be differentiated.
    strict: an input that the outputs do not depend on is an error, instead of giving zeros.

    >>> import engine
    >>> x = engine.tensor([1.0, 2.0])
    >>> vjp(lambda x: x ** 2, x, engine.tensor([1.0, 10.0]))
    (tensor([1., 4.]), tensor([ 2., 40.]))
    """
    with enable_grad():
        several, given = as_tuple(inputs, "inputs", "vjp")
        given = aliases(given, create_graph, True)
        several_out, outputs = as_tuple(func(*given), OUTPUTS, "vjp")
        if strict:
            require_outputs(outputs)
        seeds = vector(v, outputs, several_out, "vjp", create_graph, ONE_OUTPUT)
    with set_grad_enabled(create_graph or state.grad_enabled):
        found = gradients(outputs, given, seeds, create_graph)
        if strict:
            require_found(
                found,
                "The output of the user-provided function is independent of input {}. "
                f"{NOT_ALLOWED}.",
                "jacobian" if create_graph else None,
            )
        product = filled(found, given)
    return (
        single(results(outputs, create_graph), several_out),
        single(results(product, create_graph), several),
    )


def jvp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """Return the outputs of `func` and the product of its Jacobian with `v`: J v.

    v is like the inputs and may be left out for one input of one element; for the rest see `vjp`,
    and Note [Forward products].

    >>> import engine
    >>> x = engine.tensor([1.0, 2.0])
    >>> jvp(lambda x: x.prod(), x, engine.tensor([1.0, 10.0]))
    (tensor(2.), tensor(12.))
    """
    with enable_grad():
        several, given = as_tuple(inputs, "inputs", "jvp")
        given = aliases(given, create_graph, True)
        tangents = vector(v, given, several, "jvp", create_graph, ONE_INPUT)
        several_out, outputs = as_tuple(func(*given), OUTPUTS, "jvp")
        if strict:
            require_outputs(outputs)
        seeds = tuple(zeros_like(out, requires_grad=True) for out in outputs)
        back = gradients(outputs, given, seeds, True)
        if strict:
            require_dependence(back, OF_GRADIENT)
    with set_grad_enabled(create_graph or state.grad_enabled):
        found = gradients(back, seeds, tangents, create_graph)
        if strict:
            require_found(
                found,
                "The gradient with respect to the input is independent of entry {} in the "
                "grad_outputs when using the double backward trick to compute forward mode "
                f"gradients. {NOT_ALLOWED}.",
                "jacobian" if create_graph else None,
            )
        product = filled(found, outputs)
    return (
        single(results(outputs, create_graph), several_out),
        single(results(product, create_graph), several_out),
    )


def vhp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """Return the output of a scalar `func` and the product of `v` with its Hessian: v^T H.

    v is like the inputs and may be left out for one input of one element; for the rest see `vjp`.

    >>> import engine
    >>> x = engine.tensor([1.0, 2.0])
    >>> vhp(lambda x: (x ** 3).sum(), x, engine.tensor([1.0, 10.0]))
    (tensor(9.), tensor([  6., 120.]))
    """
    several, given, output, tangents, jacobian = _slope(
        func, inputs, v, "vhp", create_graph, strict
    )
    with set_grad_enabled(create_graph or state.grad_enabled):
        found = gradients(jacobian, given, tangents, create_graph)
        if strict:
            require_found(
                found,
                "The jacobian of the user-provided function is independent of input {}. "
                f"{NOT_ALLOWED}.",
                "hessian" if create_graph else None,
            )
        product = filled(found, given)
    return (
        results(output, create_graph)[0],
        single(results(product, create_graph), several),
    )


def hvp(
    func: Callable[..., Any],
    inputs: Any,
    v: Any = None,
    create_graph: bool = False,
    strict: bool = False,
) -> tuple[Any, Any]:
    """Return the output of a scalar `func` and the product of its Hessian with `v`: H v.

    As the Hessian of a twice continuously differentiable function is symmetric, `vhp` gives the same
    with one backward pass less. See Note [Forward products].

    >>> import engine
    >>> x = engine.tensor([1.0, 2.0])
    >>> hvp(lambda x: x.prod() ** 2, x, engine.tensor([1.0, 1.0]))
    (tensor(4.), tensor([16., 10.]))
    """
    several, given, output, tangents, jacobian = _slope(
        func, inputs, v, "hvp", create_graph, strict
    )
    with enable_grad():
        seeds = tuple(zeros_like(t, requires_grad=True) for t in given)
        twice = gradients(jacobian, given, seeds, True)
    with set_grad_enabled(create_graph or state.grad_enabled):
        found = gradients(twice, seeds, tangents, create_graph)
        if strict:
            require_found(
                found,
                "The hessian of the user-provided function is independent of entry {} in the "
                f"grad_jacobian. {NOT_ALLOWED} as it prevents from using the double backward trick "
                "to replace forward mode AD.",
                "hessian" if create_graph else None,
            )
        product = filled(found, given)
    return (
        results(output, create_graph)[0],
        single(results(product, create_graph), several),
    )


def _slope(
    func: Callable[..., Any],
    inputs: Any,
    v: Any,
    function: str,
    create_graph: bool,
    strict: bool,
) -> tuple[bool, Tensors, Tensors, Tensors | None, Grads]:
    """Return whether the inputs are a tuple, their aliases, the output of the scalar function, the
    vector, and the output's gradients with a graph of their own."""
    with enable_grad():
        several, given = as_tuple(inputs, "inputs", function)
        given = aliases(given, create_graph, True)
        tangents = vector(v, given, several, function, create_graph, ONE_INPUT)
        output = (scalar_output(func, given, function, strict),)
        jacobian = gradients(output, given, None, True)
        if strict:
            require_dependence(jacobian, OF_JACOBIAN)
    return several, given, output, tangents, jacobian
