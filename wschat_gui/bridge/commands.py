"""What the window asks of the running server. Frozen data; how it is carried out is not known here.

Starting is no command: a server that does not run has no queue to read. New settings travel as the
Settings object itself, through the same queue.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.bridge.frame_commands import FrameCommand, LabCommand


class Kick(Struct, frozen=True):
    """Close this client with 4001 and the reason; its page shows both and stays away."""

    client_id: int
    reason: str


class BanScope(StrEnum):
    """What a ban recognises somebody by."""

    DEVICE = "device"
    """The browser's own secret: NAT neighbours stay in, a private window gets around it."""
    ADDRESS = "address"
    """The IP address: whoever shares it is out as well."""
    BOTH = "both"


class BanLength(StrEnum):
    """How long a ban holds."""

    FIVE_MINUTES = "5min"
    HOUR = "1h"
    UNTIL_STOP = "stop"
    """Until the host's program ends."""
    FOR_EVER = "ever"


class Ban(Struct, frozen=True):
    """Throw this client out with 4002, and keep it out."""

    client_id: int
    scope: BanScope
    length: BanLength
    reason: str


class LiftBan(Struct, frozen=True):
    """Let somebody come in again; of those who are still held at the door it undoes the ban."""

    ban_id: int


class Reinstate(Struct, frozen=True):
    """Undo a kick or a ban of moments ago: who is still held at the door is back at once."""

    client_id: int
    """Under which it was thrown out; it comes back under a new one."""


class Mute(Struct, frozen=True):
    """Let this member read only, for so long or (None) until it is lifted."""

    client_id: int
    for_s: float | None
    reason: str


class Unmute(Struct, frozen=True):
    """Let this member speak again."""

    client_id: int


class RenameClient(Struct, frozen=True):
    """Call this member otherwise; where the nick is taken, the nearest free one."""

    client_id: int
    nick: str


class TellPrivately(Struct, frozen=True):
    """Say something to this member alone, as the host."""

    client_id: int
    text: str


class SetRoomState(Struct, frozen=True):
    """Say how far people may talk from now on; see chat.vocabulary.RoomState."""

    frozen: bool
    slow_s: int
    locked: bool


class EverybodyOut(Struct, frozen=True):
    """Kick every client and lock the door behind them."""

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
Moderation: TypeAlias = (
    Kick
    | Ban
    | LiftBan
    | Reinstate
    | Mute
    | Unmute
    | RenameClient
    | TellPrivately
    | SetRoomState
    | EverybodyOut
)
Command: TypeAlias = (
    Moderation
    | Announce
    | Stop
    | Deletion
    | Search
    | ShowAround
    | Export
    | CancelExport
    | FrameCommand
    | LabCommand
)
