"""What the server tells the window. Frozen data, in three classes that differ in what may be lost.

Lifecycle and membership: nothing is ever lost. Log lines: the oldest are dropped, and counted.
Figures: only the latest counts. The classes are told apart by the unions at the end of this file.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TypeAlias

from msgspec import Struct

from wschat_gui.bridge.evidence import JoinEvidence
from wschat_gui.bridge.frame_words import FrameAnswer
from wschat_gui.bridge.refusals import LimitKind


class HostAddress(Struct, frozen=True):
    """One URL under which the room can be reached, and the interface it belongs to."""

    url: str
    interface: str
    """The interface's name as the system shows it, such as `Wi-Fi` or `eth0`."""


# Lifecycle ---------------------------------------------------------------------------------------


class ServerStarting(Struct, frozen=True):
    """The server thread runs and is about to listen."""


class ServerListening(Struct, frozen=True):
    """The room is open."""

    addresses: tuple[HostAddress, ...]
    """Best first; never empty."""
    port: int
    wanted_port: int
    """Differs from `port` when the wanted one was taken (0: any port was asked for)."""
    room_name: str


class AddressesChanged(Struct, frozen=True):
    """An interface came or went while the server was listening."""

    addresses: tuple[HostAddress, ...]


class ArchiveTrouble(Struct, frozen=True):
    """Something of the transcript cannot be done, or can be done again; the chat goes on."""

    task: str
    """What cannot be done: one line of trouble each."""
    sentence: str
    """For the host: what is not done, why, and what helps. Empty: it is done again."""


class BanEntry(Struct, frozen=True, kw_only=True):
    """One line of the list of bans."""

    ban_id: int
    nick: str
    """What the banned one was called."""
    ip: str
    """Empty where the ban is by device alone."""
    by_device: bool
    reason: str
    since_ms: int
    until_ms: int | None
    """None: until it is lifted."""
    until_stop: bool
    """It ends with the program."""


class BansChanged(Struct, frozen=True):
    """The whole list of bans as it is now, the oldest first."""

    bans: tuple[BanEntry, ...]


class RoomStateChanged(Struct, frozen=True):
    """How far people may talk, as it is now."""

    frozen: bool
    slow_s: int
    locked: bool


class ServerStopped(Struct, frozen=True):
    """The server thread has ended as it was asked to."""


class ServerFailed(Struct, frozen=True):
    """The server thread could not start, or died."""

    sentence: str
    """For the host, in plain words."""
    detail: str
    """For a bug report: the traceback, or the system's own error."""


# Membership --------------------------------------------------------------------------------------


class ClientKind(StrEnum):
    """What a client came for, known from its opening handshake."""

    PAGE = "page"
    PLAIN = "plain"
    ECHO = "echo"


class ClientOpened(Struct, frozen=True):
    """A WebSocket opening handshake succeeded."""

    client_id: int
    """Grows by one, never reused while the program runs."""
    address: str
    """The peer as `ip:port`, an IPv6 address in brackets."""
    user_agent: str
    """The header as sent, or empty."""
    kind: ClientKind
    opened_ms: int


class ClientNamed(Struct, frozen=True):
    """A client joined the room, or a member took another nick."""

    client_id: int
    nick: str


class ClientMuted(Struct, frozen=True):
    """The host, or the flood limit, lets a member read only."""

    client_id: int
    until_ms: int | None
    """None: until the host lifts it."""


class ClientUnmuted(Struct, frozen=True):
    """A member may speak again."""

    client_id: int


class ClientClosed(Struct, frozen=True):
    """The socket is gone."""

    client_id: int
    cause: str
    """A value of `chat.vocabulary.LeaveCause`: shown, never decided by."""
    close_code: int
    """What ended the connection, by RFC 6455 section 7.4; 1006 when no close frame was seen."""
    close_reason: str
    closed_ms: int


# Log lines ---------------------------------------------------------------------------------------


class LineKind(StrEnum):
    """What a line of the message log is about."""

    SAID = "said"
    ANNOUNCED = "announced"
    JOINED = "joined"
    LEFT = "left"
    RENAMED = "renamed"
    EDITED = "edited"
    """Somebody put another text in the place of its own message; `text` is the new one."""
    WHISPERED = "whispered"
    """A private message went by; the line says between whom, never what."""
    MODERATED = "moderated"
    """The host muted, banned, froze, and so on."""
    REFUSED = "refused"
    """A request, an upgrade or a message was turned down, or a frame broke the protocol."""
    SERVER = "server"


