"""`python -m tests.oracle.record_random`: writes down the random numbers of PyTorch 2.13.

A case is a seed and a sequence of requests to one generator, so that every request also proves
that those before it left the generator in the right state; the state at the end is recorded too.
"""

import hashlib
import json
import math
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

from engine.random import generator as ours
from tests.oracle import theirs

GOLDEN = Path(__file__).parents[1] / "golden" / "random.json"
KEPT_NORMAL = 628  # where a state keeps the second normal number of a pair, in words of 64 bits
SIZES = (1, 2, 3, 7, 15, 16, 17, 31, 32, 33, 40, 48, 100)

Request = list[Any]
"""The name of a distribution (a key of REQUESTS) and its arguments, as JSON has them."""


def _empty(torch: Any, shape: list[int], dtype: str) -> Any:
    return torch.empty(shape, dtype=getattr(torch, dtype))


def _tensor(torch: Any, values: list[Any], dtype: str) -> Any:
    return torch.tensor(values, dtype=getattr(torch, dtype))


def _trunc(torch: Any, generator: Any, s: list[int], t: str, *rest: float) -> Any:
    return torch.nn.init.trunc_normal_(_empty(torch, s, t), *rest, generator=generator)


def _scattered(torch: Any, generator: Any, s: list[int], t: str, m: float, d: float) -> Any:
    return _empty(torch, [s[0], 2], t)[:, 0].normal_(m, d, generator=generator)


REQUESTS: dict[str, tuple[Callable[..., Any], Callable[..., Any]]] = {
    "uniform": (
        lambda torch, g, s, t, a, b: _empty(torch, s, t).uniform_(a, b, generator=g),
        lambda g, s, t, a, b: ours.uniform(s, t, a, b, generator=g),
    ),
    "rand": (
        lambda torch, g, s, t: torch.rand(s, dtype=getattr(torch, t), generator=g),
        lambda g, s, t: ours.rand(s, t, generator=g),
    ),
    "randn": (
        lambda torch, g, s, t: torch.randn(s, dtype=getattr(torch, t), generator=g),
        lambda g, s, t: ours.randn(s, t, generator=g),
    ),
    "normal": (
        lambda torch, g, s, t, m, d: _empty(torch, s, t).normal_(m, d, generator=g),
        lambda g, s, t, m, d: ours.normal(s, t, m, d, generator=g),
    ),
    "scattered": (
        _scattered,
        lambda g, s, t, m, d: ours.normal(s, t, m, d, generator=g, contiguous=False),
    ),
    "normal_means": (
        lambda torch, g, v, t, d: torch.normal(_tensor(torch, v, t), d, generator=g),
        lambda g, v, t, d: ours.normal_of(np.array(v, t), d, generator=g),
    ),
    "normal_deviations": (
        lambda torch, g, m, v, t: torch.normal(m, _tensor(torch, v, t), generator=g),
        lambda g, m, v, t: ours.normal_of(m, np.array(v, t), generator=g),
    ),
    "normal_both": (
        lambda torch, g, v, w, t: torch.normal(
            _tensor(torch, v, t), _tensor(torch, w, t), generator=g
        ),
        lambda g, v, w, t: ours.normal_of(np.array(v, t), np.array(w, t), generator=g),
    ),
    "trunc_normal": (_trunc, lambda g, s, t, *rest: ours.trunc_normal(s, t, *rest, generator=g)),
    "randint": (
        lambda torch, g, a, b, s, t: torch.randint(a, b, s, dtype=getattr(torch, t), generator=g),
        lambda g, a, b, s, t: ours.randint(a, b, s, t, generator=g),
    ),
    "random": (
        lambda torch, g, s, t: _empty(torch, s, t).random_(generator=g),
        lambda g, s, t: ours.random(s, t, generator=g),
    ),
    "random_from": (
        lambda torch, g, s, t, a: _empty(torch, s, t).random_(a, None, generator=g),
        lambda g, s, t, a: ours.random(s, t, a, generator=g),
    ),
    "randperm": (
        lambda torch, g, n, t: torch.randperm(n, dtype=getattr(torch, t), generator=g),
        lambda g, n, t: ours.randperm(n, t, generator=g),
    ),
    "bernoulli": (
        lambda torch, g, p, s, t: _empty(torch, s, t).bernoulli_(p, generator=g),
        lambda g, p, s, t: ours.bernoulli(p, s, t, generator=g),
    ),
    "bernoulli_each": (
        lambda torch, g, v, t: torch.bernoulli(_tensor(torch, v, t), generator=g),
        lambda g, v, t: ours.bernoulli(np.array(v, t), np.shape(v), t, generator=g),
    ),
    "bernoulli_fill": (
        lambda torch, g, v, t, s, u: _empty(torch, s, u).bernoulli_(
            _tensor(torch, v, t), generator=g
        ),
        lambda g, v, t, s, u: ours.bernoulli(np.array(v, t), s, u, generator=g),
    ),
    "multinomial": (
        lambda torch, g, v, t, n, again: torch.multinomial(
            _tensor(torch, v, t), n, again, generator=g
        ),
        lambda g, v, t, n, again: ours.multinomial(np.array(v, t), n, again, generator=g),
    ),
    "exponential": (
        lambda torch, g, s, t, r: _empty(torch, s, t).exponential_(r, generator=g),
        lambda g, s, t, r: ours.exponential(s, t, r, generator=g),
    ),
    "cauchy": (
        lambda torch, g, s, t, m, w: _empty(torch, s, t).cauchy_(m, w, generator=g),
        lambda g, s, t, m, w: ours.cauchy(s, t, m, w, generator=g),
    ),
    "log_normal": (
        lambda torch, g, s, t, m, d: _empty(torch, s, t).log_normal_(m, d, generator=g),
        lambda g, s, t, m, d: ours.log_normal(s, t, m, d, generator=g),
    ),
    "geometric": (
        lambda torch, g, s, t, p: _empty(torch, s, t).geometric_(p, generator=g),
        lambda g, s, t, p: ours.geometric(s, t, p, generator=g),
    ),
    "poisson": (
        lambda torch, g, v, t: torch.poisson(_tensor(torch, v, t), generator=g),
        lambda g, v, t: ours.poisson(np.array(v, t), generator=g),
    ),
}


