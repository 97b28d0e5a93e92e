"""Every setting a person may change, page by page, in the order on the screen. Plain data.

What each does is told in `config.py`; one that is not here can only be given on the command line.
"""

from __future__ import annotations

from wschat_gui.language import N_
from wschat_gui.model.settings_fields import (
    LEAST_SCALE,
    MIB,
    MOST_SCALE,
    Field,
    Hold,
    Kind,
    Page,
    limit_field,
)

_S = N_("s")
"""Seconds."""
_ROOM = (
    Field(
        path="settings.room_name",
        page=Page.ROOM,
        label=N_("Room name"),
        meaning=N_("Shown to everybody at the top of the page."),
        kind=Kind.TEXT,
        low=1,
        high=60,
    ),
    Field(
        path="settings.room_code",
        page=Page.ROOM,
        label=N_("Room code"),
        meaning=N_("Asked of everybody who joins, and part of the QR code. Empty: an open room."),
        kind=Kind.CODE,
        high=60,
    ),
    limit_field(
        "message_chars",
        N_("Longest message"),
        N_("Characters in one message."),
        unit=N_("characters"),
        high=100_000,
        page=Page.ROOM,
    ),
    limit_field(
        "history_on_join",
        N_("History for newcomers"),
        N_("How many earlier messages somebody sees who joins."),
        unit=N_("messages"),
        low=0,
        high=10_000,
        page=Page.ROOM,
    ),
    limit_field(
        "edit_s",
        N_("Time to change a message"),
        N_("How long members may edit or delete what they said. 0: not at all."),
        unit=_S,
        low=0,
        kind=Kind.DECIMAL,
        page=Page.ROOM,
    ),
)
_NETWORK = (
    Field(
        path="settings.port",
        page=Page.NETWORK,
        label=N_("Port"),
        meaning=N_("The TCP port; if it is taken, the next free one is used. 0: any free one."),
        kind=Kind.NUMBER,
        hold=Hold.ON_RESTART,
        high=65_535,
    ),
    Field(
        path="settings.bind",
        page=Page.NETWORK,
        label=N_("Listen on"),
        meaning=N_("One of this computer's IP addresses. Empty: all of its networks."),
        kind=Kind.ADDRESS,
        hold=Hold.ON_RESTART,
    ),
    Field(
        path="settings.allowed_origins",
        page=Page.NETWORK,
        label=N_("Other pages allowed"),
        meaning=N_(
            "Pages from elsewhere that may join, such as https://example.org. null: from a file."
        ),
        kind=Kind.ORIGINS,
    ),
    Field(
        path="settings.mdns",
        page=Page.NETWORK,
        label=N_("Name ending in .local"),
        meaning=N_("A second address, easy to type; many phones do not know such names."),
        kind=Kind.SWITCH,
    ),
    limit_field(
        "open_timeout_s",
        N_("Time to connect"),
        N_("Whoever has not finished its opening handshake by then is cut off."),
        unit=_S,
        low=0.1,
        high=600,
        kind=Kind.DECIMAL,
        page=Page.NETWORK,
    ),
    limit_field(
        "ping_interval_s",
        N_("Ping every"),
        N_("How often the host asks each client whether it is still there."),
        unit=_S,
        low=0.5,
        high=3_600,
        kind=Kind.DECIMAL,
        page=Page.NETWORK,
        hold=Hold.ON_RESTART,
    ),
    limit_field(
        "ping_timeout_s",
        N_("Dead after"),
        N_("A client that has not answered a ping for this long is gone."),
        unit=_S,
        low=0.5,
        high=3_600,
        kind=Kind.DECIMAL,
        page=Page.NETWORK,
        hold=Hold.ON_RESTART,
    ),
    limit_field(
        "close_timeout_s",
        N_("Time to say goodbye"),
        N_("Whoever has not finished its closing handshake by then is cut off."),
        unit=_S,
        low=0.1,
        high=60,
        kind=Kind.DECIMAL,
        page=Page.NETWORK,
    ),
)
_LIMITS = (
    limit_field(
        "clients",
        N_("Clients at most"),
        N_("Whoever comes when so many are connected is turned away with a reason."),
    ),
    limit_field(
        "clients_per_address",
        N_("Clients of one IP address"),
        N_("A classroom behind one router shares one address."),
    ),
    limit_field(
        "frame_bytes",
        N_("Largest frame"),
        N_("A longer frame or message closes the connection with code 1009."),
        kind=Kind.SIZE,
        low=1024,
        hold=Hold.ON_RESTART,
    ),
    limit_field(
        "flood_burst",
        N_("Messages in a row"),
        N_("How many messages one member may send at once."),
        unit=N_("messages"),
    ),
    limit_field(
        "flood_per_s",
        N_("Messages a second"),
        N_("How many one member may go on sending."),
        unit=N_("per second"),
        low=0.01,
        kind=Kind.DECIMAL,
    ),
    limit_field(
        "flood_mute_s",
        N_("Mute for flooding"),
        N_("How long a member must be silent who goes on too fast after a warning."),
        unit=_S,
        low=0,
        kind=Kind.DECIMAL,
    ),
    limit_field(
        "wrong_codes",
        N_("Wrong room codes"),
        N_("So many from one IP address, and it must wait."),
    ),
    limit_field(
        "wrong_code_window_s",
        N_("… counted within"),
        N_("Wrong room codes longer ago than this are forgiven."),
        unit=_S,
        kind=Kind.DECIMAL,
    ),
    limit_field(
        "wrong_code_refusal_s",
        N_("… wait for"),
        N_("How long that address cannot join."),
        unit=_S,
        low=0,
        kind=Kind.DECIMAL,
    ),
    limit_field(
        "backlog_bytes",
        N_("Slow client: most queued"),
        N_("A client with more waiting for it is closed, and comes back by itself."),
        kind=Kind.SIZE,
        low=16 * 1024,
    ),
    limit_field(
        "backlog_stall_s",
        N_("Slow client: stalled for"),
        N_("So is one that takes nothing at all for this long."),
        unit=_S,
        low=1,
        kind=Kind.DECIMAL,
    ),
    limit_field(
        "capture_frames",
        N_("Captured frames"),
        N_("So many the frame inspector can look at; the oldest make room."),
        unit=N_("frames"),
        low=100,
        high=1_000_000,
    ),
    limit_field(
        "capture_bytes",
        N_("… of at most"),
        N_("Memory for them; what goes to many at once is counted once."),
        kind=Kind.SIZE,
        low=64 * 1024,
        high=1024 * MIB,
    ),
    limit_field(
        "capture_s",
        N_("… for"),
        N_("Older frames are forgotten."),
        unit=_S,
        low=1,
        high=86_400,
        kind=Kind.DECIMAL,
    ),
    limit_field(
        "undo_s",
        N_("Time to undo a kick"),
        N_("Whoever is thrown out waits at the door for this long."),
        unit=_S,
        low=0,
        high=600,
        kind=Kind.DECIMAL,
    ),
)
_FILES = (
    Field(
        path="settings.keep",
        page=Page.FILES,
        label=N_("Keep messages"),
        meaning=N_("Whatever is older is deleted by itself, for everybody."),
        kind=Kind.KEEP,
    ),
    Field(
        path="settings.files_allowed",
        page=Page.FILES,
        label=N_("Files and pictures"),
        meaning=N_("Whether members may send them."),
        kind=Kind.SWITCH,
    ),
    limit_field(
        "file_bytes",
        N_("Largest file"),
        N_("Of one file that a member sends."),
        kind=Kind.SIZE,
        low=1024,
        high=1024 * MIB,
        page=Page.FILES,
    ),
    limit_field(
        "all_files_bytes",
        N_("All files together"),
        N_("When they would take more room on the disk, no more are accepted."),
        kind=Kind.SIZE,
        low=1024,
        high=1024 * 1024 * MIB,
        page=Page.FILES,
    ),
    limit_field(
        "upload_stall_s",
        N_("Stalled upload"),
        N_("A file of which nothing comes for this long is dropped."),
        unit=_S,
        kind=Kind.DECIMAL,
        page=Page.FILES,
    ),
    limit_field(
        "history_in_memory",
        N_("Messages in memory"),
        N_("For clients that come back while there is no transcript on the disk."),
        unit=N_("messages"),
        high=1_000_000,
        page=Page.FILES,
        hold=Hold.ON_RESTART,
    ),
    limit_field(
        "log_rows",
        N_("Lines in the log"),
        N_("How many the window shows; the transcript has them all."),
        unit=N_("lines"),
        low=100,
        high=50_000,
        hold=Hold.NEW_WINDOW,
        page=Page.FILES,
    ),
)
_LOOK = (
    Field(
        path="preferences.theme",
        page=Page.LOOK,
        label=N_("Colours"),
        meaning=N_("Light, dark, or as the system's own windows."),
        kind=Kind.THEME,
    ),
    Field(
        path="preferences.language",
        page=Page.LOOK,
        label=N_("Language"),
        meaning=N_("Of this window. Everybody chooses the language of the page for themselves."),
        kind=Kind.LANGUAGE,
        hold=Hold.NEW_WINDOW,
    ),
    Field(
        path="preferences.scale",
        page=Page.LOOK,
        label=N_("Size of everything"),
        meaning=N_("Larger for a projector, smaller for a small screen: 75 to 300 percent."),
        kind=Kind.SCALE,
        hold=Hold.NEW_WINDOW,
        low=LEAST_SCALE,
        high=MOST_SCALE,
    ),
    Field(
        path="preferences.keep_awake",
        page=Page.LOOK,
        label=N_("Keep the computer awake"),
        meaning=N_("While clients are connected, it does not fall asleep by itself."),
        kind=Kind.SWITCH,
    ),
)

FIELDS: tuple[Field, ...] = (*_ROOM, *_NETWORK, *_LIMITS, *_FILES, *_LOOK)
"""All of them."""


def fields_of(page: Page) -> tuple[Field, ...]:
    """Give those of one page, from top to bottom."""
    return tuple(each for each in FIELDS if each.page is page)
