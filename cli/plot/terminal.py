"""A plot of characters, by plotext."""

from __future__ import annotations

from collections.abc import Callable

from cli.plot.gaps import pieces
from cli.plot.model import Plot
from cli.problems import usage_problem

COLORS = ("blue", "red", "green", "magenta", "cyan")
MARKERS = "*+o#%@&$=~"
_PLAIN = str.maketrans("─│┌┐└┘┤├┬┴┼", "-|++++||+++")


def draw(plot: Plot, width: int, height: int, color: bool, ascii: bool) -> str:
    """Return the plot as text of these columns and lines at most."""
    try:
        import plotext
    except ImportError:
        raise usage_problem(
            "a plot in the terminal needs plotext", "pip install 'autograd-calculator[plot]'"
        ) from None
    low, high = plot.limits
    # Both axes from 0 to 1: what plotext computes with them overflows for very great numbers.
    up, across = _onto_one(low, high), _onto_one(float(plot.x[0]), float(plot.x[-1]))
    plotext.clear_figure()
    plotext.limit_size(False, False)
    plotext.plot_size(width, max(height - 1, 8))
    plotext.theme("clear")
    legend: list[tuple[str, int]] = []
    braille = color and not ascii and len(plot.curves) <= len(COLORS)
    for number, curve in enumerate(plot.curves):
        marker = "braille" if braille else MARKERS[number % len(MARKERS)]
        how = {"marker": marker}
        if color:
            how["color"] = COLORS[number % len(COLORS)]
        for xs, ys in pieces(plot.x, curve.y, curve.jumps, low, high):
            plotext.plot([across(v) for v in xs], [up(v) for v in ys], **how)
        sample = "──" if braille else 2 * marker
        if color:
            sample = plotext.colorize(sample, how["color"])
        legend.append((f"{sample} {curve.label}", len(curve.label) + 3))
    plotext.xlim(0, 1)
    plotext.ylim(0, 1)
    for values, place, put in (
        (ticks(low, high, 5), up, plotext.yticks),
        (_x_ticks(plot, width), across, plotext.xticks),
    ):
        put([place(value) for value in values], [f"{value:.6g}" for value in values])
    title = plot.title
    plotext.title(title if len(title) <= width - 8 else title[: width - 11] + "...")
    plotext.xlabel(plot.name)
    text: str = plotext.build() if color else plotext.uncolorize(plotext.build())
    plotext.clear_figure()
    text = text.rstrip("\n") + "\n" + _legend(legend, width)
    if ascii:
        text = text.translate(_PLAIN).encode("ascii", "replace").decode()
    return "".join(line.rstrip() + "\n" for line in text.splitlines())


def _onto_one(low: float, high: float) -> Callable[[float], float]:
    return lambda value: (value - low) / (high - low)


def ticks(low: float, high: float, most: int) -> list[float]:
    """Return round numbers between two, about as many as wanted.

    >>> ticks(-3.2, 3.1, 5), ticks(0, 1e9, 3)
    ([-2.0, 0.0, 2.0], [0.0, 500000000.0, 1000000000.0])
    """
    from math import ceil, floor, isfinite, log10

    raw = (high - low) / most
    if not isfinite(raw) or raw <= 0:
        return [low, high]
    power = 10.0 ** floor(log10(raw))
    step = next((power * m for m in (1, 2, 5) if power * m >= raw), power * 10)
    if not step or high / step - low / step > 1000:
        return [low, high]
    return [float(f"{i * step:.12g}") for i in range(ceil(low / step), floor(high / step) + 1)]


def _x_ticks(plot: Plot, width: int) -> list[float]:
    return ticks(float(plot.x[0]), float(plot.x[-1]), max(2, min(8, width // 12)))


def _legend(entries: list[tuple[str, int]], width: int) -> str:
    """Return what tells the curves apart, in as few lines as fit."""
    lines, room = [""], 0
    for text, size in entries:
        if room and room + 3 + size > width:
            lines.append("")
            room = 0
        lines[-1] += ("   " if room else "") + text
        room += size + 3 * (room > 0)
    return "\n".join(lines) + "\n"
