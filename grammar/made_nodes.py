"""Nodes that the compiler adds to a script's tree, each with the range of the node it serves."""

from __future__ import annotations

import ast
from typing import Any

_LOAD = ast.Load()


def is_hidden(name: str) -> bool:
    """Return whether a name is one that no script can spell, but parser and compiler use."""
    return name[0] == "<" or not name.isidentifier()


def name_node(name: str, at: Any) -> ast.Name:
    """Return a load of `name` with the range of the node `at`."""
    node = ast.Name(name, _LOAD)
    node.lineno, node.col_offset = at.lineno, at.col_offset
    node.end_lineno, node.end_col_offset = at.end_lineno, at.end_col_offset
    return node


def call_node(function: str, at: Any, *arguments: Any) -> ast.Call:
    """Return a call of a hidden function with the range of `at`; text becomes constants."""
    place = {
        "lineno": at.lineno,
        "col_offset": at.col_offset,
        "end_lineno": at.end_lineno,
        "end_col_offset": at.end_col_offset,
    }
    nodes = [ast.Constant(a, **place) if isinstance(a, str) else a for a in arguments]
    return ast.Call(name_node(function, at), nodes, [], **place)
