"""Captured frames for the tests of model and window, as plain as they can be."""

from __future__ import annotations

from collections.abc import Iterable

from wschat_gui.bridge.frame_words import (
    CaptureExtent,
    Direction,
    FilterFault,
    FrameRow,
    FramesListed,
    FrameXray,
    HeaderField,
)

AT_MS = 43_362_757.0


def frame_row(
    number: int,
    *,
    opcode: int = 1,
    preview: bytes = b"hi",
    client_id: int = 1,
    violations: tuple[str, ...] = (),
    length: int | None = None,
) -> FrameRow:
    """Make a frame: from ada unless said otherwise, to everybody with client_id 0."""
    length = len(preview) if length is None else length
    return FrameRow(
        number=number,
        at_ms=AT_MS + number,
        direction=Direction.IN if client_id else Direction.OUT,
        client_id=client_id,
        client="ada" if client_id else "",
        receivers=1 if client_id else 3,
        first_byte=0x80 | opcode,
        length_bits=7 if length < 126 else 16 if length < 65_536 else 64,
        payload_length=length,
        masking_key=b"\x01\x02\x03\x04" if client_id else b"",
        preview=preview,
        violations=violations,
        refused=bool(violations),
    )


def extent(*, is_on: bool = True, frames: int = 3, forgotten: int = 0) -> CaptureExtent:
    """Say how full the capture is."""
    return CaptureExtent(
        is_on=is_on,
        frames=frames,
        bytes=1_000 * frames,
        oldest_ms=AT_MS if frames else None,
        newest_number=frames,
        forgotten=forgotten,
    )


def listed(
    request: int,
    numbers: Iterable[int] = (),
    *,
    left_out: int = 0,
    fault: FilterFault | None = None,
    is_on: bool = True,
) -> FramesListed:
    """Answer with these frames."""
    rows = tuple(frame_row(number) for number in numbers)
    return FramesListed(
        request=request,
        rows=rows,
        left_out=left_out,
        looked_at=rows[-1].number if rows else 0,
        extent=extent(is_on=is_on, frames=len(rows)),
        fault=fault,
    )


FIELDS = (
    HeaderField("fin", 0, 1, 1),
    HeaderField("rsv1", 1, 1, 0),
    HeaderField("rsv2", 2, 1, 0),
    HeaderField("rsv3", 3, 1, 0),
    HeaderField("opcode", 4, 4, 1),
    HeaderField("masked", 8, 1, 1),
    HeaderField("payload_length", 9, 7, 126),
    HeaderField("extended_payload_length", 16, 16, 300),
    HeaderField("masking_key", 32, 32, 0x01020304),
)


def xray(request: int, row: FrameRow | None, **more: object) -> FrameXray:
    """Answer with a frame in full; None: it is no longer captured."""
    if row is None:
        return FrameXray(request=request)
    known: dict[str, object] = {
        "request": request,
        "row": row,
        "header": b"\x81\xfe\x01\x2c\x01\x02\x03\x04",
        "fields": FIELDS,
        "wire_payload": b"ik",
        "payload": b"hi",
        "message": b"hi there",
        "message_length": 8,
        "is_message_complete": True,
    }
    return FrameXray(**{**known, **more})  # type: ignore[arg-type]
