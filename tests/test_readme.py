"""The README's console blocks are what the program prints; UPDATE_SNAPSHOTS=1 writes them anew."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
README = ROOT / "README.md"
BLOCK = re.compile(r"```console\n\$ (.*?)\n(.*?)```", re.DOTALL)


def output(command: str) -> str:
    """Run a README command with this checkout as `autograd`; standard output, then standard error."""
    program = shlex.join([sys.executable, "-m", "cli"])
    shown = re.sub(r"\bautograd (?=eval|run|emit)", lambda _: program + " ", command)
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


def test_readme_python_example() -> None:
    import doctest

    failed, tried = doctest.testfile(str(README), module_relative=False)
    assert tried >= 4
    assert failed == 0
