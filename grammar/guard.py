"""Which attributes a script may read and write, by type.

Note [Attributes]
A script is compiled to ordinary Python, so what keeps it inside is that it can never *name* the way
out. `compile.py` asks `is_direct(name)` for each attribute in the source:

* A name that no type gives a dangerous meaning (`grad`, `backward`, `weight`) stays an ordinary
  attribute access, at full speed.
* A name that some type forbids (`format`, `tofile`, `send`) or that nobody has heard of becomes a
  call of `checked`, which looks for the class that the attribute comes from and asks that class's
  allow-list.
* A name with a leading underscore is refused when the script is read, a few listed ones aside.

So allow_lists.py says for each type what is allowed; what is dangerous follows from that.
"""

from __future__ import annotations

import types
from collections.abc import Container
from typing import Any

from grammar import formatting
from grammar.allow_lists import CONTEXT, DOCUMENTED, METHODS, SAVED, SPECIAL, lists
from grammar.refusal import Refused

__all__ = ["METHODS", "SPECIAL"]

WRITABLE = frozenset(["grad", "grad_dtype", "data", "requires_grad"])
"""Attributes of a tensor that a script may set."""

MARK = "__script_class__"
"""The attribute, which no script can spell, of the classes that scripts have defined."""


def is_script_class(kind: type) -> bool:
    """Return whether a script has defined the class: its own attributes belong to the script."""
    return MARK in vars(kind)


def is_direct(name: str, own: Container[str]) -> bool:
    """Return whether an attribute of this name needs no check, whatever the object.

    own: the names that the script itself defines, on its own objects presumably; a dangerous name
    stays dangerous.
    """
    if name[0] == "_":
        return name in SPECIAL
    known = lists()
    return name not in known.dangerous and (name in known.safe or name in own)


def is_dangerous(name: str) -> bool:
    """Return whether some type forbids attributes of this name."""
    return name in lists().dangerous


def is_spoken(name: str) -> bool:
    """Return whether the language has attributes of this name at all (see `SPECIAL`)."""
    return (
        name[:1] != "_"
        or name in SPECIAL
        or name == "__init__"
        or name in DOCUMENTED
        or name.startswith(SAVED)
    )


def allows(owner: type, name: str, obj: object) -> bool:
    """Return whether the allow-list of `owner`, a class that defines `name`, has it."""
    if is_script_class(owner):
        return True
    if name[0] == "_":
        if name == "__init__":
            return _may_initialise(obj)
        return name in SPECIAL or in_engine(owner)
    allowed = lists().allowed
    for klass in owner.__mro__:
        listed = allowed.get(klass)
        if listed is not None and klass is not object:
            return listed.has(name)
    return in_engine(owner)


def _may_initialise(obj: object) -> bool:
    """Return whether `obj.__init__` may be called: what a script made, and the bases of it."""
    if not isinstance(obj, type):
        return type(obj) is super or is_script_class(type(obj))
    if obj is object or is_script_class(obj) or issubclass(obj, Exception):
        return True
    return in_engine(obj) and not is_internal(obj)


def find_owner(obj: object, name: str) -> type | None:
    """Return the class that attribute `name` of `obj` comes from; None: from the object itself."""
    kind = type(obj)
    if kind is super:
        start = obj.__thisclass__  # type: ignore[attr-defined]
        mro = obj.__self_class__.__mro__  # type: ignore[attr-defined]
        for klass in mro[mro.index(start) + 1 :]:
            if name in vars(klass):
                return klass  # type: ignore[no-any-return]
        return super
    if isinstance(obj, type):
        for klass in obj.__mro__:
            if name in vars(klass):
                return klass
    for klass in kind.__mro__:
        if name in vars(klass):
            return klass
    return None


def readable(obj: object, name: str) -> bool:
    """Return whether a script may read attribute `name` of `obj` (which need not have it)."""
    if not is_spoken(name) or (name == "detail" and isinstance(obj, BaseException)):
        return False
    owner = find_owner(obj, name)
    if owner is not None:
        return allows(owner, name, obj)
    if name.startswith(SAVED):
        return in_engine(type(obj))
    if type(obj) in _FUNCTIONS:
        return is_script_function(obj)
    return True  # the object's own dictionary, or nothing at all


_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType)


def is_script_function(obj: object) -> bool:
    """Return whether `obj` is a function that a script has defined."""
    return type(obj) is types.FunctionType and obj.__globals__.get("__name__") == "__main__"


