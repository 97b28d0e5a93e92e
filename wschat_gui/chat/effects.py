"""What the room wants done. The room decides and returns these; the server does them in order."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from wschat_gui.chat.bans import Ban
from wschat_gui.chat.requests import Offer
from wschat_gui.chat.vocabulary import Answer, Earlier, LeaveCause, Person, RoomEvent, Welcome


class Admit(Struct, frozen=True):
    """Welcome this client, and from here on deliver to it."""

    client_id: int
    welcome: Welcome


class Deliver(Struct, frozen=True):
    """Give this to every member."""

    event: RoomEvent


class Reply(Struct, frozen=True):
    """Give this to one client alone."""

    client_id: int
    message: Answer


class Fetch(Struct, frozen=True):
    """Give this client so many events from the archive; without one, what memory has."""

    client_id: int
    before_seq: int
    wanted: int
    in_memory: Earlier


class Dismiss(Struct, frozen=True):
    """Deliver nothing more to this client, and close its connection once all before is written."""

    client_id: int
    close_code: int
    reason: str
    cause: LeaveCause
    undoable: bool = False
    """Keep the connection a while, for the host may take it back."""
    ban_id: int = 0
    """Of the ban that it is for; 0 for none. Lifting that one takes it back as well."""


class Erase(Struct, frozen=True):
    """Have this message deleted everywhere; the room is told when it is done."""

    seq: int


class Receive(Struct, frozen=True):
    """Take in the bytes of this file, then hand it to the room."""

    client_id: int
    offer: Offer
    """As it was checked: name and text are cleaned, `reply_to` is there or 0."""


class KeepBan(Struct, frozen=True):
    """Remember a ban across restarts of the host; never one that ends with the program."""

    ban: Ban


class LiftBan(Struct, frozen=True):
    """Forget a ban that was remembered."""

    ban_id: int


class TellBans(Struct, frozen=True):
    """Show the host the list of bans, which has changed: it is `Room.bans`."""


class TellMute(Struct, frozen=True):
    """Show the host until when this client may only read; the client itself is told elsewhere."""

    client_id: int
    until_ms: int | None
    """0: it may speak again; None: until the host lifts it."""


class NoteWhisper(Struct, frozen=True):
    """Log that somebody whispered to somebody, never what."""

    at_ms: int
    sender: Person
    """`client_id` 0 is the host."""
    recipient: Person


Effect: TypeAlias = (
    Admit
    | Deliver
    | Reply
    | Fetch
    | Dismiss
    | Erase
    | Receive
    | KeepBan
    | LiftBan
    | TellBans
    | TellMute
    | NoteWhisper
)
