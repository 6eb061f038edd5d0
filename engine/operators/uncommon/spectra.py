"""Short-time Fourier transforms and the windows they use."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from engine import creation, dtypes
from engine.convert import not_a_tensor
from engine.dtypes import Array, type_string
from engine.operators.complex_numbers import view_as_complex, view_as_real
from engine.operators.elementary import square
from engine.operators.scattering import _unfold_backward
from engine.operators.shape import expand, reshape, transpose, unsqueeze
from engine.operators.strided import as_strided
from engine.operators.uncommon.fourier import BY_N, BY_ROOT_N, NONE, _fft_c2c, _fft_c2r, _fft_r2c
from engine.operators.views import narrow, slice_
from engine.registry import exported
from engine.tensor import Tensor, from_array
from engine.views.strides import geometry
from engine.warn import warn, warn_once

# -- transforms ------------------------------------------------------------------------------------


def _padded_window(window: Any, win_length: int, n_fft: int, like: Tensor) -> Tensor | None:
    """Return a window of n_fft elements, zeros around win_length ones; None where all are 1."""
    if win_length == n_fft:
        return window  # type: ignore[no-any-return]
    left = (n_fft - win_length) // 2
    dtype = like._data.real.dtype if window is None else window._data.dtype
    whole = from_array(np.zeros(n_fft, dtype))
    part = narrow(whole, 0, left, win_length)
    if window is None:
        part.fill_(1)
    else:
        part.copy_(window)
    return whole


def _shown(name: str, input: Tensor, n_fft: int, hop: int, length: int, window: Any) -> str:
    kind = type_string(input.dtype)
    sizes = ", ".join(map(str, input._data.shape))
    given = "None" if window is None else f"{type_string(window.dtype)}{{{list(window.shape)}}}"
    return (
        f"{name}({kind}[{sizes}], n_fft={n_fft}, hop_length={hop}, win_length={length}, "
        f"window={given}"
    )


def _number(value: bool | None) -> str:
    return "None" if value is None else str(int(value))


@exported(
    samples=(
        "stft(a(9), 4, return_complex=True, window=p(4))",
        "stft(a(2, 9), 4, 2, 3, p(3), False, normalized=True, onesided=False, return_complex=True)",
        "stft(a(8) * (1 + 2j), 4, window=p(4), center=False, return_complex=True)",
    )
)
def stft(
    input: Tensor,
    n_fft: int,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: Tensor | None = None,
    center: bool = True,
    pad_mode: str = "reflect",
    normalized: bool = False,
    onesided: bool | None = None,
    return_complex: bool | None = None,
    align_to_window: bool | None = None,
) -> Tensor:
    """Return the Fourier transforms of windows of n_fft elements, every hop_length elements.

    The result has a row for each frequency and a column for each window. center: pad the input by
    n_fft // 2 at both ends. onesided: without the conjugates, which is the default for real input.

    >>> import engine
    >>> x = engine.tensor([1.0, 0.0, 0.0, 0.0])
    >>> engine.stft(x, 2, 2, window=engine.ones(2), center=False, return_complex=True)
    tensor([[1.+0.j, 0.+0.j],
            [1.+0.j, 0.+0.j]])
    """
    if not isinstance(input, Tensor):
        raise not_a_tensor("stft", "input", 1, input)
    if center:
        if align_to_window is not None:
            raise RuntimeError("stft align_to_window should only be set when center = false")
        input = _centered(input, n_fft // 2, pad_mode)
    hop = n_fft // 4 if hop_length is None else hop_length
    length = n_fft if win_length is None else win_length
    is_complex = input.is_complex() or (window is not None and window.is_complex())
    if return_complex is None:
        return_complex = is_complex
        if not return_complex:
            raise RuntimeError(
                "stft requires the return_complex parameter be given for real inputs, and will "
                "further require that return_complex=True in a future PyTorch release."
            )
    text = (
        f"{_shown('stft', input, n_fft, hop, length, window)}, normalized={int(normalized)}, "
        f"onesided={_number(onesided)}, return_complex={_number(return_complex)}, "
        f"align_to_window={_number(align_to_window)}) "
    )
    _check(input, n_fft, hop, length, window, text)
    if window is None:
        warn_once(
            "A window was not provided. A rectangular window will be applied,which is known to "
            "cause spectral leakage. Other windows such as torch.hann_window or "
            "torch.hamming_window are recommended to reduce spectral leakage.To suppress this "
            "warning and use a rectangular window, explicitly set `window=torch.ones(n_fft, "
            "device=<device>)`."
        )
    batched = input.dim() == 2
    rows = input if batched else unsqueeze(input, 0)
    count = rows._data.shape[-1]
    frames = _frames(rows, n_fft, hop, 1 + (count - n_fft) // hop)
    window = _padded_window(window, length, n_fft, input)
    if window is not None:
        frames = frames * window
    mode = BY_ROOT_N if normalized else NONE
    if frames.is_complex():
        if onesided:
            raise RuntimeError("Cannot have onesided output if window or input is complex")
        out = _fft_c2c(frames, (2,), mode, True)
    else:
        out = _fft_r2c(frames, (2,), mode, onesided is None or onesided)
    out.transpose_(1, 2)
    if not batched:
        out.squeeze_(0)
    if not return_complex:
        warn_once(
            "stft with return_complex=False is deprecated. In a future pytorch release, stft will "
            "return complex tensors for all inputs, and return_complex=False will raise an error."
        )
    return out if return_complex else view_as_real(out)  # type: ignore[no-any-return]


def _centered(input: Tensor, pad: int, mode: str) -> Tensor:
    """Return the signal with `pad` elements more at both ends."""
    from engine.operators.layers.padding import pad as padded

    shape = input._data.shape
    whole = input.view((1,) * (3 - len(shape)) + shape)
    whole = padded(whole, (pad, pad), mode)
    return whole.view(whole.shape[len(whole.shape) - len(shape) :])  # type: ignore[no-any-return]


def _check(input: Tensor, n_fft: int, hop: int, length: int, window: Any, text: str) -> None:
    """Raise PyTorch's error for arguments of `stft` that do not fit."""
    shape = input._data.shape
    if input._data.dtype.kind not in "fc":
        raise RuntimeError(f"{text}: expected a tensor of floating point or complex values")
    if len(shape) not in (1, 2):
        raise RuntimeError(f"{text}: expected a 1D or 2D tensor")
    if not 0 < n_fft <= shape[-1]:
        raise RuntimeError(f"{text}: expected 0 < n_fft < {shape[-1]}, but got n_fft={length}")
    if hop <= 0:
        raise RuntimeError(f"{text}: expected hop_length > 0, but got hop_length={hop}")
    if not 0 < length <= n_fft:
        raise RuntimeError(f"{text}: expected 0 < win_length <= n_fft, but got win_length={length}")
    if window is not None and window._data.shape != (length,):
        raise RuntimeError(
            f"{text}: expected a 1D window tensor of size equal to win_length={length}, but got "
            f"window with size {list(window._data.shape)}"
        )


