"""Captured frames as JSON lines: one frame a line. The fields are described in docs/frames.md."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
from msgspec import Struct

from wschat_gui.frames.captured import CapturedFrame
from wschat_gui.frames.export.source import ExportSource
from wschat_gui.frames.header import Opcode
from wschat_gui.frames.pieces import BROADCAST, Piece
from wschat_gui.frames.violations import failing

_OPCODE_NAMES = {int(opcode): opcode.name.lower() for opcode in Opcode}


class _Receiver(Struct, omit_defaults=True):
    client_id: int
    client: str
    address: str
    time: str
    waiting_bytes: int = 0


class _Line(Struct):
    number: int
    time: str
    direction: str
    client_id: int | None
    client: str
    address: str
    fin: bool
    rsv1: bool
    rsv2: bool
    rsv3: bool
    opcode: int
    opcode_name: str
    mask: bool
    masking_key: str
    length_bits: int
    payload_length: int
    missing_bytes: int
    text: str | None
    base64: str | None
    close_code: int | None
    refused: bool
    violations: list[str]
    receivers: msgspec.Raw


def written(source: ExportSource) -> Iterator[bytes]:
    """Give the file's bytes, line by line; UTF-8."""
    encode = msgspec.json.Encoder().encode
    piece: Piece | None = None
    receivers = msgspec.Raw()
    for captured in source.frames():
        if captured.piece is not piece:
            # All frames of a piece went to the same clients, at the same times.
            piece = captured.piece
            receivers = msgspec.Raw(encode(_receivers(source, piece)))
        yield encode(_line(source, captured, receivers)) + b"\n"


def _line(source: ExportSource, captured: CapturedFrame, receivers: msgspec.Raw) -> _Line:
    frame, piece = captured.frame, captured.piece
    payload = source.snapshot.payload(captured)
    text = _text(frame.opcode, payload.unmasked) if not frame.rsv1 else None
    is_broadcast = piece.client_id == BROADCAST
    nick, address = _name(source, piece.client_id)
    has_close_code = frame.opcode == Opcode.CLOSE and len(payload.unmasked) >= 2
    return _Line(
        number=captured.number,
        time=_time(source, piece.at_s),
        direction=piece.direction.value,
        client_id=None if is_broadcast else piece.client_id,
        client=nick,
        address=address,
        fin=frame.fin,
        rsv1=frame.rsv1,
        rsv2=frame.rsv2,
        rsv3=frame.rsv3,
        opcode=frame.opcode,
        opcode_name=_OPCODE_NAMES.get(frame.opcode, "reserved"),
        mask=frame.masked,
        masking_key=frame.masking_key.hex(),
        length_bits=frame.length_encoding.value,
        payload_length=frame.payload_length,
        missing_bytes=payload.missing_bytes,
        text=text,
        base64=b64encode(payload.unmasked).decode() if text is None else None,
        close_code=int.from_bytes(payload.unmasked[:2], "big") if has_close_code else None,
        refused=failing(frame.violations) is not None,
        violations=[f"{broken.rule}: {broken.sentence}" for broken in frame.violations],
        receivers=receivers,
    )


def _receivers(source: ExportSource, piece: Piece) -> list[_Receiver]:
    return [
        _Receiver(
            write.client_id,
            *_name(source, write.client_id),
            _time(source, write.at_s),
            write.waiting_bytes,
        )
        for write in piece.writes
    ]


def _name(source: ExportSource, client_id: int) -> tuple[str, str]:
    client = source.clients.get(client_id)
    if client is None:
        return "", ""
    host = f"[{client.host}]" if ":" in client.host else client.host
    return client.nick, f"{host}:{client.port}"


def _text(opcode: int, payload: bytes) -> str | None:
    """Return what is text, wholly; None for what is to be written in base64."""
    if opcode not in {Opcode.TEXT, Opcode.CONT}:
        return None
    try:
        return payload.decode()
    except UnicodeDecodeError:
        return None


def _time(source: ExportSource, at_s: float) -> str:
    moment = datetime.fromtimestamp(source.epoch_s + at_s, UTC)
    return moment.isoformat(timespec="microseconds").replace("+00:00", "Z")
