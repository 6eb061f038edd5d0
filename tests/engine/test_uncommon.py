"""Fourier transforms, copies, splits, quantiles and other rare operators do what they do in PyTorch."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
import warnings
from typing import Any

import pytest

import engine
from engine.operators import uncommon
from tests.engine.agreement import (
    disagreement,
    errors_differ,
    samples_of,
)

NUMBERS = "torch.tensor([1.0, torch.nan, 3.0, 2.0, 7.0]).to(a(1).dtype)"
MORE = [
    "fft.fft(torch.tensor([1, 2, 3]))",
    "fft.fft(a(3, 2).t(), dim=0)",
    "fft.fftn(a(2, 3), dim=())",
    "fft.fftn(a(2, 3), s=(-1, -1))",
    "fft.irfft(torch.tensor([1, 2, 3]), 6)",
    "fft.rfft(a(4)).abs().sum()",
    "fft.ifft(fft.fft(a(5)) * fft.fft(a(5))).real",
    "fft.fftfreq(5, 0.1)",
    "fft.fftfreq(4, dtype=torch.float64)",
    "fft.rfftfreq(5)",
    "hann_window(5)",
    "hann_window(5, False)",
    "hann_window(1)",
    "hann_window(0)",
    "hamming_window(6)",
    "hamming_window(6, True, 0.6, dtype=torch.float64)",
    "blackman_window(7)",
    "bartlett_window(7)",
    "bartlett_window(8, periodic=False, dtype=torch.float64)",
    "stft(a(20), 8, return_complex=True)",
    "stft(a(20), 8, 3, 5, window=p(5), return_complex=True, pad_mode='replicate')",
    "stft(a(20), 8, window=torch.hann_window(8, dtype=torch.float64), return_complex=False)",
    "istft(stft(a(20), 8, window=torch.hann_window(8, dtype=torch.float64), return_complex=True), 8, "
    "window=torch.hann_window(8, dtype=torch.float64), length=25)",
    f"quantile({NUMBERS}, 0.4)",
    f"nanquantile({NUMBERS}, 0.4)",
    "quantile(a(3, 4), 0.35, 0, interpolation='lower')",
    "quantile(a(3, 4), 0.35, 0, interpolation='higher')",
    "quantile(a(), 0.35, 0, True)",
    "quantile(a(4), k(0.1, 0.7))",
    "i0(k(0.0, -1.0, 5.0, 23.9, 24.1, -300.0, 800.0, torch.nan))",
    "i0(torch.tensor([1, 2]))",
    "special.i0e(k(0.0, -1.0, 5.0, 23.9, 24.1, -300.0, 1e30, torch.inf))",
    "special.i1(k(0.0, -1.0, 5.0, 23.9, 24.1, -300.0, 800.0, torch.nan))",
    "special.i1e(k(0.0, -1.0, 5.0, 23.9, 24.1, -300.0, 1e30))",
    "special.erfcx(k(-30.0, -5.0, -0.5, 0.0, 1.0, 7.3, 24.9, 25.1, 1e10, torch.inf))",
    "special.log_ndtr(k(-40.0, -1.0, 0.0, 1.0, 9.0))",
    "special.multigammaln(p(3) + 2, 3)",
    "frexp(torch.tensor([0.0, -3.0, 8.0, 1e-40]))",
    "ldexp(torch.tensor([1, 2]), torch.tensor([2, 3]))",
    "nextafter(k(1.0, 2.0, torch.nan), k(2.0, 2.0, 1.0))",
    "trapezoid(torch.tensor([1, 2, 3]))",
    "trapezoid(a(2, 0))",
    "cov(a(3, 1))",
    "corrcoef(a(2, 3) * (1 + 2j))",
    "combinations(a(3), 0)",
    "combinations(a(3), 5)",
    "gradient(a(3, 4), spacing=2.0, dim=1)",
    "tensor_split(a(5), (2, 9))",
    "tensor_split(a(2), 5)",
    "(a(2, 3) * 1).renorm_(2, 0, 0.5)",
    "(a(2, 3) * 1).i0_()",
    "(p(2, 3) + 2).mvlgamma_(3)",
    "(a(2, 3) * 1).ldexp_(i(3, 3))",
    "(a(2, 3) * 1).scatter_reduce_(1, i(3, 2, 3), a(2, 3), 'mean')",
    "(a(2, 3) * 1).index_reduce_(0, i(2, 2), a(2, 3), 'prod')",
    "scatter_reduce(a(3), 0, i(3, 4), a(4) * 0, 'prod').sum()",
    "scatter_reduce(torch.tensor([3, 4]), 0, torch.tensor([0]), torch.tensor([2]), 'mean')",
    "scatter_reduce(torch.ones(3), 0, torch.tensor([0, 0, 2]), torch.ones(3), 'amax')",
    "a(2, 3).H",
    "(a(2, 3) * 1j).mH",
]
ERRORS = """
    fft.fft(torch.tensor(1.0))
    fft.fft(a(3), norm='x')
    fft.fft(a(3).half())
    fft.fft(a(3), 0)
    fft.fft(3)
    fft.rfft(a(3) * 1j)
    fft.ihfft(a(3) * 1j)
    fft.fftn(a(3), dim=(0, 0))
    fft.fftn(a(3), (1, 2))
    fft.fftn(a(3), (1, 2), (0,))
    fft.rfftn(a(3) * 1j)
    fft.rfftn(a(3), dim=())
    fft.irfftn(a(3), dim=())
    fft.irfft(a(1))
    fft.fftshift(a(3), 5)
    fft.fftshift(a())
    stft(a(20).detach(), 8)
    stft(a(20).detach().float(), 30, return_complex=True, center=False)
    stft(a(20).detach().float(), 8, 0, return_complex=True, center=False)
    istft(a(3, 4), 8)
    hann_window(-1)
    quantile(a(3), 2.0)
    quantile(a(3), torch.tensor([2.0]))
    quantile(a(3), 0.2, interpolation='x')
    quantile(torch.tensor([1, 2]), 0.2)
    quantile(a(0), 0.2)
    renorm(a(3), 2, 0, 1)
    renorm(a(3, 3), -2, 0, 1)
    renorm(a(3, 3), 2, 0, -1)
    gradient(a(3), spacing=[1.0, 2.0])
    gradient(a(3), edge_order=3)
    gradient(a(1))
    combinations(a(3, 3))
    cov(a(3, 3, 3))
    cov(a(3), fweights=torch.tensor([1, 1]))
    cov(a(3), fweights=torch.tensor([1.0, 1, 1]))
    cov(a(3), fweights=torch.tensor([1, 1, -1]))
    trapezoid(a(3), a(2))
    trapezoid(torch.ones(3).bool())
    nextafter(torch.tensor([1]), torch.tensor([1]))
    mvlgamma(a(3), 0)
    frexp(torch.tensor([1]))
    scatter_reduce(a(3), 0, torch.tensor([0]), a(1), 'x')
    scatter_reduce(a(3), 0, torch.tensor([5]), a(1), 'mean')
    index_reduce(a(3), 0, torch.tensor([0]), a(1), 'sum')
    index_reduce(a(3), 0, torch.tensor([5]), a(1), 'mean')
    index_reduce(a(3), 0, torch.tensor([0]), a(2), 'mean')
    select_scatter(a(3), a(2), 0, 0)
    slice_scatter(a(3), a(2))
    diagonal_scatter(a(3, 3), a(2))
    torch.fill(a(2), a(2))
    constant_pad_nd(a(2), (1,))
    constant_pad_nd(a(2), (1, 1, 1, 1))
    split_with_sizes(a(3), (1, 1))
    hsplit(a(3), 2)
    hsplit(a(), 2)
    vsplit(a(3), 2)
    tensor_split(a(3), 0)
    a(3).H
    a(3).mH
    a(2, 2, 2).H
