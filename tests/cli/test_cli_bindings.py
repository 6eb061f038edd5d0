"""Bindings: what they accept, and what they say of what they do not."""

from __future__ import annotations

import io
import json
from pathlib import Path

import numpy as np
import pytest

from cli.bindings import parse_bindings
from cli.environment import Environment
from cli.problems import Problem


def bind(*texts: str, stdin: bytes = b""):
    environment = Environment(io.BytesIO(stdin), io.StringIO(), io.StringIO(), {})
    return parse_bindings(texts, environment, "EXPR")


@pytest.mark.parametrize(
    ("text", "value", "kind"),
    [
        ("x=3", 3, "i"),
        ("x= 3 ", 3, "i"),
        ("x=-1.5e3", -1500.0, "f"),
        ("x=.5", 0.5, "f"),
        ("x=inf", np.inf, "f"),
        ("x=-inf", -np.inf, "f"),
        ("x=nan", np.nan, "f"),
        ("x=1+2j", 1 + 2j, "c"),
        ("x=pi/2", np.pi / 2, "f"),
        ("x=2/3", 2 / 3, "f"),
        ("x=2^10", 1024, "i"),
        ("x=[1, 2, 3]", [1, 2, 3], "i"),
        ("x=[[1,2],[3,4.5]]", [[1, 2], [3, 4.5]], "f"),
        ("x=[pi, -inf, 1/4]", [np.pi, -np.inf, 0.25], "f"),
        ("x=[]", [], "f"),
        ("x=sqrt(tensor(4.))", 2.0, "f"),
        ("x=True", True, "b"),
    ],
)
def test_values(text, value, kind):
    (binding,) = bind(text)
    np.testing.assert_array_equal(binding.value, value)
    assert (binding.name, binding.constant, binding.value.dtype.kind) == ("x", False, kind)


def test_constant():
    (binding,) = bind("n:=3")
    assert (binding.name, binding.constant, binding.value.dtype) == ("n", True, np.int64)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("3", "not a binding"),
        ("=3", "not a name"),
        ("3x=1", "not a name"),
        ("a b=1", "not a name"),
        ("for=1", "a word of the language"),
        ("_x=1", "begins with _"),
        ("x=", "has no value"),
        ("x:=", "has no value"),
        ("x=[1,[2,3]]", "different lengths"),
        ("x=[1,2", ""),
        ("x=pie", "'pie'"),
        ("x='a'", "not a number"),
        ("x=y=3", "not a value"),
        ("x=None", "not a value"),
        ("x=1/0", "division by zero"),
        ("x=3±0.1", ""),
        ("x=99999999999999999999", "64 bits"),
        ("x=@", "needs the name of a file"),
        ("x=@/nowhere/data.csv", "No such file"),
        ("x=@/tmp", "Is a directory"),
    ],
)
def test_bad_bindings(text, message):
    with pytest.raises(Problem) as caught:
        bind(text)
    problem = caught.value
    assert message in problem.diagnostic.message
    assert problem.exit_code == 2
    assert problem.source == text
    assert problem.diagnostic.help or "@/" in text
    for label in problem.diagnostic.labels:
        assert 1 <= label.span.column < label.span.end_column <= len(text) + 2


