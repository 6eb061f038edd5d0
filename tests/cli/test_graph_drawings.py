"""SVG and HTML pictures: geometry, well-formedness for hostile labels, and the page in Chromium."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.graph.folded import folded
from cli.graph.html import render as render_html
from cli.graph.layout import Rect, layout
from cli.graph.model import CONSTANT, FUNCTION, KINDS, LEAF, OPERATION, Edge, Picture, Scope, Vertex
from cli.graph.svg import drawn
from cli.render import Style
from tests.browser.chromium import chromium, need_browser
from tests.cli.conftest import run_program

SVG = "{http://www.w3.org/2000/svg}"


def vertex(id: int, scope: int | None = None, kind: str = OPERATION, label: str = "") -> Vertex:
    return Vertex(id, kind, "", label or f"v{id}", "*", (), "float64", "1.5", "-2", scope, id)


@st.composite
def pictures(draw: Any) -> Picture:
    """A random picture: edges go forward, scopes nest, their vertices come one after the other."""
    scopes: list[Scope] = []
    vertices: list[Vertex] = []
    here: list[int] = []
    for id_ in range(draw(st.integers(1, 25))):
        move = draw(st.integers(0, 5))
        if move == 0 and len(here) < 3:
            scopes.append(Scope(len(scopes), here[-1] if here else None, f"f{len(scopes)}()"))
            here.append(scopes[-1].id)
        elif move == 1 and here:
            here.pop()
        vertices.append(vertex(id_, here[-1] if here else None, draw(st.sampled_from(KINDS))))
    edges = []
    for target in range(1, len(vertices)):
        for source in draw(st.sets(st.integers(0, target - 1), max_size=3)):
            edges.append(Edge(source, target, "self", draw(st.sampled_from(["", "1", "-2.5"]))))
    return Picture("random", False, vertices, edges, scopes, 0)


def sizes(picture: Picture) -> dict[int, tuple[float, float]]:
    return {v.id: (40.0 + 7 * (v.id % 5), 20.0 + 5 * (v.id % 3)) for v in picture.vertices}


def apart(a: Rect, b: Rect) -> bool:
    return (
        a.x + a.width <= b.x + 0.01
        or b.x + b.width <= a.x + 0.01
        or a.y + a.height <= b.y + 0.01
        or b.y + b.height <= a.y + 0.01
    )


def within(inner: Rect, outer: Rect) -> bool:
    return (
        inner.x >= outer.x
        and inner.y >= outer.y
        and inner.x + inner.width <= outer.x + outer.width + 0.01
        and inner.y + inner.height <= outer.y + outer.height + 0.01
    )


def chain(picture: Picture, scope: int | None) -> set[int]:
    parents = {s.id: s.parent for s in picture.scopes}
    found: set[int] = set()
    while scope is not None:
        found.add(scope)
        scope = parents[scope]
    return found


@given(pictures())
def test_boxes_lie_apart_and_in_their_scopes(picture):
    found = layout(picture, sizes(picture))
    boxes = list(found.vertices.values())
    assert all(apart(a, b) for i, a in enumerate(boxes) for b in boxes[:i])
    for v in picture.vertices:
        own = chain(picture, v.scope)
        for number, box in found.scopes.items():
            inside = within(found.vertices[v.id], box)
            assert inside if number in own else apart(found.vertices[v.id], box)
    for a in picture.scopes:
        for b in picture.scopes:
            if a.id in found.scopes and b.id in found.scopes and a.id != b.id:
                one, other = found.scopes[a.id], found.scopes[b.id]
                if b.id in chain(picture, a.id):
                    assert within(one, other)
                elif a.id not in chain(picture, b.id):
                    assert apart(one, other)


@given(pictures())
def test_edges_lead_down_from_their_source_to_their_target(picture):
    found = layout(picture, sizes(picture))
    by_source: dict[int, list[Any]] = {}
    for edge, lines in zip(picture.edges, found.edges, strict=True):
        by_source.setdefault(edge.source, []).extend(lines)
        end, box = lines[-1][-1], found.vertices[edge.target]
        assert (end.x, end.y) == pytest.approx((box.x + box.width / 2, box.y))
    for source, lines in by_source.items():
        box = found.vertices[source]
        start = box.x + box.width / 2, box.y + box.height
        reached = {(round(p.x, 3), round(p.y, 3)) for line in lines for p in line}
        assert (round(start[0], 3), round(start[1], 3)) in reached
        for line in lines:  # each begins at the source, or at what another one shares with it
            first = (round(line[0].x, 3), round(line[0].y, 3))
            others = {
                (round(p.x, 3), round(p.y, 3))
                for other in lines
                if other is not line
                for p in other
            }
            assert first == (round(start[0], 3), round(start[1], 3)) or first in others


@given(pictures())
def test_folding_keeps_what_is_outside(picture):
    for scope in picture.scopes:
        left = folded(picture, {scope.id})
        inside = {v.id for v in picture.vertices if scope.id in chain(picture, v.scope)}
        kept = {v.id for v in left.vertices}
        assert kept - {-1 - scope.id} == {v.id for v in picture.vertices} - inside
        assert (-1 - scope.id in kept) == bool(inside)
        ends = {(e.source, e.target) for e in left.edges}
        assert all(a in kept and b in kept and a != b for a, b in ends)
        for edge in picture.edges:
            a = -1 - scope.id if edge.source in inside else edge.source
            b = -1 - scope.id if edge.target in inside else edge.target
            assert a == b or (a, b) in ends


@given(st.text(max_size=30), st.text(max_size=20))
def test_svg_is_well_formed_whatever_labels_say(label, name):
    one = vertex(0, None, LEAF, label)._replace(name=name, value=label, grad=name)
    other = vertex(1, 0, FUNCTION, label)
    picture = Picture(
        label, False, [one, other], [Edge(0, 1, name, label)], [Scope(0, None, name)], 0
    )
    root = ElementTree.fromstring(drawn(picture))
    assert root.find(f"{SVG}title") is not None
    tags = {e.tag.removeprefix(SVG) for e in root.iter()}
    assert tags <= {"svg", "title", "desc", "style", "rect", "text", "g", "path"}
    pieces: list[str] = []
    render_html(picture, Style(), pieces.append)
    page = "".join(pieces)
    assert page.count("<script") == page.count("</script>") == 2
    assert "src=" not in page.replace(label, "").replace(name, "") or "src=" in label + name


def kinds_of(svg: str) -> dict[str, str]:
    """The outlines by kind, without colours and places."""
    found = {}
    for kind, shape in re.findall(r'<g class="vertex (\w+)"><title>.*?</title>(.*?)<text', svg):
        found[kind] = re.sub(r"[\d.-]+", "", shape) + str(shape.count("rx="))
    return found


def test_kinds_differ_without_colour():
    vertices = [vertex(i, None, kind) for i, kind in enumerate(KINDS)]
    svg = drawn(Picture("kinds", False, vertices, [], [], 0))
    shapes = kinds_of(svg)
    assert set(shapes) == set(KINDS)
    radius = dict(re.findall(r'<g class="vertex (\w+)"><title>.*?rx="([\d.]+)"', svg))
    assert radius[LEAF] != radius[OPERATION]
    assert ".constant rect { stroke-dasharray" in svg
    assert CONSTANT in shapes
    assert shapes[FUNCTION].startswith("<path")


CASES = {
    "tutorial": ["y1 = x + 1; y2 = 2*x; loss = (y1 - y2)^2", "x=3"],
    "backward": ["sin(x)*x", "x=3", "--backward"],
}


@pytest.mark.parametrize("name", CASES)
def test_snapshots(snapshot, name):
    snapshot(f"graph_svg_{name}", "graph", *CASES[name], "-f", "svg")


def unrolled(n: int, kind: str) -> Picture:
    vertices = [vertex(i) for i in range(n)]
    edges = []
    for i in range(1, n):
        edges.append(Edge(i - 1 if kind != "wide" else 0, i, "self", "1"))
        if kind == "residual" and i > 1:
            edges.append(Edge(0, i, "other", "1"))
        if kind == "random" and i > 20:
            edges.append(Edge(i - 7 - i % 13, i, "other", "1"))
    return Picture(kind, False, vertices, edges, [], 0)


@pytest.mark.parametrize("kind", ["chain", "wide", "residual", "random"])
def test_a_thousand_nodes_take_less_than_a_second(kind):
    picture = unrolled(1000, kind)
    start = time.process_time()
    text = drawn(picture)
    assert time.process_time() - start < 3  # under 1 s on a quiet machine
    assert len(text) < 3_000_000


@pytest.mark.slow
def test_the_page_in_chromium(tmp_path):
    need_browser()
    script = tmp_path / "net.py"
    script.write_text(
        "from torch import nn\nnet = nn.Sequential(nn.Linear(2, 3), nn.Tanh(), nn.Linear(3, 1))\n"
        "loss = net(torch.ones(4, 2)).sum()\n"
    )
    page = tmp_path / "net.html"
    assert run_program("graph", str(script), "-o", str(page)).code == 0
    visible = (
        "return [...document.querySelectorAll('.variant.shown g[data-vertex]')]"
        ".map(g => g.querySelector('.first').textContent);"
    )
    with chromium(1200, 900) as window:
        window.open(Path(page).as_uri())
        whole = window.until(visible, 10)
        assert "net.0.weight" in whole
        window.run("document.getElementById('fold').click();")
        folds = window.run(visible)
        assert any("net: Sequential [" in text for text in folds)
        assert "net.0.weight" not in folds
        window.run("document.getElementById('fold').click();")
        assert window.run(visible) == whole
        scope = "[...document.querySelectorAll('.variant.shown g.scope')]"
        window.run(
            f"const s = {scope}.find(g => g.textContent.startsWith('net.0'));"
            "s.querySelector('text').dispatchEvent(new MouseEvent('click', {bubbles: true}));"
        )
        partly = window.run(visible)
        assert "net.0.weight" not in partly
        assert "net.2.weight" in partly
        window.run("document.getElementById('fold').click();")
        window.run("document.getElementById('fold').click();")
        window.run(
            "const g = document.querySelector('.variant.shown g.vertex[data-vertex]');"
            "g.dispatchEvent(new MouseEvent('click', {bubbles: true}));"
        )
        facts = window.run("return document.getElementById('facts').textContent;")
        assert "kind" in facts
        assert "value" in facts
        marked = window.run("return document.querySelectorAll('.variant.shown .marked').length;")
        assert marked > 1
        window.run("find.value = 'net.2.bias'; find.dispatchEvent(new Event('input'));")
        assert "net.2.bias" in window.run("return document.getElementById('facts').textContent;")
        before = window.run("return scale;")
        window.run("document.getElementById('in').click();")
        assert window.run("return scale;") > before
        assert window.screenshot(tmp_path / "page.png").startswith(b"\x89PNG")


def test_the_page_asks_nothing_of_the_network():
    out = run_program("graph", "x*x", "x=3", "-f", "html").out
    assert "default-src 'none'" in out
    assert not re.search(r"(src|href)\s*=|url\(|@import|https?://(?!www\.w3\.org/2000/svg)", out)
