"""How a tensor is written as text: PyTorch's `repr`, letter by letter.

All elements of a tensor share one notation and one column width. A float tensor is written as
integers with a point (`3.`) when every element is a whole number, in scientific notation when the
magnitudes of its elements lie too far apart or are too large or too small, and with `precision`
digits otherwise; NaN, infinities and zeros take no part in these choices. A tensor of more than
`threshold` elements shows the first and the last `edgeitems` of each dimension, and only those are
read, so that a huge tensor costs no more than a small one.
"""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from math import inf, isfinite
from typing import Any

import numpy as np

_PROFILES: dict[str, tuple[int, float, int, int]] = {
    "default": (4, 1000, 3, 80),
    "short": (2, 1000, 2, 80),
    "full": (4, inf, 3, 80),
}

# Ten times faster than NumPy's own `dtype.name`.
_DTYPE_NAMES: dict[np.dtype[Any], str] = {
    np.dtype(name): name
    for name in (
        *("float16", "float32", "float64", "complex64", "complex128", "bool"),
        *("int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"),
    )
}


class _PrintOptions:
    """The options of this process, as PyTorch keeps one set of them for all tensors."""

    __slots__ = ("edgeitems", "linewidth", "precision", "sci_mode", "threshold")

    precision: int
    threshold: float
    edgeitems: int
    linewidth: int
    sci_mode: bool | None

    def __init__(self) -> None:
        self.precision, self.threshold, self.edgeitems, self.linewidth = _PROFILES["default"]
        self.sci_mode = None


_options = _PrintOptions()


def set_printoptions(
    precision: int | None = None,
    threshold: float | None = None,
    edgeitems: int | None = None,
    linewidth: int | None = None,
    profile: str | None = None,
    sci_mode: bool | None = None,
) -> None:
    """Set how tensors are written from now on; what is not given stays as it is.

    `precision` is the number of digits after the point, `threshold` the number of elements above
    which a tensor is summarised, `edgeitems` how many are shown at each end of a dimension then,
    `linewidth` the columns of a line. `profile` ("default", "short" or "full") sets these four
    before the others are applied. `sci_mode` forces (True) or forbids (False) scientific notation;
    unlike the others it goes back to automatic (None) whenever it is not given, as in PyTorch.

    >>> set_printoptions(precision=2)
    >>> tensor_repr(np.float32(1.2345))
    'tensor(1.23)'
    >>> set_printoptions(profile="default")
    """
    if profile in _PROFILES:
        (
            _options.precision,
            _options.threshold,
            _options.edgeitems,
            _options.linewidth,
        ) = _PROFILES[profile]
    if precision is not None:
        _options.precision = precision
    if threshold is not None:
        _options.threshold = threshold
    if edgeitems is not None:
        _options.edgeitems = edgeitems
    if linewidth is not None:
        _options.linewidth = linewidth
    _options.sci_mode = sci_mode


def get_printoptions() -> dict[str, Any]:
    """Give the options in force, in a form that `set_printoptions(**options)` takes back.

    >>> get_printoptions()
    {'precision': 4, 'threshold': 1000, 'edgeitems': 3, 'linewidth': 80, 'sci_mode': None}
    """
    return {
        "precision": _options.precision,
        "threshold": _options.threshold,
        "edgeitems": _options.edgeitems,
        "linewidth": _options.linewidth,
        "sci_mode": _options.sci_mode,
    }


@contextmanager
def printoptions(**options: Any) -> Iterator[None]:
    """Set print options (those of `set_printoptions`) for the length of a `with` block.

    >>> with printoptions(sci_mode=True):
    ...     tensor_repr(np.float32(1.5))
    'tensor(1.5000e+00)'
    """
    before = get_printoptions()
    set_printoptions(**options)
    try:
        yield
    finally:
        set_printoptions(**before)


def tensor_repr(
    data: np.ndarray[Any, Any] | np.generic,
    *,
    default_dtype: str = "float32",
    requires_grad: bool = False,
    grad_fn: str | None = None,
    prefix: str = "tensor",
    parameter: bool = False,
) -> str:
    """Write a tensor as PyTorch's `repr` and `print` do.

    `data` holds the values, of any shape and any dtype that PyTorch and NumPy share.
    `default_dtype` is the name of the default dtype in force: it decides whether `dtype=` is shown.
    `grad_fn` is the name of the tensor's node ("AddBackward0"); it is shown in place of
    `requires_grad=True`. `prefix` is the name before the parenthesis (the class, for a subclass of
    Tensor), and `parameter` writes the heading of an `nn.Parameter`.

    >>> tensor_repr(np.array([1.0, 2.5], np.float32), grad_fn="MulBackward0")
    'tensor([1.0000, 2.5000], grad_fn=<MulBackward0>)'
    >>> tensor_repr(np.array([[1, 2]], np.int32))
    'tensor([[1, 2]], dtype=torch.int32)'
    """
    dtype = _DTYPE_NAMES[data.dtype]
    suffixes: list[str] = []
    if data.size == 0:
        body = "[]"
        if data.ndim != 1:
            suffixes.append(f"size={data.shape}")
        # No element tells int64 or bool apart from floats here, so that only one dtype is implied.
        if dtype != default_dtype:
            suffixes.append("dtype=torch." + dtype)
    else:
        body = _body(data, dtype, len(prefix) + 1)
        if not _options.edgeitems:
            suffixes.append(f"size={data.shape}")
        if dtype != default_dtype and dtype not in ("int64", "bool"):
            default_complex = "complex128" if default_dtype == "float64" else "complex64"
            if dtype != default_complex:
                suffixes.append("dtype=torch." + dtype)
    if grad_fn is not None:
        suffixes.append(f"grad_fn=<{grad_fn}>")
    elif requires_grad:
        suffixes.append("requires_grad=True")
    text = prefix + "(" + body
    text = _with_suffixes(text, suffixes, len(prefix) + 1) if suffixes else text + ")"
    return "Parameter containing:\n" + text if parameter else text


