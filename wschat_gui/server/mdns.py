"""Announces the room by name on the local network, by multicast DNS: `http://wschat.local:12345/`.

Only where the host has asked for it. The library is loaded late, in another thread: it costs more
time and memory than all the rest of listening. It finds out whether the name of a service is taken,
and not whether that of a host is, so that is done here (RFC 6762 section 8.1).
"""

from __future__ import annotations

import asyncio
import ipaddress
import random
import socket
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from zeroconf import Zeroconf

_NAME = "wschat"
_MOST_NAMES = 20
_SERVICE = "_http._tcp.local."
_PROBE_MS = 750
"""Three probes of 250 ms is what a name's owner is given to object (RFC 6762 section 8.1)."""
_FIRST_WAIT_S = 0.25
"""At most, by chance: so that hosts that were switched on together do not ask together."""
_LABEL_BYTES = 63
"""Of one part of a name (RFC 1035 section 2.3.4)."""


class CannotAnnounce(OSError):
    """No name could be announced; the text is a sentence for the host."""


class Announcement(Struct, frozen=True):
    """What is to be announced."""

    ips: tuple[str, ...]
    """Of this host; those that are for others to use."""
    port: int
    room_name: str


class LocalName:
    """The name that is announced, as long as one is wanted."""

    def __init__(self, tell: Callable[[str], None], complain: Callable[[str], None]) -> None:
        """Announce nothing yet; `tell` gets each name, `complain` why there is none."""
        self.name = ""
        """As it is now, lower-case; empty while nothing is announced."""
        self._tell = tell
        self._complain = complain
        self._wanted: Announcement | None = None
        self._changed = asyncio.Event()

    def want(self, wanted: Announcement | None) -> None:
        """Announce this from now on; None: nothing."""
        if wanted != self._wanted:
            self._wanted = wanted
            self._changed.set()

    async def run(self) -> None:
        """Do so until cancelled; what was announced is withdrawn then."""
        while True:
            self._changed.clear()
            try:
                if self._wanted is not None:
                    await self._announce(self._wanted)
            except CannotAnnounce as trouble:
                self._complain(str(trouble))
            await self._changed.wait()

    async def _announce(self, wanted: Announcement) -> None:
        """Announce it until something else is wanted."""
        try:
            async with announced(wanted) as name:
                self._set(name)
                await self._changed.wait()
        finally:
            self._set("")

    def _set(self, name: str) -> None:
        if name != self.name:
            self.name = name
            self._tell(name)


@asynccontextmanager
async def announced(wanted: Announcement) -> AsyncIterator[str]:
    """Announce the room; give the name, and withdraw it at the end.

    Raises:
        CannotAnnounce: there is no IPv4 network to announce it in, or nobody may.
    """
    own_ips = [ip for ip in wanted.ips if _can_be_announced(ip)]
    if not own_ips:
        raise CannotAnnounce("There is no network in which a name could be announced.")
    await asyncio.to_thread(_load_library)
    from zeroconf import Error, IPVersion, ServiceInfo  # noqa: PLC0415  (see above)
    from zeroconf.asyncio import AsyncZeroconf  # noqa: PLC0415

    try:
        network = AsyncZeroconf(interfaces=own_ips, ip_version=IPVersion.V4Only)
    except OSError as error:
        why = error.strerror or str(error)
        raise CannotAnnounce(f"The room's name cannot be announced: {why}.") from error
    try:
        host_name = await _free_name(network.zeroconf, frozenset(own_ips))
        info = ServiceInfo(
            _SERVICE,
            f"{_label(wanted.room_name)}.{_SERVICE}",
            addresses=[socket.inet_aton(ip) for ip in own_ips],
            port=wanted.port,
            server=f"{host_name}.",
            properties={"path": "/"},
        )
        await (await network.async_register_service(info, allow_name_change=True))
        yield host_name
    except Error as error:
        raise CannotAnnounce(f"The room's name cannot be announced: {error!r}.") from error
    finally:
        # Says goodbye for all it has announced, so that nobody goes on with a dead name.
        await network.async_unregister_all_services()
        await network.async_close()


def _load_library() -> None:
    import zeroconf.asyncio  # noqa: PLC0415  (only where it is wanted)

    assert zeroconf.asyncio


async def _free_name(network: Zeroconf, own_ips: frozenset[str]) -> str:
    """Return the first of our names that belongs to nobody else."""
    await asyncio.sleep(random.uniform(0, _FIRST_WAIT_S))
    for name in _names():
        if not await _is_taken(network, name, own_ips):
            return name
    raise CannotAnnounce(f"All names from {_NAME}.local on are taken.")


def _names() -> Iterator[str]:
    yield f"{_NAME}.local"
    yield from (f"{_NAME}-{number}.local" for number in range(2, _MOST_NAMES + 1))


async def _is_taken(network: Zeroconf, name: str, own_ips: frozenset[str]) -> bool:
    """Tell whether anybody answers to this name with an address that is not ours."""
    from zeroconf import (  # type: ignore[attr-defined]  # noqa: PLC0415  (not in its __all__)
        AddressResolver,
        IPVersion,
    )

    resolver = AddressResolver(f"{name}.")
    if not await resolver.async_request(network, _PROBE_MS):
        return False
    return not own_ips.issuperset(resolver.parsed_addresses(IPVersion.All))


def _can_be_announced(ip: str) -> bool:
    address = ipaddress.ip_address(ip)
    return address.version == 4 and not address.is_loopback


def _label(room_name: str) -> str:
    """Return a room's name as one part of a service's name: short, and without dots."""
    plain = "".join(each for each in room_name if each.isprintable()).replace(".", " ").strip()
    return plain.encode()[:_LABEL_BYTES].decode(errors="ignore").strip() or _NAME
