"""A header gives all its fields, and its own bytes again."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.frames.wire import FROM_CLIENT, FROM_SERVER, KEY, dissected, frame, header_of, only
from wschat_gui.frames.header import FrameHeader, LengthEncoding, Opcode

# RFC 6455 section 5.7, octet by octet.
UNMASKED_HELLO = bytes.fromhex("81 05 48 65 6c 6c 6f")
MASKED_HELLO = bytes.fromhex("81 85 37 fa 21 3d 7f 9f 4d 51 58")
FRAGMENT_HEL = bytes.fromhex("01 03 48 65 6c")
FRAGMENT_LO = bytes.fromhex("80 02 6c 6f")
UNMASKED_PING = bytes.fromhex("89 05 48 65 6c 6c 6f")
MASKED_PONG = bytes.fromhex("8a 85 37 fa 21 3d 7f 9f 4d 51 58")
BINARY_256 = bytes.fromhex("82 7e 01 00") + bytes(256)
BINARY_64_KIB = bytes.fromhex("82 7f 00 00 00 00 00 01 00 00") + bytes(65_536)

RFC_EXAMPLES = [
    (UNMASKED_HELLO, FrameHeader(0x81, 0x05, 5, b"")),
    (MASKED_HELLO, FrameHeader(0x81, 0x85, 5, KEY)),
    (FRAGMENT_HEL, FrameHeader(0x01, 0x03, 3, b"")),
    (FRAGMENT_LO, FrameHeader(0x80, 0x02, 2, b"")),
    (UNMASKED_PING, FrameHeader(0x89, 0x05, 5, b"")),
    (MASKED_PONG, FrameHeader(0x8A, 0x85, 5, KEY)),
    (BINARY_256, FrameHeader(0x82, 0x7E, 256, b"")),
    (BINARY_64_KIB, FrameHeader(0x82, 0x7F, 65_536, b"")),
]


@pytest.mark.parametrize(("wire", "header"), RFC_EXAMPLES)
def test_example_of_the_rfc_is_read(wire: bytes, header: FrameHeader) -> None:
    terms = FROM_CLIENT if header.masked else FROM_SERVER
    assert header_of(only(wire, terms)) == header


@pytest.mark.parametrize(("wire", "header"), RFC_EXAMPLES)
def test_example_of_the_rfc_is_written(wire: bytes, header: FrameHeader) -> None:
    assert header.encode() == wire[: header.header_length]
    assert len(wire) == header.header_length + header.payload_length


def test_every_field_has_its_own_bit() -> None:
    fields = ("fin", "rsv1", "rsv2", "rsv3", "masked")
    alone = {
        field: FrameHeader(first_byte, second_byte, 0, b"")
        for field, (first_byte, second_byte) in zip(
            fields, [(0x80, 0), (0x40, 0), (0x20, 0), (0x10, 0), (0, 0x80)], strict=True
        )
    }
    for field, header in alone.items():
        assert {other: getattr(header, other) for other in fields} == {
            other: other == field for other in fields
        }
        assert header.opcode == 0


@pytest.mark.parametrize("opcode", range(16))
def test_reserved_opcodes_are_told_like_others(opcode: int) -> None:
    assert FrameHeader(0xF0 | opcode, 0, 0, b"").opcode == opcode


def test_opcodes_have_the_numbers_of_the_rfc() -> None:
    assert {opcode.name: opcode.value for opcode in Opcode} == {
        "CONT": 0,
        "TEXT": 1,
        "BINARY": 2,
        "CLOSE": 8,
        "PING": 9,
        "PONG": 10,
    }


BOUNDARIES = [
    (0, LengthEncoding.SEVEN_BIT, "00", 2),
    (125, LengthEncoding.SEVEN_BIT, "7d", 2),
    (126, LengthEncoding.SIXTEEN_BIT, "7e 007e", 4),
    (127, LengthEncoding.SIXTEEN_BIT, "7e 007f", 4),
    (32_767, LengthEncoding.SIXTEEN_BIT, "7e 7fff", 4),
    (32_768, LengthEncoding.SIXTEEN_BIT, "7e 8000", 4),
    (65_535, LengthEncoding.SIXTEEN_BIT, "7e ffff", 4),
    (65_536, LengthEncoding.SIXTY_FOUR_BIT, "7f 0000000000010000", 10),
]


@pytest.mark.parametrize(("length", "encoding", "octets", "header_length"), BOUNDARIES)
def test_unmasked_length_at_its_boundaries(
    length: int, encoding: LengthEncoding, octets: str, header_length: int
) -> None:
    wire = b"\x82" + bytes.fromhex(octets)
    seen = only(wire + bytes(length), FROM_SERVER)
    assert (seen.payload_length, seen.length_encoding, seen.masked) == (length, encoding, False)
    assert seen.header_length == header_length
    assert seen.violations == ()
    assert seen.encode() == wire


@pytest.mark.parametrize(("length", "encoding", "octets", "header_length"), BOUNDARIES)
def test_masked_length_at_its_boundaries(
    length: int, encoding: LengthEncoding, octets: str, header_length: int
) -> None:
    written = bytearray(bytes.fromhex(octets))
    written[0] |= 0x80
    wire = b"\x82" + bytes(written) + KEY
    seen = only(wire + bytes(length), FROM_CLIENT)
    assert (seen.payload_length, seen.length_encoding, seen.masked) == (length, encoding, True)
    assert (seen.header_length, seen.masking_key) == (header_length + 4, KEY)
    assert seen.violations == ()
    assert seen.encode() == wire


@given(
    first_byte=st.integers(0, 255),
    encoding=st.sampled_from(LengthEncoding),
    key=st.sampled_from([b"", KEY]),
    data=st.data(),
)
def test_encoding_is_the_inverse_of_dissecting_however_the_length_was_written(
    first_byte: int, encoding: LengthEncoding, key: bytes, data: st.DataObject
) -> None:
    most = 125 if encoding is LengthEncoding.SEVEN_BIT else (1 << encoding.value) - 1
    length = data.draw(st.integers(0, most))
    wire = frame(0, length=length, encoding=encoding, key=key)
    header = bytes((first_byte,)) + wire[1:]
    # A control frame is reported when its payload is there, if it may have one so long.
    seen, *_ = dissected(header + bytes(min(length, 125)), FROM_CLIENT if key else FROM_SERVER)
    assert seen.encode() == header
    assert (seen.length_encoding, seen.payload_length) == (encoding, length)
    assert seen.header_length == len(header)
