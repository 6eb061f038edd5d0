"""Recurrent cells, single steps: RNNCell, LSTMCell, GRUCell."""

from __future__ import annotations

import math
from typing import Any

from engine import creation
from engine.nn import init
from engine.nn.modules.linear import parameter
from engine.nn.modules.module import Module
from engine.nn.modules.recurrence import Weights, each, single
from engine.tensor import Parameter, Tensor

__all__ = ["GRUCell", "LSTMCell", "RNNCell", "RNNCellBase"]


def draw(module: Module, hidden_size: int) -> None:
    """Draw the parameters of a recurrent module, uniform in ±1/sqrt(hidden_size)."""
    bound = 1.0 / math.sqrt(hidden_size) if hidden_size > 0 else 0
    for weight in module.parameters():
        init.uniform_(weight, -bound, bound)


class RNNCellBase(Module):
    """Base of the cells: their four parameters."""

    __module__ = "torch.nn.modules.rnn"

    input_size: int
    hidden_size: int
    bias: bool
    weight_ih: Parameter
    weight_hh: Parameter
    bias_ih: Parameter | None
    bias_hh: Parameter | None

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool,
        num_chunks: int,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__()
        self.input_size = input_size
        self.hidden_size = hidden_size
        self.bias = bias
        gates = num_chunks * hidden_size
        self.weight_ih = parameter(gates, input_size, device=device, dtype=dtype)
        self.weight_hh = parameter(gates, hidden_size, device=device, dtype=dtype)
        for name in ("bias_ih", "bias_hh"):
            made = parameter(gates, device=device, dtype=dtype) if bias else None
            self.register_parameter(name, made)
        self.reset_parameters()

    def reset_parameters(self) -> None:
        """Draw new values for the parameters."""
        draw(self, self.hidden_size)

    def extra_repr(self) -> str:
        """Return the sizes, and the options that are not the usual ones."""
        text = f"{self.input_size}, {self.hidden_size}"
        if self.bias is not True:
            text += f", bias={self.bias}"
        if self.__dict__.get("nonlinearity", "tanh") != "tanh":
            text += f", nonlinearity={self.__dict__['nonlinearity']}"
        return text

    def _step(self, mode: str, input: Tensor, hx: Any) -> Any:
        name = type(self).__name__
        if input.dim() not in (1, 2):
            raise ValueError(f"{name}: Expected input to be 1D or 2D, got {input.dim()}D instead")
        self._check_dims(hx)
        batched = input.dim() == 2
        if not batched:
            input = input.unsqueeze(0)
        if hx is None:
            hx = creation.zeros(input.size(0), self.hidden_size, dtype=input.dtype)
            hx = (hx, hx) if mode == "LSTM" else hx
        elif not batched:
            hx = each(lambda h: h.unsqueeze(0), hx)
        if mode == "LSTM" and not isinstance(hx, (tuple, list)):
            raise TypeError(
                "lstm_cell(): argument 'hx' (position 2) must be tuple of Tensors, not Tensor"
            )
        w = Weights(self.weight_ih, self.weight_hh, self.bias_ih, self.bias_hh)
        found = single(mode, input, tuple(hx) if mode == "LSTM" else hx, w)
        return found if batched else each(lambda h: h.squeeze(0), found)

    def _check_dims(self, hx: Any) -> None:
        if hx is not None and hx.dim() not in (1, 2):
            raise ValueError(
                f"{type(self).__name__}: Expected hidden to be 1D or 2D, got {hx.dim()}D instead"
            )


class RNNCell(RNNCellBase):
    """One step of Elman's layer: h' = tanh(W x + b + U h + c), or relu.

    >>> RNNCell(2, 3)
    RNNCell(2, 3)
    """

    __module__ = "torch.nn.modules.rnn"

    nonlinearity: str

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        nonlinearity: str = "tanh",
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 1, device, dtype)
        self.nonlinearity = nonlinearity

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Any:
        """Return the next state from an input (batch, features) and a state (batch, hidden)."""
        modes = {"tanh": "RNN_TANH", "relu": "RNN_RELU"}
        if self.nonlinearity not in modes:
            raise RuntimeError(f"Unknown nonlinearity: {self.nonlinearity}")
        return self._step(modes[self.nonlinearity], input, hx)


class LSTMCell(RNNCellBase):
    """One step of an LSTM; the state is a pair (h, c)."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 4, device, dtype)

    def forward(self, input: Tensor, hx: tuple[Tensor, Tensor] | None = None) -> Any:
        """Return the next (h, c) from an input (batch, features) and states (batch, hidden)."""
        return self._step("LSTM", input, hx)

    def _check_dims(self, hx: Any) -> None:
        for i, h in enumerate(() if hx is None else hx):
            if h.dim() not in (1, 2):
                raise ValueError(
                    f"LSTMCell: Expected hx[{i}] to be 1D or 2D, got {h.dim()}D instead"
                )


class GRUCell(RNNCellBase):
    """One step of gated recurrent units."""

    __module__ = "torch.nn.modules.rnn"

    def __init__(
        self,
        input_size: int,
        hidden_size: int,
        bias: bool = True,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        super().__init__(input_size, hidden_size, bias, 3, device, dtype)

    def forward(self, input: Tensor, hx: Tensor | None = None) -> Any:
        """Return the next state from an input (batch, features) and a state (batch, hidden)."""
        return self._step("GRU", input, hx)
