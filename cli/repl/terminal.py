"""The line editors: prompt_toolkit with colours where it is installed, else readline."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from cli.repl import history
from cli.repl.completion import KEYWORDS, completions
from cli.repl.inputs import is_complete

if TYPE_CHECKING:
    from cli.repl.session import Repl

PROMPT, MORE = ">>> ", "... "


def reader(repl: Repl) -> Callable[[], str]:
    """Return a function that reads an input; it raises EOFError and KeyboardInterrupt."""
    file = history.path(repl.environment.environ)
    if file is not None and not history.prepare(file):
        file = None
    plain = repl.environment.environ.get("TERM") in (None, "", "dumb")
    if not plain:
        try:
            return _toolkit(repl, file)
        except ImportError:
            pass
    return _readline(repl, file)


def _readline(repl: Repl, file: str | None) -> Callable[[], str]:
    """Lines by the standard library: history and completion, no colours."""
    try:
        import readline
    except ImportError:  # not a Unix system
        readline = None  # type: ignore[assignment]
    if readline is not None:
        readline.set_completer_delims(" \t\n()[]{},;=+-*/%^&|<>!~@")
        readline.set_completer(_completer(repl, readline.get_line_buffer))
        readline.parse_and_bind("tab: complete")
        readline.set_history_length(history.LINES)
        if file is not None:
            with suppress(OSError):
                readline.read_history_file(file)

    def read() -> str:
        text = input(PROMPT)
        while not is_complete(text):
            line = input(MORE)
            text += "\n" + line
        if readline is not None and file is not None:
            with suppress(OSError):
                readline.write_history_file(file)
        return text

    return read


def _completer(repl: Repl, line: Callable[[], str]) -> Callable[[str, int], str | None]:
    found: list[str] = []

    def complete(text: str, state: int) -> str | None:
        if state == 0:
            before = line()
            command = before.lstrip().startswith(":")
            found[:] = completions(repl, before if command else text)
        return found[state] if state < len(found) else None

    return complete


def _toolkit(repl: Repl, file: str | None) -> Callable[[], str]:
    """Inputs by prompt_toolkit: colours, several lines at once."""
    from prompt_toolkit import PromptSession
    from prompt_toolkit.completion import Completer, Completion
    from prompt_toolkit.filters import Condition
    from prompt_toolkit.formatted_text import StyleAndTextTuples
    from prompt_toolkit.history import History, InMemoryHistory
    from prompt_toolkit.key_binding import KeyBindings
    from prompt_toolkit.lexers import Lexer

    class Names(Completer):
        def get_completions(self, document: Any, complete_event: Any) -> Iterator[Completion]:
            before = document.text_before_cursor.rpartition("\n")[2]
            word = re.split(r"[\s()\[\]{},;=+\-*/%^&|<>!~@]", before)[-1]
            for found in completions(repl, before):
                yield Completion(found, start_position=-len(word))

    class Lines(History):
        """The same file that readline has, a line each."""

        def load_history_strings(self) -> Iterator[str]:
            return reversed(history.read(file or ""))

        def store_string(self, string: str) -> None:
            history.add(file or "", string)

    class Colours(Lexer):
        def lex_document(self, document: Any) -> Callable[[int], StyleAndTextTuples]:
            return lambda number: list(colored(document.lines[number]))

    keys = KeyBindings()
    current: PromptSession[str]

    @keys.add("enter", filter=Condition(lambda: True))
    def _enter(event: Any) -> None:
        buffer = event.current_buffer
        text = buffer.text
        ended = buffer.document.is_cursor_at_the_end
        if is_complete(text) and ended:
            buffer.validate_and_handle()
        else:
            buffer.insert_text("\n" + _indent(buffer.document.current_line))

    current = PromptSession(
        history=Lines() if file is not None else InMemoryHistory(),
        completer=Names(),
        complete_while_typing=False,
        lexer=Colours() if repl.style().color else None,
        key_bindings=keys,
        multiline=True,
        prompt_continuation=lambda width, number, wrapped: MORE,
    )
    return lambda: str(current.prompt(PROMPT))


def _indent(line: str) -> str:
    """Return the indentation of the line after this one."""
    own = line[: len(line) - len(line.lstrip())]
    return own + "    " if line.rstrip().endswith(":") else own if line.strip() else ""


_TOKEN = re.compile(
    r"""(?P<comment>\#.*)
      | (?P<string>[rbfRBF]{0,2}(?:"(?:\\.|[^"\\])*"?|'(?:\\.|[^'\\])*'?))
      | (?P<number>\b\d[\w.]*)
      | (?P<command>^\s*:\w*)
      | (?P<word>[^\W\d]\w*)
      | (?P<other>.)""",
    re.VERBOSE,
)
_WORDS = frozenset(KEYWORDS.split())
_STYLES = {
    "comment": "italic fg:ansibrightblack",
    "string": "fg:ansigreen",
    "number": "fg:ansicyan",
    "command": "bold fg:ansimagenta",
    "keyword": "bold fg:ansiblue",
}


def colored(line: str) -> Iterator[tuple[str, str]]:
    """Yield a line in pieces, each with its style; it need not be right to be coloured."""
    for found in _TOKEN.finditer(line):
        kind = found.lastgroup or "other"
        if kind == "word" and found[0] in _WORDS:
            kind = "keyword"
        yield _STYLES.get(kind, ""), found[0]
