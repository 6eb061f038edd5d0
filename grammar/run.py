"""A script ready to run: compile it, run it, and say what came of it."""

from __future__ import annotations

import ast
import gc
import sys
import warnings
from collections.abc import Callable, Container, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from functools import partial
from types import BuiltinFunctionType, CodeType, FunctionType
from typing import Any, NamedTuple

from grammar import builtins, modules
from grammar.compile import RESULT, Translation
from grammar.diagnostic import Diagnostic, ScriptError
from grammar.limits import limits
from grammar.module_members import check_members
from grammar.places import Origin, Place, Places
from grammar.refusal import Stop
from grammar.runtime_errors import explain
from grammar.source import Source
from grammar.unknown_names import check_names
from grammar.warning import warnings_to


class Outcome(NamedTuple):
    """What came of a run.

    namespace: the script's variables, bound names included.
    result: the value of the last expression, or of the variable that the last statement assigned.
    result_name: that variable, or None.
    called_backward: whether the script itself ran a backward pass.
    error: why it ended early, or None.
    """

    namespace: dict[str, Any]
    result: Any
    result_name: str | None
    called_backward: bool
    error: ScriptError | None


def _writing(function: Any) -> Any:
    """Return what to call where a call has the keyword `out`."""
    from engine.out import writing

    return writing(function)


class Script:
    """A compiled script; it can run any number of times."""

    def __init__(
        self, tree: ast.Module, source: Source, code: CodeType, translation: Translation
    ) -> None:
        self.tree = tree
        self.source = source
        self.filename = source.filename
        self.code = code
        self.used = frozenset(translation.loads)
        """All names that the script reads, anywhere: a binding that is not among them is unused."""
        self._result_name = translation.result_name
        self._builtins = _resolve(translation)
        self._own: set[type] = set()
        self._builtins["<own>"] = self._own
        self._builtins["__build_class__"] = partial(builtins.build_class, self._own)
        self._builtins["<passing>"] = self._passing
        self._builtins["<writing>"] = _writing
        self._passed = False
        self.places = Places(tree, source)

    def join(self, own: set[type], tree: ast.Module) -> None:
        """Make this the next part of a session.

        own: the classes that the session's scripts have made.
        tree: all that was entered, this script included: the places of earlier parts are in it.
        """
        self._own = own
        self._builtins["<own>"] = own
        self._builtins["__build_class__"] = partial(builtins.build_class, own)
        self.places = Places(tree, self.source)

    def place(self, origin: Origin) -> Place:
        """Return name, text and range of what the instruction (code, offset) computes."""
        return self.places.place(origin)

    def _passing(self, obj: Any) -> Any:
        """Note that the script is about to run a backward pass: see `Translation`."""
        if self._passed:
            return obj
        if isinstance(obj, modules.Proxy):
            self._passed = True
        else:
            owner = obj.__module__ if type(obj) in _FUNCTIONS else type(obj).__module__
            if str(owner).partition(".")[0] in ("engine", "torch"):
                self._passed = True
        return obj

    def run(
        self,
        bindings: Mapping[str, Any] | None = None,
        *,
        timeout: float | None = None,
        max_memory: int | None = None,
        warn: Callable[[Diagnostic], None] | None = None,
        trace: bool = True,
        into: dict[str, Any] | None = None,
    ) -> Outcome:
        """Run the script from a fresh namespace that holds `bindings`.

        timeout: seconds after which the script is stopped.
        max_memory: bytes that the script may take beyond what the process has now; None: what the
            machine has free.
        warn: gets each warning once a place; by default a line on standard error.
        trace: let graph nodes remember their places, for names and carets in backward errors.
        into: a namespace to go on in, which an earlier script has left.
        """
        namespace: dict[str, Any] = {"__name__": "__main__"} if into is None else into
        namespace["__builtins__"] = self._builtins
        namespace.pop(RESULT, None)
        namespace.update(bindings or {})
        self._passed = False
        if into is None:
            self._own.clear()
        error: ScriptError | None = None
        try:
            with ExitStack() as stack:
                if trace:
                    from engine.observe import trace as engine_trace

                    stack.enter_context(engine_trace(self.filename))
                stack.enter_context(warnings_to(self, warn or self._print_warning))
                stack.enter_context(limits(timeout, max_memory))
                stack.enter_context(patient_collector())
                exec(self.code, namespace)
        except (Exception, Stop) as failure:
            error = explain(self, failure)
        name = self._result_name
        result = namespace.get(RESULT, namespace.get(name) if name is not None else None)
        variables = {n: v for n, v in namespace.items() if n[:2] != "__" and n.isidentifier()}
        return Outcome(variables, result, name, self._passed, error)

    def _print_warning(self, diagnostic: Diagnostic) -> None:
        line = diagnostic.labels[0].span.line if diagnostic.labels else 1
        print(f"warning: {self.filename}:{line}: {diagnostic.message}", file=sys.stderr)


@contextmanager
def patient_collector() -> Iterator[None]:
    """Let the cyclic garbage collector look for garbage less often while a script runs.

    A graph is made of objects that die by reference counts, never in circles of their own; at the
    usual 700 new objects a look, a chain of a million operators costs twice the time per operator
    of a short one, and half of that is the collector.
    """
    before = gc.get_threshold()
    gc.set_threshold(100_000, 50, 100)
    try:
        yield
    finally:
        gc.set_threshold(*before)


_FUNCTIONS = (FunctionType, BuiltinFunctionType)


def compile_script(source: str, filename: str, bound: Container[str] = ()) -> Script:
    """Read a script and make it ready to run; `bound` are the names that bindings will give.

    Raises:
        ScriptError: The script cannot be read (exit code 3), is refused for safety (5), or uses a
            name that nobody gave (`UnboundName`).
    """
    from grammar.parser import parse

    return compile_tree(parse(source, filename), source, filename, bound)


def compile_tree(
    tree: ast.Module, source: str, filename: str, bound: Container[str] = ()
) -> Script:
    """Make a script of its tree, which is changed."""
    text = Source(source, filename)
    translation = Translation(tree, text, bound)
    translation.run()
    check_names(translation)
    check_members(translation)
    return Script(tree, text, _to_code(translation), translation)


def _to_code(translation: Translation) -> CodeType:
    source = translation.source
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of `is` with a literal and the like
            return compile(translation.tree, source.filename, "exec", dont_inherit=True)
    except SyntaxError as error:
        from grammar.python_errors import from_python_syntax_error

        raise from_python_syntax_error(error, source) from None
    except (RecursionError, MemoryError):
        raise ScriptError(
            Diagnostic(
                "SyntaxError", "the script is nested too deeply", (), (), "use more statements"
            ),
            3,
        ) from None


def _resolve(translation: Translation) -> dict[str, Any]:
    """Return the builtins of a script: just the names that it mentions, and the hidden ones."""
    table = dict(builtins.HIDDEN)
    table.update(translation.imports.hidden)
    for name in translation.loads:
        if name in builtins.BUILTINS:
            table[name] = builtins.BUILTINS[name]
        else:
            own = name in translation.stores or name in translation.bound
            known, value = modules.bare_name(name, load=not own)
            if known:
                table[name] = value
    return table
