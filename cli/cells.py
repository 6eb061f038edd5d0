"""How a value, a gradient or a hook call becomes text: rounded for people, exact for programs."""

from __future__ import annotations

from math import isfinite, isnan
from typing import Any

from cli.report import Array, HookCall, Node

INLINE = 12
"""Arrays up to this many elements are shown whole to people; longer ones by their edges."""
EDGE = 3
"""How many elements at each end of a long row are shown."""


def is_array(value: Any) -> bool:
    """Return whether a value is an array or a scalar of NumPy."""
    import numpy

    return isinstance(value, (numpy.ndarray, numpy.generic))


def number(value: Any, precision: int) -> str:
    """Return one element for people, with `precision` significant digits.

    >>> number(4.0, 6), number(2 / 3, 3), number(True, 6), number(float("-inf"), 6)
    ('4', '0.667', 'True', '-inf')
    >>> number(1 - 0.5j, 6)
    '1-0.5j'
    """
    if isinstance(value, float):
        return f"{value:.{precision}g}"
    if isinstance(value, complex):
        imaginary = f"{value.imag:+.{precision}g}"
        return f"{value.real:.{precision}g}{imaginary}j"
    return str(value)


def human(array: Array, precision: int) -> str:
    """Return an array for people: short ones inline, long ones by their edges.

    >>> import numpy
    >>> human(numpy.array([[1.0, 2.5], [3.0, 4.0]]), 6)
    '[[1, 2.5], [3, 4]]'
    >>> human(numpy.arange(1000), 6)
    '[0, 1, 2, …, 997, 998, 999]'
    """
    if array.ndim == 0:
        return number(array.item(), precision)
    return _nested(array, precision, array.size > INLINE)


def _nested(array: Array, precision: int, shorten: bool) -> str:
    if array.ndim == 0:
        return number(array.item(), precision)
    # The outer dimensions of a long array show fewer items: each is a row.
    edge = EDGE if array.ndim == 1 else 1
    if shorten and len(array) > 2 * edge:
        pieces = [_nested(item, precision, shorten) for item in array[:edge]]
        pieces.append("…")
        pieces += [_nested(item, precision, shorten) for item in array[-edge:]]
    else:
        pieces = [_nested(item, precision, shorten) for item in array]
    return f"[{', '.join(pieces)}]"


def exact(array: Array | None) -> Any:
    """Return an array as JSON data that reads back to the same numbers.

    Floats narrower than 64 bits become the shortest decimal that reads back in their own type,
    NaN and infinities become strings, complex numbers become [re, im].

    >>> import numpy
    >>> exact(numpy.float32(0.1)), exact(numpy.array([1, 2])), exact(numpy.array([numpy.inf, 0.5]))
    (0.1, [1, 2], ['Infinity', 0.5])
    >>> exact(numpy.array(1 + 2j))
    [1.0, 2.0]
    """
    if array is None:
        return None
    kind = array.dtype.kind
    if kind == "c":
        # A last dimension of two is the layout of a complex array.
        import numpy

        array = numpy.stack([array.real, array.imag], axis=-1)
        kind = "f"
    if kind != "f":
        return array.tolist()
    if array.dtype.itemsize < 8:
        array = array.astype("U32").astype("float64")
    found = array.tolist()
    if array.ndim == 0:
        return found if isfinite(found) else _special(found)
    # The sum of finite numbers may overflow, but that of NaN or infinities is never finite.
    with _no_warnings():
        clean = isfinite(float(array.sum()))
    return found if clean else _without_specials(found)


def _no_warnings() -> Any:
    import numpy

    return numpy.errstate(all="ignore")


def _special(value: float) -> str:
    return "NaN" if isnan(value) else "Infinity" if value > 0 else "-Infinity"


def _without_specials(value: Any) -> Any:
    if isinstance(value, list):
        return [_without_specials(item) for item in value]
    return value if isfinite(value) else _special(value)


def exact_text(array: Array | None) -> str:
    """Return an array as one text field, exact: a scalar as Python writes it, others as JSON.

    >>> import numpy
    >>> exact_text(numpy.array(0.6)), exact_text(numpy.array(numpy.nan)), exact_text(None)
    ('0.6', 'nan', '')
    >>> exact_text(numpy.array([1.0, 2.0]))
    '[1.0, 2.0]'
    """
    if array is None:
        return ""
    if array.ndim == 0:
        value = array.item()
        if isinstance(value, float):
            data = exact(array)
            return repr(data) if isinstance(data, float) else str(value)
        return str(value).strip("()")
    from json import dumps

    return dumps(exact(array), ensure_ascii=False)


def is_short_int(value: object) -> bool:
    """Return whether `value` is an integer that Python agrees to write as text (4,300 digits)."""
    return isinstance(value, int) and value.bit_length() < 14_000


def safe_repr(value: object) -> str:
    """Return a value of the script as text, whatever its `__repr__` does.

    >>> safe_repr((1, 2)), safe_repr(1 << 20_000)
    ('(1, 2)', 'an int of 20001 bits')
    """
    if isinstance(value, int) and not is_short_int(value):
        return f"an int of {value.bit_length()} bits"
    try:
        return str.__str__(repr(value))
    except Exception:  # it is the script's code that fails
        return f"<{type(value).__name__}>"


def grad(node: Node, precision: int) -> str:
    """Return a node's `.grad` for people; where it is None, with the reason."""
    if node.grad is not None:
        return human(node.grad, precision)
    return f"None ({node.why_no_grad})" if node.why_no_grad else "None"


def hook(call: HookCall, precision: int) -> str:
    """Return a hook call for people: `1: 4 → 8, printed 'y2 grad: …'`."""
    text = f"{call.call}: {human(call.before, precision)} → {human(call.after, precision)}"
    output = " / ".join(call.output.split("\n")).strip(" /")
    return f"{text}, printed '{output}'" if output else text


def hook_data(call: HookCall) -> dict[str, Any]:
    """Return a hook call as JSON data."""
    return {
        "call": call.call,
        "in": exact(call.before),
        "out": exact(call.after),
        "output": call.output,
    }
