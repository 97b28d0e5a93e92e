"""A room with a clock that is moved by hand, and short ways to ask it and to read its answers."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import count

from wschat_gui.chat.door import DoorRule
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, Effect, Reply
from wschat_gui.chat.flood import FloodRule
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.opening import Past, RoomRules
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import Join, Refused, Rename, RoomEvent, Said, Say, Welcome

ADDRESS = "192.168.1.20"
START_MS = 1_700_000_000_000
RULES = RoomRules(
    message_chars=4_000,
    history_on_join=200,
    history_in_memory=10_000,
    flood=FloodRule(burst=8, per_s=2.0, mute_s=30.0),
    door=DoorRule(wrong_codes=6, window_s=300.0, refusal_s=600.0),
)
"""The defaults of DESIGN section 7, spelled out once more."""


class Stage:
    """One room, and the time."""

    def __init__(
        self,
        *,
        code: str = "",
        rules: RoomRules = RULES,
        epoch: str = "epoch-1",
        past: Past | None = None,
    ) -> None:
        """Open an empty room; its tokens are `epoch-1:1`, `epoch-1:2` and so on."""
        tokens = count(1)
        self.room = Room(
            rules,
            name="Physics 7b",
            code=code,
            past=past or Past(epoch),
            mint_token=lambda: f"{epoch}:{next(tokens)}",
        )
        self._monotonic_s = 50.0

    @property
    def moment(self) -> Moment:
        """Now, on both clocks."""
        return Moment(START_MS + round(self._monotonic_s * 1_000), self._monotonic_s)

    def wait(self, seconds: float) -> None:
        """Let time pass."""
        self._monotonic_s += seconds

    def join(
        self,
        client_id: int,
        nick: str,
        *,
        code: str = "",
        token: str = "",
        epoch: str = "",
        last_seq: int = 0,
        address: str = ADDRESS,
        fallback_nick: str = "",
    ) -> list[Effect]:
        """Knock and ask to be let in."""
        request = Join(nick, code, token, epoch, last_seq)
        return self.room.join(
            client_id, request, self.moment, address=address, fallback_nick=fallback_nick
        )

    def enter(self, client_id: int, nick: str) -> Welcome:
        """Join where nothing is in the way."""
        return welcome_in(self.join(client_id, nick))

    def resume(self, client_id: int, earlier: Welcome, *, last_seq: int) -> list[Effect]:
        """Come back after a drop, as a page does that was welcomed once."""
        return self.join(
            client_id,
            earlier.nick,
            token=earlier.token,
            epoch=earlier.epoch,
            last_seq=last_seq,
        )

    def say(self, client_id: int, text: str, message_id: str = "") -> list[Effect]:
        """Say something."""
        return self.room.say(client_id, Say(message_id, text), self.moment)

    def rename(self, client_id: int, nick: str) -> list[Effect]:
        """Ask for another nick."""
        return self.room.rename(client_id, Rename(nick), self.moment)

    def announce_all(self, texts: Iterable[str]) -> None:
        """Fill the history without anybody's allowance."""
        for text in texts:
            self.room.announce(text, self.moment)

    def nicks(self) -> list[str]:
        """Return who is in the room, in order."""
        return [member.nick for member in self.room.members.values()]


def welcome_in(effects: list[Effect]) -> Welcome:
    """Return the one welcome among `effects`."""
    (admit,) = [effect for effect in effects if isinstance(effect, Admit)]
    assert admit.client_id == admit.welcome.client_id
    return admit.welcome


def refusal(effects: list[Effect]) -> Refused:
    """Return the refusal that is all there is."""
    (reply,) = effects
    assert isinstance(reply, Reply)
    assert isinstance(reply.message, Refused)
    return reply.message


def said(effects: list[Effect]) -> Said:
    """Return the message that everybody gets and that is all there is."""
    (event,) = delivered(effects)
    assert isinstance(event, Said)
    assert len(effects) == 1
    return event


def delivered(effects: list[Effect]) -> list[RoomEvent]:
    """Return what everybody gets, in order."""
    return [effect.event for effect in effects if isinstance(effect, Deliver)]


def dismissals(effects: list[Effect]) -> list[Dismiss]:
    """Return who is thrown out, in order."""
    return [effect for effect in effects if isinstance(effect, Dismiss)]
