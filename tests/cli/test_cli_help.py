"""Help, version, and what starting up may import."""

from __future__ import annotations

import subprocess
import sys

import pytest

from cli.options import Options


def test_help_without_a_command(autograd):
    done = autograd()
    assert (done.code, done.err) == (0, "")
    assert done.out == autograd("--help").out == autograd("-h").out
    assert "eval" in done.out
    assert "run" in done.out


def test_help_names_only_commands_that_work(autograd):
    for later in ("map",):
        assert f"\n  {later} " not in autograd("--help").out
        assert autograd(later).code == 2


@pytest.mark.parametrize("command", ["eval", "run"])
def test_help_of_commands_names_every_option(autograd, command):
    done = autograd(command, "--help")
    assert done.code == 0
    assert autograd(command, "-h").out == done.out
    for name in Options.__annotations__:
        assert f"--{name.replace('_', '-')}" in done.out


def test_version(autograd):
    done = autograd("--version")
    assert done.code == 0
    assert done.out.startswith("autograd ")


def test_suggestions(autograd):
    assert "Did you mean 'eval'?" in autograd("evl").err
    assert "--format" in autograd("eval", "1", "--formt", "json").err
    assert "Did you mean json?" in autograd("eval", "1", "-f", "jsn").err


def imported(*arguments: str) -> set[str]:
    """Return the top-level modules that a run of the program imports."""
    code = (
        "import sys\nfrom cli.main import main\nmain(sys.argv[1:])\n"
        "print(*{name.partition('.')[0] for name in sys.modules}, file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True
    )
    return set(done.stderr.split())


def test_help_imports_little():
    assert not imported("--help") & {"numpy", "rich", "lark", "engine", "grammar", "json"}


def test_json_does_not_import_rich():
    found = imported("eval", "x^2", "x=3", "-f", "json")
    assert "numpy" in found
    assert not found & {"rich", "logging", "tempfile", "scipy", "torch", "tensorboard"}


def test_table_imports_little_of_rich():
    assert not imported("eval", "x^2", "x=3") & {"pygments", "markdown_it", "logging", "scipy"}
