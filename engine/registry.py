"""Operator declarations: one place says all there is about an operator.

Note [Rules]
A declaration is a kernel on plain arrays, decorated with its derivative rules, keyed by the name of
the argument they differentiate. A rule is a function whose parameters say what it needs, and what
it needs is what a node saves (compare PyTorch's derivatives.yaml). It may name

    grad              the gradient of the result (`grads` for all of an operator with several)
    result            what the operator returned (the first output, if several; `results` for all)
    any argument      tensors by value, others as they were given
    NAME_shape        the shape of tensor argument NAME, without saving its values
    NAME_dtype        its NumPy dtype
    position          (last) the place in the list, for an argument that is a list of tensors

Rules are polymorphic: they call other operators by name and use arithmetic. In an ordinary backward
pass the names stand for the kernels and the values are plain arrays; under `create_graph=True` they
stand for the operators themselves and the values are tensors, so that the rule's own computation is
recorded. Both come from the same code object, with other globals (see `_on_arrays`).

Note [Complex]
Gradients of complex values are conjugate Wirtinger derivatives, as in PyTorch: for a holomorphic f,
grad * conj(f'(x)). Rules are written as for real numbers (grad * f'(x)), and if the result is complex
the same is got by conjugating what goes in and what comes out, once for all. Operators that are not
holomorphic (abs, real, conj) say so and treat complex values in their rules.

Broadcasting is undone once for all on the edge (see `conform.py`), never in a rule.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from types import FunctionType
from typing import Any, TypeVar

from engine import dispatch
from engine.node import CONSTANT, DIFFERENTIABLE, FREE, Node, Plan, node_class
from engine.shapes import wrap_dim, wrap_dims
from engine.versions import DTYPE, RESULT, SHAPE, TENSOR, VALUE

F = TypeVar("F", bound=Callable[..., Any])

OPERATORS: dict[str, Operator] = {}
"""All operators by name, internal ones (leading underscore) included."""

KERNELS: dict[str, Any] = {"math": math, "wrap_dim": wrap_dim, "wrap_dims": wrap_dims}
"""What the names in rules stand for in an ordinary backward pass: the kernels."""

SAMPLES: dict[str, tuple[str, ...]] = {}
"""Calls as text, by the name of the function, that tests run."""

_NOT_SAVED = {"grad", "grads", "position"}
_IDENTITY = (lambda grad: grad).__code__.co_code


class Operator:
    """One operator: its kernel, rules and names, and the plans of its nodes.

    name: what the language calls it; leading underscore: internal.
    kernel: the computation on plain arrays.
    rules: derivative rules by argument name.
    promote: "none" (dtypes are the kernel's affair), "arithmetic" (operands are brought to their
        common dtype), "float" (the same, and integers become the default dtype).
    grad_fn: the name of its nodes, or a function of the arguments that gives it.
    operands: the arguments that promotion concerns; the first two if not said.
    variadic: the argument that swallows further positional integers, as in x.view(2, 3).
    nondifferentiable: the tensor arguments said to have no derivative; they may have no rule.
    holomorphic: whether the rules hold for complex values as written: Note [Complex].
    saves: arguments that hold tensors in other guise (an index), so that saving them counts.
    check: refuses operands (by raising) before they are promoted.
    inplace: whether Tensor has the operator in place, too (`exp_`).
    wraps_numbers: whether a number operand counts as a tensor without gradient in next_functions.
    view: whether the result shares the first argument's storage.
    """

    __slots__ = (
        "_plans",
        "call",
        "check",
        "defaults",
        "grad_fn",
        "holomorphic",
        "inplace",
        "kernel",
        "keyword_only",
        "multiple",
        "n_positional",
        "name",
        "operands",
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
        variadic: str | None = None,
        wraps_numbers: bool = False,
        holomorphic: bool = True,
        inplace: bool = True,
        check: Callable[..., None] | None = None,
        saves: tuple[str, ...] = (),
    ) -> None:
        self.name = name
        self.kernel = kernel
        self.rules = rules
        self.promote = promote
        self.view = view
        self.holomorphic = holomorphic
        self.inplace = inplace
        self.check = check
        self.saves = saves
        self.wraps_numbers = wraps_numbers
        self.multiple = multiple
        code = getattr(kernel, "__code__", None)
        if code is None:  # a C function, such as operator.mul: rules tell the parameters
            self.params: tuple[str, ...] = ("self", "other")
            self.n_positional = 2
            self.defaults: tuple[Any, ...] = ()
        else:
            self.n_positional = code.co_argcount
            self.params = code.co_varnames[: code.co_argcount + code.co_kwonlyargcount]
            keyword_only = kernel.__kwdefaults__ or {}
            self.defaults = (kernel.__defaults__ or ()) + tuple(
                keyword_only[p] for p in self.params[self.n_positional :]
            )
        self.variadic = variadic
        self.operands = tuple(
            self.params.index(p) for p in operands or self.params[:2] if p in self.params
        )
        for argument in nondifferentiable:
            if argument not in self.params or argument in rules:
                raise TypeError(f"{name}: {argument} is no argument, or has a rule after all")
        self.keyword_only = self.params[self.n_positional :]
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
            plan = self._plans[key] = _make_plan(
                self, flags, grad_fn, conjugate and self.holomorphic
            )
            plan.trusted = trusted
        return plan

    def compute(self, data: list[Any]) -> Any:
        """Run the kernel on the arguments in order, keyword-only ones included."""
        if not self.keyword_only:
            return self.kernel(*data)
        n = self.n_positional
        return self.kernel(*data[:n], **dict(zip(self.keyword_only, data[n:], strict=True)))

    def __repr__(self) -> str:
        return f"<operator {self.name}>"


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
        op.kernel = ufunc or kernel
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


def _on_arrays(rule: Callable[..., Any]) -> Callable[..., Any]:
    """Return the rule with the names in it standing for kernels: see Note [Rules]."""
    assert isinstance(rule, FunctionType)
    if rule.__code__.co_names:
        code, name = rule.__code__, rule.__name__
        return FunctionType(code, KERNELS, name, rule.__defaults__, rule.__closure__)
    on_arrays: Callable[..., Any] = rule
    return on_arrays


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
    KERNELS[helper.__name__] = _on_arrays(helper)
    return helper


def _claim(name: str) -> None:
    """Refuse a name that another rule might already mean."""
    if name in KERNELS:
        raise ValueError(f"two operators or helpers are called {name}")


def rule_parameters(rule: Callable[..., Any]) -> tuple[str, ...]:
    """Return the names of a rule's parameters."""
    code = rule.__code__
    return code.co_varnames[: code.co_argcount]


