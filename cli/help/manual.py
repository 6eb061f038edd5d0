"""The manual page, in roff: made of the commands' help and the topics."""

from __future__ import annotations

from collections.abc import Iterator

from cli.completion.spec import Flag, commands
from cli.help.topics import TOPICS


def manual(version: str) -> str:
    """Return the manual page autograd(1)."""
    return "\n".join(_lines(version)) + "\n"


def _lines(version: str) -> Iterator[str]:
    yield f'.TH AUTOGRAD 1 "" "autograd {version}" "User Commands"'
    yield ".SH NAME"
    yield "autograd \\- a gradient calculator for the command line"
    yield ".SH SYNOPSIS"
    yield ".B autograd"
    yield "\\fICOMMAND\\fR [\\fIOPTION\\fR]... [\\fIARGUMENT\\fR]..."
    yield ".SH DESCRIPTION"
    yield (
        "Evaluates PyTorch expressions and scripts, runs backward and shows the value and the "
        "gradient of every node."
    )
    for sub in commands():
        yield f'.SH "{sub.name.upper()}"'
        yield _escaped(sub.help)
        for flag in sub.flags:
            yield from _flag(flag)
    for name, topic in TOPICS.items():
        yield f'.SH "TOPIC: {name.upper()}"'
        yield ".nf"
        yield from (_escaped(line) for line in topic.text().rstrip("\n").split("\n"))
        yield ".fi"
    yield ".SH SEE ALSO"
    yield "https://docs.pytorch.org/docs/stable/autograd.html"


def _flag(flag: Flag) -> Iterator[str]:
    yield ".TP"
    names = ", ".join(f"\\fB{_escaped(name)}\\fR" for name in flag.names)
    yield names + (" \\fIVALUE\\fR" if flag.takes_value else "")
    yield _escaped(flag.help)


def _escaped(text: str) -> str:
    """Return a text that roff shows as it is."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    text = "".join(c if c.isascii() else f"\\[u{ord(c):04X}]" for c in text)
    return "\\&" + text if text[:1] in (".", "'") else text
