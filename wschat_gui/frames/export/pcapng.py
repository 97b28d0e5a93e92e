"""Captured frames as a pcapng file, in TCP connections made up around them, for Wireshark.

The bytes of the frames and the times of their reads and writes are real; IP and TCP headers,
segments and sequence numbers are not, for no one below the sockets was asked. Each client is one
connection that begins with its opening handshake, so that what follows is decoded as WebSocket. A
broadcast is written into the connection of each receiver. Headers are made in `packets.py`.

The format is that of the IETF draft "PCAP Next Generation (pcapng) Capture File Format".
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from wschat_gui.frames.captured import CapturedFrame
from wschat_gui.frames.export.handshakes import handshake_of
from wschat_gui.frames.export.packets import Conversation, Side
from wschat_gui.frames.export.source import ClientRecord, ExportSource
from wschat_gui.frames.pieces import Direction, Write

_SECTION_HEADER, _INTERFACE, _ENHANCED_PACKET = 0x0A0D0D0A, 1, 6
_BYTE_ORDER_MAGIC = 0x1A2B3C4D
_LINKTYPE_RAW = 101
"""Packets begin with their IP header, of version 4 or 6."""
_OPTION_COMMENT, _OPTION_USER_APPLICATION, _OPTION_FLAGS, _OPTION_RESOLUTION = 1, 4, 2, 9
_INBOUND, _OUTBOUND = 1, 2
_MICROSECONDS = 6
"""Negative power of ten: the resolution of the times."""


def written(source: ExportSource) -> Iterator[bytes]:
    """Give the file's bytes, block by block.

    Left out are frames whose payload is not all there, unless nothing follows on their way: what
    came behind them could not be read.
    """
    yield _section_header(source.program)
    yield _interface()
    yield from _Writer(source).packets()


class _Writer:
    def __init__(self, source: ExportSource) -> None:
        self._source = source
        self._conversations: dict[int, Conversation] = {}
        self._last_of_way = _last_frames(source)
        self._unopened = sorted(
            (source.clients[client_id] for client_id in _clients_in(source)),
            key=lambda client: client.opened_s,
            reverse=True,
        )

    def packets(self) -> Iterator[bytes]:
        for run in _runs(self._source):
            data = b"".join([self._wire_of(captured) for captured in run])
            piece = run[0].piece
            yield from self._open_until(piece.at_s)
            if piece.direction is Direction.IN:
                read = Write(piece.client_id, piece.at_s, 0)
                yield from self._segments(read, Side.CLIENT, data)
            else:
                for write in piece.writes:
                    yield from self._segments(write, Side.SERVER, data)

    def _wire_of(self, captured: CapturedFrame) -> bytes:
        payload = self._source.snapshot.payload(captured)
        way = (captured.piece.client_id, captured.piece.direction)
        if payload.missing_bytes and self._last_of_way[way] != captured.number:
            return b""
        return captured.frame.encode() + payload.wire

    def _segments(self, write: Write, side: Side, data: bytes) -> Iterator[bytes]:
        yield from self._opened(write.client_id)
        conversation = self._conversations.get(write.client_id)
        if conversation is not None and data:
            for packet in conversation.segments(side, data):
                yield self._block(packet, side, write.at_s)

    def _open_until(self, at_s: float) -> Iterator[bytes]:
        """Open the connections that were opened by then, each with its handshake."""
        while self._unopened and self._unopened[-1].opened_s <= at_s:
            yield from self._opened(self._unopened.pop().client_id)

    def _opened(self, client_id: int) -> Iterator[bytes]:
        """Open a client's connection, unless it is open."""
        if client_id not in self._conversations and client_id in self._source.clients:
            yield from self._opening(self._source.clients[client_id])

    def _opening(self, client: ClientRecord) -> Iterator[bytes]:
        conversation = Conversation(
            client.client_id, client.host, client.port, client.server_host, client.server_port
        )
        self._conversations[client.client_id] = conversation
        handshake = handshake_of(client)
        name = f'client {client.client_id} "{client.nick}"' if client.nick else "a client"
        at_s = client.opened_s
        for i, (side, packet) in enumerate(conversation.opening()):
            yield self._block(packet, side, at_s, f"{name}; TCP made up" if i == 0 else "")
        note = "" if handshake.is_original else "this handshake was not captured and is made up"
        for side, data in ((Side.CLIENT, handshake.request), (Side.SERVER, handshake.answer)):
            for packet in conversation.segments(side, data):
                yield self._block(packet, side, at_s, note)

    def _block(self, packet: bytes, side: Side, at_s: float, comment: str = "") -> bytes:
        microseconds = max(0, round((self._source.epoch_s + at_s) * 10**_MICROSECONDS))
        direction = _INBOUND if side is Side.CLIENT else _OUTBOUND
        options = _option(_OPTION_FLAGS, struct.pack("<I", direction))
        if comment:
            options += _option(_OPTION_COMMENT, comment.encode(errors="replace"))
        head = struct.pack(
            "<IIIII", 0, microseconds >> 32, microseconds & 0xFFFFFFFF, len(packet), len(packet)
        )
        return _block(_ENHANCED_PACKET, head + _padded(packet) + options + _END_OF_OPTIONS)


def _runs(source: ExportSource) -> Iterator[list[CapturedFrame]]:
    """Give the frames that were read or written at once, together."""
    run: list[CapturedFrame] = []
    for captured in source.frames():
        if run and captured.piece is not run[0].piece:
            yield run
            run = []
        run.append(captured)
    if run:
        yield run


def _clients_in(source: ExportSource) -> set[int]:
    found: set[int] = set()
    seen: set[tuple[int, ...]] = set()
    for captured in source.frames():
        client_ids = captured.piece.receivers or (captured.piece.client_id,)
        if client_ids not in seen:
            seen.add(client_ids)
            found.update(client_ids)
    return found & source.clients.keys()


def _last_frames(source: ExportSource) -> dict[tuple[int, Direction], int]:
    return {
        (captured.piece.client_id, captured.piece.direction): captured.number
        for captured in source.frames()
    }


# Blocks ------------------------------------------------------------------------------------------

_END_OF_OPTIONS = bytes(4)


def _section_header(program: str) -> bytes:
    unknown_length = 0xFFFFFFFFFFFFFFFF
    body = struct.pack("<IHHQ", _BYTE_ORDER_MAGIC, 1, 0, unknown_length)
    return _block(
        _SECTION_HEADER,
        body + _option(_OPTION_USER_APPLICATION, program.encode()) + _END_OF_OPTIONS,
    )


def _interface() -> bytes:
    any_length = 0
    body = struct.pack("<HHI", _LINKTYPE_RAW, 0, any_length)
    return _block(
        _INTERFACE, body + _option(_OPTION_RESOLUTION, bytes((_MICROSECONDS,))) + _END_OF_OPTIONS
    )


def _block(kind: int, body: bytes) -> bytes:
    length = struct.pack("<I", len(body) + 12)
    return struct.pack("<I", kind) + length + body + length


def _option(code: int, value: bytes) -> bytes:
    return struct.pack("<HH", code, len(value)) + _padded(value)


def _padded(data: bytes) -> bytes:
    return data + bytes(-len(data) % 4)
