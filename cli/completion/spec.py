"""What can be completed, read off the commands themselves."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

_CHOICES = re.compile(r"[\w./-]+(\|[\w./-]+)+\Z")


class Flag(NamedTuple):
    """An option: its spellings, its help, whether a value follows, and which values there are.

    values: None where it is any text; "files" stands for names of files, "columns" for names of
        columns with commas between them.
    """

    names: list[str]
    help: str
    takes_value: bool
    values: list[str] | None


class Sub(NamedTuple):
    """A command: its name, its help, its options, and what its arguments may be."""

    name: str
    help: str
    flags: list[Flag]
    arguments: list[str] | None


_FILES = ("--output", "--allow-read", "--allow-write", "--logdir", "--tensorboard", "--load")
_TAKES_FILES = ("run", "check", "graph", "plot", "emit")


def commands() -> list[Sub]:
    """Return all commands with their options."""
    from typer.main import get_command

    from cli.commands import COMMANDS, app

    group: Any = get_command(app)
    return [_command(name, group.get_command(None, name)) for name in COMMANDS]


def _command(name: str, command: Any) -> Sub:
    flags = [_flag(p) for p in command.params if p.param_type_name == "option"]
    flags.append(Flag(["--help", "-h"], "Show this message and exit.", False, None))
    return Sub(name, _sentence(command.help), flags, _arguments(name))


def _flag(parameter: Any) -> Flag:
    takes = not getattr(parameter, "is_flag", False)
    metavar = parameter.metavar or ""
    values: list[str] | None = None
    if takes and _CHOICES.match(metavar):
        values = [word for word in metavar.split("|") if word.islower()]
    elif parameter.opts[0] in _FILES:
        values = ["files"]
    elif parameter.opts[0] == "--columns":
        values = ["columns"]
    return Flag(list(parameter.opts), _sentence(parameter.help), takes, values)


def _arguments(name: str) -> list[str] | None:
    if name in _TAKES_FILES:
        return ["files"]
    if name == "completion":
        from cli.completion.shells import SHELLS

        return list(SHELLS)
    if name == "help":
        from cli.commands import COMMANDS
        from cli.help.topics import TOPICS

        return [*COMMANDS, *TOPICS]
    if name == "ops":
        from cli.reference.catalogue import catalogue

        return sorted({entry.path.removeprefix("torch.") for entry in catalogue().values()})
    return None


def _sentence(text: str | None) -> str:
    return " ".join((text or "").split("\n\n")[0].split())


def columns() -> list[str]:
    """Return the names of columns."""
    from cli.columns import NAMES

    return list(NAMES)
