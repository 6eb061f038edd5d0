"""The commands of a session: a line that begins with a colon.

A new one is a function with `@command`; its first docstring line is its help.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, NamedTuple

from cli.problems import unknown_name, usage_problem
from cli.tensors import is_tensor, tensors_in

if TYPE_CHECKING:
    from cli.repl.session import Repl


class Command(NamedTuple):
    """A command: how its argument is called ("" for none), and what it does."""

    name: str
    argument: str
    run: Callable[[Repl, str], None]

    @property
    def help(self) -> str:
        """What it does, in a line."""
        return (self.run.__doc__ or "").split("\n")[0]


COMMANDS: dict[str, Command] = {}


class Leave(Exception):
    """The session is to end."""


def command(argument: str = "") -> Callable[[Callable[[Repl, str], None]], Any]:
    """Make a command of a function."""

    def declare(function: Callable[[Repl, str], None]) -> Callable[[Repl, str], None]:
        name = function.__name__.strip("_")
        COMMANDS[name] = Command(name, argument, function)
        return function

    return declare


def run_command(repl: Repl, line: str) -> None:
    """Run a command.

    Raises:
        Problem: There is no such command, or it cannot be done.
        Leave: It was `:quit`.
    """
    word, _, argument = line[1:].partition(" ")
    argument = argument.strip()
    found = COMMANDS.get(word)
    if found is None:
        starts = [name for name in COMMANDS if word and name.startswith(word)]
        if len(starts) != 1:
            from grammar.suggest import did_you_mean

            help = did_you_mean(word, COMMANDS) or ":help lists the commands"
            raise usage_problem(f"there is no command :{word}", help)
        found = COMMANDS[starts[0]]
    if argument and not found.argument:
        raise usage_problem(f":{found.name} takes no argument")
    if not argument and found.argument and not found.argument.startswith("["):
        raise usage_problem(f":{found.name} {found.argument}: an argument is missing")
    found.run(repl, argument)


@command("[COLUMN,...]")
def nodes(repl: Repl, argument: str) -> None:
    """Show every node made so far: value, gradient, is_leaf."""
    from cli.columns import chosen
    from cli.render import render

    report = repl.report()
    if not report.nodes:
        raise usage_problem("no tensor has been made yet")
    limit = 200 if repl.options.limit is None else repl.options.limit
    left = max(len(report.nodes) - limit, 0)
    report.nodes, report.omitted = report.nodes[left:], report.omitted + left
    style = repl.style()._replace(columns=chosen(argument or repl.options.columns, 1))
    render(report, "table", style, repl.environment.stdout.write)


@command("[NAME]")
def graph(repl: Repl, argument: str) -> None:
    """Draw the graph of the latest variable, or of NAME."""
    from cli.graph.drawing import draw
    from cli.graph.forward import Wish, forward

    report = repl.report()
    title = "session"
    if argument:
        number = repl.recorder.number(_tensor(repl, "graph", argument))
        report.result_nodes = [] if number is None else [number]
        title = argument
    wish = Wish(title=title, precision=repl.options.precision, everything=False, limit=1000)
    picture = forward(report, wish)
    if not picture.vertices:
        raise usage_problem("there is nothing to draw: no tensor has been made yet")
    draw(picture, "terminal", repl.style(), repl.environment.stdout.write)


@command()
def explain(repl: Repl, argument: str) -> None:
    """Explain the last backward passes, step by step."""
    from cli.explain.text import lines

    explanation = repl.report(explain=True).explanation
    if explanation is None or not explanation.passes:
        raise usage_problem("no backward pass has run yet", "run one: loss.backward()")
    for line in lines(explanation, repl.style())[1:]:
        repl.environment.stdout.write(line + "\n")


@command("NAME")
def grad(repl: Repl, argument: str) -> None:
    """Show the gradient of NAME, or why it has none."""
    tensor = _tensor(repl, "grad", argument)
    kept = tensor.is_leaf or tensor.retains_grad
    if kept and tensor.grad is not None:
        repl.environment.stdout.write(f"{argument}.grad = {tensor.grad!r}\n")
        return
    report = repl.report(explain=True)
    number = repl.recorder.number(tensor)
    missing = [] if report.explanation is None else report.explanation.missing
    reason = next((m.sentence for m in missing if m.node == number), None)
    if reason is None:
        reason = "no backward pass has reached it"
    repl.environment.stdout.write(f"{argument}.grad = None: {reason}\n")


@command("[NAME]")
def step(repl: Repl, argument: str) -> None:
    """Run backward from the latest variable, or NAME, and show it step by step.

    Enter shows the next step, q stops showing; the pass itself has run when the first is shown.
    """
    from cli.evaluate import printing_to
    from cli.explain.text import step_lines
    from engine.observe import listen, trace

    name = argument or _latest(repl)
    tensor = _tensor(repl, "step", name)
    started = repl.recorder.started
    repl.session.read("")
    script = repl.session.script
    assert script is not None
    try:
        with printing_to(repl.console), listen(repl.recorder), trace(script.filename):
            tensor.backward()
    except (RuntimeError, ValueError, TypeError, NotImplementedError) as error:
        from grammar.runtime_errors import explain as explained

        found = explained(script, error)
        raise _problem(found.diagnostic, repl) from None
    explanation = repl.report(explain=True).explanation
    if explanation is None or repl.recorder.started == started:
        raise usage_problem(f"nothing flows back from {name}")
    taken = explanation.passes[-1]
    steps = [list(step_lines(one, len(taken.steps), repl.style())) for one in taken.steps]
    write = repl.environment.stdout.write
    for place, lines in enumerate(steps):
        for line in lines:
            write(line + "\n")
        if place + 1 < len(steps) and not repl.pause(place + 1, len(steps)):
            return


def _problem(diagnostic: Any, repl: Repl) -> Any:
    from cli.problems import Problem

    return Problem(diagnostic, source=repl.session.text, filename=repl.session.filename)


@command()
def reset(repl: Repl, argument: str) -> None:
    """Forget all variables and nodes; bindings of the command line are there again."""
    repl.reset()


@command("FILE")
def load(repl: Repl, argument: str) -> None:
    """Run a file in the session, as one input."""
    from cli import sources

    text, _ = sources.script(argument, repl.environment)
    repl.enter(text)


@command("FILE")
def save(repl: Repl, argument: str) -> None:
    """Write all inputs to a file, which autograd run runs; those that failed are comments."""
    from cli.graph.output import write_file

    text = "".join(f"{line}\n" for line in _given(repl)) + repl.session.program
    write_file(argument, text)
    repl.environment.stderr.write(f"{argument}: {text.count(chr(10))} lines\n")


@command()
def emit(repl: Repl, argument: str) -> None:
    """Show the inputs as plain PyTorch Python."""
    from grammar.diagnostic import ScriptError
    from grammar.emit import emit as emitted

    names = set(repl.bindings)
    try:
        emission = emitted(repl.session.program, repl.session.filename, names)
    except ScriptError as error:
        raise _problem(error.diagnostic, repl) from None
    imports = list(emission.imports)
    if names and "import torch" not in imports:
        imports.insert(0, "import torch")
    parts = ["\n".join(lines) for lines in (imports, _given(repl)) if lines]
    repl.environment.stdout.write("\n".join([*parts, emission.program.strip("\n")]).strip() + "\n")


def _given(repl: Repl) -> list[str]:
    """Return the bindings of the command line as assignments."""
    return [f"{name} = {_literal(tensor)}" for name, tensor in repl.bindings.items()]


def _literal(tensor: Any) -> str:
    grad = ", requires_grad=True" if tensor.requires_grad else ""
    return f"torch.tensor({tensor.tolist()!r}, dtype={tensor.dtype}{grad})"


@command("[COMMAND|NAME]")
def _help(repl: Repl, argument: str) -> None:
    """List the commands, or show what NAME is."""
    write = repl.environment.stdout.write
    wanted = argument.removeprefix(":")
    if argument.startswith(":") or wanted in COMMANDS:
        if wanted not in COMMANDS:
            raise usage_problem(f"there is no command :{wanted}", ":help lists the commands")
        found = COMMANDS[wanted]
        write(f":{found.name} {found.argument}".rstrip() + f"\n    {found.run.__doc__}\n")
        return
    if argument:
        from cli.reference.work import show_operators

        show_operators([argument], None, "table", repl.options.color, repl.environment)
        return
    width = max(len(f":{c.name} {c.argument}") for c in COMMANDS.values())
    for found in COMMANDS.values():
        write(f"{f':{found.name} {found.argument}':<{width}}  {found.help}\n")
    write(
        "\nAnything else is evaluated as a line of a script; ^ is power. Bindings are float64,\n"
        "floats that are made here float32 (--dtype). Ctrl-D leaves.\n"
    )


@command()
def _quit(repl: Repl, argument: str) -> None:
    """Leave; Ctrl-D does, too."""
    raise Leave


def _tensor(repl: Repl, command: str, name: str) -> Any:
    found = repl.session.namespace.get(name)
    if not is_tensor(found):
        raise unknown_name(f":{command}", name, tensors_in(repl.session.variables()))
    return found


def _latest(repl: Repl) -> str:
    """Return the variable made last whose graph leads somewhere."""
    names = [n for n, v in tensors_in(repl.session.variables()).items() if v.requires_grad]
    computed = [n for n in names if not repl.session.namespace[n].is_leaf]
    if not computed:
        raise usage_problem("no variable has a graph yet", "compute one: loss = (x - 1)^2")
    return computed[-1]
