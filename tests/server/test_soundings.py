"""When everybody is pinged so that the window knows more than the keepalive does."""

from __future__ import annotations

from typing import cast

from wschat_gui.frames.observer import ConnectionObserver
from wschat_gui.frames.terms import Compression
from wschat_gui.server.clients import Client
from wschat_gui.server.soundings import A_CLIENT_S, EVERY_S, OVERDUE_S, Soundings

PING = b"\x89\x01p"
PONG = b"\x8a\x81\x00\x00\x00\x00p"


class FakeClient:
    """A client that notes its pings, and answers when it is told to."""

    def __init__(self) -> None:
        self.connection = self
        self.observer = ConnectionObserver(compression=Compression.NONE, max_message_bytes=None)
        self.pings = 0
        self.now_s = 0.0

    def ping_now(self) -> None:
        self.pings += 1
        self.observer.sent(PING, self.now_s)

    def answer(self) -> None:
        self.observer.received(PONG, self.now_s)

    @property
    def real(self) -> Client:
        return cast("Client", self)


class Room:
    def __init__(self, size: int) -> None:
        self.people = [FakeClient() for _ in range(size)]
        self.soundings = Soundings()

    def look(self, now_s: float) -> list[int]:
        """Return how often each has been pinged by now."""
        for person in self.people:
            person.now_s = now_s
        self.soundings.look([person.real for person in self.people], now_s)
        return [person.pings for person in self.people]

    def answer(self, *numbers: int) -> None:
        for number in numbers:
            self.people[number].answer()


def test_everybody_is_pinged_in_turn() -> None:
    room = Room(2)
    assert room.look(100.0) == [1, 1]
    room.answer(0, 1)
    assert room.look(100.5) == [1, 1]
    assert room.look(100.0 + EVERY_S) == [2, 2]


def test_full_room_is_pinged_less_often() -> None:
    room = Room(500)
    room.look(100.0)
    room.answer(*range(500))
    assert set(room.look(100.0 + EVERY_S)) == {1}
    assert set(room.look(100.0 + 500 * A_CLIENT_S)) == {2}


def test_nobody_is_asked_again_who_has_not_answered() -> None:
    room = Room(2)
    room.look(100.0)
    room.answer(1)
    assert room.look(100.0 + EVERY_S) == [1, 2]


def test_when_one_is_silent_the_others_are_asked_at_once_but_not_all_the_time() -> None:
    room = Room(3)
    room.look(100.0)
    room.answer(1, 2)
    assert room.look(100.0 + OVERDUE_S) == [1, 1, 1]
    assert room.look(100.1 + OVERDUE_S) == [1, 2, 2]
    room.answer(1, 2)
    assert room.look(100.6 + OVERDUE_S) == [1, 2, 2]
