"""Classes that families of layers share, and that error messages must not name."""

from __future__ import annotations

from types import FunctionType

from engine.nn.modules.module import Module


class Template(Module):
    """Base of a class that only its subclasses are known by.

    Python names the class that defines a method when arguments are missing or too many:
    "Conv2d.__init__() missing 1 required positional argument". So subclasses get `__init__` and
    `forward` of a template as methods of their own.
    """

    def __init_subclass__(cls) -> None:
        for name in ("__init__", "forward"):
            owner = next(klass for klass in cls.__mro__ if name in vars(klass))
            method = vars(owner)[name]
            if owner is cls or Template not in owner.__bases__:
                continue
            own = FunctionType(
                method.__code__, method.__globals__, name, method.__defaults__, method.__closure__
            )
            own.__kwdefaults__ = method.__kwdefaults__
            own.__doc__ = method.__doc__
            own.__qualname__ = f"{cls.__name__}.{name}"
            setattr(cls, name, own)
