"""The node of a custom Function, which is also the `ctx` that its forward and backward see.

Note [Function nodes]
The engine never looks at what a Function has saved: the user may ask for it or not, so that nodes
check versions, and complain of values that are gone, in `saved_tensors`. The slot `saved` of ordinary
nodes is therefore a property here: always empty, and what a backward pass puts there frees the rest.

Of its own outputs a node keeps the values and the version counter, not the tensors: it must not hold
what holds it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from engine import state
from engine.errors import explained
from engine.graph.node import Freed, Node, Plan, Port
from engine.graph.versions import TENSOR, InferenceCounter, _changed, _not_saved, counter_of
from engine.tensor import Tensor, from_array, from_parts
from engine.views.tracking import Lapsed
from engine.warn import warn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from engine.graph.saved_hooks import Packed
    from engine.graph.versions import VersionCounter


class FunctionCtx:
    """What forward uses to say what backward needs: the part of a `ctx` that is not a node."""

    __module__ = "torch.autograd.function"

    def save_for_backward(self, *tensors: Any) -> None:
        """Save tensors (or None) for backward, where `ctx.saved_tensors` has them."""
        self.to_save = tensors

    def save_for_forward(self, *tensors: Any) -> None:
        """Save tensors for `jvp`, which forward-mode differentiation would call."""
        for tensor in tensors:
            if tensor is not None and not isinstance(tensor, Tensor):
                raise AssertionError(
                    "save_for_forward expects all arguments to be tensors; you should save "
                    "non-tensors as attributes on ctx."
                )
        self.saved_for_forward = tensors

    def mark_dirty(self, *args: Tensor) -> None:
        """Say which inputs forward has changed in place; it must return them."""
        self.dirty_tensors = args

    def mark_shared_storage(self, *pairs: Any) -> None:
        """Do nothing: tensors that share their storage are known to."""
        warn(
            "`mark_shared_storage` is deprecated. Tensors with shared storages are automatically "
            "tracked. Note that calls to `set_()` are not tracked",
            FutureWarning,
        )

    def mark_non_differentiable(self, *args: Tensor) -> None:
        """Say which outputs have no gradient."""
        self.non_differentiable = args

    def set_materialize_grads(self, value: bool) -> None:
        """Say whether backward gets zeros (True, the default) or None for outputs without gradient."""
        self.materialize_grads = value


class Attributes:
    """Attributes of a context under any name; it complains in the context's name."""

    def __getattr__(self, name: str) -> Any:
        owner = self.__dict__["_owner"]
        raise AttributeError(f"'{owner}' object has no attribute '{name}'")


class FunctionPlan(Plan):
    """The plan of a Function's nodes for one pattern of arguments.

    kinds: for each argument whether it requires grad, None if it is no tensor.
    into_view: None, except if a view was changed, and the node is inside a CopySlices, which takes the
        first tensor's gradient for that of the view, whichever it is: whether it needs that at all.
    """

    __slots__ = ("into_view", "kinds")

    kinds: tuple[bool | None, ...]
    into_view: bool | None


