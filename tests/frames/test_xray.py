"""The header's fields are its bits, all of them, in the order in which RFC 6455 draws them."""

from __future__ import annotations

import pytest
from hypothesis import given

from tests.frames.wire import KEY, any_frames, frame, only
from wschat_gui.frames.dissector import Dissector
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.terms import Sender, Terms
from wschat_gui.frames.xray import encoded, header_fields


def test_fields_of_the_masked_example_of_the_rfc() -> None:
    # RFC 6455 section 5.7: a single-frame masked text message, "Hello".
    wire = bytes.fromhex("818537fa213d7f9f4d5158")
    seen = only(wire)
    assert [
        (field.name, field.first_bit, field.bits, field.value) for field in header_fields(seen)
    ] == [
        ("fin", 0, 1, 1),
        ("rsv1", 1, 1, 0),
        ("rsv2", 2, 1, 0),
        ("rsv3", 3, 1, 0),
        ("opcode", 4, 4, 1),
        ("masked", 8, 1, 1),
        ("payload_length", 9, 7, 5),
        ("masking_key", 16, 32, 0x37FA213D),
    ]
    assert encoded(seen, b"Hello") == wire


@pytest.mark.parametrize(
    ("encoding", "bits", "seven"),
    [(LengthEncoding.SIXTEEN_BIT, 16, 126), (LengthEncoding.SIXTY_FOUR_BIT, 64, 127)],
)
def test_extended_length_is_a_field_of_its_own(
    encoding: LengthEncoding, bits: int, seven: int
) -> None:
    seen = only(frame(Opcode.BINARY, bytes(300), encoding=encoding))
    fields = {field.name: field for field in header_fields(seen)}
    assert fields["payload_length"].value == seven
    extended = fields["extended_payload_length"]
    assert (extended.first_bit, extended.bits, extended.value) == (16, bits, 300)
    assert fields["masking_key"].first_bit == 16 + bits
    assert fields["masking_key"].value == int.from_bytes(KEY, "big")


@given(any_frames())
def test_fields_cover_the_header_without_gaps_and_are_its_bits(wire: bytes) -> None:
    (seen, *_) = Dissector(Terms(sender=Sender.CLIENT)).feed(wire)
    fields = header_fields(seen)
    position = 0
    for field in fields:
        assert field.first_bit == position
        position += field.bits
    assert position == 8 * seen.header_length
    bits = "".join(f"{field.value:0{field.bits}b}" for field in fields)
    assert int(bits, 2).to_bytes(seen.header_length, "big") == wire[: seen.header_length]
