"""The builtins that a script has: Python's own where they are harmless, guarded ones where not."""

from __future__ import annotations

import builtins as python
from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from grammar import guard
from grammar.large import count, power
from grammar.refusal import Refused

_PLAIN = (
    "print abs all any bool dict divmod enumerate filter float format int isinstance issubclass "
    "iter len list map max min next object property range repr reversed round set slice sorted "
    "staticmethod classmethod str sum super tuple zip NotImplemented Ellipsis"
)

_BYTES = "write a text and its .encode(), or b'...'"
_ENDING = "let the script end, or write Exception where you catch errors"
_TOLD = "see Python's own site"
_ELSEWHERE = {
    "BaseException": "write Exception",
    "BaseExceptionGroup": "write Exception",
    "GeneratorExit": "write Exception",
    "KeyboardInterrupt": _ENDING,
    "SystemExit": _ENDING,
    "__import__": "write import",
    "aiter": "write iter",
    "anext": "write next",
    "ascii": "write f'{x!a}'",
    "bin": "write f'{n:#b}'",
    "breakpoint": "print the values in question",
    "bytearray": _BYTES,
    "bytes": _BYTES,
    "callable": "write hasattr(x, '__call__')",
    "chr": "write the letters as a text and index it: letters[i]",
    "compile": "write a function",
    "copyright": _TOLD,
    "credits": _TOLD,
    "delattr": "write del x.name",
    "dir": "name the attributes",
    "eval": "write the expression itself",
    "exec": "write the statements themselves",
    "exit": "let the script end",
    "frozenset": "write tuple(sorted(x)), or set(x)",
    "globals": "name the variables, or keep the values in a dict",
    "hash": "use the value itself as the key of a dict",
    "help": "docs.pytorch.org describes every function",
    "hex": "write f'{n:#x}'",
    "id": "write `a is b` to ask whether two names mean the same object",
    "input": "bind values on the command line: NAME=VALUE",
    "license": _TOLD,
    "locals": "name the variables, or keep the values in a dict",
    "memoryview": "slice the values themselves",
    "oct": "write f'{n:#o}'",
    "open": "bind data on the command line: NAME=@FILE",
    "ord": "write the letters as a text and search it: letters.index(c)",
    "quit": "let the script end",
    "vars": "name the variables",
}
"""What to write instead of a builtin of Python that scripts do not have."""

DANGEROUS = frozenset(
    "eval exec open input compile __import__ globals locals vars dir breakpoint exit quit".split()  # noqa: SIM905
)
"""Builtins of Python that scripts do not have for safety; the others are just not needed."""

_UNAVAILABLE = frozenset(["BaseException", "BaseExceptionGroup", "SystemExit", "KeyboardInterrupt"])
"""Exceptions that would let a script end the program, or hold up what ends the script."""


class _TypeOf(type):
    """The class of the script's `type`: called with one argument, it tells; it makes no classes."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        if len(args) != 1 or kwargs:
            if len(args) == 3:
                raise Refused("type() with three arguments", "write a class statement")
            raise TypeError("type() takes 1 argument")
        return shown_type(args[0])

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, type)

    def __subclasscheck__(cls, subclass: type) -> bool:
        return subclass is cls or subclass is type

    def __repr__(cls) -> str:
        return "<class 'type'>"


class _Type(metaclass=_TypeOf):
    """The script's `type`."""

    __slots__ = ()


_Type.__name__ = "type"


class _Shown(type):
    """The class of stand-ins for classes that a script may see and compare, not call."""

    def __call__(cls, *args: Any, **kwargs: Any) -> Any:
        raise Refused(f"class {cls.__name__} cannot be called in this language")

    def __instancecheck__(cls, instance: object) -> bool:
        return isinstance(instance, _originals[cls])

    def __subclasscheck__(cls, subclass: type) -> bool:
        return subclass is cls or issubclass(_originals.get(subclass, subclass), _originals[cls])

    def __repr__(cls) -> str:
        return repr(_originals[cls])


_originals: dict[type, type] = {}
_stand_ins: dict[type, type] = {}


def stand_in(kind: type) -> type:
    """Return the class that a script sees in place of `kind`, which it must not call."""
    shown = _stand_ins.get(kind)
    if shown is None:
        shown = _stand_ins[kind] = _Shown(kind.__name__, (), {"__slots__": ()})
        _originals[shown] = kind
    return shown


def shown_type(obj: Any) -> Any:
    """Return the type of `obj` as a script may have it: what `type(obj)` gives."""
    kind = type(obj)
    if (
        kind in _CALLABLE
        or guard.is_script_class(kind)
        or issubclass(kind, (Exception, np.generic))
    ):
        return kind
    if issubclass(kind, type):
        return _Type
    if guard.in_engine(kind) and not guard.is_internal(kind):
        return kind
    if issubclass(kind, tuple):  # a namedtuple
        return kind
    return stand_in(kind)


class ClassOf:
    """What `x.__class__` reads: its `shown` is what `type(x)` gives."""

    __slots__ = ("shown",)

    def __init__(self, obj: Any) -> None:
        self.shown = shown_type(obj)


_CALLABLE: frozenset[type] = frozenset(
    (
        *(bool, int, float, complex, str, bytes, list, tuple, dict, set, frozenset, range, slice),
        *(OrderedDict, Counter, defaultdict, deque, partial, enumerate, zip, map, filter),
        *(type(None), object, property, staticmethod, classmethod),
    )
)


_build_class = python.__build_class__


def build_class(own: set[type], body: Any, name: str, *bases: Any, **keywords: Any) -> Any:
    """Make a class of the script, and add it to the set `own`: what `class` statements call."""
    if keywords:
        raise Refused("keywords in a class statement")
    for base in bases:
        if not _may_derive(base):
            raise Refused(f"a class cannot derive from {guard.describe(base)}")
    made = _build_class(body, name, *bases)
    type.__setattr__(made, guard.MARK, True)
    own.add(made)
    return made


def _may_derive(base: Any) -> bool:
    if not isinstance(base, type) or type(base) is _Shown or base is _Type:
        return False
    if base is object or guard.is_script_class(base) or issubclass(base, Exception):
        return True
    # Of the engine, what people derive from: Function, Module, Optimizer, schedulers, ...
    return guard.in_engine(base) and not guard.is_internal(base) and "__slots__" not in vars(base)


def _table() -> dict[str, Any]:
    table = {name: getattr(python, name) for name in _PLAIN.split()}
    for name, value in vars(python).items():
        if name not in _UNAVAILABLE and isinstance(value, type) and issubclass(value, Exception):
            table[name] = value
    table.update(
        getattr=guard.safe_getattr,
        hasattr=guard.safe_hasattr,
        setattr=guard.safe_setattr,
        type=_Type,
        pow=power,
    )
    return table


BUILTINS: dict[str, Any] = _table()
"""What the builtin names of the language stand for."""

HIDDEN: dict[str, Callable[..., Any] | type] = {
    # C code that imports on behalf of a script looks here; the name cannot be spelled in a script.
    "__import__": python.__import__,
    "<checked>": guard.checked,
    "<type>": type,
    "<class of>": ClassOf,
    "<writable>": guard.writable,
    "<count>": count,
    "<Exception>": Exception,
}
"""What compiled scripts use under names that no script can spell."""


def instead(name: str) -> str | None:
    """Return what to write instead of a builtin of Python that the language leaves out."""
    if name in _ELSEWHERE:
        return _ELSEWHERE[name]
    return None


def is_left_out(name: str) -> bool:
    """Return whether `name` is a builtin of Python that scripts do not have."""
    return name not in BUILTINS and hasattr(python, name)
