"""What a word may become: names in reach, attributes by type, commands, file names."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cli.repl.session import Repl

KEYWORDS = (
    "and as assert break class continue def del elif else except finally for from global if import in "
    "is lambda nonlocal not or pass raise return try while with yield True False None"
)


def completions(repl: Repl, before: str) -> list[str]:
    """Return what the word at the end of `before` may become, in order.

    Nothing of the script is run for it: only names and attributes that are there are looked at.
    """
    from cli.repl.commands import COMMANDS

    if before.lstrip().startswith(":"):
        word, space, rest = before.lstrip()[1:].partition(" ")
        if not space:
            return [f":{name}" for name in COMMANDS if name.startswith(word)]
        if word in ("load", "save"):
            return _files(rest)
        if word == "help":
            return _matching(COMMANDS, rest)
        return _matching(repl.session.variables(), rest)
    word = _word(before)
    if not word:
        return []
    if "." in word:
        path, _, start = word.rpartition(".")
        return [f"{path}.{name}" for name in _matching(_members(repl, path), start)]
    return _matching(_names(repl), word)


def _word(text: str) -> str:
    """Return the dotted name that a text ends with."""
    place = len(text)
    while place and (text[place - 1].isidentifier() or text[place - 1] in ".0123456789"):
        place -= 1
    word = text[place:]
    return word if word and (word[0].isidentifier()) else ""


def _matching(names: Iterable[str], start: str) -> list[str]:
    return sorted({name for name in names if name.startswith(start)})


def _names(repl: Repl) -> set[str]:
    from grammar import builtins, modules

    torch = modules.find_module("torch")
    found = {*repl.session.variables(), *KEYWORDS.split(), "torch"}
    found |= {name for name in builtins.BUILTINS if name.isidentifier() and name[0] != "_"}
    return found | (modules.public_names(torch) if torch is not None else set())


def _members(repl: Repl, path: str) -> set[str]:
    """Return what is below a dotted name, as far as it can be followed without running anything."""
    from grammar import modules

    first, *rest = path.split(".")
    value: Any = repl.session.namespace.get(first)
    if value is None:
        value = modules.find_module(first)
    if value is None:
        value = modules.bare_name(first)[1]
    for name in rest:
        if isinstance(value, modules.Proxy):
            value = getattr(value, name, None)
        else:
            value = _held(value, name)
        if value is None:
            return set()
    if isinstance(value, modules.Proxy):
        return modules.public_names(value)
    if value is None:
        return set()
    return {name for name in (*dir(type(value)), *_own(value)) if not name.startswith("_")}


def _own(value: Any) -> set[str]:
    """Return the names that an object holds itself, a module's parameters and modules included."""
    held = getattr(value, "__dict__", None)
    if not isinstance(held, dict):
        return set()
    found = {name for name in held if isinstance(name, str)}
    for kind in ("_parameters", "_buffers", "_modules"):
        found |= set(held.get(kind, {}))
    return found


def _held(value: Any, name: str) -> Any:
    held = getattr(value, "__dict__", None)
    if not isinstance(held, dict):
        return None
    for part in (held, *(held.get(kind, {}) for kind in ("_parameters", "_buffers", "_modules"))):
        if name in part:
            return part[name]
    return None


def _files(start: str) -> list[str]:
    folder, name = os.path.split(start)
    try:
        entries = sorted(os.scandir(folder or "."), key=lambda entry: entry.name)
    except OSError:
        return []
    return [
        os.path.join(folder, entry.name) + ("/" if entry.is_dir() else "")
        for entry in entries
        if entry.name.startswith(name) and (name or not entry.name.startswith("."))
    ]
