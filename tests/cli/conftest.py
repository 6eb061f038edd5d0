"""Running `autograd` in-process, and comparing whole outputs with files."""

from __future__ import annotations

import io
import os
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from cli.environment import Environment
from cli.main import main

SNAPSHOTS = Path(__file__).parent / "snapshots"


class Done(NamedTuple):
    """What a run of the program left."""

    code: int
    out: str
    err: str


Run = Callable[..., Done]


def run_program(
    *arguments: str,
    stdin: bytes | str = b"",
    environ: dict[str, str] | None = None,
    terminal: bool = False,
    width: int | None = None,
    stdout: io.TextIOBase | None = None,
) -> Done:
    out, err = io.StringIO(), io.StringIO()
    environment = Environment(
        io.BytesIO(stdin.encode() if isinstance(stdin, str) else stdin),
        stdout or out,  # type: ignore[arg-type]
        err,
        environ or {},
        stdout_terminal=terminal,
        stderr_terminal=terminal,
        width=width,
    )
    code = main(list(arguments), environment)
    assert "internal error" not in err.getvalue(), err.getvalue()
    assert "Traceback (most recent" not in err.getvalue(), err.getvalue()
    return Done(code, out.getvalue(), err.getvalue())


@pytest.fixture
def autograd() -> Run:
    """Run `autograd` with these arguments, in-process."""
    return run_program


@pytest.fixture
def snapshot() -> Callable[..., None]:
    """Compare the whole output of a command with the file of this name.

    UPDATE_SNAPSHOTS=1 writes the files instead; look at the difference before you commit it.
    """

    def check(name: str, *arguments: str, **how: object) -> None:
        done = run_program(*arguments, **how)  # type: ignore[arg-type]
        lines = [f"$ autograd {shlex.join(arguments)}", f"exit {done.code}", "-- stdout"]
        text = "\n".join(lines) + "\n" + done.out + "-- stderr\n" + done.err
        path = SNAPSHOTS / f"{name}.txt"
        if os.environ.get("UPDATE_SNAPSHOTS"):
            path.write_text(text, encoding="utf-8")
        assert path.exists(), f"no snapshot {path.name}: run with UPDATE_SNAPSHOTS=1"
        assert text == path.read_text(encoding="utf-8")

    return check
