"""Values and derivatives of a script at points: all at once where that is the same, else one by one.

Note [All at once]
A script that works elementwise gives the same numbers for a tensor of all points as for each point
alone, much sooner. Whether it does is tried: its answer for all points is compared with that for
single ones. Where they differ (a sum over x, an `if`, random numbers), each point is run alone.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.problems import usage_problem
from cli.tensors import is_tensor

if TYPE_CHECKING:
    from cli.report import Array
    from grammar.diagnostic import ScriptError
    from grammar.run import Script

PROBES = 9
SEED = 0


class Derivative(NamedTuple):
    """A derivative to draw: of which order, with respect to which name."""

    name: str
    order: int


class Function:
    """A script as a function of one name.

    others: the tensors of all other names.
    wrt: derivatives, those of one name in rising order.
    """

    def __init__(
        self,
        script: Script,
        name: str,
        dtype: Any,
        constant: bool,
        others: dict[str, Any],
        wrt: list[Derivative],
        seed: int | None,
        timeout: float | None,
        max_memory: int | None,
    ) -> None:
        self.script = script
        self.name = name
        self.dtype = dtype
        self.constant = constant
        self.others = others
        self.wrt = wrt
        self.seed = SEED if seed is None else seed
        self.deadline = None if timeout is None else time.monotonic() + timeout
        self.max_memory = max_memory
        self.failed = 0
        self.first: ScriptError | None = None
        self.unconnected: set[str] = set()
        self.labels: list[str] | None = None  # of the elements, when the first point is known
        self.together = False
        self.height = 0

    def sample(self, points: Array) -> Array:
        """Return an array of (curve, point): values of all elements, then each derivative's."""
        rows = None
        if all(d.name == self.name for d in self.wrt):
            rows = self._together(points)
        self.together = rows is not None
        if rows is None:
            rows = self._each(points)
        if self.failed == len(points) and self.first is not None:
            raise self.first
        self.height = len(rows)
        return rows

    def more(self, points: Array) -> Array:
        """Return the same for points that are looked at, not drawn: errors are NaN."""
        import numpy

        failed, first = self.failed, self.first
        rows = self._all(points) if self.together else None
        if rows is None:
            rows = self._each(points)
        self.failed, self.first = failed, first
        if len(rows) != self.height:  # no point of these has a value
            rows = numpy.full((self.height, len(points)), numpy.nan)
        return rows

    def _together(self, points: Array) -> Array | None:
        import numpy

        rows = self._all(points)
        if rows is None:
            return None
        probes = numpy.unique(numpy.linspace(0, len(points) - 1, PROBES).astype(int))
        alone = self._each(points[probes])
        same = alone.shape == rows[:, probes].shape and numpy.allclose(
            alone, rows[:, probes], rtol=1e-12, atol=1e-300, equal_nan=True
        )
        if self.failed or not same:
            self.failed, self.first, self.labels = 0, None, None
            self.unconnected.clear()
            return None
        return rows

    def _all(self, points: Array) -> Array | None:
        """Return what one run for all points gives; None if it is not of their shape."""
        import numpy

        from engine.autograd import grad

        outcome, leaves = self._run(points)
        y = outcome.result
        if outcome.error is not None or not is_tensor(y) or tuple(y.shape) != points.shape:
            return None
        if y.dtype.is_complex or outcome.called_backward:
            return None
        rows = [_floats(y)]
        current = y
        for _ in self.wrt:
            if not current.requires_grad:
                return None
            try:
                (current,) = grad(
                    current.sum(), [leaves[self.name]], create_graph=True, allow_unused=True
                )
            except (RuntimeError, ValueError, TypeError):
                return None
            if current is None:
                return None
            rows.append(_floats(current))
            if not current.requires_grad:
                rows += [numpy.zeros(len(points))] * (len(self.wrt) + 1 - len(rows))
                break
        return numpy.stack(rows)

    def _each(self, points: Array) -> Array:
        import numpy

        found: list[Array | None] = []
        for point in points:
            outcome, leaves = self._run(point)
            if outcome.error is None:
                try:
                    found.append(self._point(outcome, leaves))
                    continue
                except (RuntimeError, ValueError, TypeError) as error:
                    from grammar.runtime_errors import explain

                    failure = explain(self.script, error)
            else:
                failure = outcome.error
            if failure.exit_code == 5:
                raise failure
            self.failed += 1
            self.first = self.first or failure
            found.append(None)
        height = max((len(row) for row in found if row is not None), default=1 + len(self.wrt))
        rows = numpy.full((height, len(points)), numpy.nan)
        for i, row in enumerate(found):
            if row is not None:
                if len(row) != height:
                    raise usage_problem(f"the result has not the same shape for all {self.name}")
                rows[:, i] = row
        return rows

    def _run(self, value: Any) -> tuple[Any, dict[str, Any]]:
        from engine.creation import tensor
        from engine.sampling import manual_seed

        manual_seed(self.seed)
        leaves = {
            n: t.detach().clone().requires_grad_(t.requires_grad) for n, t in self.others.items()
        }
        leaves[self.name] = tensor(value, dtype=self.dtype, requires_grad=not self.constant)
        timeout = None
        if self.deadline is not None:
            timeout = max(self.deadline - time.monotonic(), 1e-6)
        outcome = self.script.run(
            leaves,
            timeout=timeout,
            max_memory=self.max_memory,
            warn=lambda diagnostic: None,
            trace=False,
        )
        return outcome, leaves

    def _point(self, outcome: Any, leaves: dict[str, Any]) -> Array:
        """Return values and derivatives at one point."""
        import numpy

        y = outcome.result
        if not is_tensor(y):
            if not isinstance(y, (bool, int, float)):
                raise usage_problem(
                    "there is nothing to draw: the result is no number and no tensor",
                    "end with what is to be drawn: autograd plot 'x^2' x=-3:3",
                )
            labels, values, elements = [""], numpy.array([float(y)]), []
        else:
            if y.dtype.is_complex:
                raise usage_problem(
                    "the result is complex", "draw a real number: its .real, .imag or .abs()"
                )
            values = _floats(y).reshape(-1)
            if values.size == 0 or values.size > 100:
                raise usage_problem(f"the result has {values.size} elements: 1 to 100 can be drawn")
            labels = [str(list(i)) for i in numpy.ndindex(*y.shape)] if y.ndim else [""]
            elements = list(y.reshape(-1)) if y.ndim and self.wrt else [y]
        if self.labels is None:
            self.labels = labels
        pieces = [values]
        chains = [self._chain(e, leaves, outcome) for e in elements]
        for number, derivative in enumerate(self.wrt):
            for i in range(len(values)):
                pieces.append(
                    chains[i][number]
                    if chains
                    else numpy.full(leaves[derivative.name].numel(), numpy.nan)
                )
        if not chains:
            self.unconnected.update(d.name for d in self.wrt)
        return numpy.concatenate(pieces)

    def _chain(self, y: Any, leaves: dict[str, Any], outcome: Any) -> list[Array]:
        """Return all derivatives of one element."""
        import numpy

        from engine.autograd import grad

        found = []
        current = y
        for derivative in self.wrt:
            leaf = leaves[derivative.name]
            if derivative.order == 1:
                current = y
            slope = None
            if current is not None and current.requires_grad:
                try:
                    (slope,) = grad(
                        current,
                        [leaf],
                        create_graph=derivative.order < max(d.order for d in self.wrt),
                        retain_graph=True,
                        allow_unused=True,
                    )
                except RuntimeError:
                    # The script's own pass has freed the graph: its gradient is there.
                    if not outcome.called_backward or derivative.order > 1 or leaf.grad is None:
                        raise
                    slope = leaf.grad
            if slope is not None:
                found.append(_floats(slope).reshape(-1))
            elif derivative.order > 1 and derivative.name not in self.unconnected:
                found.append(numpy.zeros(leaf.numel()))  # of what does not depend on it any more
            else:
                self.unconnected.add(derivative.name)
                found.append(numpy.full(leaf.numel(), numpy.nan))
            current = slope
        return found


def _floats(tensor: Any) -> Array:
    import numpy

    return numpy.array(tensor.detach().numpy(), dtype=numpy.float64)
