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
from wschat_gui.model.settings_limits import LIMITS

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

FIELDS: tuple[Field, ...] = (*_ROOM, *_NETWORK, *LIMITS, *_FILES, *_LOOK)
"""All of them."""


def fields_of(page: Page) -> tuple[Field, ...]:
    """Give those of one page, from top to bottom."""
    return tuple(each for each in FIELDS if each.page is page)
