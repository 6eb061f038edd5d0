"""`autograd repl`: piped and in-process; at a real pseudo-terminal; and its session of a script."""

from __future__ import annotations

import os
import pty
import select
import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.util import find_spec
from pathlib import Path

import pytest

from cli.repl import history
from cli.repl.completion import completions
from cli.repl.inputs import is_complete
from cli.repl.terminal import colored
from grammar.diagnostic import ScriptError
from grammar.session import Session
from tests.cli.conftest import run_program

TUTORIAL = """\
y1 = x + 1
y2 = 2*x
loss = (y1 - y2)^2
loss
:step
:nodes
:graph loss
:grad x
:grad y1
:emit
"""
ERRORS = """\
x = torch.tensor(2.0, requires_grad=True)
y = x*x
y.backward()
y.backward()
z = y +
undefined + 1
:nods
:grad q
def f(a):
    return a @ torch.ones(3)

f(torch.ones(2))
x.grad
"""


@pytest.mark.parametrize("width", [80, 120])
def test_snapshots(snapshot, width):
    snapshot(f"repl_tutorial_{width}", "repl", "x=3", "--width", str(width), stdin=TUTORIAL)
    snapshot(f"repl_errors_{width}", "repl", "--width", str(width), stdin=ERRORS)


def test_help(snapshot):
    snapshot("repl_help", "repl", stdin=":help\n:help step\n:help tanh\n")


def test_colours(snapshot):
    snapshot("repl_colour", "repl", "x=3", "--color", "always", stdin="y = x^2\n:nodes\n:step y\n")


def test_the_exit_code_says_whether_an_input_failed():
    assert run_program("repl", stdin="1 + 1\n").code == 0
    assert run_program("repl", stdin="1/0\n2\n").code == 1
    assert run_program("repl", stdin=":quit\n1/0\n").code == 0
    assert run_program("repl", "x=", stdin="").code == 2
    assert run_program("repl", stdin="").code == 0


def test_blocks_and_what_is_left_open():
    assert run_program("repl", stdin="for i in range(2):\n    print(i)\n\n3\n").out == "0\n1\n3\n"
    assert run_program("repl", stdin="for i in range(2):\n    print(i)").out == "0\n1\n"
    done = run_program("repl", stdin="x = (1 +\n 2)\nx\n")
    assert (done.out, done.err) == ("3\n", "")


def test_what_is_saved_runs_and_gives_the_same(tmp_path):
    path = tmp_path / "session.py"
    lines = (
        "x = torch.tensor([1.0, 2.0], requires_grad=True)\nprint((x*x).sum())\nprint(x.mean())\n"
    )
    first = run_program("repl", stdin=f"{lines}1/0\n:save {path}\n")
    assert path.read_text() == lines + "# 1/0\n"
    assert run_program("run", str(path), "-q").out == first.out
    again = run_program("repl", stdin=f":load {path}\n")
    assert again.out == first.out
    assert run_program("repl", "--load", str(path), stdin="x.sum()\n").out.startswith(first.out)
    assert run_program("repl", stdin=f":save {tmp_path}\n").code == 1


def test_what_is_saved_has_the_bindings(tmp_path):
    path = tmp_path / "session.py"
    run_program(
        "repl",
        "x=3",
        stdin=f"y = x^2\ny.backward()\nprint(x.grad)\nz = (1 +\n 1/0)\n:save {path}\n",
    )
    done = run_program("run", str(path), "-q")
    assert (done.code, done.out) == (0, "tensor(6., dtype=torch.float64)\n")
    emitted = run_program("repl", "x=3", stdin="x.nothing\nprint(x)\n:emit\n").out
    assert "# x.nothing" not in emitted.split("import torch")[0]
    assert "\nx.nothing" not in emitted


def test_reset_keeps_the_bindings():
    done = run_program("repl", "x=3", stdin="y = x*2\n:reset\nx\ny\n")
    assert "tensor(3., dtype=torch.float64, requires_grad=True)\n" in done.out
    assert "name 'y' is not defined" in done.err


