"""What pages show of the past, and a stand-in for the archive that they scroll back in.

A reader takes events as they come, live, in a welcome or as an answer to `older`, and makes a view
of them: which texts, which emoji on them. Two readers must show the same, however each came to it.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec.structs import replace

from wschat_gui.chat.effects import Fetch
from wschat_gui.chat.gone import Gone
from wschat_gui.chat.opening import Past
from wschat_gui.chat.vocabulary import (
    Announced,
    Deleted,
    Earlier,
    Edited,
    KeptEvent,
    Reacted,
    RoomEvent,
    Said,
    SeqPair,
    Welcome,
)


@dataclass(eq=False)
class Reader:
    """One person's page: what it shows outlives its connections."""

    nick: str
    device: str
    token: str = ""
    epoch: str = ""
    client_id: int | None = None
    first_seq: int | None = None
    """From here on it has everything; None before it has anything."""
    last_seq: int = 0
    texts: dict[int, str] = field(default_factory=dict)
    last_words: dict[tuple[int, str, str], tuple[int, bool]] = field(default_factory=dict)
    """By message, person and emoji: when that was decided last, and how."""

    def welcomed(self, welcome: Welcome) -> None:
        """Take in what was missed; forget all where it cannot be joined to what is there."""
        if welcome.epoch != self.epoch or not welcome.complete:
            self.texts, self.last_words = {}, {}
            self.first_seq, self.last_seq = None, 0
        self.token, self.epoch = welcome.token, welcome.epoch
        self._drop(welcome.gone)
        for event in welcome.history:
            self._newer(event)

    def told(self, event: RoomEvent) -> None:
        """Take in what everybody gets."""
        match event:
            case Said() | Announced() | Edited() | Reacted():
                self._newer(event)
            case Deleted(ranges=ranges):
                self._drop(ranges)

    def answered(self, earlier: Earlier) -> None:
        """Take in what was before."""
        assert earlier.before_seq == self.first_seq
        seqs = [event.seq for event in earlier.events]
        assert seqs == sorted(set(seqs))
        assert all(seq < earlier.before_seq for seq in seqs)
        for event in earlier.events:
            self._apply(event)
        self.first_seq = min([*seqs, self.first_seq])

    def reactions(self) -> set[tuple[int, str, str]]:
        """Return the emoji that are on messages shown, each with whose it is."""
        return {key for key, (_, on) in self.last_words.items() if on and key[0] in self.texts}

    def _newer(self, event: KeptEvent) -> None:
        assert event.seq > self.last_seq, "shown twice, or out of order"
        self.last_seq = event.seq
        if self.first_seq is None:
            self.first_seq = event.seq
        self._apply(event)

    def _apply(self, event: KeptEvent) -> None:
        match event:
            case Said() | Announced():
                self.texts[event.seq] = event.text
            case Edited():
                # A message that is not here yet will come with its new text.
                if event.target in self.texts:
                    self.texts[event.target] = event.text
            case Reacted():
                key = (event.target, event.person_id, event.emoji)
                if event.seq > self.last_words.get(key, (0, False))[0]:
                    self.last_words[key] = (event.seq, event.on)

    def _drop(self, ranges: tuple[SeqPair, ...]) -> None:
        gone = Gone(ranges)
        self.texts = {seq: text for seq, text in self.texts.items() if seq not in gone}


class Shelf:
    """Keeps all kept events as an archive does: edits in place, deletions with all about them."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._events: dict[int, KeptEvent] = {}
        self._gone = Gone()
        self._last_seq = 0

    def note(self, event: KeptEvent) -> None:
        """Keep one more."""
        if isinstance(event, Edited):
            stale = [
                seq
                for seq, other in self._events.items()
                if isinstance(other, Edited) and other.target == event.target
            ]
            for seq in stale:
                del self._events[seq]
            said = self._events[event.target]
            assert isinstance(said, Said)
            self._events[said.seq] = replace(said, text=event.text, edited_ms=event.at_ms)
        self._events[event.seq] = event
        self._last_seq = event.seq

    def erase(self, seq: int) -> list[SeqPair]:
        """Delete one event with all about it, and return the numbers."""
        meant = [
            other
            for other, event in self._events.items()
            if other == seq or (isinstance(event, Edited | Reacted) and event.target == seq)
        ]
        for other in meant:
            del self._events[other]
        ranges = list(Gone((other, other) for other in meant).ranges)
        self._gone.add(ranges)
        return ranges

    def answer(self, fetch: Fetch) -> Earlier:
        """Return what is asked for."""
        found = [event for seq, event in self._events.items() if seq < fetch.before_seq]
        newest = tuple(found[-fetch.wanted :])
        return Earlier(fetch.before_seq, newest, more=len(found) > fetch.wanted)

    def past(self, epoch: str, wanted: int) -> Past:
        """Return what a new run of the host goes on from."""
        newest = tuple(self._events.values())[-wanted:]
        return Past(epoch, newest, self._last_seq, self._gone.ranges)
