"""A picture as a run of TensorBoard: graph, gradients and values as histograms, scalars."""

from __future__ import annotations

import os
import re
import time
from typing import Any

from cli.graph.model import Picture, Vertex
from cli.problems import usage_problem

_UNFIT = re.compile(r"[^A-Za-z0-9_.\\/>-]+")
"""Characters that a node's name may not have in TensorBoard."""


def write(picture: Picture, logdir: str) -> str:
    """Write a picture into a run folder of its own below `logdir`; return that folder.

    Raises:
        Problem: It cannot be written.
    """
    from engine.utils.tensorboard import events
    from engine.utils.tensorboard.event_file import EventFile, open_file

    folder = _run_folder(picture, logdir)
    try:
        file = EventFile(folder, "", 100, open_file)
        now = time.time()
        file.add(events.event(now, None, events.graph(nodes(picture))))
        for value in _summaries(picture):
            file.add(events.event(now, 0, events.summary([value])))
        file.close()
    except OSError as error:
        raise usage_problem(f"{folder}: {error.strerror or error}") from None
    return folder


def _run_folder(picture: Picture, logdir: str) -> str:
    """Return a folder that is not there yet: one run, one graph."""
    words = _UNFIT.sub("-", os.path.basename(picture.title.split(":")[0]))[:40].strip("-.")
    stem = (words or "graph") + ("-backward" if picture.backward else "")
    number, folder = 1, os.path.join(logdir, stem)
    while os.path.exists(folder):
        number += 1
        folder = os.path.join(logdir, f"{stem}-{number}")
    return folder


def nodes(picture: Picture) -> list[Any]:
    """Return the nodes of TensorBoard's graph: scopes by name, edges with shapes, roles as devices."""
    from engine.utils.tensorboard.events import GraphNode

    paths = _scope_paths(picture)
    names: dict[int, str] = {}
    taken: set[str] = set()
    found = []
    inputs: dict[int, list[int]] = {}
    for edge in picture.edges:
        inputs.setdefault(edge.target, []).append(edge.source)
    for vertex in picture.vertices:
        own = _fitting(vertex.name.rpartition(".")[2] or vertex.operation or vertex.label)
        scope = paths.get(vertex.scope) if vertex.scope is not None else None
        name = base = f"{scope}/{own}" if scope else own
        number = 1
        while name in taken:
            number += 1
            name = f"{base}_{number}"
        taken.add(name)
        names[vertex.id] = name
        found.append(
            GraphNode(
                name,
                _fitting(vertex.operation or vertex.kind),
                [names[source] for source in inputs.get(vertex.id, ()) if source in names],
                f"/role:{vertex.kind}",
                [vertex.shape],
                _attributes(vertex),
            )
        )
    return found


def _attributes(vertex: Vertex) -> dict[str, str]:
    texts = {
        "expr": vertex.label,
        "value": vertex.value,
        "grad": vertex.grad,
        "dtype": vertex.dtype,
        "line": "" if vertex.line is None else str(vertex.line),
    }
    return {key: text for key, text in texts.items() if text}


def _scope_paths(picture: Picture) -> dict[int, str]:
    """Return the path of each scope; two calls of one function have two paths."""
    paths: dict[int, str] = {}
    taken: set[str] = set()
    for scope in picture.scopes:
        above = paths.get(scope.parent, "") if scope.parent is not None else ""
        base = path = f"{above}/{_fitting(scope.label)}".lstrip("/")
        number = 1
        while path in taken:
            number += 1
            path = f"{base}_{number}"
        taken.add(path)
        paths[scope.id] = path
    return paths


def _fitting(text: str) -> str:
    """Return a text as a part of a node's name."""
    return _UNFIT.sub("_", text.replace("/", "div")).strip("_.-")[:60] or "node"


def _summaries(picture: Picture) -> list[bytes]:
    """Return histograms of named values and gradients, and the scalars among the results."""
    from engine.utils.tensorboard import events
    from engine.utils.tensorboard.histogram import histogram

    found = []
    for vertex in picture.vertices:
        if not vertex.name:
            continue
        for kind, array in (("value", vertex.exact_value), ("grad", vertex.exact_grad)):
            if array is None or array.dtype.kind not in "iuf":
                continue
            tag = f"{kind}/{vertex.name}"
            try:
                found.append(events.histogram(tag, histogram(array)))
            except ValueError:  # nothing in it, or not finite
                continue
            if vertex.kind == "result" and array.size == 1:
                found.append(events.scalar(tag, float(array.reshape(-1)[0])))
    return found
