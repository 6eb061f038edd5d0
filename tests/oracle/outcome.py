"""What a script did, in the form in which two implementations are compared."""

import re
from typing import NamedTuple

_ADDRESS = re.compile(r"0x[0-9a-f]+")
# What a tensor's own text says of itself; Python's messages name the module of a class differently.
_NUMBER = re.compile(r"[-+]?(?:\d+\.\d*|\.\d+|\d+)(?:e[-+]?\d+)?")


class Outcome(NamedTuple):
    """`stdout` is all the script printed; `error` the first line of `Type: message`, or None."""

    stdout: str
    error: str | None


def normalised(text: str) -> str:
    """`text` with memory addresses written `0x…`, as no two runs agree on them."""
    return _ADDRESS.sub("0x…", text)


def first_line(type_name: str, message: str) -> str:
    """The line with which Python's traceback of this error ends, without the lines after it."""
    line = f"{type_name}: {message}" if message else type_name
    return normalised(line.split("\n")[0].rstrip())


def agreement(ours: Outcome, theirs: Outcome) -> str:
    """How two outcomes compare: "exact", "rounding" or "different".

    "rounding": the texts are the same but for the last digit of some printed numbers, by one unit,
    or for what is left where float32 terms cancel. It is told apart and counted, never silently
    accepted: sums in another order may round the other way.
    """
    if ours == theirs:
        return "exact"
    if ours.error == theirs.error and _same_but_last_digit(ours.stdout, theirs.stdout):
        return "rounding"
    return "different"


def _same_but_last_digit(a: str, b: str) -> bool:
    if _NUMBER.sub("#", a) != _NUMBER.sub("#", b):
        return False
    pairs = zip(_NUMBER.findall(a), _NUMBER.findall(b), strict=True)
    return all(x == y or _one_unit_apart(x, y) for x, y in pairs)


RESIDUE = 1e-6
"""What a sum of float32 terms near one may leave where it should be zero."""


def _one_unit_apart(x: str, y: str) -> bool:
    if 0 < max(abs(float(x)), abs(float(y))) < RESIDUE:
        return True
    if "." not in x or "." not in y:
        return False
    mantissa_x, _, exponent_x = x.partition("e")
    mantissa_y, _, exponent_y = y.partition("e")
    decimals = len(mantissa_x.partition(".")[2])
    if exponent_x != exponent_y or decimals != len(mantissa_y.partition(".")[2]):
        return False
    # A sign, or a digit of a number printed as a whole one or with few decimals, is no rounding.
    if x.startswith("-") != y.startswith("-") or decimals < 3:
        return False
    scale = 10**decimals
    return abs(round(float(mantissa_x) * scale) - round(float(mantissa_y) * scale)) <= 1