def _make_plan(op: Operator, flags: tuple[Any, ...], grad_fn: str, conjugate: bool) -> Plan:
    active: list[tuple[str, int | None, Callable[..., Any]]] = []
    edges: list[int | None] = []
    for parameter, flag in zip(op.params, flags, strict=True):
        rule = op.rules.get(parameter)
        for position, f in enumerate(flag) if isinstance(flag, tuple) else ((None, flag),):
            if f == DIFFERENTIABLE and rule is not None:
                edges.append(len(active))
                active.append((parameter, position, rule))
            elif rule is not None and (f != FREE or op.wraps_numbers):
                edges.append(None)
    names = {n for _, _, rule in active for n in rule_parameters(rule)} - _NOT_SAVED
    plan = Plan()
    plan.operator = op
    plan.node_class = node_class(grad_fn)
    plan.edges = tuple(edges)
    plan.arguments = tuple(parameter for parameter, _, _ in active)
    plan.entries = entries = tuple(sorted(_entry(op, flags, name) for name in names))
    plan.frees = any(
        kind in (TENSOR, RESULT)
        or (kind == VALUE and (name in op.saves or (op.wraps_numbers and order in op.operands)))
        for order, kind, name in entries
    )
    plan.saves_result = any(kind == RESULT for _, kind, _ in entries)
    plan.mode = sum(1 << min(order, 2) for order, _, _ in entries) if len(op.params) <= 2 else 0
    places = {name: place for place, (_, _, name) in enumerate(entries)}
    vjps = []
    tensor_vjps = []
    for _, position, rule in active:
        parameters = rule_parameters(rule)
        needs = [places.get(name, -1) for name in parameters if name != "position"]
        kinds = [-1 if place < 0 else entries[place][1] for place in needs]
        on_arrays, on_tensors = _on_arrays(rule), rule
        if parameters[-1:] == ("position",):
            on_arrays, on_tensors = _at(on_arrays, position), _at(on_tensors, position)
        identity = rule.__code__.co_code == _IDENTITY and needs == [-1]
        vjp: Any = _bind(on_arrays, needs, [kind == TENSOR for kind in kinds])
        tensor_vjp = _bind_tensors(on_tensors, needs, kinds)
        if op.multiple and "grad" in parameters:
            vjp, tensor_vjp = _of_first(vjp), _of_first(tensor_vjp)
        if conjugate:
            vjp, tensor_vjp = (
                _conjugated(vjp, KERNELS["conj"]),
                _conjugated(tensor_vjp, OPERATORS["conj"].call),
            )
        vjps.append(None if identity and not op.multiple else vjp)
        tensor_vjps.append(tensor_vjp)
    plan.vjps = tuple(vjps)
    plan.tensor_vjps = tuple(tensor_vjps)
    return plan


