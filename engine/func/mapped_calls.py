"""What the rest of the engine calls while a `vmap` runs: `engine.state.vmap` (Note [Batching])."""

from engine.func.batching import by_example, call, detached, lifted, like, without_history
from engine.func.mapped_in_place import in_place
from engine.func.mapped_random import random, random_fill, random_of

__all__ = [
    "by_example",
    "call",
    "detached",
    "in_place",
    "lifted",
    "like",
    "random",
    "random_fill",
    "random_of",
    "without_history",
]
