"""What only the engine can refuse is marked on the frame that it refused."""

from __future__ import annotations

import pytest

from tests.frames.captures import Wiretap
from tests.frames.wire import frame
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.violations import Violation

GOOD = frame(Opcode.TEXT, "grün".encode())


def marked(tap: Wiretap) -> list[tuple[int, tuple[Violation, ...]]]:
    """Return number and violations of all frames that break something."""
    return [
        (number, seen.violations) for number, seen, _ in tap.capture.snapshot() if seen.violations
    ]


def judged(*received: bytes, violation: Violation = Violation.INVALID_UTF8) -> list[int]:
    """Return the numbers of the frames that are marked after client 1 has failed."""
    tap = Wiretap()
    tap.receive(2, frame(Opcode.TEXT, b"\xff"))
    for data in received:
        tap.receive(1, data)
    tap.capture.judge(1, violation)
    assert all(violations == (violation,) for _, violations in marked(tap))
    # The first frame is somebody else's.
    return [number - 1 for number, _ in marked(tap)]


def test_of_several_frames_the_invalid_one_is_marked() -> None:
    assert judged(GOOD + frame(Opcode.TEXT, b"\xff") + GOOD) == [2]


def test_of_fragments_the_one_with_the_wrong_byte_is_marked() -> None:
    first = frame(Opcode.TEXT, "gr\u00fc".encode()[:-1], fin=False)
    between = frame(Opcode.PING, b"\xff")
    assert judged(first, between, frame(Opcode.CONT, b"\xc3", fin=False)) == [3]
    rest = frame(Opcode.CONT, "\u00fc".encode()[1:], fin=False)
    assert judged(first, between + rest, frame(Opcode.CONT, b"n\xff")) == [4]


def test_a_text_that_ends_in_the_middle_of_a_character_is_wrong_there() -> None:
    assert judged(frame(Opcode.TEXT, b"ok", fin=False), frame(Opcode.CONT, b"\xc3")) == [2]


def test_of_other_violations_the_last_data_frame_is_marked() -> None:
    assert judged(GOOD, GOOD + frame(Opcode.PING), violation=Violation.MESSAGE_TOO_BIG) == [2]


def test_where_nothing_is_captured_nothing_is_marked() -> None:
    assert judged() == []
    assert judged(frame(Opcode.PING, b"x")) == []


@pytest.mark.parametrize("others", [0, 300])
def test_it_is_found_behind_what_others_sent_meanwhile(others: int) -> None:
    tap = Wiretap()
    tap.receive(1, frame(Opcode.TEXT, b"\xff"))
    for _ in range(others):
        tap.receive(2, GOOD)
    tap.capture.judge(1, Violation.INVALID_UTF8)
    assert marked(tap) == [(1, (Violation.INVALID_UTF8,))]
    tap.capture.limit(max_frames=1, max_bytes=1, max_age_s=1)
    assert tap.capture.frames == 1
