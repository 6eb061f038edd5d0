"""`assert_close`: whether two values agree, and if not, where they differ most."""

from __future__ import annotations

import cmath
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from engine import dtypes
from engine.creation import as_tensor, tensor
from engine.operators.comparison import isclose
from engine.tensor import Tensor

__all__ = ["assert_allclose", "assert_close"]

_PRECISION = {
    "float16": (1e-3, 1e-5),
    "float32": (1.3e-6, 1e-5),
    "float64": (1e-7, 1e-7),
    "complex64": (1.3e-6, 1e-5),
    "complex128": (1e-7, 1e-7),
}
"""The default tolerances (relative, absolute) of each dtype; others are compared exactly."""

_NUMBERS = {int: "int64", float: "float64", complex: "complex128"}


class _Options:
    """The arguments of a comparison."""

    def __init__(self, **options: Any) -> None:
        self.allow_subclasses: bool = options["allow_subclasses"]
        self.rtol: float | None = options["rtol"]
        self.atol: float | None = options["atol"]
        self.equal_nan: bool = options["equal_nan"]
        self.check_device: bool = options["check_device"]
        self.check_dtype: bool = options["check_dtype"]
        self.check_layout: bool = options["check_layout"]
        self.check_stride: bool = options["check_stride"]

    def tolerances(self, *names: str) -> tuple[float, float]:
        """Return rtol and atol: those given, or the wider ones of the dtypes."""
        if self.rtol is not None and self.atol is not None:
            return self.rtol, self.atol
        found = [_PRECISION.get(name, (0.0, 0.0)) for name in names]
        return max(r for r, _ in found), max(a for _, a in found)


class _Mismatch(Exception):
    """A difference: the error to raise, its text, and the place in nested values."""

    def __init__(self, kind: type[Exception], text: str, place: tuple[Any, ...] = ()) -> None:
        super().__init__(text)
        self.kind = kind
        self.text = text
        self.place = place

    def error(self, msg: Any) -> Exception:
        """Return the error for the user, whose own message comes first."""
        if isinstance(msg, str):
            return self.kind(msg)
        text = self.text
        if self.place:
            text += f"\n\nThe failure occurred for item {''.join(f'[{k!r}]' for k in self.place)}"
        return self.kind(msg(text) if callable(msg) else text)


def assert_close(
    actual: Any,
    expected: Any,
    *,
    allow_subclasses: bool = True,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = False,
    check_device: bool = True,
    check_dtype: bool = True,
    check_layout: bool = True,
    check_stride: bool = False,
    msg: str | Callable[[str], str] | None = None,
) -> None:
    """Raise AssertionError unless |actual - expected| <= atol + rtol * |expected| everywhere.

    Tensors (or what becomes one), numbers, booleans, None, and sequences and mappings of them are
    compared. The tolerances are given together, or left to the dtypes.

    msg: the text of the error, or a function that makes it from the text there would have been.

    >>> import engine
    >>> assert_close(engine.tensor([1.0, 2.0]), engine.tensor([1.0, 2.0000001]))
    """
    options = _Options(
        allow_subclasses=allow_subclasses,
        rtol=rtol,
        atol=atol,
        equal_nan=equal_nan,
        check_device=check_device,
        check_dtype=check_dtype,
        check_layout=check_layout,
        check_stride=check_stride,
    )
    comparisons: list[tuple[Callable[[], None], tuple[Any, ...]]] = []
    try:
        _collect(actual, expected, options, (), comparisons)
    except _Mismatch as mismatch:
        raise mismatch.error(None) from None
    for compare, place in comparisons:
        try:
            compare()
        except _Mismatch as mismatch:
            mismatch.place = place
            raise mismatch.error(msg) from None


