"""Jacobians by backward passes (or, in forward mode, by products with tangents)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine.autograd.checking.tensors import (
    GradcheckError,
    Tensors,
    as_tuple,
    is_differentiable,
    nested_requiring_grad,
    requiring_grad,
)
from engine.autograd.passes import grad
from engine.creation import zeros_like
from engine.tensor import Tensor


def jacobian(
    inputs: Any,
    output: Tensor,
    nondet_tol: float,
    check_dtypes: bool,
    direction: Tensor | None = None,
) -> list[Tensor]:
    """Return for each input that requires grad the Jacobian of one output, an output element a column.

    direction: compute its product with this vector instead, as one column.
    Raises GradcheckError if a gradient has not the input's shape (or dtype), or if a second backward
    pass gives gradients that differ by more than `nondet_tol`.
    """
    wanted = nested_requiring_grad(inputs)
    columns = [_columns(wanted, output, direction) for _ in range(2)]
    n = output.numel() if direction is None else 1
    first, sizes_ok, dtypes_ok = _stacked(columns[0], wanted, n)
    second, _, _ = _stacked(columns[1], wanted, n)
    if not dtypes_ok and check_dtypes:
        raise GradcheckError("Gradient has dtype mismatch")
    if not sizes_ok:
        raise GradcheckError("Analytical gradient has incorrect size")
    for a, b in zip(first, second, strict=True):
        if a.numel() != 0 and (a - b).abs().max() > nondet_tol:
            raise GradcheckError(
                "Backward is not reentrant, i.e., running backward with same input and grad_output "
                "multiple times gives different values, although analytical gradient matches "
                f"numerical gradient.The tolerance for nondeterminism was {nondet_tol}.{_NONDET}"
            )
    return first


def _columns(
    wanted: list[Tensor], output: Tensor, direction: Tensor | None
) -> list[list[Tensor | None]]:
    """Return for each input its gradients for one element of the output after the other."""
    columns: list[list[Tensor | None]] = [[] for _ in wanted]

    def add(seed: Tensor) -> None:
        found = grad(output, wanted, seed, retain_graph=True, allow_unused=True)
        for column, g in zip(columns, found, strict=True):
            column.append(None if g is None else g.clone())

    if direction is not None:
        add(direction.reshape(output.shape))
        return columns
    seed = zeros_like(output.detach()).contiguous()
    flat = seed.view(-1)
    for j in range(flat.numel()):
        flat.zero_()
        flat[j] = 1.0
        add(seed)
    return columns


def _stacked(
    columns: list[list[Tensor | None]], wanted: list[Tensor], n: int
) -> tuple[list[Tensor], bool, bool]:
    """Return the matrices of the columns, and whether all gradients have the right shape and dtype."""
    sizes_ok = dtypes_ok = True
    found = []
    for column, x in zip(columns, wanted, strict=True):
        matrix = x.new_zeros((x.numel(), n))
        for j, g in enumerate(column):
            if g is None:
                continue
            if g.shape != x.shape:
                sizes_ok = False
            elif g.dtype != x.dtype:
                dtypes_ok = False
            matrix[:, j] = g.reshape(-1)
        found.append(matrix)
    return found, sizes_ok, dtypes_ok


def forward(
    fn: Callable[..., Any],
    inputs: tuple[Any, ...],
    outputs: tuple[Any, ...],
    directions: list[Tensor] | None = None,
) -> list[list[Tensor]]:
    """Return for each input that requires grad the Jacobian of each output, an input element a row.

    directions: one an input; compute the products with them instead.
    """
    wanted = requiring_grad(inputs)
    if any(x.is_complex() for x in wanted.values()):
        raise ValueError(
            "Expected inputs to be non-complex for _get_analytical_jacobian_forward_ad."
        )
    found = []
    for k, (i, x) in enumerate(wanted.items()):
        linear = _linear(fn, inputs, i)
        if directions is None:
            columns = linear.columns()
            found.append([c.reshape(x.numel(), -1).detach() for c in columns])
        else:
            along = directions[k].reshape(x.shape)
            found.append([t.reshape(-1).detach() for t in linear([along])])
    return found


def _linear(fn: Callable[..., Any], inputs: tuple[Any, ...], i: int) -> Any:
    """Return the Jacobian of the differentiable outputs with respect to input i as a linear map."""
    from engine.func.forward import pushforward

    def on_one(x: Tensor) -> Tensors:
        args = [v.detach() if isinstance(v, Tensor) else v for v in inputs]
        args[i] = x
        return tuple(o for o in as_tuple(fn(*args)) if is_differentiable(o))

    return pushforward(on_one, (inputs[i].detach(),))[1]


def require_batched(inputs: Any, output: Tensor, number: int) -> None:
    """Refuse a backward pass that gives something else for a batch of gradients than one by one."""
    from engine.operators.comparison import allclose
    from engine.operators.join import stack
    from engine.sampling import randn_like

    wanted = nested_requiring_grad(inputs)
    seeds = [randn_like(output.detach()) for _ in range(2)]
    single = [grad(output, wanted, s, retain_graph=True, allow_unused=True) for s in seeds]
    try:
        batch = grad(
            output,
            wanted,
            stack(seeds),
            retain_graph=True,
            allow_unused=True,
            is_grads_batched=True,
        )
    except RuntimeError as error:
        raise GradcheckError(
            f"While computing batched gradients, got: {error}\n\n{_BATCHED}"
        ) from error
    for i, x in enumerate(wanted):
        rows = [zeros_like(x.detach()) if g[i] is None else g[i] for g in single]
        expected = stack(rows)
        got = batch[i]
        got = zeros_like(expected) if got is None else got
        if not allclose(got, expected):
            raise GradcheckError(
                f"For output {number} and input {i}:\n\n{_BATCHED}\n\nGot:\n{got}\n\n"
                f"Expected:\n{expected}"
            )


_NONDET = """

NOTE: If your op relies on non-deterministic operations i.e., it is listed here:
https://pytorch.org/docs/stable/generated/torch.use_deterministic_algorithms.html
this failure might be expected.

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck.
If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with `nondet_tol=<tol>` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have `gradcheck_nondet_tol=<tol>`.
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have `gradcheck_nondet_tol=<tol>`
"""

_BATCHED = """gradcheck or gradgradcheck failed while testing batched gradient computation.
This could have been invoked in a number of ways (via a test that calls
gradcheck/gradgradcheck directly or via an autogenerated test)."""
