"""Ends the process where a query outlives its time, or is interrupted: the store cannot be told to stop, and threads cannot be ended."""

import os
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

STATUS = 124
"""The exit status of a process that has run out of time, as of timeout(1)."""


@contextmanager
def deadline(seconds: float | None, tell: Callable[[], object]) -> Iterator[None]:
    """End this process with ``STATUS`` after so many seconds, and at once by Ctrl-C, unless what is done meanwhile has ended.

    ``tell`` says that time is over. To be called from the main thread.
    """

    def end() -> None:
        try:
            tell()
        finally:
            os._exit(STATUS)

    timer = threading.Timer(seconds or 0, end)
    timer.daemon = True
    # Python hears Ctrl-C only when the store has answered.
    former = signal.signal(signal.SIGINT, signal.SIG_DFL)
    if seconds is not None:
        timer.start()
    try:
        yield
    finally:
        timer.cancel()
        signal.signal(signal.SIGINT, former)
