"""Normalisation of each channel of each sample: InstanceNorm1d, 2d, 3d."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from engine.nn import functional
from engine.nn.modules.batchnorm import StatisticsNorm
from engine.tensor import Tensor
from engine.warn import warn

if TYPE_CHECKING:
    from engine.nn.modules.state_dicts import Loading

__all__ = ["InstanceNorm1d", "InstanceNorm2d", "InstanceNorm3d"]

F: Any = functional


class _InstanceNorm(StatisticsNorm):
    """Normalises each channel of each sample on its own."""

    _unbatched: int  # how many dimensions one sample has

    def __init__(
        self,
        num_features: int,
        eps: float = 1e-5,
        momentum: float | None = 0.1,
        affine: bool = False,
        track_running_stats: bool = False,
        device: Any = None,
        dtype: Any = None,
        *,
        bias: bool = True,
    ) -> None:
        super().__init__(
            num_features, eps, momentum, affine, track_running_stats, device, dtype, bias=bias
        )

    def forward(self, input: Tensor) -> Any:
        """Return (x - mean) / sqrt(variance + eps) · weight + bias, for each channel."""
        one = self._unbatched
        if input.dim() not in (one, one + 1):
            raise ValueError(f"expected {one}D or {one + 1}D input (got {input.dim()}D input)")
        dim = input.dim() - one
        if input.shape[dim] != self.num_features:
            if self.affine:
                raise ValueError(
                    f"expected input's size at dim={dim} to match num_features "
                    f"({self.num_features}), but got: {input.shape[dim]}."
                )
            warn(
                f"input's size at dim={dim} does not match num_features. You can silence this "
                "warning by not passing in num_features, which is not used because affine=False"
            )
        if input.dim() == one:
            return self._normalized(input.unsqueeze(0)).squeeze(0)
        return self._normalized(input)

    def _normalized(self, input: Tensor) -> Any:
        return F.instance_norm(
            input,
            self.running_mean,
            self.running_var,
            self.weight,
            self.bias,
            self.training or not self.track_running_stats,
            self.momentum if self.momentum is not None else 0.0,
            self.eps,
        )

    def _load_from_state_dict(self, loading: Loading, prefix: str) -> None:
        if loading.local(prefix).get("version") is None and not self.track_running_stats:
            keys = [prefix + name for name in ("running_mean", "running_var")]
            found = [key for key in keys if key in loading.state]
            if found:
                klass = type(self).__name__
                names = " and ".join(f'"{key}"' for key in found)
                loading.errors.append(
                    f"Unexpected running stats buffer(s) {names} for {klass} with "
                    "track_running_stats=False. If state_dict is a checkpoint saved before 0.4.0, "
                    f"this may be expected because {klass} does not track running stats by "
                    "default since 0.4.0. Please remove these keys from state_dict. If the running "
                    "stats are actually needed, instead set track_running_stats=True in "
                    f"{klass} to enable them. See the documentation of {klass} for details."
                )
                for key in found:
                    loading.state.pop(key)
        super()._load_from_state_dict(loading, prefix)


class InstanceNorm1d(_InstanceNorm):
    """Instance normalisation of inputs of shape (N, C, L) or (C, L)."""

    _unbatched = 2


class InstanceNorm2d(_InstanceNorm):
    """Instance normalisation of inputs of shape (N, C, H, W) or (C, H, W)."""

    _unbatched = 3


class InstanceNorm3d(_InstanceNorm):
    """Instance normalisation of inputs of shape (N, C, D, H, W) or (C, D, H, W)."""

    _unbatched = 4
