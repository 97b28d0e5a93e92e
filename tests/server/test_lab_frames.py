"""The lab's frames: exact to the byte, and each breach just the one it is called by."""

from __future__ import annotations

import pytest
from websockets.frames import Opcode

from tests.frames.wire import FROM_SERVER, dissected
from wschat_gui.bridge.frame_commands import LabBreach
from wschat_gui.frames.header import LengthEncoding
from wschat_gui.frames.violations import Violation
from wschat_gui.server.lab_frames import binary_of, illegal_frames, message_frames, text_of

EDGES = [0, 1, 2, 125, 126, 127, 65_535, 65_536, 100_000]


@pytest.mark.parametrize("length", EDGES)
def test_a_text_has_just_so_many_bytes_and_is_text(length: int) -> None:
    text = text_of(length)
    assert len(text) == length
    assert text.decode().encode() == text


def test_a_text_is_no_message_of_the_room() -> None:
    for length in range(200):
        assert not text_of(length).startswith((b"{", b"[", b'"'))
        assert text_of(length)[:1] in {b"", b".", b"P"}


@pytest.mark.parametrize("length", EDGES)
@pytest.mark.parametrize("fragments", [1, 2, 3, 7])
@pytest.mark.parametrize("opcode", [Opcode.TEXT, Opcode.BINARY])
def test_a_message_is_legal_in_any_number_of_frames(
    opcode: Opcode, length: int, fragments: int
) -> None:
    payload = binary_of(length)
    frames = dissected(message_frames(opcode, payload, fragments), FROM_SERVER)
    assert [frame.opcode for frame in frames] == [opcode] + [0] * (fragments - 1)
    assert [frame.fin for frame in frames] == [False] * (fragments - 1) + [True]
    assert sum(frame.payload_length for frame in frames) == length
    assert [frame.violations for frame in frames] == [()] * fragments


@pytest.mark.parametrize(
    ("length", "encoding"),
    [
        (125, LengthEncoding.SEVEN_BIT),
        (126, LengthEncoding.SIXTEEN_BIT),
        (65_535, LengthEncoding.SIXTEEN_BIT),
        (65_536, LengthEncoding.SIXTY_FOUR_BIT),
    ],
)
def test_the_length_decides_its_encoding(length: int, encoding: LengthEncoding) -> None:
    (frame,) = dissected(message_frames(Opcode.TEXT, text_of(length), 1), FROM_SERVER)
    assert frame.length_encoding is encoding


BROKEN = {
    LabBreach.MASKED: {Violation.MASKED_SERVER_FRAME},
    LabBreach.RESERVED_OPCODE: {Violation.RESERVED_OPCODE},
    LabBreach.RESERVED_BIT: {Violation.RESERVED_BIT},
    LabBreach.UNEXPECTED_CONTINUATION: {Violation.UNEXPECTED_CONTINUATION},
    LabBreach.UNFINISHED_MESSAGE: {Violation.UNFINISHED_MESSAGE},
    LabBreach.FRAGMENTED_PING: {Violation.FRAGMENTED_CONTROL},
    LabBreach.LONG_PING: {Violation.CONTROL_TOO_LONG},
    LabBreach.LENGTH_NOT_MINIMAL: {Violation.LENGTH_NOT_MINIMAL},
    LabBreach.LENGTH_SIGN_BIT: {Violation.LENGTH_SIGN_BIT},
    LabBreach.CLOSE_CODE_NOT_ALLOWED: {Violation.CLOSE_CODE_NOT_ALLOWED},
    LabBreach.CLOSE_PAYLOAD_OF_ONE_BYTE: {Violation.CLOSE_PAYLOAD_OF_ONE_BYTE},
    # Only who reads the text can see it.
    LabBreach.INVALID_UTF8: set[Violation](),
}


@pytest.mark.parametrize("breach", LabBreach)
def test_each_breach_breaks_just_its_rule(breach: LabBreach) -> None:
    frames = dissected(illegal_frames(breach), FROM_SERVER)
    broken = {violation for frame in frames for violation in frame.violations}
    assert broken == BROKEN[breach]


def test_the_invalid_text_is_invalid() -> None:
    with pytest.raises(UnicodeDecodeError):
        illegal_frames(LabBreach.INVALID_UTF8)[2:].decode()
