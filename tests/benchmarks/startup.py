"""(a) Start-up: whole processes of the installed command against NumPy's import and PyTorch."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

from tests.benchmarks.measure import Row, medians, take_turns

TORCH = (
    "import torch; x = torch.tensor(3.0, dtype=torch.float64, requires_grad=True); "
    "y = x ** 2; y.backward(); print(y, x.grad)"
)
COMMANDS = {
    "eval, table": ["eval", "x^2", "x=3"],
    "eval, JSON": ["eval", "x^2", "x=3", "--format", "json"],
    "--help": ["--help"],
}
NUMPY_TARGETS = {"eval, table": 2.2, "eval, JSON": 2.0, "--help": 1.5}
TORCH_TARGETS = {"eval, table": 0.2, "eval, JSON": 0.2}


def command() -> tuple[list[str], str]:
    """The command to start, and the interpreter that its environment has.

    AUTOGRAD_COMMAND names it; else the one installed beside this interpreter or on PATH; else the
    source tree, which is slower to start than an installed wheel.
    """
    beside = Path(sys.executable).with_name("autograd")
    found = os.environ.get("AUTOGRAD_COMMAND") or (str(beside) if beside.exists() else None)
    found = found or shutil.which("autograd")
    if found is None:
        return [sys.executable, "-m", "cli"], sys.executable
    python = Path(found).with_name("python")
    return [found], str(python) if python.exists() else sys.executable


def _process(arguments: list[str], folder: str) -> Callable[[], float]:
    # Bytecode may be switched off where one develops; users start from compiled files.
    environment = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
    if arguments[1:3] == ["-m", "cli"]:
        environment["PYTHONPATH"] = str(Path(__file__).parents[2])

    def run() -> float:
        start = perf_counter()
        subprocess.run(
            arguments, cwd=folder, env=environment, check=True, stdout=subprocess.DEVNULL
        )
        return perf_counter() - start

    return run


def measure(quick: bool = False) -> list[Row]:
    """Medians of processes started in turn."""
    program, python = command()
    has_torch = importlib.util.find_spec("torch") is not None
    source = " (source tree, not installed)" if program[1:] else ""
    with tempfile.TemporaryDirectory() as folder:
        actions = {name: _process([*program, *args], folder) for name, args in COMMANDS.items()}
        actions["numpy"] = _process([python, "-c", "import numpy"], folder)
        if has_torch:
            actions["torch"] = _process([sys.executable, "-c", TORCH], folder)
        milliseconds = {
            name: 1000 * seconds
            for name, seconds in medians(take_turns(actions, 1 if quick else 21)).items()
        }
    rows = []
    for name in COMMANDS:
        ours = milliseconds[name]
        numpy = Row(name + source, "import numpy", ours, milliseconds["numpy"], NUMPY_TARGETS[name])
        rows.append(numpy)
        if name in TORCH_TARGETS:
            peer, target = milliseconds.get("torch"), TORCH_TARGETS[name]
            rows.append(Row(name + source, "PyTorch one-liner", ours, peer, target))
    return rows
