"""Announces names in a network of its own, and prints what a neighbour there sees, as JSON.

Run by `test_mdns.py` inside `unshare -n`, where there is nothing but `lo`. It refuses to send
anything where there is any other network.
"""

from __future__ import annotations

import asyncio
import json
import socket
import sys
from pathlib import Path

from zeroconf import (  # type: ignore[attr-defined]  # (not in its __all__)
    AddressResolverIPv4,
    IPVersion,
)
from zeroconf.asyncio import AsyncZeroconf

from wschat_gui.server.mdns import Announcement, LocalName, announced

FIRST, SECOND, NEIGHBOUR = "10.99.0.1", "10.99.0.2", "10.99.0.3"
PORT = 12345
PATIENCE_S = 10.0


def refuse_a_real_network() -> None:
    """End here unless this process is in the network that the test has made."""
    found = {name for _, name in socket.if_nameindex()}
    if found != {"lo"}:
        sys.exit(f"this is no network of a test: {sorted(found)}")


async def resolve(neighbour: AsyncZeroconf, name: str) -> list[str]:
    """Ask the network for a name, as a browser would."""
    resolver = AddressResolverIPv4(f"{name}.")
    await resolver.async_request(neighbour.zeroconf, 1_000)
    return list(resolver.parsed_addresses(IPVersion.V4Only))


async def look() -> dict[str, object]:
    """Announce twice, ask, withdraw, ask again."""
    neighbour = AsyncZeroconf(interfaces=[NEIGHBOUR], ip_version=IPVersion.V4Only)
    seen: dict[str, object] = {}
    try:
        async with announced(Announcement((FIRST,), PORT, "Physics")) as first:
            seen["first"] = [first, await resolve(neighbour, first)]
            async with announced(Announcement((SECOND,), PORT, "Physics")) as second:
                seen["second"] = [second, await resolve(neighbour, second)]
            async with announced(Announcement((FIRST,), PORT + 1, "Physics")) as again:
                seen["same host"] = again
        seen["afterwards"] = await resolve(neighbour, "wschat.local")
        seen["kept"] = await keep()
    finally:
        await neighbour.async_close()
    return seen


async def keep() -> list[str]:
    """Want a name, another room's, none, one where there is no network; note all that is told."""
    told: list[str] = []
    news = asyncio.Event()

    def note(text: str) -> None:
        told.append(text)
        news.set()

    name = LocalName(note, lambda sentence: note(f"complaint: {sentence}"))
    task = asyncio.create_task(name.run())

    async def reach(length: int) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while len(told) < length:
                news.clear()
                await news.wait()

    name.want(Announcement((FIRST,), PORT, "Physics"))
    await reach(1)
    name.want(Announcement((FIRST, SECOND), PORT, "Chemistry"))
    await reach(3)
    name.want(None)
    await reach(4)
    name.want(Announcement(("127.0.0.1",), PORT, "Physics"))
    await reach(5)
    task.cancel()
    await asyncio.wait([task])
    return told


def serve() -> dict[str, object]:
    """Run a whole server that announces itself, and ask it for the page by its name."""
    # Here: only the server's part of this test needs the rest of the program.
    from tests.server.running import RunningServer  # noqa: PLC0415
    from tests.waiting import wait_until  # noqa: PLC0415
    from wschat_gui.bridge.evidence import JoinEvidence  # noqa: PLC0415
    from wschat_gui.config import Settings  # noqa: PLC0415

    server = RunningServer()
    server.settings = Settings(bind=FIRST, port=0, mdns=True)
    with server:
        wait_until(
            lambda: any(told.local_name for told in server.events(JoinEvidence)),
            PATIENCE_S,
            "the name is told",
        )
        name = server.events(JoinEvidence)[-1].local_name
        by_name, by_another = (status_for(server.port, each) for each in (name, "other.local"))
        server.post(Settings(bind=FIRST, port=0, mdns=False))
        wait_until(
            lambda: not server.events(JoinEvidence)[-1].local_name, PATIENCE_S, "it is withdrawn"
        )
        withdrawn = status_for(server.port, name)
    return {"name": name, "answers": [by_name, by_another, withdrawn]}


def status_for(port: int, name: str) -> int:
    """Ask for the page with this Host."""
    with socket.create_connection((FIRST, port), timeout=PATIENCE_S) as connection:
        request = f"GET / HTTP/1.1\r\nHost: {name}:{port}\r\n\r\n"
        connection.sendall(request.encode())
        return int(connection.makefile("rb").readline().split()[1])


def main(output: Path) -> None:
    """Write what was seen as JSON."""
    refuse_a_real_network()
    seen = asyncio.run(look())
    output.write_text(json.dumps(seen | {"server": serve()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
