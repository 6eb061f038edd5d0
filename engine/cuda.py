"""`torch.cuda` where there is no GPU: what scripts ask before they choose a device."""

from __future__ import annotations

__all__ = ["device_count", "is_available", "manual_seed", "manual_seed_all"]


def is_available() -> bool:
    """Return False: the engine computes on the CPU."""
    return False


def device_count() -> int:
    """Return 0."""
    return 0


def manual_seed(seed: int) -> None:
    """Do nothing: there is no generator on a GPU."""


def manual_seed_all(seed: int) -> None:
    """Do nothing: there is no generator on a GPU."""
