"""Names from other languages and libraries, and what a script writes instead."""

from __future__ import annotations

from grammar import modules

CUSTOMARY = {
    "np": "numpy",
    "th": "torch",
    "plt": "matplotlib",
    "sns": "seaborn",
    "pd": "pandas",
    "tf": "tensorflow",
    "jnp": "jax",
}
"""Short names under which modules are usually imported."""

_DRAWING = "a script draws nothing: print the numbers, and let another program draw them"
_DATA = "bind data on the command line: NAME=@FILE"
_NOTHING_ELSE = "a script can compute and print, and nothing else"
_ONE_PROCESS = "everything is computed in one process on the CPU: leave it out"

NOT_HERE = {
    "PIL": _DATA,
    "abc": "leave it out: raise NotImplementedError in the base class",
    "argparse": "bind values on the command line: NAME=VALUE",
    "asyncio": "scripts run from top to bottom",
    "collections.abc": "write `from typing import Iterable` and the like",
    "contextlib": "write a class with __enter__ and __exit__",
    "csv": _DATA,
    "dataclasses": "write a class with __init__, or collections.namedtuple",
    "datetime": "write time.time()",
    "enum": "write a class with a value for each name",
    "gc": "leave it out",
    "glob": _NOTHING_ELSE,
    "io": _NOTHING_ELSE,
    "jax": "JAX is not here: write PyTorch's names",
    "json": _DATA,
    "logging": "write print(...)",
    "matplotlib": _DRAWING,
    "multiprocessing": _ONE_PROCESS,
    "operator": "write a lambda: lambda a, b: a + b",
    "os": _NOTHING_ELSE,
    "pandas": _DATA,
    "pathlib": _NOTHING_ELSE,
    "pickle": _NOTHING_ELSE,
    "pprint": "write print(...)",
    "re": "write the methods of str: find, split, replace, startswith",
    "scipy": "write the functions of torch.special and torch.linalg",
    "seaborn": _DRAWING,
    "shutil": _NOTHING_ELSE,
    "sklearn": _DATA,
    "string": "write the letters themselves as a text",
    "subprocess": _NOTHING_ELSE,
    "sys": _NOTHING_ELSE,
    "tensorflow": "TensorFlow is not here: write PyTorch's names",
    "threading": _ONE_PROCESS,
    "torch.distributed": _ONE_PROCESS,
    "torch.multiprocessing": _ONE_PROCESS,
    "torchvision": f"torchvision is not here: {_DATA}",
    "tqdm": "leave it out: loop over the thing itself, and print now and then",
    "unittest": "write assert, or torch.testing.assert_close",
}
"""Modules that a script cannot import, under the names by which they are known."""


_SPOKEN = frozenset(["os", "sys", "jax", *(n for n, m in CUSTOMARY.items() if m in NOT_HERE)])
"""Those that stand in scripts for the module; `string` or `io` may be any variable."""


def instead_of_module(name: str) -> str | None:
    """Return the advice for a module that cannot be imported: its own, or that of its package.

    >>> instead_of_module("matplotlib.pyplot") == instead_of_module("matplotlib")
    True
    """
    while name and name not in NOT_HERE:
        name = name.rpartition(".")[0]
    return NOT_HERE.get(name)


SPECIAL_NAMES = {
    "__import__": "write import",
    "__debug__": "write True",
    "__file__": _NOTHING_ELSE,
    "__doc__": "keep the text in a variable",
    "__dict__": "name the attributes, or keep the values in a dict",
    "__bases__": "write issubclass(A, B)",
    "__mro__": "write issubclass(A, B)",
    "__subclasses__": "keep the classes in a list",
    "__class__": "the class of an object cannot be changed",
    "__name__": "a script is always '__main__': choose another name",
    "__new__": "write __init__",
    "__del__": "write __exit__, and `with`",
    "__getattr__": "set the attributes in __init__, or write a property",
    "__getattribute__": "set the attributes in __init__, or write a property",
    "__setattr__": "write a property with a setter",
    "__delattr__": "write a property with a deleter",
    "__get__": "write a property",
    "__set__": "write a property with a setter",
    "__slots__": "leave it out",
    "__traceback__": "raise the exception again: raise",
    "__cause__": "raise the exception again: raise",
    "__context__": "raise the exception again: raise",
    "__init_subclass__": "write a decorator for the classes",
    "__class_getitem__": "write __getitem__, for the objects",
}
"""Python's own names that the language leaves out, and what to write instead."""


