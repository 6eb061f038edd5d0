"""Nothing that the hostile scripts do reaches files, processes or the network.

They all run in one process that hears of every such event from the interpreter itself (PEP 578).
"""

from __future__ import annotations

import json
import subprocess
import sys

PROGRAM = """
import json, os, sys, sysconfig
from grammar.diagnostic import ScriptError
from grammar.run import compile_script
from tests.grammar.test_guard_hostile import STOPPED

OUTSIDE = (
    "os.", "shutil.", "subprocess.", "socket.", "ctypes.", "pty.", "ftplib.", "urllib.", "http.",
    "smtplib.", "sqlite3.", "webbrowser.", "tempfile.", "fcntl.", "mmap.", "pathlib.", "glob.",
)
HARMLESS = ("os.listdir", "os.scandir")  # of the import system, which looks for modules
OURS = tuple(
    os.path.realpath(path)
    for path in (
        os.getcwd(), sysconfig.get_path("stdlib"), sysconfig.get_path("purelib"), "/proc", "/sys/fs"
    )
)
seen = []
script = None

def hear(event, arguments):
    if script is None:
        return
    if event == "open":
        path, mode, flags = arguments
        writes = isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT)
        if isinstance(path, int) or (os.path.realpath(path).startswith(OURS) and not writes):
            return
    elif not event.startswith(OUTSIDE) or event in HARMLESS:
        return
    seen.append([script, event, repr(arguments)[:200]])

def run(source):
    try:
        compile_script(source, "hostile.py", ()).run()
    except ScriptError:
        pass

run("import torch, math, numpy, random, copy, collections, functools, itertools, warnings, typing")
sys.addaudithook(hear)
for script in [*STOPPED, CONTROL]:
    if script == CONTROL:
        open(os.devnull, "w").close()
    else:
        run(script)
script = None
sys.__stdout__.write(json.dumps([len(STOPPED), seen]))
"""


def test_hostile_scripts_touch_nothing_outside() -> None:
    program = PROGRAM.replace("CONTROL", repr("the test's own"))
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=True
    )
    count, seen = json.loads(done.stdout[done.stdout.index("[") :])
    assert count >= 200
    # The test opens a file for writing itself at the end: the canary sings.
    assert [event for script, event, _ in seen if script == "the test's own"] == ["open"]
    assert [entry for entry in seen if entry[0] != "the test's own"] == []
