"""What `ops` does: look up, render, write."""

from __future__ import annotations

from json import dumps
from typing import Any

from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.problems import Problem, show, usage_problem
from cli.reference import pages, search
from cli.reference.catalogue import Entry, catalogue

FORMATS = ("table", "json", "markdown")
WIDTH = 100
"""Columns of text where no terminal says otherwise."""


def show_operators(
    words: list[str], family: str | None, format: str, color: str, environment: Environment
) -> int:
    """Write the reference, or what of it was asked for; return the exit code."""
    try:
        entries = catalogue()
        chosen = _chosen(entries, words, family)
    except Problem as problem:
        show(environment, problem.diagnostic, "", "", color)
        return problem.exit_code
    write = environment.stdout.write
    found = chosen if isinstance(chosen, list) else [chosen]
    if format == "json":
        items = ",\n  ".join(dumps(data(entry), ensure_ascii=False) for entry in found)
        write(f'{{"schema": 1, "operators": [\n  {items}\n]}}\n')
    elif format == "markdown":
        for part in pages.markdown(found):
            write(part)
    else:
        terminal = environment.stdout_terminal
        width = environment.width if terminal else WIDTH
        if isinstance(chosen, Entry):
            lines = pages.page(chosen, width)
        elif words or family is not None:
            lines = pages.rows(chosen, width if terminal else None)
        else:
            lines = pages.families(chosen, width)
        colored = environment.wants_color(color, terminal)
        for line in lines:
            write(pages.colored(line, colored) + "\n")
    environment.stdout.flush()
    return ExitCode.DONE


def _chosen(entries: dict[str, Entry], words: list[str], family: str | None) -> Entry | list[Entry]:
    """Return the one entry that was named, or a list."""
    pool = dict(entries)
    if family is not None:
        wanted = family.casefold()
        pool = {path: e for path, e in pool.items() if wanted in e.family.casefold()}
        if not pool:
            raise usage_problem(f"--family: no family has '{family}' in its name")
    if not words:
        return list(pool.values())
    if len(words) == 1:
        named = search.named(pool, words[0])
        if named:
            return named[0]
    found = search.searched(pool, words)
    if found:
        return found
    text = " ".join(words)
    near = search.nearest_names(entries, text) if len(words) == 1 else []
    help = f"did you mean {', '.join(near)}?" if near else "autograd ops lists all"
    raise usage_problem(f"nothing is called '{text}', or says it", help)


def data(entry: Entry) -> dict[str, Any]:
    """Return an entry as JSON data."""
    return {
        "name": entry.path,
        "kind": entry.kind,
        "family": entry.family,
        "signature": entry.signature,
        "summary": entry.summary,
        "description": entry.text,
        "rules": [rule._asdict() for rule in entry.rules],
        "grad_fn": entry.grad_fns,
        "aliases": entry.aliases,
        "methods": entry.methods,
        "example": entry.example,
        "pytorch": entry.page,
    }
