"""Who is connected: one entry an open WebSocket, with what its opening handshake told.

Whether a client is a member of the room is the room's to know.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from wschat_gui.server.addresses import bracketed
from wschat_gui.server.connection import ClientConnection


class ClientIds:
    """Gives out client ids, each once while the program runs."""

    def __init__(self) -> None:
        """Begin with 1."""
        self._last = 0

    def take(self) -> int:
        """Return the next one."""
        self._last += 1
        return self._last

    def rise_above(self, client_id: int) -> None:
        """Give out no id any more that an earlier program may have given out."""
        self._last = max(self._last, client_id)


class Client:
    """One open WebSocket."""

    __slots__ = (
        "address",
        "client_id",
        "connection",
        "ip",
        "kind",
        "messages",
        "nick",
        "opened_ms",
        "query",
        "user_agent",
    )

    def __init__(self, client_id: int, connection: ClientConnection, opened_ms: int) -> None:
        """Read what the handshake of an open `connection` told."""
        told = connection.handshake_kept
        self.client_id = client_id
        self.connection = connection
        connection.client_id = client_id
        self.kind = connection.kind
        self.opened_ms = opened_ms
        self.messages = 0
        """Chat messages accepted from it."""
        self.nick = ""
        """The last that it had in the room; empty before it joined."""
        self.ip, self.address = peer_of(connection)
        self.query = told.query
        self.user_agent = told.user_agent


class Clients(Mapping[int, Client]):
    """All open clients by id, in order of arrival."""

    def __init__(self) -> None:
        """Begin with nobody."""
        self._by_id: dict[int, Client] = {}
        self._by_ip: Counter[str] = Counter()

    def __getitem__(self, client_id: int) -> Client:
        """Return the client with this id."""
        return self._by_id[client_id]

    def __iter__(self) -> Iterator[int]:
        """Go through the ids."""
        return iter(self._by_id)

    def __len__(self) -> int:
        """Count the open clients."""
        return len(self._by_id)

    def add(self, client: Client) -> None:
        """Note a client that has opened."""
        self._by_id[client.client_id] = client
        self._by_ip[client.ip] += 1

    def remove(self, client: Client) -> None:
        """Forget a client that is gone."""
        del self._by_id[client.client_id]
        self._by_ip[client.ip] -= 1
        if not self._by_ip[client.ip]:
            del self._by_ip[client.ip]

    def of_ip(self, ip: str) -> int:
        """Count the clients from one IP address."""
        return self._by_ip[ip]


def peer_of(connection: ClientConnection) -> tuple[str, str]:
    """Return a peer's IP address, and the same with its port."""
    ip, port = connection.remote_address[:2]
    return ip, f"{bracketed(ip)}:{port}"
