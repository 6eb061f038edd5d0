"""The backward hot path: gradients flow from the roots to the leaves, youngest node first.

Note [Order]
PyTorch counts each node's consumers, and among the ready nodes runs the youngest (largest sequence
number). A node is always younger than its inputs' nodes, so the youngest of *all* nodes still to run
is always ready: sorting the reachable nodes once gives PyTorch's order, hook order included, without
counting. Leaves run as soon as their last consumer has (PyTorch's AccumulateGrad has the largest
sequence number of all), and the last consumer is the oldest: it is known before the pass starts.

Note [Two kinds of gradient]
An ordinary pass computes on plain arrays. Under `create_graph=True` the same rules run on tensors,
which records them. Gradients become tensors only at the borders: hooks, `.grad`, observers, and
custom Functions.

Note [Aliases]
A rule may hand its incoming gradient on unchanged (add), or return a view of it (transpose), so a
gradient is copied before it may be changed later: when it becomes a leaf's `.grad`. The sum of two
contributions belongs to the pass, and further ones are added to it in place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine import state
from engine.errors import explained
from engine.graph.accumulate import accumulate, in_turn
from engine.graph.conform import conform, conform_tensor
from engine.graph.hooks import run_node_hooks, run_tensor_hooks
from engine.graph.node import Freed, Node, Port
from engine.graph.schedule import schedule
from engine.graph.versions import check_versions
from engine.observe import script_origin

if TYPE_CHECKING:
    from engine.graph.node import Hooks, Target
    from engine.tensor import Tensor

ndarray = np.ndarray


class Pass:
    """One backward pass: its options, and the gradients that wait for their targets."""

    __slots__ = (
        "__weakref__",
        "accumulating",
        "captured",
        "create",
        "freed",
        "grads",
        "keep",
        "members",
        "roots",
        "runs",
        "wanted",
    )

    def __init__(
        self,
        roots: list[Any],
        keep: bool,
        create: bool,
        wanted: dict[Any, int] | None,
        accumulating: bool,
    ) -> None:
        self.roots = roots
        self.members: set[Any] | None = None
        self.keep = keep
        self.create = create
        self.wanted = wanted  # targets whose gradients are asked for; None: all leaves
        self.accumulating = accumulating  # whether leaves get .grad
        self.captured: dict[Any, Any] = {}
        self.grads: dict[Any, Any] = {}
        self.freed = Freed(None)
        self.runs: set[Node] | None = None

    def flows_on(self, target: Any) -> bool:
        """Return whether the gradient of a node's output flows on to other wanted targets."""
        return self.runs is None or getattr(target, "node", target) in self.runs

    def executes(self, target: Any) -> bool:
        """Return whether the pass computes the gradient of a node or a leaf."""
        if self.members is None:
            starts = [root for root in self.roots if isinstance(root, (Node, Port))]
            order, _, due, _ = schedule(starts, self.wanted, self.accumulating)
            self.members = {*order, *(leaf for leaves in due.values() for leaf in leaves)}
            self.members.update(
                root
                for root in self.roots
                if root not in starts and (self.wanted is None or root in self.wanted)
            )
        return target in self.members


running: list[Pass] = []
"""The passes that are running: each but the first inside a hook or a custom Function."""


