"""`out=`: what a function computes is written into tensors that are there.

Functions do not take the keyword themselves. Whoever calls with it calls `writing(function)` instead
(the script language does), so that no other call pays for it. The result is computed, then copied:
what is saved is the allocation that a program sees, not the one behind it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from engine import state
from engine.dtypes import TYPE_NAMES, cpp_name
from engine.modes import no_grad
from engine.observe import created, quiet
from engine.queries import can_cast
from engine.return_types import Named
from engine.tensor import Tensor
from engine.warn import warn

_MADE = (
    "arange bartlett_window blackman_window empty eye full hamming_window hann_window linspace "
    "logspace ones rand randint randn randperm tril_indices triu_indices zeros"
)
"""Functions that make tensors of no tensor: `out` says their dtype."""

_WRITING = {
    "": (
        f"{_MADE} abs absolute acos acosh adaptive_avg_pool1d add addbmm addcdiv addcmul addmm addmv "
        "addr alias_copy all amax amin aminmax angle any arccos arccosh arcsin arcsinh arctan "
        "arctan2 arctanh argmax argmin argsort asin asinh atan atan2 atanh avg_pool1d baddbmm "
        "bernoulli bincount bitwise_and bitwise_left_shift bitwise_not bitwise_or "
        "bitwise_right_shift bitwise_xor bmm bucketize cat ceil cholesky cholesky_inverse "
        "cholesky_solve clamp clamp_max clamp_min clip column_stack complex concat concatenate "
        "conj_physical copysign cos cosh cross cummax cummin cumprod cumsum deg2rad diag "
        "diagonal_copy diff digamma div divide dot dstack eq erf erfc erfinv exp exp2 expand_copy "
        "expm1 fix float_power floor floor_divide fmax fmin fmod frac frexp gather ge geqrf ger "
        "greater greater_equal gt heaviside histc hstack hypot i0 index_add index_copy "
        "index_reduce index_select inner inverse kron kthvalue ldexp le lerp less less_equal lgamma "
        "log log10 log1p log2 log_softmax logaddexp logaddexp2 logcumsumexp logical_and logical_not "
        "logical_or logical_xor logit logsumexp lt lu_solve lu_unpack masked_select matmul "
        "matrix_power max maximum mean median min minimum mm mode msort mul multinomial multiply mv "
        "mvlgamma nan_to_num nanmean nanmedian nanquantile nansum narrow_copy ne neg negative "
        "nextafter nonzero norm normal not_equal orgqr ormqr outer permute_copy polar polygamma pow "
        "prod qr quantile rad2deg reciprocal remainder renorm round row_stack rsqrt scatter "
        "scatter_add scatter_reduce searchsorted select_copy sgn sigmoid sign signbit sin sinc sinh "
        "slice_copy slice_scatter slogdet softmax sort sqrt square "
        "squeeze_copy stack std sub subtract sum svd t_copy take take_along_dim tan tanh tensordot "
        "threshold topk transpose_copy triangular_solve tril triu true_divide trunc "
        "unfold_copy unsqueeze_copy var vdot view_copy vstack where xlogy"
    ),
    "linalg": (
        "cholesky cholesky_ex cond cross det eig eigh eigvals eigvalsh householder_product inv "
        "inv_ex lstsq lu lu_factor lu_factor_ex lu_solve matmul matrix_norm matrix_power "
        "matrix_rank multi_dot norm pinv qr slogdet solve solve_ex solve_triangular svd svdvals "
        "tensorinv tensorsolve vecdot vector_norm"
    ),
    "special": (
        "digamma entr erf erfc erfcx erfinv exp2 expit expm1 gammaln i0 i0e i1 i1e log1p log_ndtr "
        "logit logsumexp multigammaln ndtr ndtri polygamma psi round sinc xlog1py xlogy"
    ),
    "fft": (
        "fft fft2 fftfreq fftn hfft hfft2 hfftn ifft ifft2 ifftn ihfft ihfft2 ihfftn irfft irfft2 "
        "irfftn rfft rfft2 rfftfreq rfftn"
    ),
}
"""The functions that have the keyword, by the namespace below `torch`; a test asks PyTorch."""

_STRICT = (
    "abs addmm addmv alias_copy amax amin argmax argmin baddbmm bmm ceil complex cross det diag "
    "diagonal_copy diff dot eigvalsh expand_copy fft fft2 fftn floor frac gather ifft ifft2 "
    "ifftn index_add index_copy index_reduce index_select inner inv log_softmax logcumsumexp "
    "lu_solve masked_select matmul matrix_norm mm msort multi_dot mv neg norm permute_copy polar "
    "renorm rfft rfft2 rfftn round scatter scatter_add scatter_reduce sgn sign slice_scatter "
    "softmax solve solve_triangular sort squeeze_copy svdvals t_copy take take_along_dim "
    "tensordot transpose_copy tril triu trunc unfold_copy unsqueeze_copy vdot vecdot "
    "vector_norm view_copy"
)
"""Those whose result is not cast to another dtype."""

_NAMES: dict[int, str] = {}
"""The name of each function by its id; functions live as long as the engine."""


def writing(function: Any) -> Any:
    """Return `function` with the keyword `out`, if it is one of the engine's that have it."""
    if not _NAMES:
        _find()
    name = _NAMES.get(id(function))
    return function if name is None else _writer(function, name)


