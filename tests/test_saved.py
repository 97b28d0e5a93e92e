"""The settings file: what it keeps, what it refuses, and that nothing it holds can stop a start."""

from __future__ import annotations

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from wschat_gui.config import Choices, Keep, KeepFor, Limits, Preferences, Settings, Theme
from wschat_gui.saved import (
    FILE_NAME,
    VERSION,
    NewerSettings,
    Saved,
    UnusableSettings,
    carried_over,
    decoded,
    encoded,
)

CHOSEN = Choices(
    settings=Settings(
        room_name="物理 101",
        room_code="sesame",
        port=8080,
        allowed_origins=("null", "https://example.org"),
        keep=Keep(how_long=KeepFor.DAYS, days=7),
        limits=Limits(clients=20, flood_per_s=0.5),
    ),
    preferences=Preferences(theme=Theme.DARK, language="ja", scale=1.5, keep_awake=False),
)


def settings_file(folder: Path) -> Path:
    return folder / FILE_NAME


def test_what_was_chosen_is_there_at_the_next_start(tmp_path: Path) -> None:
    first = Saved(settings_file(tmp_path / "new" / "folder"))
    assert (first.choices, first.trouble) == (Choices(), None)

    assert first.change(Choices(), CHOSEN) is None

    second = Saved(settings_file(tmp_path / "new" / "folder"))
    assert (second.choices, second.trouble) == (CHOSEN, None)


def test_what_the_file_leaves_out_is_as_usual() -> None:
    data = json.dumps({"version": VERSION, "settings": {"port": 80, "limits": {"clients": 3}}})
    assert decoded(data.encode()) == Choices(settings=Settings(port=80, limits=Limits(clients=3)))


def test_secrets_of_the_command_line_are_not_written() -> None:
    settings = Settings(certificate=Path("chain"), private_key=Path("key"), data_dir=Path("data"))
    text = encoded(Choices(settings=settings)).decode()
    assert not {"certificate", "private_key", "data_dir"} & json.loads(text)["settings"].keys()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows folders are private by themselves")
def test_only_its_owner_may_read_the_room_code(tmp_path: Path) -> None:
    Saved(settings_file(tmp_path)).change(Choices(), CHOSEN)
    assert stat.S_IMODE(settings_file(tmp_path).stat().st_mode) == 0o600


# Damage ------------------------------------------------------------------------------------------


def as_file(**parts: Any) -> bytes:  # noqa: ANN401
    return json.dumps({"version": VERSION, **parts}).encode()


DAMAGED = {
    "empty": b"",
    "cut off": encoded(CHOSEN)[:-40],
    "not text": b"\xff\xfe\x00",
    "a list": b"[]",
    "without version": b"{}",
    "version of the wrong kind": b'{"version": "1"}',
    "another kind of value": as_file(settings={"port": "80"}),
    "an unknown part": as_file(plugins={}),
    "an unknown setting": as_file(settings={"colour": "red"}),
    "an unknown limit": as_file(settings={"limits": {"fun": 1}}),
    "the folder of a transcript": as_file(settings={"data_dir": "/"}),
    "a port that is none": as_file(settings={"port": 70_000}),
    "a negative limit": as_file(settings={"limits": {"clients": -1}}),
    "no theme": as_file(preferences={"theme": "pink"}),
    "an endless scale": as_file(preferences={"scale": 1e300}),
    "deep nesting": b'{"version":1,"settings":' + b"[" * 100_000,
}


@pytest.mark.parametrize("data", DAMAGED.values(), ids=DAMAGED.keys())
def test_damaged_file_is_set_aside_and_the_usual_settings_hold(tmp_path: Path, data: bytes) -> None:
    path = settings_file(tmp_path)
    path.write_bytes(data)

    saved = Saved(path)

    assert saved.choices == Choices()
    assert saved.trouble is not None
    assert "could not be read" in saved.trouble.sentence
    assert not path.exists()
    (aside,) = tmp_path.iterdir()
    assert aside.read_bytes() == data
    assert str(aside) in saved.trouble.sentence


def test_file_of_a_newer_version_is_set_aside_and_called_so(tmp_path: Path) -> None:
    settings_file(tmp_path).write_bytes(b'{"version": 2, "anything": "else"}')

    saved = Saved(settings_file(tmp_path))

    assert saved.choices == Choices()
    assert saved.trouble is not None
    assert "newer version" in saved.trouble.sentence
    assert not settings_file(tmp_path).exists()


