"""Tries the server's own door: does it answer at the addresses that the window shows?

A connection from this computer to its own address; nothing leaves the machine. It finds what keeps
even that from working. A firewall that only keeps others out it cannot see.
"""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit

from wschat_gui.bridge.events import HostAddress
from wschat_gui.bridge.evidence import Reach
from wschat_gui.server.witness import Witness

_PATIENCE_S = 3.0
"""A connection to oneself takes less than a millisecond, or waits for ever."""
_MOST_ADDRESSES = 8


async def try_own_addresses(shown: Iterable[HostAddress], witness: Witness) -> None:
    """Connect to each address, and tell the witness which of them answered."""
    urls = [address.url for address in shown][:_MOST_ADDRESSES]
    troubles = await asyncio.gather(*(_trouble_with(url, witness) for url in urls))
    witness.reached(tuple(map(Reach, urls, troubles)))


async def _trouble_with(url: str, witness: Witness) -> str:
    """Return in the system's words why nobody answers there; empty where somebody does."""
    parts = urlsplit(url)
    assert parts.hostname is not None, "as_urls() writes one"
    assert parts.port is not None, "as_urls() writes one"
    family = socket.AF_INET6 if ":" in parts.hostname else socket.AF_INET
    try:
        with socket.socket(family, socket.SOCK_STREAM) as probe:
            probe.settimeout(0)
            # From the same address, and bound before it connects: so that the witness knows the
            # port by which it will see us, and does not take us for a guest.
            probe.bind((parts.hostname, 0))
            witness.expect_own(parts.hostname, probe.getsockname()[1])
            async with asyncio.timeout(_PATIENCE_S):
                await asyncio.get_running_loop().sock_connect(probe, (parts.hostname, parts.port))
    except TimeoutError:
        return "timed out"
    except OSError as error:
        return error.strerror or str(error)
    return ""
