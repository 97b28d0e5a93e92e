"""What can be done with the selected clients: the words, the key and the picture of each command.

The panel's buttons, its context menu and the keys are all made from this one list.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from wschat_gui.gui.shortcuts import Key
from wschat_gui.language import N_
from wschat_gui.model.clients import ClientRow

Act = Callable[[tuple[int, ...]], None]
"""Does it to the clients with these ids."""


class ClientActions(Struct, frozen=True, kw_only=True):
    """What the panel of clients can ask for; each asks the person first or can be undone."""

    kick: Act
    ban: Act
    mute: Act
    unmute: Act
    rename: Act
    tell: Act
    show_details: Act
    experiment: Act


class ClientCommand(Struct, frozen=True):
    """One thing to do with the selected clients."""

    key: Key
    words: str
    """In the menu; three dots where something is asked first."""
    icon: str
    is_possible: Callable[[Sequence[ClientRow]], bool]
    """With these selected."""


def _someone_here(rows: Sequence[ClientRow]) -> bool:
    return any(row.gone is None for row in rows)


def _members(rows: Sequence[ClientRow]) -> list[ClientRow]:
    """Those that have joined and are still here."""
    return [row for row in rows if row.gone is None and row.nick]


COMMANDS = (
    ClientCommand(Key.KICK, N_("Kick …"), "person-dash", _someone_here),
    ClientCommand(
        # Also somebody who has just gone: to keep out whoever runs away.
        Key.BAN,
        N_("Ban …"),
        "slash-circle",
        lambda rows: any(row.is_person for row in rows),
    ),
    ClientCommand(Key.MUTE, N_("Mute …"), "mic-mute", lambda rows: bool(_members(rows))),
    ClientCommand(
        Key.UNMUTE,
        N_("Let speak again"),
        "mic",
        lambda rows: any(row.muted for row in _members(rows)),
    ),
    ClientCommand(Key.RENAME, N_("Rename …"), "pencil", lambda rows: len(_members(rows)) == 1),
    ClientCommand(Key.TELL, N_("Private note …"), "envelope", lambda rows: bool(_members(rows))),
    ClientCommand(
        Key.LAB,
        N_("Protocol lab …"),
        "bug",
        lambda rows: len(rows) == 1 and rows[0].gone is None,
    ),
    ClientCommand(Key.CLIENT_DETAILS, N_("Details"), "info-circle", bool),
)


def act_of(command: ClientCommand, actions: ClientActions) -> Act:
    """Find what carries a command out."""
    return {
        Key.KICK: actions.kick,
        Key.BAN: actions.ban,
        Key.MUTE: actions.mute,
        Key.UNMUTE: actions.unmute,
        Key.RENAME: actions.rename,
        Key.TELL: actions.tell,
        Key.CLIENT_DETAILS: actions.show_details,
        Key.LAB: actions.experiment,
    }[command.key]
