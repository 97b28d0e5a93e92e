"""How many files and sockets this process may have open: asked for at the start, told when used up.

Without it the system's default would hold: 256 on macOS, 1,024 on Linux, and a room is full at 500.
"""

from __future__ import annotations

import asyncio
import errno
import sys
from collections.abc import Callable
from contextlib import suppress
from typing import Any

TASK = "Nobody new can connect"
"""Names the trouble for the window."""
_SENTENCE = (
    "Nobody new can connect: the system lets this program have no more files and connections open. "
    "Who is here chats on. Find out who opens so many connections, or raise the limit (ulimit -n)."
)
_USED_UP = (errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM)
_OVER_AFTER_S = 3.0
"""The loop tries again after one second; so long without a failure, it works again."""
_A_CLIENT = 2
"""Its socket, and another by which it just fetches something."""
_BESIDES = 200
"""The archive's files, and newcomers who have not joined yet."""
_PLENTY = 10_000
"""Nobody needs to be told of a limit above this."""
_GRANTED_BY_MACOS = 10_240
"""Although it says that there is no limit."""


def ask_for_open_files(clients: int) -> str:
    """Have the system grant what so many clients need; where it does not, say so in a sentence."""
    wanted = clients * _A_CLIENT + _BESIDES
    granted = _raise_limit(wanted)
    if granted is None or granted >= min(clients + _BESIDES, _PLENTY):
        return ""
    return (
        f"The system lets this program have {granted} files and connections open: enough for "
        f"about {max(0, granted - _BESIDES)} clients."
    )


def _raise_limit(wanted: int) -> int | None:
    """Return how many may be open now; None where the system has no such limit."""
    granted: int | None = None
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  (not on Windows)

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft == resource.RLIM_INFINITY:
            return None
        granted = soft
        most = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        for more in (most, min(most, _GRANTED_BY_MACOS)):
            if granted >= more:
                break
            # Not more than the system grants to anybody.
            with suppress(OSError, ValueError):
                resource.setrlimit(resource.RLIMIT_NOFILE, (more, hard))
                granted = more
    return granted


class AcceptWatch:
    """Notices when the system gives no more sockets, and when it does again.

    The loop reports each failed try to its exception handler, a hundred times a second; the host
    wants to know once.
    """

    def __init__(self, tell: Callable[[str, str], None]) -> None:
        """`tell(task, sentence)` is told of the trouble, with an empty sentence when it is over."""
        self._tell = tell
        self._failed_at_s: float | None = None

    def handle(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        """Take what a loop hands its exception handler; all else goes on to the loop's own."""
        error = context.get("exception")
        failed_to_accept = context["message"].startswith("socket.accept()")
        if not (failed_to_accept and isinstance(error, OSError) and error.errno in _USED_UP):
            loop.default_exception_handler(context)
            return
        if self._failed_at_s is None:
            self._tell(TASK, _SENTENCE)
        self._failed_at_s = loop.time()

    def look(self, now_s: float) -> None:
        """Say that it is over when it is, at the loop's time `now_s`; about once a second."""
        if self._failed_at_s is not None and now_s - self._failed_at_s >= _OVER_AFTER_S:
            self._failed_at_s = None
            self._tell(TASK, "")
