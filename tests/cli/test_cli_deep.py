"""Objects nested so deeply that C code which follows them would exhaust an ordinary stack."""

from __future__ import annotations

import subprocess
import sys

import pytest

DEPTH = 100_000
SCRIPTS = {
    "read": """
import itertools
for wrap in (lambda m: map(abs, m), lambda m: filter(None, m), itertools.chain, itertools.cycle,
             itertools.accumulate, enumerate, zip, itertools.zip_longest, lambda m: (x for x in m)):
    m = [1]
    for i in range(DEPTH):
        m = wrap(m)
    try:
        next(iter(m))
    except RecursionError:
        pass
    m = None
""",
    "compared, hashed, shown": """
from collections import OrderedDict, deque, defaultdict
for wrap in (lambda x: [x], lambda x: (x,), lambda x: {1: x}, lambda x: deque([x]), slice,
             lambda x: defaultdict(int, {1: x}), lambda x: OrderedDict(a=x)):
    a = b = 1
    for i in range(DEPTH):
        a, b = wrap(a), wrap(b)
    for ask in (lambda: a == b, lambda: {a: 1}, lambda: repr(a), lambda: torch.tensor(a)):
        try:
            ask()
        except (RecursionError, TypeError, ValueError, RuntimeError):
            pass
    a = b = None
""",
    "freed at the end": "m = [1]\nfor i in range(DEPTH):\n    m = slice(m)\n",
}


@pytest.mark.parametrize("what", SCRIPTS)
def test_deep_objects_do_not_end_the_process(what: str) -> None:
    source = SCRIPTS[what].replace("DEPTH", str(DEPTH)) + "\nprint('alive')\n"
    command = [sys.executable, "-m", "cli", "run", "-", "--quiet"]
    done = subprocess.run(command, input=source, capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")