def run(
    roots: list[Any],
    gradients: list[Any],
    *,
    keep: bool,
    create: bool,
    wanted: dict[Any, int] | None = None,
    accumulating: bool = True,
    recording: bool | None = None,
) -> dict[Any, Any]:
    """Run backward from `roots` (targets) and return the captured gradients of `wanted` targets.

    gradients: one a root, plain arrays, or tensors if `create`.
    recording: whether what is computed on tensors is recorded, if not as `create` says.
    """
    task = Pass(roots, keep, create, wanted, accumulating)
    grads = task.grads
    starts: list[Any] = []
    if state.watch is not None:
        task.freed = Freed(script_origin())
    if state.observer is not None:
        state.observer.pass_started(list(zip(roots, gradients, strict=True)), keep)
    for root, gradient in zip(roots, gradients, strict=True):
        if isinstance(root, (Node, Port)):
            starts.append(root)
        grads[root] = grads[root] + gradient if root in grads else gradient
    order, runs, due, ports = schedule(starts, wanted, accumulating)
    task.runs = runs
    reached = {leaf for leaves in due.values() for leaf in leaves}
    enabled = state.grad_enabled
    state.grad_enabled = create if recording is None else recording
    observer = state.observer
    special = wanted is not None or observer is not None
    slow = create or observer is not None or state.anomaly
    owned: set[Any] = set()  # targets whose gradient is a sum that was made here
    freed = task.freed
    running.append(task)
    try:
        for root in roots:
            if isinstance(root, (Node, Port)) or root in reached or root not in grads:
                continue
            if wanted is None or root in wanted or len(roots) == 1:
                finish_leaf(task, root)  # a leaf that is its own graph
        if wanted is not None and len(starts) == 1 and len(roots) == 1:
            node = getattr(starts[0], "node", starts[0])
            if not order or order[-1] is not node:  # an only root's hooks run in any case
                arrive(task, starts[0], getattr(starts[0], "number", 0), grads.pop(starts[0]))
        while order:
            node = order.pop()
            hooks = node.hooks
            if ports and node in ports:
                grad: Any = join_ports(task, node, ports[node])
            else:
                grad = grads.pop(node, None)
                if grad is not None and (special or hooks is not None):
                    grad = arrive(task, node, 0, grad)
                elif grad is None and hooks is not None:
                    grad = undefined(task, hooks)
            if grad is None and (runs is None or node in runs):
                if node.runs_undefined:
                    grad = (None,) * node.outputs
                else:
                    pass_by(node, task)
            if grad is not None and (runs is None or node in runs):
                if hooks is not None and hooks.before:
                    grad = before_node(task, node, grad)
                saved = node.saved
                if saved:
                    if saved.__class__ is Freed:
                        raise freed_error(node, saved, freed)
                    if node.seq < state.last_mutation:
                        check_versions(node)
                plan = node.plan
                if (
                    slow
                    or plan.vjps is None
                    or (hooks is not None and (hooks.after or grad is None))
                ):
                    for target, g in slow_edges(task, node, grad):
                        grads[target] = grads[target] + g if target in grads else g
                else:
                    trusted = plan.trusted
                    for vjp, target in zip(plan.vjps, node.next):  # noqa: B905 - hot path
                        g = grad if vjp is None else vjp(grad, saved)
                        if not trusted:
                            c = g.__class__
                            if c is not target._like and (
                                c is not ndarray
                                or g.shape != target._like
                                or g.dtype is not target._out_dtype
                            ):
                                g = conform(g, target, node)
                                if g is None:
                                    continue
                        if target not in grads:
                            grads[target] = g
                        elif target in owned:
                            grads[target] += g
                        else:
                            grads[target] = grads[target] + g
                            owned.add(target)
                if plan.frees and not keep:
                    node.saved = freed
                    if observer is not None:
                        observer.freed(node)
            if node in due:
                g = grad = None  # so that an array which only waits for its leaf need not be copied
                leaves = due[node]
                for leaf in leaves if len(leaves) == 1 else in_turn(node, leaves):
                    finish_leaf(task, leaf)
    except Exception:
        if state.anomaly:
            from engine.autograd.anomaly_mode import report

            report(node)
        raise
    finally:
        running.pop()
        state.grad_enabled = enabled
        if observer is not None:
            observer.pass_ended()
    return task.captured


def pass_by(node: Node, task: Pass) -> None:
    """Run a node that got no gradient, as PyTorch does: its saved values are needed, and freed."""
    if node.saved.__class__ is Freed:
        raise freed_error(node, node.saved, task.freed)
    if node.plan.frees and not task.keep:
        node.saved = task.freed
        if state.observer is not None:
            state.observer.freed(node)


def slow_edges(task: Pass, node: Node, grad: Any) -> list[tuple[Target, Any]]:
    """Return (target, gradient) for each edge of a node that needs more than its rules.

    That is a node with hooks, a custom Function, or a pass that is recorded, observed or suspicious.
    """
    plan = node.plan
    saved = node.saved
    results: list[Any]
    if grad is None:  # a hook took it away
        results = [None] * len(node.next)
    elif plan.vjps is None:
        results = plan.joint(node, grad, task.create)
    elif task.create:
        results = [vjp(grad, saved, node) for vjp in plan.tensor_vjps]
    else:
        results = [grad if vjp is None else vjp(grad, saved) for vjp in plan.vjps]
    fit = conform_tensor if task.create else conform
    results = [
        None if g is None else fit(g, target, node)
        for g, target in zip(results, node.next, strict=True)
    ]
    if node.hooks is not None and node.hooks.after:
        results = after_node(task, node, grad, results)
    if state.anomaly and state.check_nan:
        look_for_nan(node, results)
    found: list[tuple[Target, Any]] = []
    for argument, target, g in zip(plan.arguments, node.next, results, strict=True):
        if g is None:
            continue
        found.append((target, g))
        if state.observer is not None:
            number = target.number if isinstance(target, Port) else 0
            observed = target.node if isinstance(target, Port) else target
            state.observer.edge(node, argument, observed, number, as_tensor(g))
    return found


def before_node(task: Pass, node: Node, grad: Any) -> Any:
    """Run a node's prehooks on the gradients of its outputs; return what they leave."""
    assert node.hooks is not None
    several = isinstance(grad, tuple)
    given = tuple(None if g is None else as_tensor(g) for g in (grad if several else (grad,)))
    left = run_node_hooks(node.hooks.before, given)
    if not task.create:
        left = tuple(None if g is None else g._data for g in left)
    return left if several else left[0]


def after_node(task: Pass, node: Node, grad: Any, results: list[Any]) -> list[Any]:
    """Run a node's hooks on the gradients of its inputs; return what they leave for the edges."""
    assert node.hooks is not None
    outputs = grad if isinstance(grad, tuple) else (grad,)
    edges = node.plan.edges
    given = tuple(None if i is None or results[i] is None else as_tensor(results[i]) for i in edges)
    outputs = tuple(None if g is None else as_tensor(g) for g in outputs)
    left = run_node_hooks(node.hooks.after, given, (outputs,))
    after: list[Any] = [None] * len(results)
    for i, g in zip(edges, left, strict=True):
        if i is not None and g is not None:
            after[i] = g if task.create else g._data
    return after


