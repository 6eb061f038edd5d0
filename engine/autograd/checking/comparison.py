"""Numerical against analytical Jacobians: whole ones, or in fast mode one random product of each."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import dtypes
from engine.autograd.checking import analytical, numerical
from engine.autograd.checking.tensors import (
    GradcheckError,
    Tensors,
    as_tuple,
    is_differentiable,
    requiring_grad,
)
from engine.operators.comparison import allclose
from engine.random.mersenne import Generator
from engine.sampling import rand
from engine.tensor import Tensor


class Comparison:
    """One comparison: its tolerances, and which part of complex values it looks at.

    forward: the analytical Jacobian comes from products with tangents.
    complex_at: places of the complex outputs (in forward mode: inputs); imaginary: their imaginary
        part is looked at, not the real one.
    """

    def __init__(
        self,
        *,
        eps: float,
        rtol: float,
        atol: float,
        nondet_tol: float,
        check_dtypes: bool,
        forward: bool = False,
        complex_at: tuple[int, ...] = (),
        imaginary: bool = False,
    ) -> None:
        self.eps = eps
        self.rtol = rtol
        self.atol = atol
        self.nondet_tol = nondet_tol
        self.check_dtypes = check_dtypes
        self.forward = forward
        self.complex_at = complex_at
        self.imaginary = imaginary

    def slow(
        self, fn: Callable[..., Any], func_out: Any, inputs: tuple[Any, ...], outputs: Tensors
    ) -> None:
        """Compare whole Jacobians."""
        all_outputs = as_tuple(func_out)
        by_input = numerical.jacobians(fn, inputs, all_outputs, self.eps, self.forward)
        if not outputs:
            if any(j.ne(0).any() for of_input in by_input for j in of_input):
                raise GradcheckError("Numerical gradient for function expected to be zero")
            return
        by_output = list(zip(*by_input, strict=True))
        expected = [n for o, n in zip(all_outputs, by_output, strict=False) if o.requires_grad]
        if self.forward:
            found = analytical.forward(fn, inputs, all_outputs)
            for i, of_output in enumerate(expected):
                for j, n in enumerate(of_output):
                    self._compare(found[j][i], n, i, j, self.atol)
            return
        for i, output in enumerate(outputs):
            rows = analytical.jacobian(inputs, output, self.nondet_tol, self.check_dtypes)
            for j, (a, n) in enumerate(zip(rows, expected[i], strict=True)):
                self._compare(a, n, i, j, self.atol)

    def _compare(
        self, a: Tensor, n: Tensor, output: int, input: int, atol: float, more: str = ""
    ) -> None:
        if not self._is_close(a, n, atol):
            raise GradcheckError(self._mismatch(a, n, output, input) + more)

    def _is_close(self, a: Tensor, n: Tensor, atol: float) -> bool:
        common = dtypes.promote_types(a.dtype, n.dtype)
        return bool(allclose(a.to(dtype=common), n.to(dtype=common), self.rtol, atol))

    def _mismatch(self, a: Tensor, n: Tensor, output: int, input: int) -> str:
        prefix = ""
        if (input if self.forward else output) in self.complex_at:
            part = "imaginary" if self.imaginary else "real"
            what = "inputs" if self.forward else "outputs"
            prefix = f"While considering the {part} part of complex {what} only, "
        mode = "computed with forward mode " if self.forward else ""
        return (
            f"{prefix}Jacobian {mode}mismatch for output {output} with respect to input {input},\n"
            f"numerical:{n}\nanalytical:{a}\n"
        )

    def fast(
        self, fn: Callable[..., Any], func_out: Any, inputs: tuple[Any, ...], outputs: Tensors
    ) -> None:
        """Compare v^T J u (in forward mode J u) for random vectors of length 1."""
        all_outputs = as_tuple(func_out)
        wanted = requiring_grad(inputs)
        generator = Generator()
        us = [
            (_unit(x, generator, True), _unit(x, generator, True))
            if x.is_complex()
            else _unit(x, generator, True)
            for x in wanted.values()
        ]
        vs = None if self.forward else [_unit(o, generator, False) for o in outputs]
        slopes = [
            [
                slope
                for slope, output in zip(
                    numerical.directional(fn, inputs, i, u, self.eps), all_outputs, strict=True
                )
                if is_differentiable(output)
            ]
            for i, u in zip(wanted, us, strict=True)
        ]
        if vs is None:
            directions = [u for u in us if isinstance(u, Tensor)]  # none is complex here
            found = analytical.forward(fn, inputs, all_outputs, directions)
        else:
            if not outputs:
                self._require_flat(fn, inputs, us)
            slopes = [
                [(v * slope).sum() for v, slope in zip(vs, of_input, strict=False)]
                for of_input in slopes
            ]
            by_output = [self._products(inputs, o, v, us) for o, v in zip(outputs, vs, strict=True)]
            found = [[row[i] for row in by_output] for i in range(len(us))]
        for i, of_input in enumerate(slopes):
            for j, n in enumerate(of_input):
                a = found[i][j]
                atol = _scaled(self.atol, us[i], vs[j] if vs else None)
                if not self._is_close(a, n, atol):
                    more = self._in_slow_mode(fn, inputs, outputs, list(wanted)[i], i, j)
                    self._compare(a, n, j, i, atol, more)

    def _products(
        self, inputs: tuple[Any, ...], output: Tensor, v: Tensor, us: Any
    ) -> list[Tensor]:
        """Return v^T J u for one output and each input."""
        found = []
        columns = analytical.jacobian(inputs, output, self.nondet_tol, self.check_dtypes, v)
        for column, u in zip(columns, us, strict=True):
            row = column.reshape(-1)
            if row.is_complex():
                found.append(row.real.dot(u[0]) + 1j * row.imag.dot(u[1]))
            else:
                found.append(row.dot(u))
        return found

    def _require_flat(self, fn: Callable[..., Any], inputs: tuple[Any, ...], us: Any) -> None:
        """Refuse a function that says it has no gradient and has one."""
        for i, u in zip(requiring_grad(inputs), us, strict=True):
            for slope in numerical.directional(fn, inputs, i, u, self.eps):
                if slope.numel() and slope.abs().max() > self.nondet_tol:
                    raise GradcheckError("Numerical gradient for function expected to be zero")

    def _in_slow_mode(
        self,
        fn: Callable[..., Any],
        inputs: tuple[Any, ...],
        outputs: Tensors,
        place: int,
        input: int,
        output: int,
    ) -> str:
        """Return the whole Jacobians of one input and output as text."""
        n = numerical.jacobians(fn, inputs, outputs, self.eps, self.forward)[input][output]
        if self.forward:

            def of_one(x: Tensor) -> Any:
                return as_tuple(fn(*inputs[:place], x, *inputs[place + 1 :]))[output]

            a = analytical.forward(of_one, (inputs[place],), (outputs[output],))[0][0]
        else:
            a = analytical.jacobian(inputs, outputs[output], float("inf"), False)[input]
        difference = (n - a).abs().max()
        text = (
            "\nThe above quantities relating the numerical and analytical jacobians are computed \n"
            "in fast mode. See: https://github.com/pytorch/pytorch/issues/53876 for more background "
            "\nabout fast mode. Below, we recompute numerical and analytical jacobians in slow mode:"
            f"\n\nNumerical:\n {n}\nAnalytical:\n{a}\n\n"
            f"The max per-element difference (slow mode) is: {difference}.\n"
        )
        return text + _FAST_ONLY if allclose(a, n, self.rtol, self.atol) else text


def _unit(x: Tensor, generator: Generator, real: bool) -> Any:
    """Return a random vector of length 1, of the tensor's dtype (or of the real one to it)."""
    dtype = x.dtype
    if real and x.is_complex():
        dtype = dtypes.float64 if dtype is dtypes.complex128 else dtypes.float32
    vector = rand(x.numel(), generator=generator).to(dtype=dtype)
    vector /= vector.norm()
    return vector


def _scaled(atol: float, u: Any, v: Tensor | None) -> float:
    """Return the tolerance of a product of a Jacobian with u and v."""
    sum_v = 1.0 if v is None else v.sum()
    sum_u = float(u[0].sum()) + float(u[1].sum()) if isinstance(u, tuple) else float(u.sum())
    return atol * sum_u * float(sum_v)


_FAST_ONLY = """Fast gradcheck failed but element-wise differences are small. This means that the
test might've passed in slow_mode!

If you are adding a new operator, please file an issue and then use one of the
workarounds. The workaround depends on how your test invokes gradcheck/gradgradcheck:

If the test
- manually invokes gradcheck/gradgradcheck, then call gradcheck/gradgradcheck
  with `fast_mode=False` as a keyword argument.
- is OpInfo-based (e.g., in test_ops_gradients.py), then modify the OpInfo for the test
  to have `gradcheck_fast_mode=False`
- is a Module test (e.g., in common_nn.py), then modify the corresponding
  module_test entry to have `gradcheck_fast_mode=False`"""
