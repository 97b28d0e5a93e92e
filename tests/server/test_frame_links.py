"""From a frame to the room's event and back: what belongs together, and what only looks like it."""

from __future__ import annotations

import json

from tests.frames.captures import Wiretap
from tests.frames.wire import frame
from wschat_gui.chat import plain, vocabulary
from wschat_gui.chat.vocabulary import Announced, Edited, Joined, Said
from wschat_gui.frames.captured import CapturedFrame
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.messages import Messages
from wschat_gui.server.dialects import text_frame
from wschat_gui.server.frame_links import Link, link_of

ADA, BOB, EVE = 1, 2, 3
SAID = Said(7, 1_000, ADA, "ada", "m1", "hello")


class Room(Wiretap):
    """Frames as a room writes them."""

    def say(self, client_id: int, message_id: str, text: str) -> None:
        said = {"type": "say", "id": message_id, "text": text}
        self.receive(client_id, frame(Opcode.TEXT, json.dumps(said).encode()))

    def to_pages(self, *events: vocabulary.RoomEvent) -> None:
        data = b"".join(text_frame(vocabulary.encode(event)) for event in events)
        self.broadcast(data, [ADA, BOB])

    def to_plain(self, *events: vocabulary.RoomEvent) -> None:
        data = b"".join(text_frame(plain.event_line(event, 1_000).encode()) for event in events)
        self.broadcast(data, [EVE])

    def link(self, number: int) -> Link | None:
        snapshot = self.capture.snapshot()
        captured = snapshot.find(number)
        assert captured is not None
        return link_of(snapshot, captured, Messages(snapshot).of(captured))

    def numbers(self, number: int) -> tuple[int, tuple[int, ...]] | None:
        """Return the seq that a frame is linked to, and the frames that carry it."""
        link = self.link(number)
        return None if link is None else (link.seq, tuple(_number(each) for each in link.carriers))


def _number(captured: CapturedFrame) -> int:
    return captured.number


def test_a_say_becomes_a_said_in_both_dialects() -> None:
    room = Room()
    room.say(ADA, "m1", "hello")  # 1
    room.to_pages(Joined(EVE, "eve"), SAID)  # 2, 3
    room.to_plain(Joined(EVE, "eve"), SAID)  # 4, 5
    for number in (1, 3, 5):
        assert room.numbers(number) == (7, (3, 5))
    for number in (2, 4):
        assert room.numbers(number) is None


def test_the_same_id_of_somebody_else_is_another_message() -> None:
    room = Room()
    room.say(ADA, "m1", "hello")  # 1
    room.say(BOB, "m1", "hello")  # 2
    room.to_pages(SAID, Said(8, 1_000, BOB, "bob", "m1", "hello"))  # 3, 4
    assert room.numbers(1) == (7, (3,))
    assert room.numbers(2) == (8, (4,))


def test_a_resend_is_answered_with_what_was_said_before() -> None:
    room = Room()
    room.say(BOB, "m1", "hello")  # 1: Ada, over another connection
    room.send(BOB, text_frame(vocabulary.encode(SAID)))  # 2
    assert room.numbers(1) == (7, (2,))


def test_what_a_terminal_says_is_known_by_its_text() -> None:
    room = Room()
    room.receive(EVE, frame(Opcode.TEXT, b"//help yourself"))  # 1
    said = Said(9, 1_000, EVE, "eve", "", "/help yourself")
    room.to_pages(said)  # 2
    room.to_plain(said)  # 3
    assert room.numbers(1) == (9, (2, 3))


def test_other_kept_events_have_a_seq_too() -> None:
    room = Room()
    room.to_pages(Announced(3, 5, "Break"), Edited(4, 5, ADA, "ada", 3, "Break!"))  # 1, 2
    assert room.numbers(1) == (3, (1,))
    assert room.numbers(2) == (4, (2,))


def test_what_has_not_been_said_yet_is_linked_to_nothing() -> None:
    room = Room()
    room.say(ADA, "m1", "hello")
    room.receive(ADA, frame(Opcode.PING, b"x"))
    room.receive(ADA, frame(Opcode.TEXT, b"\xff"))
    room.receive(ADA, frame(Opcode.BINARY, b"{"))
    for number in (1, 2, 3, 4):
        assert room.numbers(number) is None