class FunctionNode(Node, FunctionCtx):
    """The node of a custom Function, and the `ctx` of its forward and backward."""

    __slots__ = ()
    __module__ = "torch.autograd.function"

    runs_undefined = True
    plan: FunctionPlan
    needs_input_grad: tuple[bool, ...]
    to_save: Any = None
    dirty_tensors: Any = None
    non_differentiable: Any = None
    saved_for_forward: Any = None
    materialize_grads: bool = True

    _function: Any
    _kept: tuple[SavedTensor | Packed | None, ...] = ()
    _freed: Freed | None = None
    _read: bool = False  # whether saved_tensors was asked for, where that may be done but once
    _shapes: tuple[tuple[Any, Any] | None, ...] = ()  # and dtypes, of each of several outputs

    @property
    def saved(self) -> Any:
        """Nothing: Note [Function nodes]."""
        return ()

    @saved.setter
    def saved(self, value: Any) -> None:
        if isinstance(value, Freed):
            self._freed = value
            self._kept = ()

    @property
    def saved_tensors(self) -> tuple[Tensor | None, ...]:
        """What `save_for_backward` saved: inputs as they are, outputs in their place in the graph.

        Raises RuntimeError if a backward pass has freed them, or one was changed in place.
        """
        if self._freed is not None:
            from engine.graph.backward import freed_error

            raise freed_error(self, self._freed, Freed(None))
        kept = self._kept
        if self._function.clear_saved_tensors_on_access:
            if self._read:
                raise RuntimeError(
                    "saved_tensors can only be accessed once when "
                    "clear_saved_tensors_on_access=True is set on the autograd.Function. Either "
                    "access saved_tensors only once, or set clear_saved_tensors_on_access=False."
                )
            self._read = True
            self._kept = ()
        return tuple([None if saved is None else saved.restored(self) for saved in kept])

    @property
    def _raw_saved_tensors(self) -> tuple[Any, ...]:
        """The places of the saved tensors, each of which takes hooks of its own."""
        from engine.graph.raw_saved import raw_saved_tensors

        return raw_saved_tensors(self)

    @property
    def saved_variables(self) -> tuple[Tensor | None, ...]:
        """The old name of `saved_tensors`."""
        warn("'saved_variables' is deprecated; use 'saved_tensors'", DeprecationWarning)
        return self.saved_tensors

    @property
    def requires_grad(self) -> bool:
        """Whether the call was recorded."""
        return bool(self.next)

    def set_materialize_grads(self, value: bool) -> None:
        """Say whether backward gets zeros (True, the default) or None for outputs without gradient."""
        if not isinstance(value, bool):
            raise TypeError(
                "set_materialize_grads received an invalid combination of arguments - got (), but "
                "expected (bool)"
            )
        self.materialize_grads = value

    def apply(self, *grads: Any) -> Any:
        """Call the Function's backward (or vjp) with this ctx on gradients of the outputs."""
        function = self._function
        backward, vjp = function.backward, function.vjp
        if vjp is not not_implemented:
            if backward is not not_implemented:
                raise RuntimeError(
                    "Implementing both 'backward' and 'vjp' for a custom Function is not allowed. "
                    "You should only implement one of them."
                )
            backward = vjp
        return backward(self, list(grads)) if function.boxed_grads_call else backward(self, *grads)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __repr__(self) -> str:
        return f"<torch.autograd.function.{type(self).__name__} object at {hex(id(self))}>"

    @property
    def attributes(self) -> Attributes:
        """Where scripts keep attributes whose names mean something to the engine."""
        made: Attributes | None = self.__dict__.get("_attributes")
        if made is None:
            made = self.__dict__["_attributes"] = Attributes()
            made.__dict__["_owner"] = type(self).__name__
        return made

    # -- inside the engine ---------------------------------------------------------------------------

    def _check_wanted(self) -> None:
        """Raise PyTorch's error if forward has saved other things than tensors."""
        for i, tensor in enumerate(as_marked("to_save", self.to_save)):
            if tensor is not None and not isinstance(tensor, Tensor):
                raise explained(
                    TypeError(
                        f"save_for_backward can only save variables, but argument {i} is of type "
                        f"{type_name(tensor)}"
                    ),
                    help="keep other values as attributes: ctx.name = value",
                )

    def _keep(self, outputs: tuple[Any, ...]) -> None:
        """Save what forward has asked for, now that the outputs have their place in the graph."""
        self._kept = tuple([None if t is None else _saved(self, t, outputs) for t in self.to_save])
        self.to_save = None

    def _zeros(self, number: int) -> Tensor | None:
        """Return what backward gets for an output that got no gradient."""
        if not self.materialize_grads:
            return None
        like = self._like
        if like is None:  # several outputs
            described = self._shapes[number] if number < len(self._shapes) else None
            return None if described is None else from_array(np.zeros(*described)[()])
        return from_array(np.zeros(like, self._out_dtype) if like.__class__ is tuple else like(0))

    def _port(self, number: int) -> Port:
        """Return one of several outputs, made anew if nobody holds it."""
        described = self._shapes[number]
        assert described is not None
        return self.port(number, np.empty(*described)[()])