def look_for_nan(node: Node, results: list[Any]) -> None:
    """Raise PyTorch's error if a gradient of a node's inputs has a NaN."""
    for number, i in enumerate(node.plan.edges):
        g = None if i is None else results[i]
        if g is not None and np.isnan(as_tensor(g)._data).any():
            from engine.autograd.anomaly_mode import nan_error

            raise nan_error(node, number)


def arrive(task: Pass, target: Any, number: int, grad: Any) -> Any:
    """Run the hooks of a complete gradient and capture it if it is wanted."""
    hooks = target.hooks
    wanted = task.wanted is not None and target in task.wanted
    if wanted:
        task.captured[target] = grad
    if hooks is not None:
        tensor = run_tensor_hooks(hooks, target, number, as_tensor(grad))
        grad = tensor if task.create else tensor._data
        # PyTorch hands out the gradient as it was before the hooks if it flows on from here.
        if wanted and (task.accumulating or not task.flows_on(target)):
            task.captured[target] = grad
    if state.observer is not None:
        node = target.node if isinstance(target, Port) else target
        state.observer.gradient(node, number, as_tensor(grad))
    return grad


def join_ports(task: Pass, node: Node, ports: dict[int, Port]) -> tuple[Any, ...] | None:
    """Return the gradients of a node's outputs in order, None for outputs that got none.

    Hooks run in the order in which the outputs got their first one.
    """
    grads: list[Any] = [None] * node.outputs
    every = {port.number: port for port in node.ports() if port.hooks is not None} | ports
    for port in sorted(every.values(), key=_first_hook):
        grad = task.grads.pop(port, None)
        if grad is not None:
            grads[port.number] = arrive(task, port, port.number, grad)
        elif port.hooks is not None:
            grads[port.number] = undefined(task, port.hooks)
    return tuple(grads) if any(g is not None for g in grads) else None


def _first_hook(port: Port) -> tuple[int, int]:
    hooks = port.hooks.functions if port.hooks is not None else None
    return (min(hooks) if hooks else 0), port.number


def undefined(task: Pass, hooks: Hooks) -> Any:
    """Run the hooks of a gradient that is not there: PyTorch calls them with None."""
    grad: Any = None
    for hook in list(hooks.functions.values()):
        result = hook(grad)
        grad = grad if result is None else result
    return grad if task.create or grad is None else grad._data


def finish_leaf(task: Pass, leaf: Tensor) -> None:
    """Hand a leaf its complete gradient: hooks, capture, then `.grad`."""
    grad = task.grads.pop(leaf, None)
    meta = leaf._meta
    if meta is not None and meta.grad_dtype is not ... and grad is not None:
        from engine.grad_rules import fitted

        grad = fitted(leaf, grad)
    if grad is None:
        if meta is not None and meta.hooks is not None:
            grad = undefined(task, meta.hooks)
        if grad is None:
            return
    elif meta is not None and meta.hooks is not None:
        tensor = run_tensor_hooks(meta.hooks, leaf, 0, as_tensor(grad))
        grad = tensor if task.create else tensor._data
    if task.wanted is not None and leaf in task.wanted:
        task.captured[leaf] = grad
    if state.observer is not None:
        state.observer.gradient(leaf, 0, as_tensor(grad))
    if task.accumulating and leaf._fn is not None and (task.wanted is None or leaf in task.wanted):
        accumulator: Any = meta.accumulator() if meta is not None and meta.accumulator else None
        hooks = accumulator.hooks if accumulator is not None else None
        if hooks is not None and hooks.before:
            grad = before_node(task, accumulator, grad)
        if grad is not None:
            accumulate(leaf, grad)
        if hooks is not None and hooks.after:
            after_node(task, accumulator, grad, [])


def as_tensor(grad: Any) -> Tensor:
    """Return a gradient as a tensor, whichever of the two kinds it is."""
    from engine.tensor import Tensor, from_array

    return grad if isinstance(grad, Tensor) else from_array(grad)


def freed_error(node: Node, freed: Freed, now: Freed) -> RuntimeError:
    """Return PyTorch's error for a second backward, with the three places that explain it."""
    return explained(
        RuntimeError(
            "Trying to backward through the graph a second time (or directly access saved tensors "
            "after they have already been freed). Saved intermediate values of the graph are freed "
            "when you call .backward() or autograd.grad(). Specify retain_graph=True if you need "
            "to backward through the graph a second time or if you need to access saved tensors "
            "after calling backward."
        ),
        labels=(
            (now.origin, "this backward pass needs them again"),
            (freed.origin, "the first backward pass freed the saved values"),
            (getattr(node, "origin", None), f"saved values of {node.name()} are gone"),
        ),
        help="pass retain_graph=True to the first call, or compute the result anew before the second",
    )
