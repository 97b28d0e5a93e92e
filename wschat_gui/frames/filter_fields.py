"""The fields that a display filter can ask for: Wireshark's `websocket.*`, and a few of our own.

Each knows its kind, which decides what it can be compared with, and how it is read off a frame.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from enum import Enum
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.frames.facts import FrameFacts
from wschat_gui.frames.header import HEADER_LENGTHS, LengthEncoding, Opcode


class FieldKind(Enum):
    """What a field's values are; the value says it in an error's sentence."""

    FLAG = "true or false"
    WHOLE = "a whole number"
    REAL = "a number"
    TEXT = "a text"
    NAME = "a name"
    """Compared without regard to capitals."""
    BYTES = "bytes"


Value: TypeAlias = int | float | str | bytes


def _nothing(_facts: FrameFacts) -> Value | None:
    return None


class Field(Struct, frozen=True):
    """One field, read with `many` where there may be several values, else with `one`."""

    name: str
    kind: FieldKind
    meaning: str
    """For a reader of the list of fields, without a full stop."""
    one: Callable[[FrameFacts], Value | None] = _nothing
    """Its value; None where the frame has no such field."""
    many: Callable[[FrameFacts], Collection[Value]] | None = None
    """Its values; where there is none, the frame has no such field."""
    named_values: tuple[tuple[str, int], ...] = ()
    """Words that stand for numbers."""


_OPCODE_WORDS = (
    ("cont", int(Opcode.CONT)),
    ("continuation", int(Opcode.CONT)),
    *((opcode.name.lower(), int(opcode)) for opcode in Opcode if opcode is not Opcode.CONT),
)
_LENGTH_BITS = {
    HEADER_LENGTHS[second_byte]: LengthEncoding.of(second_byte).value for second_byte in range(256)
}


def _masking_key(facts: FrameFacts) -> bytes | None:
    return facts.frame.masking_key or None


def _payload(facts: FrameFacts) -> bytes | None:
    return facts.payload if facts.frame.payload_length else None


def _sections(facts: FrameFacts) -> Collection[str]:
    return [violation.section for violation in facts.frame.violations]


FLAG, WHOLE, TEXT = FieldKind.FLAG, FieldKind.WHOLE, FieldKind.TEXT

_ALL = (
    Field("frame.number", WHOLE, "the frame's number, from 1", lambda facts: facts.number),
    Field(
        "frame.time",
        FieldKind.REAL,
        "seconds since the capture's start",
        lambda facts: facts.time_s,
    ),
    Field(
        "frame.direction",
        FieldKind.NAME,
        "in or out, as the host sees it",
        lambda facts: facts.piece.direction.value,
    ),
    Field(
        "client",
        FieldKind.NAME,
        "the client's nick or address; of a broadcast, any receiver's",
        many=lambda facts: facts.clients,
    ),
    Field(
        "client.id",
        WHOLE,
        "the client's number; of a broadcast, any receiver's",
        many=lambda facts: facts.client_ids,
    ),
    Field("websocket.fin", FLAG, "FIN", lambda facts: facts.frame.first_byte >> 7),
    Field("websocket.rsv1", FLAG, "RSV1", lambda facts: facts.frame.first_byte >> 6 & 1),
    Field("websocket.rsv2", FLAG, "RSV2", lambda facts: facts.frame.first_byte >> 5 & 1),
    Field("websocket.rsv3", FLAG, "RSV3", lambda facts: facts.frame.first_byte >> 4 & 1),
    Field(
        "websocket.opcode",
        WHOLE,
        "the opcode, as a number or as cont, text, binary, close, ping, pong",
        lambda facts: facts.frame.first_byte & 0x0F,
        named_values=_OPCODE_WORDS,
    ),
    Field("websocket.mask", FLAG, "MASK", lambda facts: facts.frame.second_byte >> 7),
    Field("websocket.masking_key", FieldKind.BYTES, "the masking key", _masking_key),
    Field(
        "websocket.payload_length",
        WHOLE,
        "bytes of payload, as the header says",
        lambda facts: facts.frame.payload_length,
    ),
    Field(
        "websocket.length_bits",
        WHOLE,
        "how the length is written: 7, 16 or 64",
        lambda facts: _LENGTH_BITS[HEADER_LENGTHS[facts.frame.second_byte]],
    ),
    Field("websocket.payload", FieldKind.BYTES, "the payload, unmasked", _payload),
    Field(
        "websocket.payload.text",
        TEXT,
        "what a text frame says, inflated",
        lambda facts: facts.text,
    ),
    Field(
        "websocket.payload.close.status_code",
        WHOLE,
        "a close frame's code",
        lambda facts: facts.close_code,
    ),
    Field(
        "websocket.payload.close.reason",
        TEXT,
        "a close frame's reason",
        lambda facts: facts.close_reason,
    ),
    Field(
        "websocket.violation",
        TEXT,
        'the section of RFC 6455 (or 7692) that it breaks, such as "5.2"',
        many=_sections,
    ),
    Field(
        "refused",
        FLAG,
        "whether the connection failed for it",
        lambda facts: facts.refused,
    ),
)
FIELDS = {field.name: field for field in _ALL}
"""By name, in the order in which a help shows them."""
