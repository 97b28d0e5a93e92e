"""What a page asks of the room in the `wschat.v1` subprotocol: one struct a message.

What the room answers is in `vocabulary.py`, which also decodes these; docs/protocol.md tells when
each is sent.
"""

from __future__ import annotations

from typing import Annotated, Literal, TypeAlias

from msgspec import Meta, Struct

MessageId: TypeAlias = Annotated[str, Meta(min_length=1, max_length=64)]
"""Made by the page, unique among its own messages: a resend is recognised by it."""
Seq: TypeAlias = Annotated[int, Meta(ge=1)]


class Join(Struct, frozen=True, forbid_unknown_fields=True, tag="join"):
    """Become a member, or one again: `token`, `epoch` and `last_seq` come from before a drop."""

    nick: str
    code: str = ""
    token: str = ""
    epoch: str = ""
    last_seq: Annotated[int, Meta(ge=0)] = 0
    device: Annotated[str, Meta(max_length=64)] = ""
    """A secret that the browser keeps for good: who comes back is known by it. Empty: unknown."""


class Say(Struct, frozen=True, forbid_unknown_fields=True, tag="say"):
    """Say something to the room."""

    id: MessageId
    text: str
    reply_to: Annotated[int, Meta(ge=0)] = 0
    """The `seq` of the message that this answers; 0 for none."""


class Edit(Struct, frozen=True, forbid_unknown_fields=True, tag="edit"):
    """Put another text in the place of one's own message."""

    seq: Seq
    text: str


class Retract(Struct, frozen=True, forbid_unknown_fields=True, tag="retract"):
    """Delete one's own message."""

    seq: Seq


class React(Struct, frozen=True, forbid_unknown_fields=True, tag="react"):
    """Put an emoji on a message, or take it away again."""

    seq: Seq
    emoji: Annotated[str, Meta(min_length=1, max_length=32)]
    on: bool


class Whisper(Struct, frozen=True, forbid_unknown_fields=True, tag="whisper"):
    """Say something to one person alone."""

    id: MessageId
    to: str
    """Their `person_id`."""
    text: str


class Typing(Struct, frozen=True, forbid_unknown_fields=True, tag="typing"):
    """Somebody is writing; sent again every few seconds while that is so."""


class Offer(Struct, frozen=True, forbid_unknown_fields=True, tag="offer"):
    """Announce a file: after `granted` its bytes follow as binary frames, in order."""

    id: MessageId
    name: Annotated[str, Meta(max_length=1_000)]
    size_bytes: Annotated[int, Meta(ge=0)]
    text: str = ""
    """What is said with it."""
    reply_to: Annotated[int, Meta(ge=0)] = 0


class Cancel(Struct, frozen=True, forbid_unknown_fields=True, tag="cancel"):
    """Break off the upload of this offer."""

    id: MessageId


class Rename(Struct, frozen=True, forbid_unknown_fields=True, tag="rename"):
    """Take another nick."""

    nick: str


class Older(Struct, frozen=True, forbid_unknown_fields=True, tag="older"):
    """Ask for what was said before the oldest event one has."""

    before_seq: Seq


class Observed(Struct, frozen=True, forbid_unknown_fields=True, tag="observed"):
    """Tell the host, which tests this connection, what has reached the page."""

    what: Literal["ready", "text", "binary", "close"]
    """`ready`: it watches from now on. A close is reported on the connection after it."""
    length: Annotated[int, Meta(ge=0)] = 0
    """Of a message, in bytes; of a text in UTF-8."""
    crc32: Annotated[int, Meta(ge=0, lt=1 << 32)] = 0
    """Of the same bytes."""
    close_code: Annotated[int, Meta(ge=0, lt=1 << 16)] = 0
    """As the browser tells it: 1006 where it failed the connection."""
    reason: Annotated[str, Meta(max_length=123)] = ""
    clean: bool = True
    """Whether the closing handshake was completed."""


class Probe(Struct, frozen=True, forbid_unknown_fields=True, tag="probe"):
    """Ask for any word: the host has been silent, and may be gone without one."""


PageMessage: TypeAlias = (
    Join
    | Say
    | Edit
    | Retract
    | React
    | Whisper
    | Typing
    | Offer
    | Cancel
    | Rename
    | Older
    | Observed
    | Probe
)
