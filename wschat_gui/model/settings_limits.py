"""The limits on clients, messages and captured frames that a person may change."""

from __future__ import annotations

from wschat_gui.language import N_
from wschat_gui.model.settings_fields import MIB, Hold, Kind, limit_field

_S = N_("s")

LIMITS = (
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
"""From top to bottom."""
