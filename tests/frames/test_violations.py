"""Every rule is broken by a frame written out here, and by no legal neighbour of it."""

from __future__ import annotations

import pytest

from tests.frames.wire import (
    DEFLATE_FROM_CLIENT,
    FROM_CLIENT,
    FROM_SERVER,
    close,
    dissected,
    frame,
)
from wschat_gui.frames.header import LengthEncoding, Opcode
from wschat_gui.frames.terms import Sender, Terms
from wschat_gui.frames.violations import Violation, failing, may_be_sent

TEN_BYTES = Terms(sender=Sender.CLIENT, max_message_bytes=10)
OPEN = frame(Opcode.TEXT, b"Hel", fin=False)

BROKEN: list[tuple[str, Terms, bytes, tuple[Violation, ...]]] = [
    # What the frame is, whose, its octets (or how they are made), what it breaks.
    ("opcode 3", FROM_CLIENT, bytes.fromhex("83 80 00000000"), (Violation.RESERVED_OPCODE,)),
    ("opcode 11", FROM_CLIENT, bytes.fromhex("8b 80 00000000"), (Violation.RESERVED_OPCODE,)),
    ("opcode 15", FROM_SERVER, bytes.fromhex("8f 00"), (Violation.RESERVED_OPCODE,)),
    ("RSV1", FROM_CLIENT, bytes.fromhex("c1 80 00000000"), (Violation.RESERVED_BIT,)),
    ("RSV2", FROM_CLIENT, bytes.fromhex("a1 80 00000000"), (Violation.RESERVED_BIT,)),
    ("RSV3", FROM_CLIENT, bytes.fromhex("91 80 00000000"), (Violation.RESERVED_BIT,)),
    ("RSV2, deflate", DEFLATE_FROM_CLIENT, frame(rsv=2), (Violation.RESERVED_BIT,)),
    ("RSV1, ping", DEFLATE_FROM_CLIENT, frame(Opcode.PING, rsv=4), (Violation.RESERVED_BIT,)),
    (
        "RSV1, continuation",
        DEFLATE_FROM_CLIENT,
        frame(rsv=4, fin=False) + frame(Opcode.CONT, rsv=4),
        (Violation.RESERVED_BIT,),
    ),
    ("no mask", FROM_CLIENT, bytes.fromhex("81 00"), (Violation.UNMASKED_CLIENT_FRAME,)),
    ("mask", FROM_SERVER, bytes.fromhex("81 80 00000000"), (Violation.MASKED_SERVER_FRAME,)),
    ("ping, no FIN", FROM_CLIENT, frame(Opcode.PING, fin=False), (Violation.FRAGMENTED_CONTROL,)),
    ("close, no FIN", FROM_SERVER, bytes.fromhex("08 00"), (Violation.FRAGMENTED_CONTROL,)),
    ("ping of 126", FROM_CLIENT, frame(Opcode.PING, bytes(126)), (Violation.CONTROL_TOO_LONG,)),
    (
        "close of 64 KiB, no FIN",
        FROM_CLIENT,
        frame(Opcode.CLOSE, bytes(65_536), fin=False),
        (Violation.CONTROL_TOO_LONG, Violation.FRAGMENTED_CONTROL),
    ),
    (
        "64-bit length with its most significant bit",
        FROM_SERVER,
        bytes.fromhex("82 7f 8000000000000000"),
        (Violation.LENGTH_SIGN_BIT,),
    ),
    (
        "the same where there is a limit",
        TEN_BYTES,
        bytes.fromhex("82 ff ffffffffffffffff 00000000"),
        (Violation.MESSAGE_TOO_BIG, Violation.LENGTH_SIGN_BIT),
    ),
    ("continuation", FROM_CLIENT, frame(Opcode.CONT), (Violation.UNEXPECTED_CONTINUATION,)),
    ("text in a message", FROM_CLIENT, OPEN + frame(), (Violation.UNFINISHED_MESSAGE,)),
    ("binary in it", FROM_CLIENT, OPEN + frame(Opcode.BINARY), (Violation.UNFINISHED_MESSAGE,)),
    (
        "close of one byte",
        FROM_SERVER,
        bytes.fromhex("88 01 03"),
        (Violation.CLOSE_PAYLOAD_OF_ONE_BYTE,),
    ),
    ("close 1005", FROM_SERVER, bytes.fromhex("88 02 03ed"), (Violation.CLOSE_CODE_NOT_ALLOWED,)),
    (
        "close reason not UTF-8",
        FROM_SERVER,
        bytes.fromhex("88 04 03e8 c328"),
        (Violation.INVALID_UTF8,),
    ),
    (
        "close code and reason",
        FROM_SERVER,
        bytes.fromhex("88 03 03ed ff"),
        (Violation.INVALID_UTF8, Violation.CLOSE_CODE_NOT_ALLOWED),
    ),
    ("11 of 10 bytes", TEN_BYTES, frame(payload=bytes(11)), (Violation.MESSAGE_TOO_BIG,)),
    (
        "the eleventh byte in the second fragment",
        TEN_BYTES,
        frame(payload=bytes(6), fin=False) + frame(Opcode.CONT, bytes(5)),
        (Violation.MESSAGE_TOO_BIG,),
    ),
    (
        "everything at once",
        TEN_BYTES,
        frame(7, bytes(11), rsv=7, key=b"", encoding=LengthEncoding.SIXTEEN_BIT),
        (
            Violation.RESERVED_OPCODE,
            Violation.UNMASKED_CLIENT_FRAME,
            Violation.MESSAGE_TOO_BIG,
            Violation.LENGTH_NOT_MINIMAL,
            Violation.RESERVED_BIT,
        ),
    ),
]


