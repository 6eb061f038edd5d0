"""`eval` and `run` from the command line to what they write, option by option."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

LOSS = "y1 = x + 1; y2 = 2*x; loss = (y1 - y2)**2"


def document(done):
    return json.loads(done.out)


def nodes(done):
    return {node["name"] or node["expr"]: node for node in document(done)["nodes"]}


def test_the_example(autograd):
    done = autograd("eval", LOSS, "x=3", "-f", "json")
    assert (done.code, done.err) == (0, "")
    found = document(done)
    assert found["result"] == {"name": "loss", "value": 4.0}
    assert [(n["name"], n["expr"], n["value"]) for n in found["nodes"]] == [
        ("x", "x", 3.0),
        ("y1", "x + 1", 4.0),
        ("y2", "2*x", 6.0),
        (None, "y1 - y2", -2.0),
        ("loss", "(y1 - y2)**2", 4.0),
    ]
    assert [n["grad"] for n in found["nodes"]] == [4.0, None, None, None, None]
    assert [n["adjoint"] for n in found["nodes"]] == [4.0, -4.0, 4.0, -4.0, 1.0]
    assert [n["is_leaf"] for n in found["nodes"]] == [True, False, False, False, False]
    assert [n["why_no_grad"] for n in found["nodes"]] == [None] + ["not a leaf"] * 4
    assert [n["column"] for n in found["nodes"]] == [1, 6, 18, 31, 30]
    assert {"from": 3, "to": 1, "argument": "self", "gradient": -4.0} in found["edges"]
    assert len(found["edges"]) == 5


def test_hooks_in_call_order(autograd):
    done = autograd("eval", LOSS, "x=3", "--hook", "y1,y2")
    assert done.out.index("y2 grad:") < done.out.index("y1 grad:")
    found = nodes(autograd("eval", LOSS, "x=3", "-H", "y1,y2", "-f", "json"))
    assert found["y2"]["hooks"] == [
        {"call": 1, "in": 4.0, "out": 4.0, "output": "y2 grad: tensor(4.)\n"}
    ]
    assert found["y1"]["hooks"][0]["call"] == 2
    assert found["x"]["hooks"] == []


def test_hooks_on_what_a_function_returns(autograd):
    source = "def f(a):\n    return a*2\ny = f(x)\ny**2"
    done = autograd("eval", source, "x=3", "--hook", "y,x", "-f", "json")
    assert [h["call"] for n in ("y", "x") for h in nodes(done)[n]["hooks"]] == [1, 2]


@pytest.mark.parametrize("option", ["--hook", "--retain-grad", "--wrt", "--backward"])
def test_unknown_names(autograd, option):
    done = autograd("eval", LOSS, "x=3", option, "y3")
    assert done.code == 2
    assert f"{option}: no tensor is named 'y3'" in done.err
    assert "did you mean y1 or y2" in done.err


def test_hook_on_a_constant(autograd):
    done = autograd("eval", "x*n", "x=3", "n:=2", "--hook", "n")
    assert done.code == 2
    assert "n does not require grad" in done.err


@pytest.mark.parametrize(
    ("names", "kept"), [("y1", {"y1"}), ("all", {"y1", "y2", "y1 - y2", "loss"})]
)
def test_retain_grad(autograd, names, kept):
    found = nodes(autograd("eval", LOSS, "x=3", "-R", names, "-f", "json"))
    assert {name for name, n in found.items() if n["retains_grad"]} == kept
    for name in kept:
        assert found[name]["grad"] == found[name]["adjoint"]


def test_quiet(autograd):
    done = autograd("eval", "-", "x=3", "y=4", "--quiet", stdin="(x^2 + y^2)^(1/2)\n")
    assert done == (0, "x\t0.6000000000000001\ny\t0.8\n", "")


def test_quiet_gives_binding_order_and_script_leaves(autograd):
    source = "print('hi'); w = tensor([2., 3.], requires_grad=True); (w*x).sum() + 0*n"
    done = autograd("eval", source, "b=1", "x=2", "n:=1", "-q")
    assert done.out == "b\tNone\nx\t5.0\nw\t[2.0, 2.0]\n"
    assert "hi" in done.err


def test_quiet_wrt(autograd):
    assert autograd("eval", "x*y", "x=2", "y=5", "-q", "--wrt", "y").out == "y\t2.0\n"


def test_run_quiet(autograd, tmp_path):
    file = tmp_path / "script.py"
    file.write_text("import torch\nx = torch.tensor(3.0, requires_grad=True)\nprint(x*2)\nx**2\n")
    assert autograd("run", "-q", str(file)) == (0, "tensor(6., grad_fn=<MulBackward0>)\n", "")


def test_dtypes(autograd, tmp_path):
    file = tmp_path / "script.py"
    file.write_text("tensor(1.5)")

    def dtype(*arguments):
        return document(autograd(*arguments, "-f", "json"))["nodes"][0]["dtype"]

    assert dtype("run", str(file)) == "float32"
    assert dtype("eval", "tensor(1.5)") == "float64"
    assert dtype("run", str(file), "--dtype", "float64") == "float64"
    assert dtype("eval", "tensor(1.5)", "--dtype", "torch.float32") == "float32"


def test_bound_names_are_float64_in_run(autograd):
    done = autograd("run", "-", "x=1.5", "-f", "json", stdin="x*2")
    assert document(done)["nodes"][0]["dtype"] == "float64"


def test_backward_options(autograd):
    def grads(*arguments):
        done = autograd("eval", *arguments, "-f", "json")
        assert done.code == 0, done.err
        found = nodes(done)["x"]
        return found["grad"], found["why_no_grad"]

    assert grads(LOSS, "x=3", "--backward", "y2") == (2.0, None)
    assert grads(LOSS, "x=3", "--no-backward") == (None, "no backward yet")
    assert grads("stack([x, 2*x])", "x=3", "--grad-output", "ones") == (3.0, None)
    assert grads("stack([x, 2*x])", "x=3", "--grad-output", "[1, 10]") == (21.0, None)
    assert grads("stack([x, 2*x])", "x=3", "--grad-output", "2") == (6.0, None)
    assert grads("x^2", "x=3", "--repeat", "2", "--retain-graph") == (18.0, None)
    assert grads("x^2", "x=3", "--wrt", "x") == (None, "not accumulated")
    assert grads("x^2; tensor(1.)", "x=3") == (None, "no backward yet")
    assert grads("y^2 + 0*x.detach()", "x=3", "y=1") == (None, "unused")


def test_non_scalar_result(autograd):
    done = autograd("eval", "x*2", "x=[1,2]")
    assert done.code == 1
    assert "grad can be implicitly created only for scalar outputs" in done.err
    assert "--grad-output ones" in done.err
    assert "[2, 4]" in done.out


def test_repeat_without_retain_graph(autograd):
    done = autograd("eval", "x^2", "x=3", "--repeat", "1")
    assert done.code == 1
    assert "Trying to backward through the graph a second time" in done.err
    assert "--retain-graph" in done.err
    assert autograd("eval", "x + 1", "x=3", "--repeat", "1").code == 0


def test_wrt_fills_adjoints(autograd):
    found = nodes(autograd("eval", LOSS, "x=3", "--wrt", "x,y1", "-f", "json"))
    assert (found["x"]["adjoint"], found["x"]["grad"]) == (4.0, None)
    assert (found["y1"]["adjoint"], found["y1"]["grad"]) == (-4.0, None)


def test_order(autograd):
    done = autograd("eval", "x^3", "x=2", "--order", "4", "-f", "json")
    x = nodes(done)["x"]
    assert [x["grad"], x["grad2"], x["grad3"], x["grad4"]] == [12.0, 12.0, 6.0, 0.0]
    table = autograd("eval", "x^3", "x=2", "--order", "2").out
    assert "grad2" in table.splitlines()[0]
    found = nodes(autograd("eval", "(x^3).sum()", "x=[1,2]", "--order", "2", "-f", "json"))
    assert found["x"]["grad2"] == [6.0, 12.0]
    # The report's own passes call no hook.
    once = autograd("eval", "x^3", "x=2", "--order", "3", "-H", "x")
    assert once.out.startswith("x grad: tensor(12.)\n\n#")


@pytest.mark.parametrize("option", [("--wrt", "n"), ("--order", "2"), ("--grad-output", "1")])
def test_nothing_to_differentiate(autograd, option):
    done = autograd("eval", "n*2", "n:=3", *option)
    assert done.code == 2
    assert option[0] in done.err


def test_contradicting_options(autograd):
    done = autograd("eval", "x", "x=1", "--no-backward", "--wrt", "x")
    assert done.code == 2
    assert "contradict" in done.err


def test_script_that_runs_backward_itself(autograd):
    done = autograd("eval", "y = x^2; y.backward(); y", "x=3", "-f", "json")
    assert nodes(done)["x"]["grad"] == 6.0
    done = autograd("eval", "y = x^2; g, = torch.autograd.grad(y, x); g", "x=3", "-f", "json")
    assert nodes(done)["x"]["grad"] is None


def test_reasons(autograd):
    source = """