def test_giant_file_is_not_read_into_memory(tmp_path: Path) -> None:
    with settings_file(tmp_path).open("wb") as file:
        file.truncate(1 << 32)
    trouble = Saved(settings_file(tmp_path)).trouble
    assert trouble is not None


def test_unreadable_path_leaves_the_usual_settings(tmp_path: Path) -> None:
    settings_file(tmp_path).mkdir()
    saved = Saved(settings_file(tmp_path))
    assert saved.choices == Choices()
    assert saved.trouble is not None


def test_settings_hold_that_cannot_be_saved(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    saved = Saved(settings_file(tmp_path / "file"))

    trouble = saved.change(Choices(), CHOSEN)

    assert trouble is not None
    assert "could not be saved" in trouble.sentence
    assert saved.choices == CHOSEN


def test_failed_write_leaves_the_old_file_and_no_litter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    saved = Saved(settings_file(tmp_path))
    assert saved.change(Choices(), CHOSEN) is None
    before = settings_file(tmp_path).read_bytes()

    def fail(_descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    trouble = saved.change(CHOSEN, Choices())

    assert trouble is not None
    assert "No space left" in trouble.sentence
    assert settings_file(tmp_path).read_bytes() == before
    assert len(list(tmp_path.iterdir())) == 1


def test_file_that_could_not_be_read_is_kept_when_another_is_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = settings_file(tmp_path)
    Saved(path).change(Choices(), CHOSEN)
    before = path.read_bytes()

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as unreadable:
        unreadable.setattr(Path, "open", refuse)
        saved = Saved(path)
    assert saved.trouble is not None
    for theme in (Theme.DARK, Theme.LIGHT):
        assert saved.change(Choices(), Choices(preferences=Preferences(theme=theme))) is None

    (kept,) = (each for each in tmp_path.iterdir() if each != path)
    assert kept.read_bytes() == before
    assert Saved(path).choices.preferences.theme is Theme.LIGHT


def test_without_a_path_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    saved = Saved(None)
    assert saved.change(Choices(), CHOSEN) is None
    assert saved.choices == CHOSEN
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=300) | st.from_type(dict).map(lambda each: repr(each).encode()))
def test_no_bytes_raise_anything_else(data: bytes) -> None:
    try:
        decoded(data)
    except UnusableSettings as refused:
        assert isinstance(refused, UnusableSettings | NewerSettings)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
NAMES = st.sampled_from(["room_name", "port", "bind", "keep", "limits", "allowed_origins", "x"])


@given(st.dictionaries(NAMES, JSON), JSON)
def test_no_json_raises_anything_else(settings: dict[str, object], preferences: object) -> None:
    data = json.dumps({"version": 1, "settings": settings, "preferences": preferences})
    try:
        choices = decoded(data.encode())
    except UnusableSettings:
        return
    assert decoded(encoded(choices)) == choices


# The command line --------------------------------------------------------------------------------


def test_what_was_given_on_the_command_line_is_not_saved() -> None:
    saved = Choices(settings=Settings(port=8080))
    running = replace(saved, settings=replace(saved.settings, port=9, limits=Limits().lifted()))
    renamed = replace(running, settings=replace(running.settings, room_name="Chess"))

    kept = carried_over(saved, running, renamed)

    assert kept == Choices(settings=Settings(port=8080, room_name="Chess"))


def test_one_limit_changed_in_a_run_without_limits_is_the_only_one_saved() -> None:
    lifted = Choices(settings=Settings(limits=Limits().lifted()))
    limits = replace(lifted.settings.limits, message_chars=10)

    kept = carried_over(Choices(), lifted, Choices(settings=Settings(limits=limits)))

    assert kept.settings.limits == Limits(message_chars=10)


def test_preferences_are_carried_over_one_by_one() -> None:
    saved = Choices(preferences=Preferences(language="de"))
    before = Choices(preferences=Preferences(language="ja"))
    after = Choices(preferences=Preferences(language="ja", theme=Theme.DARK))
    kept = carried_over(saved, before, after)
    assert kept.preferences == Preferences(language="de", theme=Theme.DARK)


def test_origin_allowed_in_a_run_does_not_save_those_of_the_command_line() -> None:
    saved = Choices(settings=Settings(allowed_origins=("null", "http://saved.example")))
    before = Choices(settings=Settings(allowed_origins=("http://given.example", "null")))
    origins = ("http://given.example", "http://new.example")

    kept = carried_over(saved, before, Choices(settings=Settings(allowed_origins=origins)))

    assert kept.settings.allowed_origins == ("http://saved.example", "http://new.example")
