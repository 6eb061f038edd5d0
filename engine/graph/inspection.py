"""Looking at nodes: what `grad_fn._saved_self` and the like show.

Note [Names of saved values]
A rule saves what it names, and mostly PyTorch's rules name the same. Where they call it otherwise,
`_NAMES` says what it is here: the name of a saved value, or a function of a `_Saved`. What PyTorch
saves of an argument's shape is found without being saved: the gradient's target knows it.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np

from engine.graph.node import Freed
from engine.graph.plans import saved_tensor
from engine.graph.versions import METADATA, RESULT, TENSOR, check_versions
from engine.tensor import Tensor, from_array

if TYPE_CHECKING:
    from engine.graph.node import Node


class _Missing(Exception):
    """The node has not saved the value."""


class _Saved:
    """What one node has saved, by the names that its rules use."""

    def __init__(self, node: Node) -> None:
        self.node = node
        self.plan = node.plan
        self.operator = node.plan.operator

    def value(self, name: str) -> Any:
        """Return the saved value `name`, tensors as they were, numbers as PyTorch wraps them."""
        for place, (order, kind, what) in enumerate(self.plan.entries):
            if what != name:
                continue
            saved = self.node.saved
            if saved.__class__ is Freed:
                from engine.graph.backward import freed_error

                raise freed_error(self.node, saved, Freed(None))
            value = saved[place]
            if hasattr(value, "restored"):  # packed by saved tensor hooks
                return value.restored(self.node)
            check_versions(self.node, place)
            if kind in (TENSOR, RESULT):
                return saved_tensor(self.node, place)
            if kind not in METADATA and order in self.operator.operands:
                return self._wrapped(value)
            return value
        raise _Missing

    def _wrapped(self, value: Any) -> Any:
        """Return a number operand as the tensor that PyTorch makes of it."""
        if not self.operator.wraps_numbers or isinstance(value, (Tensor, type(None))):
            return value
        kind = {bool: np.bool_, int: np.int64, complex: np.complex128}.get(type(value), np.float64)
        return from_array(kind(value))

    def shape(self, name: str) -> tuple[int, ...]:
        """Return the shape of an argument, from wherever it is known."""
        if name in self.plan.arguments:
            target = self.node.next[self.plan.arguments.index(name)]
            if isinstance(target, Tensor):
                return tuple(target._data.shape)
            return tuple(target._like) if target._like.__class__ is tuple else ()
        try:
            return tuple(self.value(f"{name}_shape"))
        except _Missing:
            return tuple(self.value(name).shape)

    def strides(self, name: str) -> tuple[int, ...]:
        """Return the strides of an argument; in order, if it was not saved."""
        try:
            return tuple(self.value(name).stride())
        except _Missing:
            shape = self.shape(name)
            return tuple(math.prod(shape[i + 1 :]) for i in range(len(shape)))

    def tensor(self, name: str) -> Any:
        """Return a plain array that a rule has saved as a tensor."""
        value = self.value(name)
        return from_array(value) if isinstance(value, np.ndarray) else value

    def indices(self) -> tuple[Any, ...]:
        """Return the tensors in an index, None where it has a slice."""
        index = self.value("index")
        parts = index if isinstance(index, tuple) else (index,)
        found = [None if isinstance(part, slice) else self._part(part) for part in parts]
        while found and found[-1] is None:
            found.pop()
        return tuple(found)

    def _part(self, part: Any) -> Any:
        if hasattr(part, "restored"):
            return part.restored(self.node)
        return part if part is None or isinstance(part, Tensor) else from_array(np.asarray(part))

    def picked(self) -> Tensor:
        """Return the positions that a reduction has picked, in the shape of its result."""
        index = self.value("index")
        if isinstance(index, Tensor):
            return index
        like = self.node._like if self.node._like.__class__ is tuple else ()
        return from_array(np.asarray(index).reshape(like))


_Source = str | Callable[[_Saved], Any]

_PICKED: dict[str, _Source] = {"indices": _Saved.picked}
_MATRIX: dict[str, _Source] = {"A": "self"}
_AVERAGED: dict[str, _Source] = {
    "kernel_size": "kernel",
    "count_include_pad": "count_padding",
    "divisor_override": "divisor",
}
_NORMED: dict[str, _Source] = {"input": "self"}
_POOLED: dict[str, _Source] = {"result1": _Saved.picked}
_POWER: dict[str, _Source] = {"exponent": "other"}


def _number(value: Any) -> _Source:
    return lambda saved: value


def _whole(name: str) -> _Source:
    def number(saved: _Saved) -> Any:
        value = saved.value(name)
        return int(value) if value == int(value) else value

    return number


def _alpha(saved: _Saved) -> Any:
    return saved.value("alpha") if "alpha" in saved.operator.params else 1


def _no_output_padding(saved: _Saved) -> Any:
    if saved.value("transposed"):
        raise _Missing
    return (0,) * len(saved.value("stride"))


def _inverse(saved: _Saved) -> Any:
    several = saved.operator.outputs  # of inv_ex; inv has one result
    return saved.tensor("inverse" if several else "result")


def _bias_sizes(saved: _Saved) -> Any:
    return saved.shape("bias") if "bias" in saved.plan.arguments else (0,)


_SCALED: dict[str, _Source] = {"alpha": _alpha}

_NAMES: dict[str, dict[str, _Source]] = {
    "AddBackward0": _SCALED,
    "SubBackward0": _SCALED,
    "RsubBackward0": _SCALED,
    "RsubBackward1": _SCALED,
    "CummaxBackward0": _PICKED,
    "CumminBackward0": _PICKED,
    "KthvalueBackward0": _PICKED,
    "MaxBackward0": _PICKED,
    "MedianBackward1": _PICKED,
    "MinBackward0": _PICKED,
    "ModeBackward0": _PICKED,
    "NanmedianBackward1": _PICKED,
    "SortBackward0": _PICKED,
    "SortBackward1": _PICKED,
    "TopkBackward0": _PICKED,
    "DiagonalBackward0_copy": {"dim1": _number(0), "dim2": _number(1)},
    "AvgPool2DBackward0": _AVERAGED,
    "AvgPool3DBackward0": _AVERAGED,
    "ConvolutionBackward0": {
        "input": "self",
        "bias_sym_sizes_opt": _bias_sizes,
        "output_padding": _no_output_padding,
    },
    "AdaptiveMaxPool2DBackward0": _POOLED,
    "AdaptiveMaxPool3DBackward0": _POOLED,
    "MaxPool2DWithIndicesBackward0": _POOLED,
    "MaxPool3DWithIndicesBackward0": _POOLED,
    "NativeBatchNormBackward0": _NORMED,
    "NativeGroupNormBackward0": _NORMED,
    "NativeLayerNormBackward0": {
        "input": "self",
        "normalized_shape": lambda saved: tuple(
            saved.shape("self")[dim] for dim in saved.value("dims")
        ),
    },
    "EluBackward0": {"scale": _whole("scale"), "input_scale": _whole("input_scale")},
    "EmbeddingBackward0": {
        "padding_idx": lambda saved: saved.value("padding"),
        "scale_grad_by_freq": _number(False),
        "sparse": _number(False),
    },
    "GatherBackward0": {"sparse_grad": _number(False)},
    "IndexBackward0": {"indices": _Saved.indices},
    "IndexPutBackward0": {"indices": _Saved.indices},
    "LinalgDetBackward0": _MATRIX,
    "LinalgInvExBackward0": {"inverse": _inverse},
    "LinalgSlogdetBackward0": _MATRIX,
    "LinalgVectorNormBackward0": {"ord": "p"},
    "PowBackward0": _POWER,
    "PowBackward1": _POWER,
    "PowBackward2": _POWER,
    "SoftplusBackward0": {"beta": _whole("beta"), "threshold": _whole("threshold")},
    "SplitBackward0": {"split_size": lambda saved: saved.value("sizes")[0]},
    "UnsafeSplitBackward0": {"split_size": lambda saved: saved.value("sizes")[0]},
    "SplitWithSizesBackward0": {"split_sizes": "sizes"},
    "UnfoldBackward0": {"size": lambda saved: saved.node._like[-1]},
}

_DIM_LISTS = frozenset(
    f"{name}Backward{number}"
    for name, numbers in {
        "Amax": "0",
        "Amin": "0",
        "LinalgVectorNorm": "0",
        "Logsumexp": "0",
        "Mean": "1",
        "Nansum": "0",
        "Std": "0",
        "StdMean": "0",
        "Sum": "1",
        "Var": "0",
        "VarMean": "0",
    }.items()
    for number in numbers
)
"""Nodes whose `dim` is a tuple, even if it was given as a number."""

_REDUCTIONS = {"none": 0, "mean": 1, "sum": 2}
_NUMBERS = frozenset(
    ("alpha", "beta", "correction", "exponent", "ord", "other", "p", "scale", "threshold", "value")
)
"""Plain arguments that may be any number; the others are integers."""

_DERIVED = re.compile(r"(.+)_(?:sym_(sizes|strides|numel|argsize_(\d+))|(dim))")


def saved_value(node: Node, name: str) -> Any:
    """Return what a node saved under PyTorch's name for it (`_saved_other`).

    Tensors that no rule needed are None; saved values that a backward pass freed are an error.
    """
    wanted = name.removeprefix("_saved_")
    operator = getattr(node.plan, "operator", None)
    if operator is not None and type(node).__name__ != "CopySlices":
        saved = _Saved(node)
        try:
            return _shown(node, wanted, _find(saved, wanted))
        except _Missing:
            if wanted == "result" or wanted in operator.params or wanted in _names(node):
                return None
    raise AttributeError(f"'{type(node).__name__}' object has no attribute '{name}'")


def _names(node: Node) -> dict[str, _Source]:
    return _NAMES.get(type(node).__name__, {})


def saved_name(node: Node, wanted: str) -> str:
    """Return what the rules of a node call the saved value that PyTorch calls `wanted`."""
    source = _names(node).get(wanted, wanted)
    return source if isinstance(source, str) else wanted


def _find(saved: _Saved, wanted: str) -> Any:
    source = _names(saved.node).get(wanted, wanted)
    if not isinstance(source, str):
        return source(saved)
    try:
        return saved.tensor(source)
    except _Missing:
        derived = _DERIVED.fullmatch(wanted)
        if derived is None or derived[1] not in saved.operator.params:
            raise
    argument, what, place, dim = derived.groups()
    if what == "strides":
        return saved.strides(argument)
    shape = saved.shape(argument)
    if dim:
        return len(shape)
    if what == "numel":
        return math.prod(shape)
    return shape if what == "sizes" else shape[int(place)]


def _shown(node: Node, name: str, value: Any) -> Any:
    """Return a plain value as PyTorch shows it."""
    if name == "reduction" and isinstance(value, str):
        return _REDUCTIONS[value]
    if name == "dims" or (name == "dim" and type(node).__name__ in _DIM_LISTS):
        value = (value,) if type(value) is int else value
    if isinstance(value, (list, tuple)):
        return tuple(map(_unsigned, value))
    return value if name in _NUMBERS else _unsigned(value)


def _unsigned(value: Any) -> Any:
    """Return an integer as PyTorch hands it out: of 64 bits, without a sign."""
    return value + 2**64 if type(value) is int and value < 0 else value


def has_place(tensor: Tensor) -> bool:
    """Return whether a tensor's place in the graph is known; some views lose it: Note [Views]."""
    try:
        tensor.grad_fn  # noqa: B018 - looking is what may fail
    except RuntimeError:
        return False
    return True
