"""The catalogue: every function, class and tensor method that scripts can name, found in the engine.

Nothing is listed here by hand: names come from the modules as scripts see them, words from
docstrings (whose examples the tests run), rules from the operators' declarations.
"""

from __future__ import annotations

import inspect
import re
import sys
from collections.abc import Iterator
from functools import cache
from types import ModuleType
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from engine.registry import Operator

HOMES = (
    *("torch", "torch.nn.functional", "torch.linalg", "torch.special", "torch.fft", "torch.nn"),
    *("torch.nn.init", "torch.nn.utils", "torch.optim", "torch.optim.lr_scheduler"),
    *("torch.autograd", "torch.autograd.functional", "torch.autograd.graph", "torch.func"),
    *("torch.utils.checkpoint", "torch.utils.data", "torch.random", "torch.testing"),
)
"""Where names are looked for; a thing that is in several is called by the first."""


DEPTH = 3
"""Through how many functions a rule is looked for."""


class Rule(NamedTuple):
    """The derivative of an operator in one argument: a formula, or None for what is none.

    operator: the operator's own name, where a function is composed of several.
    """

    operator: str
    argument: str
    formula: str | None


class Entry:
    """One thing that scripts can name."""

    def __init__(self, path: str, value: Any) -> None:
        self.path = path
        self.value = value
        self.name = path.rpartition(".")[2]
        self.aliases: list[str] = []
        self.methods: list[str] = []

    @property
    def names(self) -> list[str]:
        """All names under which it is found."""
        return [self.path, *self.aliases, *self.methods]

    @property
    def kind(self) -> str:
        """ "class", "method" or "function"."""
        if isinstance(self.value, type):
            return "class"
        return "method" if self.path.startswith("torch.Tensor.") else "function"

    @property
    def family(self) -> str:
        """What its module is about: the first words of that module's docstring."""
        module = sys.modules.get(_module_of(self.value))
        text = (module.__doc__ or "").strip() if module is not None else ""
        first = re.split(r"(?<=\w)[:.;]\s|:$|\.$", text.split("\n\n")[0].replace("\n", " "))[0]
        return first.rstrip(".:") or "Other"

    @property
    def summary(self) -> str:
        """Its first sentence."""
        return " ".join(self.text.split("\n\n")[0].split())

    @property
    def text(self) -> str:
        """Its documentation without the examples."""
        return _without_examples(_document(self.value))

    @property
    def example(self) -> str:
        """The examples in its documentation, as a session with `torch`; "" if it has none."""
        return _examples(_document(self.value))

    @property
    def signature(self) -> str:
        """How it is called."""
        from engine.docs import signature
        from engine.registry import OPERATORS

        op = OPERATORS.get(self.name)
        if op is not None and op.call is self.value:
            return signature(op)
        value: Any = self.value
        target = vars(value).get("__init__", value) if isinstance(value, type) else value
        try:
            found = inspect.signature(target)
        except (TypeError, ValueError):
            return f"{self.name}(...)"
        parameters = list(found.parameters.values())
        if parameters and parameters[0].name == "self":
            parameters = parameters[1:]
        plain = [p.replace(annotation=inspect.Parameter.empty) for p in parameters]
        shown = found.replace(parameters=plain, return_annotation=inspect.Signature.empty)
        return f"{self.name}{shown}"

    @property
    def operators(self) -> list[Operator]:
        """The operators behind it: itself, or those that its code calls."""
        return list(_operators(self.value))

    @property
    def rules(self) -> list[Rule]:
        """The derivative rules of its operators."""
        from engine.formulas import formula

        return [
            Rule(
                op.name.strip("_"),
                "input" if argument == "self" else argument,
                formula(op, argument),
            )
            for op in self.operators
            for argument in op.rules
        ]

    @property
    def grad_fns(self) -> list[str]:
        """The names of the nodes that its operators make, where they are always the same."""
        names = [op.grad_fn for op in self.operators if op.rules]
        return list(dict.fromkeys(name for name in names if isinstance(name, str)))

    @property
    def page(self) -> str:
        """The name of its page in PyTorch's documentation."""
        return self.path


