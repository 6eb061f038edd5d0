"""PyTorch's `gradcheck` and `gradgradcheck`: analytical derivatives against finite differences."""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import ModuleType
from typing import Any

from engine import dtypes
from engine.autograd.checking import analytical
from engine.autograd.checking.comparison import Comparison
from engine.autograd.checking.tensors import (
    GradcheckError,
    Tensors,
    as_tuple,
    differentiable_outputs,
    nested_requiring_grad,
)
from engine.autograd.checking.undefined import require_undefined
from engine.autograd.passes import grad
from engine.creation import zeros_like
from engine.operators.comparison import allclose
from engine.tensor import Tensor
from engine.warn import warn

__all__ = ["GradcheckError", "gradcheck", "gradgradcheck"]


def gradcheck(
    func: Callable[..., Any],
    inputs: Any,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_batched_forward_grad: bool = False,
    check_forward_ad: bool = False,
    check_backward_ad: bool = True,
    fast_mode: bool = False,
    masked: bool | None = None,
) -> bool:
    """Compare the gradients of `func` with finite differences; return True if they agree.

    inputs: a tensor or a tuple of arguments; checked is each that requires grad (use float64).
    eps, atol, rtol: the step of the differences, and the tolerances of `allclose`.
    raise_exception: raise GradcheckError on a mismatch instead of returning False.
    nondet_tol: how much two backward passes may differ.
    check_undefined_grad: check that outputs without a gradient are handled.
    check_grad_dtypes: gradients must have the dtypes of the inputs.
    check_batched_grad, check_forward_ad, ...: which ways of differentiation to check.
    fast_mode: compare one random product of each Jacobian instead of the whole.

    >>> import engine
    >>> x = engine.tensor([0.5, 1.5], dtype=engine.float64, requires_grad=True)
    >>> gradcheck(engine.sin, x)
    True
    """
    if not (check_forward_ad or check_backward_ad):
        raise AssertionError(
            "Expected at least one of check_forward_ad or check_backward_ad to be True"
        )
    if check_batched_grad and not check_backward_ad:
        raise AssertionError(
            "Setting check_batched_grad=True requires check_backward_ad to be True"
        )
    if check_batched_forward_grad and not check_forward_ad:
        raise AssertionError(
            "Setting check_batched_forward_grad=True requires check_forward_ad to be True"
        )
    given = as_tuple(inputs)
    try:
        _require_inputs(given)
        func_out = func(*given)
        outputs = differentiable_outputs(func_out)
        options = {
            "eps": eps,
            "rtol": rtol,
            "atol": atol,
            "nondet_tol": nondet_tol,
            "check_dtypes": check_grad_dtypes,
        }
        if check_backward_ad:
            _compare_backward(func, func_out, given, outputs, fast_mode, options)
        if check_forward_ad:
            _compare_forward(func, func_out, given, outputs, fast_mode, options)
        if check_backward_ad:
            for i, output in enumerate(outputs):
                if check_batched_grad:
                    analytical.require_batched(given, output, i)
            _require_proportional(outputs, given, bool(masked))
            if check_undefined_grad:
                require_undefined(func, given)
    except GradcheckError:
        if raise_exception:
            raise
        return False
    return True


def _require_inputs(inputs: tuple[Any, ...]) -> None:
    found = False
    for i, x in enumerate(inputs):
        if not (isinstance(x, Tensor) and x.requires_grad):
            continue
        found = True
        if x.dtype not in (dtypes.float64, dtypes.complex128):
            warn(
                f"Input #{i} requires gradient and is not a double precision floating point or "
                "complex. This check will likely fail if all the inputs are not of double "
                "precision floating point or complex. "
            )
        if any(s == 0 and n > 1 for s, n in zip(x.stride(), x.shape, strict=True)):
            raise RuntimeError(
                f"The {i}th input has a dimension with stride 0. gradcheck only supports inputs "
                "that are non-overlapping to be able to compute the numerical gradients correctly. "
                "You should call .contiguous on the input before passing it to gradcheck."
            )
    if not found:
        raise ValueError(
            "gradcheck expects at least one input tensor to require gradient, but none of them have "
            "requires_grad=True."
        )


def _run(comparison: Comparison, fast: bool, *args: Any) -> None:
    (comparison.fast if fast else comparison.slow)(*args)


def _compare_backward(
    func: Callable[..., Any],
    func_out: Any,
    inputs: tuple[Any, ...],
    outputs: Tensors,
    fast: bool,
    options: dict[str, Any],
) -> None:
    """Compare backward mode; of complex outputs the imaginary part, then the real part."""
    complex_at = tuple(i for i, o in enumerate(outputs) if o.is_complex())
    if not any(o.is_complex() for o in as_tuple(func_out)):
        _run(Comparison(**options), fast, func, func_out, inputs, outputs)
        return
    for imaginary in (True, False):

        def part(*args: Any, imaginary: bool = imaginary) -> tuple[Any, ...]:
            return tuple(
                (o.imag if imaginary else o.real) if o.is_complex() else o
                for o in as_tuple(func(*args))
            )

        part_out = part(*inputs)
        comparison = Comparison(**options, complex_at=complex_at, imaginary=imaginary)
        _run(comparison, fast, part, part_out, inputs, differentiable_outputs(part_out))


