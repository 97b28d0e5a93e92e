"""What the host may have deleted, and after what time it is deleted by itself. Pure.

With a message go its edits, the reactions to it, and its file.
"""

from __future__ import annotations

from enum import Enum, auto
from typing import TypeAlias

import msgspec
from msgspec import Struct

_DAY_MS = 24 * 60 * 60 * 1000


class OneMessage(Struct, frozen=True, forbid_unknown_fields=True, tag="one_message"):
    """The event with this `seq`; if it is an edit, the message itself."""

    seq: int


class ClientsMessages(Struct, frozen=True, forbid_unknown_fields=True, tag="clients_messages"):
    """All that was said by these clients, and by the persons they were, as whatever client."""

    client_ids: tuple[int, ...]
    person_ids: tuple[str, ...] = ()
    """Of them, or of others; those of the clients are looked up."""


class SentBefore(Struct, frozen=True, forbid_unknown_fields=True, tag="sent_before"):
    """All events before an instant."""

    at_ms: int


class Everything(Struct, frozen=True, forbid_unknown_fields=True, tag="everything"):
    """All events up to now; `seq` goes on where it is."""


Deletion: TypeAlias = OneMessage | ClientsMessages | SentBefore | Everything

_decoder: msgspec.json.Decoder[Deletion] = msgspec.json.Decoder(Deletion)


def to_text(deletion: Deletion) -> str:
    """Write a deletion down, for `from_text`."""
    return msgspec.json.encode(deletion).decode()


def from_text(text: str) -> Deletion:
    """Read a deletion that `to_text` has written."""
    return _decoder.decode(text)


# Retention ---------------------------------------------------------------------------------------


class Forever(Struct, frozen=True):
    """Keep everything."""


class Days(Struct, frozen=True):
    """Keep everything for so many days."""

    days: int


class UntilClose(Struct, frozen=True):
    """Keep everything until the host closes the room."""


Retention: TypeAlias = Forever | Days | UntilClose


class Occasion(Enum):
    """When it is asked what is to be deleted."""

    OPENING = auto()
    """Something may be left from a run that was not closed properly."""
    RUNNING = auto()
    CLOSING = auto()


def due(retention: Retention, occasion: Occasion, now_ms: int) -> Deletion | None:
    """Return what is to be deleted now; None if nothing is."""
    match retention:
        case Forever():
            return None
        case Days(days=days):
            return SentBefore(now_ms - days * _DAY_MS)
        case UntilClose():
            return None if occasion is Occasion.RUNNING else Everything()
