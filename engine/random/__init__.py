"""`torch.random`: seeding; and, in this package, the numbers that equal PyTorch's for a seed."""

from engine.random.mersenne import (
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
)

__all__ = ["get_rng_state", "initial_seed", "manual_seed", "seed", "set_rng_state"]