def not_implemented(ctx: Any, *grad_outputs: Any) -> Any:
    """Compute the gradients of the inputs from those of the outputs; None where there is none."""
    raise NotImplementedError(
        "You must implement either the backward or vjp method for your custom autograd.Function to "
        "use it with backward mode AD."
    )


def as_marked(name: str, marked: Any) -> tuple[Any, ...]:
    """Return what a method of ctx has noted under `name`: a tuple, if nobody has assigned to it."""
    if marked is None:
        return ()
    if not isinstance(marked, tuple):
        raise RuntimeError(
            f"autograd internal error: {name} attribute is expected to be a tuple but is "
        )
    return marked


def among(tensor: Any, those: Sequence[Any]) -> bool:
    """Return whether `tensor` itself is one of `those` (`in` would compare values)."""
    return any([t is tensor for t in those])  # noqa: C419 - a generator would take twice the time


def type_name(value: Any) -> str:
    """Return what C calls a value's type: PyTorch's own types have their module's name before theirs."""
    kind = type(value)
    return f"torch.{kind.__name__}" if kind.__module__ == "torch" else kind.__name__


# -- saved tensors -----------------------------------------------------------------------------------


class SavedTensor:
    """A tensor that a Function has saved, and its version then.

    value: the tensor, or of an output its array only: Note [Function nodes].
    number: which output it is; -1 for other tensors.
    """

    __slots__ = ("counter", "number", "value", "version")

    value: Any
    number: int
    counter: VersionCounter
    version: int

    def restored(self, node: FunctionNode) -> Tensor:
        """Return the tensor; raise PyTorch's error if it was changed in place since."""
        if self.number < 0:
            tensor: Tensor = self.value
            meta = tensor._meta
            counter = None if meta is None else meta.counter
            if meta is not None and meta.base is not None:
                tensor.grad_fn  # noqa: B018 - a view whose place in the graph is lost complains first
        else:
            fn = node._port(self.number) if hasattr(node, "port_refs") else node
            tensor = from_parts(self.value, fn)
            counter = tensor._get_meta().counter = self.counter
        if counter is not None and counter.value != self.version:
            raise _changed(node, TENSOR, tensor, counter, self.version, max(self.number, 0))
        return tensor


def _saved(node: FunctionNode, tensor: Tensor, outputs: tuple[Any, ...]) -> SavedTensor | Packed:
    number = -1
    if tensor.__class__ is not Lapsed or among(tensor, outputs):  # else looking might be an error
        fn = tensor._fn
        if fn is node:
            number = 0
        elif fn.__class__ is Port and fn.node is node:
            number = fn.number
        elif node.dirty_tensors is not None and tensor._base is not None:
            # A view that was changed in place is an output, though its own node is CopySlices.
            number = 0 if among(tensor, node.dirty_tensors) and among(tensor, outputs) else -1
    if state.watch is not None:
        from engine.graph import saved_hooks

        if saved_hooks._stack:
            hooks = saved_hooks._stack[-1]
            return saved_hooks.Packed(hooks, tensor, None if number < 0 else number)
    kept = SavedTensor()
    kept.number = number
    if number < 0:
        kept.value = tensor
        counter = None if tensor._meta is None else tensor._meta.counter
    else:
        kept.value = tensor._data
        kept.counter = counter = counter_of(tensor)
    if counter is None:
        kept.version = 0
    elif counter.__class__ is InferenceCounter:
        raise _not_saved()
    else:
        kept.version = counter.value
    return kept
