"""What the exit code of `autograd` says."""

from enum import IntEnum


class ExitCode(IntEnum):
    """Exit codes, the same for every command."""

    DONE = 0
    FAILED = 1  # the script failed while running
    USAGE = 2  # wrong usage or bindings
    UNREADABLE = 3  # the script cannot be read
    CHECK = 4  # a check or an assert failed
    REFUSED = 5  # refused for safety: permission, memory, time
    INTERRUPTED = 130
    CLOSED_PIPE = 141
