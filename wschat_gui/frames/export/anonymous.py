"""A copy of what is to be exported without anything that people wrote, are called, or come from.

Sizes, times, opcodes, lengths, close codes and the order of everything stay. Payloads become filler
of the same length (`filler.py`), masking keys others, addresses ones of the ranges for tests
(RFC 2544, 3849), nicks `client-7`. What belongs to no frame becomes zeros. So every exporter can
be used on the copy.
"""

from __future__ import annotations

from bisect import bisect_right
from hashlib import blake2b
from operator import attrgetter

import msgspec

from wschat_gui.frames.captured import CapturedFrame, CapturedFrames, frames_of
from wschat_gui.frames.dissector import Frame
from wschat_gui.frames.export.anonymous_clients import anonymised_clients
from wschat_gui.frames.export.filler import filled_deflate, filled_text
from wschat_gui.frames.export.source import ExportSource
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.masking import apply_mask
from wschat_gui.frames.messages import Messages
from wschat_gui.frames.pieces import BROADCAST, Piece


def anonymised(source: ExportSource, kept_words: frozenset[str] = frozenset()) -> ExportSource:
    """Return the copy; `kept_words` are the protocol's own, see `filler.filled_text`."""
    pieces = _Rewriter(source.snapshot, kept_words).pieces()
    return ExportSource(
        snapshot=CapturedFrames(pieces, source.snapshot.after),
        clients=anonymised_clients(source.clients, kept_words),
        epoch_s=source.epoch_s,
        numbers=source.numbers,
        program=source.program,
    )


class _Rewriter:
    def __init__(self, snapshot: CapturedFrames, kept_words: frozenset[str]) -> None:
        self._snapshot = snapshot
        self._kept_words = kept_words
        self._messages = Messages(snapshot)
        self._filled: dict[int, bytes] = {}
        """By frame number: what stands for the payload, unmasked; filled in message by message."""
        self._echoes: dict[bytes, bytes] = {}
        """Payloads of pings and pongs, so that a pong still answers its ping."""

    def pieces(self) -> tuple[Piece, ...]:
        """Return all pieces, rewritten."""
        buffers = {id(piece): bytearray(len(piece.data)) for piece in self._snapshot.pieces}
        renewed: list[Piece] = []
        for piece in self._snapshot.pieces:
            frames = []
            for captured in frames_of(piece):
                payload = self._payload(captured)
                frame = _renewed(captured, payload)
                frames.append(frame)
                wire = frame.encode() + apply_mask(payload, frame.masking_key)
                self._put(buffers, captured, wire)
            renewed.append(msgspec.structs.replace(piece, frames=tuple(frames)))
        return tuple(
            msgspec.structs.replace(new, data=bytes(buffers[id(old)]))
            for old, new in zip(self._snapshot.pieces, renewed, strict=True)
        )

    def _put(self, buffers: dict[int, bytearray], captured: CapturedFrame, wire: bytes) -> None:
        """Write a frame's bytes into its piece, and into those that it began or goes on in."""
        piece, start = captured.piece, captured.start
        lane = [piece]
        position = 0
        if piece.client_id != BROADCAST:
            lane = self._snapshot.lane(piece.client_id, piece.direction)
            position = bisect_right(lane, piece.offset, key=attrgetter("offset")) - 1
        while start < lane[position].offset and position > 0:
            if lane[position - 1].end != lane[position].offset:
                break
            position -= 1
        end = start + len(wire)
        reached = lane[position].offset
        while position < len(lane) and lane[position].offset == reached and reached < end:
            here = lane[position]
            first, last = max(start, here.offset), min(end, here.end)
            if first < last:
                buffer = buffers[id(here)]
                buffer[first - here.offset : last - here.offset] = wire[
                    first - start : last - start
                ]
            reached = here.end
            position += 1

    def _payload(self, captured: CapturedFrame) -> bytes:
        """Return what stands for a frame's payload, unmasked, as much as was there of it."""
        opcode = captured.frame.opcode
        if captured.number in self._filled:
            return self._filled.pop(captured.number)
        payload = self._snapshot.payload(captured).unmasked
        message = self._messages.of(captured)
        if message is not None:
            self._fill(message.numbers, message.opcode, was_compressed=message.was_compressed)
            return self._filled.pop(captured.number)
        if opcode == Opcode.CLOSE:
            return payload[:2] + b"x" * (len(payload) - 2)
        if opcode in {Opcode.PING, Opcode.PONG}:
            return self._echo(payload)
        return bytes(len(payload))

    def _fill(self, numbers: tuple[int, ...], opcode: int | None, *, was_compressed: bool) -> None:
        """Fill a whole message, and share it out to its fragments."""
        payloads = [self._snapshot.payload_of(number) for number in numbers]
        joined = b"".join([payload.unmasked for payload in payloads])
        if was_compressed:
            filled = filled_deflate(len(joined))
        elif opcode == Opcode.TEXT:
            filled = filled_text(joined, self._kept_words)
        else:
            filled = bytes(len(joined))
        position = 0
        for number, payload in zip(numbers, payloads, strict=True):
            self._filled[number] = filled[position : position + len(payload.wire)]
            position += len(payload.wire)

    def _echo(self, payload: bytes) -> bytes:
        if payload not in self._echoes:
            count = len(self._echoes).to_bytes(8, "big").lstrip(b"\0")
            self._echoes[payload] = count[-len(payload) :].rjust(len(payload), b"\0")
        return self._echoes[payload]


def _renewed(captured: CapturedFrame, payload: bytes) -> Frame:
    frame = captured.frame
    key = frame.masking_key
    if key:
        # Keys are chosen by clients, and could say something too.
        key = blake2b(captured.number.to_bytes(8, "big"), digest_size=len(key)).digest()
    return msgspec.structs.replace(
        frame, masking_key=key, control_payload=payload if frame.control_payload else b""
    )
