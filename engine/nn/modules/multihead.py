"""MultiheadAttention: attention of several heads, with its projections."""

from __future__ import annotations

import math
from typing import Any

from engine import creation, dtypes
from engine.nn import functional, init
from engine.nn.modules.linear import Linear, parameter
from engine.nn.modules.module import Module
from engine.operators import join, matrix
from engine.tensor import Parameter, Tensor
from engine.warn import warn

__all__ = ["MultiheadAttention"]

HOME = "torch.nn.modules.activation"

F: Any = functional


class NonDynamicallyQuantizableLinear(Linear):
    """The output projection: a linear layer under the name that PyTorch's texts have."""

    __module__ = "torch.nn.modules.linear"


class MultiheadAttention(Module):
    """Attention of several heads: each looks at the values where its keys are like the query.

    Sequences have shape (length, batch, features), or (batch, length, features) with `batch_first`,
    or (length, features).

    Source: Vaswani et al., "Attention is all you need", 2017.
    """

    embed_dim: int
    num_heads: int
    in_proj_weight: Parameter | None
    in_proj_bias: Parameter | None
    q_proj_weight: Parameter | None
    k_proj_weight: Parameter | None
    v_proj_weight: Parameter | None
    bias_k: Parameter | None
    bias_v: Parameter | None

    def __init__(
        self,
        embed_dim: int,
        num_heads: int,
        dropout: float = 0.0,
        bias: bool = True,
        add_bias_kv: bool = False,
        add_zero_attn: bool = False,
        kdim: int | None = None,
        vdim: int | None = None,
        batch_first: bool = False,
        device: Any = None,
        dtype: Any = None,
    ) -> None:
        if embed_dim <= 0 or num_heads <= 0:
            raise ValueError(
                "embed_dim and num_heads must be greater than 0, got "
                f"embed_dim={embed_dim} and num_heads={num_heads} instead"
            )
        super().__init__()
        self.embed_dim = embed_dim
        self.kdim = embed_dim if kdim is None else kdim
        self.vdim = embed_dim if vdim is None else vdim
        self.num_heads = num_heads
        self.dropout = dropout
        self.batch_first = batch_first
        self.head_dim = embed_dim // num_heads
        if self.head_dim * num_heads != embed_dim:
            raise AssertionError("embed_dim must be divisible by num_heads")
        together = self.kdim == embed_dim and self.vdim == embed_dim
        shapes: dict[str, tuple[int, ...] | None] = {
            "q_proj_weight": None if together else (embed_dim, embed_dim),
            "k_proj_weight": None if together else (embed_dim, self.kdim),
            "v_proj_weight": None if together else (embed_dim, self.vdim),
            "in_proj_weight": (3 * embed_dim, embed_dim) if together else None,
            "in_proj_bias": (3 * embed_dim,) if bias else None,
        }
        if together:  # the order in which PyTorch registers them
            shapes = {"in_proj_weight": shapes.pop("in_proj_weight"), **shapes}
        for name, shape in shapes.items():
            made = None if shape is None else parameter(*shape, device=device, dtype=dtype)
            self.register_parameter(name, made)
        self.out_proj = NonDynamicallyQuantizableLinear(
            embed_dim, embed_dim, bias=bias, device=device, dtype=dtype
        )
        for name in ("bias_k", "bias_v"):
            if add_bias_kv:
                made = parameter(1, 1, embed_dim, device=device, dtype=dtype)
                self.register_parameter(name, made)
            else:
                setattr(self, name, None)
        self.add_zero_attn = add_zero_attn
        self._reset_parameters()

    def _reset_parameters(self) -> None:
        for weight in (
            self.in_proj_weight,
            self.q_proj_weight,
            self.k_proj_weight,
            self.v_proj_weight,
        ):
            if weight is not None:
                init.xavier_uniform_(weight)
        if self.in_proj_bias is not None:
            init.zeros_(self.in_proj_bias)
            assert self.out_proj.bias is not None
            init.zeros_(self.out_proj.bias)
        for extra in (self.bias_k, self.bias_v):
            if extra is not None:
                init.xavier_normal_(extra)

    def forward(
        self,
        query: Tensor,
        key: Tensor,
        value: Tensor,
        key_padding_mask: Any = None,
        need_weights: bool = True,
        attn_mask: Any = None,
        average_attn_weights: bool = True,
        is_causal: bool = False,
    ) -> Any:
        """Return the output, and the weights of the attention (None unless need_weights).

        key_padding_mask: which keys to leave out; attn_mask: which pairs of places to leave out, or
        what to add to their scores. average_attn_weights: return the mean over the heads.
        """
        key_padding_mask = _as_numbers(key_padding_mask, "key_padding_mask", query, attn_mask)
        attn_mask = _as_numbers(attn_mask, "attn_mask", query)
        swap = self.batch_first and query.dim() == 3
        if swap:
            query, key, value = _swapped(query, key, value)
        batched = _check_shapes(query, key, value, key_padding_mask, attn_mask, self.num_heads)
        if not batched:
            query, key, value = (sequence.unsqueeze(1) for sequence in (query, key, value))
            if key_padding_mask is not None:
                key_padding_mask = key_padding_mask.unsqueeze(0)
        if is_causal and attn_mask is None:
            raise RuntimeError(
                "Need attn_mask if specifying the is_causal hint. You may use the Transformer "
                "module method `generate_square_subsequent_mask` to create this mask."
            )
        by_hint = is_causal and key_padding_mask is None and not need_weights
        output, weights = self._attend(
            query,
            key,
            value,
            key_padding_mask,
            None if by_hint else attn_mask,
            need_weights,
            by_hint,
        )
        if weights is not None and average_attn_weights:
            weights = weights.mean(dim=1)
        if not batched:
            output = output.squeeze(1)
            weights = None if weights is None else weights.squeeze(0)
        return (output.transpose(1, 0) if swap else output), weights

    def _project(self, query: Any, key: Any, value: Any) -> tuple[Any, Any, Any]:
        """Return queries, keys and values, projected in as few steps as PyTorch takes."""
        size, weight, bias = self.embed_dim, self.in_proj_weight, self.in_proj_bias
        if weight is None:
            biases = (None,) * 3 if bias is None else bias.chunk(3)
            weights = (self.q_proj_weight, self.k_proj_weight, self.v_proj_weight)
        elif key is value and query is key:
            return tuple(_split_last(F.linear(query, weight, bias), 3, size))
        elif key is value:
            parts = [size, 2 * size]
            first, second = weight.split(parts)
            biases = (None, None) if bias is None else bias.split(parts)
            projected = F.linear(query, first, biases[0])
            return (projected, *_split_last(F.linear(key, second, biases[1]), 2, size))
        else:
            biases = (None,) * 3 if bias is None else bias.chunk(3)
            weights = weight.chunk(3)
        sequences = (query, key, value)
        made = [F.linear(x, w, b) for x, w, b in zip(sequences, weights, biases, strict=True)]
        return made[0], made[1], made[2]

    def _attend(
        self,
        query: Any,
        key: Any,
        value: Any,
        key_padding_mask: Any,
        mask: Any,
        need_weights: bool,
        causal: bool,
    ) -> tuple[Any, Any]:
        length, batch, size = query.shape
        heads, width = self.num_heads, self.head_dim
        if size != self.embed_dim:
            raise AssertionError(
                f"was expecting embedding dimension of {self.embed_dim}, but got {size}"
            )
        if self.in_proj_weight is None:
            if key.shape[:2] != value.shape[:2]:
                raise AssertionError(
                    f"key's sequence and batch dims {key.shape[:2]} do not match value's "
                    f"{value.shape[:2]}"
                )
        elif key.shape != value.shape:
            raise AssertionError(f"key shape {key.shape} does not match value shape {value.shape}")
        q, k, v = self._project(query, key, value)
        if mask is not None:
            mask = _checked_mask(mask, (length, key.shape[0]), batch * heads)
        if self.bias_k is not None and self.bias_v is not None:
            k = join.cat([k, self.bias_k.repeat(1, batch, 1)])
            v = join.cat([v, self.bias_v.repeat(1, batch, 1)])
            mask, key_padding_mask = _longer(mask), _longer(key_padding_mask)
        q, k, v = (x.view(x.shape[0], batch * heads, width).transpose(0, 1) for x in (q, k, v))
        if self.add_zero_attn:
            nothing = creation.zeros(batch * heads, 1, width, dtype=k.dtype)
            k, v = join.cat([k, nothing], dim=1), join.cat([v, nothing], dim=1)
            mask, key_padding_mask = _longer(mask), _longer(key_padding_mask)
        count = k.shape[1]
        if key_padding_mask is not None:
            if key_padding_mask.shape != (batch, count):
                dim = 0 if key_padding_mask.shape[0] != batch else 1
                raise AssertionError(
                    f"Expected key_padded_mask.shape[{dim}] to be {(batch, count)[dim]}, but got "
                    f"{key_padding_mask.shape[dim]}"
                )
            wide = key_padding_mask.view(batch, 1, 1, count).expand(-1, heads, -1, -1)
            wide = wide.reshape(batch * heads, 1, count)
            mask = wide if mask is None else mask + wide
        dropout = self.dropout if self.training else 0.0
        if not need_weights:
            if mask is not None:
                if mask.shape[0] == 1 and mask.dim() == 3:
                    mask = mask.unsqueeze(0)
                else:
                    mask = mask.view(batch, heads, -1, count)
            q, k, v = (x.view(batch, heads, x.shape[1], width) for x in (q, k, v))
            output = F.scaled_dot_product_attention(q, k, v, mask, dropout, causal)
            output = output.permute(2, 0, 1, 3).reshape(batch * length, size)
            return self.out_proj(output).view(length, batch, size), None
        scaled = q * math.sqrt(1.0 / float(width))
        turned = k.transpose(-2, -1)
        scores = matrix.bmm(scaled, turned) if mask is None else mask.baddbmm(scaled, turned)
        weights = F.softmax(scores, -1)
        if dropout > 0.0:
            weights = F.dropout(weights, dropout)
        output = matrix.bmm(weights, v).transpose(0, 1).reshape(length * batch, size)
        output = self.out_proj(output).view(length, batch, size)
        return output, weights.view(batch, heads, length, count)


