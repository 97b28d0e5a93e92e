"""Writes captured frames into a file, as the window asks; not on the loop's thread.

What the files look like is in `frames/export/`. A file is there whole or not at all.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, get_args

from msgspec import Struct

from wschat_gui.bridge.frame_commands import ExportFrames, FrameExportForm
from wschat_gui.bridge.frame_words import FramesExported
from wschat_gui.chat import vocabulary
from wschat_gui.chat.requests import PageMessage
from wschat_gui.frames.display_filter import FilterError, parse
from wschat_gui.frames.export import har, jsonl, pcapng
from wschat_gui.frames.export.anonymous import anonymised
from wschat_gui.frames.export.source import ClientRecord, ExportSource
from wschat_gui.server.frame_rows import CaptureView, matching
from wschat_gui.server.recorder import Known

_NESTED = (vocabulary.Person, vocabulary.RoomState, vocabulary.SharedFile)


def export(view: CaptureView, known: Mapping[int, Known], command: ExportFrames) -> FramesExported:
    """Write the frames that are asked for; the sentence tells how it went."""
    try:
        numbers = _numbers(view, command)
    except FilterError as error:
        return FramesExported(succeeded=False, sentence=f"The filter is wrong: {error.sentence}")
    if not numbers:
        return FramesExported(succeeded=False, sentence="There is no frame to export.")
    source = ExportSource(
        snapshot=view.snapshot,
        clients={client_id: _record(client_id, each) for client_id, each in known.items()},
        epoch_s=view.wall_ms(0.0) / 1_000,
        numbers=numbers,
    )
    if command.anonymised:
        source = anonymised(source, KEPT_WORDS)
    target = Path(command.path)
    try:
        _write_whole(target, _written(source, command.form))
    except OSError as error:
        reason = error.strerror or str(error)
        return FramesExported(succeeded=False, sentence=f"{target} could not be written: {reason}.")
    frames = "1 frame was" if len(numbers) == 1 else f"{len(numbers):,} frames were"
    return FramesExported(succeeded=True, sentence=f"{frames} written to {target}.")


def _numbers(view: CaptureView, command: ExportFrames) -> frozenset[int]:
    if command.numbers:
        there = (number for number in command.numbers if view.snapshot.find(number) is not None)
        return frozenset(there)
    return frozenset(each.number for each in matching(view, parse(command.filter)))


def _record(client_id: int, known: Known) -> ClientRecord:
    host, port = known.peer
    server_host, server_port = known.own
    return ClientRecord(
        client_id=client_id,
        nick=known.party.nick,
        host=host,
        port=port,
        server_host=server_host,
        server_port=server_port,
        opened_s=known.opened_s,
        request=known.request,
        answer=known.answer,
    )


def _written(source: ExportSource, form: FrameExportForm) -> Iterator[bytes]:
    match form:
        case FrameExportForm.PCAPNG:
            return pcapng.written(source)
        case FrameExportForm.HAR:
            return har.written(source)
        case FrameExportForm.JSONL:
            return jsonl.written(source)


def _write_whole(target: Path, chunks: Iterable[bytes]) -> None:
    unfinished = target.with_name(f".{target.name}.{secrets.token_hex(4)}.part")
    try:
        with unfinished.open("xb") as stream:
            for chunk in chunks:
                stream.write(chunk)
            stream.flush()
            os.fsync(stream.fileno())
        unfinished.replace(target)
    except BaseException:
        # What led here is what is worth telling.
        with contextlib.suppress(OSError):
            unfinished.unlink()
        raise


def _words_of(messages: Iterable[type[Struct]]) -> Iterator[str]:
    for message in messages:
        config: Any = message.__struct_config__
        yield from message.__struct_fields__
        if isinstance(config.tag, str):
            yield from (config.tag_field, config.tag)


KEPT_WORDS = frozenset(
    _words_of((*get_args(PageMessage), *get_args(vocabulary.ServerMessage), *_NESTED))
)
"""What says nothing of anybody: the keys of `wschat.v1` and its types."""
