"""What a report has beside nodes and edges, as JSON data: matrices and uncertainties, if any."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli import cells

if TYPE_CHECKING:
    from cli.matrices.model import Matrix
    from cli.render import Write
    from cli.report import Report


def further(report: Report) -> dict[str, Any]:
    """Return the keys "jacobian", "hessian" and "uncertainty" as far as they are there."""
    found: dict[str, Any] = {}
    for matrix in report.matrices:
        values = cells.exact(matrix.values)
        found[matrix.kind] = {"rows": matrix.rows, "columns": matrix.columns, "values": values}
    if report.uncertainty is not None:
        from cli.uncertainty.data import data

        found["uncertainty"] = data(report.uncertainty)
    return found


def write_matrix(matrix: Matrix, write: Write, delimiter: str) -> None:
    """Write a matrix as delimited text: the first line and the first field hold the names."""
    from cli.render.delimited import writer

    rows = writer(write, delimiter)
    rows.writerow(["", *matrix.columns])
    for label, values in zip(matrix.rows, matrix.values, strict=True):
        fields = [cells.exact_text(value) for value in values]
        rows.writerow([label, *fields])
