"""`autograd help`: every topic's commands are run, and what it says of the code is so."""

from __future__ import annotations

import re
import shlex
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.columns import NAMES
from cli.commands import COMMANDS
from cli.completion.spec import commands
from cli.exit_codes import ExitCode
from cli.help.topics import TOPICS
from cli.options import Options
from cli.render import FORMATS
from tests.cli.conftest import run_program


def examples() -> list[tuple[str, str, str]]:
    """The commands in the topics, each with what is said that it prints."""
    found = []
    for name, topic in TOPICS.items():
        lines = topic.text().split("\n")
        for place, line in enumerate(lines):
            if line.startswith("$ "):
                said = []
                for following in lines[place + 1 :]:
                    if following.startswith(("$ ", "The rules come")):
                        break
                    said.append(following)
                found.append((name, line[2:], "\n".join(said).rstrip("\n")))
    return found


@pytest.mark.parametrize(("name", "command", "said"), examples())
def test_examples_print_what_they_say(name, command, said):
    words = shlex.split(command)
    stdin = ""
    if words[0] == "echo":
        stdin = words[1] + "\n"
        words = words[words.index("|") + 1 :]
    assert words[0] == "autograd"
    done = run_program(*words[1:], stdin=stdin)
    assert done.code == 0, done.err
    assert done.out.rstrip("\n") == said


def test_there_are_examples():
    assert len(examples()) > 6


def test_every_topic_and_command_is_told_of():
    listed = run_program("help").out
    for name in TOPICS:
        assert f"\n  {name} " in listed
        assert run_program("help", name).out == TOPICS[name].text()
    for name in COMMANDS:
        assert run_program("help", name).out == run_program(name, "--help").out, name


def test_what_topics_say_of_the_code():
    assert all(name in TOPICS["columns"].text() for name in NAMES if name != "id")
    assert all(name in TOPICS["formats"].text() for name in FORMATS)
    codes = dict(re.findall(r"^ *(\d+)  (.+)$", TOPICS["exit-codes"].text(), re.M))
    assert {int(code) for code in codes} == {code.value for code in ExitCode}
    options = {f"--{name.replace('_', '-')}" for name in Options.__annotations__}
    own = {flag for sub in commands() for option in sub.flags for flag in option.names}
    for name, topic in TOPICS.items():
        named = set(re.findall(r"(?<![\w-])--[a-z][a-z-]+", topic.text()))
        assert named <= options | own, name


def test_lines_fit_a_terminal():
    for topic in TOPICS.values():
        for line in topic.text().split("\n"):
            assert len(line) <= 104, line


def test_unknown_topics(snapshot):
    snapshot("help_unknown", "help", "bindngs")


def test_the_manual_page(tmp_path: Path):
    text = run_program("help", "--man").out
    for name in COMMANDS:
        assert f'.SH "{name.upper()}"' in text
    assert not re.search(r"^\.(?!TH|SH|TP|B|nf|fi)", text, re.M)
    if shutil.which("groff") is None:
        pytest.skip("groff is not installed")
    done = subprocess.run(
        ["groff", "-man", "-Tutf8", "-ww"], input=text, capture_output=True, text=True, check=True
    )
    assert done.stderr == ""
    assert "gradient calculator" in done.stdout