"""
SAMPLES = samples_of(*uncommon.FAMILIES)


@pytest.fixture(autouse=True, scope="module")
def _said_once() -> None:
    """Let both say what they say once a process."""
    modules: list[Any] = [engine]
    if importlib.util.find_spec("torch"):
        modules.append(importlib.import_module("torch"))
    for module in modules:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            x, zero = module.ones(8), module.tensor([0])
            module.stft(x, 4, return_complex=False)
            module.index_reduce(x, 0, zero, module.ones(1), "mean")


@pytest.mark.oracle
@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("text", SAMPLES)
def test_uncommon_operators_agree_with_torch(torch: Any, text: str, dtype: str) -> None:
    assert disagreement(torch, text, dtype) is None


@pytest.mark.oracle
@pytest.mark.parametrize("text", MORE)
def test_uncommon_operators_agree_with_torch_at_the_edges(torch: Any, text: str) -> None:
    assert disagreement(torch, text) is None


@pytest.mark.oracle
def test_uncommon_operators_fail_as_torch_does(torch: Any) -> None:
    assert not errors_differ(torch, ERRORS)


def test_single_precision_stays_single() -> None:
    x = engine.ones(4)
    assert engine.fft.fft(x).dtype is engine.complex64
    assert engine.fft.irfft(engine.fft.rfft(x)).dtype is engine.float32


def test_methods_load_the_operators_they_stand_for() -> None:
    script = """if True:
        import sys
        import engine
        assert not any("uncommon" in name for name in sys.modules)
        x = engine.tensor([1.0, 2.0, 4.0], requires_grad=True)
        assert x.quantile(0.75).item() == 3.0
        assert (x.detach() * 1).i0_().i0().ndim == 1
    """
    subprocess.run([sys.executable, "-c", script], check=True)
