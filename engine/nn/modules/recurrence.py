"""The computation of recurrent layers: cells, layers over time, and stacks of layers.

Note [Recurrence]
The steps are composed of the operators that PyTorch's CPU kernels are composed of, so that values and
graphs are the same. An exception is an LSTM layer of float32, which PyTorch hands to oneDNN as one
operation: it is one node here, too, with the composed graph inside.

A cell is a function of (what comes from the input, state, weights); a state is a tensor, or a pair
(hidden, cell state) for an LSTM. Weights are (w_ih, w_hh, b_ih, b_hh, w_hr), None where there are none.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from engine import state
from engine.functions.function import Function
from engine.graph import backward as _passes
from engine.graph.node import Node
from engine.modes import enable_grad
from engine.nn import functional
from engine.operators import join
from engine.operators.layers.recurrent import unsafe_chunk
from engine.tensor import Tensor, from_array

F: Any = functional
Cell = Callable[[Any, Any, "Weights"], Any]


class Weights(NamedTuple):
    """The parameters of one layer in one direction."""

    w_ih: Any
    w_hh: Any
    b_ih: Any = None
    b_hh: Any = None
    w_hr: Any = None

    def of_input(self, input: Any) -> Any:
        """Return the input's share of the gates."""
        return F.linear(input, self.w_ih, self.b_ih)

    def of_hidden(self, hidden: Any) -> Any:
        """Return the hidden state's share of the gates."""
        return F.linear(hidden, self.w_hh, self.b_hh)


# -- cells -----------------------------------------------------------------------------------------


def tanh_cell(gates: Any, hidden: Any, w: Weights) -> Any:
    """Return tanh(W x + b + U h + c)."""
    return (w.of_hidden(hidden) + gates).tanh()


def relu_cell(gates: Any, hidden: Any, w: Weights) -> Any:
    """Return relu(W x + b + U h + c)."""
    return (w.of_hidden(hidden) + gates).relu()


def gru_cell(gates: Any, hidden: Any, w: Weights) -> Any:
    """Return n + z (h - n), with the gates r, z and the candidate n (Cho et al., 2014)."""
    r, z, n = unsafe_chunk(gates, 3, 1)
    hr, hz, hn = unsafe_chunk(w.of_hidden(hidden), 3, 1)
    reset = (hr + r).sigmoid()
    update = (hz + z).sigmoid()
    new = (n + hn * reset).tanh()
    return (hidden - new) * update + new


def lstm_cell(gates: Any, hidden: Any, w: Weights) -> Any:
    """Return (o tanh(c'), c') with c' = f c + i g (Hochreiter and Schmidhuber, 1997)."""
    h, c = hidden
    i, f, g, o = unsafe_chunk(w.of_hidden(h) + gates, 4, 1)
    i, f, g, o = i.sigmoid(), f.sigmoid(), g.tanh(), o.sigmoid()
    c = f * c + i * g
    h = o * c.tanh()
    return (h if w.w_hr is None else h.matmul(w.w_hr.t())), c


CELLS: dict[str, Cell] = {
    "RNN_TANH": tanh_cell,
    "RNN_RELU": relu_cell,
    "LSTM": lstm_cell,
    "GRU": gru_cell,
}


def check_cell(input: Tensor, hidden: Any, w: Weights) -> None:
    """Raise PyTorch's errors for sizes that do not fit a single cell."""
    wanted = w.w_ih.size(1)
    if input.size(1) != wanted:
        raise RuntimeError(
            f"input has inconsistent input_size: got {input.size(1)} expected {wanted}"
        )
    size = w.w_hh.size(1)
    for i, h in enumerate(hidden if isinstance(hidden, tuple) else (hidden,)):
        if input.size(0) != h.size(0):
            raise RuntimeError(
                f"Input batch size {input.size(0)} doesn't match hidden{i} batch size {h.size(0)}"
            )
        if h.size(1) != size:
            raise RuntimeError(
                f"hidden{i} has inconsistent hidden_size: got {h.size(1)}, expected {size}"
            )


def single(mode: str, input: Tensor, hidden: Any, w: Weights) -> Any:
    """Return the state after one step of a cell on its own."""
    check_cell(input, hidden, w)
    return CELLS[mode](w.of_input(input), hidden, w)


# -- a layer over time -----------------------------------------------------------------------------


def _output(hidden: Any) -> Any:
    return hidden[0] if isinstance(hidden, tuple) else hidden


def each(function: Callable[..., Any], *states: Any) -> Any:
    """Apply a function to states part by part: an LSTM's have two."""
    if isinstance(states[0], (tuple, list)):
        return tuple(function(*parts) for parts in zip(*states, strict=True))
    return function(*states)


def layer(cell: Cell, input: Any, hidden: Any, w: Weights, reverse: bool) -> tuple[Any, Any]:
    """Run a cell over an input of shape (time, batch, features); return (outputs, last state)."""
    steps = w.of_input(input).unbind(0)
    outputs = []
    for step in reversed(steps) if reverse else steps:
        hidden = cell(step, hidden, w)
        outputs.append(_output(hidden))
    return join.stack(outputs[::-1] if reverse else outputs), hidden