def _swapped(query: Any, key: Any, value: Any) -> tuple[Any, Any, Any]:
    """Return the three with length before batch; what was one tensor stays one."""
    made: dict[int, Any] = {}
    for sequence in (query, key, value):
        if id(sequence) not in made:
            made[id(sequence)] = sequence.transpose(1, 0)
    return made[id(query)], made[id(key)], made[id(value)]


def _split_last(projected: Any, parts: int, size: int) -> list[Any]:
    """Split the last dimension into its parts, each contiguous in memory."""
    stacked = projected.unflatten(-1, (parts, size)).unsqueeze(0).transpose(0, -2)
    stacked = stacked.squeeze(-2).contiguous()
    return [stacked[i] for i in range(parts)]


def _longer(mask: Any) -> Any:
    """Return a mask for one more key, which is never left out."""
    return None if mask is None else F.pad(mask, (0, 1))


def _as_numbers(mask: Any, name: str, query: Any, other: Any = None) -> Any:
    """Return a mask as numbers to add to the scores: -inf where it is True."""
    if mask is None:
        return None
    floating = mask.is_floating_point()
    if not floating and mask.dtype is not dtypes.bool_:
        raise AssertionError(f"only bool and floating types of {name} are supported")
    if other is not None and other.dtype is not mask.dtype:
        warn(
            f"Support for mismatched {name} and attn_mask is deprecated. Use same type for both "
            "instead."
        )
    if floating:
        return mask
    return creation.zeros_like(mask, dtype=query.dtype).masked_fill_(mask, float("-inf"))


