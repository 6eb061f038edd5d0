"""The driver: see the package's docstring."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from tests.fuzz.inputs import KINDS, Input, make
from tests.fuzz.oracle import judge

RUN_EVERY = 8
"""One input of so many is run as well as read; command lines always are."""
STOPPED = 5
HANG = 60.0


def is_run(kind: str, seed: int) -> bool:
    return kind == "cli" or seed % RUN_EVERY == 0


def work(kind: str, first: int, last: int, journal: Path, findings: Path) -> None:
    """Judge the inputs first..last-1; the journal holds the one at hand."""
    with journal.open("r+b", buffering=0) as at:
        for seed in range(first, last):
            at.seek(0)
            at.write(b"%12d" % seed)
            given = make(kind, seed)
            run = is_run(kind, seed)
            problems = judge(given, run)
            if problems:
                report(findings, shortened(given, run, problems), seed, problems)
        at.seek(0)
        at.write(b"%12d" % last)


def shortened(given: Input, run: bool, problems: list[str]) -> Input:
    """Return a shorter source with the same first problem (up to its numbers)."""
    wanted = problems[0][:40]
    end = time.monotonic() + 10
    size = len(given.source) // 2
    while size and time.monotonic() < end:
        start = 0
        while start < len(given.source) and time.monotonic() < end:
            less = given._replace(source=given.source[:start] + given.source[start + size :])
            if any(p[:40] == wanted for p in judge(less, run)):
                given = less
            else:
                start += size
        size //= 2
    return given


def report(findings: Path, given: Input, seed: int, problems: list[str]) -> None:
    name = findings / f"{given.kind}_{seed}.txt"
    name.write_bytes(given.source)
    words = " ".join([given.command, *given.arguments])
    with (findings / "findings.log").open("a") as log:
        log.write(f"{name.name}: {words}: {problems}\n")


class Worker:
    """A process that judges a range of inputs, and is started anew behind one that ends it."""

    def __init__(self, kind: str, first: int, last: int, findings: Path) -> None:
        self.kind, self.first, self.last, self.findings = kind, first, last, findings
        handle, path = tempfile.mkstemp()
        os.close(handle)
        self.journal = Path(path)
        self.stopped = 0
        self._start()

    def _start(self) -> None:
        self.journal.write_bytes(b"%12d" % self.first)
        self.changed = time.monotonic()
        span = [self.kind, str(self.first), str(self.last), str(self.journal), str(self.findings)]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "tests.fuzz", "--work", *span], stderr=subprocess.DEVNULL
        )

    def at(self) -> int:
        return int(self.journal.read_bytes() or self.first)

    def done(self) -> bool:
        """Look after the process; True when the range is finished."""
        at = self.at()
        if at != self.first:
            self.first, self.changed = at, time.monotonic()
        code = self.process.poll()
        hangs = code is None and time.monotonic() - self.changed > HANG
        if hangs:
            self.process.kill()
            code = self.process.wait()
        if code is None:
            return False
        at = self.at()
        if code == 0 and at >= self.last:
            return True
        if code == STOPPED and not hangs:
            self.stopped += 1  # time was up inside one call: the process was ended, as it must be
        else:
            what = "hangs" if hangs else f"ended the process with {code}"
            report(self.findings, make(self.kind, at), at, [what])
        self.first = at + 1
        if self.first >= self.last:
            return True
        self._start()
        return False


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=KINDS)
    parser.add_argument("--findings", type=Path, default=Path(tempfile.gettempdir()) / "findings")
    parser.add_argument("--work", nargs=5, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.work:
        kind, first, last, journal, findings = options.work
        work(kind, int(first), int(last), Path(journal), Path(findings))
        return 0
    options.findings.mkdir(parents=True, exist_ok=True)
    shares = {"grammar": 0.4, "mutate": 0.4, "bytes": 0.19, "cli": 0.01}
    if options.kind:
        shares = {options.kind: 1.0}
    start = time.monotonic()
    first = options.seed * 10_000_000
    todo = [(kind, first, first + int(options.count * share)) for kind, share in shares.items()]
    total = sum(last - first for _, first, last in todo)
    finished = stopped = 0
    workers: list[Worker] = []
    while todo or workers:
        while todo and len(workers) < 2:
            workers.append(Worker(*todo.pop(0), options.findings))
        time.sleep(1)
        for worker in list(workers):
            if worker.done():
                workers.remove(worker)
                finished += worker.last - first
                stopped += worker.stopped
        made = finished + sum(worker.at() - first for worker in workers)
        rate = made / (time.monotonic() - start)
        print(f"\r{made} of {total} inputs, {rate:.0f} a second ", end="", file=sys.stderr)
    log = options.findings / "findings.log"
    count = len(log.read_text().splitlines()) if log.exists() else 0
    print(f"\n{total} inputs, {stopped} ended by --timeout, {count} findings in {options.findings}")
    return 1 if count else 0


if __name__ == "__main__":
    sys.exit(main())
