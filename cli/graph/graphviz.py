"""An SVG that Graphviz has laid out: `--engine dot`, for those who have it."""

from __future__ import annotations

from cli.exit_codes import ExitCode
from cli.graph import dot
from cli.graph.model import Picture
from cli.problems import usage_problem
from cli.render import Style, Write

PATIENCE = 60
"""Seconds that Graphviz may take; it needs minutes for a few thousand nodes."""


def render(picture: Picture, style: Style, write: Write) -> None:
    """Write the picture.

    Raises:
        Problem: There is no Graphviz, or it fails.
    """
    from shutil import which
    from subprocess import TimeoutExpired, run

    program = which("dot")
    if program is None:
        raise usage_problem(
            "--engine dot: the program dot of Graphviz is not on the PATH",
            "install it (apt install graphviz), or leave --engine out: autograd draws by itself",
        )
    pieces: list[str] = []
    dot.render(picture, style, pieces.append)
    source = "".join(pieces).encode("utf-8", "replace")
    try:
        done = run([program, "-Tsvg"], input=source, capture_output=True, timeout=PATIENCE)
    except TimeoutExpired:
        raise usage_problem(
            f"--engine dot: dot took more than {PATIENCE} seconds",
            "draw less (--limit 500), or leave --engine out",
            exit_code=ExitCode.REFUSED,
        ) from None
    except OSError as error:
        raise usage_problem(f"--engine dot: {program}: {error.strerror or error}") from None
    if done.returncode != 0:
        words = done.stderr.decode("utf-8", "replace").strip()
        raise usage_problem(f"--engine dot: dot failed: {words}", exit_code=ExitCode.FAILED)
    write(done.stdout.decode("utf-8", "replace"))
