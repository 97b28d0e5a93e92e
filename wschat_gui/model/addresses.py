"""Which of the host's addresses is shown large and in the QR code.

The server lists them best first; the person may pick another, and the pick outlives a rescan.
"""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

from wschat_gui.bridge.events import HostAddress

_LOOPBACK = ("127.0.0.1", "::1")


def shown_address(
    addresses: tuple[HostAddress, ...], picked: HostAddress | None
) -> HostAddress | None:
    """Choose the address to show: the picked one if it is still there, else the best.

    A picked interface that got another IP address or port is still the one that was picked.
    """
    if not addresses:
        return None
    if picked is None:
        return addresses[0]
    if picked in addresses:
        return picked
    same_interface = (each for each in addresses if each.interface == picked.interface)
    return next(same_interface, addresses[0])


def own_ips(urls: Iterable[str]) -> frozenset[str]:
    """Give the IP addresses that a client on the host's own computer comes from."""
    return frozenset((*_LOOPBACK, *(urlsplit(url).hostname or "" for url in urls)))
