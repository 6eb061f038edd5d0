"""One level of a layout: nodes in layers, few crossings, edges as straight as they can be."""

from __future__ import annotations

from collections.abc import Sequence

GAP_X = 24.0
GAP_Y = 46.0
"""Space between nodes of a layer, and between layers."""
SWEEPS = 12
MOST = 30_000
"""Places that long edges pass through, at most; beyond that they are drawn straight."""


class Node:
    """A node of a level, at `x` (its middle) and `y` (its top); a dummy is a place of a long edge."""

    __slots__ = ("above", "below", "dummy", "height", "index", "port", "rank", "width", "x", "y")

    def __init__(self, width: float, height: float, port: str = "", dummy: bool = False) -> None:
        self.width = width
        self.height = height
        self.port = port
        self.dummy = dummy
        self.rank = 0
        self.index = 0
        self.x = 0.0
        self.y = 0.0
        self.above: list[Node] = []
        self.below: list[Node] = []


class Layers:
    """Nodes and edges of one level."""

    def __init__(self) -> None:
        self.nodes: list[Node] = []
        self.edges: list[tuple[Node, Node]] = []
        self.width = 0.0
        self.height = 0.0
        self._rows: list[list[Node]] = []
        self._chains: dict[tuple[int, int], Node] = {}
        self._furthest: dict[int, int] = {}  # the target of each source's longest edge
        self._heights: list[float] = []

    def add(self, width: float, height: float, port: str = "") -> Node:
        """Add a node; a port "in" lies above all others, one "out" below."""
        node = Node(width, height, port)
        self.nodes.append(node)
        return node

    def connect(self, source: Node, target: Node) -> None:
        """Add an edge."""
        self.edges.append((source, target))

    def arrange(self) -> None:
        """Give every node its place."""
        if not self.nodes:
            return
        self._rank()
        self._chain()
        self._order()
        self._place()

    def path(self, source: Node, target: Node) -> tuple[list[tuple[float, float]], bool]:
        """Return the places between the two ends of an edge, and whether they begin at its source.

        What edges from one source share is told with the longest of them; the others begin at the
        place where they leave it.
        """
        whole = self._furthest.get(id(source)) == id(target)
        first = source.rank + 1 if whole else max(target.rank - 1, source.rank + 1)
        found: list[tuple[float, float]] = []
        for rank in range(first, target.rank):
            node = self._chains.get((id(source), rank))
            if node is None:
                return [], True
            tallest = self._heights[rank]
            found.append((node.x, node.y))
            if tallest:
                found.append((node.x, node.y + tallest))
        return found, whole or not found

    # -- layers ------------------------------------------------------------------------------------

    def _rank(self) -> None:
        """Put each node below all that it comes from; what has no source right above its use."""
        targets: dict[int, list[Node]] = {}
        degree: dict[int, int] = {id(node): 0 for node in self.nodes}
        for source, target in self.edges:
            targets.setdefault(id(source), []).append(target)
            degree[id(target)] += 1
        free = dict(degree)
        ready = [node for node in self.nodes if not free[id(node)]]
        done = 0
        while ready:
            node = ready.pop()
            done += 1
            for target in targets.get(id(node), ()):
                target.rank = max(target.rank, node.rank + 1)
                free[id(target)] -= 1
                if not free[id(target)]:
                    ready.append(target)
        if done < len(self.nodes):  # a call that goes on after another: its box is left and entered
            for place, node in enumerate(self.nodes):
                node.rank = place
        for node in self.nodes:
            users = targets.get(id(node))
            if users and not degree[id(node)] and node.port != "in":
                node.rank = max(min(user.rank for user in users) - 1, 0)
        if any(node.port == "in" for node in self.nodes):
            for node in self.nodes:
                node.rank = 0 if node.port == "in" else node.rank + 1
        last = max(node.rank for node in self.nodes)
        if any(node.port == "out" for node in self.nodes):
            inner = max((node.rank for node in self.nodes if node.port != "out"), default=0)
            last = inner + 1
            for node in self.nodes:
                if node.port == "out":
                    node.rank = last
        self._rows = [[] for _ in range(last + 1)]
        for node in self.nodes:
            self._rows[node.rank].append(node)

    def _chain(self) -> None:
        """Lead edges that cross layers through places of their own; those of a source share them."""
        furthest: dict[int, tuple[Node, int]] = {}
        for source, target in self.edges:
            _, known = furthest.get(id(source), (source, -1))
            if target.rank > known:
                furthest[id(source)] = source, target.rank
                self._furthest[id(source)] = id(target)
        budget = MOST
        for source, rank in furthest.values():
            length = rank - source.rank - 1
            if length <= 0 or length > budget:
                continue
            budget -= length
            previous = source
            for r in range(source.rank + 1, rank):
                node = Node(6.0, 0.0, dummy=True)
                node.rank = r
                self._chains[id(source), r] = node
                self._rows[r].append(node)
                _join(previous, node)
                previous = node
        for source, target in self.edges:
            above = self._chains.get((id(source), target.rank - 1), source)
            _join(above, target)

    # -- order within layers -----------------------------------------------------------------------

    def _order(self) -> None:
        """Sort layers by the middles of neighbours, up and down, and keep the best."""
        rows = self._rows
        for row in rows:
            _number(row)
        best = [list(row) for row in rows]
        fewest = self._crossings()
        sweeps = SWEEPS if sum(map(len, rows)) < 4000 else 4
        for sweep in range(sweeps):
            if not fewest:
                break
            down = sweep % 2 == 0
            for row in rows[1:] if down else rows[-2::-1]:
                keys = {id(n): _middle(n.above if down else n.below, n.index) for n in row}
                row.sort(key=lambda n: keys[id(n)])
                _number(row)
            crossings = self._crossings()
            if crossings < fewest:
                fewest, best = crossings, [list(row) for row in rows]
        self._rows[:] = best
        for row in self._rows:
            _number(row)

    def _crossings(self) -> int:
        """Return how often edges between neighbouring layers cross."""
        total = 0
        for row in self._rows:
            ends = [n.index for node in row for n in sorted(node.below, key=lambda n: n.index)]
            total += _inversions(ends)
        return total

    # -- coordinates -------------------------------------------------------------------------------

    def _place(self) -> None:
        """Move nodes to the middles of their neighbours, without changing their order."""
        for row in self._rows:
            x = 0.0
            for node in row:
                node.x = x + node.width / 2
                x += node.width + GAP_X
        rounds = 16 if sum(map(len, self._rows)) < 4000 else 5
        for turn in range(rounds):
            down = turn % 2 == 0
            for row in self._rows if down else reversed(self._rows):
                _settle(row, down, turn >= rounds - 2)
        left = min(node.x - node.width / 2 for row in self._rows for node in row)
        y = 0.0
        for row in self._rows:
            tallest = max((node.height for node in row), default=0.0)
            self._heights.append(tallest)
            for node in row:
                node.x -= left
                node.y = y if node.dummy or node.port else y + (tallest - node.height) / 2
                if node.port == "out":
                    node.y = y
            y += tallest + (GAP_Y if tallest else GAP_Y / 2)
        self.width = max(node.x + node.width / 2 for row in self._rows for node in row)
        self.height = max(y - GAP_Y if self._rows[-1][0].height else y - GAP_Y / 2, 0.0)


