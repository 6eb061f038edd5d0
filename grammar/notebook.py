"""`tensorboard.notebook` as scripts get it: the real one's `list` and `start`, within permissions.

Note [Starting TensorBoard]
A script starts no process but this one: TensorBoard of the extra `tensorboard`, on the loopback
interface, on a log folder that --allow-read or --allow-write names. Of its options a script can give
the folder, the port, and how often it looks for new events.
"""

from __future__ import annotations

import argparse
import os
import shlex
import sys
from typing import Any, NoReturn

from grammar.permissions import readable_path, reads_or_writes
from grammar.refusal import Refused


class _Arguments(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Refuse the options that a script may not give."""
        raise Refused(
            f"notebook.start: {message}",
            "it takes --logdir DIR, --port N and --reload_interval SECONDS",
        )


def _package() -> Any:
    try:
        from tensorboard import notebook
    except ImportError:
        raise ModuleNotFoundError(
            "TensorBoard is not installed: pip install 'autograd-calculator[tensorboard]'"
        ) from None
    return notebook


def list() -> None:
    """Print the instances of TensorBoard that are running."""
    _package().list()


def start(args_string: str) -> None:
    """Start TensorBoard, or say where it runs already.

    args_string: its options, as `--logdir ./runs`.
    """
    if type(args_string) is not str:
        raise TypeError(f"notebook.start() takes a text, not {type(args_string).__name__}")
    parser = _Arguments(add_help=False, allow_abbrev=False)
    parser.add_argument("--logdir", required=True)
    parser.add_argument("--port", type=int)
    parser.add_argument("--reload_interval", type=float)
    try:
        given = parser.parse_args(shlex.split(args_string))
    except ValueError as error:  # a quotation mark that is not closed
        raise Refused(f"notebook.start: {error}", "write --logdir DIR") from None
    if not reads_or_writes(given.logdir):
        readable_path(given.logdir, "notebook.start")  # says what to allow
    words = ["--logdir", given.logdir, "--host", "127.0.0.1"]
    for name in ("port", "reload_interval"):
        if getattr(given, name) is not None:
            words += [f"--{name}", str(getattr(given, name))]
    package = _package()
    beside = os.path.join(os.path.dirname(sys.executable), "tensorboard")
    if os.path.exists(beside):  # the one of this environment, whatever PATH says
        os.environ.setdefault("TENSORBOARD_BINARY", beside)
    package.start(shlex.join(words))


__all__ = ["list", "start"]
