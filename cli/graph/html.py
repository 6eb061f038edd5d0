"""The picture as one web page: to move about in, to ask of nodes, to fold scopes; no network.

Without JavaScript it is the plain picture and the table. Every way to fold scopes that a reader
reaches has a layout of its own, made here for each single scope and for all, so the page needs none.
"""

from __future__ import annotations

from html import escape
from json import dumps

from cli.graph.folded import folded
from cli.graph.labels import printable
from cli.graph.model import Picture
from cli.graph.svg import drawn
from cli.render import Style, Write

FOLDABLE = 30
"""Scopes that can be folded one by one; beyond that all together only."""

_CSS = """\
:root { color-scheme: light dark; --ink: #1f2328; --paper: #fff; --line: #d1d9e0; --faint: #59636e; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --paper: #0d1117; --line: #3d444d;
  --faint: #9198a1; } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); display: flex; flex-direction: column;
  height: 100vh; font: 13px/1.45 system-ui, sans-serif; }
header { display: flex; gap: 0.5rem; align-items: center; padding: 0.4rem 0.8rem;
  border-bottom: 1px solid var(--line); flex-wrap: wrap; }
header h1 { font-size: 1rem; margin: 0 1rem 0 0; overflow: hidden; text-overflow: ellipsis;
  white-space: nowrap; max-width: 40vw; }
button, input { font: inherit; color: inherit; background: transparent; border: 1px solid var(--line);
  border-radius: 5px; padding: 0.15rem 0.6rem; }
main { flex: 1; display: flex; min-height: 0; }
#stage { flex: 1; overflow: hidden; cursor: grab; touch-action: none; }
#stage svg { display: block; transform-origin: 0 0; }
aside { width: 21rem; padding: 0.6rem 0.9rem; border-left: 1px solid var(--line); overflow: auto; }
aside dt { color: var(--faint); } aside dd { margin: 0 0 0.4rem; font-family: ui-monospace, monospace;
  overflow-wrap: anywhere; }
details { padding: 0.4rem 0.8rem; border-top: 1px solid var(--line); max-height: 40vh; overflow: auto; }
table { border-collapse: collapse; font-family: ui-monospace, monospace; }
th, td { text-align: left; padding: 0.1rem 0.9rem 0.1rem 0; vertical-align: top; }
g[data-vertex], g.scope text { cursor: pointer; }
svg.marking g[data-vertex]:not(.marked), svg.marking g.edge:not(.marked) { opacity: 0.2; }
g.chosen rect, g.chosen path { stroke-width: 3; }
.js { display: none; } .scripted .js { display: revert; }
.scripted .variant:not(.shown) { display: none; }
.variant:not(:first-child) { display: none; } .scripted .variant.shown { display: block; }
"""