def _entry(op: Operator, flags: tuple[Any, ...], name: str) -> tuple[int, int, str]:
    """Return (order, kind, name) of the saved value that a rule calls `name`.

    The order is the argument's position, or len(params) for the result, so that the specialised
    dispatchers can save by position; metadata is numbered on from there.
    """
    params = op.params
    if name in params:
        index = params.index(name)
        return index, TENSOR if flags[index] in (CONSTANT, DIFFERENTIABLE) else VALUE, name
    if name in ("result", "results"):
        return len(params), RESULT, name
    base, _, what = name.rpartition("_")
    if base in params and what in ("shape", "dtype"):
        kind = SHAPE if what == "shape" else DTYPE
        return kind * len(params) + params.index(base), kind, name
    raise TypeError(f"{op.name}: a rule names {name}, which is no argument of it")


def _of_first(vjp: Callable[..., Any]) -> Callable[..., Any]:
    """Let a rule for the first output of several take its gradient from among all."""
    return lambda grads, *rest: vjp(grads[0], *rest)


def _conjugated(vjp: Callable[..., Any], conj: Callable[[Any], Any]) -> Callable[..., Any]:
    """Return the rule for a complex result: see Note [Complex]."""

    def on(grad: Any) -> Any:
        return (
            tuple(map(on, grad))
            if isinstance(grad, tuple)
            else None
            if grad is None
            else conj(grad)
        )

    return lambda grad, *rest: on(vjp(on(grad), *rest))


def _at(rule: Callable[..., Any], position: int | None) -> Callable[..., Any]:
    return lambda *values: rule(*values, position)


def _bind(
    rule: Callable[..., Any], places: list[int], tensors: list[bool]
) -> Callable[[Any, Any], Any]:
    """Return `(grad, saved) -> rule(...)` on arrays, with the common shapes written out for speed."""
    match list(zip(places, tensors, strict=True)):
        case [(-1, _)]:
            return lambda grad, saved: rule(grad)
        case [(-1, _), (i, True)]:
            return lambda grad, saved: rule(grad, saved[i]._data)
        case [(-1, _), (i, False)]:
            return lambda grad, saved: rule(grad, saved[i])
        case [(-1, _), (i, True), (j, True)]:
            return lambda grad, saved: rule(grad, saved[i]._data, saved[j]._data)
        case [(-1, _), (i, True), (j, False)]:
            return lambda grad, saved: rule(grad, saved[i]._data, saved[j])
    chosen = tuple(zip(places, tensors, strict=True))

    def call(grad: Any, saved: Any) -> Any:
        return rule(
            *[grad if i < 0 else saved[i]._data if tensor else saved[i] for i, tensor in chosen]
        )

    return call


def _bind_tensors(
    rule: Callable[..., Any], places: list[int], kinds: list[int]
) -> Callable[[Any, Any, Any], Any]:
    """Return `(grad, saved, node) -> rule(...)` on tensors that are part of the graph."""
    chosen = tuple(zip(places, kinds, strict=True))

    def call(grad: Any, saved: Any, node: Node) -> Any:
        return rule(
            *[
                grad if i < 0 else saved_tensor(node, i) if kind in (TENSOR, RESULT) else saved[i]
                for i, kind in chosen
            ]
        )

    return call


def saved_tensor(node: Node, place: int) -> Any:
    """Return the saved value at `place` as the tensor it was, connected to the graph."""
    from engine.tensor import Tensor, from_parts

    _, kind, name = node.plan.entries[place]
    value = node.saved[place]
    if kind == RESULT:
        if isinstance(value, tuple):
            ports = node.ports()
            return tuple(from_parts(v, ports[i]) for i, v in enumerate(value))
        return from_parts(value, node.ports()[0] if node.plan.operator.multiple else node)
    assert isinstance(value, Tensor)
    arguments = node.plan.arguments
    target = node.next[arguments.index(name)] if name in arguments else None
    fn = value._fn
    if target is None or target is fn or target is value:
        return value
    if isinstance(target, Tensor):
        return target
    return from_parts(value._data, target)