class LogLine(Struct, frozen=True, gc=False):
    """One line of the message log."""

    at_ms: int
    kind: LineKind
    client_id: int
    """0 where no client is meant."""
    nick: str
    text: str
    seq: int = 0
    """Of a line that the room keeps; 0 for all others. Of an edit: that of the message edited."""


# What the host asked for -------------------------------------------------------------------------


class SearchAnswered(Struct, frozen=True):
    """The answer to commands.Search."""

    number: int
    """As it was asked."""
    lines: tuple[LogLine, ...]
    """The newest first."""
    trouble: str
    """Why there is no answer, as a sentence; empty where there is one."""


class AroundAnswered(Struct, frozen=True):
    """The answer to commands.ShowAround: a hit in its context."""

    number: int
    lines: tuple[LogLine, ...]
    """The oldest first; the one that was asked for among them, unless it was deleted meanwhile."""
    trouble: str


class ExportProgress(Struct, frozen=True):
    """An export is under way."""

    done: int
    total: int


class ExportEnded(Struct, frozen=True):
    """An export is over: written, cancelled or failed."""

    sentence: str
    """For the host."""


class Forgotten(Struct, frozen=True):
    """The host's deletion is done: these are gone from the transcript and from all pages."""

    ranges: tuple[tuple[int, int], ...]
    """First and last `seq` of each run, both included."""


# Figures -----------------------------------------------------------------------------------------


class ClientFigures(Struct, frozen=True, gc=False):
    """What the table shows of one open client beside its name."""

    client_id: int
    messages: int
    """Chat messages accepted from it."""
    wire_bytes_in: int
    wire_bytes_out: int
    rtt_ms: float | None
    """Of its last answered ping; None before the first."""
    backlog_bytes: int
    violations: int
    pong_overdue_ms: float | None = None
    """How long the oldest unanswered ping waits; None: none does."""


class DirectionFigures(Struct, frozen=True):
    """What went one way over all connections since the server started."""

    frames: int
    by_opcode: tuple[tuple[int, int], ...]
    """(opcode, frames) with no zeros, ascending."""
    seven_bit: int
    sixteen_bit: int
    sixty_four_bit: int
    fragments: int
    """Frames with FIN clear, or continuations."""
    masked: int
    compressed: int
    """Frames with RSV1: the first of a compressed message."""
    payload_bytes: int
    wire_bytes: int
    close_codes: tuple[tuple[int, int], ...]
    frames_per_s: float
    """Over the last second."""
    frames_per_s_60: float
    """Over the last minute, or since the start where that is shorter."""
    bytes_per_s: float
    bytes_per_s_60: float


class WatchedClientFigures(Struct, frozen=True):
    """The frames of one client."""

    client_id: int
    inbound: DirectionFigures
    outbound: DirectionFigures
    """Its share of what is broadcast included."""
    violations: tuple[tuple[str, int], ...]


class RoomFigures(Struct, frozen=True):
    """Everything the panels show that is not one client's own."""

    at_ms: int
    started_ms: int
    inbound: DirectionFigures
    outbound: DirectionFigures
    violations: tuple[tuple[str, int], ...]
    """(what was broken, with its RFC section; times), most frequent first."""
    messages: int
    """Chat messages accepted since the start."""
    messages_per_s: float
    peak_messages_per_s: float
    members: int
    clients: tuple[ClientFigures, ...]
    stood_still_ms: int = 0
    """How long the server could do nothing the last time that it was long; 0: never."""
    moved_again_ms: int = 0
    """When it could again."""
    watched: WatchedClientFigures | None = None
    """Of the client that frame_commands.WatchClient named, while it is open."""
    refusals: tuple[tuple[LimitKind, int], ...] = ()
    """(limit, how often somebody ran into it), most frequent first."""


Lifecycle: TypeAlias = (
    ServerStarting
    | ServerListening
    | AddressesChanged
    | ArchiveTrouble
    | BansChanged
    | RoomStateChanged
    | ServerStopped
    | ServerFailed
)
ArchiveAnswer: TypeAlias = (
    SearchAnswered | AroundAnswered | ExportProgress | ExportEnded | Forgotten
)
Answer: TypeAlias = ArchiveAnswer | FrameAnswer
"""What the host has asked for, and waits for: as little lost as lifecycle."""
Membership: TypeAlias = ClientOpened | ClientNamed | ClientMuted | ClientUnmuted | ClientClosed
Figures: TypeAlias = RoomFigures | JoinEvidence
"""Of each only the latest counts."""
Event: TypeAlias = Lifecycle | Answer | Membership | LogLine | Figures