_ABSENT: Any = object()


class _Text:
    """A string whose `format` is being read: format fields walk attributes (`'{0.tb_frame}'`)."""

    __slots__ = ("format", "format_map")

    def __init__(self, *first: str) -> None:
        self.format = lambda *args, **kwargs: formatting.format_text(read, *first, *args, **kwargs)
        self.format_map = lambda *args: formatting.format_map_text(read, *(*first, *args))


def checked(obj: Any, name: str) -> Any:
    """Return `obj` if a script may read its attribute `name`: guarded reads are `checked(x).name`.

    Raises `Refused` if not. An object that has no such attribute is returned: Python complains.
    """
    if (name == "format" or name == "format_map") and (
        isinstance(obj, str) or (isinstance(obj, type) and issubclass(obj, str))
    ):
        return _Text() if isinstance(obj, type) else _Text(obj)
    if readable(obj, name):
        return obj
    if is_context(type(obj)) and name[:1] != "_":
        return obj.attributes
    raise Refused(f"attribute '{name}' of {describe(obj)} is not in the language")


def read(obj: Any, name: str) -> Any:
    """Return attribute `name` of `obj` if a script may have it."""
    return getattr(checked(obj, name), name)


def safe_getattr(obj: Any, name: str, default: Any = _ABSENT, /) -> Any:
    """Python's `getattr`, within the allow-lists."""
    name = spelled(name, "getattr")
    if default is _ABSENT:
        return read(obj, name)
    try:
        return read(obj, name)
    except AttributeError:
        return default


def safe_hasattr(obj: Any, name: str, /) -> bool:
    """Python's `hasattr`; what a script may not read does not exist."""
    try:
        read(obj, spelled(name, "hasattr"))
    except (AttributeError, Refused):
        return False
    return True


def safe_setattr(obj: Any, name: str, value: Any, /) -> None:
    """Python's `setattr`, within the allow-lists."""
    name = spelled(name, "setattr")
    setattr(writable(obj, name), name, value)


for _function in (safe_getattr, safe_hasattr, safe_setattr):
    _function.__name__ = _function.__qualname__ = _function.__name__.removeprefix("safe_")


def spelled(name: Any, function: str) -> str:
    """Return an attribute's name as plain text: a subclass of `str` could change its mind."""
    if not isinstance(name, str):
        raise TypeError(f"{function}(): attribute name must be string")
    return str.__str__(name)


_tensor_writes: set[tuple[type, str]] = set()
"""Classes of tensors, each with an attribute that was found writable: training loops set `.grad`."""


def writable(obj: Any, name: str) -> Any:
    """Return `obj` if a script may set or delete its attribute `name`: guarded writes use it."""
    kind = type(obj)
    if (kind, name) in _tensor_writes:
        return obj
    if name[:1] != "_":
        if MARK in kind.__dict__:
            return obj
        if isinstance(obj, type):
            if is_script_class(obj):
                return obj
        elif kind is types.FunctionType:
            if is_script_function(obj):
                return obj
        elif in_engine(kind):
            if hasattr(kind, "is_leaf"):  # a tensor
                if name in WRITABLE:
                    _tensor_writes.add((kind, name))
                    return obj
            elif is_context(kind):  # what the script puts there, beside what PyTorch has
                if find_owner(obj, name) is None or name in CONTEXT:
                    return obj
                if not readable(obj, name):
                    return obj.attributes
            elif readable(obj, name):  # a module, an optimizer
                return obj
    raise Refused(f"attribute '{name}' of {describe(obj)} cannot be set")


def is_internal(kind: type) -> bool:
    """Return whether a class of the engine is one that scripts see only in part."""
    internal = lists().internal
    return any(klass in internal for klass in kind.__mro__)


def is_context(kind: type) -> bool:
    """Return whether `kind` is the context of a custom Function.

    A script may call its own attributes there as it likes: those whose names mean something inside
    the engine (`ctx.saved`, `ctx.outputs`) are kept in its `attributes`.
    """
    return is_internal(kind) and hasattr(kind, "save_for_backward")


def in_engine(kind: type) -> bool:
    """Return whether the engine defines a class; some of its classes say that they are torch's."""
    return kind.__module__.partition(".")[0] in ("engine", "torch")


def describe(obj: object) -> str:
    """Return what to call an object in a message, without calling anything of its own."""
    if isinstance(obj, type):
        return f"class '{type.__getattribute__(obj, '__name__')}'"
    return f"'{type(obj).__name__}' object"
