"""The frames of the protocol lab, byte by byte: messages of exact lengths, and frames that break a
rule of RFC 6455 on purpose.

The engine builds no illegal frame, and should not: these are written out by hand, for nobody but
the client in the lab. When they are sent is in `lab.py`.
"""

from __future__ import annotations

from collections.abc import Iterator

from websockets.frames import Frame, Opcode

from wschat_gui.bridge.frame_commands import LabBreach

MOST_PING_BYTES = 125
"""RFC 6455 section 5.5."""

_SAMPLE = "Protocol lab: ÄÖÜ ñ 漢字 かな 😀 | "
"""Characters of one to four bytes: a fragment may end in the middle of one (section 5.6)."""
_FILLER = b"."


def text_of(length: int) -> bytes:
    """Return a text of just so many bytes, in UTF-8; it is no JSON, so no message of the room."""
    sample = _SAMPLE.encode()
    text = (sample * (length // len(sample) + 1))[:length]
    return text.decode(errors="ignore").encode().ljust(length, _FILLER)


def binary_of(length: int) -> bytes:
    """Return just so many bytes, all values among them where they are many."""
    return (bytes(range(256)) * (length // 256 + 1))[:length]


def message_frames(opcode: Opcode, payload: bytes, fragments: int) -> bytes:
    """Return a message in so many frames (section 5.4), of lengths that differ by one at most.

    There may be more fragments than bytes: some are empty then.
    """
    return b"".join(_fragments(opcode, payload, fragments))


def _fragments(opcode: Opcode, payload: bytes, fragments: int) -> Iterator[bytes]:
    for number in range(fragments):
        start, end = (len(payload) * edge // fragments for edge in (number, number + 1))
        first, last = number == 0, number == fragments - 1
        frame = Frame(opcode if first else Opcode.CONT, payload[start:end], fin=last)
        yield frame.serialize(mask=False)


_WORD = b"lab"
_KEY = bytes.fromhex("37fa213d")
"""The masking key of the examples in section 5.7."""


def illegal_frames(breach: LabBreach) -> bytes:
    """Return what breaks just this rule, as a whole."""
    return _ILLEGAL[breach]


def _masked(payload: bytes) -> bytes:
    return bytes(octet ^ _KEY[at % 4] for at, octet in enumerate(payload))


_ILLEGAL: dict[LabBreach, bytes] = {
    # First byte: FIN, RSV1 to RSV3, opcode; second byte: MASK, payload length (section 5.2).
    LabBreach.MASKED: b"\x81\x83" + _KEY + _masked(_WORD),
    LabBreach.RESERVED_OPCODE: b"\x83\x03" + _WORD,
    LabBreach.RESERVED_BIT: b"\xa1\x03" + _WORD,
    LabBreach.UNEXPECTED_CONTINUATION: b"\x80\x03" + _WORD,
    LabBreach.UNFINISHED_MESSAGE: b"\x01\x03" + _WORD + b"\x81\x03" + _WORD,
    LabBreach.FRAGMENTED_PING: b"\x09\x03" + _WORD,
    LabBreach.LONG_PING: b"\x89\x7e\x00\x7e" + bytes(126),
    LabBreach.LENGTH_NOT_MINIMAL: b"\x81\x7e\x00\x03" + _WORD,
    LabBreach.LENGTH_SIGN_BIT: b"\x82\x7f\x80\x00\x00\x00\x00\x00\x00\x03" + _WORD,
    LabBreach.INVALID_UTF8: b"\x81\x05" + _WORD + b"\xc3\x28",
    LabBreach.CLOSE_CODE_NOT_ALLOWED: b"\x88\x02\x03\xed",  # 1005: never on the wire (7.4.1)
    LabBreach.CLOSE_PAYLOAD_OF_ONE_BYTE: b"\x88\x01\x03",
}