_HINT = (
    "Click a node to see what it depends on; click the name of a scope to fold it, and what is "
    "folded to unfold it."
)
_SCRIPT = """\
"use strict";
document.documentElement.classList.add("scripted");
const data = JSON.parse(document.getElementById("data").textContent);
const stage = document.getElementById("stage"), facts = document.getElementById("facts");
const find = document.getElementById("find");
let shown = stage.querySelector(".variant"), chosen = null, x = 0, y = 0, scale = 1;
const picture = () => shown.querySelector("svg");
const place = () => { picture().style.transform = `translate(${x}px, ${y}px) scale(${scale})`; };
const zoom = (factor, cx, cy) => {
  const next = Math.min(Math.max(scale * factor, 0.05), 8);
  x = cx - (cx - x) * next / scale; y = cy - (cy - y) * next / scale; scale = next; place();
};
const fit = () => {
  const box = picture().viewBox.baseVal, room = stage.getBoundingClientRect();
  scale = Math.min(room.width / box.width, room.height / box.height, 1);
  x = (room.width - box.width * scale) / 2; y = 0; place();
};
const show = name => {
  const next = stage.querySelector(`.variant[data-folded="${name}"]`);
  if (!next) return;
  shown.classList.remove("shown"); shown = next; shown.classList.add("shown");
  mark(null); place();
};
const reach = (start, from, to) => {
  const found = new Set([start]), todo = [start];
  const edges = [...picture().querySelectorAll("g.edge")];
  while (todo.length) {
    const here = todo.pop();
    for (const edge of edges) if (edge.dataset[from] === here && !found.has(edge.dataset[to])) {
      found.add(edge.dataset[to]); todo.push(edge.dataset[to]);
    }
  }
  return found;
};
const mark = id => {
  const svg = picture();
  svg.querySelectorAll(".marked, .chosen").forEach(g => g.classList.remove("marked", "chosen"));
  svg.classList.toggle("marking", id !== null);
  chosen = id; facts.replaceChildren();
  if (id === null) return;
  const up = reach(id, "to", "from"), down = reach(id, "from", "to");
  svg.querySelectorAll("g[data-vertex]").forEach(g => {
    const v = g.dataset.vertex;
    g.classList.toggle("marked", up.has(v) || down.has(v));
    g.classList.toggle("chosen", v === id);
  });
  svg.querySelectorAll("g.edge").forEach(g => {
    const {from, to} = g.dataset;
    g.classList.toggle("marked", (up.has(from) && up.has(to)) || (down.has(from) && down.has(to)));
  });
  for (const [name, text] of data[id] || []) {
    const dt = document.createElement("dt"), dd = document.createElement("dd");
    dt.textContent = name; dd.textContent = text; facts.append(dt, dd);
  }
};
stage.addEventListener("wheel", event => {
  event.preventDefault();
  const box = stage.getBoundingClientRect();
  zoom(Math.exp(-event.deltaY / 400), event.clientX - box.left, event.clientY - box.top);
}, {passive: false});
let drag = null;
stage.addEventListener("pointerdown", event => {
  drag = [event.clientX - x, event.clientY - y, false];
});
stage.addEventListener("pointermove", event => {
  if (!drag || !event.buttons) return;
  const nx = event.clientX - drag[0], ny = event.clientY - drag[1];
  drag[2] = drag[2] || Math.abs(nx - x) + Math.abs(ny - y) > 3; x = nx; y = ny; place();
});
stage.addEventListener("click", event => {
  if (drag && drag[2]) return;
  const vertex = event.target.closest("g[data-vertex]"), scope = event.target.closest("g.scope");
  if (vertex && vertex.dataset.vertex < 0) show("");
  else if (vertex) mark(vertex.dataset.vertex);
  else if (scope && event.target.tagName === "text") show(scope.dataset.scope);
  else mark(null);
});
stage.addEventListener("keydown", event => {
  const vertex = event.target.closest && event.target.closest("g[data-vertex]");
  if (event.key === "Enter" && vertex) mark(vertex.dataset.vertex);
});
document.addEventListener("keydown", event => {
  if (event.target === find) return;
  const box = stage.getBoundingClientRect(), step = 60;
  if (event.key === "+" || event.key === "=") zoom(1.25, box.width / 2, box.height / 2);
  else if (event.key === "-") zoom(0.8, box.width / 2, box.height / 2);
  else if (event.key === "0") fit();
  else if (event.key === "Escape") mark(null);
  else if (event.key === "ArrowLeft") { x += step; place(); }
  else if (event.key === "ArrowRight") { x -= step; place(); }
  else if (event.key === "ArrowUp") { y += step; place(); }
  else if (event.key === "ArrowDown") { y -= step; place(); }
});
document.getElementById("in").addEventListener("click", () => zoom(1.25, 300, 200));
document.getElementById("out").addEventListener("click", () => zoom(0.8, 300, 200));
document.getElementById("fit").addEventListener("click", fit);
const fold = document.getElementById("fold");
if (fold) fold.addEventListener("click", () => show(shown.dataset.folded === "all" ? "" : "all"));
find.addEventListener("input", () => {
  const wanted = find.value.trim().toLowerCase();
  const hit = wanted && Object.keys(data).find(id =>
    data[id].some(([, text]) => text.toLowerCase().includes(wanted)));
  mark(hit || null);
});
shown.classList.add("shown"); fit();
"""


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the page."""
    title = escape(printable(picture.title))
    write(
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta http-equiv="Content-Security-Policy" content="default-src \'none\'; '
        "style-src 'unsafe-inline'; script-src 'unsafe-inline'\">\n"
        f"<title>{title}</title>\n<style>\n{_CSS}</style>\n</head>\n<body>\n<header><h1>{title}</h1>\n"
        '<span class="js"><button id="out" title="smaller (-)">−</button> '
        '<button id="in" title="larger (+)">+</button> <button id="fit" title="all of it (0)">fit'
        "</button>"
        f"{_fold_button(picture)}"
        ' <input id="find" type="search" placeholder="find a node" aria-label="find a node"></span>'
        "</header>\n<main>\n"
    )
    write('<div id="stage">\n')
    for name, variant in _variants(picture):
        write(f'<div class="variant" data-folded="{name}">\n{drawn(variant, ids=True)}</div>\n')
    write(f'</div>\n<aside class="js"><p>{_HINT}</p>')
    write('<dl id="facts"></dl></aside>\n</main>\n')
    _table(picture, write)
    write(f'<script type="application/json" id="data">{_data(picture)}</script>\n')
    write(f"<script>\n{_SCRIPT}</script>\n</body>\n</html>\n")


def _fold_button(picture: Picture) -> str:
    return ' <button id="fold">fold all</button>' if picture.scopes else ""


def _variants(picture: Picture) -> list[tuple[str, Picture]]:
    """Return the picture, and what is left of it when scopes are folded."""
    found = [("", picture)]
    used = [scope.id for scope in picture.scopes if scope.id in _inhabited(picture)]
    if len(used) <= FOLDABLE:
        found += [(str(scope), folded(picture, {scope})) for scope in used]
    if used:
        found.append(("all", folded(picture, set(used))))
    return found


def _inhabited(picture: Picture) -> set[int]:
    """Return the scopes that have something in them, further scopes included."""
    parents = {scope.id: scope.parent for scope in picture.scopes}
    found: set[int] = set()
    for vertex in picture.vertices:
        scope = vertex.scope
        while scope is not None and scope not in found:
            found.add(scope)
            scope = parents.get(scope)
    return found


def _data(picture: Picture) -> str:
    """Return what there is to know of each node, as JSON that cannot end its element."""
    scopes = {scope.id: scope.label for scope in picture.scopes}
    facts = {
        str(vertex.id): [
            [name, printable(str(text))]
            for name, text in (
                ("name", vertex.name),
                ("expression", vertex.label),
                ("operation", vertex.operation),
                ("kind", vertex.kind),
                ("shape", list(vertex.shape)),
                ("dtype", vertex.dtype),
                ("value", vertex.value),
                ("gradient", vertex.grad),
                ("in", "" if vertex.scope is None else scopes.get(vertex.scope, "")),
                ("line", "" if vertex.line is None else vertex.line),
            )
            if text != ""
        ]
        for vertex in picture.vertices
    }
    return dumps(facts, ensure_ascii=True).replace("<", "\\u003c").replace("&", "\\u0026")


def _table(picture: Picture, write: Write) -> None:
    write("<details><summary>As a table</summary>\n<table>\n<thead><tr>")
    for title in ("#", "name", "expression", "kind", "shape", "value", "gradient", "from"):
        write(f'<th scope="col">{title}</th>')
    write("</tr></thead>\n<tbody>\n")
    sources: dict[int, list[str]] = {}
    for edge in picture.edges:
        sources.setdefault(edge.target, []).append(str(edge.source))
    for vertex in picture.vertices:
        row = (
            str(vertex.id),
            vertex.name,
            vertex.label,
            vertex.kind,
            str(list(vertex.shape)),
            vertex.value,
            vertex.grad,
            " ".join(sources.get(vertex.id, ())),
        )
        cells = "".join(f"<td>{escape(printable(text))}</td>" for text in row)
        write(f"<tr>{cells}</tr>\n")
    write("</tbody>\n</table></details>\n")
