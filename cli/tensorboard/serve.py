"""Starting TensorBoard on the loopback interface, and ending it with us."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from contextlib import suppress

from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.problems import usage_problem

LOOPBACK = "127.0.0.1"


def check_installed() -> None:
    """Raise a Problem unless the package is there."""
    from importlib.util import find_spec

    if find_spec("tensorboard") is None:
        raise usage_problem(
            "TensorBoard is not installed",
            "pip install 'autograd-calculator[tensorboard]'",
        )


def free_port() -> int:
    """Return a port of the loopback interface that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind((LOOPBACK, 0))
        port: int = probe.getsockname()[1]
        return port


def serve(logdir: str, host: str, port: int, environment: Environment) -> int:
    """Run TensorBoard until it ends or is interrupted; return the exit code.

    port: 0 for any free one.

    Raises:
        Problem: It is not installed, or there is no such folder.
    """
    check_installed()
    if not os.path.isdir(logdir):
        raise usage_problem(f"--logdir: there is no folder '{logdir}'")
    port = port or free_port()
    shown = f"[{host}]" if ":" in host else host
    environment.stderr.write(f"TensorBoard: http://{shown}:{port}/  (Ctrl-C ends it)\n")
    environment.stderr.flush()
    words = [sys.executable, "-m", "tensorboard.main", "--logdir", logdir]
    words += ["--host", host, "--port", str(port)]
    child = subprocess.Popen(words, stdin=subprocess.DEVNULL)
    try:
        # An interrupt reaches this thread between two instructions, not inside a system call.
        while child.poll() is None:
            time.sleep(0.1)
        code = child.returncode
    except KeyboardInterrupt:
        code = 0
    finally:
        _end(child)
    return ExitCode.DONE if code == 0 else ExitCode.FAILED


def _end(child: subprocess.Popen[bytes]) -> None:
    """End the child if it still runs: politely, then not."""
    if child.poll() is not None:
        return
    child.terminate()
    with suppress(subprocess.TimeoutExpired, KeyboardInterrupt):
        child.wait(5)
    if child.poll() is None:
        child.kill()
        child.wait()
