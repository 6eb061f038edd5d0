"""Attention: means of values, weighted by how well queries fit keys."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine.convert import not_a_tensor
from engine.dtypes import Array
from engine.operators.activation import _only_floats
from engine.operators.arithmetic import add
from engine.operators.layers.dropout import dropout
from engine.operators.matrix import CPP_NAMES, matmul
from engine.operators.reduction import sum
from engine.operators.repetition import repeat_interleave
from engine.operators.scalars import mul_number
from engine.operators.shape import expand, reshape, transpose, unsqueeze
from engine.operators.softmax import _softmax, _softmax_backward_data
from engine.registry import KERNELS, exported, in_rules, operator
from engine.tensor import Tensor, from_array


@operator(
    name="_safe_softmax",
    rules={"self": lambda grad, result, dim: _softmax_backward_data(grad, result, dim)},
)
def _safe_softmax(self: Array, dim: int) -> Array:
    """The softmax, and 0 where all elements are -inf."""
    _only_floats("softmax_lastdim_kernel_impl", self)
    if not self.size:
        return self.copy()
    with np.errstate(invalid="ignore"):
        found = KERNELS["_softmax"](self, dim)
    masked = np.all(self == -np.inf, axis=dim, keepdims=True)
    return np.where(masked, self.dtype.type(0), found)


# -- in one step -----------------------------------------------------------------------------------


@in_rules
def _shared_heads(x: Any, times: int) -> Any:
    """Return (N, heads, n, d) with each head `times` times."""
    if times == 1:
        return x
    n, heads, rows, columns = x.shape
    spread = expand(unsqueeze(x, 2), (n, heads, times, rows, columns))
    return reshape(spread, (n, heads * times, rows, columns))


@in_rules
def _summed_heads(grad: Any, times: int) -> Any:
    """Return the sum of the gradients of the copies of each head."""
    if times == 1:
        return grad
    n, heads, rows, columns = grad.shape
    return sum(reshape(grad, (n, heads // times, times, rows, columns)), 2)


@in_rules
def _fit(query: Any, key: Any, mask: Any, scale: float) -> Any:
    """Return the weight of each key for each query."""
    scores = matmul(query, transpose(key, -2, -1)) * scale
    return _softmax(scores if mask is None else scores + mask, -1)


@in_rules
def _scores_back(grad: Any, query: Any, key: Any, value: Any, mask: Any, scale: float) -> Any:
    """Return the gradient of the scores, times the scale."""
    weights = _fit(query, key, mask, scale)
    slopes = matmul(grad, transpose(value, -2, -1))
    return weights * (slopes - sum(slopes * weights, -1, True)) * scale


@operator(
    name="_flash_attention",
    grad_fn="ScaledDotProductFlashAttentionForCpuBackward0",
    inplace=False,
    rules={
        "query": lambda grad, query, key, value, mask, times, scale: matmul(
            _scores_back(
                grad, query, _shared_heads(key, times), _shared_heads(value, times), mask, scale
            ),
            _shared_heads(key, times),
        ),
        "key": lambda grad, query, key, value, mask, times, scale: _summed_heads(
            matmul(
                transpose(
                    _scores_back(
                        grad,
                        query,
                        _shared_heads(key, times),
                        _shared_heads(value, times),
                        mask,
                        scale,
                    ),
                    -2,
                    -1,
                ),
                query,
            ),
            times,
        ),
        "value": lambda grad, query, key, mask, times, scale: _summed_heads(
            matmul(transpose(_fit(query, _shared_heads(key, times), mask, scale), -2, -1), grad),
            times,
        ),
    },
)
def _flash_attention(
    query: Array, key: Array, value: Array, mask: Any, times: int, scale: float
) -> Array:
    """softmax(query @ keyᵀ * scale + mask) @ value, each head of key and value `times` times."""
    shared = KERNELS["_shared_heads"]
    weights = KERNELS["_fit"](query, shared(key, times), mask, scale)
    return np.matmul(weights, shared(value, times))


# -- what users call -------------------------------------------------------------------------------


def _check(query: Any, key: Any, value: Any, mask: Any) -> None:
    for position, (name, x) in enumerate((("query", query), ("key", key), ("value", value)), 1):
        if not isinstance(x, Tensor):
            raise not_a_tensor("scaled_dot_product_attention", name, position, x)
    q, k, v = (x._data for x in (query, key, value))
    if not q.dtype == k.dtype == v.dtype:
        words = [CPP_NAMES[x.dtype.name] for x in (q, k, v)]
        raise RuntimeError(
            "Expected query, key, and value to have the same dtype, but got query.dtype: {} "
            "key.dtype: {} and value.dtype: {} instead.".format(*words)
        )
    if min(q.ndim, k.ndim, v.ndim) < 2:
        raise RuntimeError(
            "Expected query, key, and value to all be  at least 2 dimensional, but got query.dim: "
            f"{q.ndim} key.dim: {k.ndim} and value.dim: {v.ndim} instead."
        )
    if mask is not None:
        dtype = mask._data.dtype
        if dtype.kind != "b" and dtype.name != "float32" and dtype != q.dtype:
            raise RuntimeError(
                "Expected attn_mask dtype to be bool or float or to match query dtype, but got "
                f"attn_mask.dtype: {CPP_NAMES[dtype.name]} and  query.dtype: "
                f"{CPP_NAMES[q.dtype.name]} instead."
            )


def _as_number(mask: Array, dtype: Any) -> Array:
    """Return a mask of truth values as numbers to add: 0 and -inf."""
    return np.where(mask, dtype.type(0), dtype.type(-np.inf))


def _in_one_step(query: Array, key: Array, value: Array, mask: Any, dropout_p: float) -> bool:
    """Return whether PyTorch's fused kernel takes a call."""
    same = query.shape[-1] == key.shape[-1] == value.shape[-1]
    return (
        query.ndim == key.ndim == value.ndim == 4
        and same
        and query.shape[0] == key.shape[0] == value.shape[0]
        and key.shape[1:3] == value.shape[1:3]
        and dropout_p == 0
        and bool(query.size and key.size)
        and (mask is None or (mask._fn is None and mask._data.ndim in (2, 4)))
    )


