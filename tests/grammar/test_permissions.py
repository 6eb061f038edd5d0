"""Files: a script opens those below the folders it was given, and no other."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from grammar.permissions import Permissions, granting
from grammar.run import compile_script
from tests.cli.conftest import run_program

Outcome = tuple[int | None, str]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working directory with an allowed folder, `data`, and a file outside of it."""
    (tmp_path / "data" / "deep").mkdir(parents=True)
    np.save(tmp_path / "data" / "a.npy", np.arange(3.0))
    np.save(tmp_path / "secret.npy", np.arange(3.0))
    (tmp_path / "data" / "link.npy").symlink_to(tmp_path / "secret.npy")
    (tmp_path / "data" / "up").symlink_to(tmp_path)
    (tmp_path / "data" / "inside.npy").symlink_to(tmp_path / "data" / "a.npy")
    (tmp_path / "way").symlink_to(tmp_path / "data")
    os.mkfifo(tmp_path / "data" / "pipe.npy")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(source: str, permissions: Permissions | None = None) -> Outcome:
    """Exit code and message of a script; (None, the result's text) if it ends well."""
    both = Permissions.of(["data"], ["data"])
    with granting(both if permissions is None else permissions):
        outcome = compile_script("import numpy as np\n" + source, "s.py").run()
    if outcome.error is None:
        return None, str(outcome.result)
    return outcome.error.exit_code, outcome.error.diagnostic.message


READ = {
    "np.load('data/a.npy')": (None, "[0. 1. 2.]"),
    "np.load('./data/../data/a.npy')": (None, "[0. 1. 2.]"),
    "np.load('data/inside.npy')": (None, "[0. 1. 2.]"),
    "np.load('way/a.npy')": (None, "[0. 1. 2.]"),
    "np.load('secret.npy')": (5, "np.load may not read 'secret.npy'"),
    "np.load('data/../secret.npy')": (5, "np.load may not read 'data/../secret.npy'"),
    "np.load('data/link.npy')": (5, "np.load may not read 'data/link.npy'"),
    "np.load('data/up/secret.npy')": (5, "np.load may not read 'data/up/secret.npy'"),
    "np.load('/etc/passwd')": (5, "np.load may not read '/etc/passwd'"),
    "np.load('/dev/zero')": (5, "np.load may not read '/dev/zero'"),
    "np.load('data2/a.npy')": (5, "np.load may not read 'data2/a.npy'"),
    "np.load('data/pipe.npy')": (5, "np.load opens ordinary files only: 'data/pipe.npy' is none"),
    "np.load('data/deep')": (1, "[Errno 21] Is a directory: 'data/deep'"),
    "np.load('data')": (1, "[Errno 21] Is a directory: 'data'"),
    "np.load('')": (5, "np.load may not read ''"),
    "np.load('data/a.npy', allow_pickle=True)": (
        5,
        "np.load(allow_pickle=True) would run code that is in the file",
    ),
    "np.load(3)": (1, "np.load() takes the path of a file as text, not int"),
    "np.load(b'data/a.npy')": (1, "np.load() takes the path of a file as text, not bytes"),
    "class S: pass\nnp.load(S())": (1, "np.load() takes the path of a file as text, not S"),
    "try:\n    torch.load('secret.npy')\nexcept Exception:\n    pass": (
        5,
        "torch.load may not read 'secret.npy'",
    ),
    "load('secret.npy')": (5, "torch.load may not read 'secret.npy'"),
    "np.loadtxt('secret.npy')": (5, "np.loadtxt may not read 'secret.npy'"),
}


@pytest.mark.parametrize("source", READ)
def test_reading(folder: Path, source: str) -> None:
    code, message = run(source)
    assert code == READ[source][0]
    assert message == READ[source][1] or not READ[source][1]


def test_a_missing_file_is_pythons_error(folder: Path) -> None:
    assert run("try:\n    np.load('data/no.npy')\nexcept FileNotFoundError:\n    x = 1\nx") == (
        None,
        "1",
    )
    code, _ = run("np.load('data/a\\0')")
    assert code == 1


WRITE = {
    "np.save('secret.npy', [1])": "np.save may not write 'secret.npy'",
    "np.save('data/link.npy', [1])": "np.save may not write 'data/link.npy'",
    "np.save('data/up/new', [1])": "np.save may not write 'data/up/new.npy'",
    "np.save('data/../new', [1])": "np.save may not write 'data/../new.npy'",
    "torch.save(torch.ones(1), 'w.pt')": "torch.save may not write 'w.pt'",
    "np.savez('b', x=1)": "np.savez may not write 'b.npz'",
    "np.savetxt('b', [1])": "np.savetxt may not write 'b'",
    "np.save('data/pipe.npy', [1])": "np.save opens ordinary files only: 'data/pipe.npy' is none",
}


