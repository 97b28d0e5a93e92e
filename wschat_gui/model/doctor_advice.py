"""What the join doctor says: for each cause a sentence, what helps, and what can be copied or done.

Plain words for somebody who runs a class, not a network.
"""

from __future__ import annotations

import re

from msgspec import Struct

from wschat_gui.language import N_, _
from wschat_gui.model.doctor import Cause, Finding
from wschat_gui.model.firewall import FirewallCommand, firewall_commands

_ORIGIN = re.compile(r"null|https?://[A-Za-z0-9.\-\[\]:]{1,100}")
_HOST = re.compile(r"[A-Za-z0-9.\-_\[\]:]{1,100}")

_WORDS: dict[Cause, tuple[str, str]] = {
    Cause.NOT_LISTENING: (
        N_("The room is closed, so nobody can connect."),
        N_("Start the server. If it fails, the window says why."),
    ),
    Cause.LOOPBACK_ONLY: (
        N_("The room can be reached from this computer only."),
        N_(
            "Connect this computer to the Wi-Fi or network of the others. If it is connected, let "
            "the server listen on all interfaces (Settings)."
        ),
    ),
    Cause.OWN_ADDRESS_DEAD: (
        N_("Not even this computer reaches the room at its own address: {named}"),
        N_(
            "Security software or a VPN on this computer is in the way. Switch the VPN off or let "
            "the port through, then restart the server."
        ),
    ),
    Cause.NOBODY_YET: (
        N_("The room is open, and no other device has tried to join yet."),
        N_(
            "If somebody tries and does not appear here, nothing of the attempt reaches this "
            "computer. Most often its firewall keeps the port shut: let it through as an "
            "administrator. Otherwise that device is in another network: its Wi-Fi must be the "
            "same as this computer's, not a guest network, and not mobile data."
        ),
    ),
    Cause.DOOR_OPEN: (
        N_("The room is open, and other devices reach it."),
        N_(
            "Somebody is missing from this list? Type the address of that device below: a phone "
            "shows it in its Wi-Fi settings."
        ),
    ),
    Cause.FIREWALL: (
        N_("It is in our network, but nothing of it has reached this computer, nor of anybody."),
        N_(
            "This computer's firewall most likely keeps the port shut. Let it through, as an "
            "administrator, and try again."
        ),
    ),
    Cause.OTHER_NETWORK: (
        N_("This device is in another network than this computer."),
        N_(
            "Connect it to the same Wi-Fi: not a guest network, not mobile data, no VPN. If this "
            "computer has several addresses, show the one of the network that the device is in."
        ),
    ),
    Cause.ISOLATION: (
        N_("It is in our network, and others there reach this computer; this one does not."),
        N_(
            "The access point may keep devices apart (“client isolation”, usual in guest networks "
            "and hotels): switch that off there, use another Wi-Fi, or open a hotspot on this "
            "computer. A VPN or a private relay on that device does the same."
        ),
    ),
    Cause.SILENT: (
        N_("It connects, but never asks for the page."),
        N_(
            "Something on the way lets connections through and holds back what they carry: "
            "security software, a proxy or a VPN, on that device or on this computer."
        ),
    ),
    Cause.TLS_ASKED: (
        N_("It asks for https, and this room speaks http."),
        N_("Type the address with http:// in front, or scan the code: both say http."),
    ),
    Cause.NOT_HTTP: (
        N_("What it sends is no request of a browser."),
        N_("Another program is trying this port. A browser with the address shown here gets in."),
    ),
    Cause.HOST_REFUSED: (
        N_("It calls this computer by a name that is not known here: {named}"),
        N_(
            "Use the address that the window shows. If the name is right, because your network "
            "gives it to this computer, allow it."
        ),
    ),
    Cause.ORIGIN_REFUSED: (
        N_("A page from elsewhere wants to join: {named}"),
        N_(
            "Open the room's own page instead. Allow the other one only if you know it; “null” is "
            "a page opened from a file."
        ),
    ),
    Cause.OLD_BROWSER: (
        N_("It got the page, but its browser cannot run it."),
        N_(
            "The browser is too old, or JavaScript is off. Update it, use another browser, or "
            "another device: Chrome 93, Firefox 92, Safari 15 and later work."
        ),
    ),
    Cause.NO_SOCKET: (
        N_("The page is open there, but has never connected to the chat."),
        N_(
            "Perhaps nobody has pressed Join. If somebody has, a proxy, VPN or security software "
            "on that device blocks WebSocket: switch it off for this address."
        ),
    ),
    Cause.ROOM_FULL: (
        N_("The room is full, or too many are here from this address."),
        N_("Raise the limit in Settings, or close pages that nobody uses."),
    ),
    Cause.CODE_WRONG: (
        N_("It has not given the right room code."),
        N_("Scan the code shown here: the room code is in it. Or read it out once more."),
    ),
    Cause.CODE_SHUT: (
        N_("Too many wrong room codes came from there: the door is shut for some minutes."),
        N_("Wait, then scan the code shown here. Who is in stays in."),
    ),
    Cause.NICK_REFUSED: (
        N_("The name is taken, or one that the room does not allow."),
        N_("Choose another name. The page says why, and suggests one that is free."),
    ),
    Cause.BARRED: (
        N_("The host does not let it in: the room is locked, or it was kicked or banned."),
        N_("Unlock the room, or lift the ban."),
    ),
    Cause.ARRIVING: (N_("It is just connecting."), ""),
    Cause.READING: (N_("The page is open there; nobody has pressed Join yet."), ""),
    Cause.ONLOOKING: (N_("It is connected and has not joined yet."), ""),
    Cause.JOINED: (N_("It has joined."), ""),
}