def _collect(
    actual: Any, expected: Any, options: _Options, place: tuple[Any, ...], found: list[Any]
) -> None:
    """Collect the comparisons of the values inside nested ones, after checking their structures."""
    if _is_sequence(actual) and _is_sequence(expected):
        if len(actual) != len(expected):
            raise _Mismatch(
                AssertionError,
                f"The length of the sequences mismatch: {len(actual)} != {len(expected)}",
                place,
            )
        for i, (a, b) in enumerate(zip(actual, expected, strict=True)):
            _collect(a, b, options, (*place, i), found)
    elif isinstance(actual, Mapping) and isinstance(expected, Mapping):
        if set(actual) != set(expected):
            raise _Mismatch(
                AssertionError,
                "The keys of the mappings do not match:\nMissing keys in the actual mapping: "
                f"{sorted(set(expected) - set(actual))}\nAdditional keys in the actual mapping: "
                f"{sorted(set(actual) - set(expected))}",
                place,
            )
        try:
            keys = sorted(actual)
        except TypeError:
            keys = list(actual)
        for key in keys:
            _collect(actual[key], expected[key], options, (*place, key), found)
    else:
        found.append((_comparison(actual, expected, options, place), place))


def _is_sequence(value: Any) -> bool:
    return isinstance(value, Sequence) and not isinstance(value, str)


def _comparison(
    actual: Any, expected: Any, options: _Options, place: tuple[Any, ...]
) -> Callable[[], None]:
    """Return the comparison of two values by their kind."""
    if actual is None or expected is None:
        return lambda: _compare_none(actual, expected)
    if isinstance(actual, (bool, np.bool_)) and isinstance(expected, (bool, np.bool_)):
        return lambda: _compare_booleans(bool(actual), bool(expected))
    numbers = (int, float, complex, np.number)
    if isinstance(actual, numbers) and isinstance(expected, numbers):
        _require_both(options, place)
        x, y = (v.item() if isinstance(v, np.number) else v for v in (actual, expected))
        return lambda: _compare_numbers(x, y, options)
    related = isinstance(actual, type(expected)) or isinstance(expected, type(actual))
    if related and (options.allow_subclasses or type(actual) is type(expected)):
        tensors = [_as_tensor(value) for value in (actual, expected)]
        if all(t is not None for t in tensors):
            _require_both(options, place)
            return lambda: _compare_tensors(tensors[0], tensors[1], options)
    raise _Mismatch(
        TypeError,
        f"No comparison pair was able to handle inputs of type {type(actual)} and {type(expected)}.",
        place,
    )


def _as_tensor(value: Any) -> Tensor | None:
    if isinstance(value, Tensor):
        return value
    try:
        return as_tensor(value)
    except (RuntimeError, TypeError, ValueError):
        return None


def _require_both(options: _Options, place: tuple[Any, ...]) -> None:
    if (options.rtol is None) != (options.atol is None):
        missing = "rtol" if options.rtol is None else "atol"
        raise _Mismatch(
            ValueError,
            f"Both 'rtol' and 'atol' must be either specified or omitted, but got no {missing}.",
            place,
        )


def _compare_none(actual: Any, expected: Any) -> None:
    if not (actual is None and expected is None):
        raise _Mismatch(AssertionError, f"None mismatch: {actual} is not {expected}")


def _compare_booleans(actual: bool, expected: bool) -> None:
    if actual is not expected:
        raise _Mismatch(AssertionError, f"Booleans mismatch: {actual} is not {expected}")


def _compare_numbers(actual: Any, expected: Any, options: _Options) -> None:
    rtol, atol = options.tolerances(_NUMBERS[type(actual)], _NUMBERS[type(expected)])
    if options.check_dtype and type(actual) is not type(expected):
        raise _Mismatch(
            AssertionError,
            f"The (d)types do not match: {type(actual)} != {type(expected)}.",
        )
    if actual == expected:
        return
    if options.equal_nan and cmath.isnan(actual) and cmath.isnan(expected):
        return
    difference = abs(actual - expected)
    if cmath.isfinite(difference) and difference <= atol + rtol * abs(expected):
        return
    raise _Mismatch(AssertionError, _scalar_text(actual, expected, rtol, atol))


