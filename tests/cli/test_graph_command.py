"""`autograd graph` as a command: its options, its files, and whole pictures at 80 and 120 columns."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.graph.drawing import FORMATS

CHAIN = "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)**2"
EXAMPLES = Path(__file__).parents[1] / "examples"
PERCEPTRON = """
import torch
import torch.nn as nn
torch.manual_seed(0)
class Net(nn.Module):
    def __init__(self):
        super().__init__()
        self.fc1 = nn.Linear(3, 4)
        self.fc2 = nn.Linear(4, 4)
        self.fc3 = nn.Linear(4, 1)
    def forward(self, x):
        h = torch.tanh(self.fc1(x))
        h = torch.tanh(self.fc2(h))
        return self.fc3(h)
net = Net()
x = torch.randn(2, 3)
target = torch.randn(2, 1)
loss = ((net(x) - target) ** 2).mean()
"""
EVERYTHING = """
class Cube(torch.autograd.Function):
    @staticmethod
    def forward(ctx, x):
        ctx.save_for_backward(x)
        return x ** 3
    @staticmethod
    def backward(ctx, g):
        x, = ctx.saved_tensors
        return 3 * x ** 2 * g
x = torch.tensor([1.0, 2.0], requires_grad=True)
def f(t, k):
    return t.sin() * k + t
