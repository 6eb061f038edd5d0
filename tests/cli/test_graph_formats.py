"""Pictures in the languages of other programs, read back: by Graphviz itself, and by hand."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from xml.etree import ElementTree

import numpy as np
import pytest

from cli.graph import dot, json_, mermaid
from cli.graph.labels import arrow, lines
from cli.graph.model import (
    CONSTANT,
    FUNCTION,
    KINDS,
    LEAF,
    OPERATION,
    RESULT,
    Edge,
    Picture,
    Scope,
    Vertex,
)
from cli.render import Style

HOSTILE = (
    'say "hi"',
    "back\\slash \\n \\N \\G \\l \\",
    "<b>&lt; &amp; &#35; #35; #quot;",
    "end",
    "subgraph",
    "1. list",
    "- item * star _under_ `code` $$x$$",
    "a --> b | c } ] ) ; %% comment",
    "損失 ∂ é",
    "line\nbreak \t tab \x1b[31m red \u202e turned",
    "",
    "{x} ~~~ ---",
)


def vertex(id, kind, text, scope=None) -> Vertex:
    value = np.array([0.1, np.nan], dtype="float32")
    return Vertex(
        id=id,
        kind=kind,
        name=text,
        label=f"f({text})",
        operation="f",
        shape=(2,),
        dtype="float32",
        value=text,
        grad="-1",
        scope=scope,
        line=id,
        exact_value=value,
        exact_grad=np.array(-1.0),
    )


def picture(backward: bool = False) -> Picture:
    vertices = [
        vertex(id, KINDS[id % len(KINDS)], text, [None, 0, 1][id % 3])
        for id, text in enumerate(HOSTILE)
    ]
    edges = [Edge(id, id + 1, text, text) for id, text in enumerate(HOSTILE[:-1])]
    edges.append(Edge(0, 5, "self", "", None))
    edges.append(Edge(0, 5, "other", "2", np.array(2.0)))
    scopes = [Scope(0, None, 'out"er'), Scope(1, 0, "end \\ #1; <i>")]
    return Picture('title "t" \\ <x> #', backward, vertices, edges, scopes, 3, "3 more")


def written(module, shown: Picture) -> str:
    pieces: list[str] = []
    module.render(shown, Style(), pieces.append)
    return "".join(pieces)


needs_dot = pytest.mark.skipif(shutil.which("dot") is None, reason="Graphviz is not installed")


def laid_out(source: str, *options: str) -> str:
    done = subprocess.run(
        ["dot", *options], input=source.encode(), capture_output=True, check=True, timeout=30
    )
    assert done.stderr == b""
    return done.stdout.decode()


@needs_dot
@pytest.mark.parametrize("backward", [False, True])
def test_graphviz_shows_every_text_as_it_is(backward):
    shown = picture(backward)
    root = ElementTree.fromstring(laid_out(written(dot, shown), "-Tsvg"))
    space = "{http://www.w3.org/2000/svg}"
    found: dict[str, list[str]] = {}
    for group in root.iter(f"{space}g"):
        title = group.find(f"{space}title")
        if title is not None:
            texts = [text.text or "" for text in group.iter(f"{space}text")]
            found.setdefault(title.text or "", []).append("\n".join(texts))

    def spaced(text: str) -> str:
        return text.replace("\N{NO-BREAK SPACE}", " ").strip()

    for one in shown.vertices:
        assert spaced(found[f"n{one.id}"][0]) == spaced("\n".join(lines(one, shown)))
    for edge in shown.edges:
        texts = map(spaced, found[f"n{edge.source}->n{edge.target}"])
        assert spaced(arrow(edge)) in texts
    assert spaced(found["cluster_0"][0]) == 'out"er'
    assert spaced(found["cluster_1"][0]) == "end \\ #1; <i>"


@needs_dot
def test_graphviz_reads_the_same_graph():
    shown = picture()
    read = json.loads(laid_out(written(dot, shown), "-Tdot_json"))
    names = [item["name"] for item in read["objects"]]
    assert {name for name in names if name[0] == "n"} == {f"n{v.id}" for v in shown.vertices}
    edges = sorted((names[edge["tail"]], names[edge["head"]]) for edge in read["edges"])
    assert edges == sorted((f"n{edge.source}", f"n{edge.target}") for edge in shown.edges)
    members = {
        item["name"]: {names[place] for place in item.get("nodes", ())}
        for item in read["objects"]
        if item["name"].startswith("cluster")
    }
    inner = {f"n{v.id}" for v in shown.vertices if v.scope == 1}
    assert members["cluster_1"] == inner
    assert members["cluster_0"] == inner | {f"n{v.id}" for v in shown.vertices if v.scope == 0}
    looks = {
        (item.get("shape"), item.get("style"), item.get("peripheries"))
        for item in read["objects"]
        if item["name"][0] == "n"
    }
    assert len(looks) == len(KINDS)


def test_mermaid_reads_as_what_it_says():
    shown = picture()
    text = written(mermaid, shown)
    head, *body = text.splitlines()
    assert head == "flowchart TB"

    def unescaped(label: str) -> str:
        # Nothing is left of what Mermaid, Markdown or HTML give a meaning.
        assert not re.search(r'["<>&`*_\\|{}$%;~+-]', re.sub(r"#\d+;|<br/>", "", label)), label
        assert not re.match(r"\d+\.", label)
        return re.sub(r"#(\d+);", lambda match: chr(int(match[1])), label.replace("<br/>", "\n"))

    opened: list[str] = []
    marks = {LEAF: "[", CONSTANT: "[/", OPERATION: "(", FUNCTION: "[[", RESULT: "(["}
    vertices = {f"n{v.id}": v for v in shown.vertices}
    edges = []
    for line in map(str.strip, body):
        if match := re.fullmatch(r'(n\d+)([\[(/]+)"(.*)"[\])/]+', line):
            one = vertices.pop(match[1])
            assert unescaped(match[3]) == "\n".join(lines(one, shown))
            assert match[2] == marks[one.kind]
            assert (opened or [None])[-1] == (None if one.scope is None else f"s{one.scope}")
        elif match := re.fullmatch(r'(n\d+) -->(?:\|"(.*)"\|)? (n\d+)', line):
            edges.append((match[1], match[3], unescaped(match[2] or "")))
        elif match := re.fullmatch(r'subgraph (s\d+)\["(.*)"\]', line):
            opened.append(match[1])
            assert unescaped(match[2]) == shown.scopes[int(match[1][1:])].label
        elif line == "end":
            opened.pop()
        else:
            assert re.match(r"(caption|style caption|classDef|class) ?", line), line
    assert not vertices
    assert not opened
    assert edges == [(f"n{e.source}", f"n{e.target}", arrow(e)) for e in shown.edges]


def test_mermaid_says_when_there_are_more_edges_than_it_draws():
    one = vertex(0, LEAF, "x")
    many = [Edge(0, 1, "self", "") for _ in range(501)]
    shown = Picture("t", False, [one, one._replace(id=1)], many, [], 0)
    assert written(mermaid, shown).startswith("%% 501 edges: Mermaid draws 500")


@pytest.mark.parametrize("module", [dot, mermaid])
def test_scopes_in_scopes_in_scopes(module):
    scopes = [Scope(id, id - 1 if id else None, f"f{id}()") for id in range(2000)]
    shown = Picture("deep", False, [vertex(0, LEAF, "x", 1999)], [], scopes, 0)
    text = written(module, shown)
    assert text.count("f1999()") == 1
    ends = text.count("\n" + " " * 2) if module is mermaid else text.count("}")
    assert ends >= 2000


def test_json_is_exact():
    shown = picture()
    read = json.loads(written(json_, shown))
    assert read["schema"] == 1
    assert (read["graph"], read["omitted"], read["error"]) == ("forward", 3, None)
    assert read["nodes"][1]["value"] == [0.1, "NaN"]
    assert read["nodes"][1]["grad"] == -1.0
    assert [node["kind"] for node in read["nodes"][:5]] == list(KINDS)
    assert read["edges"][-1] == {"source": 0, "target": 5, "argument": "other", "gradient": 2.0}
    assert read["scopes"][1] == {"id": 1, "parent": 0, "label": "end \\ #1; <i>"}
    assert [node["label"] for node in read["nodes"]] == [f"f({text})" for text in HOSTILE]