def _checked_mask(mask: Any, pairs: tuple[int, int], heads: int) -> Any:
    """Return a mask of pairs in three dimensions; raise PyTorch's error if it does not fit."""
    if mask.dim() == 2:
        if mask.shape != pairs:
            raise RuntimeError(
                f"The shape of the 2D attn_mask is {mask.shape}, but should be {pairs}."
            )
        return mask.unsqueeze(0)
    if mask.shape != (heads, *pairs):
        raise RuntimeError(
            f"The shape of the 3D attn_mask is {mask.shape}, but should be {(heads, *pairs)}."
        )
    return mask


def _check_shapes(
    query: Any, key: Any, value: Any, key_padding_mask: Any, mask: Any, heads: int
) -> bool:
    """Return whether the sequences come in batches; raise PyTorch's error for wrong dimensions."""
    n = query.dim()
    if n not in (2, 3):
        raise AssertionError(
            f"query should be unbatched 2D or batched 3D tensor but received {n}-D query tensor"
        )
    which = f"For {'batched' if n == 3 else 'unbatched'} ({n}-D) `query`, expected"
    if key.dim() != n or value.dim() != n:
        raise AssertionError(
            f"{which} `key` and `value` to be {n}-D but found {key.dim()}-D and "
            f"{value.dim()}-D tensors respectively"
        )
    if key_padding_mask is not None and key_padding_mask.dim() != n - 1:
        raise AssertionError(
            f"{which} `key_padding_mask` to be `None` or {n - 1}-D but found "
            f"{key_padding_mask.dim()}-D tensor instead"
        )
    if mask is not None:
        if mask.dim() not in (2, 3):
            raise AssertionError(
                f"{which} `attn_mask` to be `None`, 2-D or 3-D but found {mask.dim()}-D tensor "
                "instead"
            )
        expected = (heads, query.shape[0], key.shape[0])
        if n == 2 and mask.dim() == 3 and mask.shape != expected:
            raise AssertionError(
                f"Expected `attn_mask` shape to be {expected} but got {mask.shape}"
            )
    return bool(n == 3)
