"""The Tensor: storage, place in the graph, and the little that is not an operator.

Note [Tensor]
`_data` is a NumPy array, or for a 0-d tensor that shares its storage with nobody a NumPy scalar
(arithmetic on scalars is ten times faster than on 0-d arrays). `_fn` is what made the tensor: a node,
a port, LEAF for a leaf that requires grad, or None. All that few tensors have (.grad, hooks, a
version counter, a base) is in `_meta`, which is None until needed.

Operators become methods in `engine.methods`; in-place and view semantics are in `engine.views.inplace`.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from types import EllipsisType
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from engine import dtypes, state
from engine.batched import Batched
from engine.errors import explained
from engine.graph.node import LEAF, Hooks, Node, Port, Untracked
from engine.graph.versions import InferenceCounter
from engine.values import Size, Values

__all__ = ["Meta", "Parameter", "Size", "Tensor", "from_array", "from_parts"]

if TYPE_CHECKING:
    from engine.graph.versions import VersionCounter
    from engine.views.making import Step

new = object.__new__


class Meta:
    """The rarely needed attributes of a tensor: see Note [Tensor]."""

    # Defaults stand on the class, so that making one costs no more than what is set then.
    grad: Tensor | None = None
    grad_dtype: dtypes.dtype | EllipsisType | None = ...  # that of the tensor
    counter: VersionCounter | None = None
    hooks: Hooks | None = None  # of a leaf; those of other tensors are on their node
    retains = False
    base: Tensor | None = None  # the tensor whose storage this view shares, never a view
    version = 0  # of the storage, when this view's place in the graph was found
    replay: tuple[Step, ...] = ()  # how to take this view anew, if not by strides
    accumulator: Any = None  # weak reference to the AccumulateGrad node, if one was made
    restriction = 0  # why a view may not be changed in place: see engine.views.tracking


class Tensor(Values):
    """A multi-dimensional array that records what is computed from it, PyTorch's `torch.Tensor`."""

    __slots__ = ("__weakref__", "_data", "_fn", "_like", "_meta", "_out_dtype")
    __module__ = "torch"
    __hash__ = object.__hash__
    __array_priority__ = 1000
    __array_ufunc__ = None  # `ndarray * tensor` must call Tensor.__rmul__

    _data: Any
    _fn: Any
    _meta: Meta | None
    _like: Any
    _out_dtype: Any

    if TYPE_CHECKING:  # operators become methods in engine.methods

        def __getattr__(self, name: str) -> Any: ...
        def __getitem__(self, index: Any) -> Tensor: ...
        def __add__(self, other: Any) -> Tensor: ...
        def __radd__(self, other: Any) -> Tensor: ...
        def __sub__(self, other: Any) -> Tensor: ...
        def __rsub__(self, other: Any) -> Tensor: ...
        def __mul__(self, other: Any) -> Tensor: ...
        def __rmul__(self, other: Any) -> Tensor: ...
        def __truediv__(self, other: Any) -> Tensor: ...
        def __rtruediv__(self, other: Any) -> Tensor: ...
        def __pow__(self, other: Any) -> Tensor: ...
        def __neg__(self) -> Tensor: ...
        def __matmul__(self, other: Any) -> Tensor: ...
        def __lt__(self, other: Any) -> Tensor: ...
        def __gt__(self, other: Any) -> Tensor: ...

    # -- the graph -----------------------------------------------------------------------------

    @property
    def grad_fn(self) -> Node | None:
        """The node that made this tensor; None for a leaf."""
        fn = self._fn
        if fn is LEAF or fn is None or fn.__class__ is Untracked:
            return None
        return fn.node if fn.__class__ is Port else fn

    @property
    def is_leaf(self) -> bool:
        """Whether no recorded operation made this tensor."""
        fn = self._fn
        return fn is None or fn is LEAF or fn.__class__ is Untracked

    @property
    def output_nr(self) -> int:
        """Which output of its `grad_fn` this tensor is."""
        fn = self._fn
        return fn.number if fn.__class__ is Port else 0

    @property
    def requires_grad(self) -> bool:
        """Whether operations on this tensor are recorded; can be set on leaves."""
        return self._fn is not None

    @requires_grad.setter
    def requires_grad(self, value: bool) -> None:
        if not isinstance(value, bool):
            raise RuntimeError("requires_grad must be a bool")
        if not self.is_leaf:
            if value:
                raise RuntimeError("you can only change requires_grad flags of leaf variables.")
            raise self._not_a_leaf()
        if value and self._data.dtype.kind not in "fc":
            raise RuntimeError(
                "only Tensors of floating point and complex dtype can require gradients"
            )
        self._switch_grad(value)

    def _not_a_leaf(self) -> RuntimeError:
        return explained(
            RuntimeError(
                "you can only change requires_grad flags of leaf variables. If you want to use a "
                "computed variable in a subgraph that doesn't require differentiation use "
                "var_no_grad = var.detach()."
            ),
            labels=((getattr(self.grad_fn, "origin", None), "the variable is computed here"),),
        )

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Set whether operations on this leaf are recorded, and return it."""
        if state.levels:
            from engine.func.levels import requires_grad_refused

            raise requires_grad_refused()
        return self._switch_grad(requires_grad)

    def _switch_grad(self, requires_grad: bool) -> Tensor:
        if not isinstance(requires_grad, bool):
            raise TypeError(
                "requires_grad_(): argument 'requires_grad' (position 1) must be bool, not "
                f"{type(requires_grad).__name__}"
            )
        fn = self._fn
        if fn is not None and fn is not LEAF and fn.__class__ is not Untracked:
            if requires_grad:
                return self
            raise self._not_a_leaf()
        if requires_grad and not state.inference and self.is_inference():
            raise RuntimeError(
                "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed."
            )
        if requires_grad and self._data.dtype.kind not in "fc":
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        self._fn = LEAF if requires_grad else None
        if requires_grad and state.levels:
            from engine.func.levels import note_leaf

            note_leaf(self)
        meta = self._meta
        if meta is not None and meta.counter is not None:
            meta.counter.lapse()
        return self

    @property
    def grad(self) -> Tensor | None:
        """The accumulated gradient; None until a backward pass has brought one."""
        meta = self._meta
        if meta is not None and meta.grad is not None:
            return meta.grad
        fn = self._fn
        if fn is not None and fn is not LEAF and not self.retains_grad:
            from engine.warn import warn_non_leaf_grad

            warn_non_leaf_grad(self)
        return None

    @grad.setter
    def grad(self, value: Tensor | None) -> None:
        from engine.grad_rules import assign

        assign(self, value)

    @grad.deleter
    def grad(self) -> None:
        self.grad = None

    @property
    def grad_dtype(self) -> dtypes.dtype | None:
        """The dtype of this leaf's gradient, if not the tensor's own; None: any."""
        from engine.grad_rules import get_dtype

        return get_dtype(self)

    @grad_dtype.setter
    def grad_dtype(self, value: dtypes.dtype | None) -> None:
        from engine.grad_rules import set_dtype

        set_dtype(self, value)

    @property
    def retains_grad(self) -> bool:
        """Whether this non-leaf keeps its gradient in `.grad`."""
        return self._meta is not None and self._meta.retains

    def retain_grad(self) -> None:
        """Keep the gradient of this non-leaf in `.grad` after a backward pass."""
        fn = self._fn
        if fn is None:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        if fn is LEAF or fn.__class__ is Untracked:
            return
        self._get_meta().retains = True
        hooks = fn.hooks
        if hooks is None:
            hooks = fn.hooks = Hooks()
        hooks.retains = ref(self)

    def register_hook(self, hook: Callable[[Tensor], Tensor | None]) -> Any:
        """Call `hook` with this tensor's gradient in every backward pass; return its handle.

        What the hook returns, if not None, takes the gradient's place.
        """
        from engine.graph.hooks import RemovableHandle

        fn = self._fn
        if fn is None:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        owner = self._get_meta() if fn is LEAF or fn.__class__ is Untracked else fn
        if owner.hooks is None:
            owner.hooks = Hooks()
        return RemovableHandle(owner.hooks.functions, hook)

    def register_post_accumulate_grad_hook(self, hook: Callable[[Tensor], None]) -> Any:
        """Call `hook` with this leaf after a backward pass has accumulated into its `.grad`."""
        from engine.graph.hooks import RemovableHandle

        if self._fn is None:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        if self._fn is not LEAF:
            raise RuntimeError(
                "post accumulate grad hooks cannot be registered on non-leaf tensors"
            )
        meta = self._get_meta()
        if meta.hooks is None:
            meta.hooks = Hooks()
        return RemovableHandle(meta.hooks.post, hook)

    def backward(
        self,
        gradient: Tensor | None = None,
        retain_graph: bool | None = None,
        create_graph: bool = False,
        inputs: Any = None,
    ) -> None:
        """Compute the gradient of this tensor and accumulate it at the leaves of its graph.

        gradient: of this tensor, same shape; needed if it has more than one element.
        retain_graph: keep saved values, so that the graph can be run again.
        create_graph: record the backward pass itself, for higher derivatives.
        inputs: accumulate only into these tensors.
        """
        from engine.autograd import backward

        backward(
            self,
            gradient,
            retain_graph=retain_graph,
            create_graph=create_graph,
            inputs=inputs,
        )

    @property
    def data(self) -> Tensor:
        """The same storage without history; changes to it are not noticed by autograd."""
        if self._data.__class__ is Batched:
            raise RuntimeError("accessing `data` under vmap transform is not allowed")
        out = from_array(self._materialize())
        if self.is_inference():
            out._get_meta().counter = self._get_meta().counter
        return out

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(value).__name__}")
        if self._fn is not None and value._data.dtype.kind not in "fc":
            raise RuntimeError(
                "data set to a tensor that requires gradients must be floating point or complex dtype"
            )
        self._data = value._materialize()

    @data.deleter
    def data(self) -> None:
        raise RuntimeError("Deleting tensor data is not allowed. Delete tensor instead!")

    def is_inference(self) -> bool:
        """Return whether this tensor was made in inference mode."""
        meta = self._meta
        return meta is not None and meta.counter.__class__ is InferenceCounter

    @property
    def _version(self) -> int:
        meta = self._meta
        if self.is_inference():
            raise RuntimeError("Inference tensors do not track version counter.")
        return 0 if meta is None or meta.counter is None else meta.counter.value

    @property
    def _base(self) -> Tensor | None:
        return None if self._meta is None else self._meta.base

    def _is_view(self) -> bool:
        return self._base is not None

    # -- inside the engine ---------------------------------------------------------------------

    def _get_meta(self) -> Meta:
        meta = self._meta
        if meta is None:
            meta = self._meta = Meta()
        return meta

    def _materialize(self) -> Any:
        """Return the storage as an array that can be shared, even if 0-d."""
        data = self._data
        if data.__class__ is not np.ndarray and data.__class__ is not Batched:
            data = self._data = np.array(data)
        return data

    # -- text and copies -------------------------------------------------------------------------

    def __repr__(self) -> str:
        from engine.display import tensor_text

        return tensor_text(self)

    def __format__(self, spec: str) -> str:
        if self._data.ndim == 0 and type(self) is Tensor:
            return format(self._data.item(), spec)
        return object.__format__(self, spec)

    def __deepcopy__(self, memo: dict[int, Any]) -> Tensor:
        if not self.is_leaf:
            raise RuntimeError(
                "Only Tensors created explicitly by the user (graph leaves) support the deepcopy "
                "protocol at the moment.  If you were attempting to deepcopy a module, this may be "
                "because of a torch.nn.utils.weight_norm usage, see "
                "https://github.com/pytorch/pytorch/pull/103001"
            )
        out = new(type(self))
        out._data = self._data.copy()
        out._fn = self._fn
        out._meta = None
        if self._meta is not None and self._meta.grad is not None:
            out._get_meta().grad = self._meta.grad.__deepcopy__(memo)
        memo[id(self)] = out
        return out


class Parameter(Tensor):
    """A tensor that a module counts among its parameters: a leaf that requires grad."""

    __slots__ = ()
    __module__ = "torch.nn.parameter"
    __hash__ = object.__hash__

    def __new__(cls, data: Tensor | None = None, requires_grad: bool = True) -> Parameter:
        """Return a parameter that shares the storage of `data`."""
        if data is not None and not isinstance(data, Tensor):
            raise explained(
                AttributeError(f"'{type(data).__name__}' object has no attribute 'detach'"),
                help="a parameter is made of a tensor: Parameter(torch.tensor(...))",
            )
        out = new(cls)
        if data is None:
            out._data = np.empty(0, dtypes.get_default_dtype().numpy)
        else:
            out._data = data._materialize()
        if requires_grad and out._data.dtype.kind not in "fc":
            raise RuntimeError(
                "Only Tensors of floating point and complex dtype can require gradients"
            )
        out._meta = None
        out._fn = None
        if data is not None and data.is_inference():
            out._get_meta().counter = data._get_meta().counter
        if requires_grad:
            out._switch_grad(True)
        if state.observer is not None:
            from engine.observe import created, traced

            # Those of the engine's own layers are reported once they are filled.
            if sys._getframe(1).f_code.co_filename in traced():
                created(out, "Parameter")
        return out

    def __init__(self, data: Tensor | None = None, requires_grad: bool = True) -> None:
        pass

    def __deepcopy__(self, memo: dict[int, Any]) -> Parameter:
        """Return a parameter of its own storage, without the gradient."""
        found = memo.get(id(self))
        if found is None:
            found = memo[id(self)] = type(self)(from_array(self._data.copy()), self.requires_grad)
        return found


def from_array(data: Any) -> Tensor:
    """Return a leaf without gradient that has `data` as its storage."""
    out = new(Tensor)
    out._data = data
    out._fn = None
    out._meta = None
    return out


def from_parts(data: Any, fn: Any) -> Tensor:
    """Return a tensor with the given storage and the given place in the graph."""
    out = new(Tensor)
    out._data = data
    out._fn = fn
    out._meta = None
    return out
