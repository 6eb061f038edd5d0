"""A script that is entered part by part: what an interactive session compiles and runs.

All parts together are one source text, so an error that concerns an earlier part shows its lines.
"""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import Any

from grammar.diagnostic import Diagnostic
from grammar.parser import parse
from grammar.run import Outcome, Script, compile_tree


class Session:
    """The parts entered so far, and what they have left.

    text: the source of all parts that could be read; namespace: the variables.
    """

    def __init__(self, filename: str = "session") -> None:
        self.filename = filename
        self.text = ""
        self.namespace: dict[str, Any] = {"__name__": "__main__"}
        self.script: Script | None = None
        self._body: list[ast.stmt] = []
        self._own: set[type] = set()
        self._failed: set[int] = set()

    @property
    def program(self) -> str:
        """The source as a script that runs: parts that failed while running are comments."""
        lines = self.text.split("\n")
        return "\n".join(
            f"# {line}" if number in self._failed else line for number, line in enumerate(lines)
        )

    def variables(self) -> dict[str, Any]:
        """Return the variables that the parts have made, by name."""
        found = self.namespace.items()
        return {name: v for name, v in found if name[:2] != "__" and name.isidentifier()}

    def whole(self, part: str) -> str:
        """Return the source text with a part added; diagnostics of it have their places there."""
        return self.text + part + ("" if part.endswith("\n") else "\n")

    def read(self, part: str) -> Script:
        """Compile a part, and add it to the session.

        Raises:
            ScriptError: It cannot be read; the session is as it was.
        """
        text = self.whole(part)
        # The part stands in its lines of the whole, so all places are those of the whole.
        tree = parse("\n" * self.text.count("\n") + part, self.filename)
        entered = list(tree.body)
        known = self.variables().keys() | _later(tree)
        script = compile_tree(tree, text, self.filename, known)
        self._body += entered if entered == tree.body else tree.body
        script.join(self._own, ast.Module(list(self._body), []))
        self.text = text
        self.script = script
        return script

    def run(
        self,
        part: str,
        *,
        timeout: float | None = None,
        max_memory: int | None = None,
        warn: Callable[[Diagnostic], None] | None = None,
    ) -> Outcome:
        """Compile and run a part.

        Raises:
            ScriptError: It cannot be read. What fails while running is in the outcome.
        """
        start = self.text.count("\n")
        outcome = self.read(part).run(
            timeout=timeout, max_memory=max_memory, warn=warn, into=self.namespace
        )
        if outcome.error is not None:
            self._failed.update(range(start, self.text.count("\n")))
        return outcome


def _later(tree: ast.Module) -> set[str]:
    """Return the names that only the bodies of functions read: a later part may give them."""
    now: set[str] = set()
    later: set[str] = set()
    todo: list[tuple[ast.AST, bool]] = [(tree, False)]
    while todo:
        node, inside = todo.pop()
        if isinstance(node, ast.Name):
            (later if inside else now).add(node.id)
        if isinstance(node, ast.Lambda):
            todo.append((node.body, True))
            todo.append((node.args, inside))
        elif isinstance(node, ast.FunctionDef):
            todo += [(statement, True) for statement in node.body]
            todo += [(part, inside) for part in (node.args, *node.decorator_list)]
        else:
            todo += [(child, inside) for child in ast.iter_child_nodes(node)]
    return later - now
