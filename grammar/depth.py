"""Takes trees apart that are too deep for Python's compiler, which recurses over them.

A deep expression becomes several statements: what Python would evaluate before the deep part is
kept in hidden variables (`#1`, names that no script can write), in the same order.

    y = a + b + c + ...     becomes     #1 = a + b + ...; y = #1 + ...

What is evaluated only sometimes, or again and again, cannot be moved out: `and`, `or`,
conditionals, the bodies of `lambda` and of comprehensions. There a deeper expression than
`HARDEST` is refused. Nothing here recurses. Long `elif` chains, each `elif` one level deeper in
Python's tree, become groups.
"""

from __future__ import annotations

import ast
from collections.abc import Generator
from typing import Any

from .diagnostic import Label
from .lexical_errors import syntax_error
from .slots import HOLDERS, Slot, blocks, children, slots_of, statement_slots, target_slots
from .source import Source
from .syntax_base import DEL, LOAD, STORE

# Python allows about 1,000 levels in all. Blocks take up to 100 of them, and whoever walks the
# tree by recursion takes three frames a level.
DEEPEST = 100
HARDEST = 160
LONGEST_CHAIN = 40


def split_deep(module: ast.Module, source: Source) -> ast.Module:
    """Rewrite what is too deep, in place.

    Raises:
        ScriptError: "expression nested too deeply", with exit code 3.
    """
    _Splitter(source).run(module)
    return module


