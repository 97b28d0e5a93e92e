"""What the window learns of single frames, as answers to `frame_commands.py`. Frozen data.

The capture itself stays on the server's side; the window asks for what it shows. Figures over many
frames are in `events.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct


class Direction(StrEnum):
    """Which way a frame went, as the host sees it."""

    IN = "in"
    """From a client to the server: masked (RFC 6455 section 5.1)."""
    OUT = "out"
    """From the server to one client, or to many at once."""


class FrameRow(Struct, frozen=True, kw_only=True, gc=False):
    """One captured frame, as a line of the inspector."""

    number: int
    """By order of capture, from 1; never given out twice in one run of the server."""
    at_ms: float
    """When its header was complete or its write began, in milliseconds since 1970 (UTC)."""
    direction: Direction
    client_id: int
    """0 for a broadcast: the same bytes, written to `receivers` clients."""
    client: str
    """The client's nick, else its address; empty for a broadcast."""
    receivers: int = 1
    first_byte: int
    """FIN, RSV1 to RSV3 and the opcode, as on the wire (RFC 6455 section 5.2)."""
    length_bits: int
    """7, 16 or 64: how the length is written."""
    payload_length: int
    masking_key: bytes
    """Four bytes, or empty."""
    preview: bytes
    """The beginning of the payload, unmasked, at most `PREVIEW_BYTES` of it."""
    violations: tuple[str, ...] = ()
    """What it breaks: a sentence with the section each."""
    refused: bool = False
    """Whether the connection failed for it."""


PREVIEW_BYTES = 96


class CaptureExtent(Struct, frozen=True, kw_only=True):
    """What the capture holds just now."""

    is_on: bool
    frames: int
    bytes: int
    """Of captured wire bytes; a broadcast counts once."""
    oldest_ms: float | None
    """None while it is empty."""
    newest_number: int
    """0 before the first frame."""
    forgotten: int
    """Frames that made room for newer ones since the capture began or was cleared."""


class FilterFault(Struct, frozen=True):
    """Why a display filter cannot be applied."""

    position: int
    """Of the first character that is wrong, from 0; the length of the text where more is wanted."""
    length: int
    """Characters that are wrong; at least 1, also where it is the end that is."""
    sentence: str


class FramesListed(Struct, frozen=True, kw_only=True):
    """The answer to ListFrames."""

    request: int
    """As it was asked."""
    rows: tuple[FrameRow, ...] = ()
    """Ascending by number: the newest that match, at most as many as asked for."""
    left_out: int = 0
    """Matching frames that were older than those in `rows` and beyond the limit."""
    looked_at: int = 0
    """The number of the newest frame that was looked at: where to go on."""
    extent: CaptureExtent
    fault: FilterFault | None = None
    """With one, there are no rows."""


class HeaderField(Struct, frozen=True):
    """One field of a frame's header, for the bit diagram of RFC 6455 section 5.2."""

    name: str
    """`fin rsv1 rsv2 rsv3 opcode masked payload_length extended_payload_length masking_key`."""
    first_bit: int
    """From the frame's beginning."""
    bits: int
    value: int


class Delivery(Struct, frozen=True, kw_only=True):
    """One client that an outgoing frame was written to."""

    client_id: int
    client: str
    written_ms: float
    """When it was handed to the system, or to the queue before it."""
    waiting_bytes: int
    """What was still queued for this client right after: 0 means that the system has taken it."""
    confirmed_ms: float | None
    """When the client answered a ping that was sent behind it; None: not yet."""


class FrameXray(Struct, frozen=True, kw_only=True):
    """The answer to XrayFrame: one frame in full."""

    request: int
    row: FrameRow | None = None
    """None where it is no longer captured; everything else is empty then."""
    header: bytes = b""
    """Exactly as on the wire."""
    fields: tuple[HeaderField, ...] = ()
    """In their order; they cover the header without gaps."""
    wire_payload: bytes = b""
    """As on the wire, masked where it was, at most XRAY_BYTES of it."""
    payload: bytes = b""
    """The same, unmasked."""
    missing_bytes: int = 0
    """Of the payload that has not come, or is no longer captured."""
    fragments: tuple[int, ...] = ()
    """The numbers of its message's captured frames, itself included; none for control frames."""
    message: bytes = b""
    """The fragments joined, and inflated where compressed; at most XRAY_BYTES of it."""
    message_length: int = 0
    is_message_complete: bool = False
    was_compressed: bool = False
    inflate_trouble: str = ""
    """Why a compressed message could not be inflated, as a sentence."""
    close_code: int | None = None
    close_reason: str = ""
    seq: int = 0
    """Of the room's event that it carries, or that became of it; 0 where there is none."""
    carried_by: tuple[int, ...] = ()
    """The numbers of the frames that brought that event to the clients."""
    deliveries: tuple[Delivery, ...] = ()
    """Of an outgoing frame, and of an incoming one that became an event: whom it went out to."""


XRAY_BYTES = 64 * 1024


class FramesExported(Struct, frozen=True):
    """The end of an export of frames."""

    succeeded: bool
    sentence: str
    """For the host: what was written, or why not."""


# The protocol lab --------------------------------------------------------------------------------


class LabNoteKind(StrEnum):
    """What a line of the lab's protocol tells."""

    BEGUN = "begun"
    SENT = "sent"
    SEEN = "seen"
    """The page reports what reached it."""
    PONGED = "ponged"
    LINE = "line"
    """The client's line was changed: delay, jitter, bandwidth, cut."""
    CLOSED = "closed"
    """The connection ended while it was in the lab."""
    ENDED = "ended"
    REFUSED = "refused"
    """What was asked for could not be done; `text` says why."""


class LabNote(Struct, frozen=True, kw_only=True):
    """One line of what happened to the client in the lab."""

    at_ms: float
    client_id: int
    kind: LabNoteKind
    what: str = ""
    """Of SENT, SEEN: `text`, `binary`, `ping`, `close`, or a `frame_commands.LabBreach`."""
    length: int = 0
    """Of the payload, in bytes."""
    frames: int = 1
    """How many frames it was sent in."""
    close_code: int | None = None
    rtt_ms: float | None = None
    text: str = ""
    """Whatever else there is to say, as a sentence."""


FrameAnswer: TypeAlias = FramesListed | FrameXray | FramesExported | LabNote