def test_functions_see_what_comes_later():
    done = run_program(
        "repl", stdin="def f():\n    return later\n\nlater = 5\nf()\nlater = 6\nf()\n"
    )
    assert (done.out, done.code) == ("5\n6\n", 0)


def test_errors_show_the_lines_of_earlier_inputs():
    session = Session()
    session.run("x = torch.tensor(2.0, requires_grad=True)")
    session.run("y = x*x")
    session.run("y.backward()")
    error = session.run("y.backward()").error
    assert error is not None
    assert [label.span.line for label in error.diagnostic.labels] == [4, 3, 2]


def test_what_cannot_be_read_leaves_the_session_as_it_was():
    session = Session()
    session.run("x = 1")
    before = session.text
    with pytest.raises(ScriptError):
        session.run("x = (")
    assert session.text == before
    assert session.run("x").result == 1


def test_a_long_session():
    session = Session()
    session.run("total = 0")
    start = time.process_time()
    for _ in range(1000):
        session.run("total = total + 1")
    assert session.run("total").result == 1000
    assert time.process_time() - start < 15


@pytest.mark.parametrize(
    ("text", "complete"),
    [
        ("1", True),
        ("x = [1,", False),
        ("if x:", False),
        ("if x:\n    1\n", True),
        ("if x:\n    1", False),
        ("x = 1\nif x:\n    2", False),
        ("x = 1\ny = 2", True),
        (":nodes", True),
        ("%load_ext tensorboard", True),
        ("'''", False),
        ("x ==== 3", True),
        ("@decorator", False),
        ("", True),
    ],
)
def test_completeness(text, complete):
    assert is_complete(text) is complete


class Pretended:
    def __init__(self) -> None:
        self.session = Session()
        self.session.run(
            "import torch\nnet = torch.nn.Linear(2, 1)\nvalue = torch.ones(2)\nvaluable = 3"
        )


def test_completions():
    repl = Pretended()

    def found(before: str) -> list[str]:
        return completions(repl, before)  # type: ignore[arg-type]

    assert found("valu") == ["valuable", "value"]
    assert "value.backward" in found("print(value.b")
    assert found("net.wei") == ["net.weight"]
    assert "net.weight.grad" in found("net.weight.g")
    assert "torch.sigmoid" in found("torch.sig")
    assert found(":no") == [":nodes"]
    assert found(":grad valu") == ["valuable", "value"]
    assert not [name for name in found("value.") if name.rpartition(".")[2].startswith("_")]
    assert found("value.__cl") == []
    assert found("nothing.at.all") == []


def test_colours_lose_nothing():
    for line in (
        "x = 'a' + \"b\" # c",
        "def f(x): return x^2",
        ":grad x",
        "ünïcode = 1e-3",
        "'open",
    ):
        assert "".join(text for _, text in colored(line)) == line


READLINE = (
    "import sys\nsys.modules['prompt_toolkit'] = None\nsys.argv = ['autograd', 'repl', 'x=3']\n"
    "from cli.main import program\nprogram()"
)
TOOLKIT = (
    "import sys\nsys.argv = ['autograd', 'repl', 'x=3']\nfrom cli.main import program\nprogram()"
)


