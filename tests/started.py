"""Stands in for what the command line starts, so that nothing is started."""

from __future__ import annotations

import logging
from typing import Any

import pytest

from wschat_gui import app
from wschat_gui.__main__ import main
from wschat_gui.config import Preferences, Settings
from wschat_gui.saved import Saved


class Started:
    """Stands in for what `main` starts: notes with which settings, and whether with a window."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.settings: list[Settings] = []
        self.windows = 0
        self.preferences: list[Preferences] = []
        self.log_levels: list[str] = []
        monkeypatch.setattr(app, "run_headless", self._headless)
        monkeypatch.setattr(app, "run_window", self._window)
        monkeypatch.setattr("wschat_gui.__main__.check_for_screen", lambda: None)
        monkeypatch.setattr(logging, "basicConfig", self._configure_logging)

    def _headless(self, settings: Settings) -> int:
        self.settings.append(settings)
        return 0

    def _window(
        self, settings: Settings, preferences: Preferences, _saved: Saved, _is_called: object
    ) -> int:
        self.windows += 1
        self.preferences.append(preferences)
        return self._headless(settings)

    def _configure_logging(self, *, level: str, **_: Any) -> None:  # noqa: ANN401
        self.log_levels.append(level)


def settings_of(started: Started, *arguments: str) -> Settings:
    assert main(["--headless", *arguments]) == 0
    return started.settings.pop()
