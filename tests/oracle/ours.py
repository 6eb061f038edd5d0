"""Runs a script through this project, as `autograd run -q FILE` does, from a fresh state.

The one place of the tests that knows how: everything else calls `run`.
"""

from __future__ import annotations

import contextlib
import io
import random

from tests.oracle.outcome import Outcome, first_line, normalised


def run(source: str, filename: str = "script.py") -> Outcome:
    """What our run prints for `source` and how it ends; warnings (stderr) are not looked at."""
    from grammar.diagnostic import ScriptError
    from grammar.run import compile_script

    _fresh_state()
    stdout = io.StringIO()
    error = None
    try:
        script = compile_script(source, filename)
        with contextlib.redirect_stdout(stdout):
            error = script.run(warn=lambda diagnostic: None).error
    except ScriptError as refused:
        error = refused
    finally:
        _fresh_state()
    line = error and first_line(error.diagnostic.type, error.diagnostic.message)
    return Outcome(normalised(stdout.getvalue()), line)


def _fresh_state() -> None:
    import numpy as np

    import engine

    engine.manual_seed(0)
    engine.set_default_dtype(engine.float32)
    engine.set_grad_enabled(True)
    engine.set_printoptions(profile="default")
    random.seed(0)
    np.random.seed(0)
