"""A plot as the numbers that were sampled, exact."""

from __future__ import annotations

import csv
import io
from json import dumps

from cli import cells
from cli.plot.model import Plot


def as_json(plot: Plot) -> str:
    """Return the points, curves and jumps as JSON."""
    curves = [
        {
            "label": curve.label,
            "order": curve.order,
            "y": cells.exact(curve.y),
            "jumps": [
                {"after": jump.after, "between": [jump.left[0], jump.right[0]], "pole": jump.pole}
                for jump in curve.jumps
            ],
        }
        for curve in plot.curves
    ]
    data = {
        "schema": 1,
        "title": plot.title,
        "name": plot.name,
        "x": cells.exact(plot.x),
        "curves": curves,
    }
    return dumps(data, ensure_ascii=False, allow_nan=False) + "\n"


def as_csv(plot: Plot) -> str:
    """Return a line a point: x, then each curve; NaN and infinities as Python writes them."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([plot.name, *(curve.label for curve in plot.curves)])
    columns = [plot.x.tolist(), *(curve.y.tolist() for curve in plot.curves)]
    writer.writerows([repr(v) for v in row] for row in zip(*columns, strict=True))
    return out.getvalue()
