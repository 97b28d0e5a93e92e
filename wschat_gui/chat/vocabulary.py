"""The words of the `wschat.v1` subprotocol: JSON text frames, tagged by `type`, strictly decoded.

One struct a message; docs/protocol.md tells when each is sent. What a page may ask is in
`requests.py`, the plain-text dialect in `plain.py`; what a message does to the room in `room.py`.
"""

from __future__ import annotations

from typing import TypeAlias

import msgspec
from msgspec import Struct

from wschat_gui.chat.reasons import LeaveCause as LeaveCause  # noqa: PLC0414  (a word too)
from wschat_gui.chat.reasons import RefusalCode as RefusalCode  # noqa: PLC0414
from wschat_gui.chat.requests import PageMessage
from wschat_gui.chat.text import clean_text

SUBPROTOCOL = "wschat.v1"

_COMPLAINT_CHARS = 200


# Server to page ----------------------------------------------------------------------------------


class SharedFile(Struct, frozen=True):
    """A file that was said: its bytes are at `/files/KEY/NAME`, by HTTP GET."""

    key: str
    """Unguessable: who was not told of the file cannot ask for it."""
    name: str
    """As the sender called it, made harmless."""
    size_bytes: int
    media_type: str
    """By content, whatever the sender said; pictures only are shown in the page."""
    width: int = 0
    """In pixels, of a picture; 0 for everything else."""
    height: int = 0


class Said(Struct, frozen=True, omit_defaults=True, tag="said"):
    """Somebody said something. Kept: has a `seq`."""

    seq: int
    at_ms: int
    client_id: int
    nick: str
    id: str
    """As the sender made it; empty from a plain-text client."""
    text: str
    """As it reads now: an edit changes what newcomers get."""
    person_id: str = ""
    """Of the sender: the same after every reconnection; it tells nothing else."""
    reply_to: int = 0
    """The `seq` of what this answers; 0 for nothing."""
    edited_ms: int = 0
    """When it was last edited; 0 for never."""
    file: SharedFile | None = None


class Announced(Struct, frozen=True, tag="announced"):
    """The host said something to the whole room. Kept: has a `seq`."""

    seq: int
    at_ms: int
    text: str


class Edited(Struct, frozen=True, tag="edited"):
    """A message has another text now. Kept, until the same message is edited again."""

    seq: int
    at_ms: int
    client_id: int
    nick: str
    target: int
    """The `seq` of the message."""
    text: str


class Reacted(Struct, frozen=True, tag="reacted"):
    """Somebody put an emoji on a message, or took it away. Kept: has a `seq`."""

    seq: int
    at_ms: int
    client_id: int
    nick: str
    person_id: str
    target: int
    emoji: str
    on: bool


KeptEvent: TypeAlias = Said | Announced | Edited | Reacted

SeqPair: TypeAlias = tuple[int, int]
"""The first and the last of a run of `seq`, both included."""


class Person(Struct, frozen=True):
    """One line of the roster."""

    client_id: int
    nick: str
    person_id: str = ""


class RoomState(Struct, frozen=True):
    """How far the host lets people talk just now."""

    frozen: bool = False
    """Only the host speaks."""
    slow_s: int = 0
    """Each member may say something once in so many seconds; 0 for as they like."""
    locked: bool = False
    """Nobody new comes in; who was here may come back."""


class Whispered(Struct, frozen=True, tag="whispered"):
    """Somebody said something to one person alone; both get it, nothing keeps it."""

    id: str
    at_ms: int
    sender: Person
    """`client_id` 0 is the host."""
    recipient: Person
    text: str


class Welcome(Struct, frozen=True, tag="welcome"):
    """You are in: who you are, who else is here, and what you have missed."""

    client_id: int
    nick: str
    token: str
    """Secret of this member: gives nick and place back after a drop."""
    room: str
    epoch: str
    """Names this numbering of `seq`; another epoch means start afresh."""
    roster: tuple[Person, ...]
    """Everybody in the room, the newcomer included, in order of joining."""
    history: tuple[KeptEvent, ...]
    """Ascending by `seq`: after a drop what was missed, else the last ones."""
    complete: bool
    """False where more was missed than `history` has: `older` fetches the rest, if it is kept."""
    gone: tuple[SeqPair, ...]
    """All that the host has ever deleted, ascending: whoever still has any of it drops it."""
    now_ms: int
    """The host's clock, for pages whose own is wrong."""
    message_chars: int
    person_id: str = ""
    """Your own, as the others see it."""
    edit_s: int = 0
    """How long you may edit and retract what you said."""
    file_bytes: int = 0
    """Of the largest file you may send; 0 for no files at all."""
    state: RoomState = RoomState()
    muted_until_ms: int | None = 0
    """0: you are not muted; None: until the host lifts it."""
    whispers: tuple[Whispered, ...] = ()
    """The newest to and from you, oldest first, as long as the host remembers you."""


