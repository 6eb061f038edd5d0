"""Random numbers that equal CPU PyTorch's for the same seed.

Each function draws from a generator (the default one where none is given) exactly what PyTorch's
kernel draws, in the same order, and leaves the generator in the same state. The functions return
new arrays of the shape asked for; `shape` is a tuple of ints (or an int), `dtype` a NumPy dtype or
its name. Errors are PyTorch's, raised as plain exceptions before anything is drawn.

Source: https://docs.pytorch.org/docs/stable/torch.html#random-sampling
"""

from engine.random.continuous import (
    cauchy,
    exponential,
    log_normal,
    normal,
    normal_of,
    rand,
    randn,
    trunc_normal,
    uniform,
)
from engine.random.discrete import (
    bernoulli,
    geometric,
    multinomial,
    poisson,
    randint,
    random,
    randperm,
)
from engine.random.mersenne import (
    Generator,
    default_generator,
    get_rng_state,
    initial_seed,
    manual_seed,
    seed,
    set_rng_state,
)

__all__ = [
    "Generator",
    "bernoulli",
    "cauchy",
    "default_generator",
    "exponential",
    "geometric",
    "get_rng_state",
    "initial_seed",
    "log_normal",
    "manual_seed",
    "multinomial",
    "normal",
    "normal_of",
    "poisson",
    "rand",
    "randint",
    "randn",
    "random",
    "randperm",
    "seed",
    "set_rng_state",
    "trunc_normal",
    "uniform",
]