@exported(
    "nn.functional",
    samples=(
        "scaled_dot_product_attention(a(1, 2, 3, 2), a(1, 2, 4, 2), a(1, 2, 4, 2))",
        "scaled_dot_product_attention(a(1, 1, 3, 2), a(1, 1, 3, 2), a(1, 1, 3, 2), is_causal=True)",
        "scaled_dot_product_attention(a(1, 4, 3, 2), a(1, 2, 3, 2), a(1, 2, 3, 2), enable_gqa=True)",
        "scaled_dot_product_attention(a(2, 3), a(4, 3), a(4, 2))",
        "scaled_dot_product_attention(a(2, 3, 2), a(2, 3, 2), a(2, 3, 2), is_causal=True)",
        "scaled_dot_product_attention(a(2, 3, 2), a(2, 3, 2), a(2, 3, 2), a(3, 3), scale=2.0)",
        "scaled_dot_product_attention(a(2, 2), a(2, 2), a(2, 2), torch.ones(2, 2).tril() > 0)",
    ),
)
def scaled_dot_product_attention(
    query: Tensor,
    key: Tensor,
    value: Tensor,
    attn_mask: Tensor | None = None,
    dropout_p: float = 0.0,
    is_causal: bool = False,
    scale: float | None = None,
    enable_gqa: bool = False,
) -> Tensor:
    """Return softmax(query @ keyᵀ * scale + mask) @ value: https://arxiv.org/abs/1706.03762

    query: (..., L, E); key: (..., S, E); value: (..., S, Ev). attn_mask: numbers to add, or which
    keys count. is_causal: query i sees keys up to i only. scale: 1 / sqrt(E), if not given.
    enable_gqa: key and value may have fewer heads (dimension -3), each for several of the query.

    >>> import engine
    >>> x = engine.ones(2, 1)
    >>> engine.nn.functional.scaled_dot_product_attention(x, x, engine.tensor([[1.0], [3.0]]))
    tensor([[2.],
            [2.]])
    """
    _check(query, key, value, attn_mask)
    if is_causal and attn_mask is not None:
        raise RuntimeError(
            "_scaled_dot_product_attention: Explicit attn_mask should not be set when "
            "is_causal=True"
        )
    q, k, v = query._data, key._data, value._data
    factor = scale if scale is not None else 1 / math.sqrt(q.shape[-1])
    if is_causal:
        below = np.tri(q.shape[-2], k.shape[-2], dtype=bool)
        attn_mask = from_array(_as_number(below, q.dtype))
    elif attn_mask is not None and attn_mask._data.dtype.kind == "b":
        attn_mask = from_array(_as_number(attn_mask._data, q.dtype))
    if _in_one_step(q, k, v, attn_mask, dropout_p):
        mask = None if attn_mask is None else attn_mask._data
        times = q.shape[1] // k.shape[1] if enable_gqa else 1
        return _flash_attention(query, key, value, mask, times, factor)  # type: ignore[no-any-return]
    if enable_gqa:
        key, value = (
            repeat_interleave(x, q.shape[-3] // x._data.shape[-3], -3) for x in (key, value)
        )
    root = math.sqrt(abs(factor))
    scores = matmul(
        mul_number(query, -root if factor < 0 else root), mul_number(transpose(key, -2, -1), root)
    )
    if attn_mask is not None:
        scores = add(scores, attn_mask)
    weights = _safe_softmax(scores, -1)
    if dropout_p > 0:
        weights = dropout(weights, dropout_p)
    return matmul(weights, value)  # type: ignore[no-any-return]
