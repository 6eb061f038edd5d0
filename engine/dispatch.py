"""The forward hot path: from a call to a recorded node.

Three dispatchers share one job: get the operands' arrays, run the kernel, and, if a gradient will
be needed, make a graph node. `unary` and `binary` serve the elementwise operators, which are most of
a scalar graph, and are written out flat because each Python call they would make costs as much as
the arithmetic; `nary` serves every other signature.

Note [Fast path]
Two operands of one dtype need no type promotion, and neither does a Python number beside a floating
tensor. The fast path computes first and looks afterwards whether the dtype came out unchanged; every
other case (promotion, wrong operands, shapes that do not broadcast) goes to `convert`, which decides
it by PyTorch's rules. A new Tensor or Node is made by `object.__new__` and plain stores: an
`__init__` would cost as much again.

Note [Shapes]
A node knows its output's shape, and elementwise results take that very tuple over from their operand:
where both operands have the same one, nothing was broadcast, and the backward pass need not look.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from engine import convert, state
from engine.graph.node import CONSTANT, DIFFERENTIABLE, FREE, LEAF, Node, Plan, Port, describe
from engine.graph.versions import METADATA, RESULT, TENSOR, VALUE, counter_of, note_versions
from engine.tensor import Parameter, Tensor
from engine.views.making import make_view

if TYPE_CHECKING:
    from engine.registry import Operator

new = object.__new__
ndarray = np.ndarray
float32 = np.float32
float64 = np.float64
next_seq = state.next_seq
_FLOAT32 = np.dtype(float32)
_FLOAT64 = np.dtype(float64)
_PLAIN = frozenset([int, float, bool, str, type(None)])


def unary(op: Operator) -> Callable[..., Any]:
    """Return the dispatcher of an elementwise operator of one tensor."""
    kernel = op.kernel
    plan = op.plan((DIFFERENTIABLE,), str(op.grad_fn), trusted=True) if op.rules else None
    mode = plan.mode if plan is not None else 0
    cls = plan.node_class if plan is not None else Node
    slow = nary(op)

    def call(input: Any) -> Any:
        try:
            a = input._data
        except AttributeError:
            raise convert.not_a_tensor(op.name, "input", 1, input) from None
        try:
            r = kernel(a)
        except TypeError:
            return slow(input)
        c = r.__class__
        if (c is not float64 and c is not float32) or c is not a.__class__:
            dtype = r.dtype
            if dtype is not a.dtype or dtype.kind == "c":
                return slow(input)
        out = new(Tensor)
        out._data = r
        out._meta = None
        fn = input._fn
        if fn is not None and plan is not None and state.grad_enabled:
            out._fn = node = new(cls)
            node.plan = plan
            node.seq = next_seq()
            node.hooks = None
            if fn is LEAF:
                node.next = (input,)
                node._like = r.shape if c is ndarray else c
            else:
                node.next = (fn,)
                node._like = fn._like if c is ndarray else c
            if c is ndarray:
                node._out_dtype = dtype
            if mode == 0:
                node.saved = ()
            else:
                node.saved = (input,) if mode == 1 else (r,) if mode == 2 else (input, r)
                meta = input._meta
                if meta is not None and meta.counter is not None:
                    note_versions(node)
        else:
            out._fn = None
        if state.watch is not None:
            state.watch(op, (input,), out)
        return out

    return call


def binary(op: Operator, infix: bool = False) -> Callable[..., Any]:
    """Return the dispatcher of an elementwise operator of two operands, the second maybe a number.

    infix: it serves a Python operator: of operands it does not know, Python asks the other one.
    """
    kernel = op.kernel
    name = str(op.grad_fn)
    slow = nary(op)
    differentiable = bool(op.rules)
    # For each pattern of arguments the plan for operands of different shapes, which broadcast, and
    # the plan for operands of one shape, whose gradients need no look at theirs.
    number, left, right, both = (
        tuple(op.plan(flags, name, trusted=same) for same in (False, True))
        for flags in (
            (DIFFERENTIABLE, FREE),
            (DIFFERENTIABLE, CONSTANT),
            (CONSTANT, DIFFERENTIABLE),
            (DIFFERENTIABLE, DIFFERENTIABLE),
        )
    )

    def call(input: Any, other: Any) -> Any:
        kind = other.__class__
        try:
            a = input._data
            c = a.__class__
            if kind is Tensor or kind is Parameter:
                b = other._data
                if (c is ndarray or b.__class__ is not c) and a.dtype is not b.dtype:
                    return slow(input, other)
                r = kernel(a, b)
                g = other._fn
            elif kind is float or kind is int:
                r = kernel(a, other)
                g = None
            elif infix and not isinstance(other, convert.OPERANDS):
                return NotImplemented
            else:
                return slow(input, other)
        except (AttributeError, TypeError, ValueError, OverflowError, ZeroDivisionError):
            return slow(input, other)
        rc = r.__class__
        if (rc is not float64 and rc is not float32) or rc is not c:
            dtype = r.dtype
            if dtype is not a.dtype or dtype.kind == "c":
                return slow(input, other)
        out = new(Tensor)
        out._data = r
        out._meta = None
        f = input._fn
        if (f is not None or g is not None) and differentiable and state.grad_enabled:
            if rc is ndarray:
                like = f._like if f is not None and f is not LEAF else a.shape
                if kind is float or kind is int:
                    same = True
                else:
                    of_other = g._like if g is not None and g is not LEAF else b.shape
                    same = like is of_other or like == of_other
                    if not same:
                        like = r.shape
            else:
                like = rc
                same = rc is c and (kind is float or kind is int or b.__class__ is c)
            if g is None:
                plan = (number if kind is float or kind is int else left)[same]
                edges: Any = (f if f is not LEAF else input,)
            elif f is None:
                plan = right[same]
                edges = (g if g is not LEAF else other,)
            else:
                plan = both[same]
                edges = (f if f is not LEAF else input, g if g is not LEAF else other)
            out._fn = node = new(plan.node_class)
            node.plan = plan
            node.seq = next_seq()
            node.hooks = None
            node.next = edges
            node._like = like
            if rc is ndarray:
                node._out_dtype = dtype
            mode = plan.mode
            if mode == 0:
                node.saved = ()
            else:
                if mode == 3:
                    node.saved = (input, other)
                elif mode == 1:
                    node.saved = (input,)
                elif mode == 2:
                    node.saved = (other,)
                elif mode == 4:
                    node.saved = (r,)
                else:
                    node.saved = values_of(plan, (input, other), r)
                meta = input._meta
                if meta is not None and meta.counter is not None:
                    note_versions(node)
                elif kind is Tensor or kind is Parameter:
                    meta = other._meta
                    if meta is not None and meta.counter is not None:
                        note_versions(node)
        else:
            out._fn = None
        if state.watch is not None:
            state.watch(op, (input, other), out)
        return out

    return call


def nary(op: Operator) -> Callable[..., Any]:
    """Return the dispatcher of an operator of any signature."""
    n = len(op.params)
    least = n if op.variadic else n - len(op.defaults)
    defaults = op.defaults
    promote = op.promote
    operands = op.operands
    check = op.check
    view = op.view

    def call(*args: Any, **kwargs: Any) -> Any:
        out: Any
        count = len(args)
        if kwargs or count != n:
            if kwargs or not least <= count < n or count > op.n_positional:
                args = convert.bind(op, args, kwargs)
            else:
                args += defaults[count - n :]
        if state.vmap is not None:
            out = state.vmap.call(op, args)
            if out is not None:
                return out
        requires = False
        flags: list[Any] = []
        data: list[Any] = []
        for v in args:
            c = v.__class__
            if c in _PLAIN:
                data.append(v)
                flags.append(FREE)
            elif c is Tensor or c is Parameter or isinstance(v, Tensor):
                data.append(v._data)
                if v._fn is not None:
                    requires = True
                    flags.append(DIFFERENTIABLE)
                else:
                    flags.append(CONSTANT)
            elif (c is list or c is tuple) and any(isinstance(t, Tensor) for t in v):
                data.append([t._data if isinstance(t, Tensor) else t for t in v])
                pattern = tuple(
                    (DIFFERENTIABLE if t._fn is not None else CONSTANT)
                    if isinstance(t, Tensor)
                    else FREE
                    for t in v
                )
                requires = requires or DIFFERENTIABLE in pattern
                flags.append(pattern)
            else:
                data.append(v)
                flags.append(FREE)
        if view:
            data[0] = args[0]._materialize()
        if check is not None:
            check(*data)
        if promote != "none" and not _alike(data, operands):
            convert.promote(op, args, data)
        try:
            r = op.kernel(*data)
        except convert.KERNEL_ERRORS as error:
            raise convert.explain(op, args, data, error) from None
        if r.__class__ is tuple:
            out = tuple(_wrap(piece) for piece in r)
        else:
            out = _wrap(r)
        if view:
            if r.__class__ is tuple:
                for piece in out:
                    make_view(piece, args[0], op, args)
            elif out is not args[0]:
                make_view(out, args[0], op, args)
        if requires and op.rules and state.grad_enabled:
            record(op, args, tuple(flags), r, out)
        if state.watch is not None:
            state.watch(op, args, out)
        return out

    return call


def _alike(data: list[Any], operands: tuple[int, ...]) -> bool:
    """Return whether the operands are floating-point arrays of one dtype: nothing to promote."""
    dtype = None
    for i in operands:
        value = data[i]
        if value.__class__ is not ndarray:
            return False
        if dtype is None:
            dtype = value.dtype
        elif value.dtype is not dtype:
            return False
    return dtype is _FLOAT32 or dtype is _FLOAT64


def _wrap(r: Any) -> Tensor:
    out = new(Tensor)
    out._data = r
    out._fn = None
    out._meta = None
    return out


def record(op: Operator, args: tuple[Any, ...], flags: tuple[Any, ...], r: Any, out: Any) -> None:
    """Make the graph node of a call and attach it to the outputs that can carry a gradient."""
    grad_fn = op.grad_fn
    sample = r[0] if r.__class__ is tuple else r
    plan = op.plan(
        flags,
        grad_fn if grad_fn.__class__ is str else grad_fn(*args),  # type: ignore[operator]
        sample.dtype.kind == "c",
    )
    if not plan.vjps:
        return
    node = new(plan.node_class)
    node.plan = plan
    node.hooks = None
    if plan.places is None:
        node.next = edges_of(op, args, flags)
    else:
        node.next = tuple(
            [v if (fn := v._fn) is LEAF else fn for v in [args[i] for i in plan.places]]
        )
    node.saved = values_of(plan, args, r) if plan.entries else ()
    for i in plan.tensors:
        meta = node.saved[i]._meta
        if meta is not None and meta.counter is not None:
            note_versions(node)
            break
    node.seq = next_seq()
    attach(node, r, out)
    if plan.saves_result and op.view:
        node.result_counter = counter_of(out if isinstance(out, Tensor) else out[0])


def values_of(plan: Plan, args: tuple[Any, ...], r: Any) -> tuple[Any, ...]:
    """Return what a node saves of a call's arguments and result."""
    n = len(args)
    return tuple(
        [
            args[order]
            if kind in (TENSOR, VALUE)
            else r
            if kind == RESULT and r.__class__ is not tuple
            else _part(plan, name, r)
            if kind == RESULT
            else METADATA[kind][1](args[order - kind * n]._data)
            for order, kind, name in plan.entries
        ]
    )


