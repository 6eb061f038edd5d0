"""Analytic gradients against central differences, element by element.

Note [Kinks]
Where the differences to the left and to the right disagree, there is no derivative: the check is
passed if the gradient lies between the two slopes, as every subgradient does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy

from cli.checking.probe import Changed, FirstRun, Place, Runs
from cli.recorder import Row

if TYPE_CHECKING:
    from cli.report import Array

OK, KINK, UNUSED, WRONG, NOT_FINITE = "ok", "kink", "unused", "wrong", "not finite"
FAILED = (WRONG, NOT_FINITE)
NOISE = 32 * 2.0**-53
"""Relative rounding error of a value, generously."""


class Tolerance(NamedTuple):
    """When two derivatives agree, and how far apart the values are that differences are made of."""

    eps: float
    atol: float
    rtol: float

    def of(self, *dtypes: Any) -> Tolerance:
        """Return the tolerance for values of these dtypes: coarse ones allow no fine differences."""
        coarsest = max((float(numpy.finfo(d).eps) for d in dtypes if d.kind in "fc"), default=0.0)
        return Tolerance(
            max(self.eps, 0.2 * coarsest ** (1 / 3) if coarsest > 1e-10 else 0.0),
            max(self.atol, 20 * coarsest ** (2 / 3) if coarsest > 1e-10 else 0.0),
            max(self.rtol, 50 * coarsest ** (2 / 3) if coarsest > 1e-10 else 0.0),
        )


class Element(NamedTuple):
    """One derivative: analytic, by central differences, and the slopes to either side.

    place: the index of the element in its leaf.
    noise: how much rounding of the values may change a difference.
    """

    place: tuple[int, ...]
    analytic: complex
    numeric: complex
    left: complex
    right: complex
    noise: float

    @property
    def error(self) -> float:
        """The absolute error."""
        return abs(self.analytic - self.numeric)

    @property
    def relative(self) -> float:
        """The error as a fraction of the larger of the two."""
        size = max(abs(self.analytic), abs(self.numeric))
        return self.error / size if size else 0.0


class LeafCheck(NamedTuple):
    """What came of one leaf: `worst` is the element with the largest error, `kinks` are those on one.

    checked: how many of its elements were tried; note: what else there is to say.
    """

    name: str
    shape: tuple[int, ...]
    dtype: str
    order: int
    checked: int
    size: int
    verdict: str
    worst: Element | None
    kinks: int
    kink: Element | None
    note: str | None


class Root(NamedTuple):
    """What is differentiated: its row, the weights of its elements, and whether it is still whole."""

    row: Row
    seed: Array
    whole: bool


class Comparison:
    """Compares all leaves of a script."""

    def __init__(
        self, runs: Runs, first: FirstRun, root: Root, tolerance: Tolerance, samples: int
    ) -> None:
        self.runs = runs
        self.first = first
        self.root = root
        self.root_event = first.event_of[root.row.id]
        self.tolerance = tolerance
        self.samples = samples
        self.leaves: list[tuple[str, Row, Place | None]] = []

    def add(self, name: str, row: Row) -> None:
        """Take a leaf in."""
        self.leaves.append((name, row, self.first.place(row, self.root.row)))

    def checks(self, order: int) -> Iterator[LeafCheck]:
        """Yield the checks of all leaves, of the first order and, if wanted, of the second."""
        gradients = self.gradients()
        for (name, row, place), gradient in zip(self.leaves, gradients, strict=True):
            yield self.check(name, row, place, gradient, 1, self.value)
        if order > 1:
            second, weights = self.second()
            for (name, row, place), gradient in zip(self.leaves, second, strict=True):
                value = partial(self.projected, weights)
                yield self.check(name, row, place, gradient, 2, value)

    # -- analytic ----------------------------------------------------------------------------------

    def gradients(self) -> list[Array | None]:
        """Return the analytic gradients of the leaves."""
        if not self.root.whole:
            return [self._adjoint(row) for _, row, _ in self.leaves]
        from engine.autograd import grad
        from engine.creation import tensor

        tensors = [row.tensor for _, row, _ in self.leaves]
        root = self.root.row.tensor
        seed = tensor(self.root.seed, dtype=root.dtype)
        found = grad(root, tensors, seed, retain_graph=True, allow_unused=True)
        return [None if g is None else g.detach().numpy() for g in found]

    def _adjoint(self, row: Row) -> Array | None:
        """Return the gradient that the script's own last pass brought to a leaf."""
        for other in self.first.rows:
            if other.tensor is row.tensor and other.adjoint is not None:
                return other.adjoint.detach().numpy()
        return None

    def second(self) -> tuple[list[Array | None], list[Array]]:
        """Return the gradients of a weighted sum of the first gradients, and the weights."""
        from engine.autograd import grad

        rng = numpy.random.default_rng(1)
        tensors = [row.tensor for _, row, _ in self.leaves]
        weights = [rng.uniform(0.5, 1.5, tuple(t.shape)) for t in tensors]
        total = self._weighted(self.root.row.tensor, tensors, weights, create=True)
        if total is None or not total.requires_grad:
            return [None] * len(tensors), weights
        found = grad(total, tensors, allow_unused=True)
        return [None if g is None else g.detach().numpy() for g in found], weights

    def _weighted(self, root: Any, tensors: list[Any], weights: list[Array], create: bool) -> Any:
        from engine.autograd import grad
        from engine.creation import tensor

        seed = tensor(self.root.seed, dtype=root.dtype)
        first = grad(root, tensors, seed, create_graph=create, retain_graph=True, allow_unused=True)
        total = None
        for gradient, weight in zip(first, weights, strict=True):
            if gradient is not None:
                part = (gradient * tensor(weight, dtype=gradient.dtype)).sum()
                total = part if total is None else total + part
        return total

    # -- numeric -----------------------------------------------------------------------------------

    def value(self, place: Place, index: int, change: complex) -> float:
        """Return the weighted sum of the root's elements, with one number of a leaf changed."""
        found = self.runs.value(place, index, change, self.root_event)
        if found is None:
            return float("nan")
        return float((found * numpy.conj(self.root.seed)).sum().real)

    def projected(self, weights: list[Array], place: Place, index: int, change: complex) -> float:
        """Return the weighted sum of the first gradients, with one number of a leaf changed."""
        observer = _Kept(place, index, change, self.root_event)
        observer.wanted = {place.made for _, _, place in self.leaves if place is not None}
        self.runs.run(observer)
        tensors = [observer.kept.get(p.made) if p is not None else None for _, _, p in self.leaves]
        if observer.tensor is None or any(t is None for t in tensors):
            return float("nan")
        total = self._weighted(observer.tensor, tensors, weights, create=False)
        return 0.0 if total is None else float(total.detach().numpy().real)

    # -- both --------------------------------------------------------------------------------------

    def check(
        self,
        name: str,
        row: Row,
        place: Place | None,
        analytic: Array | None,
        order: int,
        value: Callable[[Place, int, complex], float],
    ) -> LeafCheck:
        """Compare one leaf."""
        data = numpy.asarray(row.tensor.detach().numpy())
        size = data.size
        base = (name, tuple(data.shape), data.dtype.name, order)
        if place is None:
            return LeafCheck(*base, 0, size, UNUSED, None, 0, None, "it cannot be changed in a run")
        tolerance = self.tolerance.of(data.dtype, self.root.seed.dtype)
        worst: Element | None = None
        kink: Element | None = None
        kinks = 0
        verdict = OK
        for index in self._indices(size):
            element = self._element(data, analytic, place, index, tolerance, value)
            finding = _finding(element, tolerance)
            if finding == KINK:
                kinks += 1
                kink = kink or element
            elif worst is None or _key(element) > _key(worst):
                worst = element
            if finding in FAILED and verdict not in FAILED:
                verdict = finding
                worst = element
            elif finding == KINK and verdict == OK:
                verdict = KINK
        checked = len(self._indices(size))
        note = None
        if analytic is None:
            note = "no gradient reaches it"
            verdict = UNUSED if verdict == OK else verdict
        if checked < size:
            note = f"{checked} of its {size} elements were tried (--samples)"
        return LeafCheck(*base, checked, size, verdict, worst, kinks, kink, note)

    def _indices(self, size: int) -> list[int]:
        if size <= self.samples:
            return list(range(size))
        chosen = numpy.random.default_rng(0).choice(size, self.samples, replace=False)
        return sorted(int(i) for i in chosen)

    def _element(
        self,
        data: Array,
        analytic: Array | None,
        place: Place,
        index: int,
        tolerance: Tolerance,
        value: Callable[[Place, int, complex], float],
    ) -> Element:
        number = data.reshape(-1)[index]
        step = tolerance.eps * max(1.0, float(abs(number)))
        middle = value(place, index, 0)
        slopes: list[complex] = [0, 0, 0]
        directions: tuple[complex, ...] = (1, 1j) if data.dtype.kind == "c" else (1,)
        for direction in directions:
            # A step that the dtype can represent: what was added is what is divided by.
            up = value(place, index, step * direction)
            down = value(place, index, -step * direction)
            slopes[0] += (up - down) / (2 * step) * direction
            slopes[1] += (middle - down) / step * direction
            slopes[2] += (up - middle) / step * direction
        places = tuple(int(i) for i in numpy.unravel_index(index, data.shape))
        own: complex = 0.0 if analytic is None else analytic.reshape(-1)[index].item()
        if data.dtype.kind != "c":
            slopes = [complex(slope).real for slope in slopes]
        noise = NOISE * abs(middle) / step
        return Element(places, own, slopes[0], slopes[1], slopes[2], noise)


