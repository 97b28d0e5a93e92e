"""The exact commands that let the room's port through the firewalls people have."""

from __future__ import annotations

import shlex
from enum import Enum, auto

from msgspec import Struct

_SOCKETFILTERFW = "/usr/libexec/ApplicationFirewall/socketfilterfw"
_RULE = "WSChat"


class Purpose(Enum):
    """What a command is for."""

    ALLOW = auto()
    """Lets the port, or the program, through."""
    UNBLOCK = auto()
    """Takes back an earlier no, which would beat every allow."""


class FirewallCommand(Struct, frozen=True):
    """One line to type, and for which firewall it is."""

    firewall: str
    """A proper name, the same in every language."""
    command: str
    purpose: Purpose = Purpose.ALLOW


def firewall_commands(platform: str, port: int, program: str) -> tuple[FirewallCommand, ...]:
    """Return the commands for a system named as in `sys.platform`, the likeliest first.

    `program` is the path of the running executable: the firewall of macOS and the blocks of Windows
    go by program. They need an administrator; who shows them says so.
    """
    if platform == "win32":
        return _windows(port, program)
    if platform == "darwin":
        path = shlex.quote(program)
        command = f"sudo {_SOCKETFILTERFW} --add {path} --unblockapp {path}"
        return (FirewallCommand("macOS", command),)
    return (
        FirewallCommand("ufw", f"sudo ufw allow {port}/tcp"),
        FirewallCommand("firewalld", f"sudo firewall-cmd --add-port={port}/tcp"),
    )


def _windows(port: int, program: str) -> tuple[FirewallCommand, ...]:
    netsh = "netsh advfirewall firewall"
    allow = f'{netsh} add rule name="{_RULE}" dir=in action=allow protocol=TCP localport={port}'
    # Who pressed Cancel when Windows asked has a rule that blocks, and a block beats every allow.
    unblock = f'{netsh} delete rule name=all dir=in program="{program}"'
    return (
        FirewallCommand("Windows", allow),
        FirewallCommand("Windows", unblock, Purpose.UNBLOCK),
    )
