"""The engine's few global switches, in one place so that the hot paths read them cheaply.

Each is written only by the module that owns its meaning: `modes` (grad_enabled, inference),
`versions` (last_mutation), `observe` (watch, observer), `anomaly` (anomaly, check_nan).
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from engine.observe import Observer

grad_enabled: bool = True
"""Whether operations are recorded (`no_grad`, `enable_grad`)."""

inference: bool = False
"""Whether new tensors are inference tensors, which autograd keeps no books about."""

anomaly: bool = False
"""Whether a failing backward pass says which forward operation is to blame (`detect_anomaly`)."""

check_nan: bool = True
"""Whether anomaly mode takes a NaN in a gradient for a failure."""

next_seq: Callable[[], int] = count(1).__next__
"""Gives graph nodes their sequence numbers: a node is always younger than its inputs' nodes."""

last_mutation: int = 0
"""Sequence number of the last in-place change: a node that is younger has intact saved values."""

watch: Callable[[Any, Any, Any], None] | None = None
"""Called as watch(operator, arguments, result) after an operation; None when nobody looks."""

observer: Observer | None = None
"""Who listens to the backward pass; None when nobody does."""

vmap: Any = None
"""The module that computes with mapped tensors (engine.func.mapped_calls) while a `vmap` runs."""

levels: list[Any] = []
"""The function transforms (`torch.func`) that are running, outermost first."""
