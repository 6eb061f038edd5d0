"""Calling a module that has hooks: before and after forward, and around its backward pass."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from engine import state
from engine.errors import explained
from engine.functions.function import Function
from engine.graph.hooks import RemovableHandle
from engine.tensor import Tensor, from_array
from engine.warn import warn

if TYPE_CHECKING:
    from engine.nn.modules.module import Module


class Hook(NamedTuple):
    """A registered function, and how it wants to be called."""

    function: Callable[..., Any]
    with_kwargs: bool
    always: bool


class Registries:
    """The hooks of one module, of all kinds, by the ids of their handles."""

    def __init__(self) -> None:
        self.forward_pre: OrderedDict[int, Any] = OrderedDict()
        self.forward: OrderedDict[int, Any] = OrderedDict()
        self.backward_pre: OrderedDict[int, Any] = OrderedDict()
        self.backward: OrderedDict[int, Any] = OrderedDict()
        self.state_pre: OrderedDict[int, Any] = OrderedDict()
        self.state_post: OrderedDict[int, Any] = OrderedDict()
        self.load_pre: OrderedDict[int, Any] = OrderedDict()
        self.load_post: OrderedDict[int, Any] = OrderedDict()
        self.full: bool | None = None  # whether the backward hooks are full ones

    def add(
        self,
        kind: str,
        function: Callable[..., Any],
        prepend: bool = False,
        with_kwargs: bool = False,
        always: bool = False,
    ) -> RemovableHandle:
        """Add a hook of a kind and return its handle."""
        registry: OrderedDict[int, Any] = vars(self)[kind]
        hook: Any = Hook(function, with_kwargs, always)
        handle = RemovableHandle(registry, hook)
        if prepend:
            registry.move_to_end(handle.id, last=False)
        return handle

    def add_backward(
        self, function: Callable[..., Any], prepend: bool, full: bool
    ) -> RemovableHandle:
        """Add a backward hook; a module has hooks of one of the two kinds only."""
        if self.full is not None and self.full is not full:
            raise RuntimeError(
                "Cannot use both regular backward hooks and full backward hooks on a single "
                "Module. Please use only one of them."
            )
        self.full = full
        return self.add("backward", function, prepend)


UNINITIALISED = Registries()
"""What a module has in place of hooks until Module.__init__ was called."""


def uninitialised(module: Module, name: str) -> AttributeError:
    """Return PyTorch's error for a module whose class forgot to call `super().__init__()`."""
    return explained(
        AttributeError(f"'{type(module).__name__}' object has no attribute '{name}'"),
        help="call super().__init__() first",
    )


