"""Runs a script under real PyTorch, in this process, from a fresh state."""

import contextlib
import io
import random
import warnings

from tests.oracle.outcome import Outcome, first_line, normalised

VERSION = "2.13"


def unavailable() -> str | None:
    """Why PyTorch 2.13 cannot referee here, or None when it can."""
    try:
        import torch
    except ImportError:
        return "torch is not installed"
    if not torch.__version__.startswith(VERSION + "."):
        return f"torch is {torch.__version__}, the referee is {VERSION}.x"
    return None


def run(source: str, filename: str = "script.py") -> Outcome:
    """What PyTorch prints for `source` and how it ends; warnings (stderr) are not looked at."""
    _fresh_state()
    stdout = io.StringIO()
    error = None
    with contextlib.redirect_stdout(stdout), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            code = compile(source, filename, "exec", dont_inherit=True)
            exec(code, {"__name__": "__main__"})
        except Exception as raised:
            error = first_line(type(raised).__name__, str(raised))
        finally:
            _fresh_state()
    return Outcome(normalised(stdout.getvalue()), error)


def _fresh_state() -> None:
    import numpy as np
    import torch

    torch.set_num_threads(1)
    torch.manual_seed(0)
    torch.set_default_dtype(torch.float32)
    torch.set_grad_enabled(True)
    torch.set_printoptions(profile="default")
    torch.autograd.set_detect_anomaly(False)
    random.seed(0)
    np.random.seed(0)