def _find() -> None:
    import engine

    for space, names in _WRITING.items():
        home = getattr(engine, space) if space else engine
        for name in names.split():
            _NAMES.setdefault(id(getattr(home, name)), name)


def _writer(function: Callable[..., Any], name: str) -> Callable[..., Any]:
    def call(*args: Any, out: Any = None, **kwargs: Any) -> Any:
        if out is None:
            return function(*args, **kwargs)
        several = isinstance(out, (tuple, list))
        targets = tuple(out) if several else (out,)
        for target in targets:
            if not isinstance(target, Tensor):
                kind = type(target).__name__
                raise TypeError(f"{name}(): argument 'out' must be Tensor, not {kind}")
        inputs = [t for t in _flat([*args, *kwargs.values()]) if isinstance(t, Tensor)]
        if state.grad_enabled and any(t.requires_grad for t in (*inputs, *targets)):
            raise RuntimeError(
                f"{name}(): functions with out=... arguments don't support automatic "
                "differentiation, but one of the arguments requires grad."
            )
        if name in _MADE.split():
            _adopt(kwargs, targets[0])
        with no_grad():
            with quiet():
                found = function(*args, **kwargs)
                results = found if isinstance(found, tuple) else (found,)
                if len(results) != len(targets) or several != isinstance(found, tuple):
                    raise TypeError(
                        f"{name}(): argument 'out' must be "
                        + (f"{len(results)} tensors" if isinstance(found, tuple) else "one Tensor")
                    )
                for target, result in zip(targets, results, strict=True):
                    _check(name, target, result)
                for target, result in zip(targets, results, strict=True):
                    _write(target, result)
            for target in targets:
                created(target, name, inputs)
        return _named(found, targets) if isinstance(found, Named) else out

    return call


def _flat(values: Any) -> list[Any]:
    return [
        v for value in values for v in (value if isinstance(value, (list, tuple)) else (value,))
    ]


def _adopt(kwargs: dict[str, Any], target: Tensor) -> None:
    """Make a function that makes tensors make one of the dtype that the target has."""
    wanted = kwargs.get("dtype")
    if wanted is None:
        kwargs["dtype"] = target.dtype
    elif wanted is not target.dtype:
        raise RuntimeError(
            f"dtype {TYPE_NAMES[wanted.name]} does not match dtype of out parameter "
            f"({TYPE_NAMES[target.dtype.name]})"
        )


def _check(name: str, target: Tensor, result: Tensor) -> None:
    """Refuse a target whose dtype cannot take the result."""
    if result.dtype is target.dtype:
        return
    if name in _STRICT.split():
        words = [cpp_name(t.dtype) for t in (result, target)]
        raise RuntimeError(
            f"Expected out tensor to have dtype {words[0]}, but got {words[1]} instead"
        )
    if not can_cast(result.dtype, target.dtype):
        raise RuntimeError(
            f"result type {TYPE_NAMES[result.dtype.name]} can't be cast to the desired output type "
            f"{TYPE_NAMES[target.dtype.name]}"
        )


def _write(target: Tensor, result: Tensor) -> None:
    if target.shape != result.shape:
        if target.numel():
            warn(
                "An output with one or more elements was resized since it had shape "
                f"{list(target.shape)}, which does not match the required output shape "
                f"{list(result.shape)}. This behavior is deprecated, and in a future PyTorch release "
                "outputs will not be resized unless they have zero elements. You can explicitly "
                "reuse an out tensor t by resizing it, inplace, to zero elements with t.resize_(0)."
            )
        target.resize_(result.shape)
    target.copy_(result)


def _named(found: Named, targets: tuple[Tensor, ...]) -> Named:
    """Return the targets under the names that the results have."""
    kind = type(found)
    name = f"{kind.__name__}_out"
    made: type[Named] = type(name, (kind,), {"__slots__": (), "__module__": kind.__module__})
    return made(targets)
