"""The list of bans between the room, the window, and two runs of the server in one program.

What a ban is and whom it keeps out is in `chat/bans.py`; those that outlive the program are
saved by `keeper.py`.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from wschat_gui.bridge.events import BanEntry, BansChanged
from wschat_gui.chat.bans import Ban


class CarriedBans:
    """What nothing saves, kept while the program runs: the host may stop the room and go on."""

    def __init__(self) -> None:
        """Begin with none."""
        self._bans: tuple[Ban, ...] = ()

    def keep(self, bans: Iterable[Ban]) -> None:
        """Remember these instead of those before."""
        self._bans = tuple(bans)

    def beside(self, saved: Sequence[Ban]) -> tuple[Ban, ...]:
        """Return the saved ones with these behind them, no two with the same id."""
        known = {ban.ban_id for ban in saved}
        merged = list(saved)
        for ban in self._bans:
            ban_id = ban.ban_id
            if ban_id in known:  # the data folder is another one than in the run before
                ban_id = max(known) + 1
            known.add(ban_id)
            merged.append(replace(ban, ban_id=ban_id))
        return tuple(merged)


def bans_changed(bans: Iterable[Ban]) -> BansChanged:
    """Return what the window is told."""
    return BansChanged(tuple(_entry(ban) for ban in bans))


def _entry(ban: Ban) -> BanEntry:
    return BanEntry(
        ban_id=ban.ban_id,
        nick=ban.nick,
        ip=ban.ip,
        by_device=bool(ban.person_id),
        reason=ban.reason,
        since_ms=ban.since_ms,
        until_ms=ban.until_ms,
        until_stop=ban.until_stop,
    )
