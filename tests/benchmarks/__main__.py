"""`python -m tests.benchmarks [NAME ...] [--quick]`: benchmarks, ratios and targets."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable

from tests.benchmarks import depth, memory, operators, parse, startup, training
from tests.benchmarks.measure import Row, table

BENCHMARKS: dict[str, Callable[[bool], list[Row]]] = {
    "startup": startup.measure,
    "operators": operators.measure,
    "depth": depth.measure,
    "parse": parse.measure,
    "training": training.measure,
    "memory": memory.measure,
}


def main(arguments: list[str] | None = None) -> int:
    """Prints a table a benchmark; the exit code is 1 when a target is missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=", ".join(BENCHMARKS))
    parser.add_argument("--quick", action="store_true", help="tiny sizes: does it run at all?")
    options = parser.parse_args(arguments)
    if unknown := set(options.names) - BENCHMARKS.keys():
        parser.error(f"unknown: {', '.join(sorted(unknown))}; known: {', '.join(BENCHMARKS)}")
    over = False
    for name in options.names or BENCHMARKS:
        rows = BENCHMARKS[name](options.quick)
        print(f"{name}\n{table(rows)}\n", flush=True)
        over = over or any(row.verdict == "OVER" for row in rows)
    return 1 if over and not options.quick else 0


if __name__ == "__main__":
    sys.exit(main())
