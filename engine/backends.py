"""`torch.backends`: what scripts ask of, or ask for from, libraries that the engine does not use."""

from __future__ import annotations

__all__ = ["cudnn", "mps"]


class Backend:
    """A library that is not there: scripts set its switches, and nothing depends on them."""

    def __init__(self, **switches: bool) -> None:
        self.__dict__.update(switches)

    def is_available(self) -> bool:
        """Return False: the engine computes on the CPU, with NumPy."""
        return False

    def is_built(self) -> bool:
        """Return False."""
        return False


cudnn = Backend(enabled=True, benchmark=False, deterministic=False, allow_tf32=True)
mps = Backend()
