"""Names that have no value: those that nobody gives one, found before a script runs, and others."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from grammar import builtins, modules
from grammar.compile import Translation
from grammar.diagnostic import Diagnostic, Label, ScriptError
from grammar.foreign_names import instead_of
from grammar.places import range_of
from grammar.suggest import did_you_mean, nearest

if TYPE_CHECKING:
    from grammar.failing import Failing


class UnboundName(ScriptError):
    """A name that nobody gave a value; `unbound` is the name that a binding could be added for."""

    def __init__(self, diagnostic: Diagnostic, exit_code: int, unbound: str | None) -> None:
        super().__init__(diagnostic, exit_code)
        self.unbound = unbound


def check_names(translation: Translation) -> None:
    """Refuse names that nobody can have given a value when they are read.

    Raises:
        UnboundName: at the first one.
    """
    unknown = [
        node
        for name, node in translation.loads.items()
        if name not in translation.stores
        and name not in translation.bound
        and name not in builtins.BUILTINS
        and name != "__name__"
        and not modules.bare_name(name)[0]
    ]
    if not unknown:
        return
    node = min(unknown, key=lambda n: (n.lineno, n.col_offset))
    name = node.id
    here = Label(translation.source.span(*range_of(node)), "not known", True)
    if builtins.is_left_out(name):
        message, help = f"'{name}' is not in the language", builtins.instead(name)
        diagnostic = Diagnostic("NameError", message, (here._replace(text=""),), (), help)
        raise UnboundName(diagnostic, 5 if name in builtins.DANGEROUS else 3, None)
    if name[0] == "_":
        message = f"name '{name}' is not in the language"
        help = "a name that begins with _ is one that the script itself gives a value"
        raise UnboundName(Diagnostic("NameError", message, (here,), (), help), 5, None)
    known = translation.stores | builtins.BUILTINS.keys() | modules.bare_names()
    if not isinstance(translation.bound, str):
        known |= set(translation.bound)  # type: ignore[call-overload]
    called = id(node) in translation.calls
    labels = [here]
    help = instead_of(name)
    if help is None:
        help, more = _own_attribute(translation, node)
        labels += more
    bindable = not called and help is None
    if help is None:
        help = did_you_mean(name, known)
    if bindable:
        binding = f"give it a value: {name}=VALUE"
        help = f"{help} Or {binding}" if help else binding
    message = f"name '{name}' is not defined"
    diagnostic = Diagnostic("NameError", message, tuple(labels), (), help)
    raise UnboundName(diagnostic, 2 if bindable else 3, name if bindable else None)


def _own_attribute(translation: Translation, node: ast.Name) -> tuple[str | None, list[Label]]:
    """Advice where a method reads `name` for `self.name`, or forgot the parameter `self`."""
    name = node.id
    for kind in ast.walk(translation.tree):
        if not isinstance(kind, ast.ClassDef) or not _contains(kind, node):
            continue
        method = next(
            (f for f in kind.body if isinstance(f, ast.FunctionDef) and _contains(f, node)), None
        )
        if method is None:
            continue
        header = translation.source.span(
            method.lineno, method.col_offset, method.lineno, method.col_offset + len("def")
        )
        if name == "self":
            text = f"{method.name}() has no parameter of this name"
            help = f"write `def {method.name}(self, ...)`"
            return help, [Label(header, text, False)]
        first = method.args.args[0].arg if method.args.args else "self"
        for other in ast.walk(kind):
            if (
                isinstance(other, ast.Attribute)
                and other.attr == name
                and type(other.ctx) is ast.Store
            ):
                span = translation.source.span(*range_of(other))
                text = "an attribute of this name is set here"
                return f"write `{first}.{name}`", [Label(span, text, False)]
        if any(isinstance(f, ast.FunctionDef) and f.name == name for f in kind.body):
            return f"a method is called on the object: write `{first}.{name}`", []
    return None, []


def _contains(outer: Any, inner: ast.AST) -> bool:
    return any(node is inner for node in ast.walk(outer))


# --- while a script runs --------------------------------------------------------------------------


def explain_name(at: Failing, name: str) -> tuple[list[Label], str | None]:
    """Return where a name would have got its value, and what to do, for a NameError at run time."""
    scope = at.scope()
    local = list(_stores(scope, name))
    for node in local:
        if isinstance(node, ast.Name) and type(node.ctx) is ast.Del:
            return [at.label(node, "deleted here")], None
    handlers = [node for node in _inside(scope) if isinstance(node, ast.ExceptHandler)]
    for handler in handlers:
        if handler.name == name:
            text = f"`{name}` is gone when this handler ends"
            return [at.label(_head(at, handler), text)], "keep it under another name"
    if local and isinstance(scope, ast.FunctionDef) and name in at.frame.f_globals:
        text = f"this assignment makes `{name}` a variable of {scope.name}()"
        help = f"write `global {name}` first in {scope.name}(), or give it as an argument"
        return [at.label(local[0], text)], help
    if local:
        late = range_of(local[0])[:2] > at.where[:2]
        text = "it gets a value only here, later" if late else "it gets a value only if this runs"
        help = "assign it before" if late else "give it a value before, for the other case"
        if late and isinstance(scope, ast.FunctionDef):
            text = f"it gets a value in {scope.name}() only here, later"
        return [at.label(local[0], text)], help
    for function in ast.walk(at.script.tree):
        if isinstance(function, ast.FunctionDef) and function is not scope:
            inner = next(iter(_stores(function, name)), None)
            if inner is not None:
                text = f"a variable of {function.name}() only"
                help = f"return it from {function.name}()"
                return [at.label(inner, text)], help
    known = {*at.frame.f_locals, *at.frame.f_globals}
    near = nearest(name, {n for n in known if n[0] not in "_<"})
    return [], f"did you mean {' or '.join(near)}?" if near else None


def _inside(scope: ast.AST) -> Iterator[ast.AST]:
    """The nodes of a scope in the order of the source, those of inner functions left out."""
    todo = list(reversed(list(ast.iter_child_nodes(scope))))
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, (ast.FunctionDef, ast.Lambda, ast.ClassDef)):
            todo += reversed(list(ast.iter_child_nodes(node)))


def _stores(scope: ast.AST, name: str) -> Iterator[ast.Name | ast.FunctionDef | ast.ClassDef]:
    """Where a scope gives a name a value, or deletes it."""
    for node in _inside(scope):
        if isinstance(node, ast.Name) and node.id == name and type(node.ctx) is not ast.Load:
            yield node


def _head(at: Failing, node: Any) -> Any:
    """The first line of a compound statement, as a node with a range."""
    text = at.script.source.text
    start = at.script.source.offset(node.lineno, node.col_offset)
    length = len(text[start : text.index("\n", start)].split("#")[0].rstrip())
    head = ast.Pass()
    head.lineno = head.end_lineno = node.lineno
    head.col_offset, head.end_col_offset = node.col_offset, node.col_offset + length
    return head
