"""TensorBoard from scripts and commands; the real one reads it, and Chromium shows it."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tests.browser.chromium import chromium, free_port, need_browser, waits_for
from tests.cli.conftest import run_program

CELLS = Path(__file__).parent / "cells"

requires_tensorboard = pytest.mark.skipif(
    find_spec("tensorboard") is None and os.environ.get("AUTOGRAD_REQUIRE_BROWSER") != "1",
    reason="TensorBoard is not installed: pip install '.[tensorboard]'",
)


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_cell_writes_events(folder):
    done = run_program("run", str(CELLS / "7_tensorboard.py"), "--allow-write", "./data", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")
    (path,) = (folder / "data" / "tensorboard").iterdir()
    assert path.name.startswith("events.out.tfevents.")
    assert b"Net/matmul" in path.read_bytes()


@pytest.mark.parametrize("end", ["", "1/0\n", "del w\n"])
def test_a_writer_that_nobody_closes_loses_nothing(folder, end):
    (folder / "open.py").write_text(
        "from torch.utils.tensorboard import SummaryWriter\nw = SummaryWriter('./data')\n"
        f"for i in range(7):\n    w.add_scalar('loss', i, i)\n{end}"
    )
    words = [sys.executable, "-m", "cli", "run", "open.py", "-q", "--allow-write", "./data"]
    environment = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run(words, capture_output=True, env=environment, timeout=60, check=False)
    (path,) = (folder / "data").iterdir()
    assert path.read_bytes().count(b"loss") == 7


@pytest.mark.parametrize("allowed", [[], ["--allow-read", "./data"], ["--allow-write", "./other"]])
def test_nothing_is_written_elsewhere(folder, allowed):
    done = run_program("run", str(CELLS / "7_tensorboard.py"), "-q", *allowed)
    assert done.code == 5
    assert "--allow-write ./data/tensorboard" in done.err
    assert list(folder.iterdir()) == []


def test_links_lead_nowhere(folder):
    (folder / "data").mkdir()
    (folder / "elsewhere").mkdir()
    (folder / "data" / "tensorboard").symlink_to(folder / "elsewhere")
    done = run_program("run", str(CELLS / "7_tensorboard.py"), "--allow-write", "./data", "-q")
    assert done.code == 5
    assert list((folder / "elsewhere").iterdir()) == []


@pytest.mark.parametrize(
    "line",
    [
        "notebook.start('--logdir ./data')",
        "notebook.start('--logdir / --bind_all')",
        "notebook.start('--bind_all')",
        "notebook.start('--logdir \"')",
    ],
)
def test_scripts_start_nothing_without_permission(folder, line):
    done = run_program("run", "-", stdin=f"from tensorboard import notebook\n{line}\n")
    assert done.code == 5
    assert "notebook.start" in done.err


def test_the_graph_of_a_script(folder, snapshot):
    loss = "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)**2"
    done = run_program("graph", loss, "x=3", "--tensorboard", "logs")
    assert done.code == 0
    run = done.out.strip()
    again = run_program("graph", loss, "x=3", "--tensorboard", "logs").out.strip()
    assert run != again, "one run, one graph"
    data = b"".join(path.read_bytes() for path in Path(run).iterdir())
    for text in (b"y1", b"loss", b"/role:leaf", b"/role:result", b"grad/x", b"value/y2"):
        assert text in data
    assert run_program("graph", loss, "x=3", "--serve").code == 2


def test_a_folder_that_is_not_there(folder):
    done = run_program("tensorboard", "--logdir", "nowhere")
    assert done.code == 2


@contextmanager
def tensorboard(logdir: Path) -> Iterator[str]:
    """Serve a folder with `autograd tensorboard`; yield the address."""
    port = free_port()
    words = [sys.executable, "-m", "cli", "tensorboard", "--logdir", str(logdir)]
    child = subprocess.Popen(
        [*words, "--port", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    try:
        address = f"http://127.0.0.1:{port}/"
        assert waits_for(address + "data/environment", 60)
        yield address
    finally:
        child.send_signal(signal.SIGINT)
        _, errors = child.communicate(timeout=20)
        assert child.returncode in (0, 130), errors.decode()


def fetched(address: str) -> Any:
    with urllib.request.urlopen(address, timeout=30) as answer:
        return answer.read()


@requires_tensorboard
@pytest.mark.slow
def test_tensorboard_shows_the_graph(folder, tmp_path):
    need_browser()
    run_program("run", str(CELLS / "7_tensorboard.py"), "--allow-write", "./data", "-q")
    with tensorboard(folder / "data") as address:
        info = json.loads(fetched(address + "data/plugin/graphs/info"))
        assert info["tensorboard"]["run_graph"] is True
        graph = fetched(address + "data/plugin/graphs/graph?run=tensorboard&conceptual=false")
        for name in ("input/input", "Net/w", "Net/b", "Net/matmul", "Net/add", "output/output"):
            assert f'name: "{name}"'.encode() in graph
        with chromium() as window:
            window.open(address + "#graphs&run=tensorboard")
            assert window.until(_NAMED.format("Net"), 60), "the graph is not drawn"
            window.run(_EXPAND)
            assert window.until(_NAMED.format("matmul"), 20), "Net does not open"
            texts = window.run(_TEXTS)
            assert {"w", "b", "matmul", "add", "input", "output"} <= set(texts)
            assert {"10×2", "2×1", "10×1", "1×1"} <= set(texts), "shapes on the edges"
            assert window.screenshot(tmp_path / "graph.png").startswith(b"\x89PNG")


_WALK = """
const found = [];
const walk = node => {
  if (node.shadowRoot) walk(node.shadowRoot);
  for (const child of node.children || []) { found.push(child); walk(child); }
};
walk(document);
"""
_TEXTS = (
    _WALK
    + "return found.filter(n => ['text', 'title'].includes(n.tagName)).map(n => n.textContent);"
)
_NAMED = (
    _WALK.replace("{", "{{").replace("}", "}}")
    + "return found.some(n => ['text', 'title'].includes(n.tagName) && n.textContent == '{}');"
)
_EXPAND = (
    _WALK
    + """
const net = found.find(n => n.tagName == 'g' && n.getAttribute('data-name') == 'Net');
const event = new MouseEvent('dblclick', {bubbles: true, composed: true});
net.querySelector('.nodeshape').dispatchEvent(event);
"""
)


@requires_tensorboard
@pytest.mark.slow
def test_the_notebook_cell_starts_and_lists_it(folder):
    run_program("run", str(CELLS / "7_tensorboard.py"), "--allow-write", "./data", "-q")
    port = free_port()
    script = (CELLS / "8_notebook.py").read_text()
    script = script.replace('tensorboard")', f'tensorboard --port {port}")') + "notebook.list()\n"
    (folder / "cell.py").write_text(script)
    words = [sys.executable, "-m", "cli", "run", "cell.py", "-q", "--allow-write", "./data"]
    environment = {**os.environ, "TMPDIR": str(folder), "PYTHONPATH": os.getcwd()}
    environment["PYTHONPATH"] = str(Path(__file__).parents[2])
    done = subprocess.run(words, capture_output=True, text=True, env=environment, timeout=120)
    pids = [
        json.loads(path.read_text())["pid"] for path in (folder / ".tensorboard-info").iterdir()
    ]
    try:
        assert done.returncode == 0, done.stderr
        assert "No known TensorBoard instances running" in done.stdout
        assert f"port {port}: logdir ./data/tensorboard" in done.stdout
        assert waits_for(f"http://127.0.0.1:{port}/data/environment", 30)
        assert len(pids) == 1
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGTERM)
