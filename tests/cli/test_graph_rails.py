"""Rails drawn and read back: what a person can trace from line to line is what the graph has."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.graph.rails import BOXES, PLAIN, Marks, Rails, order, railed

GLYPH = "o"


def read_back(rows: list[tuple[int | None, str]], marks: Marks) -> set[tuple[int, int]]:
    """Return the edges that lines of rails show, looking at nothing but their characters."""
    joins = {marks.join, marks.join_last, marks.join_first}
    begins = {marks.begin, marks.begin_last, marks.begin_first}
    found: set[tuple[int, int]] = set()
    carried: dict[int, set[int]] = {}  # by column: the vertices whose edges come down there
    for place, (vertex, text) in enumerate(rows):
        here: dict[int, set[int]] = {}

        def at(column: int, text: str = text) -> str:
            return text[column] if 0 <= column < len(text) else " "

        if vertex is not None:
            own = text.index(GLYPH)
            found |= {(user, vertex) for user in carried.pop(own, set())}
            for step in (1, -1):
                column = own
                while at(column + step) == marks.across:
                    column += 2 * step
                    if at(column) in joins:
                        here[column] = carried.pop(column) | {vertex}
                    elif at(column) in begins:
                        assert column not in carried
                        here[column] = {vertex}
                    else:
                        assert at(column) in (marks.across, marks.down)
            below = rows[place + 1][1] if place + 1 < len(rows) else ""
            if below[own : own + 1] in {marks.down, GLYPH, *joins}:
                here[own] = {vertex}
        for column, users in carried.items():
            assert at(column) == marks.down, "a lane has no end"
            here[column] = users
        for column in range(0, len(text), 2):
            if text[column] in {marks.down, *joins, *begins}:
                assert column in here, "a lane has no beginning"
        carried = here
    assert not carried
    return found


def drawn(below: list[list[int]], lanes: int, marks: Marks, scopes=None, between=0.0):
    ordered = order(below, scopes or [None] * len(below))
    rails = Rails(below, ordered, lanes, marks)
    chance = random.Random(len(below))
    rows: list[tuple[int | None, str]] = []
    told: set[tuple[int, int]] = set()
    for vertex in ordered:
        if chance.random() < between:
            rows.append((None, rails.between().text))
        row = rails.row(vertex, GLYPH)
        assert row.text[2 * row.lane] == GLYPH
        assert len(row.colors) == len(row.text)
        rows.append((vertex, row.text))
        told |= {(vertex, under) for under in row.told}
    return ordered, rows, told


graphs = st.integers(1, 22).flatmap(
    lambda size: st.tuples(
        *(
            st.lists(st.integers(0, place - 1), max_size=4) if place else st.just([])
            for place in range(size)
        )
    ).map(list)
)


@settings(max_examples=300, deadline=None)
@given(graphs, st.sampled_from([1, 2, 3, 5, 24]), st.sampled_from([BOXES, PLAIN]), st.booleans())
def test_edges_are_read_back(below, lanes, marks, headers):
    scopes = [place % 3 if headers else None for place in range(len(below))]
    _, rows, told = drawn(below, lanes, marks, scopes, 0.3 if headers else 0.0)
    edges = {(user, vertex) for user, vertices in enumerate(below) for vertex in vertices}
    shown = read_back(rows, marks)
    assert shown | told == edges
    assert not shown & told
    assert all(len(text) <= 2 * (lanes + 2) for _, text in rows)
    if lanes == 24:
        assert not told


@settings(max_examples=100, deadline=None)
@given(graphs)
def test_order_is_topological(below):
    ordered = order(below, [None] * len(below))
    places = {vertex: place for place, vertex in enumerate(ordered)}
    assert sorted(ordered) == list(range(len(below)))
    assert all(
        places[user] < places[vertex] for user, vertices in enumerate(below) for vertex in vertices
    )


def test_the_reader_notices_a_wrong_rail():
    rows = [(2, "o─╮"), (1, "│ o"), (0, "o")]
    assert read_back(rows, BOXES) == {(2, 1), (2, 0)}
    with pytest.raises(AssertionError):
        read_back([(2, "o─╮"), (1, "o  "), (0, "o")], BOXES)
    with pytest.raises(AssertionError):
        read_back([(2, "o"), (1, "o │"), (0, "o")], BOXES)


def test_a_chain_is_one_lane():
    _, rows, _ = drawn([[]] + [[place] for place in range(9)], 24, BOXES)
    assert [text for _, text in rows] == ["o"] * 10


def test_a_diamond():
    _, rows, _ = drawn([[], [0], [0], [1, 2]], 24, BOXES)
    assert [text for _, text in rows] == ["o─╮", "│ o", "o─┤", "  o"]


def test_two_results_are_not_joined():
    _, rows, _ = drawn([[], []], 24, BOXES)
    assert [text for _, text in rows] == ["o", "  o"]


def test_leaves_of_a_deep_network_need_few_lanes():
    below: list[list[int]] = [[]]
    top = 0
    for _ in range(300):  # a layer: weight, bias, operation
        below += [[], [], [top, len(below), len(below) + 1]]
        top = len(below) - 1
    ordered = order(below, [None] * len(below))
    rails = Rails(below, ordered, 24)
    assert max(len(rails.row(vertex, GLYPH).text) for vertex in ordered) <= 5


def test_the_longest_lanes_are_told_by_number():
    # 0 is used by all: its lane would be the longest of all.
    below = [[], *([place, 0] for place in range(20))]
    ordered = order(below, [None] * len(below))
    assert railed(below, ordered, 1) == set(range(1, 20))
    assert railed(below, ordered, 2) == set(range(20))


def test_a_long_chain_needs_no_deep_stack():
    below = [[]] + [[place] for place in range(50_000)]
    ordered = order(below, [None] * len(below))
    assert ordered == list(range(50_000, -1, -1))
