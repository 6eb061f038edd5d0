"""What to do about syntax errors whose message, CPython's, says only what is wrong."""

from __future__ import annotations

import re

SYNTAX_REMEDIES = tuple(
    (re.compile(pattern), help)
    for pattern, help in (
        (
            "'return' outside function",
            "a `return` stands inside a `def`; a script ends at its last line",
        ),
        (
            "'break' outside loop",
            "a `break` stands inside a `for` or `while` of the same function",
        ),
        (
            "'continue' not properly in loop",
            "a `continue` stands inside a `for` or `while` of the same function",
        ),
        (
            "no binding for nonlocal",
            "`nonlocal` is for a variable of an enclosing function, `global` for one of the script",
        ),
        (
            "nonlocal declaration not allowed at module level",
            "outside functions a plain assignment does",
        ),
        ("too many statically nested blocks", "move the inner blocks to functions"),
        ("is assigned to before global declaration", "`global` stands before any use of the name"),
        ("multiple starred expressions", "one name, at most, takes the rest"),
        ("can't use starred expression here", "unpack into a list, a tuple or a call: [*x]"),
        ("arguments cannot follow var-keyword argument", "the `**` parameter comes last"),
        ("only single target .* can be annotated", "leave the annotation out"),
        (
            "is an illegal expression for augmented assignment",
            "it changes one variable, attribute or element",
        ),
        ("named arguments must follow bare", "leave the `*` out, or put a parameter behind it"),
        ("bytes can only contain ASCII", "write escapes such as \\xe9, or a text without `b`"),
        ("cannot mix bytes and nonbytes", "write both with `b`, or both without"),
        (
            "argument without a default|non-default argument follows",
            "give it a default, or put it before those that have one",
        ),
        ("cannot delete", "`del` takes a variable, an attribute or an element"),
        ("duplicate argument", "each parameter has a name of its own"),
        ("keyword argument repeated", "give it once"),
        ("default 'except:' must be last", "it catches all that comes: put it behind the others"),
        ("argument unpacking follows keyword", "`*` arguments come before `**` arguments"),
        ("metaclasses are not part", "leave `metaclass=` out"),
        ("cannot assign to (True|False|None)$", "`{0}` is a constant: choose another name"),
        ("/ may appear only once", "leave the second `/` out"),
    )
)


def syntax_remedy(message: str) -> str | None:
    """Return what to do about a message, or None.

    >>> syntax_remedy("cannot assign to None")
    '`None` is a constant: choose another name'
    """
    for pattern, help in SYNTAX_REMEDIES:
        found = pattern.search(message)
        if found:
            return help.format(*found.groups())
    return None
