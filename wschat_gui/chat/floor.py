"""Who may speak just now: what the host has set, its mutes, and the flood limit.

What is said is not looked at here.
"""

from __future__ import annotations

import math

from wschat_gui.chat.books import Books
from wschat_gui.chat.effects import Deliver, Effect, Reply, TellMute
from wschat_gui.chat.flood import FloodVerdict
from wschat_gui.chat.identities import Identity
from wschat_gui.chat.moment import Moment
from wschat_gui.chat.mutes import Mute
from wschat_gui.chat.refusals import refuse
from wschat_gui.chat.roster import Member
from wschat_gui.chat.text import clean_text
from wschat_gui.chat.vocabulary import Changed, Muted, RefusalCode, RoomState, Unmuted

_PASSED = FloodVerdict.PASSED  # looked up once, since every message asks


class Floor:
    """Gives members leave to speak, and takes it from them."""

    def __init__(self, books: Books) -> None:
        """Watch over a room in which nobody is muted."""
        self._books = books
        self._flood_muted: dict[int, float] = {}
        """The clients of whose mute by the flood limit the host was told, but not yet of its end;
        until when, monotonic."""

    def set_state(self, state: RoomState) -> list[Effect]:
        """Let people talk so far from now on; every page shows it."""
        if state == self._books.state:
            return []
        self._books.state = state
        return [Deliver(Changed(self._books.name, state))]

    # Before each word ----------------------------------------------------------------------------

    def objection(
        self, member: Member, moment: Moment, message_id: str = "", *, paced: bool = False
    ) -> list[Effect]:
        """Return why a member may not speak now; empty where it may, which costs it one word.

        `paced` is for what slow mode counts.
        """
        books = self._books
        now_s = moment.monotonic_s
        if books.state.frozen or books.mutes:
            refused = self.ban_on_speech(member, now_s, message_id)
            if refused:
                return refused
        if paced and books.state.slow_s:
            wait_s = member.identity.pace.spoke_at_s + books.state.slow_s - now_s
            if wait_s > 0:
                return [_refuse_slow(member.client_id, math.ceil(wait_s), message_id)]
        pace = member.identity.pace
        verdict = pace.flood.speak(now_s)
        if verdict is _PASSED:
            if paced:
                pace.spoke_at_s = now_s
            return []
        return self._flooded(member, verdict, moment, message_id)

    def ban_on_speech(self, member: Member, now_s: float, message_id: str = "") -> list[Effect]:
        """Return what the host has against a member's speaking at all, at no cost."""
        books = self._books
        if books.state.frozen:
            sentence = "The host has frozen the room: only the host speaks now."
            return [refuse(member.client_id, RefusalCode.FROZEN, sentence, message_id)]
        if books.mutes:
            mute = books.mutes.of(member.identity.person_ids, now_s)
            if mute is not None:
                return [_refuse_muted(member.client_id, mute, now_s, message_id)]
        return []

    def may_speak(self, member: Member, now_s: float) -> bool:
        """Tell whether nothing forbids a member to speak, at no cost."""
        return not (
            self.ban_on_speech(member, now_s) or member.identity.pace.flood.muted_for_s(now_s) > 0
        )

    def _flooded(
        self, member: Member, verdict: FloodVerdict, moment: Moment, message_id: str
    ) -> list[Effect]:
        client_id, flood = member.client_id, member.identity.pace.flood
        if verdict is FloodVerdict.WARNED:
            sentence = "That was too fast. Wait a moment, or you will be muted."
            wait_s = math.ceil(flood.refilled_in_s(moment.monotonic_s))
            return [refuse(client_id, RefusalCode.TOO_FAST, sentence, message_id, wait_s=wait_s)]
        wait_s = math.ceil(flood.muted_for_s(moment.monotonic_s))
        sentence = f"You are muted for {wait_s} more seconds: too many messages."
        refused = refuse(client_id, RefusalCode.MUTED, sentence, message_id, wait_s=wait_s)
        return [refused, *self.tell_flood_mute(member, moment)]

    # Mutes ---------------------------------------------------------------------------------------

    def mute(
        self, client_id: int, for_s: float | None, raw_reason: str, moment: Moment
    ) -> list[Effect]:
        """Let a person read only, for so long or (None) until it is lifted."""
        member = self._books.roster.who_was(client_id)
        if member is None:
            return []
        until_s = until_ms = None
        if for_s is not None:
            until_s = moment.monotonic_s + for_s
            until_ms = moment.wall_ms + round(for_s * 1_000)
        mute = Mute(until_s, until_ms, clean_text(raw_reason))
        self._books.mutes.lift(member.identity.person_ids)
        self._books.mutes.mute(member.person_id, mute)
        return [
            effect
            for place in self._places_of(set(member.identity.person_ids))
            for effect in (
                Reply(place.client_id, Muted(until_ms, mute.reason)),
                TellMute(place.client_id, until_ms),
            )
        ]

    def unmute(self, client_id: int, moment: Moment) -> list[Effect]:
        """Let a person speak again, whether the host or the flood limit had muted it."""
        member = self._books.roster.who_was(client_id)
        if member is None:
            return []
        now_s = moment.monotonic_s
        places = self._places_of(set(member.identity.person_ids))
        flooded = [place for place in places if place.identity.pace.flood.muted_for_s(now_s) > 0]
        for place in flooded:
            place.identity.pace.flood.forgive(now_s)
            self._flood_muted.pop(place.client_id, None)
        if self._books.mutes.lift(member.identity.person_ids):
            return [effect for place in places for effect in _speak_again(place)]
        return [effect for place in flooded for effect in _speak_again(place)]

    def muted_until_ms(self, identity: Identity, moment: Moment) -> int | None:
        """Return until when somebody may read only: 0 for not at all, None for until lifted."""
        mute = self._books.mutes.of(identity.person_ids, moment.monotonic_s)
        if mute is not None:
            return mute.until_ms
        left_s = identity.pace.flood.muted_for_s(moment.monotonic_s)
        return moment.wall_ms + round(left_s * 1_000) if left_s > 0 else 0

    def tell_mute(self, member: Member, moment: Moment) -> list[Effect]:
        """Tell the host of a newcomer that is muted since before it came."""
        until_ms = self.muted_until_ms(member.identity, moment)
        if until_ms == 0:
            return []
        if self._books.mutes.of(member.identity.person_ids, moment.monotonic_s) is None:
            return self.tell_flood_mute(member, moment)
        return [TellMute(member.client_id, until_ms)]

    def tell_flood_mute(self, member: Member, moment: Moment) -> list[Effect]:
        """Tell the host of a mute by the flood limit, once."""
        until_s = member.identity.pace.flood.muted_until_s
        if self._flood_muted.get(member.client_id) == until_s:
            return []
        self._flood_muted[member.client_id] = until_s
        return [TellMute(member.client_id, self.muted_until_ms(member.identity, moment))]

    def tick(self, moment: Moment) -> list[Effect]:
        """Say of each mute whose time is over that it is."""
        now_s = moment.monotonic_s
        effects: list[Effect] = []
        for place in self._places_of(self._books.mutes.pop_expired(now_s)):
            until_ms = self.muted_until_ms(place.identity, moment)
            # The flood limit may hold longer than the host.
            still: list[Effect] = [TellMute(place.client_id, until_ms)]
            effects += _speak_again(place) if until_ms == 0 else still
        members = self._books.roster.members
        for client_id in tuple(self._flood_muted):
            member = members.get(client_id)
            if member is not None and member.identity.pace.flood.muted_for_s(now_s) > 0:
                continue
            del self._flood_muted[client_id]
            if member is not None and self.muted_until_ms(member.identity, moment) == 0:
                effects.append(TellMute(client_id, 0))
        return effects

    def _places_of(self, person_ids: set[str]) -> list[Member]:
        """Return the members who are or were known by one of these."""
        if not person_ids:
            return []
        members = self._books.roster.members.values()
        return [
            member for member in members if not person_ids.isdisjoint(member.identity.person_ids)
        ]


def _speak_again(member: Member) -> list[Effect]:
    return [Reply(member.client_id, Unmuted()), TellMute(member.client_id, 0)]


def _refuse_slow(client_id: int, wait_s: int, message_id: str) -> Reply:
    sentence = f"The room is in slow mode: you may speak again in {wait_s} seconds."
    return refuse(client_id, RefusalCode.SLOW, sentence, message_id, wait_s=wait_s)


def _refuse_muted(client_id: int, mute: Mute, now_s: float, message_id: str) -> Reply:
    because = f": {mute.reason}" if mute.reason else "."
    if mute.until_s is None:
        sentence = f"The host has muted you{because}"
        return refuse(client_id, RefusalCode.MUTED, sentence, message_id)
    wait_s = math.ceil(mute.left_s(now_s))
    sentence = f"The host has muted you for {wait_s} more seconds{because}"
    return refuse(client_id, RefusalCode.MUTED, sentence, message_id, wait_s=wait_s)