def _compare_forward(
    func: Callable[..., Any],
    func_out: Any,
    inputs: tuple[Any, ...],
    outputs: Tensors,
    fast: bool,
    options: dict[str, Any],
) -> None:
    """Compare forward mode; with respect to the imaginary, then the real part of complex inputs."""
    complex_at = tuple(i for i, x in enumerate(inputs) if isinstance(x, Tensor) and x.is_complex())
    if not complex_at:
        _run(Comparison(**options, forward=True), fast, func, func_out, inputs, outputs)
        return
    for imaginary in (True, False):

        def of_part(*args: Any, imaginary: bool = imaginary) -> tuple[Any, ...]:
            whole = list(args)
            for i in complex_at:
                other = inputs[i]
                whole[i] = other.real + args[i] * 1j if imaginary else args[i] + other.imag * 1j
            return as_tuple(func(*whole))

        parts = tuple(
            (x.imag if imaginary else x.real) if i in complex_at else x
            for i, x in enumerate(inputs)
        )
        part_out = of_part(*parts)
        comparison = Comparison(**options, forward=True, complex_at=complex_at, imaginary=imaginary)
        _run(comparison, fast, of_part, part_out, parts, differentiable_outputs(part_out))


def _require_proportional(outputs: Tensors, inputs: tuple[Any, ...], masked: bool) -> None:
    """Refuse gradients that are not zero when the gradients of the outputs are."""
    wanted = nested_requiring_grad(inputs)
    if not outputs:
        return
    zeros = [zeros_like(o.detach()) for o in outputs]
    for g, x in zip(grad(outputs, wanted, zeros, allow_unused=True), wanted, strict=True):
        if g is None:
            continue
        if not (allclose(g, zeros_like(g)) if masked else g.eq(0).all()):
            raise GradcheckError("backward not multiplied by grad_output")
        if g.dtype != x.dtype:
            raise GradcheckError("grad is incorrect type")
        if g.size() != x.size():
            raise GradcheckError("grad is incorrect size")


def gradgradcheck(
    func: Callable[..., Any],
    inputs: Any,
    grad_outputs: Any = None,
    *,
    eps: float = 1e-6,
    atol: float = 1e-5,
    rtol: float = 1e-3,
    gen_non_contig_grad_outputs: bool = False,
    raise_exception: bool = True,
    nondet_tol: float = 0.0,
    check_undefined_grad: bool = True,
    check_grad_dtypes: bool = False,
    check_batched_grad: bool = False,
    check_fwd_over_rev: bool = False,
    check_rev_over_rev: bool = True,
    fast_mode: bool = False,
    masked: bool = False,
) -> bool:
    """Compare the gradients of the gradients of `func` with finite differences of its gradients.

    grad_outputs: the gradients of the outputs; random ones if not given.
    For the rest see `gradcheck`.

    >>> import engine
    >>> x = engine.tensor([0.5, 1.5], dtype=engine.float64, requires_grad=True)
    >>> gradgradcheck(engine.sin, x)
    True
    """
    if not (check_fwd_over_rev or check_rev_over_rev):
        raise AssertionError(
            "Expected at least one of check_fwd_over_rev or check_rev_over_rev to be True"
        )
    if check_undefined_grad and not check_rev_over_rev:
        raise AssertionError(
            "Setting check_undefined_grad=True requires check_rev_over_rev to be True"
        )
    if check_batched_grad and not check_rev_over_rev:
        raise AssertionError(
            "Setting check_batched_grad=True requires check_rev_over_rev to be True"
        )
    given = as_tuple(inputs)
    if grad_outputs is None:
        seeds = _random_seeds(differentiable_outputs(func(*given)), gen_non_contig_grad_outputs)
    else:
        seeds = as_tuple(grad_outputs)
    n = len(given)
    wanted = [isinstance(x, Tensor) and x.requires_grad for x in given]
    wanted_seeds = [s.requires_grad for s in seeds]

    def slope(*args: Any) -> tuple[Tensor, ...]:
        arguments = [x.requires_grad_() if w else x for x, w in zip(args[:n], wanted, strict=True)]
        outputs = differentiable_outputs(func(*arguments))
        weights = [
            s.requires_grad_() if w else s for s, w in zip(args[n:], wanted_seeds, strict=True)
        ]
        targets = [x for x, w in zip(arguments, wanted, strict=True) if w]
        found = grad(outputs, targets, weights, create_graph=True, allow_unused=True)
        return tuple(g for g in found if g is not None)

    return gradcheck(
        slope,
        given + seeds,
        eps=eps,
        atol=atol,
        rtol=rtol,
        raise_exception=raise_exception,
        nondet_tol=nondet_tol,
        check_undefined_grad=check_undefined_grad,
        check_grad_dtypes=check_grad_dtypes,
        check_batched_grad=check_batched_grad,
        fast_mode=fast_mode,
        check_forward_ad=check_fwd_over_rev,
        check_backward_ad=check_rev_over_rev,
        masked=masked,
    )


def _random_seeds(outputs: Tensors, noncontiguous: bool) -> Tensors:
    from engine.testing import make_tensor

    return tuple(
        make_tensor(
            o.shape,
            dtype=o.dtype,
            device="cpu",
            low=-1,
            high=1,
            requires_grad=True,
            noncontiguous=noncontiguous,
        )
        for o in outputs
    )


class _Callable(ModuleType):
    """This module is the function of its name, too: `torch.autograd.gradcheck(f, x)`."""

    def __call__(self, *args: Any, **kwargs: Any) -> bool:
        return gradcheck(*args, **kwargs)


sys.modules[__name__].__class__ = _Callable
