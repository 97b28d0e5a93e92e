"""How far people may talk, as the host has set it, and what a press on the panic bar makes of it.

The words are chat's `RoomState`; the room itself holds everybody to it.
"""

from __future__ import annotations

from msgspec import Struct

from wschat_gui.bridge.commands import SetRoomState
from wschat_gui.bridge.events import RoomStateChanged
from wschat_gui.language import _

SLOW_STEPS_S = (0, 5, 15, 60)
"""Of slow mode; 0 is off."""


class Conduct(Struct, frozen=True, kw_only=True):
    """The room's state as the server told it last."""

    frozen: bool = False
    slow_s: int = 0
    locked: bool = False

    @classmethod
    def told(cls, event: RoomStateChanged) -> Conduct:
        """Take it from an event."""
        return cls(frozen=event.frozen, slow_s=event.slow_s, locked=event.locked)

    @classmethod
    def wanted(cls, command: SetRoomState) -> Conduct:
        """Take it from a command that is under way."""
        return cls(frozen=command.frozen, slow_s=command.slow_s, locked=command.locked)

    @property
    def is_usual(self) -> bool:
        """Whether everybody may come and talk."""
        return not (self.frozen or self.slow_s or self.locked)

    @property
    def words(self) -> str:
        """Say in large letters what is not as usual; empty where all is."""
        words = []
        if self.frozen:
            words.append(_("FROZEN"))
        if self.slow_s:
            words.append(_("SLOW {seconds} s").format(seconds=self.slow_s))
        if self.locked:
            words.append(_("LOCKED"))
        return "  ·  ".join(words)

    @property
    def next_slow_s(self) -> int:
        """What follows among SLOW_STEPS_S; from any other pace, off."""
        if self.slow_s not in SLOW_STEPS_S:
            return 0
        return SLOW_STEPS_S[(SLOW_STEPS_S.index(self.slow_s) + 1) % len(SLOW_STEPS_S)]

    def changed(
        self, *, frozen: bool | None = None, slow_s: int | None = None, locked: bool | None = None
    ) -> SetRoomState:
        """Ask for this state with some of it changed."""
        return SetRoomState(
            frozen=self.frozen if frozen is None else frozen,
            slow_s=self.slow_s if slow_s is None else slow_s,
            locked=self.locked if locked is None else locked,
        )
