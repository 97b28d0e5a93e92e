"""What the server has seen of each device that tried to join: how far it came, and what stopped it.

Counts and times only, by IP address; what they mean is said in `model/doctor.py`. Only the latest
is ever of interest, as with figures.
"""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct


class Obstacle(StrEnum):
    """What a device ran into; each is counted where the server turns it away."""

    HOST = "host"
    """The Host header named a host that is not ours (421)."""
    ORIGIN = "origin"
    """A page from elsewhere asked for a WebSocket (403)."""
    FULL = "full"
    """No more clients, in all or of this address (503)."""
    CODE = "code"
    """It asked to join without the room code, or with a wrong one."""
    CODE_SHUT = "code-shut"
    """Too many wrong codes: for some minutes not even the right one is looked at."""
    NICK = "nick"
    """The nick is taken, or none that the room allows."""
    BARRED = "barred"
    """The room is locked, or this device is banned."""
    TLS = "tls"
    """It spoke TLS (https) to a port that speaks plain http."""
    NOT_HTTP = "not-http"
    """What it sent could not be read as an HTTP request."""


class TurnedAway(Struct, frozen=True):
    """The last obstacle a device ran into."""

    obstacle: Obstacle
    named: str
    """The Host or Origin header that was refused, shortened; empty for all others."""
    at_ms: int


class DeviceEvidence(Struct, frozen=True):
    """All that was seen of one IP address since the server started. Times are 0 for never."""

    ip: str
    user_agent: str
    """Of its last request; empty where it made none, or named none."""
    connections: int
    """TCP connections accepted."""
    pages: int
    """Times that the page itself was served."""
    scripts: int
    """Times that any of the page's scripts was served: a browser without modules asks for none."""
    upgrades: int
    joins: int
    connected_ms: int
    """The last time of each kind, from here on."""
    page_ms: int
    script_ms: int
    upgraded_ms: int
    joined_ms: int
    turned_away: TurnedAway | None

    @property
    def last_ms(self) -> int:
        """When anything was last seen of it."""
        turned_away_ms = self.turned_away.at_ms if self.turned_away else 0
        return max(
            self.connected_ms,
            self.page_ms,
            self.script_ms,
            self.upgraded_ms,
            self.joined_ms,
            turned_away_ms,
        )


class Reach(Struct, frozen=True):
    """Whether the server answers at one of its own addresses, asked from this computer."""

    url: str
    trouble: str
    """The system's own words for why not; empty where it answers."""


class JoinEvidence(Struct, frozen=True):
    """How the door looks from inside."""

    at_ms: int
    reached: tuple[Reach, ...]
    """The addresses that were tried, best first; empty until the first was."""
    own_ips: tuple[str, ...]
    networks: tuple[str, ...]
    """Those that this host is in, as CIDR such as `192.168.1.0/24`."""
    local_name: str
    """The name announced by multicast DNS, such as `wschat.local`; empty where there is none."""
    devices: tuple[DeviceEvidence, ...]
    """Who was seen last comes first; bounded, so the longest silent are forgotten."""
