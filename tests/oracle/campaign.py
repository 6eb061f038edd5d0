"""`python -m tests.oracle.campaign --seed S --count N`: random programs, failures made small."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter

from tests.oracle import function_programs, ours, programs, theirs, view_programs
from tests.oracle.outcome import Outcome, agreement
from tests.oracle.referee import Referee
from tests.oracle.report import difference


def _run_ours(source: str) -> Outcome:
    """Our outcome; a crash of ours is one too, and the campaign goes on."""
    try:
        return ours.run(source)
    except Exception as crash:
        return Outcome("", f"crash: {type(crash).__name__}: {crash}")


def _kind(source: str, referee: Referee) -> str:
    their = referee.run(source)
    return "referee crashed" if their is None else agreement(_run_ours(source), their)


def minimised(source: str, referee: Referee) -> str:
    """`source` with every line dropped that the disagreement does not need (blocks go as one)."""
    lines = source.splitlines()
    dropped = True
    while dropped:
        dropped = False
        index = len(lines) - 1
        while index >= 0:
            end = index + 1
            while end < len(lines) and lines[end].startswith((" ", "except")):
                end += 1
            shorter = lines[:index] + lines[end:]
            if not lines[index].startswith((" ", "except")) and _still_differs(shorter, referee):
                lines, dropped = shorter, True
            index -= 1
    return "\n".join(lines) + "\n"


def _still_differs(lines: list[str], referee: Referee) -> bool:
    source = "\n".join(lines) + "\n"
    our, their = _run_ours(source), referee.run(source)
    if their is None:
        return False
    # A line that defined a name is gone: another disagreement than the one to be shown.
    if any(
        o.error is not None and o.error.startswith(("NameError", "SyntaxError"))
        for o in (our, their)
    ):
        return False
    return agreement(our, their) == "different"


def main() -> int:
    """Runs the campaign; the exit code says whether all programs agreed."""
    parser = argparse.ArgumentParser(prog="python -m tests.oracle.campaign", description=__doc__)
    parser.add_argument("--seed", type=int, default=10_000, help="first seed")
    parser.add_argument("--count", type=int, default=1000, help="how many programs")
    parser.add_argument("--views", action="store_true", help="programs about views and changes")
    parser.add_argument("--show", type=int, default=10, help="how many disagreements to print")
    parser.add_argument("--functions", action="store_true", help="programs of custom Functions")
    parser.add_argument("--rounding", action="store_true", help="also print last-digit differences")
    options = parser.parse_args()
    if (reason := theirs.unavailable()) is not None:
        print(f"no referee: {reason}", file=sys.stderr)
        return 2
    generator = (
        function_programs if options.functions else view_programs if options.views else programs
    )
    program = generator.program
    counts: Counter[str] = Counter()
    start = time.perf_counter()
    with Referee() as referee:
        for seed in range(options.seed, options.seed + options.count):
            source = program(seed)
            kind = _kind(source, referee)
            counts[kind] += 1
            wanted = kind == "different" or (options.rounding and kind == "rounding")
            if wanted and counts[kind] <= options.show:
                small = minimised(source, referee) if kind == "different" else source
                their = referee.run(small) or Outcome("", "crash of the referee")
                print(f"--- seed {seed}", difference(small, _run_ours(small), their), sep="\n")
    seconds = time.perf_counter() - start
    print(f"{options.count} programs in {seconds:.1f} s: {dict(counts)}")
    return 1 if counts["different"] else 0


if __name__ == "__main__":
    sys.exit(main())