def instead_of_special(name: str) -> str:
    """Return what to write instead of a name with underscores that the language leaves out.

    >>> instead_of_special("_hidden"), instead_of_special("__slots__")
    ('write hidden', 'leave it out')
    """
    plain = name.strip("_") if name[-2:] == "__" else name.lstrip("_")
    if name in SPECIAL_NAMES:
        return SPECIAL_NAMES[name]
    if name[:2] == "__" and name[-2:] == "__":
        return "leave it out: it leads into the interpreter"
    return f"write {plain}" if plain else "write _, or a name"


WORDS = {
    "null": "None",
    "nil": "None",
    "undefined": "None",
    "NULL": "None",
    "nullptr": "None",
    "none": "None",
    "true": "True",
    "TRUE": "True",
    "false": "False",
    "FALSE": "False",
    "NaN": "nan",
    "Infinity": "inf",
    "puts": "print",
    "println": "print",
    "printf": "print",
    "xrange": "range",
    "unicode": "str",
    "raw_input": "a binding on the command line: NAME=VALUE",
}
"""Words of other languages (and of Python 2) and the one here."""

ATTRIBUTES = {
    "astype": "to(dtype)",
    "copy": "clone()",
    "to_numpy": "numpy()",
    "fill": "fill_(value)",
    "array": "tensor",
    "ndarray": "Tensor",
    "power": "pow",
    "expand_dims": "unsqueeze",
    "random": "rand, and randn for normal numbers",
    "float_": "float64",
    "reduce_sum": "sum",
    "reduce_mean": "mean",
    "reduce_max": "amax",
    "assign": "copy_(value)",
    "assign_sub": "sub_(value)",
    "assign_add": "add_(value)",
    "constant": "tensor",
    "Variable": "tensor, with requires_grad=True",
    "invert": "linalg.inv",
}
"""Names of NumPy, TensorFlow and others, and those of PyTorch's tensors and modules."""

MANNERS = {
    "cuda": "everything is computed on the CPU: leave it out",
    "length": "write len(x), or x.numel() for all elements",
    "len": "write len(x), or x.numel() for all elements",
    "append": "tensors do not grow: join them with torch.cat([x, y])",
    "extend": "tensors do not grow: join them with torch.cat([x, y])",
    "compile": "leave it out: call the function or module itself",
    "newaxis": "a new dimension is made by the index None: x[None]",
}
"""What has no name in PyTorch, and how it is done."""


def in_pytorch(name: str) -> str | None:
    """Return the advice for an attribute that tensors, modules and `torch` do not have, or None.

    >>> in_pytorch("expand_dims")
    "PyTorch's name is unsqueeze"
    """
    elsewhere = ATTRIBUTES.get(name)
    return f"PyTorch's name is {elsewhere}" if elsewhere else MANNERS.get(name)


def instead_of(name: str) -> str | None:
    """Return the advice for a name that comes from elsewhere, or None.

    >>> instead_of("np")
    'write `import numpy as np` first'
    >>> instead_of("true")
    'write `True`'
    """
    module = CUSTOMARY.get(name, name)
    if module in modules.importable() and "." not in module:
        alias = f" as {name}" if module != name else ""
        return f"write `import {module}{alias}` first"
    if name in _SPOKEN:
        return NOT_HERE[module]
    if name in WORDS:
        word = WORDS[name]
        return f"write `{word}`" if word.isidentifier() else f"write {word}"
    return None