class Joined(Struct, frozen=True, tag="joined"):
    """Somebody came in."""

    client_id: int
    nick: str
    person_id: str = ""


class Left(Struct, frozen=True, tag="left"):
    """Somebody is gone."""

    client_id: int
    nick: str
    cause: LeaveCause


class Renamed(Struct, frozen=True, tag="renamed"):
    """Somebody took another nick."""

    client_id: int
    old_nick: str
    nick: str
    by_host: bool = False


class Deleted(Struct, frozen=True, tag="deleted"):
    """These are gone for everybody: the host has deleted them, or who had said them."""

    ranges: tuple[SeqPair, ...]

    @property
    def count(self) -> int:
        """How many numbers these are."""
        return sum(last - first + 1 for first, last in self.ranges)


class Earlier(Struct, frozen=True, tag="earlier"):
    """The answer to `older`."""

    before_seq: int
    """As it was asked."""
    events: tuple[KeptEvent, ...]
    """The newest ones before it, ascending; fewer than there are, if `more`."""
    more: bool


class TypingNow(Struct, frozen=True, tag="typing"):
    """Somebody is writing: good for some seconds."""

    client_id: int


class Changed(Struct, frozen=True, tag="changed"):
    """The host has changed how the room is called, or how far people may talk."""

    room: str
    state: RoomState


class LimitsChanged(Struct, frozen=True, tag="limits"):
    """The host has changed what a welcome said of these."""

    message_chars: int
    file_bytes: int
    edit_s: int


class Muted(Struct, frozen=True, tag="muted"):
    """The host lets you read only."""

    until_ms: int | None
    """By the host's clock; None: until the host lifts it."""
    reason: str


class Unmuted(Struct, frozen=True, tag="unmuted"):
    """You may speak again."""


class Dismissed(Struct, frozen=True, tag="dismissed"):
    """The host throws you out; the connection closes with `close_code` soon, if not now."""

    close_code: int
    reason: str
    until_ms: int | None = 0
    """When a ban ends; None: when the host lifts it; 0 where there is none."""


class Reinstated(Struct, frozen=True, tag="reinstated"):
    """The host has taken your dismissal back: join again, on this connection."""


class Probed(Struct, frozen=True, tag="probed"):
    """The host is there."""


class Granted(Struct, frozen=True, tag="granted"):
    """Send the bytes of the offered file now."""

    id: str
    chunk_bytes: int
    """Of one binary frame at most."""


class Received(Struct, frozen=True, tag="received"):
    """So much of the file has come in."""

    id: str
    received_bytes: int


class Lab(Struct, frozen=True, tag="lab"):
    """The host tests your connection from now on, or no longer: say so, and report what comes."""

    on: bool


class Refused(Struct, frozen=True, tag="refused"):
    """What you sent was not done; the connection lives on."""

    code: RefusalCode
    text: str
    """A sentence for the person."""
    id: str = ""
    """Of the refused `say`, where it had a readable one."""
    suggestion: str = ""
    """A nick that is free, with `nick_taken`."""
    limit: int = 0
    """What there may be at most, with `text_too_long` and `file_too_large`."""
    wait_s: int = 0
    """When to try again, with `too_fast`, `muted`, `slow`, and `wrong_code` of a shut door."""


RoomEvent: TypeAlias = (
    KeptEvent | Joined | Left | Renamed | Deleted | TypingNow | Changed | LimitsChanged
)
"""What all members get."""
Answer: TypeAlias = (
    Refused
    | Said
    | Earlier
    | Whispered
    | Muted
    | Unmuted
    | Dismissed
    | Reinstated
    | Probed
    | Granted
    | Received
    | Lab
)
"""What one client alone gets: a `said` again, where it said something twice."""
ServerMessage: TypeAlias = RoomEvent | Welcome | Answer


class Malformed(ValueError):
    """A frame that is not a page's message; the text is a sentence for the sender."""


_decoder: msgspec.json.Decoder[PageMessage] = msgspec.json.Decoder(PageMessage, strict=True)
_encoder = msgspec.json.Encoder()


def decode(text: str) -> PageMessage:
    """Read one JSON text frame of a page.

    Raises:
        Malformed: not JSON, no known `type`, a missing, unknown or wrongly typed field.
    """
    try:
        return _decoder.decode(text)
    except msgspec.MsgspecError as error:
        # It quotes the sender, at any length, and is read in logs and on terminals.
        quoted = str(error)[:_COMPLAINT_CHARS]
        complaint = " ".join(clean_text(quoted).split())
        raise Malformed(f"This is not a message the room knows: {complaint}.") from error
    except RecursionError as error:
        # Thousands of nested arrays in front of `type`: skipped by recursion, so bounded by it.
        raise Malformed("This is not a message the room knows: nested too deeply.") from error


def encode(message: ServerMessage) -> bytes:
    """Write one message as the UTF-8 payload of a text frame."""
    return _encoder.encode(message)
