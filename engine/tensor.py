"""The Tensor: storage, place in the graph, and the little that is not an operator.

Note [Tensor]
`_data` is a NumPy array, or for a 0-d tensor that shares its storage with nobody a NumPy scalar
(arithmetic on scalars is ten times faster than on 0-d arrays). `_fn` is what made the tensor: a node,
a port, LEAF for a leaf that requires grad, or None. All that few tensors have (.grad, hooks, a
version counter, a base) is in `_meta`, which is None until needed.

Operators become methods in `engine.methods`; in-place and view semantics are in `engine.inplace`.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from weakref import ref

import numpy as np

from engine import dtypes, state
from engine.errors import explained
from engine.node import LEAF, Hooks, Node, Port
from engine.values import Size, Values
from engine.versions import InferenceCounter

__all__ = ["Meta", "Parameter", "Size", "Tensor", "from_array", "from_parts"]

if TYPE_CHECKING:
    from engine.registry import Operator
    from engine.versions import VersionCounter

new = object.__new__


class Meta:
    """The rarely needed attributes of a tensor: see Note [Tensor]."""

    __slots__ = (
        "accumulator",
        "base",
        "counter",
        "created_by",
        "grad",
        "hooks",
        "replay",
        "restriction",
        "retains",
        "views",
    )

    def __init__(self) -> None:
        self.grad: Tensor | None = None
        self.counter: VersionCounter | None = None
        self.hooks: Hooks | None = None  # of a leaf; those of other tensors are on their node
        self.retains = False
        self.base: Tensor | None = None  # the tensor whose storage this view shares, never a view
        self.replay: tuple[tuple[Callable[..., Any], tuple[Any, ...]], ...] = ()
        self.views: list[ref[Tensor]] = []  # the live views of this base
        self.accumulator: Any = None  # weak reference to the AccumulateGrad node, if one was made
        self.created_by = ""  # name of the view operator, if `restriction` is not FREELY
        self.restriction = 0  # why a view may not be changed in place: see engine.view_tracking


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
        if fn is LEAF or fn is None:
            return None
        return fn.node if fn.__class__ is Port else fn

    @property
    def is_leaf(self) -> bool:
        """Whether no recorded operation made this tensor."""
        return self._fn is None or self._fn is LEAF

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
        self.requires_grad_(value)

    def requires_grad_(self, requires_grad: bool = True) -> Tensor:
        """Set whether operations on this leaf are recorded, and return it."""
        fn = self._fn
        if fn is not None and fn is not LEAF:
            if requires_grad:
                return self
            raise explained(
                RuntimeError(
                    "you can only change requires_grad flags of leaf variables. If you want to use "
                    "a computed variable in a subgraph that doesn't require differentiation use "
                    "var_no_grad = var.detach()."
                ),
                labels=((getattr(self.grad_fn, "origin", None), "the variable is computed here"),),
            )
        if requires_grad and not state.inference and self.is_inference():
            raise RuntimeError(
                "Setting requires_grad=True on inference tensor outside InferenceMode is not allowed."
            )
        if requires_grad and self._data.dtype.kind not in "fc":
            raise RuntimeError("only Tensors of floating point dtype can require gradients")
        self._fn = LEAF if requires_grad else None
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
        if value is None:
            if self._meta is not None:
                self._meta.grad = None
            return
        if not isinstance(value, Tensor):
            raise TypeError(
                f"assigned grad expected to be a Tensor or None but got grad of type "
                f"{type(value).__name__}"
            )
        if value is self:
            raise RuntimeError("can't assign Variable as its own grad")
        if value._data.dtype != self._data.dtype:
            raise RuntimeError(
                f"attempting to assign a gradient with dtype '{_type_word(value)}' to a tensor "
                f"with grad_dtype '{dtypes.TYPE_NAMES[self.dtype.name]}'. The gradient must match "
                "the tensor's grad_dtype (defaults to the tensor's dtype). You can set the "
                "tensor's grad_dtype attribute with a specific dtype, or None to allow any dtype. "
                "Set grad_dtype with caution. Diverging the dtypes of a tensor and its gradient "
                "may break downstream systems that assume they match."
            )
        if value._data.shape != self._data.shape:
            raise RuntimeError(
                f"attempting to assign a gradient of size '{list(value._data.shape)}' to a tensor "
                f"of size '{list(self._data.shape)}'. Please ensure that the gradient and the "
                "tensor are the same size"
            )
        self._get_meta().grad = value

    @grad.deleter
    def grad(self) -> None:
        self.grad = None

    @property
    def retains_grad(self) -> bool:
        """Whether this non-leaf keeps its gradient in `.grad`."""
        return self._meta is not None and self._meta.retains and not self.is_leaf

    def retain_grad(self) -> None:
        """Keep the gradient of this non-leaf in `.grad` after a backward pass."""
        fn = self._fn
        if fn is None:
            raise RuntimeError("can't retain_grad on Tensor that has requires_grad=False")
        if fn is LEAF:
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
        from engine.hooks import RemovableHandle

        fn = self._fn
        if fn is None:
            raise RuntimeError("cannot register a hook on a tensor that doesn't require gradient")
        owner = self._get_meta() if fn is LEAF else fn
        if owner.hooks is None:
            owner.hooks = Hooks()
        return RemovableHandle(owner.hooks.functions, hook)

    def register_post_accumulate_grad_hook(self, hook: Callable[[Tensor], None]) -> Any:
        """Call `hook` with this leaf after a backward pass has accumulated into its `.grad`."""
        from engine.hooks import RemovableHandle

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
        out = from_array(self._materialize())
        if self.is_inference():
            out._get_meta().counter = self._get_meta().counter
        return out

    @data.setter
    def data(self, value: Tensor) -> None:
        if not isinstance(value, Tensor):
            raise TypeError(f"Variable data has to be a tensor, but got {type(value).__name__}")
        self._data = value._materialize()

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
        if data.__class__ is not np.ndarray:
            data = self._data = np.array(data)
        return data

    def _become_view(self, of: Tensor, op: Operator, args: tuple[Any, ...]) -> None:
        from engine.view_tracking import make_view

        make_view(self, of, op, args)

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
        out = new(cls)
        out._data = np.empty(0, dtypes.get_default_dtype().numpy) if data is None else data._data
        if data is not None and isinstance(data._data, np.ndarray):
            out._data = data._data
        out._meta = None
        out._fn = None
        out.requires_grad_(requires_grad)
        return out

    def __init__(self, data: Tensor | None = None, requires_grad: bool = True) -> None:
        pass


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


def _type_word(tensor: Tensor) -> str:
    return {"float32": "float", "float64": "double"}.get(tensor.dtype.name, tensor.dtype.name)