a = torch.zeros(3)
a[0] = x.sum()
a[1:] = Cube.apply(x)
u = f(f(x, 2.0), x.detach())
p, q = torch.split(a * a, [1, 2])
out = (u * q).sum() + torch.cat([x, u, x]).prod() / p.sum()
"""


@pytest.mark.parametrize("width", [80, 120])
@pytest.mark.parametrize("color", ["never", "always"])
def test_perceptron(snapshot, width, color):
    for suffix, extra in (("", []), ("_backward", ["--backward"])):
        snapshot(
            f"graph_perceptron{suffix}_{width}_{color}",
            *("graph", "-", "--color", color, *extra),
            stdin=PERCEPTRON,
            terminal=True,
            width=width,
        )


@pytest.mark.parametrize("width", [80, 120])
def test_everything(snapshot, width):
    snapshot(f"graph_kinds_{width}", "graph", "-", stdin=EVERYTHING, terminal=True, width=width)


def test_small_pictures(snapshot):
    snapshot("graph_chain", "graph", CHAIN, "x=3")
    snapshot("graph_chain_backward", "graph", CHAIN, "x=3", "--backward")
    snapshot("graph_chain_dot", "graph", CHAIN, "x=3", "-f", "dot")
    snapshot("graph_chain_mermaid", "graph", CHAIN, "x=3", "-f", "mermaid")
    snapshot("graph_chain_json", "graph", CHAIN, "x=3", "-f", "json")
    snapshot("graph_unrailed", "graph", CHAIN + "; loss*x + y1", "x=3", "--width", "20")


def test_errors(snapshot, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    snapshot("graph_error_no_tensor", "graph", "1 + 2")
    snapshot("graph_error_no_backward_graph", "graph", "2*n", "n:=1", "--backward")
    snapshot("graph_error_root", "graph", "y = x*2; y", "x=1", "--root", "yy")
    snapshot("graph_error_format", "graph", "x*2", "x=1", "-f", "mermaidd")
    snapshot("graph_error_folder", "graph", "x*2", "x=1", "-o", ".")
    snapshot("graph_error_no_folder", "graph", "x*2", "x=1", "-o", "no/where.dot")
    snapshot("graph_error_script", "graph", "y = x*2; y @ y", "x=1")
    assert not os.listdir(tmp_path)


def rails_of(text: str) -> list[str]:
    return [line for line in text.splitlines() if line]


def test_ascii(autograd):
    class Narrow:
        encoding = "ascii"

        def __init__(self):
            self.text = ""

        def write(self, text):
            text.encode("ascii")
            self.text += text

        def flush(self):
            """Nothing is held back."""

    out = Narrow()
    assert autograd("graph", CHAIN, "x=3", stdout=out).code == 0
    assert [line[:5] for line in out.text.splitlines()[1:6]] == [
        "*    ",
        "o-.  ",
        "| o  ",
        "o-+  ",
        "  @  ",
    ]


def test_a_pipe_is_never_cut(autograd):
    long = " + ".join(f"x*{number}" for number in range(60))
    done = autograd("graph", long, "x=[1,2,3,4,5,6]", "--grad-output", "ones")
    assert "…" not in done.out
    assert long in done.out


@pytest.mark.parametrize("width", [20, 30, 41, 80, 200])
@pytest.mark.parametrize("extra", [[], ["--backward"]])
def test_a_terminal_is_never_too_narrow(autograd, width, extra):
    for source in (PERCEPTRON, EVERYTHING):
        done = autograd("graph", "-", *extra, stdin=source, terminal=True, width=width)
        lines = re.sub(r"\x1b\[\d*m", "", done.out).splitlines()
        assert max(map(len, lines)) <= width
        glyphs = [line for line in lines if re.match(r"[│─┼┤├┬╮╭ ]*[●○▣◆◇]", line)]
        assert len(glyphs) > 15


def test_colour_says_nothing_that_is_not_said_without(autograd):
    plain = autograd("graph", "-", "--color", "never", stdin=EVERYTHING).out
    colored = autograd("graph", "-", "--color", "always", stdin=EVERYTHING).out
    assert re.sub(r"\x1b\[\d*m", "", colored) == plain
    assert {int(code) for code in re.findall(r"\x1b\[(\d+)m", colored)} <= {
        0,
        1,
        2,
        31,
        32,
        34,
        35,
        36,
    }
    assert "\x1b" not in autograd("graph", CHAIN, "x=3", "-f", "dot", "--color", "always").out


def test_control_characters_do_not_reach_the_terminal(autograd):
    done = autograd("graph", "x * len('\x1b[31m\u202e')", "x=1")
    assert not set("\x1b\u202e") & set(done.out)


@pytest.mark.parametrize("name", ["dot", "mermaid", "json", "terminal"])
def test_output_is_what_would_be_written(autograd, tmp_path, name):
    path = tmp_path / "picture"
    shown = autograd("graph", CHAIN, "x=3", "-f", name)
    done = autograd("graph", CHAIN, "x=3", "-f", name, "-o", str(path))
    assert (done.code, done.out, done.err) == (0, "", "")
    assert path.read_text() == shown.out
    assert os.listdir(tmp_path) == ["picture"]


def test_the_ending_says_the_format(autograd, tmp_path):
    for name in ("dot", "mermaid", "json"):
        for ending in FORMATS[name].endings:
            path = tmp_path / f"a{ending.upper()}"
            assert autograd("graph", "x*2", "x=1", "-o", str(path)).code == 0
            assert path.read_text() == autograd("graph", "x*2", "x=1", "-f", name).out


def test_what_the_script_prints_is_not_in_the_picture(autograd, tmp_path):
    done = autograd("graph", "print('hello'); x*2", "x=1", "-f", "json")
    assert json.loads(done.out)["edges"]
    assert done.err == "hello\n"
    done = autograd("graph", "print('hello'); x*2", "x=1", "-o", str(tmp_path / "a.dot"))
    assert (done.out, done.err) == ("hello\n", "")
    assert autograd("graph", "print('hello'); x*2", "x=1").out.startswith("hello\n\n")


def test_a_good_file_stays_when_the_script_fails(autograd, tmp_path):
    path = tmp_path / "a.dot"
    path.write_text("good")
    path.chmod(0o640)
    done = autograd("graph", "y = x*2; y.foo()", "x=1", "-o", str(path))
    assert done.code == 1
    assert path.read_text() == "good"
    assert autograd("graph", "x*2", "x=1", "-o", str(path)).code == 0
    assert path.read_text().startswith("digraph")
    assert path.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["a.dot"]


def test_links_and_devices(autograd, tmp_path):
    real, link = tmp_path / "real.dot", tmp_path / "link.dot"
    link.symlink_to(real)
    assert autograd("graph", "x*2", "x=1", "-o", str(link)).code == 0
    assert link.is_symlink()
    assert real.read_text().startswith("digraph")
    if os.path.exists("/dev/full"):
        done = autograd("graph", "x*2", "x=1", "-o", "/dev/full")
        assert (done.code, "No space left" in done.err) == (2, True)
    assert autograd("graph", "x*2", "x=1", "-o", "a\0b").code == 2
    assert autograd("graph", "x*2", "x=1", "-o", "-", "-f", "dot").out.startswith("digraph")


def test_json_of_a_failure_is_whole(autograd):
    for extra in ([], ["--backward"]):
        done = autograd("graph", "y = x*2; y @ y", "x=1", "-f", "json", *extra)
        assert done.code == 1
        assert json.loads(done.out)["error"]["type"] == "RuntimeError"
    assert autograd("graph", "x*", "x=1").code == 3


def test_shared_options(autograd):
    done = autograd("graph", "a = x*2; a*x", "x=1", "-R", "a", "-H", "a", "--dtype", "float32")
    assert done.out.startswith("a grad: ")
    nodes = autograd("graph", "x*3", "x=1", "--no-backward", "-f", "json").out
    assert json.loads(nodes)["nodes"][0]["grad"] is None
    assert autograd("graph", "x*3", "x=[1,2]").code == 1
    assert autograd("graph", "x*3", "x=[1,2]", "--grad-output", "ones").code == 0
    assert autograd("graph", "while True: pass", "--timeout", "0.2").code == 5
    one, two = (autograd("graph", "torch.rand(3)*x.sum()", "x=1", "--seed", s).out for s in "12")
    assert one != two
    assert " 0.667 " in autograd("graph", "x/3", "x=2", "-p", "3").out


def test_engine_dot(autograd, monkeypatch, tmp_path):
    if shutil.which("dot"):
        done = autograd("graph", CHAIN, "x=3", "-f", "svg", "--engine", "dot")
        assert "</svg>" in done.out
    monkeypatch.setenv("PATH", str(tmp_path))
    done = autograd("graph", CHAIN, "x=3", "-f", "svg", "--engine", "dot")
    assert (done.code, done.out) == (2, "")
    assert "Graphviz" in done.err
    assert autograd("graph", CHAIN, "x=3", "--engine", "dott").code == 2


def test_help_names_every_format_and_option(autograd):
    text = autograd("graph", "--help").out
    for name in (*FORMATS, "--output", "--backward", "--root", "--all", "--limit", "--engine"):
        assert name in text


def test_a_thousand_nodes_in_a_second(autograd, tmp_path):
    script = "h = x\nfor i in range(333):\n    h = torch.sin(h * y) + x\nh"
    for extra in ([], ["--backward"]):
        begin = time.process_time()
        done = autograd("graph", script, "x=1", "y=0.5", *extra)
        assert time.process_time() - begin < 1
        assert len(done.out.splitlines()) > 1000


def test_a_closed_pipe_is_silent():
    code = (
        f"{sys.executable} -m cli graph 'h = x\nfor i in range(3000): h = h.sin()\nh' x=1 "
        "--limit 9999 | head -1; exit ${PIPESTATUS[0]}"
    )
    done = subprocess.run(["bash", "-c", code], capture_output=True, text=True)
    assert (done.returncode, done.stderr) == (141, "")


def test_starting_imports_nothing_heavy():
    code = (
        "import sys, cli.commands.graph\nprint(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert not set(done.stdout.split()) & {"numpy", "rich", "engine", "grammar", "lark"}
