"""What the host may set (Settings) and what the product will bear (Limits), each with its reason.

Plain frozen data that every layer above `chat` may read. What a limit does when it is reached
stands where it is enforced; how settings reach the server is `server/`'s business.
"""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path

from msgspec import Struct, field
from msgspec.structs import replace

DEFAULT_PORT = 12345


class Limits(Struct, frozen=True, kw_only=True):
    """How much of everything one host takes before it says no."""

    clients: int = 500
    """Open sockets in all: what the window shows without lag; refused with 503 beyond."""
    clients_per_address: int = 50
    """Open sockets of one IP address: a classroom behind one NAT fits, a connect flood does not."""
    message_chars: int = 4_000
    """Characters of one chat message: two printed pages."""
    frame_bytes: int = 1024 * 1024
    """Payload of one received frame or message; close 1009 beyond (RFC 6455 section 7.4.1)."""
    flood_burst: int = 8
    """Messages one member may send at once: a pasted list, sent line by line, passes."""
    flood_per_s: float = 2.0
    """Messages a second one member may keep up: faster than anybody types."""
    flood_mute_s: float = 30.0
    """How long a member who goes on past the flood refusal may not speak."""
    history_on_join: int = 200
    """Messages a newcomer gets: some screens of context, tens of kilobytes."""
    history_in_memory: int = 10_000
    """Messages kept for resuming while there is no archive: bounds memory at some tens of MB."""
    open_timeout_s: float = 5.0
    """Opening handshake: a LAN needs milliseconds; a slowloris gets no longer."""
    ping_interval_s: float = 15.0
    """Between pings: shorter than any NAT or Wi-Fi power-save forgets a connection."""
    ping_timeout_s: float = 20.0
    """Without a pong for this long the client counts as dead."""
    close_timeout_s: float = 5.0
    """Closing handshake: afterwards the socket is dropped."""
    backlog_bytes: int = 1024 * 1024
    """Queued for one client beyond this: close 1013, to resume by sequence number."""
    backlog_stall_s: float = 10.0
    """A client with a backlog that takes no byte for this long is closed the same way."""
    wrong_codes: int = 6
    """Wrong room codes from one IP address within `wrong_code_window_s` before it is refused."""
    wrong_code_window_s: float = 300.0
    wrong_code_refusal_s: float = 600.0
    edit_s: float = 300.0
    """How long a member may change or delete what it said: for slips, not for history."""
    undo_s: float = 10.0
    """How long a client that was thrown out is held at the door, so that the host can undo it."""
    file_bytes: int = 10 * 1024 * 1024
    """Of one uploaded file: a phone's photograph or a document."""
    all_files_bytes: int = 500 * 1024 * 1024
    """Of all uploaded files together: what a host's disk can spare without being asked."""
    upload_stall_s: float = 30.0
    """An upload of which no byte comes for this long is dropped."""
    capture_frames: int = 50_000
    """Captured for the frame inspector at most: a quiet room's evening, a full room's minute."""
    capture_bytes: int = 32 * 1024 * 1024
    """Of captured frames at most, a broadcast counted once: what a small computer can spare."""
    capture_s: float = 3600.0
    """Captured frames older than this are forgotten."""
    log_rows: int = 5_000
    """Rows of the window's message log, and lines that wait for the window at most."""

    def lifted(self) -> Limits:
        """Return these limits without those on clients, flood and backlog, for benchmarks.

        Pings are rarer: suites take each for an answer to what they sent.
        """
        unlimited = 1_000_000_000
        return replace(
            self,
            clients=unlimited,
            clients_per_address=unlimited,
            flood_burst=unlimited,
            flood_per_s=float(unlimited),
            frame_bytes=16 * 1024 * 1024,
            backlog_bytes=64 * 1024 * 1024,
            ping_interval_s=60.0,
        )


class KeepFor(StrEnum):
    """How long what was said stays in the transcript."""

    FOREVER = "forever"
    DAYS = "days"
    UNTIL_CLOSE = "until-close"


class Keep(Struct, frozen=True, kw_only=True):
    """For how long the transcript is kept; `days` counts with KeepFor.DAYS only."""

    how_long: KeepFor = KeepFor.FOREVER
    days: int = 30


class Settings(Struct, frozen=True, kw_only=True):
    """What the host chose, from the command line or in the window."""

    bind: str = ""
    """The address to listen on; empty means all interfaces."""
    port: int = DEFAULT_PORT
    """The TCP port wanted; 0 takes any free one."""
    room_name: str = "WSChat"
    room_code: str = ""
    """Asked of everybody who joins; empty means an open room."""
    allowed_origins: tuple[str, ...] = ()
    """Origins that may open a WebSocket besides our own, such as `null` for a page from a file."""
    certificate: Path | None = None
    private_key: Path | None = None
    data_dir: Path | None = None
    """The folder of the transcript; None keeps everything in memory only."""
    keep: Keep = field(default_factory=Keep)
    mdns: bool = False
    """Whether to announce the room as `wschat.local` by multicast DNS."""
    files_allowed: bool = True
    """Whether members may send files and pictures."""
    limits: Limits = field(default_factory=Limits)

    @property
    def scheme(self) -> str:
        """`http` or `https`: what the shown addresses begin with."""
        return "http" if self.certificate is None else "https"


class Theme(StrEnum):
    """How bright the window is."""

    SYSTEM = "system"
    """As the system's own windows, where it tells; light where it does not."""
    LIGHT = "light"
    DARK = "dark"


class TableLayout(Struct, frozen=True, kw_only=True):
    """How a table was left; columns go by the names that the table gives them."""

    widths: tuple[tuple[str, int], ...] = ()
    """Of columns, in pixels of a screen with 96 dots per inch."""
    sorted_by: str = ""
    """A column; empty: in order of arrival."""
    is_descending: bool = False


class Layout(Struct, frozen=True, kw_only=True):
    """How the window was left, lengths in pixels of a screen with 96 dots per inch."""

    width: int = 0
    """0: never measured, as all zeros here."""
    height: int = 0
    is_maximized: bool = False
    upper_share: float = 0.0
    """Of the height of the left side that the clients have, above the log: 0 to 1."""
    clients: TableLayout = field(default_factory=TableLayout)


class Preferences(Struct, frozen=True, kw_only=True):
    """What the host chose for the window itself: the room knows nothing of it."""

    theme: Theme = Theme.SYSTEM
    language: str = ""
    """By ISO 639-1 code, such as `de`; empty: the system's, or English."""
    scale: float = 0.0
    """Of letters and everything else, 1.0 being 96 dots per inch; 0: as the screen says."""
    keep_awake: bool = True
    """Whether the computer is kept from sleeping while clients are connected."""
    layout: Layout = field(default_factory=Layout)


class Choices(Struct, frozen=True, kw_only=True):
    """All that a host may choose, of the room and of the window."""

    settings: Settings = field(default_factory=Settings)
    preferences: Preferences = field(default_factory=Preferences)