def packed_layer(
    cell: Cell, input: Any, hidden: Any, w: Weights, reverse: bool, sizes: tuple[int, ...]
) -> tuple[Any, Any]:
    """Run a cell over packed sequences; at time t there are sizes[t] of them, ever fewer."""
    gates = w.of_input(input)
    starts = np.cumsum([0, *sizes]).tolist()
    outputs = []
    if reverse:
        start = hidden
        present = sizes[-1]
        hidden = each(lambda h: h.narrow(0, 0, present), start)
        for t in range(len(sizes) - 1, -1, -1):
            more = sizes[t] - present
            if more:
                fresh = each(lambda h, a=present, n=more: h.narrow(0, a, n), start)
                hidden = each(lambda *parts: join.cat(parts), hidden, fresh)
                present = sizes[t]
            hidden = cell(gates.narrow(0, starts[t], sizes[t]), hidden, w)
            outputs.append(_output(hidden))
        return join.cat(outputs[::-1]), hidden
    ended = []
    present = sizes[0]
    for t, n in enumerate(sizes):
        if n < present:
            ended.append(each(lambda h, a=n, m=present - n: h.narrow(0, a, m), hidden))
            hidden = each(lambda h, n=n: h.narrow(0, 0, n), hidden)
            present = n
        hidden = cell(gates.narrow(0, starts[t], n), hidden, w)
        outputs.append(_output(hidden))
    ended.append(hidden)
    last = each(lambda *parts: join.cat(parts), *ended[::-1])
    return join.cat(outputs), last


# -- an LSTM layer as one operation ----------------------------------------------------------------


class MkldnnRnnLayer(Function):
    """An LSTM layer of float32 as one node: Note [Recurrence]."""

    @staticmethod
    def forward(ctx: Any, reverse: bool, *tensors: Tensor) -> Any:
        """Compute (outputs, hidden, cell state) from the input, four weights and two states."""
        ctx._reverse = reverse
        ctx.save_for_backward(*tensors)
        ctx._inside = _inside(reverse, [t.detach() for t in tensors], ctx.needs_input_grad[1:])
        return tuple(t.detach() for t in ctx._inside[0])

    @staticmethod
    def backward(ctx: Any, *grads: Any) -> Any:
        """Return the gradients by the graph inside, or by one made anew for higher derivatives."""
        from engine.autograd import grad

        saved = ctx.saved_tensors
        create = state.grad_enabled
        needs = ctx.needs_input_grad[1:]
        if create:
            outputs, inputs = _inside(ctx._reverse, list(saved), needs, detach=False)
        else:
            outputs, inputs = ctx._inside
        keep = create or _passes.running[-1].keep
        found = iter(
            grad(
                outputs,
                inputs,
                grads,
                retain_graph=keep,
                create_graph=create,
                allow_unused=True,
            )
        )
        if not keep:
            ctx._inside = None
        return (None, *[next(found) if need else None for need in needs])


def _inside(
    reverse: bool, tensors: list[Tensor], needs: tuple[bool, ...], detach: bool = True
) -> tuple[tuple[Any, ...], list[Tensor]]:
    """Return the outputs of a layer, recorded, and those inputs that need a gradient."""
    inputs = [t for t, need in zip(tensors, needs, strict=True) if need]
    if detach:
        for t in inputs:
            t.requires_grad_()
    x, w_ih, w_hh, b_ih, b_hh, h, c = tensors
    with enable_grad():
        output, (h, c) = layer(lstm_cell, x, (h, c), Weights(w_ih, w_hh, b_ih, b_hh), reverse)
    return (output, h, c), inputs


_node_class: Any = MkldnnRnnLayer._backward_cls
_node_class.__name__ = _node_class.__qualname__ = "MkldnnRnnLayerBackward0"
_node_class.__module__ = "torch.autograd"
_node_class.__repr__ = Node.__repr__


def _lstm_layer(cell: Cell, input: Any, hidden: Any, w: Weights, reverse: bool) -> tuple[Any, Any]:
    plain = all(t._data.__class__ is np.ndarray for t in (input, *hidden, w.w_ih, w.w_hh))
    if w.w_hr is not None or not plain or input._data.dtype != np.float32:
        return layer(cell, input, hidden, w, reverse)
    biases: list[Any] = [w.b_ih, w.b_hh]
    if w.b_ih is None:
        zeros = from_array(np.zeros(w.w_ih._data.shape[0], np.float32))
        biases = [zeros, zeros]
    output, h, c = MkldnnRnnLayer.apply(reverse, input, w.w_ih, w.w_hh, *biases, *hidden)
    return output, (h, c)


# -- stacks of layers ------------------------------------------------------------------------------


def stack(
    mode: str,
    input: Any,
    hidden: Any,
    weights: list[Weights],
    *,
    bidirectional: bool,
    dropout: float,
    training: bool,
    sizes: tuple[int, ...] | None = None,
) -> tuple[Any, Any]:
    """Run layers one on the other's outputs; return (outputs, last states of all layers).

    hidden: the first states, one for each layer and direction along dimension 0.
    weights: of each layer, both directions one after the other.
    sizes: the batch sizes of packed sequences; None for an input (time, batch, features).
    """
    cell = CELLS[mode]
    if isinstance(hidden, tuple):
        states: list[Any] = list(zip(*[h.unbind(0) for h in hidden], strict=True))
    else:
        states = list(hidden.unbind(0))
    directions = 2 if bidirectional else 1
    last = []
    for first in range(0, len(weights), directions):
        outputs = []
        for reverse in range(directions):
            at = first + reverse
            if sizes is not None:
                out, final = packed_layer(
                    cell, input, states[at], weights[at], bool(reverse), sizes
                )
            elif mode == "LSTM":
                out, final = _lstm_layer(cell, input, states[at], weights[at], bool(reverse))
            else:
                out, final = layer(cell, input, states[at], weights[at], bool(reverse))
            outputs.append(out)
            last.append(final)
        input = join.cat(outputs, -1) if bidirectional else outputs[0]
        if dropout and training and at + 1 < len(weights):
            input = F.dropout(input, dropout, True)
    return input, each(lambda *parts: join.stack(parts), *last)