def call(module: Module, hooks: Registries, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Call `forward` and the hooks around it, in PyTorch's order."""
    if hooks is UNINITIALISED:
        raise uninitialised(module, "_backward_hooks")
    running = _Call(module, hooks, args, kwargs)
    try:
        return running.run()
    except Exception:
        running.rescue()
        raise


class _Call:
    """One call of a module with hooks."""

    def __init__(
        self, module: Module, hooks: Registries, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        self.module = module
        self.hooks = hooks
        self.args = args
        self.kwargs = kwargs
        self.result: Any = None
        self.called: set[int] = set()

    def run(self) -> Any:
        """Run everything in order and return the output."""
        module, hooks = self.module, self.hooks
        full = [h.function for h in hooks.backward.values()] if hooks.full else []
        regular = [h.function for h in hooks.backward.values()] if hooks.full is False else []
        before = [h.function for h in hooks.backward_pre.values()]
        for hook in list(hooks.forward_pre.values()):
            self.prepare(hook)
        around = _Backward(module, full, before) if full or before else None
        if around is not None:
            self.args = around.enter(self.args)
        self.result = module.forward(*self.args, **self.kwargs)
        for key, hook in list(hooks.forward.items()):
            self.called.add(key)
            self.finish(hook)
        if around is not None:
            if not isinstance(self.result, (Tensor, tuple)):
                warn(
                    "For backward hooks to be called, module output should be a Tensor or a tuple "
                    f"of Tensors but received {type(self.result)}"
                )
            self.result = around.leave(self.result)
        if regular:
            self.watch_last_node(regular)
        return self.result

    def prepare(self, hook: Hook) -> None:
        """Call a forward pre-hook, which may replace the arguments."""
        if not hook.with_kwargs:
            given = hook.function(self.module, self.args)
            if given is not None:
                self.args = given if isinstance(given, tuple) else (given,)
            return
        given = hook.function(self.module, self.args, self.kwargs)
        if given is None:
            return
        if not (isinstance(given, tuple) and len(given) == 2):
            raise RuntimeError(
                "forward pre-hook must return None or a tuple of (new_args, new_kwargs), but got "
                f"{given}."
            )
        self.args, self.kwargs = given

    def finish(self, hook: Hook) -> None:
        """Call a forward hook, which may replace the result."""
        if hook.with_kwargs:
            given = hook.function(self.module, self.args, self.kwargs, self.result)
        else:
            given = hook.function(self.module, self.args, self.result)
        if given is not None:
            self.result = given

    def rescue(self) -> None:
        """After an error, call the hooks that are always called and have not been."""
        for key, hook in list(self.hooks.forward.items()):
            if hook.always and key not in self.called:
                try:
                    self.finish(hook)
                except Exception as error:
                    warn(
                        "module forward hook with ``always_call=True`` raised an exception that "
                        f"was silenced as another error was raised in forward: {error}"
                    )

    def watch_last_node(self, functions: list[Callable[..., Any]]) -> None:
        """Register regular backward hooks on the node that made the (first) result."""
        found = self.result
        while not isinstance(found, Tensor):
            if isinstance(found, dict):
                found = next(v for v in found.values() if isinstance(v, Tensor))
            else:
                found = found[0]
        node: Any = found.grad_fn
        if node is None:
            return
        module = self.module
        for function in functions:
            node.register_hook(_bound(function, module))
        _warn_of_regular_hooks(self.args, self.result, node)


def _bound(function: Callable[..., Any], module: Module) -> Callable[..., Any]:
    return lambda grad_input, grad_output: function(module, grad_input, grad_output)


_INSTEAD = "Please use register_full_backward_hook to get the documented behavior."


def _warn_of_regular_hooks(args: Any, result: Any, node: Any) -> None:
    """Issue PyTorch's warning where a regular backward hook does not see all gradients."""
    results = (result,) if isinstance(result, Tensor) else result
    if not (isinstance(results, tuple) and all(isinstance(t, Tensor) for t in results)):
        problem = (
            "on a Module that does not return a single Tensor or a tuple of Tensors is deprecated "
            "and will be removed in future versions. This hook will be missing some of the "
            f"grad_output. {_INSTEAD}"
        )
    elif not all(isinstance(t, Tensor) for t in args):
        problem = (
            "on a Module that does not take as input a single Tensor or a tuple of Tensors is "
            "deprecated and will be removed in future versions. This hook will be missing some of "
            f"the grad_input. {_INSTEAD}"
        )
    else:
        made = {t.grad_fn for t in results} - {None}
        if len(made) > 1:
            what, missing = "outputs are generated by different autograd Nodes", "grad_output"
        elif node not in made:
            warn(
                "Using a non-full backward hook when outputs are nested in python data structure "
                "is deprecated and will be removed in future versions. This hook will be missing "
                "some grad_output.",
                FutureWarning,
            )
            return
        elif {t.grad_fn for t in args} - {None} != {n for n, _ in node.next_functions}:
            what, missing = "the forward contains multiple autograd Nodes", "grad_input"
        else:
            return
        warn(
            f"Using a non-full backward hook when {what} is deprecated and will be removed in "
            f"future versions. This hook will be missing some {missing}. {_INSTEAD}",
            FutureWarning,
        )
        return
    warn(f"Using non-full backward hooks {problem}", FutureWarning)


class BackwardHookFunction(Function):
    """The identity: its nodes stand at a module's inputs and outputs, and carry the hooks."""

    @staticmethod
    def forward(ctx: Any, *args: Any) -> Any:
        """Return the arguments."""
        ctx.mark_non_differentiable(*[t for t in args if not t.requires_grad])
        return args

    @staticmethod
    def backward(ctx: Any, *grad_outputs: Any) -> Any:
        """Return the gradients."""
        return grad_outputs


class _Backward:
    """The backward hooks of one call: they run when the gradients of both ends are known."""

    def __init__(
        self,
        module: Module,
        functions: list[Callable[..., Any]],
        before: list[Callable[..., Any]],
    ) -> None:
        self.module = module
        self.functions = functions
        self.before = before
        self.grad_outputs: tuple[Any, ...] | None = None
        self.inputs: list[int] | None = None  # the places of the tensors among the arguments
        self.input_count = 0
        self.zeros: list[tuple[tuple[int, ...], Any]] = []  # shapes and dtypes of those tensors

    def enter(self, args: tuple[Any, ...]) -> tuple[Any, ...]:
        """Return the arguments as outputs of a node that calls the hooks."""
        args, self.inputs = _through(self.at_inputs, args)
        self.zeros = [(args[i]._data.shape, args[i]._data.dtype) for i in self.inputs or ()]
        self.input_count = len(args)
        return args

    def leave(self, result: Any) -> Any:
        """Return the result as output of a node that notes its gradients."""
        several = isinstance(result, tuple)
        results = result if several else (result,)
        count = len(results)  # the hook must not keep the results alive, which keep it alive
        places = [i for i, value in enumerate(results) if isinstance(value, Tensor)]
        results, _ = _through(lambda _, grads: self.at_outputs(grads, places, count), results)
        return results if several else results[0]

    def at_inputs(self, grads: tuple[Any, ...], _: Any) -> Any:
        """Run the hooks: the pass has come through the module."""
        if self.grad_outputs is None:
            return None  # the gradient did not come through the module's output
        places = self.inputs or []
        given_grads = [  # hooks see zeros for inputs that no gradient flows to
            from_array(np.zeros(*zero)[()]) if g is None else g
            for g, zero in zip(grads, self.zeros, strict=True)
        ]
        result = _spread(places, given_grads, self.input_count)
        for function in self.functions:
            given = function(self.module, result, self.grad_outputs)
            if given is None:
                continue
            if len(given) != len(result):
                raise RuntimeError(
                    "Backward hook returned an invalid number of grad_input, got "
                    f"{len(given)}, but expected {len(result)}"
                )
            result = given
        self.grad_outputs = None
        return tuple(None if g is None else result[i] for i, g in zip(places, grads, strict=True))

    def at_outputs(self, grads: tuple[Any, ...], places: list[int], count: int) -> Any:
        """Run the pre-hooks and note the gradients; also the hooks, if no input has a gradient."""
        found = _spread(places, grads, count)
        for function in self.before:
            given = function(self.module, found)
            if given is None:
                continue
            if len(given) != len(found):
                raise RuntimeError(
                    "Backward pre hook returned an invalid number of grad_output, got "
                    f"{len(given)}, but expected {len(found)}"
                )
            found = given
        self.grad_outputs = found
        if self.inputs is None:
            warn(
                "Full backward hook is firing when gradients are computed with respect to module "
                "outputs since no inputs require gradients. See https://docs.pytorch.org/docs/main/"
                "generated/torch.nn.Module.html#torch.nn.Module.register_full_backward_hook for "
                "more details."
            )
            for function in self.functions:
                given = function(self.module, (None,) * self.input_count, found)
                if given is not None and not (
                    isinstance(given, tuple) and all(g is None for g in given)
                ):
                    raise RuntimeError(
                        "Backward hook for Modules where no input requires gradient should always "
                        "return None or None for all gradients."
                    )
            self.grad_outputs = None
        return tuple(found[i] for i in places)


def _spread(places: Iterable[int], values: Iterable[Any], count: int) -> tuple[Any, ...]:
    result: list[Any] = [None] * count
    for place, value in zip(places, values, strict=True):
        result[place] = value
    return tuple(result)


def _through(hook: Callable[..., Any], values: Any) -> tuple[Any, list[int] | None]:
    """Lead the tensors among `values` through one node with a hook; None: no gradient flows."""
    places = [i for i, v in enumerate(values) if isinstance(v, Tensor)]
    if not (state.grad_enabled and any(values[i].requires_grad for i in places)):
        return values, None
    made = BackwardHookFunction.apply(*(values[i] for i in places))
    node: Any = next(t.grad_fn for t in made if t.grad_fn is not None)
    node.register_hook(hook)
    found = list(values)
    for place, tensor in zip(places, made, strict=True):
        found[place] = tensor
    return (tuple(found) if type(values) is tuple else type(values)(*found)), places
