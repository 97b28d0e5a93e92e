"""The frames of a made-up room: rows for the inspector, one frame in full, the lab's protocol."""

from __future__ import annotations

import json
import random
from itertools import cycle

from tools.preview.room import name_of
from wschat_gui.bridge.frame_commands import (
    EnterLab,
    FrameCommand,
    LabBreak,
    LabCommand,
    LabLine,
    LabSend,
    LeaveLab,
    ListFrames,
    XrayFrame,
)
from wschat_gui.bridge.frame_words import (
    CaptureExtent,
    Delivery,
    Direction,
    FilterFault,
    FrameAnswer,
    FrameRow,
    FramesListed,
    FrameXray,
    HeaderField,
    LabNote,
    LabNoteKind,
)

_FRAMES = 400
_STEP_MS = 137
_TEXTS = ("21.4 °C at the window", "who has the slides?", "ok, thanks 👍", "李雷: 你好")
_OPCODES = (1, 1, 1, 2, 9, 10, 1, 0, 8, 1)
_BROKEN = 17
"""One in so many frames breaks the protocol."""
_FAULT = "=="
"""A filter that ends in this is not complete."""


def answer(command: FrameCommand | LabCommand, now_ms: int) -> tuple[FrameAnswer, ...]:
    """Answer as a server would."""
    match command:
        case ListFrames():
            return (_listed(command, now_ms),)
        case XrayFrame(request=request, frame=number):
            return (xray(request, _row(number, now_ms)),)
        case EnterLab() | LeaveLab() | LabSend() | LabBreak() | LabLine():
            return _lab(command, now_ms)
    return ()


def _listed(command: ListFrames, now_ms: int) -> FramesListed:
    extent = CaptureExtent(
        is_on=True,
        frames=_FRAMES,
        bytes=4_318_000,
        oldest_ms=now_ms - _FRAMES * _STEP_MS,
        newest_number=_FRAMES,
        forgotten=1_204,
    )
    if command.filter.endswith(_FAULT):
        at = len(command.filter)
        fault = FilterFault(at - 2, 2, "A value is missing behind “==”.")
        return FramesListed(request=command.request, extent=extent, fault=fault)
    numbers = range(command.after + 1, _FRAMES + 1)
    rows = tuple(_row(number, now_ms) for number in numbers)
    left_out = 3_120 if command.after == 0 else 0
    return FramesListed(
        request=command.request, rows=rows, left_out=left_out, looked_at=_FRAMES, extent=extent
    )


def _row(number: int, now_ms: int) -> FrameRow:
    dice = random.Random(number)
    opcode = _OPCODES[number % len(_OPCODES)]
    direction = Direction.IN if dice.random() < 0.4 else Direction.OUT
    client_id = 0 if direction is Direction.OUT and opcode < 8 else 1 + number % 20
    payload = _payload(opcode, number)
    length = len(payload) if opcode != 2 else dice.choice((200, 40_000, 70_000))
    is_broken = direction is Direction.IN and number % _BROKEN == 0
    return FrameRow(
        number=number,
        at_ms=float(now_ms - (_FRAMES - number) * _STEP_MS),
        direction=direction,
        client_id=client_id,
        client=name_of(client_id) if client_id else "",
        receivers=1 if client_id else 24,
        first_byte=(0x00 if number % 13 == 0 and opcode == 1 else 0x80) | opcode,
        length_bits=7 if length < 126 else 16 if length < 65_536 else 64,
        payload_length=length,
        masking_key=dice.randbytes(4) if direction is Direction.IN and not is_broken else b"",
        preview=payload[:96],
        violations=("unmasked frame from a client, section 5.1",) if is_broken else (),
        refused=is_broken,
    )


def _payload(opcode: int, number: int) -> bytes:
    if opcode == 8:
        return (1001).to_bytes(2, "big") + b"page closed"
    if opcode in (9, 10):
        return number.to_bytes(4, "big")
    if opcode == 2:
        return bytes(each % 256 for each in range(number, number + 200))
    said = {"type": "say", "id": f"m{number}", "text": _TEXTS[number % len(_TEXTS)]}
    return json.dumps(said, ensure_ascii=False).encode()


