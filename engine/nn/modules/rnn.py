"""Recurrent layers: RNN, LSTM, GRU."""

from __future__ import annotations

from typing import Any

from engine import creation
from engine.nn.modules.linear import parameter
from engine.nn.modules.module import Module
from engine.nn.modules.recurrence import Weights, each, stack
from engine.nn.modules.recurrent_cells import draw
from engine.nn.utils.rnn import PackedSequence
from engine.tensor import Parameter, Tensor
from engine.warn import warn

__all__ = ["GRU", "LSTM", "RNN", "RNNBase"]

_GATES = {"RNN_TANH": 1, "RNN_RELU": 1, "LSTM": 4, "GRU": 3}


class RNNBase(Module):
    """Base of the layers: their parameters, checks and the run over time.

    The parameters of layer k are weight_ih_lk, weight_hh_lk, bias_ih_lk, bias_hh_lk (and
    weight_hr_lk with proj_size); those of the backward direction end in _reverse.
    """

    mode: str
    input_size: int
    hidden_size: int
    num_layers: int
    bias: bool
    batch_first: bool
    dropout: float
    bidirectional: bool
    proj_size: int

    def __init__(
        self,
        mode: str,
        input_size: int,
        hidden_size: int,
        num_layers: int = 1,
        bias: bool = True,
        batch_first: bool = False,
        dropout: float = 0.0,
        bidirectional: bool = False,
        proj_size: int = 0,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.mode = mode
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.num_layers = num_layers
        self.bias = bias
        self.batch_first = batch_first
        self.dropout = float(dropout)
        self.bidirectional = bidirectional
        self.proj_size = proj_size
        self._check_options(dropout)
        gates = _GATES[mode] * hidden_size
        size = proj_size or hidden_size
        for layer in range(num_layers):
            for suffix in self._suffixes():
                below = input_size if layer == 0 else size * len(self._suffixes())
                shapes: dict[str, tuple[int, ...]] = {
                    "weight_ih": (gates, below),
                    "weight_hh": (gates, size),
                }
                if bias:
                    shapes.update(bias_ih=(gates,), bias_hh=(gates,))
                if proj_size:
                    shapes["weight_hr"] = (proj_size, hidden_size)
                for name, shape in shapes.items():
                    made = parameter(*shape, device=device, dtype=dtype)
                    self.register_parameter(f"{name}_l{layer}{suffix}", made)
        self.reset_parameters()

    def _check_options(self, dropout: Any) -> None:
        if (
            not isinstance(dropout, (int, float))
            or isinstance(dropout, bool)
            or not 0 <= dropout <= 1
        ):
            raise ValueError(
                "dropout should be a number in range [0, 1] representing the probability of an "
                "element being zeroed"
            )
        if dropout > 0 and self.num_layers == 1:
            warn(
                "dropout option adds dropout after all but last recurrent layer, so non-zero "
                f"dropout expects num_layers greater than 1, but got dropout={dropout} and "
                f"num_layers={self.num_layers}"
            )
        for name in ("bias", "batch_first", "input_size", "hidden_size"):
            kind = int if name.endswith("size") else bool
            value = self.__dict__[name]
            if not isinstance(value, kind):
                raise TypeError(
                    f"{name} should be of type {kind.__name__}, got: {type(value).__name__}"
                )
            if kind is int and value <= 0:
                raise ValueError(f"{name} must be greater than zero")
        if self.num_layers <= 0:
            raise ValueError("num_layers must be greater than zero")
        if self.proj_size < 0:
            raise ValueError(
                "proj_size should be a positive integer or zero to disable projections"
            )
        if self.proj_size >= self.hidden_size:
            raise ValueError("proj_size has to be smaller than hidden_size")
        if self.mode not in _GATES:
            raise ValueError("Unrecognized RNN mode: " + self.mode)

    def _suffixes(self) -> tuple[str, ...]:
        return ("", "_reverse") if self.bidirectional else ("",)

    def _weights(self) -> list[Weights]:
        """Return the parameters of each layer and direction."""
        own = self._parameters
        return [
            Weights(*(own.get(f"{name}_l{layer}{suffix}") for name in _NAMES))
            for layer in range(self.num_layers)
            for suffix in self._suffixes()
        ]

    @property
    def all_weights(self) -> list[list[Parameter]]:
        """The parameters of each layer and direction, as lists."""
        return [[w for w in weights if w is not None] for weights in self._weights()]

    def reset_parameters(self) -> None:
        """Draw new values for the parameters."""
        draw(self, self.hidden_size)

    def flatten_parameters(self) -> None:
        """Do nothing: it arranges parameters for CUDA."""

    def check_input(self, input: Tensor, batch_sizes: Tensor | None) -> None:
        """Raise PyTorch's errors for an input of the wrong dtype or shape."""
        dtype = self._weights()[0].w_ih.dtype
        if input.dtype != dtype:
            raise ValueError(
                f"RNN input dtype ({input.dtype}) does not match weight dtype ({dtype}). Convert "
                f"input: input.to({dtype}), or convert model: model.to({input.dtype})"
            )
        dims = 2 if batch_sizes is not None else 3
        if input.dim() != dims:
            raise RuntimeError(f"input must have {dims} dimensions, got {input.dim()}")
        if self.input_size != input.size(-1):
            raise RuntimeError(
                f"input.size(-1) must be equal to input_size. Expected {self.input_size}, got "
                f"{input.size(-1)}"
            )

    def _state_shape(self, batch: int, size: int) -> tuple[int, int, int]:
        return self.num_layers * len(self._suffixes()), batch, size

    def _check_states(self, batch: int, hidden: Any) -> None:
        self._check_state(hidden, "hidden", self._state_shape(batch, self.hidden_size))

    @staticmethod
    def _check_state(hidden: Tensor, name: str, wanted: tuple[int, ...]) -> None:
        if hidden.size() != wanted:
            raise RuntimeError(f"Expected {name} size {wanted}, got {list(hidden.size())}")

    def _zeros(self, batch: int, input: Tensor) -> Any:
        return creation.zeros(self._state_shape(batch, self.hidden_size), dtype=input.dtype)

    def _check_dims(self, batched: bool, hidden: Any) -> None:
        dims = hidden.dim()
        if dims != (3 if batched else 2):
            what = "batched 3-D" if batched else "unbatched 2-D"
            raise RuntimeError(
                f"For {what} input, hx should also be {3 if batched else 2}-D but got {dims}-D "
                "tensor"
            )

    def forward(self, input: Any, hx: Any = None) -> Any:
        """Return (outputs of the last layer at all times, last states of all layers)."""
        if isinstance(input, PackedSequence):
            return self._forward_packed(input, hx)
        dims = input.dim()
        if dims not in (2, 3):
            kind = "D tensor" if type(self) is RNN else "D"
            raise ValueError(
                f"{self._family()}: Expected input to be 2D or 3D, got {dims}{kind} instead"
            )
        batched = dims == 3
        batch_dim = 0 if self.batch_first else 1
        if not batched:
            input = input.unsqueeze(batch_dim)
        batch = input.size(batch_dim)
        if hx is None:
            hx = self._zeros(batch, input)
        else:
            self._check_dims(batched, hx)
            if not batched:
                hx = each(lambda h: h.unsqueeze(1), hx)
        self.check_input(input, None)
        self._check_states(batch, hx)
        if input.size(1 - batch_dim) == 0:
            raise RuntimeError("Expected sequence length to be larger than 0 in RNN")
        output, hidden = self._run(input.transpose(0, 1) if self.batch_first else input, hx)
        if self.batch_first:
            # As PyTorch does: in place, but for the LSTM.
            output = output.transpose(0, 1) if self.mode == "LSTM" else output.transpose_(0, 1)
        if not batched:
            output = output.squeeze(batch_dim)
            hidden = each(lambda h: h.squeeze(1), hidden)
        return output, hidden

    def _forward_packed(self, packed: PackedSequence, hx: Any) -> Any:
        data, batch_sizes, order, back = packed
        sizes = tuple(batch_sizes.tolist())
        if hx is None:
            hx = self._zeros(sizes[0], data)
        elif order is not None:
            hx = each(lambda h: h.index_select(1, order), hx)
        self.check_input(data, batch_sizes)
        self._check_states(sizes[0], hx)
        output, hidden = self._run(data, hx, sizes)
        if back is not None:
            hidden = each(lambda h: h.index_select(1, back), hidden)
        return PackedSequence(output, batch_sizes, order, back), hidden

    def _run(self, input: Any, hx: Any, sizes: tuple[int, ...] | None = None) -> tuple[Any, Any]:
        return stack(
            self.mode,
            input,
            hx,
            self._weights(),
            bidirectional=bool(self.bidirectional),
            dropout=self.dropout,
            training=self.training,
            sizes=sizes,
        )

    def _family(self) -> str:
        return "RNN" if self.mode.startswith("RNN") else self.mode

    def extra_repr(self) -> str:
        """Return the sizes, and the options that are not the usual ones."""
        text = f"{self.input_size}, {self.hidden_size}"
        usual: dict[str, Any] = {
            "proj_size": 0,
            "num_layers": 1,
            "bias": True,
            "batch_first": False,
            "dropout": 0,
            "bidirectional": False,
        }
        for name, value in usual.items():
            if self.__dict__[name] != value:
                text += f", {name}={self.__dict__[name]}"
        return text


_NAMES = ("weight_ih", "weight_hh", "bias_ih", "bias_hh", "weight_hr")


class RNN(RNNBase):
    """Elman's layer: h' = tanh(W x + b + U h + c), or relu, over time.

    Input (time, batch, features), or (batch, time, features) if batch_first, or without batch.

    >>> RNN(10, 20, 2)
    RNN(10, 20, num_layers=2)
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        if len(args) > 3:
            nonlinearity = args[3]
            args = args[:3] + args[4:]
        else:
            nonlinearity = kwargs.pop("nonlinearity", "tanh")
        modes = {"tanh": "RNN_TANH", "relu": "RNN_RELU"}
        if nonlinearity not in modes:
            raise ValueError(
                f"Unknown nonlinearity '{nonlinearity}'. Select from 'tanh' or 'relu'."
            )
        super().__init__(modes[nonlinearity], *args, **kwargs)
        self.nonlinearity = nonlinearity


class LSTM(RNNBase):
    """Long short-term memory: gates i, f, o and g; c' = f c + i g, h' = o tanh(c'), over time.

    The state is a pair (h, c). proj_size: h is projected to this size.
    Hochreiter and Schmidhuber, "Long short-term memory", 1997.

    >>> LSTM(10, 20, bidirectional=True)
    LSTM(10, 20, bidirectional=True)
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__("LSTM", *args, **kwargs)

    def _zeros(self, batch: int, input: Tensor) -> Any:
        sizes = (self.proj_size or self.hidden_size, self.hidden_size)
        return tuple(
            creation.zeros(self._state_shape(batch, size), dtype=input.dtype) for size in sizes
        )

    def _check_states(self, batch: int, hidden: Any) -> None:
        sizes = (self.proj_size or self.hidden_size, self.hidden_size)
        for i, size in enumerate(sizes):
            self._check_state(hidden[i], f"hidden[{i}]", self._state_shape(batch, size))

    def _check_dims(self, batched: bool, hidden: Any) -> None:
        dims = 3 if batched else 2
        h, c = hidden[0].dim(), hidden[1].dim()
        if h != dims or c != dims:
            what = "batched 3-D" if batched else "unbatched 2-D"
            raise RuntimeError(
                f"For {what} input, hx and cx should also be {dims}-D but got ({h}-D, {c}-D) tensors"
            )


class GRU(RNNBase):
    """Gated recurrent units: h' = (1 - z) n + z h, with n = tanh(W x + b + r (U h + c)), over time.

    Cho et al., "Learning phrase representations using RNN encoder-decoder", 2014.

    >>> GRU(10, 20, batch_first=True)
    GRU(10, 20, batch_first=True)
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        if "proj_size" in kwargs:
            raise ValueError("proj_size argument is only supported for LSTM, not RNN or GRU")
        super().__init__("GRU", *args, **kwargs)
