"""What is done in scenes about single frames, statistics, the weather and the protocol lab."""

from __future__ import annotations

import time

from tools.preview.stage import Act, Stage
from wschat_gui.gui.dialogs import ConfirmDialog
from wschat_gui.gui.frame_tabs import FrameTabs
from wschat_gui.gui.shortcuts import Key
from wschat_gui.model.series import Span
from wschat_gui.model.weather import Sky, Verdict

_SETTLE_S = 0.4
_CLOSE, _MASKED, _BROADCAST, _LONG = 378, 371, 372, 393
"""Numbers of frames: a close, a masked text, one to everybody, one with a 64-bit length."""
_LAB_CLIENT = "3"


def _tabs(stage: Stage) -> FrameTabs:
    return stage.window.lower.frames


def _let_run(stage: Stage) -> None:
    until_s = time.monotonic() + _SETTLE_S
    while time.monotonic() < until_s:
        stage.driver.beat()


def no_frames(stage: Stage) -> None:
    stage.press(Key.FRAMES)


def inspector(stage: Stage) -> None:
    """Look at the frames, one chosen."""
    stage.press(Key.FRAMES)
    _let_run(stage)
    rows = _tabs(stage).inspector.rows
    rows.choose(len(rows.rows) - 3)
    rows.text.focus_force()
    stage.driver.beat()


def filtered(text: str) -> Act:
    def act(stage: Stage) -> None:
        inspector(stage)
        _tabs(stage).inspector.filter.set(text)
        _tabs(stage).inspector.filter.text.focus_force()
        _let_run(stage)

    return act


def paused(stage: Stage) -> None:
    inspector(stage)
    stage.press(Key.PAUSE_FRAMES)


def filter_menu(stage: Stage) -> None:
    inspector(stage)
    text = _tabs(stage).inspector.filter.text
    text.focus_force()
    stage.driver.beat()
    text.event_generate("<Down>")


def frame_menu(stage: Stage) -> None:
    inspector(stage)
    _tabs(stage).inspector.rows.text.event_generate("<Shift-F10>")


def _xray(number: int) -> Act:
    def act(stage: Stage) -> None:
        inspector(stage)
        _tabs(stage).inspector.rows.choose_frame(number)
        stage.press(Key.XRAY)
        _let_run(stage)

    return act


xray_masked, xray_close = _xray(_MASKED), _xray(_CLOSE)
xray_broadcast, xray_long = _xray(_BROADCAST), _xray(_LONG)


def export(stage: Stage) -> None:
    inspector(stage)
    stage.press(Key.EXPORT_FRAMES)


def statistics(stage: Stage) -> None:
    stage.press(Key.STATISTICS)
    _let_run(stage)


def statistics_of_client(stage: Stage) -> None:
    stage.window.clients.table.tree.selection_set(_LAB_CLIENT)
    stage.driver.beat()
    _tabs(stage).statistics.span.set(Span.TEN_MINUTES.name)
    statistics(stage)


def weather(sky: Sky, stalled: tuple[int, ...], well: int) -> Act:
    """Let the room have this weather."""

    def act(stage: Stage) -> None:
        statistics(stage)
        verdict = Verdict(sky, stalled, well, 24 - len(stalled) - well, 0, 4_200.0)
        stage.window.state.frames.weather.verdict = verdict
        _tabs(stage).statistics.render_weather()
        stage.window.status_bar.render()
        # The next figures would clear it up again.
        stage.window.pump.stop()

    return act


def lab_warning(stage: Stage) -> None:
    stage.window.clients.table.tree.selection_set(_LAB_CLIENT)
    stage.driver.beat()
    stage.press(Key.LAB)


def lab(stage: Stage) -> None:
    """Enter the lab, send this and that, and make the line worse."""
    lab_warning(stage)
    _confirm(stage)
    _let_run(stage)
    controls = _tabs(stage).lab_desk.panel.controls
    for length in ("125", "126", "65536"):
        controls.fields["length"].set(length)
        controls.buttons["text"].invoke()
    controls.fields["fragments"].set("3")
    controls.buttons["binary"].invoke()
    controls.buttons["ping"].invoke()
    controls.fields["delay"].set("250")
    controls.buttons["line"].invoke()
    _let_run(stage)


def lab_illegal(stage: Stage) -> None:
    """Send something illegal; the browser closes."""
    lab(stage)
    panel = _tabs(stage).lab_desk.panel
    panel.controls.breach_switch.invoke()
    panel.controls.buttons["break"].invoke()
    _let_run(stage)


def lab_wrong(stage: Stage) -> None:
    lab(stage)
    controls = _tabs(stage).lab_desk.panel.controls
    controls.fields["length"].set("a lot")
    controls.buttons["text"].invoke()


def _confirm(stage: Stage) -> None:
    dialog = stage.window.dialog
    assert isinstance(dialog, ConfirmDialog)
    dialog.confirm_button.invoke()
