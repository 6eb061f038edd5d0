"""What each type lets a script read: the lists of Note [Attributes] in guard.py."""

from __future__ import annotations

import sys
import types
from collections import Counter, OrderedDict, defaultdict, deque
from functools import partial
from itertools import chain
from typing import NamedTuple

import numpy as np

SPECIAL = frozenset(
    f"__{name}__" for name in ["call", "repr", "len", "getitem", "iter", "enter", "exit", "name"]
)
"""Names with underscores that mean on every object only what syntax says too: always direct."""

SAVED = ("_saved_", "_raw_saved_")
DOCUMENTED = frozenset(["_version", "_base"])
"""Names with an underscore that PyTorch documents, beside those of saved values (`SAVED`)."""

METHODS = SPECIAL | frozenset(
    f"__{name}__"
    for name in [
        "init",
        "str",
        "bool",
        "int",
        "float",
        "index",
        "complex",
        "hash",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "contains",
        "next",
        "reversed",
        "setitem",
        "delitem",
        "format",
        "neg",
        "pos",
        "abs",
        "invert",
        "round",
        "trunc",
        "floor",
        "ceil",
        "divmod",
        "rdivmod",
        "add",
        "sub",
        "mul",
        "truediv",
        "floordiv",
        "mod",
        "pow",
        "matmul",
        "and",
        "or",
        "xor",
        "lshift",
        "rshift",
        "radd",
        "rsub",
        "rmul",
        "rtruediv",
        "rfloordiv",
        "rmod",
        "rpow",
        "rmatmul",
        "rand",
        "ror",
        "rxor",
        "rlshift",
        "rrshift",
        "iadd",
        "isub",
        "imul",
        "itruediv",
        "ifloordiv",
        "imod",
        "ipow",
        "imatmul",
        "iand",
        "ior",
        "ixor",
        "ilshift",
        "irshift",
    ]
)
"""Special methods that a class of the script may define."""

_EVERYTHING = "*"

_ARRAY = (
    "T all any argmax argmin argpartition argsort astype base choose clip compress conj "
    "conjugate copy cumprod cumsum data device diagonal dot dtype fill flags flat flatten imag "
    "item itemsize mT max mean min nbytes ndim nonzero partition prod ptp put ravel real repeat "
    "reshape round searchsorted shape size sort squeeze std strides sum swapaxes take tobytes "
    "tolist trace transpose var view is_integer as_integer_ratio bit_count "
)

_ALLOWED: dict[type, str] = {
    # Plain values: what their methods do is compute. `-` takes away.
    bool: _EVERYTHING,
    int: _EVERYTHING,
    float: _EVERYTHING,
    complex: _EVERYTHING,
    bytes: _EVERYTHING,
    bytearray: _EVERYTHING,
    str: "* -format -format_map",  # both walk attributes: see `checked`
    list: _EVERYTHING,
    dict: _EVERYTHING,
    tuple: _EVERYTHING,
    set: _EVERYTHING,
    frozenset: _EVERYTHING,
    range: _EVERYTHING,
    slice: _EVERYTHING,
    OrderedDict: _EVERYTHING,
    defaultdict: _EVERYTHING,
    Counter: _EVERYTHING,
    deque: _EVERYTHING,
    type({}.keys()): "isdisjoint",
    type({}.values()): "",
    type({}.items()): "isdisjoint",
    property: "getter setter deleter",
    partial: "func args keywords",
    chain: "from_iterable",
    BaseException: "* -with_traceback -detail -obj",
    # What leads into the interpreter: nothing.
    object: "",
    type: "",
    staticmethod: "",
    classmethod: "",
    super: "",
    memoryview: "* -obj -cast -release",
    types.FunctionType: "",
    types.BuiltinFunctionType: "",
    types.MethodType: "",
    types.MethodWrapperType: "",
    types.WrapperDescriptorType: "",
    types.MethodDescriptorType: "",
    types.ClassMethodDescriptorType: "",
    types.GetSetDescriptorType: "",
    types.MemberDescriptorType: "",
    types.CodeType: "",
    types.FrameType: "",
    types.TracebackType: "",
    types.ModuleType: "",
    types.GeneratorType: "",
    types.CoroutineType: "",
    types.AsyncGeneratorType: "",
    types.CellType: "",
    types.MappingProxyType: "copy get items keys values",
    types.GenericAlias: "",
    # NumPy: arithmetic and shapes. No files, no raw memory, no resizing below a view.
    np.ndarray: _ARRAY,
    np.generic: _ARRAY,
    np.dtype: "char itemsize kind name ndim names shape str type",
    np.ufunc: "accumulate identity nin nout outer reduce",
}

