"""The builder of syntax trees: a method for every `-> name` of the grammar."""

from __future__ import annotations

from .syntax_blocks import Blocks
from .syntax_operators import Operators
from .syntax_statements import Statements
from .syntax_strings import Strings


class Builder(Statements, Blocks, Operators, Strings):
    """Builds Python's own tree nodes with their exact ranges."""
