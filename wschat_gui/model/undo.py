"""What was done to people in the last seconds, and how each of it is taken back.

The window's own memory: the server only knows the commands. Pure: `now_s` is a monotonic clock's.
"""

from __future__ import annotations

import math
from collections.abc import Iterable

from msgspec import Struct, field
from msgspec.structs import replace

from wschat_gui.bridge.commands import Command, LiftBan, Reinstate
from wschat_gui.bridge.events import BanEntry
from wschat_gui.model.formats import one_line


class AwaitedBan(Struct, frozen=True):
    """A ban that was asked for, and whose number the server has not told yet."""

    client_id: int
    nick: str
    """Empty of a client that has not joined."""
    ip: str

    def is_answered_by(self, ban: BanEntry) -> bool:
        """Whether this entry of the list may be what was asked for."""
        return one_line(ban.nick) == self.nick and ban.ip in {"", self.ip}


class Done(Struct, frozen=True, kw_only=True):
    """Something that can be taken back."""

    number: int
    sentence: str
    """What was done, such as `Kicked ada`."""
    until_s: float
    commands: tuple[Command, ...] = ()
    """These take it back."""
    awaited: tuple[AwaitedBan, ...] = ()
    """And these, which then become commands."""

    @property
    def undoing(self) -> tuple[Command, ...]:
        """All that takes it back, as far as is known."""
        # Of a ban without a number nothing was kept: the server has only kicked.
        return (*self.commands, *(Reinstate(each.client_id) for each in self.awaited))

    def left_s(self, now_s: float) -> int:
        """Count the seconds that are left, the one that runs included."""
        return max(0, math.ceil(self.until_s - now_s))


class UndoStack(Struct):
    """What can be taken back, the newest last."""

    _done: list[Done] = field(default_factory=list)
    _last_number: int = 0
    _known_bans: frozenset[int] = frozenset()

    def __len__(self) -> int:
        """Count what can be taken back."""
        return len(self._done)

    @property
    def done(self) -> tuple[Done, ...]:
        """All of it, the newest last."""
        return tuple(self._done)

    def add(
        self,
        sentence: str,
        until_s: float,
        commands: Iterable[Command] = (),
        awaited: Iterable[AwaitedBan] = (),
    ) -> None:
        """Take up what was just done."""
        self._last_number += 1
        self._done.append(
            Done(
                number=self._last_number,
                sentence=sentence,
                until_s=until_s,
                commands=tuple(commands),
                awaited=tuple(awaited),
            )
        )

    def take(self, number: int | None = None) -> Done | None:
        """Take one out to undo it, the newest if not said which; None if it is too late."""
        for done in reversed(self._done):
            if number in {None, done.number}:
                self._done.remove(done)
                return done
        return None

    def expire(self, now_s: float) -> bool:
        """Let go of what can no longer be taken back; False if that is nothing."""
        before = len(self._done)
        self._done = [done for done in self._done if now_s < done.until_s]
        return len(self._done) != before

    def note_bans(self, bans: tuple[BanEntry, ...]) -> None:
        """Learn the numbers of bans that were asked for; the server answers in that order."""
        for ban in bans:
            if ban.ban_id not in self._known_bans:
                self._assign(ban)
        self._known_bans = frozenset(ban.ban_id for ban in bans)

    def clear(self) -> None:
        """Forget all: the server that could take it back has ended."""
        self._done.clear()
        self._known_bans = frozenset()

    def _assign(self, ban: BanEntry) -> None:
        for place, done in enumerate(self._done):
            for awaited in done.awaited:
                if awaited.is_answered_by(ban):
                    self._done[place] = replace(
                        done,
                        commands=(*done.commands, LiftBan(ban.ban_id)),
                        awaited=tuple(each for each in done.awaited if each is not awaited),
                    )
                    return
