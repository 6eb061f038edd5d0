"""The backward pass that `eval` and `run` add to a script, as the options want it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.attach import names_in
from cli.problems import Problem, unknown_name, usage_problem
from cli.report import Array
from cli.tensors import is_tensor, tensors_in

if TYPE_CHECKING:
    from cli.console import Console
    from cli.environment import Environment
    from cli.options import Options
    from grammar.diagnostic import Diagnostic
    from grammar.run import Outcome, Script

_NO_SEED = "grad can be implicitly created only for scalar outputs"
_FREED = "Trying to backward through the graph a second time"


class Differentiation(NamedTuple):
    """What the options say of the backward pass.

    seed: `--grad-output` as an array, the word "ones", or None.
    found: after the pass, the gradients of the names in `--wrt`.
    keep: whether the graph is needed after the pass: for matrices and uncertainties. These are of
        results that are no scalars, too: such a result is then no error, there is only no pass.
    """

    options: Options
    seed: Array | str | None
    wrt: list[str]
    deadline: float | None
    found: dict[str, Any]
    keep: bool = False

    @classmethod
    def of(cls, options: Options, environment: Environment) -> Differentiation:
        """Read the options; Problem if they contradict each other."""
        seed: Any = options.grad_output
        if seed is not None and seed != "ones":
            from cli.bindings import value_of

            seed = value_of("--grad-output", seed, environment)
        if options.no_backward:
            for name in ("backward", "wrt", "grad_output"):
                if getattr(options, name) is not None:
                    shown = "--" + name.replace("_", "-")
                    raise usage_problem(f"{shown} and --no-backward contradict each other")
        deadline = None if options.timeout is None else time.monotonic() + options.timeout
        return cls(options, seed, names_in(options.wrt), deadline, {})

    def run(
        self,
        script: Script,
        outcome: Outcome,
        recorder: Any,
        console: Console,
        backward: bool,
        warn: Callable[[Diagnostic], None],
    ) -> dict[int, list[Any]]:
        """Run backward; return the higher gradients of the leaves, by the tensor's id.

        Raises:
            Problem: An option names what does not exist.
            ScriptError: The pass failed.
        """
        root = self._root(outcome, backward)
        if root is None:
            return {}
        wanted = [self._tensor("--wrt", name, outcome) for name in self.wrt]
        with self.guard(script, outcome, warn):
            seed = self._seed_for(root)
            self._passes(root, seed, wanted)
            if self.options.order > 1:
                if recorder is not None:
                    recorder.pause()
                console.mute()
                return self._higher(root, seed, wanted or _leaves_of(recorder, outcome))
        return {}

    @contextmanager
    def guard(
        self, script: Script, outcome: Outcome, warn: Callable[[Diagnostic], None]
    ) -> Iterator[None]:
        """Let passes run within the limits; their errors become the script's."""
        from engine.observe import trace
        from grammar.refusal import Stop
        from grammar.runtime_errors import explain
        from grammar.warning import warnings_to

        try:
            with trace(script.filename), warnings_to(script, warn), self._limits():
                yield
        except Problem:
            raise
        except (Exception, Stop) as error:
            raise _with_option(explain(script, error), outcome.called_backward) from None

    def _root(self, outcome: Outcome, backward: bool) -> Any:
        """Return the tensor to start from, or None if no pass is due."""
        options = self.options
        if options.backward is not None:
            return self._tensor("--backward", options.backward, outcome)
        if options.no_backward:
            return None
        asked = next(
            (
                name
                for name, value in (
                    ("--wrt", options.wrt),
                    ("--grad-output", options.grad_output),
                    ("--order", options.order > 1),
                    ("--repeat", options.repeat),
                )
                if value
            ),
            None,
        )
        root = outcome.result
        if not is_tensor(root) or not root.requires_grad:
            if asked is not None and asked != "--repeat" and not self.keep:
                raise usage_problem(
                    f"{asked}: the result is no tensor that requires grad",
                    "end with an expression of bound names, or give --backward NAME",
                )
            return None
        if outcome.called_backward and asked is None:
            return None
        scalar = root.numel() == 1 and not root.is_complex()
        if self.keep and not scalar and self.seed is None and asked in (None, "--wrt"):
            return None
        return root if backward or asked is not None else None

    def _tensor(self, option: str, name: str, outcome: Outcome) -> Any:
        tensor = outcome.namespace.get(name)
        if not is_tensor(tensor):
            raise unknown_name(option, name, tensors_in(outcome.namespace))
        return tensor

    def _limits(self) -> AbstractContextManager[None]:
        """Bound the pass by what is left of the time, and by the memory."""
        if self.deadline is None and self.options.max_memory is None:
            return nullcontext()
        from grammar.limits import limits

        left = None if self.deadline is None else max(self.deadline - time.monotonic(), 0.001)
        return limits(left, self.options.max_memory)

    def _seed_for(self, root: Any) -> Any:
        """Return the gradient of the root as a tensor; None for PyTorch's implicit 1."""
        if self.seed is None:
            return None
        from engine import creation
        from engine.observe import quiet

        with quiet():  # the script has not made it
            if isinstance(self.seed, str):
                return creation.ones_like(root).detach()
            seed = creation.tensor(self.seed, dtype=root.dtype)
            return seed.expand(root.shape) if seed.ndim == 0 else seed

    def _passes(self, root: Any, seed: Any, wanted: list[Any]) -> None:
        from engine.autograd import grad

        keep_last = self.options.retain_graph or self.options.order > 1 or self.keep
        for turn in range(self.options.repeat + 1):
            keep = self.options.retain_graph or (keep_last and turn == self.options.repeat)
            if wanted:
                grads = grad(root, wanted, seed, retain_graph=keep, allow_unused=True)
                self.found.update(zip(self.wrt, grads, strict=True))
            else:
                root.backward(seed, retain_graph=keep)

    def _higher(self, root: Any, seed: Any, leaves: list[Any]) -> dict[int, list[Any]]:
        """Return each leaf's gradients from the second order on.

        The next order is the gradient of the sum of the one before: for a scalar leaf that is
        the derivative d^k root / d leaf^k.
        """
        from engine.autograd import grad
        from engine.creation import zeros_like

        first = grad(root, leaves, seed, create_graph=True, allow_unused=True) if leaves else ()
        found: dict[int, list[Any]] = {}
        for leaf, gradient in zip(leaves, first, strict=True):
            orders = found[id(leaf)] = []
            for _ in range(2, self.options.order + 1):
                if gradient is not None and gradient.requires_grad:
                    (gradient,) = grad(gradient.sum(), leaf, create_graph=True, allow_unused=True)
                else:
                    gradient = None
                orders.append(zeros_like(leaf) if gradient is None else gradient)
        return found


def _leaves_of(recorder: Any, outcome: Outcome) -> list[Any]:
    """Return the leaves that require grad, each once."""
    from engine.graph.inspection import has_place

    candidates = [row.tensor for row in recorder.rows] if recorder is not None else []
    candidates += tensors_in(outcome.namespace).values()
    leaves = (t for t in candidates if has_place(t) and t.is_leaf and t.requires_grad)
    return list({id(t): t for t in leaves}.values())


def _with_option(error: Any, by_script: bool) -> Any:
    """Return the error of our own pass with the help that fits: an option, not a change of code."""
    diagnostic = error.diagnostic
    if diagnostic.message.startswith(_NO_SEED):
        help = "make the result a scalar (.sum(), .mean()), or give --grad-output ones"
    elif diagnostic.message.startswith(_FREED):
        help = "keep the graph for the next pass: --retain-graph"
        if by_script:
            help = "the script's own pass freed the graph: give that retain_graph=True"
    else:
        return error
    error.diagnostic = diagnostic._replace(help=help)
    return error
