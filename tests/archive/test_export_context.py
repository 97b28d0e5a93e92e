"""What an export writes of a transcript with edits, replies and reactions in it."""

from __future__ import annotations

import json
from datetime import UTC
from io import StringIO
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.archive.making import (
    NOW_MS,
    announced,
    delete,
    edited,
    fill,
    open_transcript,
    reacted,
    said,
    shared,
)
from wschat_gui.archive.deletion import OneMessage
from wschat_gui.archive.export import context as module
from wschat_gui.archive.export.context import ALONE, Context, Quote, quote_of, with_context
from wschat_gui.archive.export.form import Heading
from wschat_gui.archive.export.writing import ExportFormat, write
from wschat_gui.archive.reader import Reader
from wschat_gui.archive.seq_ranges import SeqRange

HEADING = Heading("The room", NOW_MS, UTC)


@pytest.mark.parametrize("at_once", [1, 2, 500])
def test_messages_come_with_what_others_say_about_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(module, "_AT_ONCE", at_once)
    question, host, answer = said(1, "who?", nick="Bob"), announced(2), said(3, "me", reply_to=1)
    last_edit = edited(12, 3, "it is me")
    fill(
        tmp_path,
        [
            question,
            host,
            answer,
            edited(4, 3, "mee"),
            reacted(5, 1, "👍", person_id="anna"),
            reacted(6, 1, "❤️", person_id="anna"),
            reacted(7, 1, "👍", person_id="bob"),
            reacted(8, 1, "❤️", person_id="anna", on=False),
            # Once more, by the same person after a reconnection.
            reacted(9, 1, "👍", person_id="anna", client_id=30),
            reacted(10, 2, "🐙", client_id=8),
            reacted(11, 2, "🐙", client_id=9),
            last_edit,
            said(13, "deleted"),
            said(14, "so?", reply_to=13),
            said(15, "indeed", reply_to=2),
        ],
    )
    with open_transcript(tmp_path) as transcript, transcript.reader() as reader:
        delete(transcript, OneMessage(13))
        assert list(with_context(reader)) == [
            (question, Context(None, (("👍", 2),))),
            (host, Context(None, (("🐙", 2),))),
            (
                replace(answer, text="it is me", edited_ms=last_edit.at_ms),
                Context(Quote(1, "Bob", "who?")),
            ),
            (SeqRange(13, 13), ALONE),
            (said(14, "so?", reply_to=13), ALONE),
            (said(15, "indeed", reply_to=2), Context(Quote(2, "", "The host speaks"))),
        ]


def test_quote_is_of_the_text_as_it_reads_now(tmp_path: Path) -> None:
    fill(tmp_path, [said(1, "the xylophone"), said(2, reply_to=1), edited(3, 1, "the violin")])
    with Reader.open(tmp_path) as reader:
        for wanted in ExportFormat:
            stream = StringIO(newline="")
            assert write(reader, stream, wanted.form(HEADING)) == 2
            assert stream.getvalue().count("the violin") == 2
            assert "xylo" not in stream.getvalue()


def test_edits_and_reactions_are_no_lines_of_their_own(tmp_path: Path) -> None:
    told: list[tuple[int, int]] = []
    fill(tmp_path, [said(1), reacted(2, 1), edited(3, 1, "x"), said(4, "", file=shared(4))])
    stream = StringIO(newline="")
    with Reader.open(tmp_path) as reader:
        form = ExportFormat.JSONL.form(HEADING)
        write(reader, stream, form, progress=lambda done, total: told.append((done, total)))

    assert [json.loads(line)["seq"] for line in stream.getvalue().splitlines()] == [1, 4]
    assert told == [(2, 2)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "plan.pdf"),
        ("one\ntwo\u2028 three", "one two three"),
        ("x" * 60, "x" * 60),
        ("x" * 61, "x" * 59 + "…"),
        ("word " * 20, ("word " * 12).strip() + "…"),
    ],
)
def test_quote_is_the_beginning_on_one_line(text: str, words: str) -> None:
    assert quote_of(said(1, text, file=shared(1))) == Quote(1, "Anna", words)
