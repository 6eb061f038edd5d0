"""What `emit` does: the same program as plain PyTorch Python, with what `eval` would do after it."""

from __future__ import annotations

from collections.abc import Collection
from typing import TYPE_CHECKING

from cli import sources
from cli.bindings import Binding, parse_bindings
from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.problems import Problem, show, unknown_name, usage_problem

if TYPE_CHECKING:
    from cli.differentiate import Differentiation
    from cli.options import Options
    from cli.report import Array
    from grammar.emit import Emission

_LEAVES = """\
for name, leaf in {leaves}.items():
    if isinstance(leaf, torch.Tensor) and leaf.is_leaf and leaf.requires_grad:
        print(name, None if leaf.grad is None else leaf.grad.tolist(), sep="\\t")
"""
_WRT = """\
for name, gradient in zip({names}, gradients, strict=True):
    print(name, None if gradient is None else gradient.tolist(), sep="\\t")
"""
_BUILTINS = ("globals", "isinstance", "print", "zip")
"""What the lines after a program need; it may have given these names a meaning of its own."""


def emit_program(
    source: str,
    is_expression: bool,
    bindings: list[str],
    options: Options,
    environment: Environment,
) -> int:
    """Write a program to standard output, and return the exit code.

    source: EXPR or FILE; an existing file wins unless `is_expression`.
    """
    from grammar.diagnostic import ScriptError

    text = filename = ""
    try:
        text, filename, is_file = sources.either(source, is_expression, environment)
        parsed = parse_bindings(bindings, environment, "FILE" if is_file else "EXPR")
        program = _program(text, filename, parsed, options, environment, is_file)
    except Problem as problem:
        show(environment, problem.diagnostic, problem.source, problem.filename, options.color)
        return problem.exit_code
    except ScriptError as error:
        show(environment, error.diagnostic, text, filename, options.color)
        return error.exit_code
    environment.stdout.write(program)
    environment.stdout.flush()
    return ExitCode.DONE


def _program(
    text: str,
    filename: str,
    bindings: list[Binding],
    options: Options,
    environment: Environment,
    is_file: bool,
) -> str:
    import engine  # noqa: F401 - the whole package: its functions are the bare names
    from cli.differentiate import Differentiation
    from grammar.emit import emit
    from grammar.run import compile_script

    differentiation = Differentiation.of(options, environment)
    names = {binding.name for binding in bindings}
    compile_script(text, filename, names)  # refuses what does not run
    follows = not is_file or any((options.backward, options.wrt, options.grad_output))
    needed = ("torch", *_BUILTINS)
    emission = emit(text, filename, names, keep_result=needed if follows else None)
    default = options.dtype or ("float32" if is_file else "float64")

    setup = []
    if default != "float32":
        setup.append(f"torch.set_default_dtype(torch.{default})")
    if options.seed is not None:
        setup.append(f"torch.manual_seed({options.seed})")
    own = {*emission.own, *names}
    kept = [b.name for b in bindings if b.name in {*emission.own, *needed} and not b.constant]
    given = _fresh("given", own) if follows and not options.wrt and kept else ""
    after = _after(emission, bindings, given, differentiation) if follows else ""
    imports = list(emission.imports)
    if (setup or bindings or after) and "import torch" not in imports:
        imports.insert(0, "import torch")
    # A binding that takes PyTorch's own name comes last: the others need it.
    ordered = sorted(bindings, key=lambda binding: binding.name == "torch")
    values = [_assignment(b, options.dtype or "float64", default) for b in ordered]
    if given:
        lost = ", ".join(f'"{name}": {name}' for name in kept)
        values.append(f"{given} = {{{lost}}}")
    above = ["\n".join(part) for part in (imports, setup, values) if part]
    if not above:
        return emission.program
    parts = [*above, emission.program.strip("\n"), after.rstrip("\n")]
    return "\n\n".join(part for part in parts if part) + "\n"


def _assignment(binding: Binding, dtype: str, default: str) -> str:
    """Return the statement that gives a binding its value, with the dtype if it is not a matter of
    course.
    """
    from grammar.emit import assignment

    array, kind = binding.value, binding.value.dtype.kind
    if kind == "c":
        wide = "complex64" if dtype == "float32" else "complex128"
        usual = "complex64" if default == "float32" else "complex128"
    elif kind == "f" or not binding.constant:
        array, wide, usual = array.astype("float64"), dtype, default
    else:
        wide = str(array.dtype)
        usual = wide if array.size and wide in ("int64", "bool") else ""
    named = "" if wide == usual else wide
    return assignment(binding.name, array, named, not binding.constant)


def _fresh(name: str, taken: Collection[str]) -> str:
    while name in taken:
        name += "_"
    return name


def _after(
    emission: Emission, bindings: list[Binding], given: str, differentiation: Differentiation
) -> str:
    """Return what follows a program: the backward pass that eval runs, and the gradients.

    given: the variable that holds bound tensors whose names the program may have given away.
    """
    options = differentiation.options
    own = {*emission.own, *(b.name for b in bindings)}
    root = options.backward or emission.result
    asked = [option for option in (options.backward, options.wrt, options.grad_output) if option]
    for option, names in (
        ("--backward", [options.backward] if options.backward else []),
        ("--wrt", differentiation.wrt),
    ):
        for name in names:
            if name not in own:
                raise unknown_name(option, name, own)
    if asked and root is None:
        raise usage_problem(
            "there is no result to run backward from",
            "end with an expression of bound names, or give --backward NAME",
        )

    lines = ""
    hidden = [name for name in _BUILTINS if name in own]
    if hidden:
        lines += f"from builtins import {', '.join(hidden)}\n"
    if "torch" in own:
        lines += "import torch\n"
    seed = _seed(root, differentiation.seed)
    if differentiation.wrt:
        wanted = ", ".join(differentiation.wrt)
        more = f", {seed}" if seed else ""
        lines += f"gradients = torch.autograd.grad({root}, ({wanted},){more}, allow_unused=True)\n"
        return lines + _WRT.format(names=tuple(differentiation.wrt))
    if asked:
        lines += f"{root}.backward({seed})\n"
    elif root is not None and not options.no_backward and not emission.passes:
        lines += (
            f"if isinstance({root}, torch.Tensor) and {root}.requires_grad:\n"
            f"    {root}.backward()\n"
        )
    if emission.certain is None:
        leaves = "**globals()"
    else:
        variables = dict.fromkeys(
            [*(b.name for b in bindings if not b.constant), *emission.certain]
        )
        leaves = ", ".join(f'"{name}": {name}' for name in variables)
    if given:
        leaves = f"{leaves}, **{given}"
    leaves = f"{{{leaves}}}"
    return lines + _LEAVES.format(leaves=leaves)


def _seed(root: str | None, value: Array | str | None) -> str:
    """Return the gradient of the root, as PyTorch's calls want it; empty for the implicit 1."""
    from grammar.emit import literal

    if value is None:
        return ""
    if isinstance(value, str):
        return f"torch.ones_like({root})"
    if value.ndim == 0:
        return f"torch.full_like({root}, {literal(value)})"
    return f"torch.tensor({literal(value)}, dtype={root}.dtype)"
