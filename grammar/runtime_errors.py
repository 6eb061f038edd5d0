"""From an exception that escapes a script to a diagnostic: where, the way there, and advice."""

from __future__ import annotations

from types import CodeType, FrameType
from typing import TYPE_CHECKING, Any

from engine.errors import RETURNED
from grammar.diagnostic import Diagnostic, Label, ScriptError
from grammar.places import Range
from grammar.refusal import Stop

if TYPE_CHECKING:
    from grammar.advice import Advice
    from grammar.run import Script

TRAIL = 3
"""How many calls are shown at either end of a long trail."""

COMPREHENSIONS = ("<listcomp>", "<setcomp>", "<dictcomp>")


class Step:
    """One script frame of a traceback: the frame and the offset of the instruction it was at."""

    __slots__ = ("frame", "offset")

    def __init__(self, frame: FrameType, offset: int) -> None:
        self.frame = frame
        self.offset = offset

    @property
    def code(self) -> CodeType:
        """The code that the frame runs."""
        return self.frame.f_code


def explain(script: Script, error: BaseException) -> ScriptError:
    """Return the diagnostic of an exception that escaped `script`."""
    steps = _steps(script, error)
    exit_code = _exit_code(error)
    labels: list[Label] = []
    notes: list[str] = []
    help: str | None = None
    if steps:
        where = script.places.range(steps[-1].code, steps[-1].offset)
        labels.append(Label(script.source.span(*where), "", True))
    detail_labels, detail_notes, detail_help = _detail(script, error)
    for label in detail_labels:
        if labels and labels[0].span == label.span and not labels[0].text:
            labels[0] = label._replace(primary=True)
        else:
            labels.append(label)
    notes += detail_notes
    help = detail_help
    if steps and not isinstance(error, Stop):
        advice = _advice(script, steps[-1], where, error)
        if advice.primary is not None:
            labels[0] = labels[0]._replace(span=script.source.span(*advice.primary))
        if not _explains(error, steps[-1].frame):
            labels += advice.labels
        notes += [note for note in advice.notes if note not in notes]
        help = help or advice.help
    if isinstance(error, Stop):
        help = error.help
    if steps:
        trail, left_out = _trail(script, steps[:-1], steps[-1])
        labels += trail
        notes += left_out
    before, chain = _chain(script, error)
    labels += before
    notes += chain
    diagnostic = Diagnostic(_kind(error), message_of(error), _distinct(labels), tuple(notes), help)
    return ScriptError(diagnostic, exit_code)


def _advice(script: Script, step: Step, where: Range, error: BaseException) -> Advice:
    """Return what the script's values say of an exception; never fails."""
    from grammar.advice import Advice, advise  # only failing scripts need it
    from grammar.failing import Failing

    try:
        return advise(Failing(script, step.frame, where, error), message_of(error))
    except Exception as failure:  # the error itself is worth more than any advice on it
        advice = Advice()
        advice.notes.append(f"no advice, because of {type(failure).__name__}: {failure}")
        return advice


def _kind(error: BaseException) -> str:
    if isinstance(error, Stop):
        return "Refused"
    if isinstance(error, MemoryError):
        return "MemoryError"
    return type(error).__name__


def message_of(error: BaseException) -> str:
    """Return the text that Python shows after the exception's class; never fails."""
    if isinstance(error, Stop):
        return error.message
    try:
        text = str(error)
    except Exception:  # the script's own __str__
        return "(its message cannot be shown)"
    if isinstance(error, MemoryError) and not text:
        return "out of memory"
    if isinstance(error, RecursionError) and "C stack" not in text:
        return "maximum recursion depth exceeded"
    return text


def _exit_code(error: BaseException) -> int:
    if isinstance(error, (Stop, MemoryError)):
        return 5
    return 4 if isinstance(error, AssertionError) else 1