_CONTEXT = "needs_input_grad to_save dirty_tensors non_differentiable saved_for_forward"
CONTEXT = frozenset(_CONTEXT.split())
"""Attributes of the context of a Function that PyTorch has and lets a script set."""

_ENGINE: dict[str, str] = {
    # Of these a script sees only what PyTorch documents.
    "engine.tensor.Tensor": "* -like -out_dtype",
    "engine.graph.node.Node": "name next_functions metadata register_hook register_prehook",
    "engine.graph.accumulate.AccumulateGrad": (
        "name next_functions metadata variable register_hook register_prehook"
    ),
    "engine.functions.node.FunctionNode": (
        "save_for_backward save_for_forward mark_dirty mark_non_differentiable mark_shared_storage "
        "set_materialize_grads saved_tensors saved_variables requires_grad apply "
        f"{_CONTEXT} name next_functions metadata register_hook register_prehook"
    ),
    "engine.errors.Detail": "count index",
}

_UNSEEN = (
    "engine.tensor.Meta",
    "engine.graph.node.Port",
    "engine.graph.node.Plan",
    "engine.graph.node.Freed",
    "engine.graph.node.Hooks",
    "engine.registry.Operator",
    "engine.graph.versions.VersionCounter",
)
"""Classes of the engine that only the names forbidden above lead to. All of their attributes are
forbidden too; but that must not slow down every `x.grad` because an internal class has a `grad`."""


_PUBLIC = (
    "engine.nn.modules",
    "engine.nn.utils.rnn",
    "engine.optim",
    "engine.optim.lr_scheduler",
    "engine.autograd",
    "engine.autograd.graph",
    "engine.autograd.function",
    "engine.func",
    "grammar.summary_writer",
)
"""Modules whose public classes have only attributes that a script may use, on its own objects too."""


class AllowList(NamedTuple):
    """What a type allows: the names, or everything but the names."""

    everything: bool
    names: frozenset[str]

    def has(self, name: str) -> bool:
        """Return whether the list allows the name."""
        return (name in self.names) is not self.everything


class _Lists:
    """The allow-lists, worked out at the first script, so that importing this module is cheap."""

    def __init__(self) -> None:
        self.allowed: dict[type, AllowList] = {}
        self.dangerous: set[str] = {"detail", "obj"}
        self.safe: set[str] = set()
        self.internal: set[type] = set()
        self.engine_done = False
        self.loaded = 0
        self.seen: set[str] = set()
        for owner, text in _ALLOWED.items():
            self.add(owner, text)

    def add(self, owner: type, text: str) -> None:
        words = text.split()
        everything = _EVERYTHING in words
        named = frozenset(word[1:] if everything else word for word in words if word != _EVERYTHING)
        listed = self.allowed[owner] = AllowList(everything, named)
        names = {name for klass in owner.__mro__ for name in vars(klass) if name[0] != "_"}
        self.safe.update(filter(listed.has, names))
        self.dangerous.update(name for name in names if not listed.has(name))

    def add_engine(self) -> None:
        """Add the classes of the engine, which need not be loaded before this."""
        import engine

        self.engine_done = True
        for path, text in _ENGINE.items():
            owner = find_class(path)
            if owner is not None:
                self.add(owner, text)
                if text[:1] != _EVERYTHING:
                    self.internal.add(owner)
        for path in _UNSEEN:
            owner = find_class(path)
            if owner is not None:
                self.internal.add(owner)
                self.allowed[owner] = AllowList(False, frozenset())
        self.add_public(engine)

    def add_loaded(self) -> None:
        """Add the public classes of the engine's modules that were loaded since the last look."""
        self.loaded = len(sys.modules)
        for path in _PUBLIC:
            module = sys.modules.get(path)
            if module is not None and path not in self.seen:
                self.seen.add(path)
                self.add_public(module)

    def add_public(self, module: types.ModuleType) -> None:
        """Say that the names of a module's public classes need no check."""
        for value in list(vars(module).values()):
            if isinstance(value, type) and value.__module__.startswith(("engine.", "torch.")):
                for klass in value.__mro__:
                    self.safe.update(vars(klass))
                    # What the class declares for its instances: `weight`, `in_features`.
                    self.safe.update(getattr(klass, "__annotations__", ()))


def find_class(path: str) -> type | None:
    """Return the class at a dotted path if its module is loaded and has it."""
    module, _, name = path.rpartition(".")
    found = getattr(sys.modules.get(module), name, None)
    return found if isinstance(found, type) else None


_lists: _Lists | None = None


def lists() -> _Lists:
    """Return the allow-lists, made at the first call."""
    global _lists
    if _lists is None:
        _lists = _Lists()
    if not _lists.engine_done:
        _lists.add_engine()
    if len(sys.modules) != _lists.loaded:
        _lists.add_loaded()
    return _lists
