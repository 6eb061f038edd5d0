"""From a script's tree to one that CPython may run: names resolved, reads and writes guarded.

The tree is changed in place and every new node takes the range of the one it serves, so that each
instruction still knows its place in the source. The walk keeps its own stack: a script may nest
deeper than Python recurses. Only node types of `_CHILDREN` exist in the language; anything else is
refused, whatever the parser let through.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Container, Iterator
from typing import Any

from grammar import guard, modules
from grammar.diagnostic import Diagnostic, Label, ScriptError
from grammar.foreign_names import instead_of_special
from grammar.imports import Imports
from grammar.large import LARGEST_PLAIN
from grammar.made_nodes import call_node, is_hidden, name_node
from grammar.source import Source

RESULT = "<result>"
"""The name under which the value of the last expression is kept."""

_CHILDREN: dict[type[ast.AST], tuple[str, ...]] = {
    getattr(ast, line.split()[0]): tuple(line.split()[1:])
    for line in """
    Module body
    Interactive body
    Expr value
    Assign value targets
    AugAssign target value
    Return value
    Delete targets
    For iter target body orelse
    While test body orelse
    If test body orelse
    With items body
    withitem context_expr optional_vars
    Raise exc cause
    Try body handlers orelse finalbody
    ExceptHandler type body
    Assert test msg
    FunctionDef decorator_list args body
    ClassDef decorator_list bases body
    Lambda args body
    arguments posonlyargs args vararg kwonlyargs kw_defaults kwarg defaults
    BoolOp values
    NamedExpr value target
    BinOp left right
    UnaryOp operand
    IfExp test body orelse
    Dict keys values
    Set elts
    List elts
    Tuple elts
    ListComp generators elt
    SetComp generators elt
    DictComp generators key value
    GeneratorExp generators elt
    comprehension iter target ifs
    Compare left comparators
    Call func args keywords
    keyword value
    FormattedValue value format_spec
    JoinedStr values
    Attribute value
    Subscript value slice
    Starred value
    Slice lower upper step
    Name
    Constant
    arg
    Pass
    Break
    Continue
    Global
    Nonlocal
""".strip().splitlines()
}
"""The language's nodes with the fields that hold further nodes."""

_BLOCKS = frozenset(["body", "orelse", "finalbody"])

_LOAD, _STORE = ast.Load(), ast.Store()

_PASSES = frozenset(["backward", "grad"])
"""What a script calls to run a backward pass itself."""

_SEQUENCES = (ast.List, ast.Tuple, ast.JoinedStr, ast.ListComp)


