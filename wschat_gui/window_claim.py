"""One window for each data folder: a second start calls the first window to the front, and ends.

The folder itself carries the call, so nothing is reachable from the network: a lock tells that a
window is open, a file asks it to come forward, and its being taken away is the answer.
"""

from __future__ import annotations

import logging
import time
from enum import Enum, auto
from pathlib import Path

from wschat_gui.archive.faults import ArchiveFault, FaultKind
from wschat_gui.archive.host_lock import HostLock

LOCK_NAME = "window.lock"
CALL_NAME = "window.call"
PATIENCE_S = 5.0
"""With a window that does not answer: its first beat comes sooner than that, also on slow disks."""
_PAUSE_S = 0.02
_log = logging.getLogger(__name__)


class SecondStart(Enum):
    """How a start ends whose data folder has a window already."""

    ANSWERED = auto()
    """That window is in front now."""
    UNANSWERED = auto()
    """It hangs."""


def answer_to_call(*, is_taken: bool, waited_s: float) -> SecondStart | None:
    """Say what a call has come to; None: it is worth waiting on."""
    if is_taken:
        return SecondStart.ANSWERED
    return SecondStart.UNANSWERED if waited_s >= PATIENCE_S else None


class WindowClaim:
    """Held by the one window of a data folder, until `release` or the end of the process."""

    def __init__(self, folder: Path, lock: HostLock | None) -> None:
        """Hold `lock`; None in a folder that allows none, where nobody can call either."""
        self._lock = lock
        self._call = folder / CALL_NAME
        self.take_call()  # one that its window has not lived to see

    def take_call(self) -> bool:
        """Tell whether another start has called since the last time. Cheap: one system call."""
        if self._lock is None:
            return False
        try:
            self._call.unlink()
        except FileNotFoundError:
            return False
        except OSError as error:
            _log.debug("the call cannot be taken away: %s", error)  # its caller waits in vain
            return False
        return True

    def release(self) -> None:
        """Let another start open a window over the folder."""
        if self._lock is not None:
            self._lock.release()


def claim_or_call(folder: Path) -> WindowClaim | SecondStart:
    """Claim the folder for a window; where one is open over it, call that one.

    Waits for its answer up to `PATIENCE_S`. Should it close meanwhile, the claim is ours.
    """
    call = folder / CALL_NAME
    began_s = time.monotonic()
    try:
        folder.mkdir(parents=True, exist_ok=True)
        if (claim := _claim(folder)) is not None:
            return claim
        call.touch()
    except OSError as error:
        _log.info("whether a window is open over %s cannot be told: %s", folder, error)
        return WindowClaim(folder, None)
    while (claim := _claim(folder)) is None:
        waited_s = time.monotonic() - began_s
        outcome = answer_to_call(is_taken=not call.exists(), waited_s=waited_s)
        if outcome is not None:
            return outcome
        time.sleep(_PAUSE_S)
    return claim


def _claim(folder: Path) -> WindowClaim | None:
    """Claim the folder; None where a window has it."""
    try:
        return WindowClaim(folder, HostLock(folder / LOCK_NAME))
    except ArchiveFault as fault:
        if fault.kind is FaultKind.SECOND_HOST:
            return None
        _log.info("whether a window is open cannot be told: %s", fault.detail)
        return WindowClaim(folder, None)