def _with_suffixes(text: str, suffixes: list[str], indent: int) -> str:
    """Append the keyword-like suffixes, each on a new line where the current one is full."""
    # One more than the true length, two more on the first line: PyTorch's wrap starts early, and
    # the count restarts without the comma after a wrap.
    used = len(text) - text.rfind("\n") + 1
    for suffix in suffixes:
        if used + len(suffix) + 2 > _options.linewidth:
            text += ",\n" + " " * indent + suffix
            used = indent + len(suffix)
        else:
            text += ", " + suffix
            used += len(suffix) + 2
    return text + ")"


def _body(data: np.ndarray[Any, Any] | np.generic, dtype: str, indent: int) -> str:
    """Write the elements, in brackets: all of the text between the parentheses but suffixes."""
    if data.ndim == 0:
        return _cells([data.item()], dtype)[0][0]
    cut = [False] * data.ndim
    if data.size > _options.threshold:
        edge = _options.edgeitems
        if not edge:
            return "[...]"
        cut = [length > 2 * edge for length in data.shape]
        if any(cut):
            ends = [*range(edge), *range(-edge, 0)]
            data = np.asarray(data)[
                np.ix_(
                    *(
                        ends if is_cut else range(length)
                        for length, is_cut in zip(data.shape, cut, strict=True)
                    )
                )
            ]
    cells, width = _cells(data.reshape(-1).tolist(), dtype)
    return _brackets(cells, width, data.shape, cut, indent)


def _brackets(
    cells: list[str], width: int, shape: Sequence[int], cut: list[bool], indent: int
) -> str:
    """Nest `cells`, the written elements in row-major order, in brackets and lines.

    The dimensions are joined from the innermost outwards, `cut` says which of them leave out
    their middle, and `indent` is the column of the outermost bracket.
    """
    last = len(shape) - 1
    per_line = max(1, (_options.linewidth - indent - last) // (width + 2))
    new_line = ",\n" + " " * (indent + last + 1)
    texts: list[str] = []
    length = shape[last]
    for start in range(0, len(cells), length):
        row = cells[start : start + length]
        if cut[last]:
            row.insert(length // 2, " ...")
        lines = [", ".join(row[i : i + per_line]) for i in range(0, len(row), per_line)]
        texts.append("[" + new_line.join(lines) + "]")
    for axis in range(last - 1, -1, -1):
        separator = "," + "\n" * (last - axis) + " " * (indent + axis + 1)
        length = shape[axis]
        groups = [texts[i : i + length] for i in range(0, len(texts), length)]
        if cut[axis]:
            for group in groups:
                group.insert(length // 2, "...")
        texts = ["[" + separator.join(group) + "]" for group in groups]
    return texts[0]


def _cells(values: list[Any], dtype: str) -> tuple[list[str], int]:
    """Write each value in the notation that suits all of them; give the texts and their width."""
    if dtype.startswith("float"):
        return _float_cells(values)
    if dtype.startswith("complex"):
        reals, real_width = _float_cells([value.real for value in values])
        imaginaries, imaginary_width = _float_cells([value.imag for value in values])
        texts = []
        for real, imaginary in zip(reals, imaginaries, strict=True):
            imaginary = imaginary.lstrip()
            texts.append(f"{real}{'' if imaginary[0] in '+-' else '+'}{imaginary}j")
        return texts, real_width + imaginary_width + 1
    texts = [str(value) for value in values]
    width = max([len(text) for text in texts])
    return [text.rjust(width) for text in texts], width


def _float_cells(values: list[float]) -> tuple[list[str], int]:
    """Choose between `3.`, `3.1416` and `3.1416e+00` for these floats, and write them so."""
    regular = [value for value in values if value and isfinite(value)]
    if not regular:
        return [_whole(value) for value in values], 1
    scientific = _options.sci_mode
    if scientific is None:
        magnitudes = [abs(value) for value in regular]
        smallest, largest = min(magnitudes), max(magnitudes)
        scientific = largest / smallest > 1000.0 or largest > 1.0e8 or smallest < 1.0e-4
    if scientific:
        write = f"%.{_options.precision}e".__mod__
    elif all(map(float.is_integer, regular)):
        write = _whole
    else:
        write = f"%.{_options.precision}f".__mod__
    texts = [write(value) for value in values]
    if len(texts) == 1:
        return texts, len(texts[0])
    # Only regular values widen the column: `-inf` or `-0.` may stick out of it.
    if len(regular) == len(values):
        width = max([len(text) for text in texts])
    else:
        width = max([len(write(value)) for value in regular])
    return [text.rjust(width) for text in texts], width


def _whole(value: float) -> str:
    """Write a whole number with a point, which tells it from an integer (`nan` needs none)."""
    return "%.0f." % value if isfinite(value) else "%.0f" % value  # noqa: UP031 - twice as fast
