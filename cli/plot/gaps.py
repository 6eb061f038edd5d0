"""Where a curve must not be joined, and how much of it to show.

A great step between two points is a jump, or only steep. Halving the interval tells: the step of a
continuous curve shrinks, that of a jump stays, that at a pole grows.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cli.report import Array

STEPS = 40
SMALLEST = 0.01
"""Steps below this part of the curve's range are not looked at: nobody would see the gap."""
REMAINS = 0.1
HUGE = 1e6
MOST = 1e307
"""Beyond it the distance of two values, or what draws them, would overflow."""
ALONE = 64
"""Intervals that are looked at where each point is a run of its own."""


class Jump(NamedTuple):
    """Between the points `after` and `after + 1`: the nearest points on both sides."""

    after: int
    left: tuple[float, float]
    right: tuple[float, float]
    pole: bool


def jumps(
    x: Array, rows: Array, more: Callable[[Array], Array], limit: int | None
) -> list[list[Jump]]:
    """Return the jumps of each curve.

    more: the values of all curves at other points.
    limit: how many intervals to look at, at most.
    """
    import numpy

    places: list[tuple[float, int, int]] = []
    for curve, y in enumerate(rows):
        finite = y[numpy.isfinite(y)]
        if finite.size < 2:
            continue
        low, high = numpy.quantile(finite, [0.05, 0.95])
        scale = (high - low) or (finite.max() - finite.min())
        with numpy.errstate(all="ignore"):
            step = numpy.abs(numpy.diff(y))
        for i in numpy.flatnonzero(numpy.isfinite(step) & (step > SMALLEST * scale)):
            beside = [step[j] for j in (i - 1, i + 1) if 0 <= j < len(step)]
            least = min((s for s in beside if numpy.isfinite(s)), default=0.0)
            places.append((float(step[i] / (least + SMALLEST * scale)), curve, int(i)))
    places.sort(reverse=True)
    places = places[:limit]
    found: list[list[Jump]] = [[] for _ in rows]
    if not places:
        return found
    of: Array = numpy.array([p[1] for p in places])
    index = numpy.array([p[2] for p in places])
    a, b = x[index], x[index + 1]
    ya, yb = rows[of, index], rows[of, index + 1]
    start = numpy.abs(yb - ya)
    pole = numpy.zeros(len(places), bool)
    with numpy.errstate(all="ignore"):
        for _ in range(STEPS):
            middle = a + (b - a) / 2
            if not len(a) or not ((a < middle) & (middle < b)).any():
                break
            ym = more(middle)[of, numpy.arange(len(middle))]
            left, right = numpy.abs(ym - ya), numpy.abs(yb - ym)
            broken = ~numpy.isfinite(ym)
            go_left = ~broken & (left >= right)
            go_right = ~broken & ~go_left
            pole |= broken
            b, yb = numpy.where(go_left, middle, b), numpy.where(go_left, ym, yb)
            a, ya = numpy.where(go_right, middle, a), numpy.where(go_right, ym, ya)
            keep = (numpy.abs(yb - ya) > REMAINS * start) & ~broken
            for k in numpy.flatnonzero(broken).tolist():
                found[of[k]].append(
                    Jump(
                        int(index[k]),
                        (float(a[k]), float(ya[k])),
                        (float(b[k]), float(yb[k])),
                        True,
                    )
                )
            a, b, ya, yb, start, of, index, pole = (
                v[keep] for v in (a, b, ya, yb, start, of, index, pole)
            )
    for k in range(len(a)):
        grown = bool(abs(yb[k] - ya[k]) > 100 * start[k])
        found[of[k]].append(
            Jump(int(index[k]), (float(a[k]), float(ya[k])), (float(b[k]), float(yb[k])), grown)
        )
    return [sorted(some) for some in found]


def has_pole(x: Array, y: Array, curve: int, more: Callable[[Array], Array]) -> bool:
    """Return whether the highest peak of a curve has no top."""
    import numpy

    if numpy.isinf(y).any():
        return True
    size: Array = numpy.where(numpy.isfinite(y), numpy.abs(y), -1)
    k = int(size.argmax())
    typical = numpy.quantile(size[size >= 0], 0.9) if (size >= 0).any() else 0
    if not 0 < k < len(y) - 1 or size[k] < 5 * typical:
        return False
    if size[k] > HUGE * (typical + 1):
        return True  # a point that hits a pole but for rounding: tan(pi/2)
    a, b, top = float(x[k - 1]), float(x[k + 1]), float(size[k])
    for _ in range(12):
        points: Array = numpy.linspace(a, b, 9)
        found: Array = numpy.abs(more(points)[curve])
        if numpy.isinf(found).any():
            return True
        found = numpy.where(numpy.isnan(found), -1, found)
        best = int(found.argmax())
        a, b = float(points[max(best - 1, 0)]), float(points[min(best + 1, 8)])
        top = max(top, float(found[best]))
    return bool(top > 100 * size[k])


def limits(rows: list[Array], clipped: list[bool]) -> tuple[float, float]:
    """Return the lowest and highest value to show; of curves with poles, only the usual ones."""
    import numpy

    lows, highs = [], []
    for y, cut in zip(rows, clipped, strict=True):
        finite = y[numpy.isfinite(y)]
        if not finite.size:
            continue
        low, high = float(finite.min()), float(finite.max())
        if cut:
            q, r = (float(v) for v in numpy.quantile(finite, [0.1, 0.9]))
            room = r - q
            low, high = max(low, q - room / 2), min(high, r + room / 2)
        lows.append(low)
        highs.append(high)
    low, high = (min(lows), max(highs)) if lows else (0.0, 1.0)
    low, high = max(low, -MOST), min(high, MOST)
    room = 0.05 * (high - low) if high > low else max(abs(high) * 0.1, 0.5)
    return max(low - room, -MOST), min(high + room, MOST)


def pieces(
    x: Array, y: Array, found: list[Jump], low: float, high: float
) -> list[tuple[list[float], list[float]]]:
    """Return the joined parts of a curve, cut where they leave the picture."""
    import math

    at = {jump.after: jump for jump in found}
    parts: list[list[tuple[float, float]]] = [[]]
    for i, point in enumerate(zip(x.tolist(), y.tolist(), strict=True)):
        parts[-1].append(point)
        jump = at.get(i)
        if jump is not None:
            parts[-1].append(jump.left)
            parts.append([jump.right])
    done: list[tuple[list[float], list[float]]] = []
    for part in parts:
        xs: list[float] = []
        ys: list[float] = []

        def end(xs: list[float] = xs, ys: list[float] = ys) -> None:
            if xs:
                done.append((xs.copy(), ys.copy()))
                xs.clear()
                ys.clear()

        before: tuple[float, float] | None = None
        for point in part:
            px, py = point
            if not math.isfinite(py):
                end()
                before = None
                continue
            inside = low <= py <= high
            if before is not None:
                bx, by = before
                for edge in sorted((low, high), key=lambda e: abs(e - by)):
                    if (by - edge) * (py - edge) < 0:
                        xs.append(bx + (px - bx) * ((edge - by) / (py - by)))
                        ys.append(edge)
            if inside:
                xs.append(px)
                ys.append(py)
            else:
                end()
            before = point
        end()
    return done
