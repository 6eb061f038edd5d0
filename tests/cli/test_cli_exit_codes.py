"""Every exit code, and input that is broken in every way that we could think of."""

from __future__ import annotations

import io

import pytest

from cli.exit_codes import ExitCode


def test_done(autograd):
    assert autograd("eval", "x^2", "x=3").code == ExitCode.DONE


@pytest.mark.parametrize(
    "source", ["1/0", "x @ x", "raise ValueError('no')", "tensor([1,2])[5]", "x.reshape(7)"]
)
def test_failed(autograd, source):
    done = autograd("eval", source, "x=3")
    assert done.code == ExitCode.FAILED
    assert done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ["evla", "x"],
        ["eval"],
        ["run"],
        ["eval", "x", "--formt", "json"],
        ["eval", "x", "-f", "jsn"],
        ["eval", "x", "--color", "red"],
        ["eval", "x", "--dtype", "int64"],
        ["eval", "x", "--timeout", "0"],
        ["eval", "x", "--precision", "0"],
        ["eval", "x", "--limit", "-1"],
        ["eval", "x", "--width", "a"],
        ["eval", "x", "--order", "0"],
        ["eval", "x", "--repeat", "-1"],
        ["eval", "x", "x=3", "--columns", "vlaue"],
        ["eval", "x", "x=3", "--grad-output", "[1"],
        ["eval", "x", "x=3", "--grad-output", ""],
        ["eval", "x"],
        ["eval", "x", "x"],
        ["eval", "x", "x=3", "x=4"],
        ["eval", "x", "x=@-", "y=@-"],
        ["eval", "-", "x=@-"],
        ["run", "/nowhere/script.py"],
        ["run", "/tmp"],
        ["run", "x^2=3"],
    ],
)
def test_usage(autograd, arguments):
    done = autograd(*arguments, stdin="1")
    assert done.code == ExitCode.USAGE
    assert done.out == ""
    assert done.err


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (b"(x", "SyntaxError"),
        (b"x +", "SyntaxError"),
        (b"x = = 3", "SyntaxError"),
        (b"'abc", "SyntaxError"),
        (b"x\x00y", ""),
        (b"h\xf6he = 1", "not UTF-8: byte 0xf6 in line 1"),
        (b"\xff\xfex\x00", "not UTF-8"),
        (b"  x\n y", ""),
        (b"", "is empty"),
        (b" \n", "is empty"),
        (b"import os", ""),
    ],
)
def test_unreadable(autograd, source, message):
    done = autograd("eval", "-", stdin=source)
    assert done.code == ExitCode.UNREADABLE
    assert done.out == ""
    assert message in done.err


def test_unreadable_argument(autograd):
    assert autograd("eval", "x\udcff", "x=3").code == ExitCode.UNREADABLE
    assert autograd("eval", "").code == ExitCode.UNREADABLE


def test_unreadable_file(autograd, tmp_path):
    (tmp_path / "latin.py").write_bytes(b"x = 1\n# h\xf6he\n")
    done = autograd("run", str(tmp_path / "latin.py"))
    assert done.code == ExitCode.UNREADABLE
    assert "byte 0xf6 in line 2" in done.err


def test_an_empty_script_does_nothing(autograd):
    assert autograd("run", "-", stdin="") == (0, "", "")


def test_check(autograd):
    assert autograd("eval", "assert x > 4", "x=3").code == ExitCode.CHECK


def test_refused(autograd):
    assert autograd("eval", "x.__dict__", "x=3").code == ExitCode.REFUSED
    assert autograd("eval", "open('f')").code == ExitCode.REFUSED


def test_timeout(autograd):
    done = autograd("eval", "while True: pass", "--timeout", "0.2")
    assert done.code == ExitCode.REFUSED
    assert "0.2 s" in done.err


def test_timeout_in_the_backward_pass(autograd):
    source = "def spin(g):\n    while True: pass\ny = x*2\ny.register_hook(spin)\ny"
    done = autograd("eval", source, "x=3", "--timeout", "0.2")
    assert done.code == ExitCode.REFUSED


def test_max_memory(autograd):
    done = autograd("eval", "zeros(300_000_000)", "--max-memory", "100_000_000")
    assert done.code == ExitCode.REFUSED


def test_interrupted(autograd, monkeypatch):
    import cli.work

    def interrupt(*arguments):
        raise KeyboardInterrupt

    monkeypatch.setattr(cli.work, "evaluate", interrupt)
    assert autograd("eval", "1").code == ExitCode.INTERRUPTED


class Closed(io.StringIO):
    """A pipe that nobody reads."""

    def write(self, text: str) -> int:
        raise BrokenPipeError(32, "Broken pipe")


@pytest.mark.parametrize(
    "source", ["x^2", "print(x)", "try:\n    print(x)\nexcept Exception: pass"]
)
def test_closed_pipe(autograd, source):
    done = autograd("eval", source, "x=3", stdout=Closed())
    assert done == (ExitCode.CLOSED_PIPE, "", "")


class Full(io.StringIO):
    """A disk without space."""

    def write(self, text: str) -> int:
        raise OSError(28, "No space left on device")


def test_full_disk(autograd):
    done = autograd("eval", "x^2", "x=3", stdout=Full())
    assert done == (ExitCode.FAILED, "", "error: standard output: No space left on device\n")


def test_internal_errors_are_one_line(monkeypatch):
    import cli.work
    from cli.environment import Environment
    from cli.main import main

    def fail(*arguments):
        raise ZeroDivisionError("oops")

    monkeypatch.setattr(cli.work, "evaluate", fail)
    err = io.StringIO()
    assert main(["eval", "1"], Environment(io.BytesIO(), io.StringIO(), err, {})) == 1
    assert err.getvalue().startswith("internal error: ZeroDivisionError: oops in ")
    assert "Traceback" not in err.getvalue()


@pytest.mark.parametrize("source", ["(" * 100_000 + "x" + ")" * 100_000, "+".join(["x"] * 100_000)])
@pytest.mark.slow
def test_large_sources(autograd, source):
    done = autograd("eval", "-", "x=1", "-q", stdin=source)
    assert done.code == 0
    assert done.out in ("x\t1.0\n", "x\t100000.0\n")


@pytest.mark.parametrize("source", ["(" * 100_000, "[" * 100_000 + "]" * 100_000, "-" * 100_000])
def test_broken_large_sources(autograd, source):
    assert autograd("eval", "-", stdin=source).code in (0, 3)
