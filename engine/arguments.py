"""What PyTorch's argument parser says of calls that fit no signature of a composed function.

The types are those of the function's annotations, so that a signature is written once.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeAlias, TypeVar

import numpy as np

from engine.convert import not_a_tensor
from engine.tensor import Tensor

F = TypeVar("F", bound=Callable[..., Any])

Ints: TypeAlias = "int | tuple[int, ...] | list[int]"
"""One integer for all dimensions, or one for each."""


def _is_int(value: Any) -> bool:
    return isinstance(value, (int, np.integer)) and not isinstance(value, bool)


def _are_ints(value: Any) -> bool:
    return _is_int(value) or (isinstance(value, (tuple, list)) and all(map(_is_int, value)))


_KINDS: dict[str, tuple[str, Callable[[Any], bool]]] = {
    "Tensor": ("Tensor", lambda value: isinstance(value, Tensor)),
    "int": ("int", _is_int),
    "Ints": ("tuple of ints", _are_ints),
    "Ints | str": ("tuple of ints", lambda value: isinstance(value, str) or _are_ints(value)),
    "bool": ("bool", lambda value: isinstance(value, bool)),
    "str": ("str", lambda value: isinstance(value, str)),
    "float": ("float", lambda value: isinstance(value, (int, float, np.number))),
}
"""For each annotation, PyTorch's name of the type and whether a value has it."""


def parsed(function: F) -> F:
    """Let a function refuse wrong arguments in the words of a PyTorch function of one signature."""
    return _checked(function, _mismatch)


def parsed_overloads(function: F) -> F:
    """The same for a PyTorch function of several signatures, which names all it got."""
    return _checked(function, _no_overload)


def check_tensors(function: str, first: int, **values: Any) -> None:
    """Refuse values that are neither tensors nor None; the first is argument number `first`."""
    for position, (name, value) in enumerate(values.items(), first):
        if value is not None and not isinstance(value, Tensor):
            raise not_a_tensor(function, name, position, value)


def _checked(function: F, refusal: Callable[..., TypeError]) -> F:
    code = function.__code__
    names = code.co_varnames[: code.co_argcount]
    needed = code.co_argcount - len(function.__defaults__ or ())
    kinds = []
    for name in names:
        annotation, _, none = function.__annotations__[name].partition(" | None")
        text, fits = _KINDS[annotation]
        kinds.append((text, fits, bool(none) or annotation != function.__annotations__[name]))
    places = {name: place for place, name in enumerate(names)}

    @wraps(function)
    def call(*args: Any, **kwargs: Any) -> Any:
        if len(args) > len(names) or len(args) + len(kwargs) < needed:
            raise refusal(function, names, needed, kinds, args, kwargs)
        for value, (_, fits, optional) in zip(args, kinds, strict=False):
            if not fits(value) and not (optional and value is None):
                raise refusal(function, names, needed, kinds, args, kwargs)
        for name, value in kwargs.items():
            place = places.get(name, -1)
            if place < len(args) or not (
                kinds[place][1](value) or (kinds[place][2] and value is None)
            ):
                raise refusal(function, names, needed, kinds, args, kwargs)
        for name in names[len(args) : needed]:
            if name not in kwargs:
                raise refusal(function, names, needed, kinds, args, kwargs)
        return function(*args, **kwargs)

    return call  # type: ignore[return-value]


def _no_overload(
    function: Any, names: Any, needed: int, kinds: Any, args: Any, kwargs: Any
) -> TypeError:
    shown = [type(a).__name__ for a in args] + [
        f"{k}={type(v).__name__}" for k, v in kwargs.items()
    ]
    got = ", ".join(shown) + (", " if len(kwargs) == 1 and len(shown) == 1 else "")
    return TypeError(
        f"{function.__name__}() received an invalid combination of arguments - got ({got}), but "
        f"expected one of:\n * ({', '.join(names)})\n"
    )


def _mismatch(
    function: Any, names: Any, needed: int, kinds: Any, args: Any, kwargs: Any
) -> TypeError:
    title = function.__name__
    if len(args) > len(names):
        count = f"from {needed} to {len(names)}" if needed < len(names) else str(needed)
        return TypeError(f"{title}() takes {count} positional arguments but {len(args)} were given")
    missing = [name for name in names[len(args) : needed] if name not in kwargs]
    if missing:
        listed = ", ".join(f'"{name}"' for name in missing)
        return TypeError(
            f"{title}() missing {len(missing)} required positional arguments: {listed}"
        )
    for place, name in enumerate(names):
        text, fits, optional = kinds[place]
        if place < len(args):
            value, where = args[place], f"'{name}' (position {place + 1})"
        elif name in kwargs:
            value, where = kwargs[name], f"'{name}'"
        else:
            continue
        if not fits(value) and not (optional and value is None):
            got = f"not {type(value).__name__}"
            if text == "tuple of ints" and isinstance(value, (tuple, list)):
                at = next(i for i, n in enumerate(value) if not _is_int(n))
                got = f"but found element of type {type(value[at]).__name__} at pos {at}"
            return TypeError(f"{title}(): argument {where} must be {text}, {got}")
    for name in kwargs:
        if name in names:
            return TypeError(f"{title}() got multiple values for argument '{name}'")
    return TypeError(f"{title}() got an unexpected keyword argument '{next(iter(kwargs))}'")
