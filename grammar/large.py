"""Integer powers, shifts and repetitions that would take all memory: refused untried.

Note [Large counts]
`10**10**10`, `1 << 10**12` and `'a' * 10**12` would take all memory before anyone could stop them.
The operand on the right is what gives them away: above a thousand it is wrapped in an `int` whose
reflected methods Python asks before the left operand's own, and which look at the left operand.
Everything else (tensors, floats) sees an ordinary int, and ordinary counts are not touched, so
that the operation itself costs nothing more.
"""

from __future__ import annotations

from typing import Any

from grammar.refusal import Refused

LARGEST_PLAIN = 1000
LARGEST_BITS = 1 << 26
LARGEST_LENGTH = 1 << 31


class LargeCount(int):
    """An integer above `LARGEST_PLAIN` on the right of `**`, `<<` or `*`."""

    __slots__ = ()

    def __rpow__(self, base: Any, modulus: Any = None) -> Any:
        if isinstance(base, int):
            check_bits(abs(base).bit_length() * int(self) if abs(base) > 1 else 0, "power")
            return pow(int(base), int(self), modulus)
        return NotImplemented

    def __rlshift__(self, value: Any) -> Any:
        if isinstance(value, int):
            check_bits(value.bit_length() + int(self) if value else 0, "shift")
            return int(value) << int(self)
        return NotImplemented

    def __rmul__(self, value: Any) -> Any:
        if isinstance(value, int):
            return int(value) * int(self)
        check_length(value, int(self))
        return NotImplemented

    def __mul__(self, value: Any) -> Any:
        if isinstance(value, int):
            return int(self) * int(value)
        check_length(value, int(self))
        return NotImplemented


def count(value: Any) -> Any:
    """Return `value`, wrapped if it is a large integer: see Note [Large counts]."""
    if type(value) is int and value > LARGEST_PLAIN:
        return LargeCount(value)
    return value


def check_bits(bits: int, what: str) -> None:
    """Raise `Refused` if an integer of so many bits is more than a script may make."""
    if bits > LARGEST_BITS:
        raise Refused(f"this {what} is an integer of {size(bits // 8)}")


def check_length(value: Any, times: int) -> None:
    """Raise `Refused` if `value` is a sequence that, repeated, would not fit."""
    if isinstance(value, (str, bytes, list, tuple)):
        total = len(value) * times * (1 if isinstance(value, (str, bytes)) else 8)
        if total > LARGEST_LENGTH:
            raise Refused(f"this repetition is a {type(value).__name__} of {size(total)}")


def size(length: int) -> str:
    """Return a number of bytes for people.

    >>> size(1500), size(8 * 10**12)
    ('1.4 KiB', '7.2 TiB')
    """
    if length < 1024:
        return f"{length} bytes"
    power = min((length.bit_length() - 1) // 10, 8)
    whole = length * 10 >> 10 * power  # in integers: the number may be beyond any float
    digits = f"{whole // 10}.{whole % 10}" if length.bit_length() < 4000 else "very many"
    return f"{digits} {('', 'Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei', 'Zi', 'Yi')[power]}B"


def power(base: Any, exponent: Any, modulus: Any = None, /) -> Any:
    """Python's `pow`, without integers beyond all memory."""
    if modulus is None:
        return base ** count(exponent)
    return pow(base, exponent, modulus)
