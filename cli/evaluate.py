"""What `eval` and `run` do: bind, compile, run, differentiate, report."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.attach import Attachments, names_in
from cli.bindings import Binding, parse_bindings
from cli.console import Console
from cli.differentiate import Differentiation
from cli.exit_codes import ExitCode
from cli.further import Further, retained
from cli.problems import show, unknown_name, usage_problem
from cli.report import Array, Report
from cli.tensors import is_tensor, tensors_in

if TYPE_CHECKING:
    from cli.environment import Environment
    from cli.options import Options
    from cli.recorder import Recorder
    from grammar.diagnostic import Diagnostic, ScriptError
    from grammar.run import Outcome, Script


class Job(NamedTuple):
    """A source text with what is bound to it.

    dtype: the default dtype unless `--dtype` says another.
    what: how the usage calls what stands before the bindings.
    limit: how many rows to keep; None: all, 0: do not even record.
    backward: whether to run backward where no option asks for it.
    calls: whether to record which calls of functions and modules made each node.
    root: the variable that is the result, if not the script's own.
    uncertain: whether bindings may have uncertainties.
    everything: with `calls`, whether also to keep what no result can depend on any more.
    """

    source: str
    filename: str
    bindings: list[str]
    dtype: str
    what: str
    limit: int | None
    backward: bool
    calls: bool = False
    root: str | None = None
    uncertain: bool = False
    everything: bool = True


class Result(NamedTuple):
    """What a job gave.

    gradients: name and `.grad` (an array or None) of the leaves that require grad, bound ones
        first; with `--wrt`, what autograd.grad returned.
    printed: whether the script printed anything.
    outcome: what the script left, for a caller that looks at more than the report; None if it did
        not run.
    recorder: what recorded it, for the same callers; None if nothing did.
    """

    report: Report
    exit_code: int
    gradients: list[tuple[str, Array | None]]
    printed: bool
    outcome: Outcome | None
    recorder: Recorder | None = None


def evaluate(job: Job, options: Options, environment: Environment, stream: Any) -> Result:
    """Do a job.

    stream: where the script's output goes at once; None where the report is to hold it.

    Raises:
        Problem: Wrong usage.
    """
    import engine  # noqa: F401 - the whole package: its operators become methods
    from engine import dtypes

    report = Report()
    report.order = options.order
    before = dtypes.get_default_dtype()
    # The values of bindings are float64 unless --dtype says otherwise, whatever the script's own
    # default: LANGUAGE.md, Dtypes.
    bound_dtype = getattr(dtypes, options.dtype or "float64")
    try:
        dtypes.set_default_dtype(bound_dtype)
        bindings = parse_bindings(job.bindings, environment, job.what, job.uncertain)
        differentiation = Differentiation.of(options, environment)
        dtypes.set_default_dtype(getattr(dtypes, options.dtype or job.dtype))
        return _Evaluation(job, options, environment, report, stream).run(
            bindings, bound_dtype, differentiation
        )
    finally:
        dtypes.set_default_dtype(before)


class _Evaluation:
    """One job on its way."""

    def __init__(
        self,
        job: Job,
        options: Options,
        environment: Environment,
        report: Report,
        stream: Any,
    ) -> None:
        self.job = job
        self.options = options
        self.environment = environment
        self.report = report
        self.console = Console(stream)

    def run(self, bindings: list[Binding], dtype: Any, differentiation: Differentiation) -> Result:
        from grammar.diagnostic import ScriptError
        from grammar.permissions import Permissions, granting
        from grammar.run import compile_script

        tensors = {binding.name: tensor_of(binding, dtype) for binding in bindings}
        further = Further(self.options, bindings, told=not self.options.quiet)
        differentiation = differentiation._replace(keep=bool(further))
        try:
            script = compile_script(self.job.source, self.job.filename, tensors)
        except ScriptError as error:
            return Result(self.report, self.failed(error), [], False, None)
        self._warn_unused(bindings, script)
        if self.options.seed is not None:
            _seed(self.options.seed)
        attachments = Attachments(
            names_in(self.options.hook), names_in(self.options.retain_grad), script
        )
        recorder = self._recorder(attachments)
        imports_done()
        outcome: Outcome | None = None
        code: int = ExitCode.DONE
        higher: Mapping[int, list[Any]] = {}
        try:
            allowed = Permissions.of(self.options.allow_read, self.options.allow_write)
            with printing_to(self.console), _listening(recorder), granting(allowed):
                for name, tensor in tensors.items():
                    if recorder is not None:
                        recorder.bound(name, tensor)
                    attachments.named(name, tensor)
                outcome = script.run(
                    tensors,
                    timeout=self.options.timeout,
                    max_memory=self.options.max_memory,
                    warn=self.warn,
                )
                if outcome.error is None:
                    outcome = self._rooted(outcome)
                    attachments.finish(outcome.namespace)
                    higher = differentiation.run(
                        script, outcome, recorder, self.console, self.job.backward, self.warn
                    )
                    if further:
                        if recorder is not None:
                            recorder.pause()
                        self.console.mute()
                        with retained(recorder, outcome):
                            further.run(
                                script, outcome, tensors, differentiation, self.report, self.warn
                            )
                else:
                    code = self.failed(outcome.error)
        except ScriptError as error:
            code = self.failed(error)
        self._report(script, outcome, recorder, higher)
        if recorder is not None and outcome is not None and self.report.uncertainty is not None:
            with printing_to(self.console):  # it is muted: hooks of the script may print
                further.name_values(
                    script, outcome, tensors, differentiation, self.report, recorder
                )
        gradients = _gradients(tensors, outcome, differentiation.found)
        return Result(self.report, code, gradients, self.console.wrote, outcome, recorder)

    def _rooted(self, outcome: Outcome) -> Outcome:
        """Make the variable that the job names the result."""
        if self.job.root is None:
            return outcome
        tensor = outcome.namespace.get(self.job.root)
        if not is_tensor(tensor):
            raise unknown_name("--root", self.job.root, tensors_in(outcome.namespace))
        return outcome._replace(result=tensor, result_name=self.job.root)

    def _recorder(self, attachments: Attachments) -> Any:
        """Return a recorder, or None if nothing is to be recorded."""
        if self.job.limit == 0 and not attachments:
            return None
        attach = attachments.made if attachments else None
        if self.options.explain:
            from cli.explain.record import PassRecorder

            return PassRecorder(self.job.limit, self.console, attach, self.job.calls)
        if self.job.calls:
            from cli.graph.recorder import GraphRecorder

            return GraphRecorder(self.job.limit, self.console, attach, self.job.everything)
        from cli.recorder import Recorder

        return Recorder(self.job.limit, self.console, attach)

    def _report(
        self,
        script: Script,
        outcome: Outcome | None,
        recorder: Any,
        higher: Mapping[int, list[Any]],
    ) -> None:
        report = self.report
        report.output = self.console.text
        if outcome is None:
            return
        report.result_name = outcome.result_name
        report.result = outcome.result
        if is_tensor(outcome.result):
            from cli.rows import as_array

            report.result = as_array(outcome.result)
        if recorder is not None and self.job.limit != 0:
            from cli.rows import fill

            fill(report, recorder, script, outcome.namespace, higher)
            found = map(recorder.number, tensors_of(outcome.result))
            report.result_nodes = [number for number in found if number is not None]
            if self.options.explain:
                from cli.explain.build import explain
                from cli.explain.record import recent_rows
                from cli.rows import nodes_of

                rows = recent_rows(recorder)
                recent = nodes_of(rows, recorder, script, outcome.namespace)
                report.explanation = explain(
                    report, recorder, recent, self.options.precision, self.job.limit
                )

    def failed(self, error: ScriptError) -> int:
        """Show why the script failed, and put it into the report; return the exit code."""
        self.console.flush()
        self.report.error = error.diagnostic
        self._show(error.diagnostic)
        return error.exit_code

    def warn(self, diagnostic: Diagnostic) -> None:
        """Show a warning, and put it into the report."""
        self.report.warnings.append(diagnostic.message)
        self._show(diagnostic)

    def _show(self, diagnostic: Diagnostic) -> None:
        show(self.environment, diagnostic, self.job.source, self.job.filename, self.options.color)

    def _warn_unused(self, bindings: list[Binding], script: Script) -> None:
        from grammar.diagnostic import Diagnostic
        from grammar.suggest import nearest

        for binding in bindings:
            if binding.name not in script.used:
                near = nearest(binding.name, script.used)
                help = f"did you mean {near[0]}?" if near else None
                message = f"{binding.text} is not used"
                self.warn(Diagnostic("warning", message, (), (), help))


def tensors_of(result: Any) -> list[Any]:
    """Return the tensor that a result is, or those in a tuple, list or dict."""
    if type(result) in (tuple, list):
        return [value for value in result if is_tensor(value)]
    if type(result) is dict:
        return [value for value in result.values() if is_tensor(value)]
    return [result] if is_tensor(result) else []


def _seed(seed: int) -> None:
    from engine.sampling import manual_seed

    try:
        manual_seed(seed)
    except (RuntimeError, ValueError, OverflowError) as error:
        raise usage_problem(f"--seed: {error}") from None


def imports_done() -> None:
    """Let the cyclic garbage collector work again, if it was stopped while modules were imported.

    What was imported stays for good: freezing keeps the collector from looking at it again.
    """
    if not gc.isenabled():
        gc.freeze()
        gc.enable()


def tensor_of(binding: Binding, dtype: Any) -> Any:
    """Return the tensor of a binding; `dtype` is that of floats."""
    from engine import dtypes
    from engine.creation import tensor

    kind = binding.value.dtype.kind
    if kind == "c":
        target = dtypes.complex64 if dtype is dtypes.float32 else dtypes.complex128
    elif kind == "f" or not binding.constant:
        target = dtype
    else:
        return tensor(binding.value)
    return tensor(binding.value, dtype=target, requires_grad=not binding.constant)


def _gradients(
    tensors: Mapping[str, Any], outcome: Outcome | None, found_by_wrt: Mapping[str, Any]
) -> list[tuple[str, Array | None]]:
    """Return the gradients of `--wrt`; without it those of the leaves that require grad."""
    from cli.rows import as_array
    from engine.graph.inspection import has_place

    if found_by_wrt:
        return [(n, None if g is None else as_array(g)) for n, g in found_by_wrt.items()]
    found = dict(tensors)
    for name, tensor in tensors_in(outcome.namespace if outcome is not None else {}).items():
        if has_place(tensor):
            found.setdefault(name, tensor)
    leaves = [(n, t) for n, t in found.items() if t.is_leaf and t.requires_grad]
    return [(n, None if t.grad is None else as_array(t.grad)) for n, t in leaves]


@contextmanager
def printing_to(console: Console) -> Iterator[None]:
    """Let `print` write to the console."""
    before = sys.stdout
    sys.stdout = console
    try:
        yield
    finally:
        sys.stdout = before


def _listening(recorder: Any) -> Any:
    if recorder is None:
        return nullcontext()
    from engine.observe import listen

    return listen(recorder)
