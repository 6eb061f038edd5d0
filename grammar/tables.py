"""The parser's tables: compiled from script.lark by Lark once, and loaded ready-made ever after.

    python -m grammar.tables          writes script.marshal; do so after every change of script.lark

A script must not wait 250 ms for tables that are always the same, nor 46 ms for `import lark`. The
file holds plain numbers and strings only (marshal format 2, the same bytes on every Python; 0.6 ms
to load where JSON takes 2 ms) and the grammar's text, by which tables that no longer fit are found
out.
"""

from __future__ import annotations

import marshal
from typing import Any, NamedTuple

FORMAT = 1
GRAMMAR = "script.lark"
FILE = "script.marshal"


class Tables(NamedTuple):
    """What the lexer and the parser run on. Symbols are numbers: first the terminals, then the
    rules.

    `rows[state]` maps a terminal to an action and a rule to the state after it. An action above 0
    is a state to go to, 0 is the end, one below 0 is a rule to apply: rule r stands at index -r of
    `lefts` (its symbol), `lengths` and `methods` (what builds its node; "" for the first `units`
    rules, which change nothing).
    """

    format: int
    grammar: str
    terminals: tuple[str, ...]
    words: dict[str, int]
    patterns: dict[str, str]
    lefts: tuple[int, ...]
    lengths: tuple[int, ...]
    methods: tuple[str, ...]
    units: int
    rows: tuple[dict[int, int], ...]


def load() -> Tables:
    """The ready-made tables, or freshly compiled ones if they are missing or of another grammar."""
    grammar = _read(GRAMMAR).decode("utf-8")
    try:
        found = Tables(*marshal.loads(_read(FILE)))
    except (OSError, ValueError, EOFError, TypeError):
        return compile_grammar(grammar)
    if found.format != FORMAT or found.grammar != grammar:
        return compile_grammar(grammar)
    return found


def compile_grammar(grammar: str) -> Tables:
    """Let Lark compile the grammar (about 300 ms).

    Raises:
        lark.exceptions.GrammarError: for a grammar that is wrong or not LALR(1).
    """
    from lark import Lark
    from lark.lexer import Lexer

    class NoLexer(Lexer):
        """Ours runs instead."""

        def __init__(self, configuration: Any) -> None: ...

        def lex(self, lexer_state: Any, parser_state: Any) -> Any:
            return iter(())

    class KeepReserved:
        always_accept = ("RESERVED", "FSTRING_TEXT", "MAGIC")

        def process(self, stream: Any) -> Any:
            return stream

    lark: Any = Lark(grammar, parser="lalr", lexer=NoLexer, postlex=KeepReserved())
    table = lark.parser.parser._parse_table
    # "in" and "not" come first because the lexer looks at them once more.
    declared = [name for name in _declared(grammar) if name not in ("IN", "NOT")]
    named = [t.name for t in lark.terminals if t.name not in ("IN", "NOT", *declared)]
    terminals = ("IN", "NOT", *named, *declared, "ERROR", "$END")
    # Lark's own order of rules and states changes from run to run.
    rules = sorted(lark.rules, key=lambda rule: (not _is_unit(rule), str(rule), str(rule.alias)))
    symbols = {name: number for number, name in enumerate(terminals)}
    for rule in rules:
        symbols.setdefault(rule.origin.name, len(symbols))
    numbers = {rule: number for number, rule in enumerate(rules, 1)}
    order = [table.start_states["start"]]
    for state in order:
        for _, (action, target) in sorted(table.states[state].items()):
            if action.name == "Shift" and target not in order:
                order.append(target)
    states = {state: number for number, state in enumerate(order)}
    rows = []
    for state in order:
        row = {}
        for name, (action, argument) in table.states[state].items():
            shift = action.name == "Shift"
            row[symbols[name]] = states[argument] if shift else -numbers[argument]
        rows.append(dict(sorted(row.items())))
    rows[states[table.end_states["start"]]][symbols["$END"]] = 0
    backwards = [rules[number - 1] for number in range(len(rules), 0, -1)]
    words: dict[str, int] = {}
    patterns: dict[str, str] = {}
    for terminal in lark.terminals:
        texts = _fixed_texts(terminal.pattern.to_regexp())
        if texts is None:
            patterns[terminal.name] = terminal.pattern.to_regexp()
        for text in texts or ():
            words[text] = symbols[terminal.name]
    return Tables(
        FORMAT,
        grammar,
        terminals,
        dict(sorted(words.items())),
        dict(sorted(patterns.items())),
        tuple(symbols[rule.origin.name] for rule in backwards),
        tuple(len(rule.expansion) for rule in backwards),
        tuple("" if _is_unit(rule) else rule.alias or "start" for rule in backwards),
        sum(_is_unit(rule) for rule in rules),
        tuple(rows),
    )


def dump(tables: Tables) -> bytes:
    """The bytes of the table file: the same for the same grammar, whatever the Python."""
    return marshal.dumps(tuple(tables), 2)


def _read(name: str) -> bytes:
    with open(f"{__file__.rpartition('tables.py')[0]}{name}", "rb") as file:
        return file.read()


def _is_unit(rule: Any) -> bool:
    return len(rule.expansion) == 1 and rule.alias is None and rule.origin.name != "start"


def _declared(grammar: str) -> list[str]:
    return [
        name
        for line in grammar.splitlines()
        if line.startswith("%declare ")
        for name in line.split()[1:]
    ]


def _fixed_texts(pattern: str) -> list[str] | None:
    """The texts of a terminal that is a list of fixed texts, else None."""
    import re

    body = pattern.removeprefix("(?:").removesuffix(")") if pattern.startswith("(?:") else pattern
    texts = [re.sub(r"\\(.)", r"\1", text) for text in re.split(r"(?<!\\)\|", body)]
    return (
        texts if all(re.escape(t) in pattern and re.fullmatch(pattern, t) for t in texts) else None
    )


if __name__ == "__main__":
    with open(f"{__file__.rpartition('tables.py')[0]}{FILE}", "wb") as out:
        out.write(dump(compile_grammar(_read(GRAMMAR).decode("utf-8"))))
