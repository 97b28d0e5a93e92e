"""Whether the computer is to be kept from sleeping: only while somebody would be cut off by it."""

from __future__ import annotations

from wschat_gui.model.state import WindowState
from wschat_gui.model.status import Running


def must_stay_awake(state: WindowState, *, is_wanted: bool) -> bool:
    """Tell whether people are connected, and the host wants the computer awake then."""
    return is_wanted and isinstance(state.status, Running) and state.clients.people > 0
