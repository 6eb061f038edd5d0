"""`NAME=@FILE`: numbers from .npy, .npz, .json, .csv and .tsv files, and from standard input."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli.problems import Problem
from cli.report import Array

if TYPE_CHECKING:
    from cli.environment import Environment

KINDS = ".npy, .npz:name, .json, .csv, .csv:column, .tsv, or - for standard input"


def read(path: str, environment: Environment, binding: str, start: int) -> Array:
    """Return the numbers in a file as an array of booleans, integers, floats or complex numbers.

    A table of one column or one row is a vector; a first line that holds no numbers names the
    columns, of which `FILE.csv:NAME` takes one.

    Raises:
        Problem: The file cannot be read, or holds something else than numbers.
    """

    def fail(message: str, help: str | None = None) -> Problem:
        from grammar.diagnostic import Diagnostic, Label, Span

        span = Span(1, start + 1, 1, len(binding) + 1)
        diagnostic = Diagnostic("error", message, (Label(span, "", True),), (), help)
        return Problem(diagnostic, source=binding, filename="binding")

    name, member = _split(path)
    if not name:
        raise fail("@ needs the name of a file", f"the kinds are {KINDS}")
    shown = "standard input" if name == "-" else name
    try:
        content = environment.read(name)
    except OSError as error:
        raise fail(f"{shown}: {error.strerror or error}") from None
    suffix = name.rpartition(".")[2].lower()
    try:
        if content[:6] == b"\x93NUMPY" or suffix == "npy":
            return _checked(_npy(content), shown)
        if content[:4] == b"PK\x03\x04" or suffix == "npz":
            return _checked(_npz(content, member, shown), shown)
        text = content.decode("utf-8-sig")
        if suffix == "json" or (suffix not in ("csv", "tsv") and text.lstrip()[:1] == "["):
            return _checked(_json(text), shown)
        return _checked(_table(text, "\t" if suffix == "tsv" else None, member, shown), shown)
    except UnicodeDecodeError as error:
        raise fail(f"{shown}: byte {error.start} is not UTF-8") from None
    except (ValueError, TypeError, OverflowError, EOFError, RecursionError) as error:
        raise fail(
            f"{shown}: {str(error).splitlines()[0] if str(error) else 'cannot be read'}"
        ) from None


def _split(path: str) -> tuple[str, str | None]:
    """Split `data.npz:w` into file and member; a colon elsewhere belongs to the file's name."""
    for suffix in (".npz:", ".csv:", ".tsv:", "-:"):
        at = path.lower().rfind(suffix)
        if at >= 0 and (suffix != "-:" or at == 0):
            return path[: at + len(suffix) - 1], path[at + len(suffix) :]
    return path, None


def _npy(content: bytes) -> Any:
    from io import BytesIO

    import numpy

    # allow_pickle=False: a pickle runs code.
    return numpy.load(BytesIO(content), allow_pickle=False)


def _npz(content: bytes, member: str | None, shown: str) -> Any:
    from io import BytesIO
    from zipfile import BadZipFile

    import numpy

    try:
        archive = numpy.load(BytesIO(content), allow_pickle=False)
    except BadZipFile as error:
        raise ValueError(str(error)) from None
    names = list(archive.files)
    if member is None and len(names) == 1:
        member = names[0]
    if member not in names:
        asked = "name one of its arrays" if member is None else f"no array is named '{member}'"
        raise ValueError(
            f"{asked}: {', '.join(names)} (as in @{shown}:{names[0] if names else 'a'})"
        )
    return archive[member]


def _json(text: str) -> Any:
    from json import JSONDecodeError, loads

    import numpy

    try:
        data = loads(text)
    except JSONDecodeError as error:
        raise ValueError(f"not JSON: {error}") from None
    specials = {"NaN": float("nan"), "Infinity": float("inf"), "-Infinity": float("-inf")}

    def number(value: Any) -> Any:
        if isinstance(value, list):
            return [number(item) for item in value]
        value = specials.get(value, value) if isinstance(value, str) else value
        if not isinstance(value, (bool, int, float)):
            raise ValueError(f"holds {type(value).__name__}, not only numbers and lists of numbers")
        return value

    try:
        return numpy.array(number(data))
    except ValueError as error:
        ragged = "inhomogeneous" in str(error)
        raise ValueError("rows have different lengths" if ragged else str(error)) from None


def _table(text: str, delimiter: str | None, column: str | None, shown: str) -> Any:
    """Return the numbers of delimited text; without a delimiter, that of its first line."""
    import csv

    import numpy

    lines = text.splitlines()
    first = next((line for line in lines if line.strip()), "")
    if delimiter is None:
        delimiter = next((mark for mark in (",", "\t", ";") if mark in first), " ")
    reader = csv.reader(lines, delimiter=delimiter, skipinitialspace=True)
    header: list[str] = []
    rows: list[list[float | complex]] = []
    whole = True
    for cells in reader:
        if delimiter == " ":
            cells = [cell for cell in cells if cell]
        if not any(cell.strip() for cell in cells):
            continue
        try:
            row = [float(cell) for cell in cells]
        except ValueError as error:
            if not rows and not header:
                header = [cell.strip() for cell in cells]
                continue
            bad = next(cell for cell in cells if not _is_number(cell))
            what = f"'{bad.strip()}' is not a number" if bad.strip() else "a number is missing"
            raise ValueError(f"line {reader.line_num}: {what}") from error
        whole = whole and all(cell.strip().lstrip("+-").isdigit() for cell in cells)
        if rows and len(row) != len(rows[0]):
            raise ValueError(f"line {reader.line_num} has {len(row)} numbers, not {len(rows[0])}")
        rows.append(list(row))
    if not rows:
        raise ValueError("holds no numbers")
    # Integers stay integers, so that NAME:=@FILE can give indices and counts.
    array = numpy.array(rows, dtype=numpy.int64 if whole else numpy.float64)
    if column is not None:
        if column not in header:
            names = ", ".join(header) if header else "none, as the first line holds numbers"
            raise ValueError(f"no column is named '{column}'; the columns are {names}")
        return array[:, header.index(column)]
    return array.reshape(-1) if 1 in array.shape else array


def _is_number(cell: str) -> bool:
    try:
        float(cell)
    except ValueError:
        return False
    return True


def _checked(array: Any, shown: str) -> Array:
    """Return the array in a type that tensors have."""
    import numpy

    if array.dtype.kind not in "biufc":
        raise ValueError(f"holds {array.dtype}, not numbers")
    if array.dtype.kind == "u" and array.dtype.itemsize > 1:
        array = array.astype(numpy.int64)
    # Files may have the other byte order.
    return array.astype(array.dtype.newbyteorder("="))