REFUSED: list[Request] = [
    ["uniform", [2], "float32", 3, 1],
    ["uniform", [0], "float32", 3, 1],
    ["uniform", [2], "float32", 0, 1e39],
    ["uniform", [2], "float32", -3e38, 3e38],
    ["uniform", [2], "int64", 3, 4],
    ["rand", [2], "int64"],
    ["rand", [2], "bool"],
    ["randn", [2], "int32"],
    ["normal", [2], "float32", 0, -1.5],
    ["normal", [2], "int64", 0, 1],
    ["normal_deviations", 0.0, [-1.0, 1.0], "float32"],
    ["normal_means", [1, 2], "int64", 1.0],
    ["normal_means", [1.0, 2.0], "float32", -1.0],
    ["randint", 5, 5, [2], "int64"],
    ["randint", 5, 3, [2], "int64"],
    ["randint", 0, 300, [2], "uint8"],
    ["randint", -5, 3, [2], "uint8"],
    ["randint", -200, 3, [2], "int8"],
    ["randint", 0, 3, [2], "bool"],
    ["randint", 0, 70000, [2], "int16"],
    ["randint", 0, 70000, [2], "float16"],
    ["randint", 0, 1 << 40, [2], "int32"],
    ["random", [2], "complex64"],
    ["random_from", [2], "int32", -(1 << 63)],
    ["randperm", -1, "int64"],
    ["randperm", 300, "uint8"],
    ["randperm", 3000, "float16"],
    ["randperm", 3, "bool"],
    ["bernoulli", 2.0, [2], "float32"],
    ["bernoulli", 0.5, [2], "complex64"],
    ["bernoulli_each", [1.5], "float32"],
    ["bernoulli_each", [1], "int64"],
    ["multinomial", [1.0, 2.0], "float32", 3, False],
    ["multinomial", [0.0, 0.0], "float32", 1, False],
    ["multinomial", [0.0, 0.0], "float32", 2, True],
    ["multinomial", [-1.0, 2.0], "float32", 1, False],
    ["multinomial", [-1.0, 2.0], "float32", 2, True],
    ["multinomial", [math.inf, 2.0], "float32", 2, True],
    ["multinomial", [1, 2], "int64", 1, False],
    ["multinomial", [[[1.0, 2.0]]], "float32", 1, False],
    ["multinomial", [1.0, 2.0], "float32", 0, False],
    ["exponential", [2], "float32", -1.0],
    ["exponential", [2], "int64", 1.0],
    ["cauchy", [2], "float32", 0.0, -1.0],
    ["cauchy", [2], "int64", 0.0, 1.0],
    ["log_normal", [2], "float32", 0.0, 0.0],
    ["log_normal", [2], "int8", 0.0, 1.0],
    ["geometric", [2], "float32", 0.0],
    ["geometric", [2], "bool", 0.5],
    ["poisson", [-1.0], "float32"],
    ["poisson", [math.nan], "float32"],
    ["poisson", [1], "int64"],
]
"""Requests that PyTorch refuses."""


