"""`python -m tests.oracle.record_printing`: writes down how PyTorch 2.13 prints tensors.

The cases come from here for both of their uses: recorded in tests/golden/printing.json, and drawn
afresh where torch can be asked.
"""

import itertools
import json
import math
import sys
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from tests.oracle import theirs

GOLDEN = Path(__file__).parents[1] / "golden" / "printing.json"
DTYPES = (
    *("float16", "float32", "float64", "complex64", "complex128"),
    *("bool", "uint8", "int8", "int16", "int32", "int64"),
)
SPECIAL = (math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, 5e-324, 1e-4, 9.9999e-5, 1e8, 1.0001e8)
GRADIENTS = ("", "requires_grad", "grad_fn", "parameter")


class Case(NamedTuple):
    """A tensor and the circumstances in which it is printed.

    `values` are its elements in row-major order (a complex one as a pair), or the modulus,
    offset and scale of a sawtooth under "ramp" for a tensor too large to be listed.
    """

    dtype: str
    shape: list[int]
    values: list[Any] | dict[str, list[float]]
    options: dict[str, Any] = {}  # noqa: RUF012 - never changed
    default_dtype: str = "float32"
    gradient: str = ""

    def array(self) -> np.ndarray[Any, Any]:
        """Give the tensor's values."""
        if isinstance(self.values, dict):
            modulus, offset, scale = self.values["ramp"]
            flat = (np.arange(math.prod(self.shape)) * 7919 % modulus + offset) * scale
        elif self.dtype.startswith("complex"):
            flat = np.array([complex(*pair) for pair in self.values], np.complex128)
        else:
            flat = np.array(self.values, None if self.values else self.dtype)
        with np.errstate(all="ignore"):
            return flat.astype(self.dtype).reshape(self.shape)


def case_of(array: np.ndarray[Any, Any], **circumstances: Any) -> Case:
    """Make a case that lists all elements of `array`."""
    flat = array.reshape(-1).tolist()
    if array.dtype.kind == "c":
        flat = [[value.real, value.imag] for value in flat]
    return Case(array.dtype.name, list(array.shape), flat, **circumstances)


def printed_by_torch(torch: Any, case: Case) -> str:
    """Ask PyTorch for the text of a case, and leave its settings as they were."""
    torch.set_printoptions(profile="default")
    torch.set_printoptions(**case.options)
    torch.set_default_dtype(getattr(torch, case.default_dtype))
    try:
        tensor = torch.from_numpy(case.array())
        if case.gradient == "parameter":
            tensor = torch.nn.Parameter(tensor)
        elif case.gradient:
            tensor.requires_grad_()
        return repr(tensor.clone() if case.gradient == "grad_fn" else tensor)
    finally:
        torch.set_printoptions(profile="default")
        torch.set_default_dtype(torch.float32)


def draw(rng: np.random.Generator) -> Case:
    """Draw a case: any dtype, up to four dimensions, extreme and special values, any options."""
    dtype = str(rng.choice(DTYPES))
    shape = [int(n) for n in rng.choice([0, 1, 1, 2, 3, 4, 5, 7, 8, 12], rng.integers(0, 5))]
    if math.prod(shape) > 4000 or rng.random() < 0.03:
        shape = [int(rng.integers(950, 1100))]
    with np.errstate(all="ignore"):
        array = _draw_array(rng, dtype, shape)
    options: dict[str, Any] = {}
    if rng.random() < 0.5:
        choices = {
            "precision": int(rng.integers(0, 12)),
            "threshold": int(rng.integers(0, 50)),
            "edgeitems": int(rng.integers(0, 5)),
            "linewidth": int(rng.integers(5, 200)),
            "sci_mode": bool(rng.integers(0, 2)),
            "profile": str(rng.choice(["default", "short", "full"])),
        }
        options = {name: value for name, value in choices.items() if rng.random() < 0.4}
    return case_of(
        array,
        options=options,
        default_dtype=str(rng.choice(["float32", "float32", "float64", "float16"])),
        gradient=str(rng.choice(GRADIENTS)) if dtype[0] in "fc" else "",
    )


def _draw_array(rng: np.random.Generator, dtype: str, shape: list[int]) -> np.ndarray[Any, Any]:
    if dtype == "bool":
        return np.asarray(rng.integers(0, 2, shape), bool)
    if "int" in dtype:
        info = np.iinfo(dtype)
        ends = (info.min, info.max) if rng.random() < 0.5 else (max(info.min, -9), 9)
        return np.asarray(rng.integers(*ends, shape, dtype, endpoint=True))
    parts = [_draw_floats(rng, shape) for _ in range(2 if dtype[0] == "c" else 1)]
    if len(parts) == 1:
        return parts[0].astype(dtype)
    # Not `a + 1j * b`, where an infinite `b` would make `a` NaN.
    return np.asarray(np.stack(parts, -1).view(np.complex128)[..., 0].astype(dtype))