def test_bound_twice():
    with pytest.raises(Problem, match="bound twice"):
        bind("x=1", "x:=2")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    np.save(tmp_path / "m.npy", np.array([[1.0, 2.0], [3.0, 4.0]]))
    np.save(tmp_path / "big_endian.npy", np.array([1.0, 2.0], dtype=">f8"))
    np.savez(tmp_path / "one.npz", w=np.array([1, 2]))
    np.savez(tmp_path / "two.npz", w=np.array([1, 2]), b=np.array(3.0))
    np.save(tmp_path / "words.npy", np.array(["a"]))
    np.save(tmp_path / "pickle.npy", np.array([{}], dtype=object), allow_pickle=True)
    files = {
        "v.csv": "1\n2\n3\n",
        "m.csv": "1,2\n3,4\n",
        "row.csv": "1,2,3\n",
        "header.csv": "height,weight\n1.5,60\n\n1.75,70\n",
        "bad.csv": "a,b\n1,2\n3,x\n",
        "hole.csv": "a,b\n1,2\n3,\n",
        "ragged.csv": "1,2\n3\n",
        "empty.csv": "",
        "words.csv": "a,b\n",
        "m.tsv": "a\tb\n1\t2\n3\t4\n",
        "m.json": "[[1, 2.5], [3, 4]]",
        "special.json": '[1, "NaN", "-Infinity"]',
        "object.json": '{"a": 1}',
        "bad.json": "[1, 2",
        "ragged.json": "[[1, 2], [3]]",
        "m.txt": "1 2\n3  4\n",
        "bom.csv": "\ufeff1\n2\n",
    }
    for name, text in files.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "latin.csv").write_bytes(b"h\xf6he\n1\n")
    (tmp_path / "truncated.npy").write_bytes((tmp_path / "m.npy").read_bytes()[:-8])
    return tmp_path


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("m.npy", [[1.0, 2.0], [3.0, 4.0]]),
        ("big_endian.npy", [1.0, 2.0]),
        ("one.npz", [1, 2]),
        ("two.npz:w", [1, 2]),
        ("two.npz:b", 3.0),
        ("v.csv", [1, 2, 3]),
        ("m.csv", [[1, 2], [3, 4]]),
        ("row.csv", [1, 2, 3]),
        ("header.csv", [[1.5, 60.0], [1.75, 70.0]]),
        ("header.csv:weight", [60.0, 70.0]),
        ("m.tsv", [[1, 2], [3, 4]]),
        ("m.tsv:b", [2, 4]),
        ("m.json", [[1.0, 2.5], [3.0, 4.0]]),
        ("special.json", [1.0, np.nan, -np.inf]),
        ("m.txt", [[1, 2], [3, 4]]),
        ("bom.csv", [1, 2]),
    ],
)
def test_files(folder, name, value):
    (binding,) = bind(f"x:=@{folder / name}")
    np.testing.assert_array_equal(binding.value, value)
    assert binding.value.dtype == np.asarray(value).dtype


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("two.npz", "name one of its arrays: w, b"),
        ("two.npz:c", "no array is named 'c'"),
        ("words.npy", "not numbers"),
        ("pickle.npy", "allow_pickle"),
        ("truncated.npy", ""),
        ("bad.csv", "line 3: 'x' is not a number"),
        ("hole.csv", "line 3: a number is missing"),
        ("ragged.csv", "line 2 has 1 numbers, not 2"),
        ("empty.csv", "holds no numbers"),
        ("words.csv", "holds no numbers"),
        ("header.csv:age", "the columns are height, weight"),
        ("m.csv:age", "none, as the first line holds numbers"),
        ("object.json", "holds dict"),
        ("bad.json", "not JSON"),
        ("ragged.json", "different lengths"),
        ("latin.csv", "not UTF-8"),
    ],
)
def test_bad_files(folder, name, message):
    with pytest.raises(Problem) as caught:
        bind(f"x=@{folder / name}")
    assert message in caught.value.diagnostic.message
    assert str(folder) in caught.value.diagnostic.message


@pytest.mark.parametrize(
    ("data", "value"), [(b"[1, 2]", [1, 2]), (b"a,b\n1,2\n3,4\n", [[1, 2], [3, 4]]), (b"7", [7])]
)
def test_standard_input(data, value):
    (binding,) = bind("x=@-", stdin=data)
    np.testing.assert_array_equal(binding.value, value)


def test_standard_input_is_read_once():
    with pytest.raises(Problem, match="only one -"):
        bind("x=@-", "y=@-", stdin=b"1")


def test_dtypes_of_bound_names(autograd):
    def dtypes(*arguments: str) -> dict[str, str]:
        done = autograd("eval", "x*n*w", "x=3", "n:=2", "w:=1.5", "-f", "json", *arguments)
        nodes = json.loads(done.out)["nodes"][:3]
        return {node["name"]: node["dtype"] for node in nodes}

    assert dtypes() == {"x": "float64", "n": "int64", "w": "float64"}
    assert dtypes("--dtype", "float32") == {"x": "float32", "n": "int64", "w": "float32"}


def test_complex_binding(autograd):
    done = autograd("eval", "abs(z)", "z=3+4j", "-f", "json")
    document = json.loads(done.out)
    assert document["nodes"][0]["dtype"] == "complex128"
    assert document["nodes"][0]["value"] == [3.0, 4.0]
    assert document["nodes"][0]["grad"] == pytest.approx([0.6, 0.8])


def test_unused_binding_is_a_warning(autograd):
    done = autograd("eval", "x^2", "x=3", "y=4", "-f", "json")
    assert done.code == 0
    assert "y=4 is not used" in done.err
    assert json.loads(done.out)["warnings"] == ["y=4 is not used"]


def test_unbound_name_shows_the_binding_to_add(autograd):
    done = autograd("eval", "x^2 + yy", "x=3")
    assert done.code == 2
    assert "yy=VALUE" in done.err
    assert done.out == ""
