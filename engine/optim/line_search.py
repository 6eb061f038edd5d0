"""A line search that meets the strong Wolfe conditions, by cubic interpolation.

Nocedal and Wright, "Numerical optimization", 2006, algorithms 3.5 and 3.6; the safeguards are those
of minFunc (Schmidt, 2005). Steps and slopes may be numbers or 0-d tensors.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

DECREASE, CURVATURE, TOLERANCE = 1e-4, 0.9, 1e-9


def cubic_minimum(x1: Any, f1: Any, g1: Any, x2: Any, f2: Any, g2: Any, bounds: Any = None) -> Any:
    """Return where a cubic with the given values and slopes at x1 and x2 is least, within bounds."""
    low, high = bounds if bounds is not None else (x1, x2) if x1 <= x2 else (x2, x1)
    d1 = g1 + g2 - 3 * (f1 - f2) / (x1 - x2)
    squared = d1**2 - g1 * g2
    if not squared >= 0:
        return (low + high) / 2.0
    d2 = squared.sqrt()
    if x1 <= x2:
        least = x2 - (x2 - x1) * ((g2 + d2 - d1) / (g2 - g1 + 2 * d2))
    else:
        least = x1 - (x1 - x2) * ((g1 + d2 - d1) / (g1 - g2 + 2 * d2))
    return min(max(least, low), high)


def strong_wolfe(
    evaluate: Callable[[Any], tuple[float, Any]],
    t: Any,
    direction: Any,
    f: float,
    g: Any,
    slope: Any,
    most: int,
) -> tuple[float, Any, Any, int]:
    """Return (value, gradient, step, evaluations) at a step along `direction` that goes down enough.

    evaluate: (step) -> (value, gradient) there.
    t: the first step to try.
    f, g, slope: value, gradient and directional derivative at the start.
    most: how many steps to try.
    """
    size = direction.abs().max()
    g = g.clone()

    def probe(step: Any) -> list[Any]:
        value, gradient = evaluate(step)
        return [step, value, gradient, gradient.dot(direction)]

    # A point is [step, value, gradient, slope]. First, find an interval that has such a step inside.
    previous = [0, f, g, slope]
    new = probe(t)
    count = 1
    tried = 0
    done = False
    bracket: list[list[Any]] = []
    while tried < most:
        t = new[0]
        if new[1] > (f + DECREASE * t * slope) or (tried > 1 and new[1] >= previous[1]):
            bracket = [previous, new]
            break
        if abs(new[3]) <= -CURVATURE * slope:
            bracket = [new]
            done = True
            break
        if new[3] >= 0:
            bracket = [previous, new]
            break
        bounds = (t + 0.01 * (t - previous[0]), t * 10)
        t = cubic_minimum(previous[0], previous[1], previous[3], t, new[1], new[3], bounds)
        previous = new
        new = probe(t)
        count += 1
        tried += 1
    if tried == most:
        bracket = [[0, f, g, slope], new]
    # Then shrink it.
    stalled = False
    low, high = (0, 1) if bracket[0][1] <= bracket[-1][1] else (1, 0)
    while not done and tried < most:
        a, b = bracket
        if abs(b[0] - a[0]) * size < TOLERANCE:
            break
        t = cubic_minimum(a[0], a[1], a[3], b[0], b[1], b[3])
        left, right = min(a[0], b[0]), max(a[0], b[0])
        margin = 0.1 * (right - left)
        if min(right - t, t - left) < margin:
            # Close to an end of the interval: twice in a row, or at the end, is no progress.
            if stalled or t >= right or t <= left:
                t = right - margin if abs(t - right) < abs(t - left) else left + margin
                stalled = False
            else:
                stalled = True
        else:
            stalled = False
        new = probe(t)
        count += 1
        tried += 1
        if new[1] > (f + DECREASE * t * slope) or new[1] >= bracket[low][1]:
            bracket[high] = new
            low, high = (0, 1) if bracket[0][1] <= bracket[1][1] else (1, 0)
        else:
            if abs(new[3]) <= -CURVATURE * slope:
                done = True
            elif new[3] * (bracket[high][0] - bracket[low][0]) >= 0:
                bracket[high] = bracket[low]
            bracket[low] = new
    t, value, gradient, _ = bracket[low]
    return value, gradient, t, count