def _draw_floats(rng: np.random.Generator, shape: list[int]) -> np.ndarray[Any, Any]:
    values = rng.normal(size=shape)
    match rng.integers(0, 7):
        case 1:
            values = np.round(values * 10)
        case 2:
            values = values * 10.0 ** rng.integers(-12, 12, shape)
        case 3:
            values = np.round(values * 10.0 ** rng.integers(0, 9))
        case 4:
            values = values * 10.0 ** rng.integers(-310, 308)
        case 5:
            values = np.abs(values) * rng.integers(0, 2, shape)
    if rng.random() < 0.3:
        values = np.where(rng.random(shape) < 0.4, rng.choice(SPECIAL, shape), values)
    return np.asarray(values)


def cases() -> list[Case]:
    """List the recorded cases: every rule of the notation on purpose, then some drawn ones."""
    listed: list[Case] = []
    for dtype, special in itertools.product(("float32", "float64"), SPECIAL):
        listed.append(case_of(np.array(special, dtype)))
        listed.append(case_of(np.array([special, 1.5], dtype)))
    for pair in itertools.combinations(SPECIAL, 2):
        listed.append(case_of(np.array(pair)))
    for pair in itertools.product((math.nan, math.inf, -math.inf, 0.0, -0.0, 1.0, -2.5), repeat=2):
        listed.append(Case("complex64", [], [list(pair)]))
    for values in ([1, 1000], [1, 1001], [1, 1000.5], [1e8], [1e8 + 8], [1e-4], [2.0**24, 1]):
        listed.append(case_of(np.array(values, np.float32)))
        listed.append(case_of(np.array(values, np.float64)))
    for dtype, shape in itertools.product(DTYPES, ([], [3], [2, 3], [2, 1, 3], [0], [0, 3])):
        size = math.prod(shape)
        listed.append(Case(dtype, shape, {"ramp": [5, -1 if dtype[0] in "fc" else 0, 1]}))
        if dtype[0] in "fc" and size:
            listed.append(Case(dtype, shape, {"ramp": [7, -3, 0.375]}))
    large = ([1000], [1001], [5000], [40, 40], [3, 500], [12, 11, 10], [2, 3, 300], [7, 6, 8, 9])
    for shape in large:
        listed.append(Case("int64", shape, {"ramp": [100, -50, 1]}))
        ramp = {"ramp": [10007, -5000, 2.0**-9]}
        if shape != [1000]:
            for gradient in GRADIENTS:
                listed.append(Case("float32", shape, ramp, {}, "float32", gradient))
            listed.append(Case("float64", shape, ramp, {"threshold": 20, "edgeitems": 1}))
            listed.append(Case("complex64", shape, ramp, {"edgeitems": 2}))
            listed.append(Case("float64", shape, ramp, {"edgeitems": 0}))
    for length, gradient in itertools.product(range(1, 13), GRADIENTS):
        listed.append(Case("float64", [length], {"ramp": [7, -3, 0.375]}, {}, "float32", gradient))
    for options in (
        *({"precision": 0}, {"precision": 8}, {"sci_mode": True}, {"sci_mode": False}),
        *({"linewidth": 20}, {"linewidth": 1}, {"profile": "short"}, {"profile": "full"}),
    ):
        for ramp in ([7, -3, 1], [7, -3, 0.375], [10007, -5000, 0.001953125]):
            listed.append(Case("float32", [2, 9], {"ramp": ramp}, options))
    for linewidth in range(24, 64):
        options = {"linewidth": linewidth}
        for shape, gradient in (([2], "grad_fn"), ([2, 2], "requires_grad")):
            listed.append(
                Case("float64", shape, {"ramp": [7, -3, 0.375]}, options, "float32", gradient)
            )
    rng = np.random.default_rng(20)
    while len(listed) < 700:
        case = draw(rng)
        if len(case.values) <= 40:
            listed.append(case)
    return listed


def main() -> int:
    """Record all cases."""
    if (reason := theirs.unavailable()) is not None:
        print(f"cannot record: {reason}", file=sys.stderr)
        return 1
    import torch

    lines = [json.dumps([*case, printed_by_torch(torch, case)]) for case in cases()]
    GOLDEN.write_text("[\n" + ",\n".join(lines) + "\n]\n", "utf-8")
    print(f"{len(lines)} cases recorded in {GOLDEN.name}, {GOLDEN.stat().st_size} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main())
