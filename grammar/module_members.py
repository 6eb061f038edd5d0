"""Members of modules that are not there, such as `torch.sine`: found before a script runs.

`torch` may have them all the same: a script that asks first, with hasattr(), or that catches an
AttributeError, is left to find out for itself. So is one that uses a module that is not available,
such as `torch.cuda`: it asks `is_available()` and does not come by.
"""

from __future__ import annotations

import ast
from typing import Any

from grammar import builtins, modules
from grammar.compile import Translation
from grammar.diagnostic import Diagnostic, Label, ScriptError
from grammar.foreign_names import in_pytorch
from grammar.made_nodes import is_hidden
from grammar.suggest import did_you_mean

_ASKING = ("hasattr", "getattr", "AttributeError")


def check_members(translation: Translation) -> None:
    """Refuse members that modules do not have.

    Raises:
        ScriptError: at the first one.
    """
    missing = [
        (path, module, node)
        for path, node in translation.members.items()
        if (module := _module_without(translation, path)) is not None
    ]
    if not missing or any(name in translation.loads for name in _ASKING):
        return
    rebound = _other_values(translation.tree)
    missing = [found for found in missing if found[0][0] not in rebound]
    if not missing:
        return
    path, module, node = min(missing, key=lambda found: (found[2].lineno, found[2].col_offset))
    name = path[-1]
    end_line, end = node.end_lineno or node.lineno, node.end_col_offset or 0
    span = translation.source.span(end_line, end - len(name.encode()), end_line, end)
    help = in_pytorch(name) or did_you_mean(name, modules.public_names(module))
    message = f"module '{modules.name_of(module)}' has no attribute '{name}'"
    raise ScriptError(Diagnostic("AttributeError", message, (Label(span, "", True),), (), help), 3)


def _module_without(translation: Translation, path: tuple[str, ...]) -> modules.Proxy | None:
    """Return the module whose missing member is the last part of the path, or None."""
    imported = translation.imports.modules
    root, *inner, name = path
    if root in translation.bound:
        return None
    if root in imported:
        found: Any = imported[root]
    elif root in translation.stores or root in builtins.BUILTINS:
        return None
    else:
        found = modules.bare_name(root)[1]
    for part in inner:
        if not isinstance(found, modules.Proxy) or not modules.has(found, part):
            return None
        found = getattr(found, part)
    if not isinstance(found, modules.Proxy) or modules.has(found, name):
        return None
    if modules.has(found, "is_available") and not found.is_available():
        return None
    return found


def _other_values(tree: ast.Module) -> set[str]:
    """Return the names that the script gives a value in other ways than by an import."""
    names: set[str] = set()
    for node in ast.walk(tree):
        value = node.value if isinstance(node, ast.Assign) else None
        if not isinstance(value, ast.Name) or not is_hidden(value.id):  # or it is an import
            names.update(
                child.id
                for child in ast.iter_child_nodes(node)
                if isinstance(child, ast.Name) and type(child.ctx) is not ast.Load
            )
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)):
            names.add(node.name or "")
        elif isinstance(node, ast.arg):
            names.add(node.arg)
    return names
