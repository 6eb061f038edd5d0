"""`--timeout` and `--max-memory` as a user meets them: in a process of its own."""

from __future__ import annotations

import subprocess
import sys
from time import perf_counter

import pytest

from tests.cli.conftest import Run


def run(*arguments: str) -> tuple[int, str, float]:
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "cli", *arguments], capture_output=True, text=True, timeout=60
    )
    assert "Traceback" not in done.stderr
    assert "internal error" not in done.stderr
    return done.returncode, done.stderr, perf_counter() - start


ENDLESS = {
    "a loop": "while True: pass",
    "a loop that goes on": "while True:\n    try:\n        while True: pass\n    finally: continue",
    "an iterator": "import itertools\nmax(itertools.count())",
    "a sum": "sum(range(10**13))",
    "a product": "a = 3**10000000\nfor i in range(9): a = a*a",
    "a matrix product": "a = torch.ones(9000, 9000)\nb = a @ a @ a @ a @ a @ a @ a @ a",
    "a hook": "x = tensor(1., requires_grad=True)\nx.register_hook(lambda g: sum(range(10**13)))\n"
    "(x*2).backward()",
}


@pytest.mark.parametrize("what", ENDLESS)
def test_time_bounds_every_call(what: str) -> None:
    code, said, seconds = run("eval", ENDLESS[what], "--timeout", "0.4", "--quiet")
    assert code == 5
    assert "stopped after 0.4 s" in said
    assert "--timeout SECONDS" in said
    assert seconds < 12  # the machine may be busy


def test_a_script_in_time_leaves_no_process_behind() -> None:
    # Who reads the output waits for its end: a child that held it open would hold him up.
    code, said, seconds = run("eval", "x*2", "x=1", "--timeout", "50", "--quiet")
    assert (code, said) == (0, "")
    assert seconds < 12


LARGE = {
    "repeated text": "s = 'ab' * 900\nn = 10**11\nt = s*n",
    "a repeated list": "s = [0]\nn = 10**12\nt = s*n",
    "an array": "torch.zeros(10**6, 10**6)",
    "a made contiguous": "torch.zeros(1, 1).expand(10**6, 10**6).contiguous()",
    "an outer product": "a = torch.ones(10**6)\ntorch.outer(a, a)",
    "a range": "torch.arange(10**13)",
    "an identity": "torch.eye(10**6)",
    "one hot": "F.one_hot(tensor([10**12]))",
    "tiled": "torch.ones(10).tile(10**12)",
    "a list": "list(range(10**13))",
    "a number": "(1 << 10**7) << 10**12",
    "a width": "f'{1:1000000000000}'",
    "joined": "'x'.rjust(10**13)",
    "bytes": "b'x'.zfill(10**13)",
    "a set": "set(range(10**13))",
    "a product": "import itertools\nlist(itertools.product(range(10**4), repeat=9))",
}


@pytest.mark.parametrize("what", LARGE)
def test_what_cannot_fit_is_refused_at_once(autograd: Run, what: str) -> None:
    start = perf_counter()
    done = autograd("eval", LARGE[what], "--quiet", "--max-memory", "300000000")
    assert done.code in (1, 3, 5), done
    assert done.err
    assert done.out == ""
    assert perf_counter() - start < 10


def test_without_a_bound_the_machines_free_memory_is_one(autograd: Run) -> None:
    done = autograd("eval", "s = 'ab' * 900; n = 10**12; t = s*n", "--quiet")
    assert done.code == 5
    assert done.err.startswith("MemoryError: out of memory")
