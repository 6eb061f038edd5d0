"""The README's console blocks are what the program prints; UPDATE_SNAPSHOTS=1 writes them anew."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from cli.commands import COMMANDS

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ (.*?)\n(.*?)```", re.DOTALL)


def output(command: str) -> str:
    """Run a README command with this checkout as `autograd`; standard output, then standard error."""
    program = shlex.join([sys.executable, "-m", "cli"])
    shown = re.sub(rf"\bautograd (?={'|'.join(COMMANDS)})", lambda _: program + " ", command)
    done = subprocess.run(
        ["bash", "-c", shown],
        cwd=ROOT,
        capture_output=True,
        text=True,
        env={**os.environ, "PYTHONPATH": str(ROOT), "NO_COLOR": "1"},
        check=False,
    )
    text = done.stdout + done.stderr
    return "\n".join(line.rstrip() for line in text.splitlines()) + "\n"


def test_readme_shows_what_the_program_prints() -> None:
    text = README.read_text()
    blocks = BLOCK.findall(text)
    assert len(blocks) >= 5
    actual = BLOCK.sub(lambda m: f"```console\n$ {m[1]}\n{output(m[1])}```", text)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        README.write_text(actual)
        return
    assert actual == text


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        ("loss", ["y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2", "x=3"]),
        ("perceptron", ["tests/examples/perceptron.py"]),
    ],
)
def test_the_pictures_are_the_programs_own(name: str, arguments: list[str]) -> None:
    picture = ROOT / "tests" / "examples" / "pictures" / f"{name}.svg"
    program = [sys.executable, "-m", "cli", "graph", *arguments, "-f", "svg"]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, check=True)
    if os.environ.get("UPDATE_SNAPSHOTS") == "1":
        picture.write_text(done.stdout)
    assert done.stdout == picture.read_text()
    assert f"pictures/{name}.svg" in README.read_text() or name != "loss"


def test_readme_python_example() -> None:
    import doctest

    blocks = re.findall(r"```python\n(.*?)```", README.read_text(), re.DOTALL)
    test = doctest.DocTestParser().get_doctest("\n".join(blocks), {}, "README", None, 0)
    found = doctest.DocTestRunner().run(test)
    assert found.attempted >= 4
    assert found.failed == 0