def _join(above: Node, below: Node) -> None:
    if below not in above.below:
        above.below.append(below)
        below.above.append(above)


def _number(row: Sequence[Node]) -> None:
    for index, node in enumerate(row):
        node.index = index


def _middle(neighbours: Sequence[Node], otherwise: float) -> float:
    if not neighbours:
        return otherwise
    return sum(n.index for n in neighbours) / len(neighbours)


def _inversions(values: list[int]) -> int:
    """Return how many pairs are in the wrong order, by a tree of counts."""
    if len(values) < 2:
        return 0
    size = max(values) + 2
    tree = [0] * (size + 1)
    total = 0
    for seen, value in enumerate(values):
        place, smaller = value + 1, 0
        while place:
            smaller += tree[place]
            place &= place - 1
        total += seen - smaller
        place = value + 1
        while place <= size:
            tree[place] += 1
            place += place & -place
    return total


def _settle(row: Sequence[Node], down: bool, both: bool) -> None:
    """Move a layer as near to where its neighbours are as the widths allow: least squares.

    The pool-adjacent-violators algorithm on the positions less the widths before them.
    """
    offsets: list[float] = []
    offset = 0.0
    for i, node in enumerate(row):
        if i:
            gap = GAP_X / 2 if node.dummy and row[i - 1].dummy else GAP_X
            offset += (row[i - 1].width + node.width) / 2 + gap
        offsets.append(offset)
    blocks: list[list[float]] = []  # weighted sum, weight, how many
    for node, offset in zip(row, offsets, strict=True):
        neighbours = [*node.above, *node.below] if both else node.above if down else node.below
        wanted = sum(n.x for n in neighbours) / len(neighbours) if neighbours else node.x
        weight = (4.0 if node.dummy else 1.0) if neighbours else 0.05
        blocks.append([(wanted - offset) * weight, weight, 1])
        while len(blocks) > 1 and blocks[-2][0] / blocks[-2][1] > blocks[-1][0] / blocks[-1][1]:
            total, weight, count = blocks.pop()
            blocks[-1][0] += total
            blocks[-1][1] += weight
            blocks[-1][2] += count
    place = 0
    for total, weight, count in blocks:
        for _ in range(int(count)):
            row[place].x = total / weight + offsets[place]
            place += 1
