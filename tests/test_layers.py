"""The layering: cli -> grammar -> engine, no circles in a folder, no torch in the product."""

from __future__ import annotations

import ast
import subprocess
import sys
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "engine": {"engine"},
    "grammar": {"grammar", "engine"},
    "cli": {"cli", "grammar", "engine"},
}
OTHERS = {
    "engine": {"numpy", "scipy"},
    "grammar": {"lark", "numpy"},
    "cli": {"typer", "rich", "numpy", "lark"},
}
"""What each folder may import beside the standard library and the folders to its right."""
EXTRAS = {
    "engine": set(),
    "grammar": {"tensorboard"},
    "cli": {"matplotlib", "plotext", "prompt_toolkit"},
}
"""What the extras bring: imported inside functions only, with a message where it is missing."""


def _modules(folder: str) -> dict[str, Path]:
    """Dotted name and file of every module of a folder."""
    found = {}
    for path in sorted((ROOT / folder).rglob("*.py")):
        parts = list(path.relative_to(ROOT).with_suffix("").parts)
        if parts[-1] == "__init__":
            parts.pop()
        found[".".join(parts)] = path
    return found


def _is_type_checking(test: ast.expr) -> bool:
    return ast.unparse(test) in ("TYPE_CHECKING", "typing.TYPE_CHECKING")


def _imports(
    body: list[ast.stmt], package: str, *, inside: bool
) -> Iterator[tuple[str, list[str]]]:
    """(module, names) of the imports; those in functions and for type checkers only if `inside`."""
    for node in body:
        if isinstance(node, ast.Import):
            for alias in node.names:
                yield alias.name, []
        elif isinstance(node, ast.ImportFrom):
            module = node.module or ""
            if node.level:
                parents = package.split(".")[: len(package.split(".")) - node.level + 1]
                module = ".".join([*parents, module] if module else parents)
            yield module, [alias.name for alias in node.names]
        elif isinstance(node, ast.If) and _is_type_checking(node.test) and not inside:
            yield from _imports(node.orelse, package, inside=inside)
        elif inside or not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            for field in ("body", "orelse", "finalbody", "handlers"):
                children = getattr(node, field, [])
                statements = [c for c in children if isinstance(c, ast.stmt)]
                yield from _imports(statements, package, inside=inside)
                for child in children:
                    if isinstance(child, ast.ExceptHandler):
                        yield from _imports(child.body, package, inside=inside)


def _imports_of(name: str, path: Path, *, inside: bool) -> Iterator[tuple[str, list[str]]]:
    package = name if path.name == "__init__.py" else name.rpartition(".")[0]
    body = ast.parse(path.read_text("utf-8"), str(path)).body
    return _imports(body, package, inside=inside)


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_imports_point_only_to_the_right(folder: str) -> None:
    allowed = MAY_IMPORT[folder] | OTHERS[folder] | sys.stdlib_module_names
    for name, path in _modules(folder).items():
        for module, _ in _imports_of(name, path, inside=True):
            package = module.partition(".")[0]
            assert package in allowed | EXTRAS[folder], f"{name} imports {module}"
        for module, _ in _imports_of(name, path, inside=False):
            assert module.partition(".")[0] not in EXTRAS[folder], f"{name} imports {module}"


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_no_circle_of_imports_inside_a_folder(folder: str) -> None:
    modules = _modules(folder)
    graph: dict[str, set[str]] = {}
    for name, path in modules.items():
        edges = set()
        for module, names in _imports_of(name, path, inside=False):
            targets = {f"{module}.{n}" for n in names} & modules.keys()
            # `from package import module` needs the module, not all that __init__ collects.
            edges |= targets or ({module} & modules.keys())
        graph[name] = edges - {name}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(circle.args[1]))


@pytest.mark.parametrize("folder", MAY_IMPORT)
def test_product_does_not_mention_torch_as_a_module(folder: str) -> None:
    for name, path in _modules(folder).items():
        for module, _ in _imports_of(name, path, inside=True):
            assert module.partition(".")[0] != "torch", f"{name} imports torch"


def test_a_circle_would_be_found() -> None:
    with pytest.raises(CycleError):
        TopologicalSorter({"a": {"b"}, "b": {"a"}}).prepare()
    source = (
        "if TYPE_CHECKING:\n    import a\ntry:\n    import b\nexcept ImportError:\n    import c\n"
    )
    source += "def f():\n    import d\nfrom .q import r\nfrom . import s\n"
    body = ast.parse(source).body
    assert [m for m, _ in _imports(body, "p", inside=False)] == ["b", "c", "p.q", "p"]
    assert {m for m, _ in _imports(body, "p", inside=True)} == {"a", "b", "c", "d", "p.q", "p"}


def test_operators_of_layers_are_loaded_when_asked_for() -> None:
    """`import engine` loads none of them, knows which of them `torch` has, and needs none itself."""
    script = """
import dis, sys
import engine
from engine import operators
from engine.graph.plans import KERNELS
from engine.registry import OPERATORS
assert "engine.operators.layers" not in sys.modules
known = set(KERNELS) | set(dir(__builtins__))
for op in OPERATORS.values():
    for rule in op.rules.values():
        names = {i.argval for i in dis.get_instructions(rule) if i.opname == "LOAD_GLOBAL"}
        assert names <= known, (op.name, names - known)
missing = [name for name in engine.public_names() if not hasattr(engine, name)]
assert not missing, missing
from engine.operators import layers
assert set(layers.IN_TORCH) == engine._LAYERS
from engine import late
from engine.operators import decompositions, uncommon
for package in (decompositions, uncommon):
    word = package.__name__.rpartition(".")[2]
    assert set(package.IN_TORCH) == {n for n, p in late.FUNCTIONS.items() if p == word}
for name in late.METHODS:
    assert "_stand_in" not in vars(engine.Tensor)[name].__code__.co_qualname, name
"""
    subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True)
