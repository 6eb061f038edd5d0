"""Completion in the shells themselves, which start no Python for it."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cli.commands import COMMANDS
from cli.completion.shells import SHELLS
from tests.cli.conftest import run_program


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the scripts, and no autograd on the path."""
    folder = tmp_path_factory.mktemp("completion")
    for shell in SHELLS:
        (folder / shell).write_text(run_program("completion", shell).out)
    (folder / "data.csv").write_text("x\n1\n")
    return folder


def in_bash(scripts: Path, *words: str) -> list[str]:
    line = " ".join(f"'{word}'" for word in words)
    code = (
        f"source {scripts / 'bash'}; compopt() {{ :; }}; COMP_WORDS=(autograd {line}); "
        f"COMP_CWORD={len(words)}; _autograd; printf '%s\\n' \"${{COMPREPLY[@]}}\""
    )
    done = subprocess.run(
        ["bash", "-c", code], capture_output=True, text=True, check=True, cwd=scripts
    )
    assert done.stderr == ""
    return done.stdout.split()


def test_commands_in_bash(scripts):
    assert set(COMMANDS) <= set(in_bash(scripts, ""))
    assert in_bash(scripts, "ev") == ["eval"]
    assert in_bash(scripts, "gr") == ["graph"]


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        (["eval", "--form"], ["--format"]),
        (["eval", "x", "--format", "js"], ["json", "jsonl"]),
        (["eval", "x", "-f", "tab"], ["table"]),
        (["eval", "x", "--color", ""], ["auto", "always", "never"]),
        (["eval", "x", "--columns", "gra"], ["grad_fn", "grad"]),
        (["eval", "x", "--columns", "name,va"], ["name,value"]),
        (["run", "da"], ["data.csv"]),
        (["graph", "x", "--engine", ""], ["own", "dot"]),
        (["ops", "tanh"], ["tanh", "tanh_"]),
        (["ops", "nn.Lin"], ["nn.Linear"]),
        (["help", "exit"], ["exit-codes"]),
        (["completion", "z"], ["zsh"]),
        (["eval", "x", "--seed", ""], []),
    ],
)
def test_words_in_bash(scripts, words, expected):
    found = in_bash(scripts, *words)
    assert set(expected) <= set(found)
    if expected and words[0] != "ops":
        assert len(found) == len(expected)
    if not expected:
        assert found == []


def test_every_option_is_there(scripts):
    for name in COMMANDS:
        help = run_program(name, "--help").out
        for flag in in_bash(scripts, name, "--"):
            assert flag in help, (name, flag)


@pytest.mark.skipif(shutil.which("zsh") is None, reason="zsh is not installed")
def test_zsh_reads_it(scripts):
    code = (
        f"autoload -U compinit; compinit -u -D; source {scripts / 'zsh'}; print $_comps[autograd]"
    )
    done = subprocess.run(["zsh", "-f", "-c", code], capture_output=True, text=True, check=True)
    assert (done.stdout.strip(), done.stderr) == ("_autograd", "")


@pytest.mark.skipif(shutil.which("fish") is None, reason="fish is not installed")
def test_words_in_fish(scripts):
    def found(line: str) -> list[str]:
        code = f"source {scripts / 'fish'}; complete -C'{line}'"
        done = subprocess.run(
            ["fish", "--no-config", "-c", code], capture_output=True, text=True, cwd=scripts
        )
        return [text.split("\t")[0] for text in done.stdout.splitlines()]

    assert found("autograd ev") == ["eval"]
    assert "json" in found("autograd eval x --format ")
    assert "--explain" in found("autograd eval x --exp")
    assert "data.csv" in found("autograd run da")


def test_unknown_shells():
    done = run_program("completion", "csh")
    assert done.code == 2
    assert "bash, zsh, fish" in done.err
