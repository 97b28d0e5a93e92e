"""What can be asked about one captured frame: the face that a display filter sees."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from wschat_gui.frames.captured import CapturedFrame, CapturedFrames
from wschat_gui.frames.dissector import Frame
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.masking import apply_mask
from wschat_gui.frames.messages import Messages
from wschat_gui.frames.pieces import BROADCAST, Piece
from wschat_gui.frames.violations import failing

PAYLOAD_BYTES = 16 * 1024
"""Looked at of a payload at most: a filter is to answer soon, whatever was sent."""
TEXT_CHARACTERS = 4_096
"""The same of a text."""


class Party(Struct, frozen=True):
    """What a client is called."""

    nick: str
    """Empty before it has one."""
    address: str


class FrameFacts:
    """One captured frame. Dear facts are worked out when they are asked for, once."""

    __slots__ = (
        "_captured",
        "_messages",
        "_payload",
        "_snapshot",
        "clients",
        "frame",
        "piece",
        "start_s",
    )

    def __init__(
        self,
        snapshot: CapturedFrames,
        messages: Messages,
        captured: CapturedFrame,
        clients: frozenset[str],
        start_s: float,
    ) -> None:
        """Take a frame of a snapshot, see `facts_of`."""
        self.frame: Frame = captured.frame
        self.piece: Piece = captured.piece
        self.clients = clients
        """Case-folded nicks and addresses of the client, or of all receivers."""
        self.start_s = start_s
        self._snapshot = snapshot
        self._messages = messages
        self._captured = captured
        self._payload: bytes | None = None

    @property
    def number(self) -> int:
        """By order of capture, from 1."""
        return self._captured.number

    @property
    def captured(self) -> CapturedFrame:
        """The frame and its place."""
        return self._captured

    @property
    def time_s(self) -> float:
        """Since the capture's start."""
        return self.piece.at_s - self.start_s

    @property
    def client_ids(self) -> tuple[int, ...]:
        """The client, or all receivers."""
        return self.piece.receivers or (self.piece.client_id,)

    @property
    def refused(self) -> bool:
        """Whether the connection failed for it."""
        return failing(self.frame.violations) is not None

    @property
    def payload(self) -> bytes:
        """Unmasked, at most `PAYLOAD_BYTES` of it, as far as it came."""
        if self._payload is None:
            wire = self._snapshot.payload(self._captured, PAYLOAD_BYTES).wire
            self._payload = apply_mask(wire, self.frame.masking_key)
        return self._payload

    @property
    def text(self) -> str | None:
        """What a frame of a text message says, inflated; None for all others.

        A continuation does not tell whose it is: it counts as text where it is valid UTF-8.
        """
        opcode = self.frame.opcode
        if opcode == Opcode.TEXT:
            data = self.payload
            if self.frame.rsv1:
                message = self._messages.of(self._captured)
                data = b"" if message is None else message.data[:PAYLOAD_BYTES]
            return data.decode(errors="replace")[:TEXT_CHARACTERS]
        if opcode == Opcode.CONT:
            try:
                return self.payload.decode()[:TEXT_CHARACTERS]
            except UnicodeDecodeError:
                return None
        return None

    @property
    def close_code(self) -> int | None:
        """Of a close frame that has one."""
        payload = self.frame.control_payload
        if self.frame.opcode != Opcode.CLOSE or len(payload) < 2:
            return None
        return int.from_bytes(payload[:2], "big")

    @property
    def close_reason(self) -> str | None:
        """Of a close frame that has a code."""
        if self.close_code is None:
            return None
        return self.frame.control_payload[2:].decode(errors="replace")


def facts_of(
    snapshot: CapturedFrames, directory: Mapping[int, Party], start_s: float
) -> Iterator[FrameFacts]:
    """Give the facts of all frames behind the snapshot's `after`, ascending.

    `directory` names the clients by id; who is missing there has no name. `start_s` is the moment
    that `frame.time` counts from.
    """
    of_client = {
        client_id: frozenset(name.casefold() for name in (party.nick, party.address) if name)
        for client_id, party in directory.items()
    }
    messages = Messages(snapshot)
    nobody: frozenset[str] = frozenset()
    of_receivers: dict[tuple[int, ...], frozenset[str]] = {}
    piece: Piece | None = None
    clients = nobody
    for captured in snapshot.located():
        if captured.piece is not piece:
            piece = captured.piece
            if piece.client_id != BROADCAST:
                clients = of_client.get(piece.client_id, nobody)
            else:
                receivers = piece.receivers
                if receivers not in of_receivers:
                    of_receivers[receivers] = nobody.union(
                        *(of_client.get(client_id, nobody) for client_id in receivers)
                    )
                clients = of_receivers[receivers]
        yield FrameFacts(snapshot, messages, captured, clients, start_s)