def from_torch(torch: Any, seed: int, requests: list[Request]) -> tuple[list[Any], bytes]:
    """Ask PyTorch: the arrays that it draws, and the generator's state in the end."""
    generator = torch.Generator().manual_seed(seed)
    drawn = [REQUESTS[name][0](torch, generator, *rest).numpy() for name, *rest in requests]
    return drawn, generator.get_state().numpy().tobytes()


def from_us(seed: int, requests: list[Request]) -> tuple[list[Any], bytes]:
    """Ask our generator the same."""
    generator = ours.Generator().manual_seed(seed)
    drawn = [REQUESTS[name][1](generator, *rest) for name, *rest in requests]
    return drawn, generator.get_state().tobytes()


def draw_request(rng: np.random.Generator, size: int | None = None) -> Request:
    """Draw a request: any distribution, any dtype that it has, sizes around the block of 16."""
    name = str(rng.choice(list(REQUESTS)))
    n = int(rng.choice(SIZES)) if size is None else size
    shape = [n] if n % 2 or rng.random() < 0.5 else [2, n // 2]
    real = str(rng.choice(["float32", "float32", "float64", "float16"]))
    wide = str(rng.choice(["float32", "float64"]))
    whole = str(rng.choice(["int64", "int64", "int32", "int16", "int8", "uint8"]))
    any_dtype = str(rng.choice([real, whole]))
    low, high = sorted(round(float(x), 3) for x in rng.normal(size=2) * 3)
    width = round(float(rng.random()) * 3 + 0.01, 3)
    p = round(float(rng.random()) * 0.98 + 0.01, 3)
    values = [round(float(x), 3) for x in rng.normal(size=n) * 3]
    weights = [round(float(x), 3) for x in rng.random(n) * 2 + 0.001]
    chances = [round(float(x), 3) for x in rng.random(n)]
    match name:
        case "uniform":
            return [name, shape, real, low, high]
        case "rand" | "randn":
            return [name, shape, str(rng.choice([real, real, "complex64", "complex128"]))]
        case "normal" | "log_normal":
            return [name, shape, wide if name == "log_normal" else real, low / 3, width]
        case "scattered":
            return [name, [n], wide, low, width]
        case "cauchy" | "exponential" | "geometric":
            own = {"cauchy": [low, width], "exponential": [width], "geometric": [p]}[name]
            return [name, shape, any_dtype if name == "geometric" else wide, *own]
        case "normal_means":
            return [name, values, real, width]
        case "normal_deviations":
            return [name, low, weights, real]
        case "normal_both":
            return [name, values, weights, real]
        case "trunc_normal":
            ends = [0.5, 0.3, -1.0, 2.0] if rng.random() < 0.5 else [0.0, 1.0, 2.0, 3.0]
            return [name, shape, wide, *ends]
        case "randint":
            if any_dtype in ("int64", "float64"):
                exponent = int(rng.choice([3, 8, 27, 28, 29, 32, 40, 52]))
                return [name, -5, 1 << exponent, shape, any_dtype]
            return [name, 0 if any_dtype == "uint8" else -9, 100, shape, any_dtype]
        case "random" | "random_from":
            if name == "random_from":
                start = int(rng.choice([0, 7, -(1 << 63)]))
                if start < 0:
                    any_dtype = str(rng.choice(["int64", "float32", "float64"]))
                return [name, shape, any_dtype, start]
            return [name, shape, str(rng.choice([any_dtype, "bool"]))]
        case "randperm":
            return [name, n, any_dtype]
        case "bernoulli":
            return [name, p, shape, str(rng.choice([any_dtype, "bool"]))]
        case "bernoulli_each":
            return [name, chances, real]
        case "bernoulli_fill":
            return [name, chances[:1], real, shape, str(rng.choice([any_dtype, "bool"]))]
        case "multinomial":
            rows = [weights[: n // 2], weights[n // 2 : n // 2 * 2]] if n > 3 else weights
            count = len(weights) if n <= 3 else n // 2
            again = bool(rng.random() < 0.5)
            return [name, rows, wide, int(rng.integers(1, 9 if again else count + 1)), again]
        case _:
            scale = float(rng.choice([1.0, 5.0, 10.0, 200.0]))
            return [name, [round(w * scale, 3) for w in weights], wide]


def digest(state: bytes) -> str:
    """Shorten a state to a fingerprint.

    The kept normal number is rounded first: its last bit is the C library's.
    """
    words = np.frombuffer(state, "<f8").copy()
    words[KEPT_NORMAL] = float(f"{words[KEPT_NORMAL]:.12g}")
    return hashlib.sha256(words.tobytes()).hexdigest()[:16]


def cases() -> list[tuple[int, list[Request]]]:
    """List the recorded cases: each distribution near the block of 16, then mixed sequences."""
    listed: list[tuple[int, list[Request]]] = []
    for dtype in ("float32", "float64", "float16"):
        listed += [(7 + n, [["randn", [n], dtype], ["rand", [3], dtype]]) for n in SIZES]
    seeds = (0, 1, 42, 2**31, 2**32 - 1, 2**32 + 42, 2**63, 2**64 - 1, -1, -(2**63))
    listed += [(seed, [["rand", [2], "float32"], ["randn", [5], "float32"]]) for seed in seeds]
    rng = np.random.default_rng(9)
    while len(listed) < 260:
        size = int(rng.integers(1, 20))
        requests = [draw_request(rng, size) for _ in range(rng.integers(1, 5))]
        listed.append((int(rng.integers(0, 1 << 40)), requests))
    return listed


def written(array: np.ndarray[Any, Any]) -> list[Any]:
    """Write an array's elements for JSON, infinities and NaN included, complex ones as pairs."""
    if array.dtype.kind == "c":
        array = array.reshape(-1, 1).view(f"f{array.dtype.itemsize // 2}")
    digits = {2: 5, 4: 9, 8: 17}
    if array.dtype.kind == "f":
        shown = digits[array.dtype.itemsize]
        return [float(f"{x:.{shown}g}") if math.isfinite(x) else x for x in array.ravel().tolist()]
    return array.ravel().tolist()  # type: ignore[no-any-return]


def error_of(attempt: Callable[[], object]) -> tuple[str, str]:
    """Name the error that `attempt` raises, and the first line of its message."""
    try:
        attempt()
    except Exception as error:
        return type(error).__name__, str(error).split("\n")[0]
    return "no error", ""


def main() -> int:
    """Record all cases."""
    if (reason := theirs.unavailable()) is not None:
        print(f"cannot record: {reason}", file=sys.stderr)
        return 1
    import torch

    torch.set_num_threads(1)
    torch_generator = torch.Generator()
    errors = []
    for name, *rest in REFUSED:
        ask = REQUESTS[name][0]
        error = error_of(lambda: ask(torch, torch_generator, *rest))  # noqa: B023 - called at once
        errors.append([name, *rest, *error])
    lines = [json.dumps(errors)]
    for seed, requests in cases():
        drawn, state = from_torch(torch, seed, requests)
        lines.append(json.dumps([seed, requests, [written(a) for a in drawn], digest(state)]))
    GOLDEN.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    print(f"{len(lines) - 1} cases recorded in {GOLDEN.name}, {GOLDEN.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