class Translation:
    """One script on its way to code.

    loads: the first node that reads each name.
    stores: all names that the script gives a value, in any scope.
    members: the first node that reads each dotted path that a module may start, by the path.
    result_name: the variable that holds the result, if it is not `RESULT`.
    """

    def __init__(self, tree: ast.Module, source: Source, bound: Container[str]) -> None:
        self.tree = tree
        self.source = source
        self.bound = bound
        self.loads: dict[str, ast.Name] = {}
        self.calls: set[int] = set()
        self.stores: set[str] = set()
        self.attributes: set[str] = set()
        self.members: dict[tuple[str, ...], ast.Attribute] = {}
        self.imports = Imports(self.problem, self._check_name)
        self.result_name: str | None = None
        self._undecided: list[ast.Attribute] = []
        self._problems: list[tuple[int, int, ScriptError]] = []
        self._supers: list[ast.Attribute] = []

    def run(self) -> None:
        """Change the tree; raise the first ScriptError in the order of the source."""
        self._keep_result()
        self._walk()
        self.stores |= self.imports.names
        self.imports.expand_stars(self.loads)
        own = self.attributes | self.stores
        for node in self._undecided:
            name = node.attr
            if name not in own and not modules.is_known_attribute(name):
                node.value = call_node("<checked>", node, node.value, name)
        if "super" in self.stores:  # the script's own: its result may be anything
            for node in self._supers:
                node.value = call_node("<checked>", node, node.value, node.attr)
        if self._problems:
            raise min(self._problems, key=lambda problem: problem[:2])[2]

    def _keep_result(self) -> None:
        body = self.tree.body
        last: Any = body[-1] if body else None
        kind = type(last)
        if kind is ast.Expr:
            target = name_node(RESULT, last.value)
            target.ctx = _STORE
            kept = ast.Assign([target], last.value)
            body[-1] = ast.copy_location(kept, last)
            self.result_name = last.value.id if type(last.value) is ast.Name else None
            return
        assigned: Any = None
        if kind is ast.Assign:
            assigned = last.targets[0]
        elif kind is ast.AugAssign or (kind is ast.AnnAssign and last.value is not None):
            assigned = last.target
        if type(assigned) is ast.Name:
            self.result_name = assigned.id

    # --- the walk ---------------------------------------------------------------------------------

    def _walk(self) -> None:
        rules: dict[type[ast.AST], Callable[[Any], None]] = {
            ast.Name: self._name,
            ast.Attribute: self._attribute,
            ast.Call: self._call,
            ast.BinOp: self._operation,
            ast.AugAssign: self._operation_in_place,
            ast.FunctionDef: self._function,
            ast.ClassDef: self._class,
            ast.arg: self._argument,
            ast.ExceptHandler: self._handler,
            ast.keyword: self._keyword,
            ast.Global: self._declaration,
            ast.Nonlocal: self._declaration,
            ast.comprehension: self._comprehension,
        }
        todo: list[Any] = [self.tree]
        while todo:
            node = todo.pop()
            kind = type(node)
            fields = _CHILDREN.get(kind)
            if fields is None:
                self.problem(node, "SyntaxError", f"{kind.__name__} is not in the language", 3)
                continue
            rule = rules.get(kind)
            if rule is not None:
                rule(node)
            for field in fields:
                value = getattr(node, field, None)
                if type(value) is list:
                    if field in _BLOCKS:
                        self._block(value)
                    todo += [child for child in value if child is not None]
                elif value is not None:
                    todo.append(value)

    def problem(
        self,
        node: Any,
        kind: str,
        message: str,
        exit_code: int,
        help: str | None = None,
        notes: tuple[str, ...] = (),
        text: str = "",
    ) -> None:
        """Note a reason not to run the script."""
        line, column = node.lineno, node.col_offset
        if isinstance(node, ast.Attribute):  # only the part behind the dot
            line, column = (
                node.end_lineno or line,
                (node.end_col_offset or 0) - len(node.attr.encode()),
            )
        span = self.source.span(line, column, node.end_lineno, node.end_col_offset)
        error = ScriptError(
            Diagnostic(kind, message, (Label(span, text, True),), notes, help), exit_code
        )
        self._problems.append((node.lineno, node.col_offset, error))

    def _refuse_name(self, node: Any, name: str, what: str) -> None:
        message = f"{what} '{name}' is not in the language"
        if isinstance(node, (ast.FunctionDef, ast.ClassDef, ast.ExceptHandler)):
            node = self._place_of(name, node)
        self.problem(node, "Refused", message, 5, instead_of_special(name))

    def _place_of(self, name: str, node: Any) -> Any:
        """Return a node with the range of the name that a statement gives a value in its header."""
        start = self.source.offset(node.lineno, node.col_offset)
        spelled = re.escape(name.encode().decode("latin-1"))
        found = re.compile(rf"\b{spelled}\b").search(self.source.text, start)
        if found is None:  # spelled with other characters that mean the same
            return node
        place = name_node(name, node)
        place.lineno, place.col_offset = self.source.place(found.start())
        place.end_lineno, place.end_col_offset = self.source.place(found.end())
        return place

    def _check_name(self, node: Any, name: str) -> None:
        if name[:2] == "__" and name not in guard.METHODS:
            self._refuse_name(node, name, "name")
        self.stores.add(name)

    def _block(self, body: list[Any]) -> None:
        """Replace the statements of a block that have an equivalent: imports and annotations."""
        for place in range(len(body) - 1, -1, -1):
            statement = body[place]
            kind = type(statement)
            if kind is ast.Import:
                body[place : place + 1] = self.imports.plain(statement)
            elif kind is ast.ImportFrom:
                body[place : place + 1] = self.imports.members(body, statement)
            elif kind is ast.AnnAssign:
                if statement.value is None:
                    made: Any = ast.Pass()
                else:
                    made = ast.Assign([statement.target], statement.value)
                body[place] = ast.copy_location(made, statement)

    # --- names ------------------------------------------------------------------------------------

    def _name(self, node: ast.Name) -> None:
        name = node.id
        if is_hidden(name):
            return
        if name[:2] == "__" and name != "__name__" and name not in guard.METHODS:
            self._refuse_name(node, name, "name")
        elif type(node.ctx) is ast.Load:
            known = self.loads.setdefault(name, node)
            if known is not node and (node.lineno, node.col_offset) < (
                known.lineno,
                known.col_offset,
            ):
                self.loads[name] = node
        elif name == "__name__":
            self._refuse_name(node, name, "a variable")
        else:
            self.stores.add(name)

    def _attribute(self, node: ast.Attribute) -> None:
        name = node.attr
        if type(node.ctx) is ast.Load:
            self._member(node)
        if name == "__class__" and type(node.ctx) is ast.Load:  # what type(x) gives, no more
            node.value = call_node("<class of>", node, node.value)
            node.attr = "shown"
        elif not guard.is_spoken(name):
            self._refuse_name(node, name, "attribute")
        elif type(node.ctx) is not ast.Load:
            self.attributes.add(name)
            node.value = self._writable(node, name)
        elif name in guard.SPECIAL:
            pass
        elif name == "__init__" and _is_super(node.value):
            self._supers.append(node)
        elif name[0] == "_" or guard.is_dangerous(name):
            node.value = call_node("<checked>", node, node.value, name)
        elif not guard.is_direct(name, ()):
            self._undecided.append(node)

    def _member(self, node: ast.Attribute) -> None:
        """Note the dotted path that an attribute read is the end of, if a module may start it."""
        base = node.value
        while type(base) is ast.Attribute:
            base = base.value
        if type(base) is ast.Name and (
            base.id in modules.BARE_MODULES or base.id in self.imports.modules
        ):
            path = [node.attr]
            part = node.value
            while isinstance(part, ast.Attribute):
                path.append(part.attr)
                part = part.value
            self.members.setdefault((base.id, *reversed(path)), node)

    def _writable(self, node: ast.Attribute, name: str) -> ast.expr:
        """Return what becomes of x in `x.name = ...`: `x if type(x) in own else writable(x)`."""
        owner = node.value
        if type(owner) is not ast.Name:
            return call_node("<writable>", node, owner, name)
        # Scripts set attributes of their own objects all the time: those take no Python call.
        test = ast.Compare(call_node("<type>", node, owner), [ast.In()], [name_node("<own>", node)])
        at = name_node(owner.id, owner)
        made = ast.IfExp(ast.copy_location(test, node), at, call_node("<writable>", node, at, name))
        return ast.copy_location(made, owner)

    def _keyword(self, node: ast.keyword) -> None:
        if node.arg is not None and node.arg[0] == "_":
            self._refuse_name(node, node.arg, "argument")

    def _argument(self, node: ast.arg) -> None:
        node.annotation = None
        self._check_name(node, node.arg)

    def _declaration(self, node: ast.Global | ast.Nonlocal) -> None:
        for name in node.names:
            self._check_name(node, name)

    def _function(self, node: ast.FunctionDef) -> None:
        node.returns = None
        self._check_name(node, node.name)

    def _class(self, node: ast.ClassDef) -> None:
        self._check_name(node, node.name)
        for keyword in node.keywords:
            message = f"keyword '{keyword.arg}' in a class statement is not in the language"
            help = "leave it out, or set an attribute of the class"
            self.problem(keyword, "Refused", message, 5, help)
        node.keywords = []
        # `_x` may be a variable; an attribute of that name could be one of the engine's own.
        for stored, name in members_of(node):
            if name[0] == "_" and name != "_" and name not in guard.METHODS:
                self._refuse_name(stored, name, "attribute")

    def _handler(self, node: ast.ExceptHandler) -> None:
        if node.name is not None:
            self._check_name(node, node.name)
        if node.type is None:
            # A bare `except` must not hold up what ends the script: see refusal.py.
            place = ast.Name("<Exception>", _LOAD)
            place.lineno, place.col_offset = node.lineno, node.col_offset
            place.end_lineno, place.end_col_offset = node.lineno, node.col_offset + len("except")
            node.type = place

    def _comprehension(self, node: ast.comprehension) -> None:
        if node.is_async:
            self.problem(node.target, "SyntaxError", "async is not in the language", 3)

    # --- operations -------------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> None:
        function = node.func
        if type(function) is ast.Name:
            self.calls.add(id(function))
            if function.id in _PASSES:
                node.func = call_node("<passing>", function, function)
        elif type(function) is ast.Attribute and function.attr in _PASSES:
            function.value = call_node("<passing>", function.value, function.value)
        if any(keyword.arg == "out" for keyword in node.keywords):
            node.func = call_node("<writing>", node.func, node.func)

    def _operation(self, node: ast.BinOp) -> None:
        kind = type(node.op)
        if kind is ast.Pow or kind is ast.LShift:
            if _may_be_large(node.right):
                node.right = call_node("<count>", node.right, node.right)
        elif kind is ast.Mult:
            if _is_sequence(node.left) or _is_large(node.right):
                if _may_be_large(node.right):
                    node.right = call_node("<count>", node.right, node.right)
            elif (_is_sequence(node.right) or _is_large(node.left)) and _may_be_large(node.left):
                node.left = call_node("<count>", node.left, node.left)

    def _operation_in_place(self, node: ast.AugAssign) -> None:
        kind = type(node.op)
        wanted = kind is ast.Pow or kind is ast.LShift or kind is ast.Mult
        if wanted and _may_be_large(node.value) and (kind is not ast.Mult or _is_large(node.value)):
            node.value = call_node("<count>", node.value, node.value)


