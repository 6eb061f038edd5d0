"""Normalisation over the batch, with statistics that are kept: BatchNorm1d, 2d, 3d."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine import dtypes
from engine.nn import functional, init
from engine.nn.modules.linear import parameter, zeros
from engine.nn.modules.template import Template
from engine.tensor import Parameter, Tensor

if TYPE_CHECKING:
    from engine.nn.modules.state_dicts import Loading

__all__ = ["BatchNorm1d", "BatchNorm2d", "BatchNorm3d"]

F: Any = functional


class StatisticsNorm(Template):
    """A normalisation with a weight and a bias a channel, and running statistics."""

    _version = 2  # from 2 on the state has num_batches_tracked

    num_features: int
    eps: float
    momentum: float | None
    affine: bool
    track_running_stats: bool
    weight: Parameter | None
    bias: Parameter | None
    running_mean: Any
    running_var: Any
    num_batches_tracked: Any

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = True,
        track_running_stats: bool = True,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__()
        self.num_features = num_features
        self.eps = eps
        self.momentum = momentum
        self.affine = affine
        self.track_running_stats = track_running_stats
        for name, wanted in (("weight", affine), ("bias", affine and bias)):
            made = parameter(num_features, device=device, dtype=dtype) if wanted else None
            self.register_parameter(name, made)
        for name in ("running_mean", "running_var"):
            statistic = zeros(num_features, device=device, dtype=dtype)
            self.register_buffer(name, statistic if track_running_stats else None)
        count = zeros(dtype=dtypes.int64)
        self.register_buffer("num_batches_tracked", count if track_running_stats else None)
        self.reset_parameters()

    def reset_running_stats(self) -> None:
        """Forget the statistics."""
        if self.track_running_stats:
            self.running_mean.zero_()
            self.running_var.fill_(1)
            self.num_batches_tracked.zero_()

    def reset_parameters(self) -> None:
        """Forget the statistics, and set the weight to one and the bias to zero."""
        self.reset_running_stats()
        if self.weight is not None:
            init.ones_(self.weight)
        if self.bias is not None:
            init.zeros_(self.bias)

    def extra_repr(self) -> str:
        """Return the sizes and the options."""
        return (
            f"{self.num_features}, eps={self.eps}, momentum={self.momentum}, "
            f"affine={self.affine}, bias={self.bias is not None}, "
            f"track_running_stats={self.track_running_stats}"
        )

    def _load_from_state_dict(self, loading: Loading, prefix: str) -> None:
        version = loading.local(prefix).get("version")
        if (version is None or version < 2) and self.track_running_stats:
            loading.state.setdefault(prefix + "num_batches_tracked", self.num_batches_tracked)
        super()._load_from_state_dict(loading, prefix)


class _BatchNorm(StatisticsNorm):
    """Normalises each channel over the batch; in evaluation with the running statistics.

    Source: Ioffe and Szegedy, "Batch normalization", 2015.
    """

    _dimensions: tuple[int, ...]

    def _check_input_dim(self, input: Tensor) -> None:
        if input.dim() not in self._dimensions:
            expected = " or ".join(f"{n}D" for n in self._dimensions)
            raise ValueError(f"expected {expected} input (got {input.dim()}D input)")

    def forward(self, input: Tensor) -> Any:
        """Return (x - mean) / sqrt(variance + eps) · weight + bias, a channel at a time."""
        self._check_input_dim(input)
        training = self.training
        factor = 0.0 if self.momentum is None else self.momentum
        if training and self.track_running_stats and self.num_batches_tracked is not None:
            self.num_batches_tracked.add_(1)
            if self.momentum is None:  # the average of all batches
                factor = 1.0 / float(self.num_batches_tracked)
        mean, variance = self.running_mean, self.running_var
        if training and not self.track_running_stats:
            mean = variance = None
        of_batch = training or (mean is None and variance is None)
        return F.batch_norm(
            input, mean, variance, self.weight, self.bias, of_batch, factor, self.eps
        )


class BatchNorm1d(_BatchNorm):
    """Batch normalisation of inputs of shape (N, C) or (N, C, L)."""

    _dimensions = (2, 3)


class BatchNorm2d(_BatchNorm):
    """Batch normalisation of inputs of shape (N, C, H, W)."""

    _dimensions = (4,)


class BatchNorm3d(_BatchNorm):
    """Batch normalisation of inputs of shape (N, C, D, H, W)."""

    _dimensions = (5,)
