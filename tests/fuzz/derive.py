"""Programs derived from the grammar: a random walk through the parser's own tables."""

from __future__ import annotations

from random import Random

from grammar.tables import Tables, load

_NAMES = """
    x y z torch nn F np math i f self e pi sin relu tensor print len range sum max sorted A grad
    shape T data item backward detach mean reshape append keys format __init__ __class__ é _ str
    requires_grad dim no_grad Function Linear zip map int list dict ValueError
"""
NAMES = _NAMES.split()
NUMBERS = [
    "0",
    "1",
    "2",
    "3",
    "-1",
    "0.5",
    "1e3",
    "1_000",
    "0x1f",
    "1j",
    "10",
    ".5",
    "1e400",
    "00",
    "7",
]
STRINGS = ["'a'", '"b"', "''", "'''c\nd'''", "r'\\d'", "b'x'", "'\\n'", "'é{}'", "'{0.x}'", "u'%s'"]
MAGICS = ["%matplotlib inline", "%load_ext tensorboard", "%time x"]
_CLOSING = """
    ) ] } FIELD_END FSTRING_END $END DEDENT NEWLINE pass NAME NUMBER : in else = , INDENT except
"""
CLOSING = _CLOSING.split()
"""What ends a program soonest: tried in this order once it is long enough."""


class Deriver:
    """Makes programs that the parser accepts, up to what it checks beside its tables."""

    def __init__(self, tables: Tables | None = None) -> None:
        self.tables = tables or load()
        self.texts: dict[int, list[str]] = {}
        for text, symbol in self.tables.words.items():
            self.texts.setdefault(symbol, []).append(text)
        symbols = {name: i for i, name in enumerate(self.tables.terminals)}
        self.names = self.tables.terminals
        self.closing = [
            symbol
            for word in CLOSING
            for symbol in [self.tables.words.get(word, symbols.get(word))]
            if symbol is not None
        ]

    def program(self, random: Random, length: int) -> str:
        """Return a program of about so many tokens."""
        states = [self.tables.rows[0]]
        kinds: list[int] = []
        while len(kinds) < 4 * length + 40:
            row = states[-1]
            terminals = [kind for kind in row if kind < len(self.names)]
            random.shuffle(terminals)
            if len(kinds) >= length:
                first = [kind for kind in self.closing if kind in row]
                terminals = first + terminals
            for kind in terminals:
                after = self._shift(states, kind)
                if after is not None:
                    break
            else:
                break
            kinds.append(kind)
            if not after or self.names[kind] == "$END":
                break
            states = after
        return self._text(random, kinds)

    def _shift(self, states: list[dict[int, int]], kind: int) -> list[dict[int, int]] | None:
        """Return the states after a token; None if it cannot stand here, [] at the end."""
        _, _, _, _, _, lefts, lengths, _, _, rows = self.tables
        states = list(states)
        while True:
            action = states[-1].get(kind)
            if action is None:
                return None
            if action == 0:
                return []
            if action > 0:
                states.append(rows[action])
                return states
            if lengths[action]:
                del states[-lengths[action] :]
            states.append(rows[states[-1][lefts[action]]])

    def _text(self, random: Random, kinds: list[int]) -> str:
        pieces: list[str] = []
        depth = 0
        quotes: list[str] = []
        fresh = True
        for kind in kinds:
            name = self.names[kind]
            if name == "NEWLINE":
                pieces.append("\n")
                fresh = True
                continue
            if name in ("INDENT", "DEDENT"):
                depth += 1 if name == "INDENT" else -1
                continue
            if fresh and not quotes:
                pieces.append("    " * depth)
            fresh = False
            pieces.append(self._token(random, kind, name, quotes))
        return "".join(pieces)

    def _token(self, random: Random, kind: int, name: str, quotes: list[str]) -> str:
        space = " " if random.random() < 0.9 else ""
        if name == "FSTRING_START":
            quotes.append(random.choice(["'", '"']))
            return "f" + quotes[-1]
        if name == "FSTRING_END":
            return (quotes.pop() if quotes else "'") + space
        fixed = {
            "FIELD_START": "{",
            "FIELD_END": "}",
            "FIELD_SPEC": ":",
            "FIELD_BANG": "!",
            "$END": "",
            "ERROR": "?",
        }
        if name in fixed:
            return fixed[name]
        if kind in self.texts:
            text = random.choice(self.texts[kind])
            return text + (space if not text[-1:].isalpha() else " ")
        choices = {"NAME": NAMES, "NUMBER": NUMBERS, "STRING": STRINGS, "MAGIC": MAGICS}
        return random.choice(choices.get(name, ["x"])) + " "
