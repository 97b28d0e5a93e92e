"""What happens when the person closes the window or stops the server.

Both throw everybody out, so both ask first if anybody is there. Pure: the caller acts.
"""

from __future__ import annotations

from enum import Enum, auto

from wschat_gui.model.state import WindowState
from wschat_gui.model.status import ServerStatus, has_ended

STOP_WITHIN_S = 3.0
"""How long a closing window waits for its server: clients that do not answer must not keep it."""


class NextStep(Enum):
    """What to do about a wish to stop or to close."""

    ASK = auto()
    """People would be thrown out: let the person decide."""
    STOP_FIRST = auto()
    """Ask the server to stop, wait for it, then go on."""
    GO_ON = auto()
    """No server is in the way."""


def next_step(state: WindowState, *, confirmed: bool) -> NextStep:
    """Decide about a wish to stop or to close, `confirmed` meaning that ASK was answered yes."""
    if has_ended(state.status):
        return NextStep.GO_ON
    if state.clients.people and not confirmed:
        return NextStep.ASK
    return NextStep.STOP_FIRST


def wait_is_over(status: ServerStatus, waited_s: float) -> bool:
    """Tell whether a closing window may go: the server has ended, or had its time."""
    return has_ended(status) or waited_s >= STOP_WITHIN_S
