"""What is asked of the graph besides the backward pass: `--jacobian`, `--hessian`, uncertainties."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from cli.problems import Problem
from cli.report import Array, Report
from cli.tensors import tensors_in

if TYPE_CHECKING:
    from cli.bindings import Binding
    from cli.differentiate import Differentiation
    from cli.options import Options
    from cli.uncertainty.model import Correlation
    from engine.tensor import Tensor
    from grammar.diagnostic import Diagnostic
    from grammar.run import Outcome, Script

NAMED = 1000
"""Elements of named values that get a `u` of their own."""


@contextmanager
def retained(recorder: Any, outcome: Outcome) -> Iterator[None]:
    """Leave the gradients that non-leaf tensors retain as they are: our passes are not the script's.

    recorder: knows the tensors that are shown; None if none are.
    """
    tensors = [row.tensor for row in recorder.rows] if recorder is not None else []
    tensors += tensors_in(outcome.namespace).values()
    before = []
    for tensor in tensors:
        hooks = getattr(tensor._fn, "hooks", None)
        if tensor.retains_grad and hooks is not None and hooks.retains is not None:
            before.append((hooks, hooks.retains))
            hooks.retains = None
    try:
        yield
    finally:
        for hooks, reference in before:
            hooks.retains = reference


class Further:
    """Computes them from the graph that the pass before has kept.

    told: whether there is a report that uncertainties can go into.
    """

    def __init__(self, options: Options, bindings: list[Binding], told: bool) -> None:
        self.options = options
        self.bindings = bindings
        self.uncertain = [b for b in bindings if b.uncertainty is not None]
        self.propagates = told and bool(self.uncertain)
        self.correlations: list[Correlation] = []
        if options.correlation:
            from cli.uncertainty.correlation import parse_correlations

            self.correlations = parse_correlations(options.correlation, bindings)

    def __bool__(self) -> bool:
        return self.options.jacobian or self.options.hessian or self.propagates

    def run(
        self,
        script: Script,
        outcome: Outcome,
        bound: Mapping[str, Tensor],
        differentiation: Differentiation,
        report: Report,
        warn: Callable[[Diagnostic], None],
    ) -> None:
        """Put what was asked for into the report.

        Raises:
            Problem: The result has no such thing.
            ScriptError: A pass failed.
        """
        from cli.matrices.compute import hessian, jacobian
        from cli.matrices.elements import leaves, results

        with differentiation.guard(script, outcome, warn):
            for option, of in (("--jacobian", jacobian), ("--hessian", hessian)):
                if getattr(self.options, option[2:]):
                    roots = results(option, self.options.backward, outcome)
                    about = leaves(bound, outcome, differentiation.wrt, roots)
                    report.matrices.append(of(roots, about))
            if self.propagates:
                self._propagate(outcome, bound, report, warn)

    def _propagate(
        self,
        outcome: Outcome,
        bound: Mapping[str, Tensor],
        report: Report,
        warn: Callable[[Diagnostic], None],
    ) -> None:
        from cli.matrices.elements import Named, results
        from cli.uncertainty.propagate import propagate
        from cli.uncertainty.remarks import remarks

        try:
            roots = results("no uncertainty", self.options.backward, outcome)
        except Problem as problem:
            # The script ran, and the rest of the report is worth having.
            warn(problem.diagnostic._replace(type="warning"))
            return
        inputs = [Named(b.name, bound[b.name]) for b in self.uncertain]
        report.uncertainty = propagate(
            roots, inputs, self._flat("value"), self._flat("uncertainty"), self.correlations
        )
        for remark in remarks(report.uncertainty):
            warn(remark)

    def _flat(self, what: str) -> Array:
        import numpy

        found: Array = numpy.concatenate(
            [getattr(b, what).reshape(-1).astype("float64") for b in self.uncertain]
        )
        return found

    def name_values(
        self,
        script: Script,
        outcome: Outcome,
        bound: Mapping[str, Tensor],
        differentiation: Differentiation,
        report: Report,
        recorder: Any,
    ) -> None:
        """Give the named nodes their own uncertainty, and the result's nodes, too.

        A table without them is better than none: where a rule fails, they stay away.
        """
        if report.uncertainty is None:
            return
        import numpy

        from cli.matrices.compute import derivatives
        from cli.uncertainty.propagate import variances
        from grammar.refusal import Stop

        chosen: list[tuple[Any, Any]] = []
        left = NAMED
        for node, row in zip(report.nodes, recorder.rows, strict=True):
            tensor = row.tensor
            if not node.name and node.id not in report.result_nodes:
                continue
            # A tensor that was changed in place since is another value now.
            if not row.requires_grad or tensor.grad_fn is not row.grad_fn or tensor.is_complex():
                continue
            if tensor.numel() <= left:
                left -= tensor.numel()
                chosen.append((node, tensor))
        uncertainties = self._flat("uncertainty")
        guard = differentiation.guard(script, outcome, lambda diagnostic: None)
        try:
            with retained(recorder, outcome), guard:
                slopes = derivatives(
                    [tensor for _, tensor in chosen], [bound[b.name] for b in self.uncertain]
                ).astype("float64")
        except (Exception, Stop):
            return
        spread = numpy.where(uncertainties == 0, 0.0, slopes) * uncertainties
        found = numpy.sqrt(variances(spread, self.correlations))
        start = 0
        for node, tensor in chosen:
            size = tensor.numel()
            node.u = found[start : start + size].reshape(tuple(tensor.shape))
            start += size
