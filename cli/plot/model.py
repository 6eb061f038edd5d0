"""A plot as plain data: what all ways to draw it take."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from cli.plot.gaps import Jump
    from cli.report import Array

FORMATS = ("terminal", "png", "svg", "json", "csv")


class Curve(NamedTuple):
    """A curve; `order` 0 is the value, and `pole` says that it leaves every picture."""

    label: str
    order: int
    y: Array
    jumps: list[Jump]
    pole: bool


class Plot(NamedTuple):
    """Curves over the points of one name."""

    title: str
    name: str
    x: Array
    curves: list[Curve]

    @property
    def limits(self) -> tuple[float, float]:
        """The lowest and highest value to show."""
        from cli.plot.gaps import limits

        return limits([c.y for c in self.curves], [c.pole for c in self.curves])
