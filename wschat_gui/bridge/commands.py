"""What the window asks of the running server. Frozen data; how it is carried out is not known here.

Starting is no command: a server that does not run has no queue to read. New settings travel as the
Settings object itself, through the same queue.
"""

from __future__ import annotations

from typing import TypeAlias

from msgspec import Struct


class Kick(Struct, frozen=True):
    """Close this client with 4001 and the reason; its page shows both and stays away."""

    client_id: int
    reason: str


class Announce(Struct, frozen=True):
    """Say this to the whole room as the host; kept in the history."""

    text: str


class Stop(Struct, frozen=True):
    """Close everybody with 1001 and end the server thread."""


class DeleteMessage(Struct, frozen=True):
    """Delete this one for everybody, and from the transcript."""

    seq: int


class DeleteOfClient(Struct, frozen=True):
    """Delete all that this client said."""

    client_id: int


class DeleteBefore(Struct, frozen=True):
    """Delete all that was said before this instant."""

    at_ms: int


class DeleteEverything(Struct, frozen=True):
    """Delete all that was ever said."""


class Search(Struct, frozen=True, kw_only=True):
    """Look for messages in the transcript; `SearchAnswered` brings the newest first."""

    number: int
    """Chosen by who asks; the answer repeats it."""
    words: str = ""
    """All of these must be in the text; empty finds by the rest alone."""
    nick: str = ""
    since_ms: int | None = None
    until_ms: int | None = None
    before_seq: int | None = None
    """For the next page of hits: those older than the last one shown."""


class ShowAround(Struct, frozen=True):
    """Bring a message with what was said before and after it: `AroundAnswered`."""

    number: int
    seq: int


class Export(Struct, frozen=True):
    """Write the transcript into a file; `ExportProgress` and at last `ExportEnded` tell of it."""

    path: str
    form: str
    """txt, jsonl, csv or html."""


class CancelExport(Struct, frozen=True):
    """Break off the export that is under way; no file is left."""


Deletion: TypeAlias = DeleteMessage | DeleteOfClient | DeleteBefore | DeleteEverything
Command: TypeAlias = Kick | Announce | Stop | Deletion | Search | ShowAround | Export | CancelExport