c = tensor(2.)
d = (x*c).detach()
with no_grad():
    e = x*3
m = x > 1
k = x*1
loss = k*d
"""
    found = nodes(autograd("eval", source, "x=3", "u=1", "n:=2", "-f", "json"))
    assert {name: node["why_no_grad"] for name, node in found.items()} == {
        "x": None,
        "u": "unused",
        "n": "constant",
        "c": "constant",
        "x*c": "not a leaf",
        "d": "detached",
        "e": "no_grad",
        "m": "not differentiable",
        "k": "not a leaf",
        "loss": "not a leaf",
    }


def test_seed(autograd):
    once = autograd("eval", "randn(3)", "--seed", "1", "-f", "json").out
    assert once == autograd("eval", "randn(3)", "--seed", "1", "-f", "json").out
    assert once != autograd("eval", "randn(3)", "--seed", "2", "-f", "json").out


def test_precision(autograd):
    assert "result = 0.333333\n" in autograd("eval", "x/3", "x=1").out
    assert "result = 0.33\n" in autograd("eval", "x/3", "x=1", "-p", "2").out
    assert '"value": 0.3333333333333333}' in autograd("eval", "x/3", "x=1", "-p2", "-fjson").out


def test_limit(autograd):
    source = "y = x\nfor i in range(300):\n    y = y + 1\ny"
    out = autograd("eval", source, "x=1").out
    assert out.endswith("y = 301\n… 101 more nodes (--limit)\n")
    assert len(out.splitlines()) == 204
    assert autograd("eval", source, "x=1", "--limit", "300").out.endswith(
        "… 1 more node (--limit)\n"
    )
    assert len(document(autograd("eval", source, "x=1", "-f", "json"))["nodes"]) == 301
    done = autograd("eval", source, "x=1", "-f", "json", "--limit", "2")
    assert len(document(done)["nodes"]) == 2
    assert document(done)["nodes"][0]["grad"] == 1.0
    assert "301" in autograd("eval", source, "x=1", "--limit", "0").out


def test_names_of_unpacked_and_returned_tensors(autograd):
    source = "a, b = stack([x, 2*x]).unbind()\ndef f(t):\n    u = t*3\n    return u\nc = f(b)\nc+a"
    done = autograd("eval", source, "x=1", "-f", "json")
    assert {"a", "b", "c"} <= {n["name"] for n in document(done)["nodes"]}


def test_in_place_changes_are_rows_with_their_own_values(autograd):
    done = autograd("eval", "y = x*2\ny += 1\ny", "x=3", "-f", "json")
    assert [(n["name"], n["value"]) for n in document(done)["nodes"]] == [
        ("x", 3.0),
        ("y", 6.0),
        ("y", 7.0),
    ]


def test_large_arrays_are_whole_in_machine_formats(autograd):
    done = autograd("eval", "y = x*2; y.sum()", "x=" + str(list(range(5000))), "-f", "json")
    found = nodes(done)
    assert found["y"]["value"] == [2.0 * i for i in range(5000)]
    assert found["x"]["grad"] == [2.0] * 5000


def test_expressions_that_begin_with_a_minus(autograd):
    for words in (["-x^2"], ["--", "-x^2"], ["-e", "-x^2"]):
        done = autograd("eval", "-f", "json", *words, "x=3")
        assert document(done)["result"]["value"] == -9.0, done
    assert document(autograd("eval", "-x^2", "x=3", "-f", "json"))["result"]["value"] == -9.0
    assert document(autograd("eval", "-exp(x)", "x=0", "-fjson"))["result"]["value"] == -1.0
    assert document(autograd("eval", "-cos(x)", "x=0", "-p3", "-fjson"))["result"]["value"] == -1.0
    assert document(autograd("eval", "-2*x", "x=1", "-f", "json"))["result"]["value"] == -2.0


def test_several_expressions(autograd):
    done = autograd("eval", "-e", "y = x*2", "-e", "y*y", "x=3", "-f", "json")
    assert document(done)["result"]["value"] == 36.0


def test_results_without_nodes(autograd):
    assert autograd("eval", "1 + 2").out == "result = 3\n"
    assert autograd("eval", "1/3").out == "result = 0.333333\n"
    assert document(autograd("eval", "'text'", "-f", "json"))["result"]["value"] == "text"
    assert autograd("eval", "s = 'a'").out == "s = a\n"


def test_output_of_the_script(autograd):
    done = autograd("eval", "print('hello'); x^2", "x=3")
    assert done.out.startswith("hello\n\n#")
    done = autograd("eval", "print('hello'); x^2", "x=3", "-f", "json")
    assert document(done)["output"] == "hello\n"
    for format in ("csv", "tsv", "jsonl"):
        assert "hello" not in autograd("eval", "print('hello'); x^2", "x=3", "-f", format).out


def test_warnings(autograd):
    done = autograd("eval", "y = x*2; y.grad; y", "x=3", "-f", "json")
    assert "not a leaf Tensor is being accessed" in document(done)["warnings"][0]
    assert "not a leaf Tensor is being accessed" in done.err


def test_failing_script_in_machine_formats(autograd):
    source = "y = x*2\nprint(y.item())\nz = y @ y"
    done = autograd("eval", source, "x=2", "-f", "json")
    assert done.code == 1
    error = document(done)["error"]
    assert error["type"] == "RuntimeError"
    assert error["labels"][0]["line"] == 3
    assert error["message"] in done.err
    assert [n["name"] for n in document(done)["nodes"]] == ["x", "y"]
    assert document(done)["output"] == "4.0\n"


def test_syntax_error_in_machine_formats(autograd):
    done = autograd("eval", "(x", "x=1", "-f", "json")
    assert done.code == 3
    assert document(done)["error"]["type"] == "SyntaxError"
    assert "SyntaxError" in done.err


def test_width_and_terminals(autograd):
    assert max(map(len, autograd("eval", LOSS, "x=3", "--width", "50").out.splitlines())) <= 50
    done = autograd("eval", LOSS, "x=3", "-H", "y1", terminal=True, width=60)
    assert max(len(line) for line in done.out.splitlines()[2:] if "\x1b" not in line) <= 60
    long = autograd("eval", "+".join(["x"] * 100), "x=3").out
    assert max(map(len, long.splitlines())) > 200


@pytest.mark.parametrize(
    ("arguments", "environ", "terminal", "colored"),
    [
        ([], {}, False, False),
        ([], {}, True, True),
        ([], {"NO_COLOR": "1"}, True, False),
        ([], {"NO_COLOR": ""}, True, True),
        ([], {"FORCE_COLOR": "1"}, False, True),
        ([], {"TERM": "dumb"}, True, False),
        (["--color", "always"], {"NO_COLOR": "1"}, False, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, True, False),
    ],
)
def test_color(autograd, arguments, environ, terminal, colored):
    done = autograd("eval", "x", "x=3", "y=1", *arguments, environ=environ, terminal=terminal)
    assert ("\x1b[" in done.out) == colored
    assert ("\x1b[" in done.err) == colored
    machine = autograd("eval", "x", "x=3", "-f", "json", *arguments, environ=environ)
    assert "\x1b" not in machine.out


def test_run_gives_the_seed_programs_their_output(autograd):
    folder = Path(__file__).parent.parent / "golden" / "scripts" / "seed"
    script = folder / "4_chain.py"
    quiet = autograd("run", "-q", str(script))
    assert quiet.out == "tensor(4.)\n"
    table = autograd("run", str(script))
    assert table.out.startswith("tensor(4.)\n\n#")
    assert "PowBackward0" in table.out


def test_default_dtype_is_put_back(autograd):
    import engine

    before = engine.get_default_dtype()
    autograd("eval", "x", "x=1")
    autograd("eval", "1/0")
    assert engine.get_default_dtype() is before


def test_a_failed_pass_leaves_the_gradients_of_the_one_before(autograd):
    done = autograd("eval", "x^2", "x=3", "--repeat", "1", "-f", "json")
    assert done.code == 1
    assert (nodes(done)["x"]["grad"], nodes(done)["x"]["adjoint"]) == (6.0, 6.0)
    assert document(done)["error"]["help"] == "keep the graph for the next pass: --retain-graph"


def test_many_passes_cost_what_they_reach(autograd):
    # Looking at all rows in every pass would take minutes here.
    source = "w = x*1\nfor i in range(4000):\n    (x*2).backward()\nw.detach()"
    done = autograd("eval", source, "x=1", "-f", "json")
    assert nodes(done)["x"]["grad"] == 8000.0
    assert len(document(done)["nodes"]) == 4003