def xray(request: int, row: FrameRow) -> FrameXray:
    """Give one frame in full."""
    payload = _payload(row.first_byte & 0x0F, row.number)
    key = row.masking_key
    wire = bytes(a ^ b for a, b in zip(payload, cycle(key), strict=False)) if key else payload
    is_close = row.first_byte & 0x0F == 8
    is_said = row.first_byte & 0x0F < 2
    deliveries = tuple(
        Delivery(
            client_id=number,
            client=name_of(number),
            written_ms=row.at_ms + 0.4 * number,
            waiting_bytes=1_200_000 if number == 6 else 0,
            confirmed_ms=None if number in (6, 9) else row.at_ms + 4_000 + 31 * number,
        )
        for number in range(1, 25)
    )
    return FrameXray(
        request=request,
        row=row,
        header=_header(row),
        fields=_fields(row),
        wire_payload=wire,
        payload=payload,
        fragments=(row.number, row.number + 3, row.number + 4) if is_said else (),
        message=payload,
        message_length=len(payload),
        is_message_complete=True,
        was_compressed=row.number % 2 == 0 and is_said,
        close_code=1001 if is_close else None,
        close_reason="page closed" if is_close else "",
        seq=row.number * 3 if is_said else 0,
        deliveries=deliveries if is_said else (),
    )


def _fields(row: FrameRow) -> tuple[HeaderField, ...]:
    first, length = row.first_byte, row.payload_length
    short = {7: length, 16: 126, 64: 127}[row.length_bits]
    parts = [
        ("fin", 1, first >> 7),
        ("rsv1", 1, first >> 6 & 1),
        ("rsv2", 1, first >> 5 & 1),
        ("rsv3", 1, first >> 4 & 1),
        ("opcode", 4, first & 0x0F),
        ("masked", 1, int(bool(row.masking_key))),
        ("payload_length", 7, short),
    ]
    if row.length_bits > 7:
        parts.append(("extended_payload_length", row.length_bits, length))
    if row.masking_key:
        parts.append(("masking_key", 32, int.from_bytes(row.masking_key, "big")))
    fields, at = [], 0
    for name, bits, value in parts:
        fields.append(HeaderField(name, at, bits, value))
        at += bits
    return tuple(fields)


def _header(row: FrameRow) -> bytes:
    fields = _fields(row)
    bits = "".join(f"{each.value:0{each.bits}b}" for each in fields)
    return int(bits, 2).to_bytes(len(bits) // 8, "big")


def _lab(command: LabCommand, now_ms: int) -> tuple[LabNote, ...]:
    def note(kind: LabNoteKind, after_ms: int = 0, /, **more: object) -> LabNote:
        known = {"at_ms": now_ms + after_ms, "client_id": command.client_id, "kind": kind}
        return LabNote(**{**known, **more})  # type: ignore[arg-type]

    match command:
        case EnterLab():
            return (note(LabNoteKind.BEGUN),)
        case LeaveLab():
            return (note(LabNoteKind.ENDED),)
        case LabLine(delay_ms=delay_ms):
            return (note(LabNoteKind.LINE, text=f"{delay_ms} ms more each way."),)
        case LabBreak(breach=breach):
            return (
                note(LabNoteKind.SENT, what=breach.value),
                note(LabNoteKind.CLOSED, 9, close_code=1002),
            )
        case LabSend(what=what, length=length, fragments=fragments):
            sent: dict[str, object] = {"what": what.value, "length": length, "frames": fragments}
            if what == "ping":
                return (
                    note(LabNoteKind.SENT, **sent),
                    note(LabNoteKind.PONGED, 4, what="ping", rtt_ms=3.9),
                )
            return (note(LabNoteKind.SENT, **sent), note(LabNoteKind.SEEN, 6, **sent))
