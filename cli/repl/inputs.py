"""Lines put together to inputs: a block ends with an empty line, brackets are waited for."""

from __future__ import annotations

import warnings


def is_complete(text: str) -> bool:
    """Return whether a text is an input, right or wrong, that needs no further line.

    >>> is_complete("x = (1 +"), is_complete("def f(x):"), is_complete("x^2"), is_complete("x @@")
    (False, False, True, True)
    >>> is_complete("if x:\\n    y = 1"), is_complete("if x:\\n    y = 1\\n")
    (False, True)
    """
    stripped = text.lstrip()
    if stripped[:1] in (":", "%") or not stripped:
        return True
    try:
        return _compiles(text, "single")
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
        pass
    try:  # several statements, as a paste has them; the last one may be a block
        block = text.rpartition("\n")[2][:1].isspace()
        return _compiles(text, "exec") and not block
    except (SyntaxError, ValueError, OverflowError, MemoryError, RecursionError):
        return True  # the language says what is wrong with it


def _compiles(text: str, kind: str) -> bool:
    from codeop import compile_command

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return compile_command(text, "session", kind) is not None
