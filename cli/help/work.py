"""What `help` does."""

from __future__ import annotations

from typing import Any

from cli.environment import Environment
from cli.exit_codes import ExitCode
from cli.help.topics import TOPICS
from cli.problems import show, usage_problem


def tell(topic: str | None, man: bool, environment: Environment, group: Any) -> int:
    """Write a text about a topic or a command; return the exit code.

    group: the context of the group of commands, which knows their help.
    """
    from cli.commands import COMMANDS

    write = environment.stdout.write
    if man:
        from cli.help.manual import manual

        write(manual(_version()))
        return ExitCode.DONE
    if topic is None:
        write("autograd help COMMAND shows a command, autograd help TOPIC one of:\n\n")
        width = max(map(len, TOPICS))
        for name, found in TOPICS.items():
            write(f"  {name:<{width}}  {found.summary}\n")
        write(f"\nCommands: {', '.join(COMMANDS)}\n")
        return ExitCode.DONE
    name = topic.strip().lower()
    if name in COMMANDS:
        command = group.command.get_command(group, name)
        with command.make_context(name, [], parent=group, resilient_parsing=True) as inner:
            write(command.get_help(inner) + "\n")
        return ExitCode.DONE
    if name in TOPICS:
        write(TOPICS[name].text())
        return ExitCode.DONE
    from grammar.suggest import did_you_mean

    help = did_you_mean(name, [*TOPICS, *COMMANDS])
    problem = usage_problem(
        f"there is no command or topic '{topic}'", help or "autograd help lists them"
    )
    show(environment, problem.diagnostic, "", "", "auto")
    return problem.exit_code


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("autograd-calculator")
    except PackageNotFoundError:
        return ""
