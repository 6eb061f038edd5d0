"""A session without its terminal: inputs are evaluated, and what came of all of them can be shown."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from cli.console import Console
from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.options import Options
from cli.problems import Problem, show
from cli.render import Style
from cli.report import Report

if TYPE_CHECKING:
    from cli.explain.record import PassRecorder
    from grammar.diagnostic import Diagnostic, ScriptError
    from grammar.session import Session

ROWS = 10_000
"""Nodes that a session keeps for its commands."""


class Repl:
    """The variables, nodes and source of a session."""

    def __init__(
        self, bindings: Mapping[str, Any], options: Options, environment: Environment
    ) -> None:
        self.bindings = dict(bindings)
        self.options = options
        self.environment = environment
        self.console = Console(environment.stdout)
        self.failed = False
        self.watched = False  # whether somebody sits at a terminal
        self.running: Callable[[Callable[[], None]], object] = lambda evaluate: evaluate()
        self.session: Session
        self.recorder: PassRecorder
        self.reset()

    def reset(self) -> None:
        """Forget all but the bindings of the command line."""
        from cli.explain.record import PassRecorder
        from grammar.session import Session

        self.session = Session()
        self.recorder = PassRecorder(ROWS, self.console, calls=True)
        for name, tensor in self.bindings.items():
            own = tensor.detach().clone().requires_grad_(tensor.requires_grad)
            self.recorder.bound(name, own)
            self.session.namespace[name] = own

    # -- inputs ------------------------------------------------------------------------------------

    def enter(self, text: str) -> None:
        """Evaluate an input: a command if it begins with a colon, else a part of the script."""
        try:
            if text.lstrip().startswith(":"):
                from cli.repl.commands import run_command

                run_command(self, text.strip())
            elif text.strip():
                self.running(lambda: self._run(text))
        except Problem as problem:
            self.failed = True
            source = problem.source
            show(self.environment, problem.diagnostic, source, problem.filename, self.options.color)
        self.environment.stdout.flush()

    def _run(self, text: str) -> None:
        from cli.evaluate import printing_to
        from engine.observe import listen
        from grammar.compile import RESULT
        from grammar.diagnostic import ScriptError
        from grammar.permissions import Permissions, granting

        allowed = Permissions.of(self.options.allow_read, self.options.allow_write)
        try:
            with printing_to(self.console), listen(self.recorder), granting(allowed):
                outcome = self.session.run(
                    text,
                    timeout=self.options.timeout,
                    max_memory=self.options.max_memory,
                    warn=self._warn,
                )
                if outcome.error is not None:
                    self._failed(outcome.error, self.session.text)
                elif self.session.namespace.get(RESULT) is not None:
                    # As Python's own prompt does; the script's __repr__ may print, or fail.
                    self.console.write(self._shown(self.session.namespace[RESULT]) + "\n")
        except ScriptError as error:
            self._failed(error, self.session.whole(text))

    def _shown(self, value: Any) -> str:
        from cli.cells import safe_repr

        return safe_repr(value)

    def _failed(self, error: ScriptError, source: str) -> None:
        self.failed = True
        self.console.flush()
        filename = self.session.filename
        show(self.environment, error.diagnostic, source, filename, self.options.color)

    def _warn(self, diagnostic: Diagnostic) -> None:
        source = self.session.text
        show(self.environment, diagnostic, source, self.session.filename, self.options.color)

    def pause(self, step: int, steps: int) -> bool:
        """Wait for Enter after a step; return whether to go on. Through a pipe nothing is waited for."""
        if not self.watched:
            return True
        try:
            answer = input(f"-- {step} of {steps}: Enter for the next, q to stop --")
        except EOFError:
            return False
        return answer.strip().lower() not in ("q", "quit")

    def interrupted(self) -> None:
        """Say that an input was stopped; what it had done stays."""
        self.environment.stderr.write("KeyboardInterrupt\n")
        self.environment.stderr.flush()

    # -- what came of them ---------------------------------------------------------------------------

    def report(self, explain: bool = False) -> Report:
        """Return the nodes made so far as a report."""
        from cli.rows import fill

        report = Report()
        script = self.session.script
        if script is None:
            if not self.bindings:
                return report
            script = self.session.read("")
        fill(report, self.recorder, script, self.session.variables(), {})
        results = [
            number
            for value in reversed(list(self.session.variables().values()))
            if hasattr(value, "_fn") and (number := self.recorder.number(value)) is not None
        ]
        report.result_nodes = results[:1]
        if explain:
            from cli.explain.build import explain as explained

            report.explanation = explained(report, self.recorder, [], self.options.precision, None)
        return report

    def style(self) -> Style:
        """Return how tables are to look."""
        from cli.work import writes_boxes

        terminal = self.environment.stdout_terminal
        width = self.options.width
        if width is None and terminal:
            width = self.environment.width
        return Style(
            precision=self.options.precision,
            color=self.environment.wants_color(self.options.color, terminal),
            width=width,
            ascii=not writes_boxes(self.environment),
        )

    @property
    def exit_code(self) -> int:
        """What the program ends with: whether an input failed, where nobody watched."""
        return ExitCode.FAILED if self.failed and not self.watched else ExitCode.DONE
