"""A labelled matrix of derivatives, as plain data."""

from __future__ import annotations

from typing import NamedTuple

from cli.report import Array


class Matrix(NamedTuple):
    """Derivatives with names: `rows` and `columns` are the elements, such as `w[0,1]`.

    kind: "jacobian" or "hessian".
    title: what people read above it.
    """

    kind: str
    title: str
    rows: list[str]
    columns: list[str]
    values: Array
