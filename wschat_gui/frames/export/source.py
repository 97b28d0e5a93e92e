"""What an export is made of: captured frames, who the clients were, and how each came in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from wschat_gui.frames.captured import CapturedFrame, CapturedFrames


class ClientRecord(Struct, frozen=True, kw_only=True):
    """One client: what it is called, where it connected from and to, and its opening handshake."""

    client_id: int
    nick: str = ""
    """Empty where it had none."""
    host: str
    """Its IP address; of IPv6 with or without a zone."""
    port: int
    server_host: str
    """The address that it connected to."""
    server_port: int
    scheme: str = "ws"
    """Or `wss`, where what is captured stood inside TLS."""
    opened_s: float
    """When the handshake was done, on the clock of `Piece.at_s`."""
    request: bytes = b""
    """The opening request, from `GET` to the empty line; empty where it is not known."""
    answer: bytes = b""
    """The server's 101 answer, likewise."""


class ExportSource(Struct, frozen=True, kw_only=True):
    """What is to be exported."""

    snapshot: CapturedFrames
    clients: Mapping[int, ClientRecord]
    """By client id. Frames of clients that are not in it are left out of pcapng and HAR."""
    epoch_s: float
    """Seconds since 1970 (UTC) when the clock of `Piece.at_s` stood at 0."""
    numbers: frozenset[int] | None = None
    """Only these frames; None: all."""
    program: str = "WSChat host"
    """Named as what wrote the file."""

    def frames(self) -> Iterator[CapturedFrame]:
        """Give the frames to be exported, ascending."""
        numbers = self.numbers
        for captured in self.snapshot.located():
            if numbers is None or captured.number in numbers:
                yield captured
