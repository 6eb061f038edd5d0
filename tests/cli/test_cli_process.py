"""The program as a real process: streams, a closed pipe, interrupts, a pseudo-terminal."""

from __future__ import annotations

import json
import os
import pty
import signal
import subprocess
import sys
import time

import pytest

AUTOGRAD = [sys.executable, "-m", "cli"]


def run(*arguments: str, **how) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*AUTOGRAD, *arguments], capture_output=True, text=True, **how)


def test_streams_and_exit_code():
    done = run("eval", "-", "x=3", "-f", "json", input="x^2")
    assert done.returncode == 0
    assert json.loads(done.stdout)["result"]["value"] == 9.0
    done = run("eval", "x +")
    assert (done.returncode, done.stdout) == (3, "")
    assert "SyntaxError" in done.stderr


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-"])
def test_streams_that_are_closed(closed):
    command = f"{sys.executable} -m cli eval x^2 x=3 -q {closed}"
    done = subprocess.run(["sh", "-c", command], capture_output=True, text=True)
    assert done.returncode == 0
    assert done.stderr == ""


def test_bytes_that_are_not_utf8():
    done = subprocess.run([*AUTOGRAD, "eval", b"x\xff", "x=3"], capture_output=True)
    assert done.returncode == 3
    assert b"not UTF-8" in done.stderr


@pytest.mark.parametrize("arguments", [["-f", "json"], ["-f", "csv"], []])
def test_closed_pipe_is_silent(arguments):
    source = "y = x\nfor i in range(3000):\n    y = y + 1\nprint('z'*100_000)\ny"
    command = [*AUTOGRAD, "eval", source, "x=1", *arguments]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 141


def test_interrupt():
    source = "print('ready')\nwhile True: pass"
    command = [*AUTOGRAD, "run", "-q", "-"]
    environ = {**os.environ, "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stderr is not None
        process.stdin.write(source.encode())
        process.stdin.close()
        assert process.stdout.readline() == b"ready\n"
        process.send_signal(signal.SIGINT)
        assert process.stderr.read() == b""
        assert process.wait() == 130


def test_output_that_the_stream_cannot_encode():
    environ = {**os.environ, "PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"}
    done = run("eval", "print('π'); x^2", "x=3", env=environ)
    assert done.returncode == 0
    assert done.stdout.startswith("\\u03c0\n")
    assert done.stdout.isascii()


def on_terminal(*arguments: str, columns: int = 80, environ: dict[str, str] | None = None) -> str:
    """Return what the program writes to a terminal of this width."""
    import fcntl
    import struct
    import termios

    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 24, columns, 0, 0))
    env = {k: v for k, v in os.environ.items() if k not in ("COLUMNS", "NO_COLOR", "FORCE_COLOR")}
    env |= {"TERM": "xterm", **(environ or {})}
    process = subprocess.Popen([*AUTOGRAD, *arguments], stdout=theirs, stderr=theirs, env=env)
    os.close(theirs)
    pieces = []
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            piece = os.read(ours, 65536)
        except OSError:  # Linux: the other end is closed
            break
        if not piece:
            break
        pieces.append(piece)
    process.wait()
    os.close(ours)
    return b"".join(pieces).decode().replace("\r\n", "\n")


def test_terminal():
    source = "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)**2"
    found = on_terminal("eval", source, "x=3", columns=60)
    assert "\x1b[" in found
    plain = on_terminal("eval", source, "x=3", columns=60, environ={"NO_COLOR": "1"})
    assert "\x1b" not in plain
    assert max(map(len, plain.splitlines())) <= 60
    assert "loss = 4" in plain
