"""docs/frames.md names every field of the filter language and of the JSON lines."""

from __future__ import annotations

from pathlib import Path

import msgspec

from tests.frames.captures import Wiretap
from tests.frames.export.scenes import source_of
from tests.frames.wire import frame
from wschat_gui.config import Limits
from wschat_gui.frames.display_filter import parse
from wschat_gui.frames.export import jsonl
from wschat_gui.frames.filter_fields import FIELDS

PAGE = (Path(__file__).parents[2] / "docs" / "frames.md").read_text("utf-8")


def test_every_field_of_the_filters_is_described() -> None:
    for name in FIELDS:
        assert f"`{name}`" in PAGE


def test_examples_are_filters() -> None:
    examples = PAGE.split("```")[1].strip().splitlines()
    assert len(examples) == 4
    for example in examples:
        parse(example)


def test_every_field_of_a_json_line_is_described() -> None:
    tap = Wiretap()
    tap.broadcast(frame(key=b""), [1])
    (line,) = jsonl.written(source_of(tap.snapshot()))
    decoded = msgspec.json.decode(line)
    for name in [*decoded, *decoded["receivers"][0]]:
        assert f"`{name}`" in PAGE


def test_limits_are_those_of_the_settings() -> None:
    limits = Limits()
    assert f"| {limits.capture_frames:,} | `capture_frames` |" in PAGE
    assert f"| {limits.capture_bytes >> 20} MiB | `capture_bytes` |" in PAGE
    assert limits.capture_s == 3_600
