"""A room with a clock that is moved by hand, and short ways to ask it and to read its answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import count

import msgspec

from wschat_gui.chat.door import DoorRule
from wschat_gui.chat.effects import Admit, Deliver, Dismiss, Effect, Reply
from wschat_gui.chat.flood import FloodRule
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.opening import Past, RoomRules
from wschat_gui.chat.requests import Edit, Join, React, Rename, Retract, Say, Whisper
from wschat_gui.chat.room import Room
from wschat_gui.chat.vocabulary import Answer, Person, Refused, RoomEvent, Said, Welcome

ADDRESS = "192.168.1.20"
START_MS = 1_700_000_000_000
RULES = RoomRules(
    message_chars=4_000,
    history_on_join=200,
    history_in_memory=10_000,
    flood=FloodRule(burst=8, per_s=2.0, mute_s=30.0),
    door=DoorRule(wrong_codes=6, window_s=300.0, refusal_s=600.0),
    edit_s=300.0,
    file_bytes=10 * 1024 * 1024,
    all_files_bytes=500 * 1024 * 1024,
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
        run: str = "",
    ) -> None:
        """Open an empty room; its tokens are `epoch-1:1`, `epoch-1:2` and so on.

        `run` is to be in them instead where several runs have the same epoch.
        """
        tokens = count(1)
        self.room = Room(
            rules,
            name="Physics 7b",
            code=code,
            past=past or Past(epoch),
            mint_token=lambda: f"{run or epoch}:{next(tokens)}",
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
        device: str = "",
        address: str = ADDRESS,
        fallback_nick: str = "",
    ) -> list[Effect]:
        """Knock and ask to be let in."""
        request = Join(nick, code, token, epoch, last_seq, device)
        return self.room.join(
            client_id, request, self.moment, address=address, fallback_nick=fallback_nick
        )

    def enter(
        self,
        client_id: int,
        nick: str,
        *,
        device: str = "",
        token: str = "",
        address: str = ADDRESS,
    ) -> Welcome:
        """Join where nothing is in the way."""
        effects = self.join(client_id, nick, device=device, token=token, address=address)
        return welcome_in(effects)

    def resume(self, client_id: int, earlier: Welcome, *, last_seq: int) -> list[Effect]:
        """Come back after a drop, as a page does that was welcomed once."""
        return self.join(
            client_id,
            earlier.nick,
            token=earlier.token,
            epoch=earlier.epoch,
            last_seq=last_seq,
        )

    def say(
        self, client_id: int, text: str, message_id: str = "", *, reply_to: int = 0
    ) -> list[Effect]:
        """Say something."""
        return self.room.say(client_id, Say(message_id, text, reply_to), self.moment)

    def edit(self, client_id: int, seq: int, text: str) -> list[Effect]:
        """Put another text in the place of a message."""
        return self.room.edit(client_id, Edit(seq, text), self.moment)

    def retract(self, client_id: int, seq: int) -> list[Effect]:
        """Take a message back."""
        return self.room.retract(client_id, Retract(seq), self.moment)

    def react(
        self, client_id: int, seq: int, emoji: str = "\N{THUMBS UP SIGN}", *, on: bool = True
    ) -> list[Effect]:
        """Put an emoji on a message, or take it away."""
        return self.room.react(client_id, React(seq, emoji, on), self.moment)

    def whisper(
        self, client_id: int, to_client_id: int, text: str, message_id: str = "w1"
    ) -> list[Effect]:
        """Say something to the person of one other client alone."""
        request = Whisper(message_id, self.room.members[to_client_id].person_id, text)
        return self.room.whisper(client_id, request, self.moment)

    def ban(
        self,
        client_id: int,
        *,
        by_device: bool = False,
        by_address: bool = False,
        address: str = ADDRESS,
        for_s: float | None = None,
        until_stop: bool = False,
        reason: str = "Enough.",
        strangers: Mapping[int, str] | None = None,
    ) -> list[Effect]:
        """Keep somebody out, for ever where nothing else is said."""
        return self.room.ban(
            client_id,
            self.moment,
            by_device=by_device,
            by_address=by_address,
            address=address,
            for_s=for_s,
            until_stop=until_stop,
            reason=reason,
            strangers=strangers or {},
        )

    def rules_with(self, **changed: int) -> RoomRules:
        """Return the usual rules but for some."""
        return msgspec.structs.replace(RULES, **changed)

    def person(self, client_id: int) -> Person:
        """Return a member's line of the roster."""
        return self.room.members[client_id].person

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


def replies(effects: list[Effect], client_id: int) -> list[Answer]:
    """Return what one client alone gets, in order."""
    return [
        effect.message
        for effect in effects
        if isinstance(effect, Reply) and effect.client_id == client_id
    ]


def dismissals(effects: list[Effect]) -> list[Dismiss]:
    """Return who is thrown out, in order."""
    return [effect for effect in effects if isinstance(effect, Dismiss)]
