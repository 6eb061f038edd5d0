"""A plot as a PNG or SVG picture, by matplotlib without a display."""

from __future__ import annotations

import io
from typing import Any

from cli.plot.gaps import pieces
from cli.plot.model import Plot
from cli.problems import usage_problem

# Okabe and Ito's colours: told apart by the colour-blind, too. Dashes tell curves apart in grey.
COLORS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#56b4e9", "#e69f00")
DASHES = ("-", "--", "-.", ":")


def draw(plot: Plot, format: str) -> bytes:
    """Return the file's content; the same plot gives the same bytes."""
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        raise usage_problem(
            f"{format} pictures need matplotlib", "pip install 'autograd-calculator[plot]'"
        ) from None
    low, high = plot.limits
    # Letters as paths: an SVG looks the same everywhere, and asks for no font.
    settings: Any = {"svg.fonttype": "path", "svg.hashsalt": "autograd", "text.parse_math": False}
    with matplotlib.rc_context({**dict(matplotlib.rcParamsDefault), "backend": "agg", **settings}):
        figure = Figure(figsize=(8, 5), dpi=120, facecolor="white", layout="constrained")
        FigureCanvasAgg(figure)
        axes = figure.add_subplot()
        for number, curve in enumerate(plot.curves):
            label: str | None = curve.label
            for xs, ys in pieces(plot.x, curve.y, curve.jumps, low, high):
                axes.plot(
                    xs,
                    ys,
                    DASHES[number % len(DASHES)],
                    color=COLORS[number % len(COLORS)],
                    label=label,
                    marker="o" if len(xs) == 1 else None,
                    markersize=3,
                )
                label = None
        axes.set_xlim(float(plot.x[0]), float(plot.x[-1]))
        axes.set_ylim(low, high)
        axes.axhline(0, color="#888888", linewidth=0.6, zorder=0)
        axes.grid(True, color="#dddddd", linewidth=0.5)
        axes.set_xlabel(plot.name)
        axes.set_title(plot.title, wrap=True)
        if axes.get_legend_handles_labels()[0]:
            axes.legend()
        content = io.BytesIO()
        metadata = {"Date": None} if format == "svg" else {}
        figure.savefig(content, format=format, metadata=metadata)
    return content.getvalue()