@pytest.mark.parametrize("source", WRITE)
def test_writing_elsewhere_is_refused(folder: Path, source: str) -> None:
    before = sorted(folder.rglob("*"))
    assert run(source) == (5, WRITE[source])
    assert sorted(folder.rglob("*")) == before


def test_what_is_written_is_read(folder: Path) -> None:
    code, text = run(
        """
torch.save({'w': torch.ones(2)}, 'data/new/w.pt')
np.save('data/n', np.arange(2))
np.savez('data/z', torch.ones(1), b=[2])
np.savetxt('data/t.txt', [[1, 2], [3, 4]])
many = np.load('data/z.npz')
[torch.load('data/new/w.pt', weights_only=True), np.load('data/n.npy').tolist(),
 many['arr_0'].tolist(), many['b'].tolist(), np.loadtxt('data/t.txt').tolist()]
"""
    )
    assert (code, text) == (
        None,
        "[{'w': tensor([1., 1.])}, [0, 1], [1.0], [2], [[1.0, 2.0], [3.0, 4.0]]]",
    )
    assert not list(folder.rglob(".*"))


def test_a_failed_write_leaves_what_was_there(folder: Path) -> None:
    before = (folder / "data" / "a.npy").read_bytes()
    code, message = run("np.save('data/a.npy', [print])")
    assert (code, message) == (1, "only arrays of numbers or texts can be saved")
    code, message = run("torch.save([torch.ones(3), print], 'data/a.npy')")
    assert code == 1
    assert message.startswith("cannot save an object of type")
    assert (folder / "data" / "a.npy").read_bytes() == before
    assert not list(folder.rglob(".*"))


def test_reading_is_no_leave_to_write(folder: Path) -> None:
    only = Permissions.of(["data"], None)
    assert run("np.load('data/a.npy').sum()", only) == (None, "3.0")
    assert run("np.save('data/a', [1])", only) == (5, "np.save may not write 'data/a.npy'")
    only = Permissions.of(None, ["data"])
    assert run("np.load('data/a.npy')", only) == (5, "np.load may not read 'data/a.npy'")


def test_permissions_end_with_the_run(folder: Path) -> None:
    assert run("np.load('data/a.npy').sum()")[0] is None
    outcome = compile_script("import numpy as np\nnp.load('data/a.npy')", "s.py").run()
    assert outcome.error is not None
    assert outcome.error.exit_code == 5


@pytest.mark.parametrize(
    "content",
    [b"", b"\x93NUMPY", b"\x93NUMPY\x01\x00v\x00{'descr': '|O'", b"PK\x03\x04", bytes(99)],
)
def test_broken_files_are_errors(folder: Path, content: bytes) -> None:
    (folder / "data" / "broken.npy").write_bytes(content)
    for function in ("np.load", "torch.load", "np.loadtxt"):
        code, message = run(f"{function}('data/broken.npy')")
        assert code in (None, 1)
        assert message


def test_a_header_that_promises_terabytes(folder: Path) -> None:
    head = b"{'descr': '<f8', 'fortran_order': False, 'shape': (1000000000000,), }"
    head = head.ljust(117) + b"\n"
    (folder / "data" / "big.npy").write_bytes(b"\x93NUMPY\x01\x00v\x00" + head + bytes(16))
    assert run("np.load('data/big.npy')")[0] in (1, 5)


def test_the_options(folder: Path) -> None:
    source = "import numpy as np\nnp.save('out/a', np.load('data/a.npy') * 2)"
    done = run_program("eval", source, "--quiet", "--allow-read", "data", "--allow-write", "out")
    assert (done.code, done.err) == (0, "")
    assert np.load(folder / "out" / "a.npy").tolist() == [0.0, 2.0, 4.0]
    done = run_program("eval", source, "--quiet", "--allow-read", "data", "--allow-read", "out")
    assert done.code == 5
    assert done.err == (
        "Refused: np.save may not write 'out/a.npy'\n --> expression:2:1\n  |\n"
        "2 | np.save('out/a', np.load('data/a.npy') * 2)\n"
        "  | ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^\n  |\n"
        "help: allow it: --allow-write out\n"
    )