def members_of(node: ast.ClassDef) -> Iterator[tuple[Any, str]]:
    """Yield what a class statement gives a name in the class's own scope, and the name."""
    todo: list[Any] = list(node.body)
    while todo:
        part = todo.pop()
        if isinstance(part, (ast.FunctionDef, ast.ClassDef)):
            yield part, part.name
            todo += part.decorator_list
            todo += part.args.defaults if isinstance(part, ast.FunctionDef) else part.bases
        elif isinstance(part, ast.Name):
            if type(part.ctx) is not ast.Load:
                yield part, part.id
        elif isinstance(part, ast.alias):
            yield part, part.asname or part.name.partition(".")[0]
        elif not isinstance(part, ast.Lambda):
            if isinstance(part, ast.ExceptHandler) and part.name is not None:
                yield part, part.name
            todo += ast.iter_child_nodes(part)


def _is_super(node: ast.expr) -> bool:
    return type(node) is ast.Call and type(node.func) is ast.Name and node.func.id == "super"


def _is_sequence(node: ast.expr) -> bool:
    """Return whether an expression is a sequence by its looks."""
    if isinstance(node, _SEQUENCES):
        return True
    if type(node) is ast.Constant:
        return isinstance(node.value, (str, bytes))
    return type(node) is ast.BinOp and (
        (isinstance(node.left, (*_SEQUENCES, ast.Constant)) and _is_sequence(node.left))
        or (isinstance(node.right, (*_SEQUENCES, ast.Constant)) and _is_sequence(node.right))
    )


def _is_large(node: ast.expr) -> bool:
    """Return whether an expression is a large integer by its looks."""
    if type(node) is ast.Constant:
        return type(node.value) is int and node.value > LARGEST_PLAIN
    if type(node) is not ast.BinOp or not isinstance(node.op, (ast.Pow, ast.LShift, ast.Mult)):
        return False
    return all(
        (type(part) is ast.Constant and type(part.value) is int) or type(part) is ast.BinOp
        for part in (node.left, node.right)
    )


def _may_be_large(node: ast.expr) -> bool:
    """Return whether an operand may be an integer above `LARGEST_PLAIN`."""
    if type(node) is ast.Constant:
        return type(node.value) is int and node.value > LARGEST_PLAIN
    if type(node) is ast.UnaryOp and type(node.op) is ast.USub:
        return type(node.operand) is not ast.Constant
    return not isinstance(node, (ast.List, ast.Tuple, ast.JoinedStr))
