"""Command lines that hold an expression: one that begins with a minus is not an option."""

from __future__ import annotations

import re
from typing import Any

from typer.core import TyperCommand

_ATTACHED = re.compile(r"[\w#,.]*\Z")


class ExpressionCommand(TyperCommand):
    """A command whose arguments may begin with `-`, as in `autograd eval -x^2 x=3`.

    What reads as an option is one (`-q`, `-p3`, `--format`); `--` before the expression settles it.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Hand expressions over as values of `-e`, then parse as usual."""
        takes_value: dict[str, bool] = {}
        for parameter in self.get_params(ctx):
            for name in parameter.opts:
                takes_value[name] = not getattr(parameter, "is_flag", False)
        ready: list[str] = []
        rest = iter(args)
        for word in rest:
            if word == "--":
                ready += [word, *rest]
                break
            if word[:1] == "-" and word[1:2] not in ("", "-") and not _is_option(word, takes_value):
                ready += ["-e", word]
                continue
            ready.append(word)
            if takes_value.get(word):
                ready += [value for value in [next(rest, None)] if value is not None]
        return super().parse_args(ctx, ready)


def _is_option(word: str, takes_value: dict[str, bool]) -> bool:
    """Return whether a word that begins with one `-` reads as an option.

    A letter with a value attached (`-fjson`) does; `-exp(x)` does not, nor does anything attached
    to `-e`.
    """
    letter = word[:2]
    if letter not in takes_value:
        return False
    if len(word) == 2:
        return True
    if takes_value[letter]:
        return letter != "-e" and _ATTACHED.match(word[2:]) is not None
    return all(takes_value.get("-" + c) is False for c in word[1:])
