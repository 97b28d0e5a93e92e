"""What the window asks of the capture, and of the protocol lab. Frozen data.

Each question is asked again when its answer has come: so a window that is behind asks less, and
nothing piles up. The answers are in `frame_words.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct


class ListFrames(Struct, frozen=True, kw_only=True):
    """Bring the frames that match: `FramesListed`."""

    request: int
    """Chosen by who asks; the answer repeats it."""
    filter: str = ""
    """In the language of frames/display_filter.py; empty: all frames."""
    after: int = 0
    """Only frames with a number above this one."""
    limit: int = 1_000


class XrayFrame(Struct, frozen=True):
    """Bring one frame in full: `FrameXray`."""

    request: int
    frame: int
    """Its number."""


class CaptureFrames(Struct, frozen=True):
    """Capture from now on, or no longer; what is captured stays."""

    is_on: bool


class ForgetFrames(Struct, frozen=True):
    """Empty the capture."""


class WatchClient(Struct, frozen=True):
    """Tell this client's frame figures along with the room's; 0: nobody's."""

    client_id: int


class FrameExportForm(StrEnum):
    """How captured frames are written."""

    PCAPNG = "pcapng"
    HAR = "har"
    JSONL = "jsonl"


class ExportFrames(Struct, frozen=True, kw_only=True):
    """Write captured frames into a file: `FramesExported`."""

    path: str
    form: FrameExportForm
    numbers: tuple[int, ...] = ()
    """Just these; empty: all that match `filter`."""
    filter: str = ""
    anonymised: bool = False
    """Sizes and times as they were; no original text, nick or address."""


# The protocol lab --------------------------------------------------------------------------------


class EnterLab(Struct, frozen=True):
    """Begin to experiment with this client, and have its page say so; at most one is in the lab."""

    client_id: int


class LeaveLab(Struct, frozen=True):
    """End the experiments; the client's line is as before."""

    client_id: int


class LabFrame(StrEnum):
    """What may be sent without breaking a rule."""

    TEXT = "text"
    BINARY = "binary"
    PING = "ping"
    CLOSE = "close"


class LabSend(Struct, frozen=True, kw_only=True):
    """Send the client in the lab something legal."""

    client_id: int
    what: LabFrame
    length: int = 0
    """Of the payload, in bytes; of a ping at most 125; of a close not looked at."""
    fragments: int = 1
    """Of a text or binary message: frames that it is sent in."""
    close_code: int = 1000
    close_reason: str = ""


class LabBreach(StrEnum):
    """What breaks a rule of RFC 6455 on purpose."""

    MASKED = "masked"
    """A server's frame with a mask (5.1)."""
    RESERVED_OPCODE = "reserved_opcode"
    RESERVED_BIT = "reserved_bit"
    UNEXPECTED_CONTINUATION = "unexpected_continuation"
    UNFINISHED_MESSAGE = "unfinished_message"
    FRAGMENTED_PING = "fragmented_ping"
    LONG_PING = "long_ping"
    LENGTH_NOT_MINIMAL = "length_not_minimal"
    LENGTH_SIGN_BIT = "length_sign_bit"
    INVALID_UTF8 = "invalid_utf8"
    CLOSE_CODE_NOT_ALLOWED = "close_code_not_allowed"
    CLOSE_PAYLOAD_OF_ONE_BYTE = "close_payload_of_one_byte"


class LabBreak(Struct, frozen=True):
    """Send the client in the lab something illegal; its browser should fail the connection."""

    client_id: int
    breach: LabBreach


class LabLine(Struct, frozen=True, kw_only=True):
    """Make the line to the client in the lab worse, or (all zeros) as good as it is."""

    client_id: int
    delay_ms: int = 0
    """Added each way."""
    jitter_ms: int = 0
    """At most so much more or less of the delay, at random; the order stays."""
    bytes_per_s: int = 0
    """Each way; 0: no limit."""
    cut_s: int = 0
    """Nothing passes either way for so long, once, from now on."""


FrameCommand: TypeAlias = (
    ListFrames | XrayFrame | CaptureFrames | ForgetFrames | WatchClient | ExportFrames
)
LabCommand: TypeAlias = EnterLab | LeaveLab | LabSend | LabBreak | LabLine