def _compare_tensors(actual: Any, expected: Any, options: _Options) -> None:
    """Compare what tensors are, then what they hold."""
    rtol, atol = options.tolerances(actual.dtype.name, expected.dtype.name)
    attributes = [("shape", actual.shape, expected.shape)]
    if options.check_stride:
        attributes.append(("stride()", actual.stride(), expected.stride()))
    if options.check_device:
        attributes.append(("device", actual.device, expected.device))
    if options.check_dtype:
        attributes.append(("dtype", actual.dtype, expected.dtype))
    for name, mine, other in attributes:
        if mine != other:
            raise _Mismatch(
                AssertionError,
                f"The values for attribute '{name}' do not match: {mine} != {other}.",
            )
    if actual.dtype != expected.dtype:
        common = dtypes.promote_types(actual.dtype, expected.dtype)
        actual, expected = actual.to(common), expected.to(common)
    matches = isclose(actual, expected, rtol=rtol, atol=atol, equal_nan=options.equal_nan)
    if matches.all():
        return
    if actual.dim() == 0:
        text = _scalar_text(actual.item(), expected.item(), rtol, atol)
    else:
        text = _tensor_text(actual, expected, matches, rtol, atol)
    raise _Mismatch(AssertionError, text)


def _scalar_text(actual: Any, expected: Any, rtol: float, atol: float) -> str:
    absolute = abs(actual - expected)
    relative = float("inf") if expected == 0 else absolute / abs(expected)
    return _text(
        "Scalars",
        f"Expected {expected} but got {actual}.",
        (f"Absolute difference: {absolute}", atol),
        (f"Relative difference: {relative}", rtol),
        rtol == atol == 0,
    )


def _tensor_text(
    actual: Tensor, expected: Tensor, matches: Tensor, rtol: float, atol: float
) -> str:
    """Return how many elements differ, and where they differ most."""
    n = matches.numel()
    differ = n - int(matches.sum())
    x, y, same = actual.detach().flatten(), expected.detach().flatten(), matches.flatten()
    if not (x.is_floating_point() or x.is_complex()):
        x, y = x.to(dtypes.int64), y.to(dtypes.int64)
    absolute = (x - y).abs()
    absolute[same] = 0
    relative = absolute / y.abs()
    relative[same] = 0
    lines = []
    for name, difference, tolerance in (
        ("absolute", absolute, atol),
        ("relative", relative, rtol),
    ):
        value, place = difference.max(0)
        index = tuple(int(i) for i in np.unravel_index(int(place), tuple(matches.shape)))
        lines.append((f"Greatest {name} difference: {value.item()} at index {index}", tolerance))
    return _text(
        "Tensor-likes",
        f"Mismatched elements: {differ} / {n} ({differ / n:.1%})",
        lines[0],
        lines[1],
        rtol == atol == 0,
    )


def _text(
    what: str,
    extra: str,
    absolute: tuple[str, float],
    relative: tuple[str, float],
    exact: bool,
) -> str:
    lines = [
        text if exact else f"{text} (up to {tolerance} allowed)"
        for text, tolerance in (absolute, relative)
    ]
    how = "equal" if exact else "close"
    return "\n".join([f"{what} are not {how}!", "", extra, *lines])


def assert_allclose(
    actual: Any,
    expected: Any,
    rtol: float | None = None,
    atol: float | None = None,
    equal_nan: bool = True,
    msg: str = "",
) -> None:
    """`assert_close` as it was once: with wider tolerances, and for any dtypes. Deprecated."""
    warnings.warn(
        "`torch.testing.assert_allclose()` is deprecated since 1.12 and will be removed in a future "
        "release. Please use `torch.testing.assert_close()` instead. You can find detailed upgrade "
        "instructions in https://github.com/pytorch/pytorch/issues/61844.",
        FutureWarning,
        stacklevel=2,
    )
    x = actual if isinstance(actual, Tensor) else tensor(actual)
    y = expected if isinstance(expected, Tensor) else tensor(expected, dtype=x.dtype)
    if rtol is None and atol is None:
        precision = {"float16": (1e-3, 1e-3), "float32": (1e-4, 1e-5), "float64": (1e-5, 1e-8)}
        found = [precision.get(t.dtype.name, (0.0, 0.0)) for t in (x, y)]
        rtol, atol = max(r for r, _ in found), max(a for _, a in found)
    assert_close(
        x, y, rtol=rtol, atol=atol, equal_nan=equal_nan, check_dtype=False, msg=msg or None
    )