def _part(plan: Plan, name: str, r: tuple[Any, ...]) -> tuple[int, Any]:
    """Return one of several results, with its number."""
    outputs = plan.operator.outputs
    number = outputs.index(name) if outputs else 0
    return number, r[number]


def edges_of(op: Operator, args: tuple[Any, ...], flags: tuple[Any, ...]) -> tuple[Any, ...]:
    """Return the targets of the gradients of a call whose differentiable arguments are in lists."""
    edges: list[Any] = []
    for parameter, flag, value in zip(op.params, flags, args, strict=True):
        if parameter in op.rules:
            several = isinstance(flag, tuple)
            for t, f in zip(value, flag, strict=True) if several else ((value, flag),):
                if f == DIFFERENTIABLE:
                    edges.append(t if t._fn is LEAF else t._fn)
    return tuple(edges)


def attach(node: Node, r: Any, out: Any) -> None:
    """Make `node` the grad_fn of its output, or of each floating-point one of its outputs."""
    if isinstance(out, Tensor):
        if r.dtype.kind not in "fc":
            return  # integers have no gradient
        describe(node, r)
        out._fn = node
        return
    ports = []
    for number, tensor in enumerate(out):
        data = tensor._data
        if data.dtype.kind in "fc":
            port = Port(node, number, None, None)
            describe(port, data)
            tensor._fn = port
            ports.append(port)
    node._like = node._out_dtype = None
    node.outputs = len(out)
    node.port_refs = tuple(ref(port) for port in ports)
