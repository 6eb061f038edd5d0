"""Operator declarations: one place says all there is about an operator.

Note [Rules]
A declaration is a kernel on plain arrays, decorated with its derivative rules, keyed by the name of
the argument they differentiate. A rule is a function whose parameters say what it needs, and what
it needs is what a node saves (compare PyTorch's derivatives.yaml). It may name

    grad              the gradient of the result (`grads` for all of an operator with several)
    result            what the operator returned; one of several results by its name in `outputs`
    any argument      tensors by value, others as they were given
    NAME_shape        the shape of tensor argument NAME, without saving its values
    NAME_dtype        its NumPy dtype
    NAME_layout       "F" if it is a matrix that lies in memory column by column, else "C"
    position          (last) the place in the list, for an argument that is a list of tensors

Rules are polymorphic: they call other operators by name and use arithmetic. In an ordinary backward
pass the names stand for the kernels and the values are plain arrays; under `create_graph=True` they
stand for the operators themselves and the values are tensors, so that the rule's own computation is
recorded. Both come from the same code object, with other globals (see `plans.for_arrays`).

Note [Complex]
Gradients of complex values are conjugate Wirtinger derivatives, as in PyTorch: for a holomorphic f,
grad * conj(f'(x)). Rules are written as for real numbers (grad * f'(x)), and if the result is complex
the same is got by conjugating the saved values, once for all: rules have no complex constants, and so
conjugating all that goes in conjugates what comes out. Operators that are not holomorphic (abs, real,
conj) say so and treat complex values in their rules.

Broadcasting is undone once for all on the edge (see `conform.py`), never in a rule.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

from engine import dispatch
from engine.graph.plans import KERNELS, for_arrays, make_plan

if TYPE_CHECKING:
    from engine.graph.node import Plan

__all__ = [
    "KERNELS",
    "OPERATORS",
    "READINGS",
    "SAMPLES",
    "Operator",
    "exported",
    "in_rules",
    "operator",
    "reads",
]

F = TypeVar("F", bound=Callable[..., Any])

OPERATORS: dict[str, Operator] = {}
"""All operators by name, internal ones (leading underscore) included."""

READINGS: dict[str, tuple[tuple[str, ...], str]] = {}
"""How helpers of rules read: the names of their parameters, and an expression of them."""

SAMPLES: dict[str, tuple[str, ...]] = {}
"""Calls as text, by the name of the function, that tests run."""


class Operator:
    """One operator: its kernel, rules and names, and the plans of its nodes.

    name: what the language calls it; leading underscore: internal.
    kernel: the computation on plain arrays.
    rules: derivative rules by argument name.
    promote: "none" (dtypes are the kernel's affair), "arithmetic" (operands are brought to their
        common dtype), "float" (the same, and integers become the default dtype).
    grad_fn: the name of its nodes, or a function of the arguments that gives it.
    operands: the arguments that promotion concerns; the first two if not said.
    outputs: the names of the results, if there are several and rules need them.
    kink: a function of arguments that says where they lie on a kink or a jump (elementwise).
    variadic: the argument that swallows further positional integers, as in x.view(2, 3).
    nondifferentiable: the tensor arguments said to have no derivative; they may have no rule.
    holomorphic: whether the rules hold for complex values as written: Note [Complex].
    saves: arguments that hold tensors in other guise (an index), so that saving them counts.
    check: refuses operands (by raising) before they are promoted.
    inplace: whether Tensor has the operator in place, too (`exp_`).
    wraps_numbers: whether a number operand counts as a tensor without gradient in next_functions.
    view: whether the result shares the first argument's storage.
    batch: the kind of its batching rule (engine.func.batch_rules); "": example by example.
    """

    __slots__ = (
        "_plans",
        "batch",
        "call",
        "check",
        "defaults",
        "grad_fn",
        "holomorphic",
        "inplace",
        "kernel",
        "keyword_only",
        "kink",
        "multiple",
        "n_positional",
        "name",
        "operands",
        "outputs",
        "params",
        "promote",
        "rules",
        "saves",
        "variadic",
        "view",
        "wraps_numbers",
    )

    def __init__(
        self,
        name: str,
        kernel: Callable[..., Any],
        rules: dict[str, Callable[..., Any]],
        *,
        promote: str = "none",
        grad_fn: str | Callable[..., str] | None = None,
        view: bool = False,
        multiple: bool = False,
        nondifferentiable: tuple[str, ...] = (),
        operands: tuple[str, ...] | None = None,
        outputs: tuple[str, ...] = (),
        variadic: str | None = None,
        wraps_numbers: bool = False,
        kink: Callable[..., Any] | None = None,
        holomorphic: bool = True,
        inplace: bool = True,
        check: Callable[..., None] | None = None,
        saves: tuple[str, ...] = (),
        batch: str = "",
    ) -> None:
        self.name = name
        self.batch = batch
        self.rules = rules
        self.promote = promote
        self.view = view
        self.holomorphic = holomorphic
        self.inplace = inplace
        self.check = check
        self.saves = saves
        self.wraps_numbers = wraps_numbers
        self.multiple = multiple or bool(outputs)
        self.outputs = outputs
        self.kink = kink
        code = getattr(kernel, "__code__", None)
        if code is None:  # a C function, such as operator.mul: rules tell the parameters
            self.params: tuple[str, ...] = ("self", "other")
            self.n_positional = 2
            self.defaults: tuple[Any, ...] = ()
        else:
            self.n_positional = code.co_argcount
            self.params = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            keywords = kernel.__kwdefaults__ or {}
            self.defaults = (kernel.__defaults__ or ()) + tuple(
                keywords[p] for p in self.params[self.n_positional :]
            )
        self.variadic = variadic
        self.operands = tuple(
            self.params.index(p) for p in operands or self.params[:2] if p in self.params
        )
        for argument in nondifferentiable:
            if argument not in self.params or argument in rules:
                raise TypeError(f"{name}: {argument} is no argument, or has a rule after all")
        self.keyword_only = self.params[self.n_positional :]
        self.kernel = _positional(kernel, self.defaults) if self.keyword_only else kernel
        self.grad_fn = grad_fn or _camel(name) + "Backward0"
        self._plans: dict[Any, Plan] = {}
        self.call: Callable[..., Any]

    def plan(
        self,
        flags: tuple[Any, ...],
        grad_fn: str,
        conjugate: bool = False,
        trusted: bool = False,
    ) -> Plan:
        """Return the plan of nodes whose arguments have the pattern `flags`, made at first use.

        conjugate: the result is complex, see Note [Complex].
        trusted: the result has the shape and dtype of every operand that needs a gradient.
        """
        key = (flags, grad_fn, conjugate, trusted)
        plan = self._plans.get(key)
        if plan is None:
            plan = self._plans[key] = make_plan(
                self, flags, grad_fn, conjugate and self.holomorphic
            )
            plan.trusted = trusted
        return plan

    def __repr__(self) -> str:
        return f"<operator {self.name}>"


def _positional(kernel: Callable[..., Any], defaults: tuple[Any, ...]) -> Callable[..., Any]:
    """Return a kernel whose keyword-only parameters are positional ones, as dispatch gives them."""
    code = kernel.__code__
    count = code.co_argcount + code.co_kwonlyargcount
    flat = code.replace(co_argcount=count, co_kwonlyargcount=0)
    return FunctionType(flat, kernel.__globals__, kernel.__name__, defaults, kernel.__closure__)


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.strip("_").split("_"))


def operator(
    *,
    rules: dict[str, Callable[..., Any]] | None = None,
    name: str | None = None,
    shape: str = "nary",
    ufunc: Any = None,
    namespaces: tuple[str, ...] = (),
    samples: tuple[str, ...] = (),
    **declaration: Any,
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declare an operator: decorate its kernel, get the function that users call.

    shape: "unary" or "binary" for the elementwise operators whose dispatch is specialised for
        speed, "nary" for all others.
    ufunc: the kernel, if it is a NumPy function as it stands; what is decorated is then only the
        signature and the documentation (a Python function around it would cost as much as it does).
    namespaces: where users find it, if not in `torch` alone (see `exported`).
    samples: calls as text, which tests run under this engine and under PyTorch; in them `a(2, 3)`
        is a float64 leaf of that shape, `p(...)` a positive one, `m(...)` a mask, `i(n, ...)` a
        tensor of integers below n. Elementwise operators have samples without being given any.
    Other keywords are those of `Operator`.
    """

    def declare(kernel: Callable[..., Any]) -> Callable[..., Any]:
        op = Operator(name or kernel.__name__.rstrip("_"), kernel, rules or {}, **declaration)
        op.kernel = ufunc or op.kernel
        if shape in ("unary", "binary") and not op.batch:
            op.batch = "elementwise"
        _claim(op.name)
        OPERATORS[op.name] = op
        KERNELS[op.name] = op.kernel
        if shape == "unary":
            call = dispatch.unary(op)
        elif shape == "binary":
            call = dispatch.binary(op)
        else:
            call = dispatch.nary(op)
        call.__name__ = call.__qualname__ = op.name
        call.__doc__ = kernel.__doc__
        call.__module__ = sys._getframe(1).f_globals["__name__"]
        op.call = call
        exported(*namespaces, samples=samples)(call)
        return call

    return declare


