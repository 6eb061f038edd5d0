"""What `emit` does: the same program as plain PyTorch Python, with what `eval` would do after it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import NamedTuple

from cli import sources
from cli.bindings import Binding, parse_bindings
from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.problems import Problem, show

_GRADIENTS = """\
for name, leaf in list(globals().items()):
    if isinstance(leaf, torch.Tensor) and leaf.is_leaf and leaf.requires_grad:
        print(name, None if leaf.grad is None else leaf.grad.tolist(), sep="\\t")
"""
"""What `eval --quiet` writes: the gradients of the leaves, bound ones first."""


class Emitting(NamedTuple):
    """What to emit.

    source: EXPR or FILE; an existing file wins.
    is_expression: whether it is an expression in any case.
    dtype: the default dtype; None: float64 for an expression, float32 for a file, as elsewhere.
    """

    source: str
    is_expression: bool
    bindings: Sequence[str]
    dtype: str | None
    seed: int | None
    backward: bool
    color: str


def emit_program(wanted: Emitting, environment: Environment) -> int:
    """Write the program to standard output, and return the exit code."""
    from grammar.diagnostic import ScriptError

    text = filename = ""
    try:
        is_file = not wanted.is_expression and (
            wanted.source != "-" and os.path.isfile(wanted.source)
        )
        read = sources.script if is_file else sources.expression
        text, filename = read(wanted.source, environment)
        bindings = parse_bindings(wanted.bindings, environment, "FILE" if is_file else "EXPR")
        program = _program(text, filename, bindings, wanted, is_file)
    except Problem as problem:
        show(environment, problem.diagnostic, problem.source, problem.filename, wanted.color)
        return problem.exit_code
    except ScriptError as error:
        show(environment, error.diagnostic, text, filename, wanted.color)
        return error.exit_code
    environment.stdout.write(program)
    environment.stdout.flush()
    return ExitCode.DONE


def _program(
    text: str, filename: str, bindings: list[Binding], wanted: Emitting, is_file: bool
) -> str:
    import engine  # noqa: F401 - the whole package: its functions are the bare names
    from grammar.emit import assignments, emit
    from grammar.run import compile_script

    names = {binding.name for binding in bindings}
    compile_script(text, filename, names)  # refuses what does not run
    emission = emit(text, filename, names, keep_result=not is_file)
    default = wanted.dtype or ("float32" if is_file else "float64")
    values = {b.name: _value(b, wanted.dtype or "float64", default) for b in bindings}

    setup = []
    if default != "float32":
        setup.append(f"torch.set_default_dtype(torch.{default})")
    if wanted.seed is not None:
        setup.append(f"torch.manual_seed({wanted.seed})")
    after = "" if is_file else _after(emission.result, emission.passes, wanted.backward)
    imports = list(emission.imports)
    if (setup or values or after) and "import torch" not in imports:
        imports.insert(0, "import torch")
    above = ["\n".join(part) for part in (imports, setup, assignments(values)) if part]
    parts = [*above, emission.program.rstrip("\n") if above or after else emission.program]
    return "\n\n".join([*parts, after] if after else parts) + ("\n" if above and not after else "")


def _value(binding: Binding, dtype: str, default: str) -> tuple[object, str, bool]:
    """Return a binding's value as nested lists, the dtype to name, and whether it requires grad."""
    kind = binding.value.dtype.kind
    if kind == "c":
        wide = "complex64" if dtype == "float32" else "complex128"
        usual = "complex64" if default == "float32" else "complex128"
        return binding.value.tolist(), "" if wide == usual else wide, not binding.constant
    if kind == "f" or not binding.constant:
        value = binding.value.astype("float64").tolist()
        return value, "" if dtype == default else dtype, not binding.constant
    return binding.value.tolist(), "", False


def _after(result: str | None, passes: bool, backward: bool) -> str:
    """Return what follows an expression's program: its backward pass, and the gradients."""
    lines = ""
    if result is not None and backward and not passes:
        lines = (
            f"if isinstance({result}, torch.Tensor) and {result}.requires_grad:\n"
            f"    {result}.backward()\n"
        )
    return lines + _GRADIENTS