def _frames(rows: Tensor, n_fft: int, hop: int, count: int) -> Tensor:
    """Return `count` windows of n_fft elements of each row, as views."""
    _, (row, step), offset = geometry(rows._materialize())
    size = (rows._data.shape[0], count, n_fft)
    return as_strided(rows, size, (row, hop * step, step), offset)


@exported(
    samples=(
        "istft(a(3, 5) * (1 + 0.5j), 4, window=torch.ones(4).double())",
        "istft(a(2, 4, 5) * 1j, 4, 2, window=torch.ones(4).double(), onesided=False, length=7)",
    )
)
def istft(
    input: Tensor,
    n_fft: int,
    hop_length: int | None = None,
    win_length: int | None = None,
    window: Tensor | None = None,
    center: bool = True,
    normalized: bool = False,
    onesided: bool | None = None,
    length: int | None = None,
    return_complex: bool = False,
) -> Tensor:
    """Return the signal that `stft` of the same arguments was made of, by least squares.

    Source: D. W. Griffin and J. S. Lim, "Signal estimation from modified short-time Fourier
    transform", 1984.
    """
    if not input.is_complex():
        raise RuntimeError(
            "istft requires a complex-valued input tensor matching the output from stft with "
            "return_complex=True."
        )
    hop = n_fft // 4 if hop_length is None else hop_length
    inner = n_fft if win_length is None else win_length
    text = (
        f"{_shown('istft', input, n_fft, hop, inner, window)}, center={int(center)}, "
        f"normalized={int(normalized)}, onesided={_number(onesided)}, "
        f"length={length}, return_complex={int(return_complex)}) "
    )
    shape = input._data.shape
    if len(shape) not in (2, 3):
        raise RuntimeError(
            f"{text}: expected a tensor with 2 or 3 dimensions, but got {len(shape)}"
        )
    if onesided is None:
        onesided = shape[-2] != n_fft
    expected = n_fft // 2 + 1 if onesided else n_fft
    if shape[-2] != expected:
        raise RuntimeError(
            f"{text}: expected the frequency dimension (3rd to the last) of the input tensor to "
            f"match n_fft{' / 2 + 1' if onesided else ''} when "
            f"onesided={'True' if onesided else 'False'}, but got {shape[-2]}"
        )
    if not 0 < hop <= inner:
        raise RuntimeError(f"{text}: expected 0 < hop_length <= win_length")
    if not 0 < inner <= n_fft:
        raise RuntimeError(f"{text}: expected 0 < win_length <= n_fft")
    if window is None:
        window = from_array(np.ones(inner, input._data.real.dtype))
    padded = _padded_window(window, inner, n_fft, input)
    assert padded is not None
    parts = view_as_real(input)
    rows = view_as_complex(transpose(parts if len(shape) == 3 else unsqueeze(parts, 0), 1, 2))
    mode = BY_ROOT_N if normalized else BY_N
    if return_complex:
        pieces = _fft_c2c(rows, (2,), mode, False)
    else:
        if not onesided:
            rows = slice_(rows, -1, 0, n_fft // 2 + 1, 1)
        pieces = _fft_c2r(rows, (2,), mode, n_fft)
    pieces = pieces * reshape(padded, (1, 1, n_fft))
    channels, count, _ = pieces._data.shape
    size = n_fft + hop * (count - 1)
    signal = _unfold_backward(pieces, (channels, size), 1, hop)
    squares = expand(square(padded), (1, count, n_fft))
    envelope = _unfold_backward(squares, (1, size), 1, hop)
    start = n_fft // 2 if center else 0
    end = size - n_fft // 2 if center else size
    if length is not None:
        end = start + length
    signal = slice_(signal, 1, start, end, 1)
    envelope = slice_(envelope, 1, start, end, 1)
    if np.abs(envelope._data).min() < 1e-11:
        raise RuntimeError(f"{text}window overlap add min: 1")
    signal = signal / envelope
    if len(shape) == 2:
        signal = signal.squeeze(0)
    if end > size:
        from engine.operators.layers.padding import _constant_pad_nd

        warn(
            "The length of signal is shorter than the length parameter. Result is being padded "
            "with zeros in the tail. Please check your center and hop_length settings."
        )
        signal = _constant_pad_nd(signal, (0, end - size), 0)
    return signal  # type: ignore[no-any-return]


# -- windows ---------------------------------------------------------------------------------------


def _window(
    name: str, n: int, periodic: bool, dtype: Any, device: Any, grad: bool, shape: Any
) -> Tensor:
    """Return `shape` of the places 0, ..., n - 1 and n - 1; a periodic window lacks its last element."""
    creation._device(device)
    target = dtypes.get_default_dtype() if dtype is None else dtypes.as_dtype(dtype)
    if not target.is_floating_point:
        raise RuntimeError(
            f"{name} expects floating point dtypes, got: {type_string(target).replace('torch.', '')}"
        )
    if n < 0:
        raise RuntimeError(f"{name} requires non-negative window_length, got window_length={n}")
    if n < 2:
        values: Array = np.ones(n, target.numpy)
    else:
        count = n + 1 if periodic else n
        values = shape(np.arange(count).astype(target.numpy), count - 1)[:n]
    out = from_array(values)
    return out.requires_grad_() if grad else out


@exported("torch")
def hann_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Return Hann's window, 1/2 - 1/2 cos(2πk / (n - 1)).

    periodic: for the transform of a period: the window of n + 1 elements without its last one.

    >>> import engine
    >>> engine.hann_window(4)
    tensor([0.0000, 0.5000, 1.0000, 0.5000])
    """
    return hamming_window(
        window_length,
        periodic,
        0.5,
        0.5,
        dtype=dtype,
        device=device,
        requires_grad=requires_grad,
        _name="hann_window",
    )


@exported("torch")
def hamming_window(
    window_length: int,
    periodic: bool = True,
    alpha: float = 0.54,
    beta: float = 0.46,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
    _name: str = "hamming_window",
) -> Tensor:
    """Return Hamming's window, alpha - beta cos(2πk / (n - 1))."""

    def shape(k: Array, last: int) -> Array:
        return np.cos(k * k.dtype.type(2 * math.pi / last)) * -beta + alpha

    return _window(_name, window_length, periodic, dtype, device, requires_grad, shape)


@exported("torch")
def blackman_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Return Blackman's window, 0.42 - 0.5 cos(2πk / (n - 1)) + 0.08 cos(4πk / (n - 1))."""

    def shape(k: Array, last: int) -> Array:
        x = k * k.dtype.type(math.pi / last)
        return np.cos(x * 4) * 0.08 - np.cos(x * 2) * 0.5 + 0.42

    return _window("blackman_window", window_length, periodic, dtype, device, requires_grad, shape)


@exported("torch")
def bartlett_window(
    window_length: int,
    periodic: bool = True,
    *,
    dtype: Any = None,
    device: Any = None,
    requires_grad: bool = False,
) -> Tensor:
    """Return Bartlett's window, a triangle from 0 to 1 and back."""

    def shape(k: Array, last: int) -> Array:
        x = k * k.dtype.type(2 / last)
        x[last // 2 + 1 :] = 2 - x[last // 2 + 1 :]
        return x

    return _window("bartlett_window", window_length, periodic, dtype, device, requires_grad, shape)
