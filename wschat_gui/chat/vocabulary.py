"""The words of the `wschat.v1` subprotocol: JSON text frames, tagged by `type`, strictly decoded.

One struct a message; docs/protocol.md tells when each is sent. The plain-text dialect is in
`plain.py`; what a message does to the room is in `room.py`.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, TypeAlias

import msgspec
from msgspec import Meta, Struct

from wschat_gui.chat.text import clean_text

SUBPROTOCOL = "wschat.v1"

_COMPLAINT_CHARS = 200

MessageId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
"""Made by the page, unique among its own messages: a resend is recognised by it."""


class LeaveCause(StrEnum):
    """Why a member is no longer in the room."""

    LEFT = "left"
    KICKED = "kicked"
    BANNED = "banned"
    TIMED_OUT = "timed_out"
    TOO_SLOW = "too_slow"
    PROTOCOL_ERROR = "protocol_error"
    SERVER_STOPPED = "server_stopped"


class RefusalCode(StrEnum):
    """Why something was refused, for a program; the sentence beside it is for a person."""

    MALFORMED = "malformed"
    NOT_JOINED = "not_joined"
    ALREADY_JOINED = "already_joined"
    NICK_INVALID = "nick_invalid"
    NICK_TAKEN = "nick_taken"
    WRONG_CODE = "wrong_code"
    TEXT_EMPTY = "text_empty"
    TEXT_TOO_LONG = "text_too_long"
    TOO_FAST = "too_fast"
    MUTED = "muted"
    BINARY_UNEXPECTED = "binary_unexpected"


# Page to server ----------------------------------------------------------------------------------


class Join(Struct, frozen=True, forbid_unknown_fields=True, tag="join"):
    """Become a member, or one again: `token`, `epoch` and `last_seq` come from before a drop."""

    nick: str
    code: str = ""
    token: str = ""
    epoch: str = ""
    last_seq: Annotated[int, Meta(ge=0)] = 0


class Say(Struct, frozen=True, forbid_unknown_fields=True, tag="say"):
    """Say something to the room."""

    id: MessageId
    text: str


class Rename(Struct, frozen=True, forbid_unknown_fields=True, tag="rename"):
    """Take another nick."""

    nick: str


class Older(Struct, frozen=True, forbid_unknown_fields=True, tag="older"):
    """Ask for what was said before the oldest event one has."""

    before_seq: Annotated[int, Meta(ge=1)]


PageMessage: TypeAlias = Join | Say | Rename | Older


# Server to page ----------------------------------------------------------------------------------


class Said(Struct, frozen=True, tag="said"):
    """Somebody said something. Kept: has a `seq`."""

    seq: int
    at_ms: int
    client_id: int
    nick: str
    id: str
    """As the sender made it; empty from a plain-text client."""
    text: str


class Announced(Struct, frozen=True, tag="announced"):
    """The host said something to the whole room. Kept: has a `seq`."""

    seq: int
    at_ms: int
    text: str


KeptEvent: TypeAlias = Said | Announced

SeqPair: TypeAlias = tuple[int, int]
"""The first and the last of a run of `seq`, both included."""


class Person(Struct, frozen=True):
    """One line of the roster."""

    client_id: int
    nick: str


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


class Joined(Struct, frozen=True, tag="joined"):
    """Somebody came in."""

    client_id: int
    nick: str


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


class Deleted(Struct, frozen=True, tag="deleted"):
    """The host has deleted these for everybody."""

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


class Refused(Struct, frozen=True, tag="refused"):
    """What you sent was not done; the connection lives on."""

    code: RefusalCode
    text: str
    """A sentence for the person."""
    id: str = ""
    """Of the refused `say`, where it had a readable one."""
    suggestion: str = ""
    """A nick that is free, with `nick_taken`."""


RoomEvent: TypeAlias = Said | Announced | Joined | Left | Renamed | Deleted
"""What all members get."""
Answer: TypeAlias = Refused | Said | Earlier
"""What one member alone gets: a `said` again, where it said something twice."""
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
        complaint = " ".join(clean_text(str(error)).split())[:_COMPLAINT_CHARS]
        raise Malformed(f"This is not a message the room knows: {complaint}.") from error
    except RecursionError as error:
        # Thousands of nested arrays in front of `type`: skipped by recursion, so bounded by it.
        raise Malformed("This is not a message the room knows: nested too deeply.") from error


def encode(message: ServerMessage) -> bytes:
    """Write one message as the UTF-8 payload of a text frame."""
    return _encoder.encode(message)