def _steps(script: Script, error: BaseException) -> list[Step]:
    """Return the script's frames in a traceback, outermost first."""
    steps = []
    traceback = error.__traceback__
    while traceback is not None:
        if traceback.tb_frame.f_code.co_filename == script.filename:
            steps.append(Step(traceback.tb_frame, traceback.tb_lasti))
        traceback = traceback.tb_next
    return steps


def _trail(script: Script, steps: list[Step], last: Step) -> tuple[list[Label], list[str]]:
    """Return labels for the calls that led to the error, and a note on those left out."""
    notes = []
    # A comprehension is a function for Python up to 3.11 only, and for its reader never.
    called = [step.code.co_name for step in (*steps, last)][1:]
    steps = [s for s, name in zip(steps, called, strict=True) if name not in COMPREHENSIONS]
    if len(steps) > 2 * TRAIL:
        notes.append(f"{len(steps) - 2 * TRAIL} more calls are between those shown")
        steps = steps[:TRAIL] + steps[-TRAIL:]
    labels = []
    for step in reversed(steps):
        where = script.places.range(step.code, step.offset)
        labels.append(Label(script.source.span(*where), "called from here", False))
    return labels, notes


def _explains(error: BaseException, frame: FrameType) -> bool:
    """Return whether an error has labels of its own in the function where it was raised.

    Others tell how one got there: the forward call of the Function whose backward fails.
    """
    detail = _attached(error)
    origins = [] if detail is None else [origin for origin, _ in detail.labels]
    return any(origin is not None and origin[0] is frame.f_code for origin in origins)


def _distinct(labels: list[Label]) -> tuple[Label, ...]:
    """Return the labels without those that say nothing new about a range."""
    seen: set[Any] = set()
    kept = []
    for label in labels:
        key = (label.span, label.text)
        if key not in seen and not (label.text == "called from here" and label.span in seen):
            kept.append(label)
        seen |= {key, label.span}
    return tuple(kept)


def _attached(error: BaseException) -> Any:
    """Return what the engine attached to the exception, or None: see `engine.errors.explained`."""
    detail = getattr(error, "detail", None)
    return detail if type(detail).__module__.startswith("engine.") else None


def _detail(script: Script, error: BaseException) -> tuple[list[Label], list[str], str | None]:
    """Return what the engine says of the exception, with the places in the script."""
    detail = _attached(error)
    if detail is None:
        return [], [], None
    labels = []
    for origin, text in detail.labels:
        if origin is None or origin[0].co_filename != script.filename:
            continue
        code, offset = origin
        where: Range | None = None
        if offset >= 0:
            where = script.places.range(code, offset)
        else:
            from grammar.failing import function_range

            where = function_range(script.tree, code, offset == RETURNED)
        if where is not None:
            labels.append(Label(script.source.span(*where), text, False))
    return labels, list(detail.notes), detail.help


def _chain(script: Script, error: BaseException) -> tuple[list[Label], list[str]]:
    """Return labels at, and notes on, the exceptions that led to this one."""
    labels: list[Label] = []
    notes: list[str] = []
    seen = {id(error)}
    for _ in range(2 * TRAIL):
        cause = error.__cause__
        context = None if error.__suppress_context__ else error.__context__
        before = cause or context
        if before is None or id(before) in seen or isinstance(before, Stop):
            break
        seen.add(id(before))
        steps = _steps(script, before)
        if cause is None and not steps:
            break  # the engine's own affair, which the script never saw
        line = ""
        if steps:
            where = script.places.range(steps[-1].code, steps[-1].offset)
            line = f" (line {where[0]})"
            text = f"{type(before).__name__} was raised here"
            labels.append(Label(script.source.span(*where), text, False))
        how = "caused by" if cause is not None else "while handling"
        notes.append(f"{how} {type(before).__name__}: {message_of(before)}{line}")
        error = before
    return labels, notes + [str(note) for note in getattr(error, "__notes__", ())]
