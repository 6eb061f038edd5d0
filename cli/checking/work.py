"""What `check` does: bind, run, differentiate, run again with changed numbers, compare, report."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from cli import sources
from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.options import Options
from cli.problems import Problem, show, usage_problem

if TYPE_CHECKING:
    from cli.checking.compare import Comparison, LeafCheck, Root, Tolerance
    from cli.checking.probe import FirstRun
    from grammar.run import Outcome

SEED = 0
"""What every run starts from, unless --seed says otherwise."""


def check(
    source: str,
    is_expression: bool,
    bindings: list[str],
    options: Options,
    order: int,
    samples: int,
    tolerances: tuple[float, float, float],
    environment: Environment,
) -> int:
    """Check the gradients of an expression or script; return the exit code."""
    from grammar.diagnostic import ScriptError

    text = filename = ""
    try:
        text, filename, is_file = sources.either(source, is_expression, environment)
        from cli.checking.compare import Tolerance

        checks = _checks(
            text,
            filename,
            is_file,
            bindings,
            options,
            order,
            samples,
            Tolerance(*tolerances),
            environment,
        )
    except Problem as problem:
        show(environment, problem.diagnostic, problem.source, problem.filename, options.color)
        return problem.exit_code
    except ScriptError as error:
        show(environment, error.diagnostic, text, filename, options.color)
        return error.exit_code
    from cli.checking.text import passed, write
    from cli.work import writes_boxes

    color = environment.wants_color(options.color, environment.stdout_terminal)
    ascii = not writes_boxes(environment)
    write(checks, options.format, options.precision, color, ascii, environment.stdout.write)
    environment.stdout.flush()
    return ExitCode.DONE if passed(checks) else ExitCode.CHECK


def _checks(
    text: str,
    filename: str,
    is_file: bool,
    bindings: list[str],
    options: Options,
    order: int,
    samples: int,
    tolerance: Tolerance,
    environment: Environment,
) -> list[LeafCheck]:
    import engine  # noqa: F401 - the whole package: its operators become methods
    from cli.bindings import parse_bindings
    from cli.checking.compare import Comparison
    from cli.checking.probe import FirstRun, Runs
    from cli.evaluate import imports_done
    from cli.evaluate import tensor_of as tensor
    from engine import dtypes
    from engine.observe import trace
    from grammar.permissions import Permissions, granting
    from grammar.refusal import Stop
    from grammar.run import compile_script
    from grammar.runtime_errors import explain

    before = dtypes.get_default_dtype()
    dtype = getattr(dtypes, options.dtype or "float64")
    try:
        dtypes.set_default_dtype(dtype)
        parsed = parse_bindings(bindings, environment, "FILE" if is_file else "EXPR")
        bound = {binding.name: tensor(binding, dtype) for binding in parsed}
        script = compile_script(text, filename, bound)
        seed = SEED if options.seed is None else options.seed
        runs = Runs(script, bound, seed, options.timeout, options.max_memory)
        imports_done()
        with granting(Permissions.of(options.allow_read, options.allow_write)), _silence():
            first = FirstRun()
            outcome = runs.run(first)
            if outcome.error is not None:
                raise outcome.error
            root = _root(first, outcome, options, environment, order)
            comparison = Comparison(runs, first, root, tolerance, samples)
            _add_leaves(comparison, first, outcome, root)
            try:
                with trace(script.filename):
                    return list(comparison.checks(order))
            except (Exception, Stop) as error:  # in a rule, or a backward of the script's own
                raise explain(script, error) from None
    finally:
        dtypes.set_default_dtype(before)


def _root(
    first: FirstRun, outcome: Outcome, options: Options, environment: Environment, order: int
) -> Root:
    """Return what is differentiated: the result, or what the script itself ran backward from."""
    import numpy

    from cli.checking.compare import Root
    from cli.tensors import is_tensor

    result = outcome.result
    row = first.row_of(result) if is_tensor(result) and result.requires_grad else None
    if row is not None and _is_whole(result):
        value = result.detach().numpy()
        return Root(row, _seed(value, options, environment), True)
    if order > 1:
        raise usage_problem(
            "--order 2: the graph is gone, or there is none",
            "end the script with the result, and leave its backward() to this command",
        )
    if first.roots:
        row, gradient = first.roots[-1]
        return Root(row, numpy.asarray(getattr(gradient, "_data", gradient)), False)
    raise usage_problem(
        "there is nothing to check: the result is no tensor that requires grad",
        "end with an expression of bound names: autograd check 'x^2' x=3",
    )


def _is_whole(result: Any) -> bool:
    """Return whether backward can still run from the result: no pass of the script's freed it."""
    from engine.autograd import grad
    from engine.creation import ones_like

    leaf = result.detach().requires_grad_()  # not in the graph: nodes run, and nothing accumulates
    try:
        grad(result, [leaf, result], ones_like(result), retain_graph=True, allow_unused=True)
    except RuntimeError:
        return False
    return True


def _seed(value: Any, options: Options, environment: Environment) -> Any:
    """Return the weights of the result's elements."""
    import numpy

    if options.grad_output is not None and options.grad_output != "ones":
        from cli.bindings import value_of

        given = value_of("--grad-output", options.grad_output, environment)
        return numpy.broadcast_to(given, value.shape).astype(value.dtype)
    if value.ndim == 0 or options.grad_output == "ones":
        return numpy.ones(value.shape, value.dtype)
    # Of several elements a weighted sum is checked, with weights that no symmetry cancels.
    weights = numpy.random.default_rng(0).uniform(0.5, 1.5, value.shape)
    return weights.astype(value.dtype)


def _add_leaves(comparison: Comparison, first: FirstRun, outcome: Outcome, root: Root) -> None:
    from cli.rows import leaf_names

    names = leaf_names(outcome.namespace)
    used = first.ancestors(root.row)
    seen: set[int] = set()
    for row in reversed(first.rows):
        leaf = row.tensor
        is_leaf = leaf.is_leaf and leaf.requires_grad and row.grad_fn is None
        wanted = row.id in used or row.name is not None
        if is_leaf and wanted and id(leaf) not in seen:
            seen.add(id(leaf))
            name = names.get(id(leaf)) or row.name or f"leaf {row.id}"
            comparison.add(name, row)
    comparison.leaves.reverse()
    if not comparison.leaves:
        raise usage_problem("there is nothing to check: no leaf requires grad")


def _silence() -> Any:
    """Keep what the script prints from standard output: it runs hundreds of times."""
    from cli.console import Console
    from cli.evaluate import printing_to

    console = Console(None)
    console.mute()
    return printing_to(console)
