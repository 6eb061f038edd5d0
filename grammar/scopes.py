"""Which names a program reads from outside: not its own in the scope where they are read.

Python's rules: a function sees the names of the functions around it, then those of the module; a
class body sees its own; a comprehension is a function. The walk keeps its own stack, as a tree may
be deeper than Python recurses.
"""

from __future__ import annotations

import ast
from typing import Any, NamedTuple

Position = tuple[int, int]

_LAST: Position = (2**62, 0)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)
_FUNCTIONS = (ast.FunctionDef, ast.Lambda)


class _Scope:
    """One scope: the names it gives a value and those it reads, each with its first place."""

    __slots__ = ("around", "declared", "kind", "reads", "stores")

    def __init__(self, around: _Scope | None, kind: type[ast.AST]) -> None:
        self.around = around
        self.kind = kind  # of the node that opens it
        self.stores: dict[str, Position] = {}
        self.reads: dict[str, Position] = {}
        self.declared: set[str] = set()  # `global` and `nonlocal`

    def store(self, name: str, at: Position) -> None:
        self.stores[name] = min(at, self.stores.get(name, at))

    def read(self, name: str, at: Position) -> None:
        self.reads[name] = min(at, self.reads.get(name, at))


class _Visit(NamedTuple):
    """A node still to look at, and the scope that it stands in."""

    node: Any
    scope: _Scope


class Names(NamedTuple):
    """Whose the names of a program are.

    outside: those that it reads before, or without, giving them a value itself: `e` in
        `y = e; e = 2`.
    own: the variables of its module.
    """

    outside: set[str]
    own: set[str]


def names_of(tree: ast.Module) -> Names:
    """Return whose the names of a program are."""
    module = _Scope(None, ast.Module)
    scopes = [module]
    todo = [_Visit(statement, module) for statement in tree.body]
    while todo:
        node, scope = todo.pop()
        _note(node, scope)
        if isinstance(node, (*_FUNCTIONS, ast.ClassDef)):
            inner = _Scope(scope, type(node))
            scopes.append(inner)
            todo += _of_definition(node, scope, inner)
        elif isinstance(node, _COMPREHENSIONS):
            inner = _Scope(scope, type(node))
            scopes.append(inner)
            first = node.generators[0]
            todo.append(_Visit(first.iter, scope))
            todo += [_Visit(child, inner) for child in (first.target, *first.ifs)]
            todo += [_Visit(child, inner) for child in node.generators[1:]]
            rest = (node.key, node.value) if isinstance(node, ast.DictComp) else (node.elt,)
            todo += [_Visit(child, inner) for child in rest]
        elif isinstance(node, ast.NamedExpr):
            around = scope
            while around.kind in _COMPREHENSIONS and around.around is not None:
                around = around.around  # `:=` looks past comprehensions
            todo += [_Visit(node.target, around), _Visit(node.value, scope)]
        else:
            todo += [_Visit(child, scope) for child in ast.iter_child_nodes(node)]
    return Names(_free(scopes, module), {*module.stores})


def _note(node: Any, scope: _Scope) -> None:
    """Note what a node itself reads or stores."""
    at = (getattr(node, "lineno", 0), getattr(node, "col_offset", 0))
    if isinstance(node, ast.Name):
        if isinstance(node.ctx, ast.Load):
            scope.read(node.id, at)
        else:
            scope.store(node.id, at)
    elif isinstance(node, ast.arg):
        scope.store(node.arg, at)
    elif isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)):
        if node.name is not None:
            scope.store(node.name, at)
    elif isinstance(node, (ast.Global, ast.Nonlocal)):
        scope.declared.update(node.names)
    elif isinstance(node, ast.alias):
        scope.store(node.asname or node.name.partition(".")[0], at)


def _of_definition(node: Any, scope: _Scope, inner: _Scope) -> list[_Visit]:
    """Return what stands in a definition: some of it belongs to the scope around."""
    outer: list[Any] = list(getattr(node, "decorator_list", ()))
    if isinstance(node, ast.ClassDef):
        outer += [*node.bases, *node.keywords]
        return [*(_Visit(n, scope) for n in outer), *(_Visit(n, inner) for n in node.body)]
    args = node.args
    outer += [default for default in (*args.defaults, *args.kw_defaults) if default is not None]
    names = [*args.posonlyargs, *args.args, *args.kwonlyargs, args.vararg, args.kwarg]
    own = [n for n in names if n is not None]
    for n in own:
        _note(n, inner)
    annotations = [n.annotation for n in own if n.annotation is not None]
    if getattr(node, "returns", None) is not None:
        annotations.append(node.returns)
    body = node.body if isinstance(node.body, list) else [node.body]
    return [
        *(_Visit(n, scope) for n in (*outer, *annotations)),
        *(_Visit(n, inner) for n in body),
    ]


def _free(scopes: list[_Scope], module: _Scope) -> set[str]:
    """Return the reads that no scope around them answers."""
    for scope in scopes:  # what `global` says is the module's
        for name in scope.declared & scope.stores.keys():
            module.store(name, scope.stores.pop(name))
    found = set()
    for scope in scopes:
        for name, at in scope.reads.items():
            own: _Scope | None = scope
            while own is not None and own is not module:
                if name in own.stores and (own is scope or own.kind is not ast.ClassDef):
                    break
                own = own.around
            else:
                late = scope is module and at < module.stores.get(name, _LAST)
                if name not in module.stores or late:
                    found.add(name)
    return found
