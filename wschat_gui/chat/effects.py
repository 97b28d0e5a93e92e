"""What the room wants done. The room decides and returns these; the server does them in order."""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct

from wschat_gui.chat.vocabulary import Answer, Earlier, LeaveCause, RoomEvent, Welcome


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


Effect: TypeAlias = Admit | Deliver | Reply | Fetch | Dismiss