class Terminal:
    """A program at a pseudo-terminal."""

    def __init__(self, code: str, home: Path) -> None:
        self.seen = ""
        self.pid, self.handle = pty.fork()
        if self.pid == 0:
            environment = {
                **os.environ,
                "TERM": "xterm",
                "HOME": str(home),
                "XDG_STATE_HOME": "",
                "COLUMNS": "100",
                "PYTHONPATH": str(Path(__file__).parents[2]),
                "NO_COLOR": "1",
                "PROMPT_TOOLKIT_NO_CPR": "1",
            }
            os.execve(sys.executable, [sys.executable, "-c", code], environment)

    def until(self, text: str, seconds: float = 20.0) -> str:
        """Wait for a text; return what came before it."""
        end = time.monotonic() + seconds
        while text not in self.seen:
            left = end - time.monotonic()
            assert left > 0, f"no {text!r} in {self.seen!r}"
            if select.select([self.handle], [], [], min(left, 0.5))[0]:
                try:
                    self.seen += os.read(self.handle, 65536).decode("utf-8", "replace")
                except OSError:
                    assert text in self.seen, self.seen
        before, _, self.seen = self.seen.partition(text)
        return before

    def enter(self, text: str) -> None:
        """Type, and give the program time to look: keys before a prompt are the kernel's."""
        time.sleep(0.7)
        os.write(self.handle, text.encode())

    def ends(self) -> int:
        end = time.monotonic() + 20
        while time.monotonic() < end:
            pid, status = os.waitpid(self.pid, os.WNOHANG)
            if pid:
                return os.waitstatus_to_exitcode(status)
            if select.select([self.handle], [], [], 0.1)[0]:
                with suppress(OSError):
                    os.read(self.handle, 65536)
        raise AssertionError("it does not end")


@contextmanager
def at_terminal(code: str, home: Path) -> Iterator[Terminal]:
    terminal = Terminal(code, home)
    try:
        yield terminal
    finally:
        try:
            os.kill(terminal.pid, signal.SIGKILL)
            os.waitpid(terminal.pid, 0)
        except (ProcessLookupError, ChildProcessError):
            pass
        os.close(terminal.handle)


EDITORS = [
    pytest.param(READLINE, id="readline"),
    pytest.param(
        TOOLKIT,
        id="prompt_toolkit",
        marks=pytest.mark.skipif(
            find_spec("prompt_toolkit") is None, reason="prompt_toolkit is not installed"
        ),
    ),
]


@pytest.mark.slow
@pytest.mark.parametrize("code", EDITORS)
def test_at_a_terminal(code, tmp_path):
    with at_terminal(code, tmp_path) as terminal:
        terminal.until(">>>")
        terminal.enter("y = x^2 + 1\r")
        terminal.enter("y.backw\t")
        terminal.enter("()\r")
        terminal.enter("x.grad\r")
        terminal.until("tensor(6., dtype=torch.float64)")
        terminal.enter("while True: pass\r\r")
        terminal.enter("\x03")
        terminal.until("KeyboardInterrupt")
        terminal.enter("'still ' + 'here'\r")
        terminal.until("'still here'")
        terminal.enter("x = 1 +\x03")
        terminal.enter("z = x*x\r")
        terminal.enter(":step\r")
        terminal.until("Enter for the next")
        terminal.enter("\x03")
        terminal.until("KeyboardInterrupt")
        terminal.enter("1/0\r")
        terminal.until("ZeroDivisionError")
        terminal.enter("\x04")
        assert terminal.ends() == 0
    kept = tmp_path / ".local" / "state" / "autograd" / "history"
    assert "x.grad" in kept.read_text()
    assert not [line for line in kept.read_text().splitlines() if line.startswith(("+", "# 2"))]
    assert kept.stat().st_mode & 0o777 == 0o600


def test_the_history_stays_small(tmp_path):
    file = tmp_path / "history"
    file.write_text("".join(f"line {i}\n" for i in range(5000)))
    assert history.prepare(str(file))
    assert history.read(str(file)) == [f"line {i}" for i in range(5000 - history.LINES, 5000)]
    history.add(str(file), "last")
    assert history.read(str(file))[-1] == "last"


@pytest.mark.slow
def test_history_that_cannot_be_written_is_no_failure(tmp_path):
    (tmp_path / ".local").write_text("in the way")
    with at_terminal(READLINE, tmp_path) as terminal:
        terminal.until(">>>")
        terminal.enter("40 + 2\r")
        terminal.until("42")
        terminal.enter("\x04")
        assert terminal.ends() == 0
