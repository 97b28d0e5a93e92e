"""The last word: what happened, to be read and copied, whatever state the window is in."""

from __future__ import annotations

import logging
import sys
from pathlib import Path

import pytest

from wschat_gui import app
from wschat_gui.__main__ import main
from wschat_gui.gui import fatal
from wschat_gui.gui.fatal import FatalWindow, show_fatal
from wschat_gui.language import speak
from wschat_gui.log_file import FILE_NAME

pytestmark = pytest.mark.window


def test_detail_can_be_copied_and_escape_closes(display: str) -> None:
    window = FatalWindow("Something went wrong.", "Traceback …\nRuntimeError: no cheese")
    window.root.update()
    assert "no cheese" in window.text.get("1.0", "end")
    window.copy_button.invoke()
    copied = window.root.clipboard_get()
    assert copied == "Something went wrong.\n\nTraceback …\nRuntimeError: no cheese"
    window.close_button.focus_force()
    window.root.update()
    window.root.event_generate("<Escape>")


def test_buttons_speak_the_language_of_the_window(display: str) -> None:
    speak("de")
    try:
        window = FatalWindow("", "")
        assert window.copy_button.cget("text") == "Kopieren"
        window.close_button.invoke()
    finally:
        speak("en")


@pytest.mark.skipif(sys.platform in {"win32", "darwin"}, reason="there is always a screen")
def test_without_a_screen_it_is_printed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DISPLAY", ":no-such-screen")
    show_fatal("RuntimeError: no cheese", "It is over.")
    assert capsys.readouterr().err == "It is over.\n\nRuntimeError: no cheese\n"


@pytest.mark.expects_errors("the window fails on purpose")
def test_window_that_cannot_be_made_is_logged_and_shown(
    display: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def fail(*_: object) -> int:
        raise RuntimeError("no theme")

    shown: list[str] = []
    monkeypatch.setattr(app, "run_window", fail)
    monkeypatch.setattr(fatal, "show_fatal", lambda detail, _sentence: shown.append(detail))
    monkeypatch.setattr(logging, "basicConfig", lambda **_: None)
    engine = logging.getLogger("websockets")
    monkeypatch.setattr(engine, "level", engine.level)
    assert main(["--data-dir", str(tmp_path)]) == 1
    assert "RuntimeError: no theme" in shown[0]
    assert "RuntimeError: no theme" in (tmp_path / FILE_NAME).read_text("utf-8")
    assert main(["--data-dir", str(tmp_path)]) == 1, "the folder is free again"