class _Kept(Changed):
    """Keeps tensors of a run, too: the root and the leaves."""

    wanted: set[int]

    def __init__(self, place: Place, index: int, change: complex, root: int) -> None:
        super().__init__(place, index, change, root)
        self.kept: dict[int, Any] = {}
        self.tensor: Any = None

    def _count(self, tensor: Any) -> None:
        if self.events in self.wanted:
            self.kept[self.events] = tensor
        if self.events == self.root:
            self.tensor = tensor
        super()._count(tensor)


def _key(element: Element) -> float:
    error = element.error
    return error if error == error else float("inf")


def _finding(element: Element, tolerance: Tolerance) -> str:
    """Return what is to say of one element."""
    values = (element.analytic, element.numeric)
    if not all(numpy.isfinite(value) for value in values):
        return NOT_FINITE
    size = max(abs(element.numeric), abs(element.analytic))
    allowed = tolerance.atol + element.noise + tolerance.rtol * size
    left, right = element.left, element.right
    apart = abs(left - right)
    if apart > 1000 * tolerance.eps * max(1.0, abs(left), abs(right)) and apart > 2 * allowed:
        if isinstance(left, complex) or isinstance(right, complex):
            return OK if element.error <= allowed else WRONG
        low, high = min(left, right), max(left, right)
        within = low - allowed <= complex(element.analytic).real <= high + allowed
        if within and not _is_jump(element, tolerance):
            return KINK
        return KINK if _is_jump(element, tolerance) else WRONG
    return OK if element.error <= allowed else WRONG


def _is_jump(element: Element, tolerance: Tolerance) -> bool:
    """Return whether one slope is so steep that the value jumps: floor at a whole number."""
    return max(abs(element.left), abs(element.right)) * tolerance.eps > 1e-2