@pytest.mark.parametrize(
    ("terms", "wire", "violations"), [case[1:] for case in BROKEN], ids=[case[0] for case in BROKEN]
)
def test_rule_is_broken(terms: Terms, wire: bytes, violations: tuple[Violation, ...]) -> None:
    *before, last = dissected(wire, terms)
    assert last.violations == violations
    assert failing(violations) is not None
    assert all(frame_.violations == () for frame_ in before)


LEGAL: list[tuple[str, Terms, bytes]] = [
    ("masked text", FROM_CLIENT, frame(payload=b"hi")),
    ("unmasked text", FROM_SERVER, frame(payload=b"hi", key=b"")),
    ("ping of 125", FROM_CLIENT, frame(Opcode.PING, bytes(125))),
    ("fragments", FROM_CLIENT, OPEN + frame(Opcode.CONT, fin=False) + frame(Opcode.CONT)),
    ("close inside a message", FROM_CLIENT, OPEN + close(1000)),
    ("a message after them", FROM_CLIENT, OPEN + frame(Opcode.CONT) + frame()),
    ("compressed", DEFLATE_FROM_CLIENT, frame(rsv=4)),
    ("compressed fragments", DEFLATE_FROM_CLIENT, frame(rsv=4, fin=False) + frame(Opcode.CONT)),
    ("not compressed though it may be", DEFLATE_FROM_CLIENT, frame()),
    ("close", FROM_CLIENT, frame(Opcode.CLOSE)),
    ("close with reason", FROM_CLIENT, close(1000, "tschüß")),
    ("10 of 10 bytes", TEN_BYTES, frame(payload=bytes(10))),
    ("10 bytes twice", TEN_BYTES, frame(payload=bytes(10)) * 2),
    (
        "10 bytes in fragments",
        TEN_BYTES,
        frame(payload=bytes(6), fin=False) + frame(Opcode.CONT, bytes(4)),
    ),
    ("almost 2^63 bytes", FROM_SERVER, bytes.fromhex("82 7f 7fffffffffffffff")),
]


@pytest.mark.parametrize(
    ("terms", "wire"), [case[1:] for case in LEGAL], ids=[case[0] for case in LEGAL]
)
def test_legal_neighbour_breaks_nothing(terms: Terms, wire: bytes) -> None:
    frames = dissected(wire, terms)
    assert frames
    assert [frame_.violations for frame_ in frames] == [()] * len(frames)


@pytest.mark.parametrize(
    ("length", "encoding"),
    [
        (0, LengthEncoding.SIXTEEN_BIT),
        (125, LengthEncoding.SIXTEEN_BIT),
        (125, LengthEncoding.SIXTY_FOUR_BIT),
        (65_535, LengthEncoding.SIXTY_FOUR_BIT),
    ],
)
def test_wasteful_length_is_counted_but_fails_nothing(
    length: int, encoding: LengthEncoding
) -> None:
    (seen,) = dissected(frame(payload=bytes(length), encoding=encoding))
    assert seen.violations == (Violation.LENGTH_NOT_MINIMAL,)
    assert failing(seen.violations) is None


def test_data_after_close_is_counted_but_fails_nothing() -> None:
    assert failing((Violation.DATA_AFTER_CLOSE,)) is None


def test_close_codes_that_may_be_sent() -> None:
    registered = {*range(1000, 1004), *range(1007, 1015), *range(3000, 5000)}
    assert {code for code in range(65_536) if may_be_sent(code)} == registered


def test_size_of_a_compressed_message_is_left_to_the_engine() -> None:
    # Six bytes may inflate to a thousand, or to two.
    terms = Terms(
        sender=Sender.CLIENT, compression=DEFLATE_FROM_CLIENT.compression, max_message_bytes=10
    )
    wire = frame(payload=bytes(6), rsv=4, fin=False) + frame(Opcode.CONT, bytes(6))
    assert all(frame_.violations == () for frame_ in dissected(wire, terms))


@pytest.mark.parametrize("violation", Violation)
def test_violation_says_which_rule_of_which_rfc_in_a_sentence(violation: Violation) -> None:
    assert violation.rule.startswith(("RFC 6455 section ", "RFC 7692 section "))
    assert violation.sentence[0].isupper()
    assert violation.sentence.endswith(".")
    assert violation.close_code in {None, 1002, 1007, 1009}


def test_every_violation_a_frame_can_show_is_shown_here() -> None:
    engine_alone = {Violation.TOO_MANY_FRAGMENTS, Violation.INVALID_DEFLATE}
    shown = {violation for *_, violations in BROKEN for violation in violations}
    tolerated = {Violation.LENGTH_NOT_MINIMAL, Violation.DATA_AFTER_CLOSE}
    assert shown | tolerated | engine_alone == set(Violation)