_TITLES: dict[Cause, str] = {
    Cause.NOT_LISTENING: N_("Room closed"),
    Cause.LOOPBACK_ONLY: N_("This computer only"),
    Cause.OWN_ADDRESS_DEAD: N_("Blocked right here"),
    Cause.NOBODY_YET: N_("Nobody yet"),
    Cause.DOOR_OPEN: N_("Open"),
    Cause.FIREWALL: N_("Firewall"),
    Cause.OTHER_NETWORK: N_("Other network"),
    Cause.ISOLATION: N_("Devices kept apart"),
    Cause.SILENT: N_("Asks for nothing"),
    Cause.TLS_ASKED: N_("https, not http"),
    Cause.NOT_HTTP: N_("No browser"),
    Cause.HOST_REFUSED: N_("Unknown name"),
    Cause.ORIGIN_REFUSED: N_("Foreign page"),
    Cause.OLD_BROWSER: N_("Old browser"),
    Cause.NO_SOCKET: N_("Never connected"),
    Cause.ROOM_FULL: N_("Room full"),
    Cause.CODE_WRONG: N_("Wrong room code"),
    Cause.CODE_SHUT: N_("Too many guesses"),
    Cause.NICK_REFUSED: N_("Name refused"),
    Cause.BARRED: N_("Not let in"),
    Cause.ARRIVING: N_("Arriving"),
    Cause.READING: N_("Not joined yet"),
    Cause.ONLOOKING: N_("Not joined yet"),
    Cause.JOINED: N_("Joined"),
}
"""The same in two or three words, for a table."""

_ASKS_FIREWALL = frozenset({Cause.FIREWALL, Cause.NOBODY_YET, Cause.OWN_ADDRESS_DEAD})


class Surroundings(Struct, frozen=True, kw_only=True):
    """What the advice depends on beside the evidence."""

    platform: str
    """As `sys.platform` has it."""
    program: str
    """The path of the running executable, for firewalls that go by program."""
    port: int
    """Listened on; 0 while the room is closed."""
    scheme: str
    """`http` or `https`."""


class Advice(Struct, frozen=True):
    """What to tell about one finding, in the language in force."""

    sentence: str
    help: str
    """What to do; empty where there is nothing to do."""
    commands: tuple[FirewallCommand, ...]
    allowable_origin: str
    """What Allow would add to the allowed origins; empty where there is nothing to allow."""


def advise(finding: Finding, around: Surroundings) -> Advice:
    """Put a finding into words, and say what helps."""
    sentence, help_sentence = _WORDS[finding.cause]
    commands: tuple[FirewallCommand, ...] = ()
    if finding.cause in _ASKS_FIREWALL and around.port:
        commands = firewall_commands(around.platform, around.port, around.program)
    return Advice(
        sentence=_(sentence).format(named=finding.named),
        help=_(help_sentence) if help_sentence else "",  # gettext("") is the catalogue's header
        commands=commands,
        allowable_origin=_allowable_origin(finding, around.scheme),
    )


def title_of(cause: Cause) -> str:
    """Return a cause in two or three words."""
    return _(_TITLES[cause])


def _allowable_origin(finding: Finding, scheme: str) -> str:
    """Return the origin that lets this one in; empty where the header is nothing one may trust."""
    if finding.cause is Cause.ORIGIN_REFUSED and _ORIGIN.fullmatch(finding.named):
        return finding.named
    if finding.cause is Cause.HOST_REFUSED and _HOST.fullmatch(finding.named):
        return f"{scheme}://{finding.named}"
    return ""
