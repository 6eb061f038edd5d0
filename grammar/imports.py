"""Import statements: each becomes assignments of what `modules.py` gives for the names."""

from __future__ import annotations

import ast
from collections.abc import Callable, Container
from typing import Any

from grammar import modules
from grammar.foreign_names import instead_of_module
from grammar.made_nodes import name_node
from grammar.suggest import did_you_mean

_STORE = ast.Store()


class Imports:
    """The imports of one script.

    hidden: the imported values by the names, which no script can spell, that stand for them.
    names: all names that the imports give a value.
    modules: the modules by the names that stand for them, None for a name of more than one thing.
    """

    def __init__(
        self, problem: Callable[..., None], check_name: Callable[[Any, str], None]
    ) -> None:
        self.hidden: dict[str, Any] = {}
        self.names: set[str] = set()
        self.modules: dict[str, modules.Proxy | None] = {}
        self._problem = problem
        self._check_name = check_name
        self._stars: list[tuple[list[Any], ast.stmt, modules.Proxy]] = []

    def plain(self, statement: ast.Import) -> list[ast.stmt]:
        """Return what `import a, b as c` becomes."""
        made = []
        for alias in statement.names:
            module = self._module(alias.name, alias)
            if module is None:
                continue
            if alias.asname is None:
                name = alias.name.partition(".")[0]
                module = modules.find_module(name)
            else:
                name = alias.asname
            self._check_name(alias, name)
            made.append(self._bind(name, module, alias))
        return made or [ast.copy_location(ast.Pass(), statement)]

    def members(self, body: list[Any], statement: ast.ImportFrom) -> list[ast.stmt]:
        """Return what `from a import b` becomes; `body` is the block that it stands in."""
        nothing: list[ast.stmt] = [ast.copy_location(ast.Pass(), statement)]
        if statement.level or statement.module is None:
            self._problem(
                statement,
                "ImportError",
                "a script has no package of its own",
                3,
                "write the functions into the script",
            )
            return nothing
        if statement.module == "__future__":
            return nothing
        module = self._module(statement.module, statement)
        if module is None:
            return nothing
        if statement.names[0].name == "*":
            self.names |= modules.public_names(module)
            self._stars.append((body, nothing[0], module))
            return nothing
        made: list[ast.stmt] = []
        for alias in statement.names:
            name = alias.asname or alias.name
            self._check_name(alias, name)
            if alias.name[0] != "_" and modules.has(module, alias.name):
                made.append(self._bind(name, getattr(module, alias.name), alias))
                continue
            self._problem(
                alias,
                "ImportError",
                f"cannot import name '{alias.name}' from '{statement.module}'",
                3,
                did_you_mean(alias.name, modules.public_names(module)),
            )
        return made or nothing

    def expand_stars(self, read: Container[str]) -> None:
        """Give the names of `from module import *` that the script reads their values."""
        for body, marker, module in self._stars:
            place = next(i for i, statement in enumerate(body) if statement is marker)
            names = sorted(name for name in modules.public_names(module) if name in read)
            made = [self._bind(name, getattr(module, name), marker) for name in names]
            body[place : place + 1] = made or [marker]

    def _bind(self, name: str, value: Any, at: Any) -> ast.stmt:
        hidden = f"<import {len(self.hidden)}>"
        self.hidden[hidden] = value
        module = value if isinstance(value, modules.Proxy) else None
        if self.modules.setdefault(name, module) is not module:
            self.modules[name] = None
        target = name_node(name, at)
        target.ctx = _STORE
        return ast.copy_location(ast.Assign([target], name_node(hidden, at)), at)

    def _module(self, name: str, at: Any) -> modules.Proxy | None:
        found = modules.find_module(name)
        if found is None:
            there = name.partition(".")[0] in modules.MODULES
            self._problem(
                at,
                "ImportError",
                f"there is no module '{name}'" if there else f"module '{name}' cannot be imported",
                3,
                instead_of_module(name) or did_you_mean(name, modules.importable()),
                (f"a script can import {', '.join(modules.MODULES)}",),
            )
        return found