def catalogue() -> dict[str, Entry]:
    """Return all entries by path, in the order of `HOMES`, then tensor methods of their own."""
    from engine.operators import families
    from engine.tensor import Tensor
    from grammar import modules

    families()
    found: dict[str, Entry] = {}
    by_value: dict[int, Entry] = {}
    for home in HOMES:
        proxy = modules.find_module(home)
        if proxy is None:
            continue
        for name in sorted(modules.public_names(proxy)):
            value = getattr(proxy, name, None)
            if not callable(value) or isinstance(value, (ModuleType, modules.Proxy)):
                continue
            if not _module_of(value).startswith("engine"):
                continue
            known = by_value.get(id(value))
            if known is not None:
                known.aliases.append(f"{home}.{name}")
                continue
            entry = Entry(f"{home}.{name}", value)
            found[entry.path] = by_value[id(value)] = entry
    by_name = {name: entry for entry in found.values() for name in entry.names}
    for name, value in sorted(_methods(Tensor)):
        owner = by_name.get(f"torch.{name}") or by_name.get(f"torch.{name.removesuffix('_')}")
        if owner is not None:
            owner.methods.append(f"torch.Tensor.{name}")
        elif callable(value):
            path = f"torch.Tensor.{name}"
            found[path] = Entry(path, value)
    return found


def _methods(tensor: type) -> Iterator[tuple[str, Any]]:
    """Yield the methods of tensors that scripts can call."""
    for name in dir(tensor):
        value = getattr(tensor, name)
        if not name.startswith("_") and callable(value):
            yield name, value


def _module_of(value: Any) -> str:
    """Return the module that something was defined in; classes may call themselves PyTorch's."""
    if isinstance(value, type):
        members = [member for base in value.__mro__ for member in vars(base).values()]
        codes = [getattr(member, "__code__", None) for member in members]
        code = next((code for code in codes if code is not None), None)
    else:
        code = getattr(value, "__code__", None)
    claimed = getattr(value, "__module__", "") or ""
    if claimed.startswith("torch") and "engine" + claimed[len("torch") :] in sys.modules:
        claimed = "engine" + claimed[len("torch") :]
    if code is None or (claimed.startswith("engine") and not isinstance(value, type)):
        return claimed
    if code.co_filename not in _modules_by_file():
        _modules_by_file.cache_clear()  # modules are loaded as their names are asked for
    return _modules_by_file().get(code.co_filename, claimed)


@cache
def _modules_by_file() -> dict[str, str]:
    return {getattr(module, "__file__", None) or "": name for name, module in sys.modules.items()}


@cache
def _operators_by_call() -> dict[int, Operator]:
    from engine.registry import OPERATORS

    return {id(op.call): op for op in OPERATORS.values()}


def _operators(value: Any) -> Iterator[Operator]:
    """Yield an operator itself, or those that a function's code names, through others, too."""
    by_call = _operators_by_call()
    todo: list[tuple[Any, int]] = [(value, 0)]
    seen: set[int] = set()
    while todo:
        current, depth = todo.pop(0)
        if id(current) in seen:
            continue
        seen.add(id(current))
        own = by_call.get(id(current))
        if own is not None:
            yield own
            continue
        if isinstance(current, type):
            current = getattr(current, "forward", None)
        code = getattr(current, "__code__", None)
        if code is None or depth == DEPTH:
            continue
        space = current.__globals__
        for name in code.co_names:
            called = space.get(name) or getattr(space.get("F"), name, None)
            if str(getattr(called, "__module__", "")).startswith("engine.operators"):
                todo.append((called, depth + 1))


def _document(value: Any) -> str:
    text = (
        vars(value).get("__doc__") if isinstance(value, type) else getattr(value, "__doc__", None)
    )
    return inspect.cleandoc(text) if isinstance(text, str) else ""


def _without_examples(text: str) -> str:
    kept = [part for part in text.split("\n\n") if not part.lstrip().startswith(">>>")]
    return "\n\n".join(kept).strip()


def _examples(text: str) -> str:
    parts = [part for part in text.split("\n\n") if part.lstrip().startswith(">>>")]
    lines = [line for part in parts for line in part.splitlines()]
    lines = [line for line in lines if line.strip() != ">>> import engine"]
    return "\n".join(re.sub(r"\bengine\b", "torch", line) for line in lines)
