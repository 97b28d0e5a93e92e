"""What a start finds from earlier ones: saved settings, and where its log goes."""

from __future__ import annotations

import gc
import logging
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from tests.started import Started, settings_of
from wschat_gui import app
from wschat_gui.__main__ import main
from wschat_gui.bridge.commands import DeleteEverything
from wschat_gui.bridge.queues import QueueClosed
from wschat_gui.config import Choices, Limits, Settings
from wschat_gui.log_file import FILE_NAME as LOG_FILE_NAME
from wschat_gui.saved import FILE_NAME, Saved


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
    engine = logging.getLogger("websockets")
    level = engine.level
    yield Started(monkeypatch)
    engine.setLevel(level)


def test_language_given_is_for_this_run(started: Started) -> None:
    assert main(["--lang", "ja"]) == 0
    assert main([]) == 0
    assert [each.language for each in started.preferences] == ["ja", ""]


def test_saved_settings_hold_where_nothing_else_is_given(started: Started, tmp_path: Path) -> None:
    chosen = Choices(settings=Settings(room_name="Chess", port=80, limits=Limits(clients=7)))
    Saved(tmp_path / FILE_NAME).change(Choices(), chosen)
    folder = ("--data-dir", str(tmp_path))

    saved = replace(chosen.settings, data_dir=tmp_path)
    assert settings_of(started, *folder) == saved
    assert settings_of(started, *folder, "--port", "0") == replace(saved, port=0)
    lifted = settings_of(started, *folder, "--no-limits")
    assert lifted == replace(saved, limits=saved.limits.lifted())
    assert Saved(tmp_path / FILE_NAME).choices == chosen, "nothing of that was saved"


def test_damaged_settings_are_told_of_and_do_not_stop_a_start(
    started: Started, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / FILE_NAME).write_text("{")
    assert settings_of(started, "--data-dir", str(tmp_path)) == Settings(data_dir=tmp_path)
    assert "could not be read" in capsys.readouterr().err


def test_collector_rests_until_the_window_stands_and_works_again(
    started: Started, monkeypatch: pytest.MonkeyPatch
) -> None:
    works: list[bool] = []

    def run_window(*_: object) -> int:
        works.append(gc.isenabled())
        return 0

    monkeypatch.setattr(app, "run_window", run_window)
    assert main([]) == 0
    assert works == [False]
    assert gc.isenabled()


@pytest.mark.expects_errors("an error is logged to be found in the file")
def test_window_has_a_log_file_and_a_headless_host_none(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: object) -> int:
        logging.getLogger("anything").error("what went wrong")
        threading.excepthook(
            threading.ExceptHookArgs((RuntimeError, RuntimeError("in a thread"), None, None))
        )
        return 0

    settings_of(started, "--data-dir", str(tmp_path))
    assert not (tmp_path / LOG_FILE_NAME).exists()

    monkeypatch.setattr(app, "run_window", fail)
    assert main(["--data-dir", str(tmp_path)]) == 0
    logging.getLogger("anything").error("afterwards")

    logged = (tmp_path / LOG_FILE_NAME).read_text("utf-8")
    assert "ERROR anything: what went wrong" in logged
    assert "in a thread" in logged
    assert "afterwards" not in logged


def test_window_opens_where_no_log_file_can_be(started: Started, tmp_path: Path) -> None:
    (tmp_path / LOG_FILE_NAME).mkdir()
    assert main(["--data-dir", str(tmp_path)]) == 0
    assert started.windows == 1


def test_log_file_has_no_frames_whatever_the_log_level(
    started: Started, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def whisper(*_: object) -> int:
        logging.getLogger("websockets.server").debug("< TEXT 'a secret'")
        logging.getLogger("anything").info("what happened")
        return 0

    monkeypatch.setattr(app, "run_window", whisper)
    root = logging.getLogger()
    monkeypatch.setattr(root, "level", root.level)
    root.setLevel("DEBUG")
    assert main(["--data-dir", str(tmp_path), "--log-level", "debug"]) == 0

    logged = (tmp_path / LOG_FILE_NAME).read_text("utf-8")
    assert "what happened" in logged
    assert "secret" not in logged


def test_command_that_comes_while_the_server_ends_is_refused_and_settings_are_saved(
    tmp_path: Path,
) -> None:
    host = app.App(Settings(bind="127.0.0.1", port=0), saved=Saved(tmp_path / FILE_NAME))
    host.start()
    host.request_stop()
    with pytest.raises(QueueClosed):
        host.post(DeleteEverything())
    host.apply_settings(replace(host.settings, room_name="Chess"))
    host.shut_down()

    assert Saved(tmp_path / FILE_NAME).choices.settings.room_name == "Chess"
