"""What becomes of what is told where nobody takes it: the reader has gone, or the disk is full."""

import errno
import os
import sys
from collections.abc import Callable
from contextlib import suppress

UNHEARD = 1
"""Exit code where not all was told."""

_NOT_TAKEN = frozenset({errno.EPIPE, errno.ENOSPC, errno.EIO, errno.EFBIG, errno.EDQUOT})


def all_told(work: Callable[[], int]) -> int:
    """The exit code of `work`, once all that it printed was taken; `UNHEARD` where it was not.

    A reader who has read enough, like `| head`, is no fault. What else keeps it back is said.
    """
    try:
        code = work()
        if sys.stdout:  # none where the process was started with it closed
            sys.stdout.flush()
    except OSError as error:
        if error.errno not in _NOT_TAKEN:
            raise
        if error.errno != errno.EPIPE:
            say(f"Standard output cannot be written to: {error.strerror}. Not all was told.")
        _drop_the_rest()
        return UNHEARD
    return code


def say(sentence: str) -> None:
    """Write it to standard error; where nobody takes it there, the exit code has to do."""
    if sys.stderr:
        with suppress(OSError):
            sys.stderr.write(f"{sentence}\n")
            sys.stderr.flush()


def _drop_the_rest() -> None:
    """Or Python fails once more as it leaves."""
    if sys.stdout:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