def exported(*namespaces: str, samples: tuple[str, ...] = ()) -> Callable[[F], F]:
    """Say where users find a composed function, if not in `torch` alone, and how to test it.

    namespaces: of "torch", "nn.functional", "linalg", "special"; the first is its home.
    samples: as in `operator`.
    """

    def mark(function: F) -> F:
        if namespaces:
            function.namespaces = namespaces  # type: ignore[attr-defined]
        if samples:
            SAMPLES[function.__name__] = samples
        return function

    return mark


def in_rules(helper: Callable[..., Any]) -> Callable[..., Any]:
    """Let rules call `helper`, a function that is as polymorphic as they are."""
    _claim(helper.__name__)
    KERNELS[helper.__name__] = for_arrays(helper)
    return helper


def reads(text: str) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Say how a call of a helper or operator reads in a formula, in the names of its parameters.

    `n` in the text is how many elements of the argument make one of the result. A test compares the
    formulas that come of it with the rules, in numbers.
    """

    def mark(helper: Callable[..., Any]) -> Callable[..., Any]:
        name = helper.__name__
        declared = OPERATORS.get(name)
        if declared is not None:
            parameters = declared.params
        else:
            code = helper.__code__
            parameters = code.co_varnames[: code.co_argcount]
        READINGS[name] = parameters, text
        return helper

    return mark


def _claim(name: str) -> None:
    """Refuse a name that another rule might already mean."""
    if name in KERNELS:
        raise ValueError(f"two operators or helpers are called {name}")