class _Splitter:
    def __init__(self, source: Source) -> None:
        self.source = source
        self.count = 0
        self.heights: dict[ast.AST, int] = {}
        self.out: list[ast.stmt] = []

    def run(self, module: ast.Module) -> None:
        waiting: list[tuple[list[ast.stmt], bool]] = [(module.body, False)]
        while waiting:
            block, in_class = waiting.pop()
            result: list[ast.stmt] = []
            for statement in block:
                if isinstance(statement, ast.If):
                    parts = self.cut_chain(statement)
                else:
                    parts = [statement]
                for part in parts:
                    self.out = []
                    self.statement(part)
                    made = self.names_of(self.out)
                    result += self.out
                    result.append(part)
                    if made and in_class:
                        targets: list[ast.expr] = [
                            ast.copy_location(ast.Name(name, DEL), part) for name in made
                        ]
                        result.append(ast.copy_location(ast.Delete(targets), part))
                    is_class = isinstance(part, ast.ClassDef) or (
                        in_class and not isinstance(part, ast.FunctionDef)
                    )
                    waiting += [(inner, is_class) for inner in blocks(part)]
            block[:] = result

    def names_of(self, statements: list[ast.stmt]) -> list[str]:
        """The hidden variables that statements made here assign to."""
        assigned = (s.targets[0] for s in statements if isinstance(s, ast.Assign))
        names = {target.id for target in assigned if isinstance(target, ast.Name)}
        return sorted(name for name in names if name.startswith("#"))

    # ---- long elif chains

    def cut_chain(self, first: ast.If) -> list[ast.stmt]:
        """An `if` whose chain of `elif`s is long, as several that run one after the other."""
        chain = [first]
        while len(chain[-1].orelse) == 1 and isinstance(chain[-1].orelse[0], ast.If):
            chain.append(chain[-1].orelse[0])
        if len(chain) <= LONGEST_CHAIN:
            return [first]
        flag = self.fresh()
        result: list[ast.stmt] = [self.assign(flag, ast.Constant(False, None), first)]
        for place in range(0, len(chain), LONGEST_CHAIN):
            group = chain[place]
            end = place + LONGEST_CHAIN
            if end < len(chain):
                go_on = self.assign(flag, ast.Constant(True, None), chain[end])
                chain[end - 1].orelse = [go_on]
            if place == 0:
                result.append(group)
                continue
            stop = self.assign(flag, ast.Constant(False, None), group)
            test = ast.copy_location(ast.Name(flag, LOAD), group.test)
            result.append(ast.copy_location(ast.If(test, [stop, group], []), group))
        return result

    # ---- statements

    def statement(self, statement: ast.stmt) -> None:
        """Bring the expressions of one statement down, what must run before it to `out`."""
        own = [c for c in children(statement) if not isinstance(c, ast.stmt | ast.ExceptHandler)]
        self.heights = {}
        if all(self.height(child) <= DEEPEST for child in own):
            return
        if isinstance(statement, ast.While):
            self.loop(statement)
            return
        if isinstance(statement, ast.AugAssign):
            self.augmented(statement)
        self.fill(list(statement_slots(statement)))
        for child in own:
            self.check(child)

    def loop(self, loop: ast.While) -> None:
        """`while deep: ...`: the condition is evaluated inside, each time."""
        outside, self.out = self.out, []
        self.fill([Slot(loop, "test")])
        inside, self.out = self.out, outside
        self.check(loop.test)
        done = self.fresh()
        leave: list[ast.stmt] = [ast.copy_location(ast.Break(), loop.test)]
        if loop.orelse:
            self.out.append(self.assign(done, ast.Constant(False, None), loop))
            leave.insert(0, self.assign(done, ast.Constant(True, None), loop))
        negation = ast.copy_location(ast.UnaryOp(ast.Not(), loop.test), loop.test)
        inside.append(ast.copy_location(ast.If(negation, leave, []), loop.test))
        inner = ast.copy_location(ast.While(_true(loop.test), inside + loop.body, []), loop)
        if not loop.orelse:
            loop.test, loop.body = inner.test, inner.body
            return
        # The loop itself becomes the `if` that runs what stood behind `else`.
        self.out.append(inner)
        loop.__class__ = ast.If  # type: ignore[assignment]
        loop.test = ast.copy_location(ast.Name(done, LOAD), loop)
        loop.body, loop.orelse = loop.orelse, []

    def augmented(self, statement: ast.AugAssign) -> None:
        """`x += deep`: Python reads `x` first, so that is kept, then changed, then stored."""
        if self.height(statement.value) <= DEEPEST:
            return
        target = statement.target
        slots = list(target_slots(target))
        if isinstance(target, ast.Subscript) and slots[1:] != [Slot(target, "slice")]:
            self.refuse(statement.value)
        for slot in slots:
            self.keep(slot)
        load = ast.copy_location(_loaded(target), target)
        name = self.fresh()
        self.out.append(self.assign(name, load, target))
        self.fill([Slot(statement, "value")])
        kept = ast.copy_location(ast.Name(name, STORE), target)
        change = ast.copy_location(ast.AugAssign(kept, statement.op, statement.value), statement)
        self.out.append(change)
        statement.__class__ = ast.Assign  # type: ignore[assignment]
        del statement.op, statement.target
        statement.targets = [target]  # type: ignore[attr-defined]
        statement.type_comment = None  # type: ignore[attr-defined]
        statement.value = ast.copy_location(ast.Name(name, LOAD), target)

    # ---- expressions

    def height(self, root: ast.AST) -> int:
        """The number of levels of a tree; kept for every node in it."""
        heights = self.heights
        order = [root]
        for node in order:
            order.extend(children(node))
        for node in reversed(order):
            below = [heights[child] for child in children(node)]
            heights[node] = 1 + max(below, default=0)
        return heights[root]

    def fill(self, slots: list[Slot]) -> None:
        """Lower the expressions of slots that are evaluated one after the other."""
        running = [self.lower_all(slots)]
        answer: Any = None
        while running:
            try:
                node = running[-1].send(answer)
            except StopIteration:
                running.pop()
                answer = None
                continue
            answer = None
            running.append(self.lower_all(list(slots_of(node)), node))

    def lower_all(
        self, slots: list[Slot], node: ast.AST | None = None
    ) -> Generator[ast.AST, Any, None]:
        """Make every slot's expression shallow; yields the ones that are to be lowered first."""
        heights = self.heights
        deep = [place for place, slot in enumerate(slots) if heights.get(slot.get(), 2) >= DEEPEST]
        for place, slot in enumerate(slots[: deep[-1] + 1] if deep else []):
            expression = slot.get()
            if heights.get(expression, 2) >= DEEPEST:
                yield expression
            if place < deep[-1] or heights[expression] >= DEEPEST:
                self.keep(slot)
        if node is not None:
            heights[node] = self.raised(node)
            if heights[node] > HARDEST:
                self.refuse(node)

    def is_index(self, node: ast.AST, child: ast.AST) -> bool:
        """Whether a child is an index of several parts, slices among them."""
        return (
            isinstance(node, ast.Subscript)
            and isinstance(child, ast.Tuple)
            and any(isinstance(part, ast.Slice) for part in child.elts)
        )

    def raised(self, node: ast.AST) -> int:
        """The height of a node whose parts have just changed."""
        highest = 0
        for child in children(node):
            if isinstance(child, HOLDERS) or self.is_index(
                node, child
            ):  # not lowered itself, only what it holds
                self.heights[child] = self.raised(child)
            highest = max(highest, self.heights.setdefault(child, 2))
        return highest + 1

    def keep(self, slot: Slot) -> None:
        """Evaluate a slot's expression now, into a hidden variable."""
        node = slot.get()
        if isinstance(node, ast.Constant | ast.Lambda) and self.heights.get(node, 0) < DEEPEST:
            return
        name = self.fresh()
        variable = ast.copy_location(ast.Name(name, LOAD), node)
        if isinstance(node, ast.Starred):
            unpacked = ast.copy_location(ast.Tuple([node], LOAD), node)
            self.out.append(self.assign(name, unpacked, node))
            slot.put(ast.copy_location(ast.Starred(variable, LOAD), node))
        elif isinstance(node, ast.FormattedValue):
            text = ast.copy_location(ast.JoinedStr([node]), node)
            self.out.append(self.assign(name, text, node))
            slot.put(ast.copy_location(ast.FormattedValue(variable, -1, None), node))
        else:
            self.out.append(self.assign(name, node, node))
            slot.put(variable)
        self.heights[slot.get()] = 2

    def check(self, node: ast.AST) -> None:
        """Refuse what is still too deep."""
        self.heights = {}
        if self.height(node) > HARDEST:
            self.refuse(node)

    def refuse(self, node: Any) -> None:
        """Raise that a node is too deep; the label takes its first line."""
        while not hasattr(node, "lineno"):
            node = next(children(node))
        end = node.end_col_offset if node.lineno == node.end_lineno else node.col_offset + 1
        span = self.source.span(node.lineno, node.col_offset, node.lineno, end)
        raise syntax_error(
            "expression nested too deeply",
            Label(span, f"more than {HARDEST} levels that cannot be taken apart", True),
            help="give parts of it names, or write a loop",
        )

    # ---- hidden variables

    def fresh(self) -> str:
        """A name that no script can write."""
        self.count += 1
        return f"#{self.count}"

    def assign(self, name: str, value: ast.expr, place: ast.AST) -> ast.Assign:
        """`name = value`, with the range of `place`."""
        if not hasattr(value, "lineno"):
            ast.copy_location(value, place)
        target = ast.copy_location(ast.Name(name, STORE), place)
        return ast.copy_location(ast.Assign([target], value, None), place)


def _true(place: ast.AST) -> ast.expr:
    return ast.copy_location(ast.Constant(True, None), place)


def _loaded(target: Any) -> ast.expr:
    """The expression that reads what a target writes."""
    if isinstance(target, ast.Name):
        return ast.Name(target.id, LOAD)
    if isinstance(target, ast.Attribute):
        return ast.Attribute(target.value, target.attr, LOAD)
    return ast.Subscript(target.value, target.slice, LOAD)
